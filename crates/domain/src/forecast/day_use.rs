//! The use of an interface by hour of a quota day, and the days from which a usual day is known.

use jiff::civil::{Date, Weekday};
use jiff::{SignedDuration, Timestamp};

use crate::quota_zone::QuotaZone;
use crate::reading::Figures;

/// The hours of a day that is counted by hour. Where the zone changes its clock, the last hour of the day holds the rest.
pub(super) const HOURS: usize = 24;
/// The longest time between two readings whose calls are spread evenly over it.
const LONGEST_GAP: SignedDuration = SignedDuration::from_hours(3);
/// The fewest hours that are known of a day from which a usual day is taken.
const FEWEST_HOURS: usize = 18;
/// The most days that are kept.
pub const MOST_DAYS: usize = 28;
/// The most calls of an hour that are believed; more is no figure of WeChat's.
const MOST_CALLS: i64 = 1_000_000_000_000;

/// The mark of an hour whose calls are not known. A mark takes half of what an `Option` would, and there are many days.
const UNKNOWN: i64 = -1;

/// The calls of each hour of one quota day, in thousandths of a call, or [`UNKNOWN`]: where readings do not tell, or where
/// nothing was left, so that the calls that were wanted are not known.
///
/// Only rises are counted. A clear makes the count fall, and a change of the limit leaves it as it is, so neither changes this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayUse {
    /// The quota day.
    pub day: Date,
    hours: [i64; HOURS],
}

impl DayUse {
    /// The use of the quota day of `within`, up to the last of the `good` readings, which are in the order of time and may be
    /// of other days too.
    pub fn of(good: &[(Timestamp, Figures)], within: Timestamp, zone: &QuotaZone) -> Self {
        let (start, end) = (zone.day_start(within), zone.next_reset(within));
        let mut spread = Spread { start, sums: [0; HOURS], known: [SignedDuration::ZERO; HOURS] };
        let midnight = (start, Figures { daily_limit: 1, used: 0, remain: 1 });
        let mut before = midnight;
        for reading in good.iter().filter(|(at, figures)| *at > start && *at < end && figures.used >= 0) {
            spread.add(before, *reading);
            before = *reading;
        }
        Self { day: zone.day(within), hours: spread.hours() }
    }

    /// The calls of an hour, in thousandths; `None` where they are not known.
    pub fn hour(&self, hour: usize) -> Option<i64> {
        self.hours.get(hour).copied().filter(|calls| *calls != UNKNOWN)
    }

    /// Whether enough hours are known to learn from this day.
    pub fn is_usable(&self) -> bool {
        self.hours.iter().filter(|calls| **calls != UNKNOWN).count() >= FEWEST_HOURS
    }

    fn is_weekend(&self) -> bool {
        is_weekend(self.day)
    }
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The calls between two readings of one quota day. A small fall is WeChat's own inexactness; after a clear the calls since then
/// are at least those that are counted now.
pub(super) fn calls_between(before: Figures, after: Figures) -> i64 {
    let is_clear = after.used < before.used / 2;
    let calls = if is_clear { after.used } else { after.used.saturating_sub(before.used) };
    calls.clamp(0, MOST_CALLS)
}

/// Calls spread over the hours of a day.
struct Spread {
    start: Timestamp,
    sums: [i64; HOURS],
    known: [SignedDuration; HOURS],
}

impl Spread {
    /// Adds the calls between two readings.
    fn add(&mut self, (from, before): (Timestamp, Figures), (to, after): (Timestamp, Figures)) {
        let length = to.duration_since(from);
        // What was wanted after nothing was left is not known.
        let is_cut_off = before.remain <= 0 || after.remain <= 0;
        if length <= SignedDuration::ZERO || length > LONGEST_GAP || is_cut_off {
            return;
        }
        let calls = calls_between(before, after);
        for hour in 0..HOURS {
            let part = self.part(hour, from, to);
            if part > SignedDuration::ZERO {
                let share = i128::from(calls) * 1_000 * part.as_millis() / length.as_millis().max(1);
                self.sums[hour] = self.sums[hour].saturating_add(i64::try_from(share).unwrap_or(i64::MAX));
                self.known[hour] += part;
            }
        }
    }

    /// How much of an hour lies between two times.
    fn part(&self, hour: usize, from: Timestamp, to: Timestamp) -> SignedDuration {
        let begin = self.start + SignedDuration::from_hours(i64::try_from(hour).unwrap_or_default());
        let end = if hour + 1 == HOURS { to.max(begin) } else { begin + SignedDuration::from_hours(1) };
        to.min(end).duration_since(from.max(begin)).max(SignedDuration::ZERO)
    }

    /// The hours of which at least half is known, each brought to a whole hour.
    fn hours(&self) -> [i64; HOURS] {
        std::array::from_fn(|hour| {
            let known = self.known[hour].as_millis();
            let whole = SignedDuration::from_hours(1).as_millis();
            let sum = i128::from(self.sums[hour]) * whole.max(known) / known.max(1);
            if known * 2 >= whole { i64::try_from(sum).unwrap_or(i64::MAX) } else { UNKNOWN }
        })
    }
}

/// The past days from which a usual day is known, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UsualDays(Vec<DayUse>);

impl UsualDays {
    /// The usable ones of these days, at most [`MOST_DAYS`] of the newest.
    pub fn of(days: impl IntoIterator<Item = DayUse>) -> Self {
        let mut days: Vec<_> = days.into_iter().filter(DayUse::is_usable).collect();
        days.sort_by_key(|day| std::cmp::Reverse(day.day));
        days.truncate(MOST_DAYS);
        Self(days)
    }

    /// The days that are like `day`: working days or days of a weekend, if there are at least `fewest` of them, or else all.
    pub(super) fn like(&self, day: Date, fewest: usize) -> Vec<&DayUse> {
        let like: Vec<_> = self.0.iter().filter(|past| past.is_weekend() == is_weekend(day)).collect();
        if like.len() >= fewest { like } else { self.0.iter().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> Timestamp {
        format!("2026-11-20T{time}:00+08:00").parse().unwrap()
    }

    fn day(readings: &[(&str, i64, i64)]) -> DayUse {
        let good: Vec<_> = readings
            .iter()
            .map(|(time, used, remain)| (at(time), Figures { daily_limit: 1_000, used: *used, remain: *remain }))
            .collect();
        DayUse::of(&good, at("12:00"), &QuotaZone::default())
    }

    fn calls(day: &DayUse, hours: std::ops::Range<usize>) -> Vec<Option<i64>> {
        hours.map(|hour| day.hour(hour).map(|calls| calls / 1_000)).collect()
    }

    #[test]
    fn calls_are_those_between_readings() {
        let day = day(&[("01:00", 100, 900), ("02:30", 250, 750), ("03:00", 250, 750)]);
        assert_eq!(calls(&day, 0..5), [Some(100), Some(100), Some(50), None, None]);
        assert!(!day.is_usable());
    }

    #[test]
    fn a_clear_takes_nothing_away() {
        let day = day(&[("01:00", 100, 900), ("02:00", 300, 700), ("03:00", 40, 960)]);
        assert_eq!(calls(&day, 0..3), [Some(100), Some(200), Some(40)]);
    }

    #[test]
    fn gaps_and_what_was_cut_off_are_not_known() {
        let day = day(&[("01:00", 500, 500), ("02:00", 1_000, 0), ("03:00", 1_000, 0), ("09:00", 1_000, 0)]);
        assert_eq!(calls(&day, 0..9), [Some(500), None, None, None, None, None, None, None, None]);
    }

    #[test]
    fn a_usual_day_is_learnt_from_days_of_its_kind() {
        let hours = [1_000; HOURS];
        let days = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-21", "2026-11-22"];
        let usual = UsualDays::of(days.map(|day| DayUse { day: day.parse().unwrap(), hours }));
        let like = |day: &str| usual.like(day.parse().unwrap(), 3).len();
        assert_eq!(like("2026-11-23"), 3, "a Monday: working days");
        assert_eq!(like("2026-11-28"), 5, "a Saturday: there are only two");
    }
}
