//! Clears: ordering one, its page, the ledger, and requests for a second person.

pub mod advice;
pub mod clear;
pub mod confirmation;
pub mod consequences;
pub mod evidence;
pub mod forms;
pub mod friction;
pub mod history;
pub mod ledger;
pub mod order_form;
pub mod outcome;
pub mod request;
pub mod requests_panel;
pub mod settling;
pub mod state_notice;
pub mod support_text;

pub use clear::ClearPage;
pub use confirmation::{ClearAccountPage, ClearInterfacePage};
pub use ledger::ClearsPage;
pub use request::ClearRequestPage;
