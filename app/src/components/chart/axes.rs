//! Where the axes' labels stand, and what they read.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp, Zoned};

/// Round steps of 1, 2 or 5 times a power of ten, from 0 up to `top`, `wanted` of them at most.
pub(super) fn round_steps(top: i64, wanted: i64) -> Vec<i64> {
    let wanted = wanted.max(1);
    let mut unit: i64 = 1;
    let step = 'found: loop {
        for factor in [1, 2, 5] {
            let step = unit.saturating_mul(factor);
            if step.saturating_mul(wanted) >= top {
                break 'found step;
            }
        }
        unit = unit.saturating_mul(10);
    };
    (0..=wanted).map(|i| step.saturating_mul(i)).take_while(|at| *at <= top).collect()
}

/// How far apart the time labels are, and how they read.
enum Grain {
    Hours(i8),
    Days(i32),
    Months(i32),
}

/// Moments for labels between `from` and `to`, on round hours, days or months of the zone; `wanted` of them or a few
/// more.
pub(super) fn moments(from: Timestamp, to: Timestamp, zone: &TimeZone, wanted: i32) -> Vec<(Timestamp, String)> {
    let grain = grain(to.duration_since(from), wanted);
    let mut labels = Vec::new();
    let Ok(mut at) = start(&from.to_zoned(zone.clone()), &grain) else { return labels };
    while at.timestamp() <= to && labels.len() < 100 {
        if at.timestamp() >= from {
            labels.push((at.timestamp(), read(&at, &grain)));
        }
        let Ok(next) = next(&at, &grain) else { break };
        at = next;
    }
    labels
}

fn grain(span: SignedDuration, wanted: i32) -> Grain {
    let wanted = i64::from(wanted.max(1));
    let hours = span.as_hours();
    if hours <= 48 {
        let step = [1, 2, 3, 4, 6, 12].into_iter().find(|step| hours / i64::from(*step) <= wanted);
        return Grain::Hours(step.unwrap_or(24));
    }
    let days = hours / 24;
    match [1, 2, 5, 7, 14].into_iter().find(|step| days / i64::from(*step) <= wanted) {
        Some(step) => Grain::Days(step),
        None => Grain::Months(if days / 30 <= wanted { 1 } else { 3 }),
    }
}

fn start(from: &Zoned, grain: &Grain) -> Result<Zoned, jiff::Error> {
    match grain {
        Grain::Hours(_) | Grain::Days(_) => from.start_of_day(),
        Grain::Months(_) => from.first_of_month()?.start_of_day(),
    }
}

/// The next label's moment by the civil calendar, so that labels stay on round hours when clocks change.
fn next(at: &Zoned, grain: &Grain) -> Result<Zoned, jiff::Error> {
    match grain {
        Grain::Hours(step) => match at.hour() + step {
            hour @ 0..24 => at.date().to_datetime(Time::constant(hour, 0, 0, 0)).to_zoned(at.time_zone().clone()),
            _ => at.tomorrow()?.start_of_day(),
        },
        Grain::Days(step) => at.checked_add(Span::new().try_days(*step)?)?.start_of_day(),
        Grain::Months(step) => at.checked_add(Span::new().try_months(*step)?)?.start_of_day(),
    }
}

fn read(at: &Zoned, grain: &Grain) -> String {
    let form = match grain {
        Grain::Hours(_) => "%H:%M",
        Grain::Days(_) => "%m-%d",
        Grain::Months(_) => "%Y-%m",
    };
    at.strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn labels(from: &str, to: &str, zone: &str, wanted: i32) -> Vec<String> {
        let zone = TimeZone::get(zone).unwrap();
        moments(from.parse().unwrap(), to.parse().unwrap(), &zone, wanted).into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn values_are_round() {
        assert_eq!(round_steps(50_000, 5), [0, 10_000, 20_000, 30_000, 40_000, 50_000]);
        assert_eq!(round_steps(1_100, 4), [0, 500, 1_000]);
        assert_eq!(round_steps(1, 4), [0, 1]);
        assert_eq!(round_steps(0, 4), [0]);
    }

    #[test]
    fn a_day_reads_hours_a_month_days_a_year_months() {
        let day = labels("2026-11-22T00:00:00+08:00", "2026-11-23T00:00:00+08:00", "Asia/Shanghai", 8);
        assert_eq!(day, ["00:00", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "00:00"]);
        let month = labels("2026-10-24T10:00:00+08:00", "2026-11-22T18:00:00+08:00", "Asia/Shanghai", 6);
        assert_eq!(month, ["10-29", "11-03", "11-08", "11-13", "11-18"]);
        let year = labels("2025-11-22T18:00:00+08:00", "2026-11-22T18:00:00+08:00", "Asia/Shanghai", 12);
        assert_eq!((year.len(), year[0].as_str(), year[11].as_str()), (12, "2025-12", "2026-11"));
    }

    #[test]
    fn hours_stay_round_when_clocks_change() {
        let day = labels("2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00", "Europe/Berlin", 8);
        assert_eq!(day, ["00:00", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "00:00"]);
    }

    proptest! {
        #[test]
        fn values_never_pass_the_top(top in 0..i64::MAX, wanted in -3..20_i64) {
            let steps = round_steps(top, wanted);
            prop_assert!(steps[0] == 0 && steps.iter().all(|at| *at <= top));
            prop_assert!(steps.windows(2).all(|pair| pair[0] < pair[1]));
        }

        #[test]
        fn moments_are_in_order_within_and_few(from in -1_000_000_000..4_000_000_000_i64, span in -10..400_000_000_i64) {
            let [from, to] = [from, from + span].map(|at| Timestamp::from_second(at).unwrap());
            let found = moments(from, to, &TimeZone::get("America/St_Johns").unwrap(), 8);
            prop_assert!(found.len() <= 100);
            prop_assert!(found.iter().all(|(at, _)| (from..=to).contains(at)));
            prop_assert!(found.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
    }
}
