//! TODO.

pub mod forms;
pub mod list;
pub mod outcome;
pub mod tokens;
pub mod user;
