//! The wire and the keeper against a real server on this machine.

#![expect(clippy::unwrap_used, reason = "clippy sees test code only inside #[test], not in what tests share")]

mod clears;
mod corpus;
mod field_texts;
mod fixtures;
mod keeper;
mod logged;
mod rid_get;
mod server;
mod webhook;
mod wire;
