//! Words: values of the domain as text in the reader's language, one file a subject. No components, no calls to the desk.

pub mod account_import;
pub mod accounts;
pub mod audit;
pub mod browsers;
pub mod campaigns;
pub mod channels;
pub mod clears;
pub mod dates;
pub mod failures;
pub mod incidents;
pub mod interfaces;
pub mod limits;
pub mod notices;
pub mod policies;
pub mod reasons;
pub mod rids;
pub mod settings;
pub mod usage;
pub mod users;
pub mod writing;
