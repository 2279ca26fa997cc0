//! When an interface runs out: from today's use and the usual shape of its day, or by a straight line, which the benchmark
//! compares it with.

pub mod campaign;
mod day_use;
mod today;

use jiff::{SignedDuration, Timestamp};

use crate::quota_zone::QuotaZone;
use crate::reading::Figures;

pub use day_use::{DayUse, MOST_DAYS, UsualDays};
pub use today::{FEWEST_DAYS, Forecast, forecast};

/// How many of the day's newest good readings the pace is taken from.
const READINGS: usize = 3;

/// When nothing will be left, by a straight line: the pace from the first to the last of the quota day's last three good readings.
///
/// `good` holds good readings in the order of time. `None` with fewer than two of them on the quota day of `now`, where
/// nothing was used between them, or where the day's reset comes first.
pub fn exhausts_at(good: &[(Timestamp, Figures)], now: Timestamp, zone: &QuotaZone) -> Option<Timestamp> {
    let Pace { calls, millis, read_at, remain } = pace(good, now, zone)?;
    let wait = i128::from(remain.max(0)) * millis / calls;
    let at = read_at.checked_add(SignedDuration::from_millis(i64::try_from(wait).ok()?)).ok()?;
    (at < zone.next_reset(now)).then_some(at)
}

/// How fast calls were used, up to the newest reading.
struct Pace {
    calls: i128,
    millis: i128,
    read_at: Timestamp,
    remain: i64,
}

fn pace(good: &[(Timestamp, Figures)], now: Timestamp, zone: &QuotaZone) -> Option<Pace> {
    let day_start = zone.day_start(now);
    let today: Vec<_> = good.iter().filter(|(at, _)| *at >= day_start && *at <= now).collect();
    let recent = &today[today.len().saturating_sub(READINGS)..];
    let [(from, first), .., (to, last)] = recent else { return None };
    let calls = i128::from(last.used) - i128::from(first.used);
    let millis = to.duration_since(*from).as_millis();
    (calls > 0 && millis > 0).then_some(Pace { calls, millis, read_at: *to, remain: last.remain })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(time: &str) -> Timestamp {
        format!("2026-11-22T{time}:00+08:00").parse().unwrap()
    }

    fn good(readings: &[(&str, i64)]) -> Vec<(Timestamp, Figures)> {
        readings
            .iter()
            .map(|(time, used)| (at(time), Figures { daily_limit: 1000, used: *used, remain: 1000 - used }))
            .collect()
    }

    fn by_pace(readings: &[(&str, i64)], now: &str) -> Option<Timestamp> {
        exhausts_at(&good(readings), at(now), &QuotaZone::default())
    }

    #[test]
    fn the_pace_is_that_of_the_last_three() {
        // 100 an hour over the last three, and 600 left after 12:00.
        assert_eq!(
            by_pace(&[("09:00", 0), ("10:00", 200), ("11:00", 300), ("12:00", 400)], "12:10"),
            Some(at("18:00"))
        );
        assert_eq!(by_pace(&[("11:00", 300), ("12:00", 400)], "12:10"), Some(at("18:00")));
    }

    #[test]
    fn nothing_is_guessed_from_too_little() {
        assert_eq!(by_pace(&[], "12:00"), None);
        assert_eq!(by_pace(&[("11:00", 300)], "12:00"), None, "one reading has no pace");
        assert_eq!(by_pace(&[("10:00", 300), ("11:00", 300)], "12:00"), None, "no rise");
        assert_eq!(by_pace(&[("10:00", 300), ("11:00", 10)], "12:00"), None, "a fall");
        assert_eq!(by_pace(&[("10:00", 300), ("11:00", 301)], "12:00"), None, "the reset comes first");
    }

    #[test]
    fn yesterday_has_no_say() {
        let mut readings = good(&[("00:30", 400)]);
        readings.insert(0, ("2026-11-21T23:30:00+08:00".parse().unwrap(), readings[0].1));
        assert_eq!(exhausts_at(&readings, at("00:40"), &QuotaZone::default()), None);
    }

    proptest! {
        #[test]
        fn it_never_panics_and_stays_within_the_day(
            used in proptest::collection::vec((0..86_400i64, any::<i64>(), any::<i64>()), 0..6),
            now in 0..86_400i64,
        ) {
            let zone = QuotaZone::default();
            let midnight = at("00:00");
            let mut readings: Vec<_> = used.into_iter()
                .map(|(s, used, remain)| (midnight + SignedDuration::from_secs(s), Figures { daily_limit: 1, used, remain }))
                .collect();
            readings.sort_by_key(|(at, _)| *at);
            let now = midnight + SignedDuration::from_secs(now);
            if let Some(at) = exhausts_at(&readings, now, &zone) {
                prop_assert!(at >= midnight && at < zone.next_reset(now));
            }
        }
    }
}
