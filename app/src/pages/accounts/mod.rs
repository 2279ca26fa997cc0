//! TODO.

pub mod account;
pub mod check_notice;
pub mod forms;
pub mod list;
pub mod new;
pub mod outcome;
pub mod retire;
pub mod settings;
