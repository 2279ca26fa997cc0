//! The installation of tools beyond rustc, cargo, node and npm.
//!
//! Each tool is searched for first. A missing one is installed, with a message; where that is not possible, the error says
//! what to type.

mod apt;
pub(crate) mod browser;
pub(crate) mod faketime;
pub(crate) mod languages;
pub(crate) mod npm;
pub(crate) mod office;
pub(crate) mod sdks;
pub(crate) mod wasm;
