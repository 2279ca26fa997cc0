//! TODO.

pub mod badge;
pub mod incident;
pub mod list;
