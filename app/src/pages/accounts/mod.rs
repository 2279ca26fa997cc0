//! TODO.

pub mod account;
pub mod check_notice;
pub mod list;
pub mod new;
pub mod retire;
pub mod settings;
