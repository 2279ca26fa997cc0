//! TODO.

pub mod status;
