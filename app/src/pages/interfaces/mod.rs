//! TODO.

pub mod interface;
pub mod notices;
