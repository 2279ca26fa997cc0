//! The verdict on a clear, from what readings say of all its counts.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::sample::{VerificationSample, VerifiedClear};
use super::schedule::next_check;
use crate::clears::{ClearState, Scope};
use crate::quota_zone::QuotaZone;

/// Why nothing could be proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InconclusiveReason {
    /// The day turned, and counts began anew by themselves.
    Midnight,
    /// Nothing was used: the clear had nothing to reset.
    NothingUsed,
    /// Nothing had use enough for a fall to be told.
    LittleUsed,
    /// Readings that could tell are missing.
    Unread,
    /// Another clear of the same counts followed.
    Followed,
    /// An unknown clear whose counts did not fall: probably not carried out.
    NotSeen,
}

impl InconclusiveReason {
    /// Every reason.
    pub const ALL: [Self; 6] =
        [Self::Midnight, Self::NothingUsed, Self::LittleUsed, Self::Unread, Self::Followed, Self::NotSeen];

    /// The word for it in the database and the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Midnight => "unproven-midnight",
            Self::NothingUsed => "unproven-nothing-used",
            Self::LittleUsed => "unproven-little-used",
            Self::Unread => "unproven-unread",
            Self::Followed => "unproven-followed",
            Self::NotSeen => "unproven-not-seen",
        }
    }
}

/// What the readings so far say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// More readings may tell.
    Wait,
    /// Counts fell.
    Effective {
        /// No more readings will tell of the other interfaces.
        over: bool,
    },
    /// They should have fallen by now, and did not.
    Ineffective,
    /// No more readings will tell.
    Unproven(InconclusiveReason),
}

/// Whether at least half of the use that could come back has, by the counts that `telling` readings showed to fall.
fn most_came_back(telling: &[&VerificationSample]) -> bool {
    let could_fall = telling.iter().filter(|sample| sample.expected || sample.fell());
    let could_come_back: i128 = could_fall.map(|sample| i128::from(sample.before.calls)).sum();
    let came_back: i128 = telling.iter().filter_map(|sample| sample.given_back).map(i128::from).sum();
    came_back > 0 && came_back * 2 >= could_come_back
}

/// Whether the counts that fell prove the clear; `over`: no more will fall.
fn is_proved(clear: &VerifiedClear, telling: &[&VerificationSample], over: bool) -> bool {
    let fell = telling.iter().filter(|sample| sample.fell()).count();
    if clear.scope == Scope::Interface {
        return fell > 0;
    }
    // Of a clear that may not have been carried out, one interface that fell may have been cleared alone.
    let asked = telling.iter().filter(|sample| sample.expected || sample.fell()).count();
    let enough = if clear.state == ClearState::Unknown { fell * 2 > asked } else { fell > 0 };
    enough && (over || most_came_back(telling))
}

/// Why nothing can be told where no interface had use that could be seen to fall.
fn without_use(clear: &VerifiedClear, samples: &[VerificationSample], zone: &QuotaZone) -> InconclusiveReason {
    let known = |sample: &VerificationSample| {
        sample.is_of_the_day(clear, zone) && sample.is_fresh(clear) && !sample.before.would_show()
    };
    if samples.is_empty() || !samples.iter().all(known) {
        InconclusiveReason::Unread
    } else if samples.iter().all(|sample| sample.before.is_near_zero()) {
        InconclusiveReason::NothingUsed
    } else {
        InconclusiveReason::LittleUsed
    }
}

/// Whether no reading to come can tell more.
fn is_over(clear: &VerifiedClear, samples: &[VerificationSample], now: Timestamp, zone: &QuotaZone) -> bool {
    let settled = |sample: &VerificationSample| {
        let had_no_use = sample.is_of_the_day(clear, zone)
            && !sample.before.would_show()
            && sample.after.is_some_and(|after| !after.would_show());
        sample.fell() || sample.followed || had_no_use
    };
    let waited_for = samples.iter().any(|sample| sample.is_waited_for(clear, zone));
    let telling = samples.iter().any(|sample| sample.can_tell(clear, zone));
    clear.followed
        || zone.day(now) != zone.day(clear.sent_at)
        || next_check(clear.ended_at, now).is_none()
        || (!samples.is_empty() && if telling { !waited_for } else { samples.iter().all(settled) })
}

/// What the readings made by `now` say of a clear.
pub fn judge(clear: &VerifiedClear, samples: &[VerificationSample], now: Timestamp, zone: &QuotaZone) -> Verdict {
    let telling: Vec<_> = samples.iter().filter(|sample| sample.can_tell(clear, zone)).collect();
    let over = is_over(clear, samples, now, zone);
    if clear.state == ClearState::Effective || is_proved(clear, &telling, over) {
        return Verdict::Effective { over };
    }
    if !over {
        return Verdict::Wait;
    }
    let told = |sample: &&VerificationSample| sample.fell() || sample.is_read_late(clear, zone);
    Verdict::Unproven(if telling.is_empty() {
        without_use(clear, samples, zone)
    } else if telling.iter().all(told) {
        if clear.state != ClearState::Unknown {
            return Verdict::Ineffective;
        }
        InconclusiveReason::NotSeen
    } else if clear.followed || telling.iter().any(|sample| sample.followed) {
        InconclusiveReason::Followed
    } else if zone.day(now) != zone.day(clear.sent_at) {
        InconclusiveReason::Midnight
    } else {
        InconclusiveReason::Unread
    })
}
