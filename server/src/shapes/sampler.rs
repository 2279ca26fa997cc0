//! A round of readings that a command made.

use desk::sampling::round::RoundReport;
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes;

shapes! {
    /// `sample --json`.
    struct Sampled (accounts: usize, readings: RoundReport, skipped: Vec<SkippedAccount>) {
        /// Number of accounts that were sampled.
        accounts: usize = accounts,
        /// Number of successful readings, including those for which WeChat reports no figures.
        good: i64 = readings.good,
        /// Number of failed readings.
        failed: i64 = readings.failed,
        /// Number of skipped readings: the daily allowance is used up, or WeChat accepts no more.
        starved: i64 = readings.starved,
        /// Active accounts that were not sampled.
        skipped: Vec<SkippedAccount> = skipped,
        /// The failure of the last failed reading: `errcode-40164`, `token-errcode-45009`, `no-connection`, ….
        last_failure: Option<String> = readings.failure.map(|failure| failure.to_string()),
        /// The last error.
        last_error: Option<String> = readings.error,
    }
}

/// An account that was not sampled.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SkippedAccount {
    /// The name.
    pub(crate) account: String,
    /// The reason.
    pub(crate) reason: String,
}
