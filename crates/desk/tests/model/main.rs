#![expect(clippy::unwrap_used, clippy::panic, reason = "in a test, that is how a failure is told")]
#[path = "../it/clears/model/mod.rs"]
mod model;
