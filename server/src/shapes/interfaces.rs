//! Watched interfaces and their readings.

use desk::limits::lasts_days;
use desk::overview::{Row, reason};
use domain::{InterfaceId, Outcome, Reading};
use jiff::Timestamp;

use super::shapes;

shapes! {
    /// `GET interfaces`.
    struct Interfaces (rows: &[Row], next: Option<String>) {
        /// The worst first.
        interfaces: Vec<InterfaceShape> = rows.iter().map(InterfaceShape::of).collect(),
        /// The `cursor` that gives the following ones; null at the end.
        next: Option<String> = next,
    }

    /// A watched interface as of now. Figures are null where there are none; `reason` says why.
    #[schema(as = Interface)]
    struct InterfaceShape (row: &Row) {
        /// Its id, never reused.
        id: i64 = row.id.0,
        /// Its account's id.
        account: i64 = row.account.0,
        /// Its account's name.
        account_name: String = row.account_name.clone(),
        /// Its path.
        cgi_path: String = row.cgi_path.to_string(),
        /// Its name in Chinese, where the catalogue has one.
        name: Option<String> = row.name_zh.clone(),
        /// Its name in English, where the catalogue has one.
        name_en: Option<String> = row.name_en.clone(),
        /// `ok warning critical exhausted stale failed unsupported never`
        state: &'static str = row.state.word(),
        /// Why there are no figures, or why they are old.
        reason: Option<String> = reason(row),
        /// Whether nothing was left by the last reading of the day before; only where the reason is `new-day`.
        used_up_yesterday: bool = row.used_up_yesterday,
        /// When the figures were read; without figures, when it was last tried.
        sampled_at: Option<Timestamp> = row.sampled_at,
        /// Calls allowed: in a quota day, or for good where `limit_kind` is `total`.
        daily_limit: Option<i64> = row.figures.map(|figures| figures.daily_limit),
        /// Calls made of these.
        used: Option<i64> = row.figures.map(|figures| figures.used),
        /// Calls left of these.
        remain: Option<i64> = row.figures.map(|figures| figures.remain),
        /// `daily` (it begins again with the quota day) or `total` (it counts for good, and no clear lowers it).
        limit_kind: &'static str = row.limit_kind.kind.word(),
        /// How that is known: `admin catalogue evidence`, or `default` where nothing is known.
        limit_kind_source: &'static str = row.limit_kind.source.word(),
        /// When nothing will be left, by the pace of the day's last three good readings; null for a total.
        exhausts_at: Option<Timestamp> = row.exhausts_at,
        /// The whole days that what is left of a total lasts, by the pace of the last 14 days; null for a daily count, and where
        /// there is no pace.
        lasts_days: Option<i64> = lasts_days(row),
    }

    /// `GET interfaces/{id}/samples`.
    struct Samples (readings: &[Reading], next: Option<String>) {
        /// The newest first.
        samples: Vec<SampleShape> = readings.iter().map(SampleShape::of).collect(),
        /// The `cursor` that gives the following ones; null at the end.
        next: Option<String> = next,
    }

    /// One reading.
    #[schema(as = Sample)]
    struct SampleShape (reading: &Reading) {
        /// When it was made.
        at: Timestamp = reading.at,
        /// Calls allowed that quota day.
        daily_limit: Option<i64> = reading.outcome.figures().map(|figures| figures.daily_limit),
        /// Calls made by then.
        used: Option<i64> = reading.outcome.figures().map(|figures| figures.used),
        /// Calls left then.
        remain: Option<i64> = reading.outcome.figures().map(|figures| figures.remain),
        /// Why there are no figures: `errcode-N token-errcode-N no-connection no-answer bad-answer no-secret no-figure`;
        /// null where there are.
        failure: Option<String> = match reading.outcome {
            Outcome::Good(_) => None,
            Outcome::NoFigure => Some("no-figure".to_owned()),
            Outcome::Failed(failure) => Some(failure.to_string()),
        },
    }
}

/// An interface's id, for those who make one out of a path's text.
pub(crate) fn interface_id(text: &str) -> Option<InterfaceId> {
    text.parse().ok().filter(|id| *id > 0).map(InterfaceId)
}
