//! The time that a demo looks back on.

use jiff::{SignedDuration, Timestamp};

/// How far back the history reaches.
pub(super) const DAYS: i64 = 30;

/// When the history of a demo begins.
pub(super) fn began(now: Timestamp) -> Timestamp {
    now - SignedDuration::from_hours(24 * DAYS)
}
