//! TODO.

pub mod filters;
pub mod list;
