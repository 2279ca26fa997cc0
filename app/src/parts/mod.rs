//! Parts of pages that several subjects show, such as the table of interfaces or the badge of a clear. No page is imported.

pub mod budgets;
pub mod clear_actor;
pub mod clear_badge;
pub mod clear_requests;
pub mod confirm_password;
pub mod contact;
pub mod curve;
pub mod filters;
pub mod interface_table;
pub mod ledger;
pub mod new_password;
pub mod notices;
pub mod outbound_address;
pub mod policy_decisions;
pub mod problem;
pub mod repairs;
pub mod sample_now;
pub mod seen_ip;
pub mod sessions;
pub mod settings_nav;
pub mod term;
pub mod usage_lines;
pub mod verdict;
