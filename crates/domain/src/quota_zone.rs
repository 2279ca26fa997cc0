//! Where WeChat's day and month turn. Undocumented; 00:00 Asia/Shanghai is the general belief, so it is a setting.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, Zoned};

use crate::clears::Period;

/// The zone in which quotas are counted.
#[derive(Clone, PartialEq, Eq)]
pub struct QuotaZone(TimeZone);

impl fmt::Debug for QuotaZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "QuotaZone({})", self.name())
    }
}

impl QuotaZone {
    /// Counts in `zone`.
    pub fn new(zone: TimeZone) -> Self {
        Self(zone)
    }

    /// The zone's name, as in `Asia/Shanghai`.
    pub fn name(&self) -> String {
        self.0.iana_name().unwrap_or("UTC").to_owned()
    }

    /// The quota day that holds `at`.
    pub fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.0.clone()).date()
    }

    /// The instant at which the zone's clocks show `local`; `None` beyond the years that can be told.
    pub fn at(&self, local: DateTime) -> Option<Timestamp> {
        local.to_zoned(self.0.clone()).ok().map(|at| at.timestamp())
    }

    /// When the quota day that holds `at` began.
    pub fn day_start(&self, at: Timestamp) -> Timestamp {
        start(&at.to_zoned(self.0.clone()))
    }

    /// When the quota day that holds `at` ends and counts begin anew.
    pub fn next_reset(&self, at: Timestamp) -> Timestamp {
        at.to_zoned(self.0.clone()).checked_add(Span::new().days(1)).map_or(Timestamp::MAX, |next| start(&next))
    }

    /// When the quota day `days` before the one that holds `at` began.
    pub fn days_before(&self, at: Timestamp, days: i64) -> Timestamp {
        at.to_zoned(self.0.clone()).checked_sub(Span::new().days(days)).map_or(Timestamp::MIN, |then| start(&then))
    }

    /// When the quota month that holds `at` began.
    pub fn month_start(&self, at: Timestamp) -> Timestamp {
        at.to_zoned(self.0.clone()).first_of_month().map_or(Timestamp::MIN, |first| start(&first))
    }

    /// The quota month that holds `at`.
    pub fn month(&self, at: Timestamp) -> Period {
        Period { from: self.month_start(at), to: self.next_month(at) }
    }

    /// The quota month called `word`, as in `2026-11`.
    pub fn month_called(&self, word: &str) -> Option<Period> {
        let fits = word.len() == 7
            && word.bytes().enumerate().all(|(i, b)| if i == 4 { b == b'-' } else { b.is_ascii_digit() });
        let first: Date = format!("{word}-01").parse().ok().filter(|_| fits)?;
        Some(self.month(first.to_zoned(self.0.clone()).ok()?.timestamp()))
    }

    /// What the quota month that holds `at` is called: `2026-11`.
    pub fn month_word(&self, at: Timestamp) -> String {
        let day = self.day(at);
        format!("{:04}-{:02}", day.year(), day.month())
    }

    /// When the quota month that holds `at` ends and clears can be made anew.
    pub fn next_month(&self, at: Timestamp) -> Timestamp {
        let now = at.to_zoned(self.0.clone());
        now.first_of_month()
            .and_then(|first| first.checked_add(Span::new().months(1)))
            .map_or(Timestamp::MAX, |first| start(&first))
    }
}

fn start(at: &Zoned) -> Timestamp {
    at.start_of_day().map_or(Timestamp::MIN, |start| start.timestamp())
}

impl Default for QuotaZone {
    fn default() -> Self {
        Self(TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC))
    }
}

impl FromStr for QuotaZone {
    type Err = jiff::Error;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        TimeZone::get(name).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_day_turns_at_midnight_in_shanghai() {
        let zone = QuotaZone::default();
        let before = at("2026-11-22T23:59:59+08:00");
        let after = at("2026-11-23T00:00:00+08:00");
        assert_eq!(zone.day(before).to_string(), "2026-11-22");
        assert_eq!(zone.day(after).to_string(), "2026-11-23");
        assert_eq!(zone.next_reset(before), after);
        assert_eq!(zone.day_start(after), after);
        assert_eq!(zone.next_reset(after), at("2026-11-24T00:00:00+08:00"));
    }

    #[test]
    fn the_month_turns_on_the_first_over_the_years_end_too() {
        let zone = QuotaZone::default();
        assert_eq!(zone.month_start(at("2026-12-31T23:00:00+08:00")), at("2026-12-01T00:00:00+08:00"));
        assert_eq!(zone.next_month(at("2026-12-31T23:00:00+08:00")), at("2027-01-01T00:00:00+08:00"));
    }

    #[test]
    fn a_day_with_a_clock_change_is_not_24_hours() {
        let zone: QuotaZone = "America/New_York".parse().unwrap();
        let day = zone.day_start(at("2026-03-08T12:00:00-04:00"));
        assert_eq!(zone.next_reset(day).duration_since(day).as_hours(), 23);
        assert_eq!(zone.days_before(at("2026-03-09T00:00:00-04:00"), 1), day);
        assert_eq!(zone.days_before(at("2026-03-09T00:00:00-04:00"), 2), at("2026-03-07T00:00:00-05:00"));
    }

    #[test]
    fn months_are_called_by_year_and_number() {
        let zone = QuotaZone::default();
        let november = zone.month_called("2026-11").unwrap();
        assert_eq!(november.from.to_string(), "2026-10-31T16:00:00Z");
        assert_eq!(november.to.to_string(), "2026-11-30T16:00:00Z");
        assert_eq!(
            (zone.month_word(november.from), zone.month_word(november.to)),
            ("2026-11".into(), "2026-12".into())
        );
        for wrong in
            ["", "2026-13", "2026-00", "2026-1", "2026-111", "26-11", "2026/11", "2026-11-01", "-026-11", "获取手"]
        {
            assert_eq!(zone.month_called(wrong), None, "{wrong}");
        }
    }
}
