//! What every store must do (`conformance`), run on each database there is, and what only SQLite does (`sqlite`).

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails by that")]
#![expect(clippy::assigning_clones, reason = "tests need not be fast")]

mod conformance;
mod sqlite;
