//! Days of readings: which day an instant lies in, and what the queries for them share.

use jiff::Timestamp;

use crate::StoreError;
use crate::pack::PackError;

/// Milliseconds of a day.
pub(in crate::sqlite) const DAY_MS: i64 = 86_400_000;

/// The UTC day of an instant, counted from 1970-01-01.
pub(super) fn day_of(at: Timestamp) -> i64 {
    at.as_millisecond().div_euclid(DAY_MS)
}

/// The error of an interface whose stored readings are damaged.
pub(super) fn damaged(interface: i64, error: PackError) -> StoreError {
    StoreError::Inconsistent(format!("interface {interface}: {error}"))
}

/// A list of ids as one parameter.
pub(super) fn json_list(ids: impl Iterator<Item = i64>) -> String {
    let ids: Vec<_> = ids.map(|id| id.to_string()).collect();
    format!("[{}]", ids.join(","))
}
