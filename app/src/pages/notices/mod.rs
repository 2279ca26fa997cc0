//! TODO.

pub mod filters;
pub mod forms;
pub mod list;
