//! The sandbox over HTTP, as a client sees it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says by a panic what went wrong")]

mod control;
mod faults;
mod guard;
mod pictures;
mod world;
