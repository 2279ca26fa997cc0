//! TODO.

pub mod failed;
pub mod page;
pub mod stopped;
pub mod themes;
pub mod visit;
pub mod waiting;
