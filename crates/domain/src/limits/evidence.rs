//! The kind of a count by what was read around quota midnights.
//!
//! Wrong in doubt is "total": it hides the reset and every clear. So a count becomes one only after three midnights that it
//! passed without a fall while it was in use, and each real fall takes that back.

use jiff::{SignedDuration, Timestamp};

use super::LimitKind;
use crate::quota_zone::QuotaZone;
use crate::reading::Figures;

/// The number of midnights that a count must pass.
pub const MIDNIGHTS: usize = 3;
/// The time within which a good reading must lie on both sides of a midnight.
pub const NEAR: SignedDuration = SignedDuration::from_hours(2);
/// The number of quota days before today whose readings are looked at.
pub const LOOKS_BACK_DAYS: i64 = 14;
/// A fall of so many per cent or fewer says nothing: `used` may be off by 1 % (official clearQuota page).
const NOISE_PERCENT: i64 = 1;

type GoodReading = (Timestamp, Figures);

/// The kind that good readings show, the oldest first: `Total` after [`MIDNIGHTS`] midnights without any fall since before the
/// first of them, and with use between each two; `Daily` where the count fell by more than noise; `None` where they show
/// nothing.
pub fn seen(good: &[GoodReading], zone: &QuotaZone) -> Option<LimitKind> {
    let unbroken = good.windows(2).rposition(|pair| breaks_off(pair[0].1, pair[1].1)).map_or(0, |at| at + 1);
    if midnights_passed(&good[unbroken..], zone) >= MIDNIGHTS {
        Some(LimitKind::Total)
    } else if good.windows(2).any(|pair| fell(pair[0].1, pair[1].1)) {
        Some(LimitKind::Daily)
    } else {
        None
    }
}

/// Whether `after` says nothing together with the readings before it: the count is lower, or has another limit.
fn breaks_off(before: Figures, after: Figures) -> bool {
    after.used < before.used || after.daily_limit != before.daily_limit
}

/// Whether a count fell by more than noise. Where its limit changed too, the fall may come from that.
pub(super) fn fell(before: Figures, after: Figures) -> bool {
    let by = i128::from(before.used) - i128::from(after.used);
    before.daily_limit == after.daily_limit && by * 100 > i128::from(before.used) * i128::from(NOISE_PERCENT)
}

/// The number of midnights that readings without a fall passed. After the first, one counts only where the day before it had
/// use: a daily count that reaches the same few calls early each day, or some more each night, would look the same without.
fn midnights_passed(readings: &[GoodReading], zone: &QuotaZone) -> usize {
    let (mut count, mut used_at_start) = (0, None);
    for pair in readings.windows(2) {
        let [(before_at, before), (after_at, after)] = [pair[0], pair[1]];
        let midnight = zone.day_start(after_at);
        let start = *used_at_start.get_or_insert(before.used);
        if before_at >= midnight {
            continue;
        }
        let is_near = midnight.duration_since(before_at) <= NEAR && after_at.duration_since(midnight) <= NEAR;
        let was_used = if count == 0 { before.used > 0 } else { before.used > start };
        count += usize::from(is_near && was_used);
        used_at_start = Some(after.used);
    }
    count
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const START: &str = "2026-11-20T12:00:00+08:00";
    const LIMIT: i64 = 100_000;

    fn zone() -> QuotaZone {
        QuotaZone::default()
    }

    fn start() -> Timestamp {
        START.parse().unwrap()
    }

    fn figures(used: i64) -> Figures {
        Figures { daily_limit: LIMIT, used, remain: LIMIT - used }
    }

    /// Readings each hour from noon on; `used` gives the count by the hours since then.
    fn hourly(hours: i64, used: impl Fn(i64) -> i64) -> Vec<GoodReading> {
        (0..hours).map(|hour| (start() + SignedDuration::from_hours(hour), figures(used(hour)))).collect()
    }

    /// Midnights lie 12, 36, 60, … hours after the start.
    fn day_of(hour: i64) -> i64 {
        (hour + 12) / 24
    }

    /// The hours that the quota day has lasted.
    fn of_day(hour: i64) -> i64 {
        (hour + 12) % 24
    }

    #[test]
    fn three_midnights_passed_are_a_total_and_two_are_not() {
        let total = |hour| 88_000 + hour;
        // The reading of the third midnight itself is of the new day.
        assert_eq!(seen(&hourly(60, total), &zone()), None);
        assert_eq!(seen(&hourly(61, total), &zone()), Some(LimitKind::Total));
        assert_eq!(seen(&[], &zone()), None);
    }

    #[test]
    fn a_daily_count_is_none_whatever_its_use() {
        for a_day in [2, 5, 24, 1_000, 50_000] {
            let used = |hour| of_day(hour) * a_day / 24;
            assert_eq!(seen(&hourly(24 * 10, used), &zone()), Some(LimitKind::Daily), "{a_day} a day");
        }
    }

    #[test]
    fn a_count_without_use_shows_nothing() {
        assert_eq!(seen(&hourly(24 * 10, |_| 0), &zone()), None);
        assert_eq!(seen(&hourly(24 * 10, |_| 7), &zone()), None, "the same few calls early each day look like this");
        assert_eq!(seen(&hourly(24 * 10, |_| LIMIT), &zone()), None, "used up early each day, too");
        assert_eq!(
            seen(&hourly(24 * 10, |hour| 7 + day_of(hour)), &zone()),
            None,
            "a nightly job that makes one call more each night"
        );
    }

    #[test]
    fn use_on_some_days_takes_longer() {
        // Used at 15:00 on every second day.
        let used = |hour| 40 + (hour - 3) / 48;
        assert_eq!(seen(&hourly(24 * 4, used), &zone()), None);
        assert_eq!(seen(&hourly(24 * 6, used), &zone()), Some(LimitKind::Total));
    }

    #[test]
    fn a_midnight_without_a_reading_near_it_on_both_sides_does_not_count() {
        let total = hourly(61, |hour| 88_000 + hour);
        let without = |missing: &[i64]| {
            let kept = total.iter().zip(0_i64..).filter(|(_, hour)| !missing.contains(hour)).map(|(one, _)| *one);
            seen(&kept.collect::<Vec<_>>(), &zone())
        };
        assert_eq!(without(&[35, 36, 59]), Some(LimitKind::Total), "within two hours is near");
        assert_eq!(without(&[33, 34, 35]), None);
        assert_eq!(without(&[36, 37, 38]), None);
    }

    #[test]
    fn any_fall_begins_it_again() {
        let cleared = |hour| if hour < 40 { 500 + hour } else { hour - 40 };
        assert_eq!(seen(&hourly(24 * 3, cleared), &zone()), Some(LimitKind::Daily), "a clear lowered it");
        let noisy = |hour| 88_000 + hour - i64::from(hour == 40) * 100;
        assert_eq!(seen(&hourly(24 * 4, noisy), &zone()), None, "noise is no proof in either direction");
        assert_eq!(seen(&hourly(24 * 5, noisy), &zone()), Some(LimitKind::Total), "three more");
    }

    #[test]
    fn a_later_fall_takes_it_back() {
        let used = |hour| if hour < 24 * 5 + 12 { 88_000 + hour } else { hour };
        assert_eq!(seen(&hourly(24 * 5 + 12, used), &zone()), Some(LimitKind::Total));
        assert_eq!(seen(&hourly(24 * 5 + 13, used), &zone()), Some(LimitKind::Daily));
    }

    #[test]
    fn a_change_of_the_limit_begins_it_again_and_is_no_fall() {
        let mut readings = hourly(24 * 4, |hour| if hour < 50 { 90_000 + hour } else { 50_000 + hour });
        for (_, figures) in &mut readings[50..] {
            figures.daily_limit = 60_000;
        }
        assert_eq!(seen(&readings, &zone()), None);
    }

    #[test]
    fn midnights_are_those_of_the_zone_also_where_clocks_change() {
        let new_york: QuotaZone = "America/New_York".parse().unwrap();
        // Readings at 23:30 and 00:30 of that zone over the end of summer time, on 1 November.
        let from: Timestamp = "2026-10-30T23:30:00-04:00".parse().unwrap();
        let mut readings = Vec::new();
        let mut midnight = new_york.next_reset(from);
        for day in 0..3 {
            let near = SignedDuration::from_mins(30);
            readings.push((midnight - near, figures(10 * day + 5)));
            readings.push((midnight + near, figures(10 * day + 6)));
            midnight = new_york.next_reset(midnight);
        }
        assert_eq!(seen(&readings, &new_york), Some(LimitKind::Total));
        assert_eq!(seen(&readings, &zone()), None, "in Shanghai these are times of the day");
    }

    proptest! {
        #[test]
        fn a_count_that_begins_again_is_never_a_total(
            days in proptest::collection::vec((1..2_000_i64, 0..400_i64), 2..12),
            missing in proptest::collection::vec(any::<bool>(), 24 * 12),
            noise in proptest::collection::vec(-100..=100_i64, 24 * 12),
        ) {
            // Each day the first hour has less use than the day before had in all.
            let used = |hour: i64| {
                let (rest, early) = days[usize::try_from(day_of(hour)).unwrap() % days.len()];
                early.min(rest / 2) + of_day(hour) * (400 + rest)
            };
            let hours = 24 * i64::try_from(days.len() - 1).unwrap();
            let readings: Vec<_> = hourly(hours, used)
                .into_iter()
                .zip(&missing)
                .zip(&noise)
                .filter(|((_, missing), _)| !**missing)
                .map(|(((at, read), _), noise)| (at, figures(read.used + read.used * noise / 10_000)))
                .collect();
            prop_assert_ne!(seen(&readings, &zone()), Some(LimitKind::Total));
        }

        #[test]
        fn a_total_in_use_is_seen_from_its_third_midnight_on(
            start in 1..50_000_i64, a_day in 24..2_000_i64, days in 3..14_i64,
        ) {
            let used = |hour: i64| start + hour * a_day / 24;
            prop_assert_eq!(seen(&hourly(24 * days - 11, used), &zone()), Some(LimitKind::Total));
            prop_assert_eq!(seen(&hourly(60, used), &zone()), None);
        }

        #[test]
        fn odd_figures_are_no_trouble(readings in proptest::collection::vec((any::<i64>(), any::<i64>(), 0..400_i64), 0..40)) {
            let mut readings: Vec<_> = readings
                .into_iter()
                .map(|(used, limit, hour)| (start() + SignedDuration::from_hours(hour), Figures { daily_limit: limit, used, remain: 0 }))
                .collect();
            readings.sort_by_key(|(at, _)| *at);
            seen(&readings, &zone());
        }
    }
}
