//! Watched interfaces and their readings.

use desk::limits::lasts_days;
use desk::overview::{Row, reason};
use domain::{InterfaceId, Outcome, Reading};
use jiff::Timestamp;

use super::shapes;

shapes! {
    /// `GET interfaces`.
    struct Interfaces (rows: &[Row], next: Option<String>) {
        /// Sorted by urgency, most urgent first.
        interfaces: Vec<InterfaceShape> = rows.iter().map(InterfaceShape::of).collect(),
        /// The `cursor` for the next page; null on the last page.
        next: Option<String> = next,
    }

    /// A watched interface. Figures are null if there are none; `reason` explains why.
    #[schema(as = Interface)]
    struct InterfaceShape (row: &Row) {
        /// The ID, which is never reused.
        id: i64 = row.id.0,
        /// The ID of the account.
        account: i64 = row.account.0,
        /// The name of the account.
        account_name: String = row.account_name.clone(),
        /// The path.
        cgi_path: String = row.cgi_path.to_string(),
        /// The Chinese name, if the catalogue has one.
        name: Option<String> = row.name_zh.clone(),
        /// The English name, if the catalogue has one.
        name_en: Option<String> = row.name_en.clone(),
        /// `ok warning critical exhausted stale failed unsupported never`
        state: &'static str = row.state.word(),
        /// Why there are no figures, or why they are old.
        reason: Option<String> = reason(row),
        /// Whether the quota was used up at the last reading of the previous day; only if the reason is `new-day`.
        used_up_yesterday: bool = row.used_up_yesterday,
        /// The time of the figures; without figures, the time of the last attempt.
        sampled_at: Option<Timestamp> = row.sampled_at,
        /// The limit of calls: per quota day, or in total if `limit_kind` is `total`.
        daily_limit: Option<i64> = row.figures.map(|figures| figures.daily_limit),
        /// The number of used calls.
        used: Option<i64> = row.figures.map(|figures| figures.used),
        /// The number of calls left.
        remain: Option<i64> = row.figures.map(|figures| figures.remain),
        /// `daily` (resets every quota day) or `total` (never resets; a clear does not reset it either).
        limit_kind: &'static str = row.limit_kind.kind.word(),
        /// The source of `limit_kind`: `admin catalogue evidence`, or `default` if nothing is known.
        limit_kind_source: &'static str = row.limit_kind.source.word(),
        /// The predicted time when the quota is used up before the reset, from today's use and the usual shape of the day;
        /// null if it lasts, if it is used up, for a total, and with fewer than 3 past days.
        exhausts_at: Option<Timestamp> = row.forecast.runs_out_at(),
        /// The range of `exhausts_at`: the early and the late end; null where `exhausts_at` is.
        exhausts_between: Option<[Timestamp; 2]> = row.forecast.runs_out_between().map(|(from, to)| [from, to]),
        /// The number of whole days until a lifetime total is used up, at the pace of the last 14 days; null for a
        /// daily count,
        /// and if there is not enough data.
        lasts_days: Option<i64> = lasts_days(row),
    }

    /// `GET interfaces/{id}/samples`.
    struct Samples (readings: &[Reading], next: Option<String>) {
        /// Sorted by time, newest first.
        samples: Vec<SampleShape> = readings.iter().map(SampleShape::of).collect(),
        /// The `cursor` for the next page; null on the last page.
        next: Option<String> = next,
    }

    /// A reading.
    #[schema(as = Sample)]
    struct SampleShape (reading: &Reading) {
        /// The time of the call.
        at: Timestamp = reading.at,
        /// The daily limit.
        daily_limit: Option<i64> = reading.outcome.figures().map(|figures| figures.daily_limit),
        /// The number of used calls.
        used: Option<i64> = reading.outcome.figures().map(|figures| figures.used),
        /// The number of calls left.
        remain: Option<i64> = reading.outcome.figures().map(|figures| figures.remain),
        /// Why there are no figures: `errcode-N token-errcode-N no-connection no-answer bad-answer no-secret no-
        /// figure`;
        /// null if there are figures.
        failure: Option<String> = match reading.outcome {
            Outcome::Good(_) => None,
            Outcome::NoFigure => Some("no-figure".to_owned()),
            Outcome::Failed(failure) => Some(failure.to_string()),
        },
    }
}

/// The ID of an interface, parsed from a path.
pub(crate) fn interface_id(text: &str) -> Option<InterfaceId> {
    text.parse().ok().filter(|id| *id > 0).map(InterfaceId)
}
