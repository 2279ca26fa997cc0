//! Whether a clear did anything, told from readings before and after it.
//!
//! WeChat may take 30 minutes to show the effect of a clear (staff replies; fact sheet, section 2), so readings are made for
//! longer than that. A clear is effective as soon as most of the use has come back; the other interfaces are read until the
//! window ends, so that each has evidence of its own.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::fall::UsedCalls;
use super::{ClearState, Scope};
use crate::account::InterfaceId;
use crate::quota_zone::QuotaZone;
use crate::words::word_enum;

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
const LATE: SignedDuration = SignedDuration::from_mins(10);
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
    fn is_of_the_day(&self, clear: &VerifiedClear, zone: &QuotaZone) -> bool {
        zone.day(self.before.at) == zone.day(clear.sent_at)
    }

    /// Whether it had use enough for a fall to be told.
    fn can_tell(&self, clear: &VerifiedClear, zone: &QuotaZone) -> bool {
        self.is_of_the_day(clear, zone) && self.before.can_fall(zone)
    }

    /// Whether a fall may still be seen, so that it is to be read again.
    pub fn is_waited_for(&self, clear: &VerifiedClear, zone: &QuotaZone) -> bool {
        !self.fell() && !self.followed && self.can_tell(clear, zone)
    }

    /// Whether it was read so late that a fall would have shown, and not too late.
    fn is_read_late(&self, clear: &VerifiedClear, zone: &QuotaZone) -> bool {
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

word_enum! {
    /// What a clear did to the count of one interface, as far as readings say.
    pub enum CountResult {
        /// It fell.
        Fell = "fell",
        /// It was read when the effect would have shown, and had not fallen.
        Stayed = "stayed",
        /// Nothing was used that could have been given back.
        NothingToReset = "nothing-to-reset",
        /// So little was used that a fall could not be told.
        LittleUsed = "little-used",
        /// Readings do not tell, or not yet.
        Open = "open",
    }
}

impl CountResult {
    /// The result for a count that was `before`; `given_back` and `tells` as they were written down with the readings after.
    pub fn of(before: UsedCalls, given_back: Option<i64>, tells: bool) -> Self {
        match (given_back, tells) {
            (Some(_), _) => Self::Fell,
            (None, true) => Self::Stayed,
            (None, false) if before.is_near_zero() => Self::NothingToReset,
            (None, false) if !before.would_show() => Self::LittleUsed,
            (None, false) => Self::Open,
        }
    }
}

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
    let known = |sample: &VerificationSample| sample.is_of_the_day(clear, zone) && !sample.before.would_show();
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

    fn used(at: Timestamp, calls: i64) -> UsedCalls {
        UsedCalls { at, calls, limit: 2_000 }
    }

    fn sample_of(limit: i64, before: i64, after: Option<(&str, i64)>) -> VerificationSample {
        let mut sample = VerificationSample {
            interface: InterfaceId(1),
            before: UsedCalls { at: at("11:30:00"), calls: before, limit },
            after: None,
            given_back: None,
            expected: true,
            followed: false,
        };
        if let Some((time, calls)) = after {
            sample.see(UsedCalls { at: at(time), calls, limit }, &QuotaZone::default());
        }
        sample
    }

    fn sample(before: i64, after: Option<(&str, i64)>) -> VerificationSample {
        sample_of(2_000, before, after)
    }

    fn verdict(clear: &VerifiedClear, samples: &[VerificationSample], now: &str) -> Verdict {
        judge(clear, samples, at(now), &QuotaZone::default())
    }

    fn tells(clear: &VerifiedClear, sample: VerificationSample) -> bool {
        sample.tells(clear, clear.state != ClearState::Unknown, &QuotaZone::default())
    }

    const PROVED: Verdict = Verdict::Effective { over: true };
    const PROVED_SO_FAR: Verdict = Verdict::Effective { over: false };

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
            assert_eq!(verdict(&accepted, &[sample(900, None)], "12:00:05"), Verdict::Wait);
            let fell = sample(900, Some(("12:00:05", 2)));
            assert_eq!(verdict(&accepted, &[fell], "12:00:05"), PROVED);
            let still = sample(900, Some(("12:00:05", 900)));
            assert_eq!(verdict(&accepted, &[still], "12:00:05"), Verdict::Wait, "it may show late");
            let late = sample(900, Some(("12:36:01", 950)));
            assert_eq!(verdict(&accepted, &[late], "12:36:01"), Verdict::Ineffective);
        }
    }

    #[test]
    fn a_small_limit_verifies() {
        for scope in Scope::ALL {
            let accepted = clear(ClearState::Accepted, scope);
            for (limit, before, after) in [(10, 10, 0), (10, 1, 0), (10, 2, 0), (10, 10, 5), (199, 20, 0)] {
                let fell = sample_of(limit, before, Some(("12:00:05", after)));
                assert_eq!(verdict(&accepted, &[fell], "12:00:05"), PROVED, "{before} → {after} of {limit}");
                assert!(tells(&accepted, fell));
                let stayed = sample_of(limit, before, Some(("12:36:01", before)));
                assert_eq!(verdict(&accepted, &[stayed], "12:36:01"), Verdict::Ineffective, "{before} of {limit}");
                assert!(tells(&accepted, stayed));
            }
            let little = sample_of(200, 20, Some(("12:00:05", 0)));
            assert_eq!(verdict(&accepted, &[little], "12:00:05"), Verdict::Unproven(InconclusiveReason::LittleUsed));
        }
    }

    #[test]
    fn a_fall_is_told_from_the_most_that_was_read() {
        let accepted = clear(ClearState::Accepted, Scope::Interface);
        let mut grown = sample(500, Some(("12:10:00", 1_000)));
        grown.see(used(at("12:36:01"), 620), &QuotaZone::default());
        assert_eq!((grown.before.calls, grown.given_back), (1_000, Some(380)));
        assert_eq!(verdict(&accepted, &[grown], "12:36:01"), PROVED);
        grown.see(used(at("12:36:30"), 10), &QuotaZone::default());
        assert_eq!(grown.given_back, Some(380), "by the first reading that showed it");
    }

    #[test]
    fn most_of_the_use_makes_it_effective_and_the_rest_is_read_on() {
        let accepted = clear(ClearState::Verifying, Scope::Account);
        let fell = sample(900, Some(("12:00:05", 2)));
        let still = |calls| sample(calls, Some(("12:00:05", calls)));
        assert_eq!(verdict(&accepted, &[fell, still(800)], "12:00:05"), PROVED_SO_FAR);
        assert_eq!(verdict(&accepted, &[fell, still(896)], "12:00:05"), PROVED_SO_FAR, "898 of 1,796 are half");
        assert_eq!(verdict(&accepted, &[fell, still(897)], "12:00:05"), Verdict::Wait);
        assert_eq!(verdict(&accepted, &[fell, still(500), still(397)], "12:00:05"), Verdict::Wait);
        assert_eq!(verdict(&accepted, &[fell, still(1_900)], "12:36:01"), PROVED, "something came back");
        let doubted = VerificationSample { expected: false, ..still(1_900) };
        assert_eq!(verdict(&accepted, &[fell, doubted], "12:00:05"), PROVED_SO_FAR, "it is not waited with");
        let effective = VerifiedClear { state: ClearState::Effective, ..accepted };
        for (samples, now, expected) in [
            (vec![fell, still(1_900)], "12:00:40", PROVED_SO_FAR),
            (vec![fell, still(1_900)], "12:36:01", PROVED),
            (vec![fell, fell], "12:00:40", PROVED),
            (vec![], "12:36:01", PROVED),
        ] {
            assert_eq!(verdict(&effective, &samples, now), expected, "once said, it stays");
        }
    }

    #[test]
    fn what_has_no_use_holds_nothing_up() {
        let accepted = clear(ClearState::Accepted, Scope::Account);
        let fell = sample(900, Some(("12:00:05", 2)));
        let none = sample(0, Some(("12:00:05", 0)));
        assert_eq!(verdict(&accepted, &[fell, none], "12:00:05"), PROVED);
        assert_eq!(verdict(&accepted, &[fell, sample(15, Some(("12:00:05", 12)))], "12:00:05"), PROVED);
        assert_eq!(verdict(&accepted, &[fell, sample(26, Some(("12:00:05", 42)))], "12:00:05"), PROVED_SO_FAR);
    }

    #[test]
    fn a_clear_that_had_nothing_to_reset_ends_at_the_first_look() {
        let unproven = |why| Verdict::Unproven(why);
        for scope in Scope::ALL {
            let accepted = clear(ClearState::Accepted, scope);
            let none = sample(0, Some(("12:00:05", 0)));
            assert_eq!(verdict(&accepted, &[none], "12:00:05"), unproven(InconclusiveReason::NothingUsed));
            let (few, little) = (sample(19, Some(("12:00:05", 19))), sample(20, Some(("12:00:05", 0))));
            assert_eq!(verdict(&accepted, &[none, few], "12:00:05"), unproven(InconclusiveReason::NothingUsed));
            assert_eq!(verdict(&accepted, &[none, little], "12:00:05"), unproven(InconclusiveReason::LittleUsed));
            assert_eq!(verdict(&accepted, &[sample(0, None)], "12:00:05"), Verdict::Wait, "not read yet");
            assert_eq!(verdict(&accepted, &[sample(0, None)], "12:36:01"), unproven(InconclusiveReason::NothingUsed));
            let busy = sample(0, Some(("12:00:05", 300)));
            assert_eq!(verdict(&accepted, &[busy], "12:00:05"), Verdict::Wait, "more was used than was known");
            assert!(!tells(&accepted, none) && !tells(&accepted, few));
        }
    }

    #[test]
    fn nothing_is_proved_where_nothing_can_be() {
        let accepted = clear(ClearState::Accepted, Scope::Account);
        let unproven = |why| Verdict::Unproven(why);
        assert_eq!(verdict(&accepted, &[], "12:10:00"), Verdict::Wait, "its effect may still be to come");
        assert_eq!(verdict(&accepted, &[], "12:36:01"), unproven(InconclusiveReason::Unread));
        assert_eq!(verdict(&accepted, &[sample(900, None)], "12:36:01"), unproven(InconclusiveReason::Unread));
        let early = sample(900, Some(("12:20:00", 900)));
        assert_eq!(verdict(&accepted, &[early], "12:36:01"), unproven(InconclusiveReason::Unread), "too early to tell");
        let too_late = sample(900, Some(("13:00:00", 900)));
        assert_eq!(verdict(&accepted, &[too_late], "13:00:00"), unproven(InconclusiveReason::Unread), "used again?");
        let slow = VerifiedClear { ended_at: at("12:40:00"), ..accepted };
        let in_window = sample(900, Some(("13:16:00", 900)));
        assert_eq!(
            verdict(&slow, &[in_window], "13:16:00"),
            unproven(InconclusiveReason::Unread),
            "nobody looked before"
        );
        let followed = VerifiedClear { followed: true, ..accepted };
        assert_eq!(verdict(&followed, &[early], "12:20:00"), unproven(InconclusiveReason::Followed));

        let late = VerifiedClear { sent_at: at("23:50:00"), ended_at: at("23:50:01"), ..accepted };
        let before = VerificationSample { before: used(at("23:40:00"), 900), ..sample(900, None) };
        let next_day = "2026-11-23T00:05:00+08:00".parse().unwrap();
        assert_eq!(judge(&late, &[before], next_day, &QuotaZone::default()), unproven(InconclusiveReason::Midnight));
        let yesterday = used("2026-11-21T23:00:00+08:00".parse().unwrap(), 900);
        let old = VerificationSample { before: yesterday, ..sample(900, Some(("12:36:01", 3))) };
        assert_eq!(verdict(&accepted, &[old], "12:36:01"), unproven(InconclusiveReason::Unread));
        let none_of_one = [old, sample(0, Some(("12:00:05", 0)))];
        assert_eq!(verdict(&accepted, &none_of_one, "12:36:01"), unproven(InconclusiveReason::Unread));
    }

    #[test]
    fn a_count_that_another_clear_resets_too_is_not_waited_for() {
        let accepted = clear(ClearState::Verifying, Scope::Account);
        let followed = VerificationSample { followed: true, ..sample(900, Some(("12:10:00", 900))) };
        let still = sample(500, Some(("12:10:00", 500)));
        assert_eq!(verdict(&accepted, &[followed, still], "12:10:00"), Verdict::Wait, "the other may still fall");
        assert_eq!(verdict(&accepted, &[followed], "12:10:00"), Verdict::Unproven(InconclusiveReason::Followed));
        let stayed = sample(500, Some(("12:36:01", 500)));
        let over = verdict(&accepted, &[followed, stayed], "12:36:01");
        assert_eq!(over, Verdict::Unproven(InconclusiveReason::Followed));
        assert!(tells(&accepted, stayed) && !tells(&accepted, followed), "each has evidence of its own");
    }

    #[test]
    fn the_evidence_of_an_interface_is_its_own() {
        let accepted = clear(ClearState::Verifying, Scope::Account);
        let unknown = clear(ClearState::Unknown, Scope::Account);
        let zone = QuotaZone::default();
        for (after, expected) in [
            (Some(("12:00:05", 2)), true),
            (Some(("12:30:00", 900)), false),
            (Some(("12:30:01", 900)), true),
            (Some(("12:46:01", 900)), true),
            (Some(("12:46:02", 900)), false),
            (None, false),
        ] {
            let read = sample(900, after);
            assert_eq!(tells(&accepted, read), expected, "{after:?}");
            assert!(!tells(&unknown, read), "it may not have been carried out: {after:?}");
            assert_eq!(read.tells(&unknown, true, &zone), expected, "others proved it: {after:?}");
        }
    }

    #[test]
    fn each_count_has_a_result() {
        let before = |calls, limit| UsedCalls { at: at("11:30:00"), calls, limit };
        for (calls, limit, given_back, tells, expected) in [
            (900, 2_000, Some(898), true, CountResult::Fell),
            (900, 2_000, Some(898), false, CountResult::Fell),
            (900, 2_000, None, true, CountResult::Stayed),
            (900, 2_000, None, false, CountResult::Open),
            (0, 2_000, None, false, CountResult::NothingToReset),
            (20, 2_001, None, false, CountResult::NothingToReset),
            (20, 2_000, None, false, CountResult::LittleUsed),
            (0, 10, None, false, CountResult::NothingToReset),
            (1, 10, None, false, CountResult::Open),
        ] {
            assert_eq!(CountResult::of(before(calls, limit), given_back, tells), expected, "{calls} of {limit}");
        }
    }

    #[test]
    fn an_unknown_clear_is_proved_by_most_of_what_it_resets() {
        let whole = clear(ClearState::Unknown, Scope::Account);
        let fell = sample(900, Some(("12:00:05", 2)));
        let still = sample(900, Some(("12:36:01", 901)));
        assert_eq!(verdict(&whole, &[fell, fell], "12:00:05"), PROVED);
        assert_eq!(verdict(&whole, &[fell, still], "12:36:01"), Verdict::Unproven(InconclusiveReason::NotSeen));
        let early = sample(900, Some(("12:20:00", 901)));
        assert_eq!(verdict(&whole, &[fell, early], "12:36:01"), Verdict::Unproven(InconclusiveReason::Unread));
        let waiting = sample(700, Some(("12:00:05", 700)));
        assert_eq!(
            verdict(&whole, &[fell, waiting], "12:00:05"),
            Verdict::Wait,
            "one alone may have been cleared alone"
        );
        assert_eq!(verdict(&whole, &[fell, fell, waiting], "12:00:05"), PROVED_SO_FAR);
        let one = clear(ClearState::Unknown, Scope::Interface);
        assert_eq!(verdict(&one, &[fell], "12:00:05"), PROVED);
        assert_eq!(verdict(&one, &[still], "12:36:01"), Verdict::Unproven(InconclusiveReason::NotSeen));
    }

    proptest! {
        #[test]
        fn only_a_fall_makes_it_effective_and_the_window_always_ends(
            befores in proptest::collection::vec((0_i64..2_000, any::<bool>(), any::<bool>()), 0..6),
            afters in proptest::collection::vec(proptest::option::of(0_i64..2_000), 6),
            limit in prop_oneof![Just(10_i64), Just(199), Just(200), Just(5_000)],
            minute in 0_i64..60, unknown: bool, whole: bool, followed: bool,
        ) {
            let zone = QuotaZone::default();
            let state = if unknown { ClearState::Unknown } else { ClearState::Verifying };
            let scope = if whole { Scope::Account } else { Scope::Interface };
            let clear = VerifiedClear { followed, ..clear(state, scope) };
            let now = clear.ended_at + SignedDuration::from_mins(minute);
            let samples: Vec<_> = befores.iter().zip(&afters).map(|((before, expected, followed), after)| {
                let mut sample = sample_of(limit, *before, None);
                (sample.expected, sample.followed) = (*expected, *followed);
                if let Some(calls) = after { sample.see(UsedCalls { at: now, calls: *calls, limit }, &zone); }
                sample
            }).collect();
            let verdict = judge(&clear, &samples, now, &zone);
            let fell = samples.iter().any(VerificationSample::fell);
            if matches!(verdict, Verdict::Effective { .. }) { prop_assert!(fell); }
            if verdict == Verdict::Ineffective { prop_assert!(!unknown && !fell && minute >= 30); }
            if minute >= 37 { prop_assert!(verdict != Verdict::Wait && verdict != PROVED_SO_FAR); }
            if verdict == PROVED_SO_FAR { prop_assert!(samples.iter().any(|sample| sample.is_waited_for(&clear, &zone))); }
            // Where more is known, what was effective stays effective.
            if let Verdict::Effective { .. } = verdict {
                let later = judge(&VerifiedClear { state: ClearState::Effective, ..clear }, &samples, now, &zone);
                prop_assert!(matches!(later, Verdict::Effective { .. }), "{:?}", later);
            }
        }
    }
}
