use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::account::InterfaceId;
use crate::clears::fall::UsedCalls;
use crate::clears::{ClearState, Scope};
use crate::quota_zone::QuotaZone;

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
        before: UsedCalls { at: at("11:50:00"), calls: before, limit },
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
fn an_old_reading_does_not_say_that_there_was_nothing_to_reset() {
    for scope in Scope::ALL {
        let accepted = clear(ClearState::Accepted, scope);
        for (read, expected) in
            [("11:45:00", InconclusiveReason::NothingUsed), ("11:44:59", InconclusiveReason::Unread)]
        {
            let before = UsedCalls { at: at(read), calls: 0, limit: 10 };
            let none = VerificationSample { before, ..sample_of(10, 0, Some(("12:00:05", 0))) };
            assert_eq!(verdict(&accepted, &[none], "12:00:05"), Verdict::Unproven(expected), "{read}");
            let open = CountResult::of(before, accepted.sent_at, None, false) == CountResult::Open;
            assert_eq!(open, expected == InconclusiveReason::Unread);
        }
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
    assert_eq!(verdict(&slow, &[in_window], "13:16:00"), unproven(InconclusiveReason::Unread), "nobody looked before");
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
    let before = |calls, limit| UsedCalls { at: at("11:50:00"), calls, limit };
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
        assert_eq!(
            CountResult::of(before(calls, limit), at("12:00:00"), given_back, tells),
            expected,
            "{calls} of {limit}"
        );
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
    assert_eq!(verdict(&whole, &[fell, waiting], "12:00:05"), Verdict::Wait, "one alone may have been cleared alone");
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
