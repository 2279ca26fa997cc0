//! TODO.

pub mod forms;
pub mod outcome;
pub mod set_up;
pub mod sign_in;
