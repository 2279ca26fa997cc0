use proptest::prelude::*;

use super::*;
use crate::forecast::DayUse;

const LIMIT: i64 = 100_000;

fn zone() -> QuotaZone {
    QuotaZone::default()
}

fn at(text: &str) -> Timestamp {
    format!("{text}:00+08:00").parse().unwrap()
}

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

fn figures(used: i64) -> Figures {
    Figures { daily_limit: LIMIT, used, remain: LIMIT - used }
}

/// Monday to Friday of a week with `a_hour` calls in each hour.
fn usual(a_hour: i64) -> UsualDays {
    UsualDays::of((16..=20).map(|day| {
        let start = at(&format!("2026-11-{day}T00:00"));
        let readings: Vec<_> = (1..24).map(|hour| (start + hours(hour), figures(a_hour * hour))).collect();
        DayUse::of(&readings, start + hours(1), &zone())
    }))
}

/// The answer on Monday at 10:00, when `used` calls were made, to a campaign of two hours.
fn on_monday(calls: i64, from: &str, used: i64, usual: &UsualDays) -> Answer {
    let now = at("2026-11-23T10:00");
    let campaign = Campaign::planned(calls, at(from), hours(2), now).unwrap();
    answer(&campaign, (now, figures(used)), usual, &zone()).unwrap()
}

#[test]
fn a_small_campaign_is_no_matter() {
    let small = on_monday(10_000, "2026-11-27T20:00", 50_000, &usual(1_000));
    assert_eq!(small.runs_out, None);
    assert_eq!((small.clears, small.clears_at_most, small.clears_to_reset), (0, 0, 0));
    assert!(small.usual_is_known);
}

#[test]
fn a_large_one_on_another_day_begins_with_the_whole_limit() {
    // 20,000 are used by 20:00 on Friday; 80,000 are left, of which 151,000 an hour are used.
    let large = on_monday(300_000, "2026-11-27T20:00", 99_000, &usual(1_000));
    let out = large.runs_out.unwrap();
    assert_eq!(out.at.as_second() / 60, (at("2026-11-27T20:00") + SignedDuration::from_mins(31)).as_second() / 60);
    assert_eq!((out.earliest, out.latest), (out.at, Some(out.at)));
    // 322,000 calls by 22:00, of which 222,000 are more than the limit.
    assert_eq!((large.clears, large.clears_to_reset), (3, 3));
}

#[test]
fn one_of_today_begins_with_what_is_left() {
    // 40,000 are left at 10:00, 30,000 of them at 20:00.
    let fits = on_monday(28_000, "2026-11-23T20:00", 60_000, &usual(1_000));
    assert_eq!((fits.runs_out, fits.clears), (None, 0));
    assert_eq!(fits.clears_to_reset, 1, "all 40,000 are used by 22:00, and 2,000 more are wanted until the reset");
    let day_runs_out = on_monday(28_000, "2026-11-23T20:00", 61_000, &usual(1_000));
    assert_eq!(
        (day_runs_out.runs_out, day_runs_out.clears),
        (
            Some(RunOut {
                at: at("2026-11-23T21:56"),
                earliest: at("2026-11-23T21:56"),
                latest: Some(at("2026-11-23T21:56")),
            }),
            1
        )
    );
}

#[test]
fn the_usual_calls_may_use_it_up_before() {
    let before = on_monday(1, "2026-11-23T20:00", 95_000, &usual(1_000));
    assert_eq!(before.runs_out.map(|out| out.at), Some(at("2026-11-23T15:00")));
    assert_eq!(before.clears, 1);
}

#[test]
fn one_over_midnight_has_two_limits() {
    let over = on_monday(200_000, "2026-11-24T23:00", 0, &UsualDays::default());
    assert!(!over.usual_is_known);
    assert_eq!((over.runs_out, over.clears), (None, 0), "100,000 before and 100,000 after the reset");
    let more = on_monday(200_002, "2026-11-24T23:00", 0, &UsualDays::default());
    assert_eq!(more.clears, 2, "one on each day");
}

#[test]
fn what_is_typed_wrong_is_named() {
    let now = at("2026-11-23T10:00");
    let plan = |calls, from: &str, lasts| Campaign::planned(calls, at(from), lasts, now).map(|_| ());
    assert_eq!(plan(1, "2026-11-23T10:00", hours(24)), Ok(()));
    assert_eq!(plan(0, "2026-11-23T10:00", hours(1)), Err(CampaignFault::Calls));
    assert_eq!(plan(-5, "2026-11-23T10:00", hours(1)), Err(CampaignFault::Calls));
    assert_eq!(plan(MOST_CALLS + 1, "2026-11-23T10:00", hours(1)), Err(CampaignFault::Calls));
    assert_eq!(plan(1, "2026-11-23T09:59", hours(1)), Err(CampaignFault::InThePast));
    assert_eq!(plan(1, "2027-11-23T10:00", hours(1)), Err(CampaignFault::TooFarAhead));
    assert_eq!(plan(1, "2026-11-23T10:00", SignedDuration::ZERO), Err(CampaignFault::Duration));
    assert_eq!(plan(1, "2026-11-23T10:00", hours(25)), Err(CampaignFault::Duration));
}

#[test]
fn a_reading_without_a_limit_answers_nothing() {
    let now = at("2026-11-23T10:00");
    let campaign = Campaign::planned(1, now, hours(1), now).unwrap();
    let none = Figures { daily_limit: 0, used: 0, remain: 0 };
    assert_eq!(answer(&campaign, (now, none), &usual(1), &zone()), None);
}

#[test]
fn clears_are_left_or_missing() {
    assert_eq!(Left::after(10, 3), Left { left: 7, missing: 0 });
    assert_eq!(Left::after(2, 3), Left { left: 0, missing: 1 });
    assert_eq!(Left::after(-4, i64::MAX), Left { left: 0, missing: i64::MAX });
}

#[test]
fn what_happened_counts_over_a_clear_and_a_reset() {
    let campaign = Campaign::kept(1, at("2026-11-23T22:30"), hours(2));
    let readings = [
        (at("2026-11-23T22:00"), figures(50_000)),
        (at("2026-11-23T23:00"), figures(100_000)),
        (at("2026-11-23T23:30"), figures(4_000)),
        (at("2026-11-24T00:30"), figures(6_000)),
        (at("2026-11-24T01:00"), figures(9_000)),
    ];
    let after = |now: &str| happened(&campaign, &readings, at(now), &zone());
    // Half of 50,000, 4,000 after the clear, and 6,000 since the reset.
    let seen = Happened { calls: 35_000, used_up_at: Some(at("2026-11-23T23:00")) };
    assert_eq!(after("2026-11-24T02:00"), Some(seen));
    assert_eq!(after("2026-11-24T00:00"), None, "it is not over");
    assert_eq!(happened(&campaign, &readings[1..], at("2026-11-24T02:00"), &zone()), None, "no reading before it");
    assert_eq!(happened(&campaign, &readings[..3], at("2026-11-24T02:00"), &zone()), None, "no reading after it");
}

proptest! {
    /// As many clears as are asked for do suffice, and one fewer does not.
    #[test]
    fn clears_are_as_many_as_it_takes(calls in 1..3_000_000i64, used in 0..=LIMIT, start in 0..13i64, a_hour in 0..5_000i64) {
        let now = at("2026-11-23T10:00");
        let from = now + hours(start.min(11));
        let campaign = Campaign::planned(calls, from, hours(2), now).unwrap();
        let answer = answer(&campaign, (now, figures(used)), &usual(a_hour.min(LIMIT / 24)), &zone()).unwrap();
        let gone = start.min(11) + 2;
        let wanted = calls + a_hour.min(LIMIT / 24) * gone;
        let has = |clears: i64| LIMIT - used + clears * LIMIT;
        prop_assert!(has(answer.clears) + 25 >= wanted, "{answer:?} {wanted}");
        prop_assert!(answer.clears == 0 || has(answer.clears - 1) <= wanted + 25, "{answer:?} {wanted}");
        prop_assert!(answer.clears <= answer.clears_to_reset);
        prop_assert_eq!(answer.clears > 0, answer.runs_out.is_some());
    }

    #[test]
    fn it_never_panics(
        calls in any::<i64>(), lasts in any::<i64>(), from in any::<i32>(), read in any::<i32>(),
        (daily_limit, used, remain) in any::<(i64, i64, i64)>(),
        readings in proptest::collection::vec((any::<i32>(), any::<i64>(), any::<i64>()), 0..6),
    ) {
        let stamp = |seconds: i32| Timestamp::from_second(i64::from(seconds)).unwrap();
        let campaign = Campaign::kept(calls, stamp(from), SignedDuration::from_secs(lasts));
        if let Some(answer) = answer(&campaign, (stamp(read), Figures { daily_limit, used, remain }), &usual(100), &zone()) {
            prop_assert!(answer.clears >= 0 && answer.clears_at_most >= answer.clears);
            if let Some(out) = answer.runs_out {
                prop_assert!(out.earliest <= out.at && out.latest.is_none_or(|latest| latest >= out.at));
            }
        }
        let mut good: Vec<_> = readings.into_iter()
            .map(|(at, used, remain)| (stamp(at), Figures { daily_limit, used, remain })).collect();
        good.sort_by_key(|(at, _)| *at);
        happened(&campaign, &good, Timestamp::MAX, &zone());
    }
}
