//! TODO.

pub mod page;
