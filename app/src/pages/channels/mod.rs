//! TODO.

pub mod badges;
pub mod channel;
pub mod fields;
pub mod forms;
pub mod hosts;
pub mod list;
pub mod log;
pub mod outcome;
pub mod signature;
