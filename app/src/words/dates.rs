//! Months and days of the quota zone as words.

use domain::clears::Period;
use domain::{Lang, QuotaZone};
use jiff::{SignedDuration, Timestamp};

use crate::context::Text;
use crate::t;

/// A month's name: `November`, `11月`.
pub(crate) fn month_name(lang: Lang, zone: &QuotaZone, at: Timestamp) -> Text {
    t!(lang, "month-name", month = i64::from(zone.day(at).month()))
}

/// A month with its year: `November 2026`, `2026年11月`.
pub(crate) fn month_title(lang: Lang, zone: &QuotaZone, at: Timestamp) -> Text {
    let year = zone.day(at).year().to_string();
    t!(lang, "month-of-year", month = month_name(lang, zone, at), year = year)
}

/// A day of the quota zone: `1 December`, `12月1日`.
pub(crate) fn month_day(lang: Lang, zone: &QuotaZone, at: Timestamp) -> Text {
    let day = i64::from(zone.day(at).day());
    t!(lang, "month-day", day = day, month = month_name(lang, zone, at))
}

/// The number of a month's last day in the quota zone: `30`.
pub(crate) fn last_day(zone: &QuotaZone, month: Period) -> i64 {
    i64::from(zone.day(month.to - SignedDuration::from_hours(1)).day())
}
