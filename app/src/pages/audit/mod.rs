//! TODO.

pub mod filters;
pub mod forms;
pub mod integrity;
pub mod list;
pub mod outcome;
