//! TODO.

pub mod appearance;
pub mod forms;
pub mod outcome;
pub mod own;
pub mod password;
pub mod sessions;
