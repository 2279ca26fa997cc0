//! Tests the forecast of run-outs on invented years of which the truth is known, or on a series of one's own, beside the
//! straight line through the last three readings. Prints figures beside their goals; asserts nothing.
//!
//! `--series FILE.csv` reads `at,used,daily_limit`, with a line of names, `at` as RFC 3339.

// A bench may stop at what should not be.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench prints, and stops at a fault"
)]

mod synthetic;

use std::path::Path;

use domain::QuotaZone;
use domain::forecast::{DayUse, UsualDays, exhausts_at, forecast};
use domain::reading::Figures;
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};

use self::synthetic::{Day, Shape, year};

/// Years of each shape.
const YEARS: u64 = 4;
/// Seeds of the years on which the forecast's constants were chosen, and of those that were not looked at then.
const SEEDS: [(&str, &[u64]); 2] =
    [("years that the constants were chosen on", &[1, 7_000, 90_001]), ("other years", &[500_000, 900_000])];

type Good = Vec<(Timestamp, Figures)>;

/// The way in which a forecast is made: from the readings up to now, and the past days.
type Method = fn(&Good, &UsualDays, Timestamp, &QuotaZone) -> Option<Timestamp>;

const METHODS: [(&str, Method); 2] = [
    ("forecast", |good, usual, now, zone| forecast(good, usual, now, zone).runs_out_at()),
    ("straight line", |good, _, now, zone| exhausts_at(good, now, zone)),
];

/// What came of the forecasts of one method.
#[derive(Debug, Default, Clone)]
struct Score {
    days: u64,
    days_that_ran_out: u64,
    /// Days on which a run-out was foretold, and none came.
    false_alarms: u64,
    run_outs: u64,
    /// Run-outs that were not foretold an hour before.
    missed: u64,
    /// The difference between the time foretold two hours before and the time itself, in minutes; the whole day where none was
    /// foretold.
    errors: Vec<i64>,
}

impl Score {
    fn add(&mut self, other: &Self) {
        self.days += other.days;
        self.days_that_ran_out += other.days_that_ran_out;
        self.false_alarms += other.false_alarms;
        self.run_outs += other.run_outs;
        self.missed += other.missed;
        self.errors.extend(&other.errors);
    }

    fn row(&self, name: &str) -> String {
        let mut errors = self.errors.clone();
        errors.sort_unstable();
        let median = errors.get(errors.len() / 2).map_or("–".to_owned(), |error| format!("{error} min"));
        let missed = if self.run_outs == 0 { "–".to_owned() } else { share(self.missed, self.run_outs) };
        let calm = self.days - self.days_that_ran_out;
        let alarms = self.days.checked_div(self.false_alarms).map_or("none".to_owned(), |days| format!("1 in {days}"));
        format!(
            "  {name:<26} {:>8} {:>9} {median:>10} {missed:>9} {alarms:>12} {:>10}",
            self.days,
            self.run_outs,
            share(self.false_alarms, calm.max(1))
        )
    }
}

fn share(part: u64, whole: u64) -> String {
    let permille = part * 1_000 / whole.max(1);
    format!("{}.{} %", permille / 10, permille % 10)
}

/// Follows one series day by day: each reading is a moment at which a forecast is made.
fn follow(days: &[Day], zone: &QuotaZone, method: Method) -> Score {
    let mut score = Score::default();
    let mut past: Vec<DayUse> = Vec::new();
    for day in days {
        let Some((first, _)) = day.readings.first() else { continue };
        let usual = UsualDays::of(past.iter().cloned());
        // The first week is for learning.
        if past.len() >= 7 {
            follow_day(day, &usual, zone, method, &mut score);
        }
        past.push(DayUse::of(&day.readings, *first, zone));
        let keep = past.len().saturating_sub(60);
        past.drain(..keep);
    }
    score
}

fn follow_day(day: &Day, usual: &UsualDays, zone: &QuotaZone, method: Method, score: &mut Score) {
    let foretold: Vec<(Timestamp, Option<Timestamp>)> = (1..=day.readings.len())
        .filter(|count| day.readings[count - 1].1.remain > 0)
        .map(|count| {
            let good = day.readings[..count].to_vec();
            let now = good[count - 1].0;
            (now, method(&good, usual, now, zone))
        })
        .collect();
    score.days += 1;
    score.days_that_ran_out += u64::from(!day.ran_out.is_empty());
    score.false_alarms += u64::from(day.ran_out.is_empty() && foretold.iter().any(|(_, at)| at.is_some()));
    for out in &day.ran_out {
        let before = |hours: i64| {
            let latest = *out - SignedDuration::from_hours(hours);
            foretold.iter().rev().find(|(now, _)| *now <= latest).map(|(_, at)| *at)
        };
        // One so early in the day that there is no reading before cannot be foretold by anybody.
        if let Some(at) = before(1) {
            score.run_outs += 1;
            score.missed += u64::from(at.is_none());
        }
        if let Some(at) = before(2) {
            let error = at.map_or(24 * 60, |at| (at.duration_since(*out).as_mins()).abs());
            score.errors.push(error);
        }
    }
}

fn head(title: &str) {
    println!("\n{title}");
    println!(
        "  {:<26} {:>8} {:>9} {:>10} {:>9} {:>12} {:>10}",
        "", "days", "run-outs", "error 2 h", "missed", "false alarm", "of calm"
    );
    println!("  {:<26} {:>8} {:>9} {:>10} {:>9} {:>12}", "goal", "", "", "≤ 15 min", "≤ 5 %", "≤ 1 in 30");
}

fn invented() {
    let zone = QuotaZone::default();
    for (title, seeds) in SEEDS {
        for (name, method) in METHODS {
            head(&format!("{name}, {title}"));
            let mut all = Score::default();
            for shape in Shape::ALL {
                let mut score = Score::default();
                for seed in seeds.iter().flat_map(|seed| (0..YEARS).map(move |number| seed + number * 31)) {
                    score.add(&follow(&year(shape, seed, date(2026, 1, 1)), &zone, method));
                }
                println!("{}", score.row(&format!("{shape:?}")));
                all.add(&score);
            }
            println!("{}", all.row("all"));
        }
    }
}

/// Reads `at,used,daily_limit`, and finds the run-outs among the readings themselves.
fn series(file: &Path) {
    let zone = QuotaZone::default();
    let text = std::fs::read_to_string(file).expect("the series cannot be read");
    let mut days: Vec<(Date, Day)> = Vec::new();
    for line in text.lines().skip(1).filter(|line| !line.trim().is_empty()) {
        let mut fields = line.split(',').map(str::trim);
        let (Some(at), Some(used), Some(limit)) = (fields.next(), fields.next(), fields.next()) else {
            panic_line(line)
        };
        let (Ok(at), Ok(used), Ok(daily_limit)) = (at.parse::<Timestamp>(), used.parse::<i64>(), limit.parse::<i64>())
        else {
            panic_line(line)
        };
        let of = zone.day(at);
        if days.last().is_none_or(|(day, _)| *day != of) {
            days.push((of, Day { readings: Vec::new(), ran_out: Vec::new() }));
        }
        let day = &mut days.last_mut().unwrap().1;
        let remain = daily_limit.saturating_sub(used).max(0);
        let was_left = day.readings.last().is_none_or(|(_, figures)| figures.remain > 0);
        if remain == 0 && was_left {
            day.ran_out.push(at);
        }
        day.readings.push((at, Figures { daily_limit, used, remain }));
    }
    let days: Vec<_> = days.into_iter().map(|(_, day)| day).collect();
    head(&format!("{}", file.display()));
    for (name, method) in METHODS {
        println!("{}", follow(&days, &zone, method).row(name));
    }
}

fn panic_line(line: &str) -> ! {
    println!("not a line of at,used,daily_limit: {line:?}");
    std::process::exit(1)
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => invented(),
        ["--series", file] => series(Path::new(file)),
        _ => {
            println!("usage: cargo xtask bench forecast [--series FILE.csv]");
            std::process::exit(2);
        }
    }
}
