//! Guessing that somebody cleared elsewhere, such as in the console, from counts that fell.
//!
//! What cannot be seen: a clear of what had little use, one within half an hour after midnight, one whose calls were made
//! again before the next reading, and one within 2 hours after a clear of ours.

use jiff::{SignedDuration, Timestamp};

use super::fall::UsedCalls;
use super::verification::SHOWS_WITHIN;
use super::{ClearState, OpenClear};
use crate::account::InterfaceId;
use crate::quota_zone::QuotaZone;

/// When a fall is looked at again before it becomes a guess.
pub const CONFIRMED_AFTER: SignedDuration = SignedDuration::from_mins(1);
/// For so long a clear of ours explains what falls.
pub const EXPLAINS_FOR: SignedDuration = SignedDuration::from_hours(2);

/// Two good readings of an interface, the second of which may have fallen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fall {
    /// The interface.
    pub interface: InterfaceId,
    /// What was used by the earlier reading.
    pub before: UsedCalls,
    /// And by the later one.
    pub after: UsedCalls,
}

impl Fall {
    /// Whether it is a fall that only a clear explains.
    pub fn is_suspicious(&self, zone: &QuotaZone) -> bool {
        self.before.fell_to(self.after, zone)
    }

    /// From when on a clear may have done it: it may show late, also in the earlier of the two readings.
    pub fn may_be_done_since(&self) -> Timestamp {
        (self.before.at - SHOWS_WITHIN).min(self.after.at - EXPLAINS_FOR)
    }

    /// Whether a clear known already, sent at `sent_at`, may have done it. A guess, also one that was dismissed, was made
    /// because its effect showed: it explains what fell from a reading before it.
    pub fn is_explained_by(&self, clear: &OpenClear, sent_at: Timestamp) -> bool {
        let is_guess = matches!(clear.state, ClearState::Elsewhere | ClearState::Dismissed);
        let since = if is_guess { self.before.at } else { self.may_be_done_since() };
        clear.overlaps(Some(self.interface)) && sent_at >= since && sent_at <= self.after.at
    }
}

/// What was cleared elsewhere, by the looks of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guess {
    /// Nothing.
    Nothing,
    /// The whole account: most of what was in use fell.
    Account,
    /// These interfaces, one by one.
    Interfaces(Vec<InterfaceId>),
}

/// What readings made a while later say of an account's interfaces that had use: which fell, and which did not.
pub fn guess(readings: &[Fall], zone: &QuotaZone) -> Guess {
    let telling: Vec<_> = readings.iter().filter(|fall| fall.before.can_fall(zone)).collect();
    let fell: Vec<_> = telling.iter().filter(|fall| fall.is_suspicious(zone)).map(|fall| fall.interface).collect();
    match fell.len() {
        0 => Guess::Nothing,
        count if count * 2 > telling.len() => Guess::Account,
        _ => Guess::Interfaces(fell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clears::ClearId;

    fn at(time: &str) -> Timestamp {
        format!("2026-11-22T{time}:00+08:00").parse().unwrap()
    }

    fn fall(interface: i64, before: i64, after: i64) -> Fall {
        Fall {
            interface: InterfaceId(interface),
            before: UsedCalls { at: at("10:00"), calls: before, limit: 5_000 },
            after: UsedCalls { at: at("11:00"), calls: after, limit: 5_000 },
        }
    }

    fn guessed(readings: &[Fall]) -> Guess {
        guess(readings, &QuotaZone::default())
    }

    #[test]
    fn most_that_fell_is_the_account_and_one_of_several_is_itself() {
        assert_eq!(guessed(&[]), Guess::Nothing);
        assert_eq!(guessed(&[fall(1, 900, 950), fall(2, 30, 30)]), Guess::Nothing);
        assert_eq!(guessed(&[fall(1, 900, 0), fall(2, 800, 10), fall(3, 700, 700)]), Guess::Account);
        assert_eq!(
            guessed(&[fall(1, 900, 0), fall(2, 800, 810), fall(3, 700, 700)]),
            Guess::Interfaces(vec![InterfaceId(1)])
        );
        assert_eq!(guessed(&[fall(1, 900, 0), fall(2, 800, 800)]), Guess::Interfaces(vec![InterfaceId(1)]));
        assert_eq!(guessed(&[fall(1, 900, 0), fall(2, 3, 3)]), Guess::Account, "what had no use has no say");
    }

    #[test]
    fn of_a_small_limit_half_of_the_use_is_a_fall() {
        let small = |interface, before, after| {
            let mut fall = fall(interface, before, after);
            (fall.before.limit, fall.after.limit) = (10, 10);
            fall
        };
        assert_eq!(guessed(&[small(1, 10, 0), fall(2, 800, 800)]), Guess::Interfaces(vec![InterfaceId(1)]));
        assert_eq!(guessed(&[small(1, 10, 0), small(2, 1, 0), small(3, 2, 2)]), Guess::Account);
        assert_eq!(guessed(&[small(1, 10, 6)]), Guess::Nothing);
    }

    #[test]
    fn a_clear_of_ours_explains_what_it_may_have_done() {
        let ours = |interface: Option<i64>| OpenClear {
            id: ClearId(1),
            interface: interface.map(InterfaceId),
            state: ClearState::Effective,
            being_verified: false,
        };
        let fell = fall(1, 900, 0);
        assert!(fell.is_explained_by(&ours(None), at("10:30")));
        assert!(fell.is_explained_by(&ours(Some(1)), at("09:00")), "2 hours before the later reading");
        assert!(!fell.is_explained_by(&ours(Some(1)), at("08:59")));
        assert!(!fell.is_explained_by(&ours(Some(2)), at("10:30")), "of another interface");
        assert!(!fell.is_explained_by(&ours(None), at("11:01")), "it came after");
        let long = Fall { before: UsedCalls { at: at("05:00"), ..fell.before }, ..fell };
        assert!(long.is_explained_by(&ours(None), at("06:00")), "between the two readings, however far apart");
        assert!(long.is_explained_by(&ours(None), at("04:30")), "the earlier reading may not have shown it yet");
        assert!(!long.is_explained_by(&ours(None), at("04:29")));
        for state in [ClearState::Elsewhere, ClearState::Dismissed] {
            let guess = OpenClear { state, ..ours(None) };
            assert!(fell.is_explained_by(&guess, at("10:00")), "it may have been seen by another interface first");
            assert!(!fell.is_explained_by(&guess, at("09:59")), "the reading before this fall had shown that one");
        }
    }
}
