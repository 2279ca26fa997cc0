//! TODO.

pub mod set_up;
pub mod sign_in;
