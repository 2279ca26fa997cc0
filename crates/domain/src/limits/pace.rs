//! How long what is left of a total lasts, by the pace of the last days.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::evidence::fell;
use crate::reading::Figures;

/// The number of days whose readings make the pace.
pub const PACE_DAYS: i64 = 14;
/// The time that the readings of a pace must span: less says little about the months to come.
pub const LEAST_SPAN: SignedDuration = SignedDuration::from_hours(48);

const DAY_MS: i128 = 24 * 60 * 60 * 1000;

/// How long what is left of a total lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lasts {
    /// Readings span less than [`LEAST_SPAN`].
    NotEnoughData,
    /// Nothing was used in that time.
    Unused,
    /// So long, at that pace.
    For(SignedDuration),
}

impl Lasts {
    /// The time, where there is a pace.
    pub fn time(self) -> Option<SignedDuration> {
        match self {
            Self::For(time) => Some(time),
            Self::NotEnoughData | Self::Unused => None,
        }
    }
}

/// How long what is left by the newest reading lasts. `good` are good readings, the oldest first; those of the [`PACE_DAYS`]
/// before the newest count, from the last real fall on.
pub fn lasts(good: &[(Timestamp, Figures)]) -> Lasts {
    let Some((newest, figures)) = good.last() else { return Lasts::NotEnoughData };
    let begins =
        good.partition_point(|(at, _)| newest.duration_since(*at) > SignedDuration::from_hours(24 * PACE_DAYS));
    let good = &good[begins..];
    let fallen = good.windows(2).rposition(|pair| fell(pair[0].1, pair[1].1)).map_or(0, |at| at + 1);
    let (oldest, before) = good[fallen];
    let span = newest.duration_since(oldest);
    if span < LEAST_SPAN {
        return Lasts::NotEnoughData;
    }
    let calls = i128::from(figures.used) - i128::from(before.used);
    if calls <= 0 {
        return Lasts::Unused;
    }
    let millis = i128::from(figures.remain.max(0)).saturating_mul(span.as_millis()) / calls;
    Lasts::For(SignedDuration::from_millis(i64::try_from(millis).unwrap_or(i64::MAX)))
}

/// A long time in the unit that people would use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Horizon {
    /// Less than a day.
    UnderADay,
    /// So many days, below two weeks.
    Days(i64),
    /// So many weeks, below two months.
    Weeks(i64),
    /// So many months, below two years.
    Months(i64),
    /// So many years, 100 at the most.
    Years(i64),
    /// More than 100 years.
    OverACentury,
}

impl Horizon {
    /// A time in its unit, rounded.
    pub fn of(time: SignedDuration) -> Self {
        let millis = time.as_millis().max(0);
        // In thousandths of a unit.
        let rounded = |unit_days: i128| {
            i64::try_from((millis * 1000 + DAY_MS * unit_days / 2) / (DAY_MS * unit_days)).unwrap_or(i64::MAX)
        };
        match millis / DAY_MS {
            0 => Self::UnderADay,
            1..14 => Self::Days(rounded(1_000)),
            14..60 => Self::Weeks(rounded(7_000)),
            60..730 => Self::Months(rounded(30_437)),
            730..36_525 => Self::Years(rounded(365_250)),
            _ => Self::OverACentury,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reading(day: f64, used: i64) -> (Timestamp, Figures) {
        #[expect(clippy::cast_possible_truncation, reason = "hours of a few weeks")]
        let hours = (day * 24.0) as i64;
        let at = "2026-11-01T00:00:00+08:00".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hours);
        (at, Figures { daily_limit: 100_000, used, remain: 100_000 - used })
    }

    fn days(days: i64) -> SignedDuration {
        SignedDuration::from_hours(24 * days)
    }

    #[test]
    fn the_pace_is_that_of_two_weeks() {
        // 100 a day, and before that far more.
        let readings = [reading(0.0, 0), reading(10.0, 87_000), reading(17.0, 87_700), reading(24.0, 88_400)];
        assert_eq!(lasts(&readings), Lasts::For(days(116)), "11,600 left");
        assert_eq!(lasts(&readings[3..]), Lasts::NotEnoughData, "one reading");
        assert_eq!(lasts(&[]), Lasts::NotEnoughData);
    }

    #[test]
    fn less_than_two_days_say_too_little() {
        assert_eq!(lasts(&[reading(0.0, 10), reading(1.9, 900)]), Lasts::NotEnoughData);
        assert_eq!(lasts(&[reading(0.0, 10), reading(2.0, 1_000)]).time().map(|time| time.as_hours() / 24), Some(200));
    }

    #[test]
    fn no_use_is_no_pace_and_nothing_left_lasts_no_time() {
        assert_eq!(lasts(&[reading(0.0, 10), reading(9.0, 10)]), Lasts::Unused);
        assert_eq!(lasts(&[reading(0.0, 100), reading(9.0, 99)]), Lasts::Unused, "noise");
        assert_eq!(lasts(&[reading(0.0, 99_000), reading(9.0, 100_000)]), Lasts::For(SignedDuration::ZERO));
    }

    #[test]
    fn what_was_before_a_fall_does_not_count() {
        let readings = [reading(0.0, 50_000), reading(3.0, 60_000), reading(4.0, 10), reading(5.0, 1_000)];
        assert_eq!(lasts(&readings), Lasts::NotEnoughData);
        let later = [&readings[..], &[reading(14.0, 10_010)]].concat();
        assert_eq!(lasts(&later), Lasts::For(SignedDuration::from_millis(89_990 * 86_400 * 1000 * 10 / 10_000)));
    }

    #[test]
    fn long_times_are_told_in_the_unit_that_people_use() {
        for (time, horizon) in [
            (SignedDuration::ZERO, Horizon::UnderADay),
            (SignedDuration::from_hours(23), Horizon::UnderADay),
            (SignedDuration::from_hours(24), Horizon::Days(1)),
            (SignedDuration::from_hours(36), Horizon::Days(2)),
            (days(13), Horizon::Days(13)),
            (days(14), Horizon::Weeks(2)),
            (days(59), Horizon::Weeks(8)),
            (days(60), Horizon::Months(2)),
            (days(116), Horizon::Months(4)),
            (days(365), Horizon::Months(12)),
            (days(730), Horizon::Years(2)),
            (days(36_524), Horizon::Years(100)),
            (days(36_525), Horizon::OverACentury),
            (SignedDuration::MAX, Horizon::OverACentury),
        ] {
            assert_eq!(Horizon::of(time), horizon, "{time:?}");
        }
    }

    proptest! {
        #[test]
        fn odd_figures_are_no_trouble(readings in proptest::collection::vec((any::<i64>(), any::<i64>(), 0..60_u8), 0..20)) {
            let mut readings: Vec<_> = readings
                .into_iter()
                .map(|(used, remain, day)| (reading(f64::from(day), 0).0, Figures { daily_limit: 1, used, remain }))
                .collect();
            readings.sort_by_key(|(at, _)| *at);
            if let Some(time) = lasts(&readings).time() {
                prop_assert!(time >= SignedDuration::ZERO);
                Horizon::of(time);
            }
        }
    }
}
