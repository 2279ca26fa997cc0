//! Whether a clear did anything, told from readings before and after it.
//!
//! WeChat may take 30 minutes to show the effect of a clear (staff replies; fact sheet, section 2), so readings are made for
//! longer than that.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::fall::UsedCalls;
use super::{ClearState, Scope};
use crate::account::InterfaceId;
use crate::quota_zone::QuotaZone;

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
/// From how many calls on an interface is waited for where others have fallen.
const WAITED_FOR_FROM: i64 = 100;
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

/// An interface that a clear should have reset, and what readings said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerificationSample {
    /// The interface.
    pub interface: InterfaceId,
    /// What was used before the clear.
    pub before: UsedCalls,
    /// The newest reading after it.
    pub after: Option<UsedCalls>,
    /// A reading showed the fall.
    pub fell: bool,
    /// Whether clears are thought to reset it.
    pub expected: bool,
}

impl VerificationSample {
    /// Whether a clear that made others fall is still looked at for its sake: much used, and not fallen at all. What little
    /// was used may be used again before it is read.
    fn is_waited_for(&self) -> bool {
        let fell_somewhat = self.after.is_some_and(|after| after.calls < self.before.calls);
        self.expected && !self.fell && !fell_somewhat && self.before.calls >= WAITED_FOR_FROM
    }

    /// Takes in a reading made after the clear. One that shows more than was known before is what a fall will be told from:
    /// the last reading before the clear may be an hour old.
    pub fn see(&mut self, after: UsedCalls, zone: &QuotaZone) {
        self.fell |= self.before.fell_to(after, zone);
        let same_day = zone.day(after.at) == zone.day(self.before.at);
        if !self.fell && self.before.can_fall(zone) && after.calls > self.before.calls && same_day {
            self.before = after;
        }
        self.after = Some(after);
    }
}

/// The clear whose effect is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifiedClear {
    /// Its state: accepted, verifying or unknown.
    pub state: ClearState,
    /// What it resets.
    pub scope: Scope,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When its call ended.
    pub ended_at: Timestamp,
    /// Another clear of some of the same counts was sent since: what falls from then on may be that one's doing.
    pub followed: bool,
}

/// Why nothing could be proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InconclusiveReason {
    /// The day turned, and counts began anew by themselves.
    Midnight,
    /// Nothing had use enough for a fall to be told.
    NothingUsed,
    /// No reading could be made late enough.
    Unread,
    /// Another clear of the same counts followed.
    Followed,
    /// An unknown clear whose counts did not fall: probably not carried out.
    NotSeen,
}

impl InconclusiveReason {
    /// Every reason.
    pub const ALL: [Self; 5] = [Self::Midnight, Self::NothingUsed, Self::Unread, Self::Followed, Self::NotSeen];

    /// The word for it in the database and the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Midnight => "unproven-midnight",
            Self::NothingUsed => "unproven-nothing-used",
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
    Effective,
    /// They should have fallen by now, and did not.
    Ineffective,
    /// No more readings will tell.
    Unproven(InconclusiveReason),
}

/// What the readings made by `now` say of a clear.
pub fn judge(clear: &VerifiedClear, witnesses: &[VerificationSample], now: Timestamp, zone: &QuotaZone) -> Verdict {
    let day = zone.day(clear.sent_at);
    let can_tell = |witness: &&VerificationSample| zone.day(witness.before.at) == day && witness.before.can_fall(zone);
    let telling: Vec<_> = witnesses.iter().filter(can_tell).collect();
    let fell = telling.iter().filter(|witness| witness.fell).count();
    let unknown = clear.state == ClearState::Unknown;
    // Of an account-wide clear that may not have been carried out, one interface that fell may have been cleared alone.
    let asked = telling.iter().filter(|witness| witness.expected || witness.fell).count();
    let enough = if unknown && clear.scope == Scope::Account { fell * 2 > asked } else { fell > 0 };
    let missing = telling.iter().filter(|witness| witness.is_waited_for()).count();
    if enough && missing == 0 {
        return Verdict::Effective;
    }
    let turned = zone.day(now) != day;
    let over = turned || clear.followed || next_check(clear.ended_at, now).is_none();
    if !over {
        return Verdict::Wait;
    }
    if enough {
        return Verdict::Effective;
    }
    let late = |witness: &&&VerificationSample| {
        let read_late = |after: UsedCalls| after.at >= clear.ended_at + SHOWS_WITHIN && zone.day(after.at) == day;
        // What fell is not read again.
        witness.fell || witness.after.is_some_and(read_late)
    };
    let unproven = if telling.is_empty() {
        InconclusiveReason::NothingUsed
    } else if clear.followed {
        InconclusiveReason::Followed
    } else if turned {
        InconclusiveReason::Midnight
    } else if telling.iter().filter(late).count() < telling.len() {
        InconclusiveReason::Unread
    } else if unknown {
        InconclusiveReason::NotSeen
    } else {
        return Verdict::Ineffective;
    };
    Verdict::Unproven(unproven)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(time: &str) -> Timestamp {
        format!("2026-11-22T{time}+08:00").parse().unwrap()
    }

    fn clear(state: ClearState, scope: Scope) -> VerifiedClear {
        VerifiedClear { state, scope, sent_at: at("12:00:00"), ended_at: at("12:00:01"), followed: false }
    }

    fn witness(before: i64, after: Option<(&str, i64)>) -> VerificationSample {
        let mut witness = VerificationSample {
            interface: InterfaceId(1),
            before: UsedCalls { at: at("11:30:00"), calls: before },
            after: None,
            fell: false,
            expected: true,
        };
        if let Some((time, calls)) = after {
            witness.see(UsedCalls { at: at(time), calls }, &QuotaZone::default());
        }
        witness
    }

    fn verdict(clear: &VerifiedClear, witnesses: &[VerificationSample], now: &str) -> Verdict {
        judge(clear, witnesses, at(now), &QuotaZone::default())
    }

    #[test]
    fn the_first_reading_is_made_within_10_s_and_the_last_after_35_minutes() {
        let ended = at("12:00:00");
        let mut now = ended;
        let mut gaps = Vec::new();
        while let Some(due) = next_check(ended, now) {
            gaps.push(due.duration_since(now));
            now = due;
        }
        assert!(gaps[0] < SignedDuration::from_secs(10));
        assert!(gaps.is_sorted(), "growing intervals: {gaps:?}");
        assert!(now.duration_since(ended) >= SignedDuration::from_mins(35) && now == ends_at(ended));
        assert!(CHECKS.len() * SAMPLE_SIZE <= 200, "what is kept for verifying");
    }

    #[test]
    fn a_fall_proves_an_accepted_clear() {
        for scope in Scope::ALL {
            let accepted = clear(ClearState::Accepted, scope);
            assert_eq!(verdict(&accepted, &[witness(900, None)], "12:00:05"), Verdict::Wait);
            let fell = witness(900, Some(("12:00:05", 2)));
            assert_eq!(verdict(&accepted, &[fell], "12:00:05"), Verdict::Effective);
            let still = witness(900, Some(("12:00:05", 900)));
            assert_eq!(verdict(&accepted, &[still], "12:00:05"), Verdict::Wait, "it may show late");
            let late = witness(900, Some(("12:36:01", 950)));
            assert_eq!(verdict(&accepted, &[late], "12:36:01"), Verdict::Ineffective);
        }
    }

    #[test]
    fn a_fall_is_told_from_the_most_that_was_read() {
        let accepted = clear(ClearState::Accepted, Scope::Interface);
        let mut grown = witness(500, Some(("12:10:00", 1_000)));
        grown.see(UsedCalls { at: at("12:36:01"), calls: 620 }, &QuotaZone::default());
        assert_eq!((grown.before.calls, verdict(&accepted, &[grown], "12:36:01")), (1_000, Verdict::Effective));
    }

    #[test]
    fn what_is_not_expected_to_fall_is_not_waited_for() {
        let accepted = clear(ClearState::Verifying, Scope::Account);
        let fell = witness(900, Some(("12:00:05", 2)));
        let lifetime = VerificationSample { expected: false, ..witness(900, Some(("12:00:05", 900))) };
        assert_eq!(verdict(&accepted, &[fell, lifetime], "12:00:05"), Verdict::Effective);
        let expected = witness(900, Some(("12:00:05", 900)));
        assert_eq!(verdict(&accepted, &[fell, expected], "12:00:05"), Verdict::Wait);
        assert_eq!(verdict(&accepted, &[fell, expected], "12:36:01"), Verdict::Effective, "one fell, that is proof");
        let little = witness(26, Some(("12:00:05", 42)));
        assert_eq!(verdict(&accepted, &[fell, little], "12:00:05"), Verdict::Effective, "used again already");
    }

    #[test]
    fn nothing_is_proved_where_nothing_can_be() {
        let accepted = clear(ClearState::Accepted, Scope::Account);
        let unproven = |why| Verdict::Unproven(why);
        assert_eq!(verdict(&accepted, &[], "12:10:00"), Verdict::Wait, "its effect may still be to come");
        assert_eq!(verdict(&accepted, &[], "12:36:01"), unproven(InconclusiveReason::NothingUsed));
        assert_eq!(
            verdict(&accepted, &[witness(20, Some(("12:36:01", 0)))], "12:36:01"),
            unproven(InconclusiveReason::NothingUsed)
        );
        assert_eq!(verdict(&accepted, &[witness(900, None)], "12:36:01"), unproven(InconclusiveReason::Unread));
        let early = witness(900, Some(("12:20:00", 900)));
        assert_eq!(verdict(&accepted, &[early], "12:36:01"), unproven(InconclusiveReason::Unread), "too early to tell");
        let followed = VerifiedClear { followed: true, ..accepted };
        assert_eq!(verdict(&followed, &[early], "12:20:00"), unproven(InconclusiveReason::Followed));

        let late = VerifiedClear { sent_at: at("23:50:00"), ended_at: at("23:50:01"), ..accepted };
        let before = VerificationSample { before: UsedCalls { at: at("23:40:00"), calls: 900 }, ..witness(900, None) };
        let next_day = "2026-11-23T00:05:00+08:00".parse().unwrap();
        assert_eq!(judge(&late, &[before], next_day, &QuotaZone::default()), unproven(InconclusiveReason::Midnight));
        let yesterday = UsedCalls { at: "2026-11-21T23:00:00+08:00".parse().unwrap(), calls: 900 };
        let old = VerificationSample { before: yesterday, ..witness(900, Some(("12:36:01", 3))) };
        assert_eq!(verdict(&accepted, &[old], "12:36:01"), unproven(InconclusiveReason::NothingUsed));
    }

    #[test]
    fn an_unknown_clear_is_proved_by_most_of_what_it_resets() {
        let whole = clear(ClearState::Unknown, Scope::Account);
        let fell = witness(900, Some(("12:00:05", 2)));
        let still = witness(900, Some(("12:36:01", 901)));
        assert_eq!(verdict(&whole, &[fell, fell], "12:00:05"), Verdict::Effective);
        assert_eq!(verdict(&whole, &[fell, still], "12:36:01"), Verdict::Unproven(InconclusiveReason::NotSeen));
        let early = witness(900, Some(("12:20:00", 901)));
        assert_eq!(verdict(&whole, &[fell, early], "12:36:01"), Verdict::Unproven(InconclusiveReason::Unread));
        let one = clear(ClearState::Unknown, Scope::Interface);
        assert_eq!(verdict(&one, &[fell], "12:00:05"), Verdict::Effective);
        assert_eq!(verdict(&one, &[still], "12:36:01"), Verdict::Unproven(InconclusiveReason::NotSeen));
    }

    proptest! {
        #[test]
        fn only_a_fall_makes_it_effective_and_the_window_always_ends(
            befores in proptest::collection::vec(0_i64..2_000, 0..6),
            afters in proptest::collection::vec(proptest::option::of(0_i64..2_000), 6),
            minute in 0_i64..60, unknown: bool, whole: bool, followed: bool,
        ) {
            let zone = QuotaZone::default();
            let state = if unknown { ClearState::Unknown } else { ClearState::Verifying };
            let scope = if whole { Scope::Account } else { Scope::Interface };
            let clear = VerifiedClear { followed, ..clear(state, scope) };
            let now = clear.ended_at + SignedDuration::from_mins(minute);
            let witnesses: Vec<_> = befores.iter().zip(&afters).map(|(before, after)| {
                let mut witness = witness(*before, None);
                if let Some(calls) = after { witness.see(UsedCalls { at: now, calls: *calls }, &zone); }
                witness
            }).collect();
            let verdict = judge(&clear, &witnesses, now, &zone);
            if verdict == Verdict::Effective { prop_assert!(witnesses.iter().any(|witness| witness.fell)); }
            if verdict == Verdict::Ineffective { prop_assert!(!unknown && !witnesses.iter().any(|w| w.fell) && minute >= 30); }
            if minute >= 37 { prop_assert_ne!(verdict, Verdict::Wait); }
        }
    }
}
