//! The wire and the keeper against a real server on this machine.

mod fixtures;
mod keeper;
mod server;
mod wire;
