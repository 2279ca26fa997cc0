//! Interfaces: one interface of an account, with its curve and its notices.

pub mod contact;
pub mod forms;
pub mod interface;
pub mod limits;
pub mod lines;
pub mod notices;
pub mod outcome;

pub use interface::InterfacePage;
