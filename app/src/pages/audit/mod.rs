//! TODO.

pub mod filters;
pub mod integrity;
pub mod list;
