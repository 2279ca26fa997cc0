//! What readings say of one count that a clear should have reset.

use jiff::Timestamp;

use super::schedule::{FRESH_WITHIN, LATE, SHOWS_WITHIN, ends_at};
use crate::account::InterfaceId;
use crate::clears::fall::UsedCalls;
use crate::clears::{ClearState, Scope};
use crate::quota_zone::QuotaZone;
use crate::words::word_enum;

/// The clear whose effect is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifiedClear {
    /// Its state: accepted, verifying, unknown, or effective where the rest is still read.
    pub state: ClearState,
    /// What it resets.
    pub scope: Scope,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When its call ended.
    pub ended_at: Timestamp,
    /// Another clear of all of its counts was sent since.
    pub followed: bool,
}

/// An interface that a clear should have reset, and what readings said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerificationSample {
    /// The interface.
    pub interface: InterfaceId,
    /// What was used before the clear.
    pub before: UsedCalls,
    /// The newest reading after it.
    pub after: Option<UsedCalls>,
    /// By how many calls its count fell, by the first reading that showed a fall.
    pub given_back: Option<i64>,
    /// Whether clears are thought to reset it.
    pub expected: bool,
    /// Another clear of this count was sent since: what falls from then on may be that one's doing.
    pub followed: bool,
}

impl VerificationSample {
    /// Whether a reading showed a fall.
    pub fn fell(&self) -> bool {
        self.given_back.is_some()
    }

    /// Takes in a reading made after the clear. One that shows more than was known before is what a fall will be told from:
    /// the last reading before the clear may be an hour old.
    pub fn see(&mut self, after: UsedCalls, zone: &QuotaZone) {
        if !self.fell() && self.before.fell_to(after, zone) {
            self.given_back = Some(self.before.calls - after.calls);
        }
        let same_day = zone.day(after.at) == zone.day(self.before.at);
        if !self.fell() && self.before.can_fall(zone) && after.calls > self.before.calls && same_day {
            self.before = after;
        }
        self.after = Some(after);
    }

    /// Whether its count was known on the clear's day.
    pub(super) fn is_of_the_day(&self, clear: &VerifiedClear, zone: &QuotaZone) -> bool {
        zone.day(self.before.at) == zone.day(clear.sent_at)
    }

    /// Whether its use is known as it was when the clear was sent.
    pub(super) fn is_fresh(&self, clear: &VerifiedClear) -> bool {
        is_fresh(self.before, clear.sent_at)
    }

    /// Whether it had use enough for a fall to be told.
    pub(super) fn can_tell(&self, clear: &VerifiedClear, zone: &QuotaZone) -> bool {
        self.is_of_the_day(clear, zone) && self.before.can_fall(zone)
    }

    /// Whether a fall may still be seen, so that it is to be read again.
    pub fn is_waited_for(&self, clear: &VerifiedClear, zone: &QuotaZone) -> bool {
        !self.fell() && !self.followed && self.can_tell(clear, zone)
    }

    /// Whether it was read so late that a fall would have shown, and not too late.
    pub(super) fn is_read_late(&self, clear: &VerifiedClear, zone: &QuotaZone) -> bool {
        let ended_at = clear.ended_at;
        let in_time = |after: UsedCalls| {
            after.at >= ended_at + SHOWS_WITHIN
                && after.at <= ends_at(ended_at) + LATE
                && zone.day(after.at) == zone.day(clear.sent_at)
        };
        // Of a call whose end was noted long after it was sent, the effect may have come and gone.
        ended_at <= clear.sent_at + SHOWS_WITHIN && self.after.is_some_and(in_time)
    }

    /// Whether the readings tell if clears reset the interface: its count fell, or was read when a fall would have shown.
    /// `carried_out`: WeChat accepted the clear, or readings proved it.
    pub fn tells(&self, clear: &VerifiedClear, carried_out: bool, zone: &QuotaZone) -> bool {
        carried_out && self.can_tell(clear, zone) && (self.fell() || self.is_read_late(clear, zone))
    }
}

/// Whether a reading shows the use as it was when a clear was sent.
fn is_fresh(before: UsedCalls, sent_at: Timestamp) -> bool {
    sent_at.duration_since(before.at) <= FRESH_WITHIN
}

word_enum! {
    /// What a clear did to the count of one interface, as far as readings say.
    pub enum CountResult {
        /// It fell.
        Fell = "fell",
        /// It was read when the effect would have shown, and had not fallen.
        Stayed = "stayed",
        /// Nothing was used, by a reading right before the clear.
        NothingToReset = "nothing-to-reset",
        /// So little was used that a fall could not be told.
        LittleUsed = "little-used",
        /// Readings do not tell, or not yet.
        Open = "open",
    }
}

impl CountResult {
    /// The result for a count that was `before` the clear sent at `sent_at`; `given_back` and `tells` as they were written down
    /// with the readings after.
    pub fn of(before: UsedCalls, sent_at: Timestamp, given_back: Option<i64>, tells: bool) -> Self {
        match (given_back, tells) {
            (Some(_), _) => Self::Fell,
            (None, true) => Self::Stayed,
            (None, false) if !is_fresh(before, sent_at) => Self::Open,
            (None, false) if before.is_near_zero() => Self::NothingToReset,
            (None, false) if !before.would_show() => Self::LittleUsed,
            (None, false) => Self::Open,
        }
    }
}
