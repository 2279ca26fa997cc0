//! Spans of time in which clears are counted.

use jiff::Timestamp;

/// A span of time in which clears are counted, such as a quota month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant after it, when the counts begin anew.
    pub to: Timestamp,
}

impl Period {
    /// Whether `at` lies in it.
    pub fn holds(self, at: Timestamp) -> bool {
        self.from <= at && at < self.to
    }
}
