//! When readings are made after a clear, and until when they say something about it.
//!
//! WeChat may take 30 minutes to show the effect of a clear (staff replies; fact sheet, section 2), so readings are made for
//! longer than that.

use jiff::{SignedDuration, Timestamp};

/// When readings are made, counted from the end of the call; the last one ends the verification.
pub const CHECKS: [SignedDuration; 8] = [
    SignedDuration::from_secs(4),
    SignedDuration::from_secs(30),
    SignedDuration::from_mins(2),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(10),
    SignedDuration::from_mins(18),
    SignedDuration::from_mins(27),
    SignedDuration::from_mins(36),
];
/// From when on the effect would show.
pub const SHOWS_WITHIN: SignedDuration = SignedDuration::from_mins(30);
/// How long after the window a reading still proves that a count did not fall: the distance of the last two checks. Later,
/// what was given back may have been used again.
pub(super) const LATE: SignedDuration = SignedDuration::from_mins(10);
/// The greatest age of a reading before a clear by which a count was near 0 when the clear was sent: later calls may have used it up.
pub(super) const FRESH_WITHIN: SignedDuration = SignedDuration::from_mins(15);
/// How many interfaces are read at a check, the most used ones: all checks of a clear together stay within the readings that
/// an account keeps for them.
pub const SAMPLE_SIZE: usize = 20;

/// When the next readings after `now` are due of a clear whose call ended at `ended_at`; `None` once the last were made.
pub fn next_check(ended_at: Timestamp, now: Timestamp) -> Option<Timestamp> {
    CHECKS.iter().map(|after| ended_at + *after).find(|due| *due > now)
}

/// When the verification of a clear whose call ended at `ended_at` ends at the latest.
pub fn ends_at(ended_at: Timestamp) -> Timestamp {
    CHECKS.last().map_or(ended_at, |after| ended_at + *after)
}
