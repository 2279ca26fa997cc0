//! WeChat's quota days and months, which begin at 00:00 UTC+8, Beijing time (folklore: no official page says so).

use jiff::Timestamp;
use jiff::tz::Offset;

/// Milliseconds in a day; China has no daylight saving time, so each day has as many.
pub(crate) const DAY_MS: i64 = 86_400_000;
const ZONE_MS: i64 = 8 * 3_600_000;

/// The quota day that holds `unix_ms`, counted from 1970-01-01.
pub(crate) fn day_of(unix_ms: i64) -> i64 {
    (unix_ms + ZONE_MS).div_euclid(DAY_MS)
}

/// The first millisecond of quota day `day`.
pub(crate) fn day_start(day: i64) -> i64 {
    day * DAY_MS - ZONE_MS
}

/// The day of the week of quota day `day`: 0 is Monday.
pub(crate) fn weekday_of(day: i64) -> usize {
    // 1970-01-01 was a Thursday.
    usize::try_from((day + 3).rem_euclid(7)).unwrap_or(0)
}

/// The quota month that holds `unix_ms`, as year and month.
pub(crate) fn month_of(unix_ms: i64) -> (i16, i8) {
    let at = Timestamp::from_millisecond(unix_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    let date = Offset::constant(8).to_datetime(at).date();
    (date.year(), date.month())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    #[test]
    fn the_day_turns_at_beijing_midnight() {
        let midnight = ms("2026-03-14T00:00:00+08:00");
        assert_eq!(day_of(midnight), day_of(midnight - 1) + 1);
        assert_eq!(day_start(day_of(midnight)), midnight);
        assert_eq!(weekday_of(day_of(midnight)), 5, "a Saturday");
    }

    #[test]
    fn the_month_turns_with_the_day() {
        assert_eq!(month_of(ms("2026-03-31T23:59:59+08:00")), (2026, 3));
        assert_eq!(month_of(ms("2026-03-31T16:00:00Z")), (2026, 4));
    }
}
