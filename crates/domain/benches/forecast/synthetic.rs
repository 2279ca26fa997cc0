//! Invented years of use, minute by minute, of which it is known when nothing was left: daily shapes, night jobs that stop,
//! campaigns, weekends, holidays, clears, changes of the limit, and gaps in the readings.

use domain::reading::Figures;
use jiff::civil::{Date, Weekday};
use jiff::{SignedDuration, Timestamp, ToSpan};

/// Minutes of a day.
const DAY: i64 = 24 * 60;
/// Days of a year.
pub(crate) const DAYS: i64 = 365;

/// Pseudo-random numbers, the same for the same seed (`SplitMix64`).
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to and without 1.
    fn share(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap_or_default()) / f64::from(u32::MAX)
    }

    fn chance(&mut self, share: f64) -> bool {
        self.share() < share
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// Normally distributed around 0, with deviation 1 (the sum of 12 even ones).
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }

    /// A factor around 1 whose logarithm has this deviation.
    fn factor(&mut self, deviation: f64) -> f64 {
        (self.normal() * deviation).exp()
    }
}

/// The way in which an interface is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Office hours, little on weekends.
    Office,
    /// Evenings, more on weekends.
    Evening,
    /// Polling, the same all day.
    Even,
    /// A job that runs at night and stops at 30 % of the limit.
    NightJob,
    /// Office hours, and campaigns a few times a month.
    Campaigns,
    /// A job that is started by hand at another hour each day.
    AnyTime,
}

impl Shape {
    pub(crate) const ALL: [Self; 6] =
        [Self::Office, Self::Evening, Self::Even, Self::NightJob, Self::Campaigns, Self::AnyTime];

    /// The weight of a minute of the day.
    fn weight(self, minute: i64) -> f64 {
        let hour = minutes(minute) / 60.0;
        let hump = |middle: f64, width: f64| (-((hour - middle) / width).powi(2)).exp();
        match self {
            Self::Office | Self::Campaigns => 0.03 + hump(10.5, 2.0) + 0.9 * hump(15.5, 2.5),
            Self::Evening => 0.05 + 0.4 * hump(12.5, 2.0) + hump(20.5, 2.0),
            Self::Even => 1.0,
            Self::NightJob => {
                if (1.0..4.0).contains(&hour) {
                    1.0
                } else {
                    0.004
                }
            }
            Self::AnyTime => 0.2,
        }
    }

    /// The share of the limit that an ordinary day uses.
    fn share(self) -> f64 {
        match self {
            Self::Office | Self::Evening => 0.85,
            Self::Even => 0.9,
            Self::NightJob | Self::AnyTime => 0.3,
            Self::Campaigns => 0.6,
        }
    }
}

fn minutes(minute: i64) -> f64 {
    f64::from(i32::try_from(minute).unwrap_or_default())
}

/// One day as it was, and as it was read.
#[derive(Debug)]
pub(crate) struct Day {
    /// Good readings, in the order of time.
    pub(crate) readings: Vec<(Timestamp, Figures)>,
    /// When nothing was left, each time.
    pub(crate) ran_out: Vec<Timestamp>,
}

/// A year of an interface.
pub(crate) fn year(shape: Shape, seed: u64, first: Date) -> Vec<Day> {
    let mut random = Random::new(seed);
    let mut limit = [1_000.0, 10_000.0, 50_000.0, 500_000.0][usize::try_from(random.next() % 4).unwrap_or_default()];
    let read_at = i64::try_from(random.next() % 60).unwrap_or_default();
    let ordinary = limit * shape.share();
    let mut days = Vec::new();
    for number in 0..DAYS {
        let day = first.saturating_add(number.days());
        if random.chance(0.01) {
            limit = (limit * [0.5, 2.0][usize::try_from(random.next() % 2).unwrap_or_default()])
                .clamp(ordinary / shape.share() * 0.5, ordinary / shape.share() * 2.0);
        }
        days.push(one_day(shape, &mut random, day, (limit, ordinary), read_at));
    }
    days
}

fn one_day(shape: Shape, random: &mut Random, day: Date, (limit, ordinary): (f64, f64), read_at: i64) -> Day {
    let start = day.in_tz("Asia/Shanghai").map(|zoned| zoned.timestamp()).unwrap_or_default();
    let rates = rates(shape, random, day, ordinary);
    let mut clears = u8::from(random.chance(0.4));
    let clear_after = i64::try_from(random.next() % 150).unwrap_or_default() + 20;
    let gap = random.chance(0.03).then(|| (random.next() % 18, random.next() % 6 + 2));
    let mut day = Day { readings: Vec::new(), ran_out: Vec::new() };
    let (mut used, mut out_since) = (0.0_f64, None);
    let jitter = i64::try_from(random.next() % 5).unwrap_or_default();
    for minute in 0..DAY {
        let at = start + SignedDuration::from_mins(minute);
        if let Some(since) = out_since {
            if clears > 0 && minute - since >= clear_after {
                (used, out_since, clears) = (0.0, None, clears - 1);
            }
        } else {
            used += rates[usize::try_from(minute).unwrap_or_default()];
            if used >= limit {
                (used, out_since) = (limit, Some(minute));
                day.ran_out.push(at);
            }
        }
        let is_gap = gap.is_some_and(|(from, hours)| {
            let hour = u64::try_from(minute / 60).unwrap_or_default();
            (from..from + hours).contains(&hour)
        });
        if minute % 60 == (read_at + jitter) % 60 && minute > 0 && !is_gap {
            let whole = |calls: f64| format!("{calls:.0}").parse::<i64>().unwrap_or_default();
            // WeChat's figure may be off by 1 %.
            let seen = (used * random.between(0.995, 1.005)).min(limit);
            let seen = if out_since.is_some() { limit } else { seen.min(limit - 1.0) };
            let (daily_limit, used) = (whole(limit), whole(seen));
            day.readings.push((at, Figures { daily_limit, used, remain: (daily_limit - used).max(0) }));
        }
    }
    day
}

/// The calls of each minute that are wanted.
fn rates(shape: Shape, random: &mut Random, day: Date, ordinary: f64) -> Vec<f64> {
    let is_weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    // A week in spring and one in autumn.
    let is_holiday = (day.month() == 2 && day.day() > 20) || (day.month() == 10 && day.day() < 8);
    let kind = match (shape, is_weekend || is_holiday) {
        (Shape::Office | Shape::Campaigns, true) => 0.3,
        (Shape::Evening, true) => 1.25,
        _ => 1.0,
    };
    let of_day = if shape == Shape::NightJob { random.factor(0.03) } else { random.factor(0.12) } * kind;
    let weights: Vec<f64> = (0..DAY).map(|minute| shape.weight(minute)).collect();
    let sum: f64 = weights.iter().sum();
    let hours: Vec<f64> = (0..24).map(|_| random.factor(0.08)).collect();
    let mut rates: Vec<f64> = weights
        .iter()
        .enumerate()
        .map(|(minute, weight)| weight / sum * ordinary * of_day * hours[minute / 60] * random.between(0.8, 1.2))
        .collect();
    if shape == Shape::Campaigns && random.chance(0.1) {
        add(&mut rates, random.between(9.0, 20.0), random.between(1.0, 3.0), ordinary * random.between(0.3, 1.6));
    }
    if shape == Shape::AnyTime {
        add(&mut rates, random.between(1.0, 18.0), random.between(2.0, 4.0), ordinary * random.between(0.6, 1.6));
    }
    rates
}

/// Adds `calls`, evenly, from an hour of the day on.
fn add(rates: &mut [f64], from: f64, hours: f64, calls: f64) {
    for (minute, rate) in rates.iter_mut().enumerate() {
        let hour = minutes(i64::try_from(minute).unwrap_or_default()) / 60.0;
        if hour >= from && hour < from + hours {
            *rate += calls / (hours * 60.0);
        }
    }
}
