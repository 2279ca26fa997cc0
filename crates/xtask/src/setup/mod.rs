//! What this needs of the machine beyond rustc, cargo, node and npm, and how it gets there.
//!
//! Everything is looked for first. What is missing is installed with a line that says what and why; where that is not
//! possible, the message says exactly what to type.

mod apt;
pub(crate) mod browser;
pub(crate) mod faketime;
pub(crate) mod languages;
pub(crate) mod npm;
pub(crate) mod wasm;
