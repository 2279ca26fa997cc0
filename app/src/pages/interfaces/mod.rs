//! Interfaces: one interface of an account, with its curve and its notices.

pub mod interface;
pub mod notices;

pub use interface::InterfacePage;
