//! When an interface runs out today, from today's use and the usual shape of its day.
//!
//! Each past day of the same kind (working day or weekend) is a way in which today may go on: its use of the hours to come,
//! scaled by how today compares with it so far, and with what is unusual in the last hours, which fades. Where most of these
//! ways end in nothing left, their middle is the forecast, and how far they are apart is its range.

use jiff::{SignedDuration, Timestamp};

use super::day_use::{DayUse, HOURS, UsualDays};
use crate::quota_zone::QuotaZone;
use crate::reading::Figures;

/// The fewest past days that a forecast is made from.
pub const FEWEST_DAYS: usize = 3;
/// By what share of the ways it has to run out, in percent, so that a forecast says so.
const LIKELY_PERCENT: i128 = 55;
/// The share of the ways that lie before the earliest, and after the latest time of the range, in percent.
const TAIL_PERCENT: i128 = 15;
/// How much the past day's own use counts beside what was seen today, in thousandths of that day's use.
const PRIOR_PERMILLE: i64 = 100;
/// The bounds of the scale of a day, in thousandths.
const SCALE: (i64, i64) = (200, 5_000);
/// How much of an unusual rate is left after each hour, in thousandths.
const FADES_PERMILLE: i64 = 500;

/// When an interface runs out today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forecast {
    /// It runs out before the reset.
    RunsOut {
        /// The most likely time.
        at: Timestamp,
        /// The early end of the range.
        earliest: Timestamp,
        /// The late end of the range; the reset where it may also last.
        latest: Timestamp,
    },
    /// It lasts until the reset.
    NotToday,
    /// There are fewer than [`FEWEST_DAYS`] past days, or no good reading today.
    NotEnoughData,
}

impl Forecast {
    /// The most likely time at which it runs out.
    pub fn runs_out_at(self) -> Option<Timestamp> {
        match self {
            Self::RunsOut { at, .. } => Some(at),
            Self::NotToday | Self::NotEnoughData => None,
        }
    }

    /// The early and the late end of the range in which it runs out.
    pub fn runs_out_between(self) -> Option<(Timestamp, Timestamp)> {
        match self {
            Self::RunsOut { earliest, latest, .. } => Some((earliest, latest)),
            Self::NotToday | Self::NotEnoughData => None,
        }
    }
}

/// When nothing will be left today. `good` are good readings in the order of time, of today and perhaps before; `usual` are
/// past days.
pub fn forecast(good: &[(Timestamp, Figures)], usual: &UsualDays, now: Timestamp, zone: &QuotaZone) -> Forecast {
    let (start, reset) = (zone.day_start(now), zone.next_reset(now));
    let today: Vec<_> = good.iter().copied().filter(|(at, _)| *at > start && *at <= now).collect();
    let Some((read_at, last)) = today.last().copied() else { return Forecast::NotEnoughData };
    if last.remain <= 0 {
        return Forecast::RunsOut { at: read_at, earliest: read_at, latest: read_at };
    }
    let days = usual.like(zone.day(now), FEWEST_DAYS);
    if days.len() < FEWEST_DAYS {
        return Forecast::NotEnoughData;
    }
    let seen = Seen { today: DayUse::of(&today, now, zone), start, read_at };
    let typical = Typical::of(&days);
    let left = i128::from(last.remain) * 1_000;
    let ways = Ways::of(days.iter().map(|day| seen.as_on(day, &typical, left, reset)).collect());
    if ways.running_out() * 100 < ways.all() * LIKELY_PERCENT {
        return Forecast::NotToday;
    }
    let Some(at) = ways.at_percent(50) else { return Forecast::NotToday };
    Forecast::RunsOut {
        at: at.max(now),
        earliest: ways.at_percent(TAIL_PERCENT).unwrap_or(at).max(now),
        latest: ways.at_percent(100 - TAIL_PERCENT).unwrap_or(reset).max(now),
    }
}

/// A way in which today may go on.
struct Way {
    /// When nothing is left; `None` where it lasts until the reset.
    end: Option<Timestamp>,
    /// How much it counts: less, the less today is like that day so far.
    weight: i128,
}

/// The ways in which today may go on, those that run out first before the others.
struct Ways(Vec<Way>);

impl Ways {
    fn of(mut ways: Vec<Way>) -> Self {
        ways.sort_by_key(|way| way.end.unwrap_or(Timestamp::MAX));
        Self(ways)
    }

    fn all(&self) -> i128 {
        self.0.iter().map(|way| way.weight).sum()
    }

    fn running_out(&self) -> i128 {
        self.0.iter().filter(|way| way.end.is_some()).map(|way| way.weight).sum()
    }

    /// The end by which so many percent of the weight have run out; `None` where that many do not.
    fn at_percent(&self, percent: i128) -> Option<Timestamp> {
        let wanted = self.all() * percent / 100;
        let mut sum = 0;
        let way = self.0.iter().find(|way| {
            sum += way.weight;
            sum > wanted
        });
        way.or(self.0.last())?.end
    }
}

/// The middle of each hour's use over past days, for hours that one of them does not know.
pub(super) struct Typical([i64; HOURS]);

impl Typical {
    pub(super) fn of(days: &[&DayUse]) -> Self {
        Self(std::array::from_fn(|hour| {
            let mut known: Vec<_> = days.iter().filter_map(|day| day.hour(hour)).collect();
            known.sort_unstable();
            known.get(known.len() / 2).copied().unwrap_or_default()
        }))
    }

    pub(super) fn hour(&self, day: &DayUse, hour: usize) -> i64 {
        day.hour(hour).or_else(|| self.0.get(hour).copied()).unwrap_or_default()
    }
}

/// What is known of today.
struct Seen {
    today: DayUse,
    start: Timestamp,
    read_at: Timestamp,
}

impl Seen {
    /// How today goes on if it does as a past day did, with `left` thousandths of a call.
    fn as_on(&self, day: &DayUse, typical: &Typical, left: i128, reset: Timestamp) -> Way {
        let scale = self.scale(day, typical);
        // How many times as much, or as little, in thousandths.
        let unlike = scale.max(1_000_000 / scale.max(1)).max(1_000);
        Way {
            end: self.end(day, typical, (left, scale), reset),
            weight: 1_000_000_000_000_000_000_000_000 / unlike.pow(4),
        }
    }

    /// When the rest is used, if today goes on as a past day did at this scale; `None` if that lasts until the reset. In
    /// thousandths of a call, as are all figures of use here.
    fn end(
        &self,
        day: &DayUse,
        typical: &Typical,
        (remain, scale): (i128, i128),
        reset: Timestamp,
    ) -> Option<Timestamp> {
        let scaled = |hour: usize| i128::from(typical.hour(day, hour)) * scale / 1_000;
        let into = self.read_at.duration_since(self.start);
        let first = usize::try_from(into.as_hours()).unwrap_or_default().min(HOURS - 1);
        let mut excess = self.excess(first, &scaled);
        let (mut left, mut at) = (remain, self.read_at);
        for hour in first..HOURS {
            let hour_end = self.start + SignedDuration::from_hours(i64::try_from(hour + 1).unwrap_or_default());
            let end = if hour + 1 == HOURS { reset } else { hour_end.min(reset) };
            let length = end.duration_since(at).as_millis();
            if length <= 0 {
                continue;
            }
            let rate = (scaled(hour) + excess).max(0);
            let used = rate * length / SignedDuration::from_hours(1).as_millis();
            if used >= left && used > 0 {
                let wait = length * left / used;
                return at.checked_add(SignedDuration::from_millis(i64::try_from(wait).ok()?)).ok();
            }
            (left, at) = (left - used, end);
            excess = excess * i128::from(FADES_PERMILLE) / 1_000;
        }
        None
    }

    /// How today compares with a past day in the hours that are known of both, in thousandths. The past day's own use counts a
    /// little, so that a few calls early in the day do not decide.
    fn scale(&self, day: &DayUse, typical: &Typical) -> i128 {
        let (mut now, mut then, mut all) = (0_i128, 0_i128, 0_i128);
        for hour in 0..HOURS {
            let past = i128::from(typical.hour(day, hour));
            all += past;
            if let Some(calls) = self.today.hour(hour) {
                now += i128::from(calls);
                then += past;
            }
        }
        let prior = all * i128::from(PRIOR_PERMILLE) / 1_000;
        let scale = (now + prior) * 1_000 / (then + prior).max(1);
        scale.clamp(i128::from(SCALE.0), i128::from(SCALE.1))
    }

    /// By how much the last hour that is known of today, not long ago, differs from the scaled past day.
    fn excess(&self, present: usize, scaled: &impl Fn(usize) -> i128) -> i128 {
        let newest = (present.saturating_sub(1)..=present).rev().find_map(|hour| Some((hour, self.today.hour(hour)?)));
        newest.map_or(0, |(hour, calls)| i128::from(calls) - scaled(hour))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LIMIT: i64 = 10_000;

    fn zone() -> QuotaZone {
        QuotaZone::default()
    }

    fn midnight(day: &str) -> Timestamp {
        format!("{day}T00:00:00+08:00").parse().unwrap()
    }

    /// Hourly readings of a day with these calls an hour, up to `hours`.
    fn readings(day: &str, hours: usize, calls: impl Fn(usize) -> i64) -> Vec<(Timestamp, Figures)> {
        let mut used = 0;
        (0..hours)
            .map(|hour| {
                used += calls(hour);
                let at = midnight(day) + SignedDuration::from_hours(i64::try_from(hour).unwrap() + 1);
                let at = at - SignedDuration::from_secs(1);
                (at, Figures { daily_limit: LIMIT, used: used.min(LIMIT), remain: (LIMIT - used).max(0) })
            })
            .collect()
    }

    /// Monday to Friday of a week with the same calls an hour.
    fn usual(calls: impl Fn(usize) -> i64) -> UsualDays {
        let days = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"];
        UsualDays::of(
            days.map(|day| {
                DayUse::of(&readings(day, 24, &calls), midnight(day) + SignedDuration::from_hours(1), &zone())
            }),
        )
    }

    /// The forecast on Monday, 23 November, after `hours` hours.
    fn on_monday(usual: &UsualDays, hours: usize, calls: impl Fn(usize) -> i64) -> Forecast {
        let now = midnight("2026-11-23") + SignedDuration::from_hours(i64::try_from(hours).unwrap());
        forecast(&readings("2026-11-23", hours, calls), usual, now, &zone())
    }

    fn clock(forecast: Forecast) -> String {
        let at = forecast.runs_out_at().unwrap_or_else(|| panic!("{forecast:?}"));
        at.to_zoned(jiff::tz::TimeZone::get("Asia/Shanghai").unwrap()).strftime("%H:%M").to_string()
    }

    /// Calls in office hours, 9 to 19.
    fn office(a_hour: i64) -> impl Fn(usize) -> i64 {
        move |hour| if (9..19).contains(&hour) { a_hour } else { 10 }
    }

    #[test]
    fn a_busier_day_than_usual_runs_out_and_a_usual_one_does_not() {
        let usual = usual(office(700));
        assert_eq!(on_monday(&usual, 12, office(700)), Forecast::NotToday);
        // 90 + 3 × 1,400 until 12:00 leave 5,710, which at 1,400 an hour are used at 16:04; what is usual is slower.
        assert_eq!(clock(on_monday(&usual, 12, office(1_400))), "16:34");
    }

    #[test]
    fn a_night_job_that_stops_every_day_is_no_alarm() {
        let night = |hour: usize| if hour < 3 { 1_000 } else { 5 };
        let usual = usual(night);
        for hours in 1..24 {
            assert_eq!(on_monday(&usual, hours, night), Forecast::NotToday, "after {hours} h");
        }
    }

    #[test]
    fn a_sudden_surge_is_seen() {
        let usual = usual(office(300));
        let surge = |hour: usize| if hour >= 18 { 4_000 } else { office(300)(hour) };
        let forecast = on_monday(&usual, 19, surge);
        assert!(forecast.runs_out_at().is_some(), "{forecast:?}");
    }

    #[test]
    fn nothing_is_guessed_from_too_little() {
        let usual = usual(office(700));
        assert_eq!(on_monday(&usual, 0, office(700)), Forecast::NotEnoughData, "no reading today");
        assert_eq!(on_monday(&UsualDays::default(), 12, office(700)), Forecast::NotEnoughData, "no day before");
    }

    #[test]
    fn what_is_used_up_ran_out_at_the_reading() {
        let used_up = on_monday(&UsualDays::default(), 12, |_| LIMIT);
        assert_eq!(clock(used_up), "11:59", "no past day is needed");
    }

    #[test]
    fn after_a_clear_the_rest_counts_anew() {
        let usual = usual(office(700));
        let mut good = readings("2026-11-23", 12, office(1_400));
        let cleared = midnight("2026-11-23") + SignedDuration::from_hours(12);
        good.push((cleared, Figures { daily_limit: LIMIT, used: 0, remain: LIMIT }));
        let forecast = forecast(&good, &usual, cleared, &zone());
        assert_eq!(forecast, Forecast::NotToday, "7 hours of 1,400 fit into 10,000");
    }

    proptest! {
        #[test]
        fn it_never_panics_and_stays_within_the_day(
            days in proptest::collection::vec(
                proptest::collection::vec((0..90_000i64, any::<i64>(), any::<i64>(), any::<i64>()), 0..30), 0..8),
            now in 0..86_400i64,
        ) {
            let series = |day: i64, readings: &[(i64, i64, i64, i64)]| {
                let start = midnight("2026-11-16") + SignedDuration::from_hours(24 * day);
                let mut good: Vec<_> = readings.iter().map(|&(s, used, remain, daily_limit)| {
                    (start + SignedDuration::from_secs(s), Figures { daily_limit, used, remain })
                }).collect();
                good.sort_by_key(|(at, _)| *at);
                (start, good)
            };
            let past = days.iter().zip(0..).map(|(readings, day)| {
                let (start, good) = series(day, readings);
                DayUse::of(&good, start + SignedDuration::from_hours(1), &zone())
            });
            let usual = UsualDays::of(past);
            let (start, good) = series(7, days.first().map_or(&[], Vec::as_slice));
            let now = start + SignedDuration::from_secs(now);
            if let Forecast::RunsOut { at, earliest, latest } = forecast(&good, &usual, now, &zone()) {
                prop_assert!(earliest <= at && at <= latest && latest <= zone().next_reset(now));
            }
        }
    }
}
