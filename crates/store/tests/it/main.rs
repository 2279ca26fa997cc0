//! What every store must do (`conformance`), run on each database there is, and what only SQLite does (`sqlite`).

mod conformance;
mod sqlite;
