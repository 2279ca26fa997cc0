//! The wire and the keeper against a real server on this machine.

#![expect(clippy::unwrap_used, reason = "clippy sees test code only inside #[test], not in what tests share")]

mod fixtures;
mod keeper;
mod server;
mod wire;
