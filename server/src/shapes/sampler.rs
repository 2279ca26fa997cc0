//! A round of readings that a command made.

use desk::sampling::round::RoundReport;
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes;

shapes! {
    /// `sample --json`.
    struct Sampled (accounts: usize, readings: RoundReport, skipped: Vec<SkippedAccount>) {
        /// Accounts that were read.
        accounts: usize = accounts,
        /// Readings with figures, or with WeChat's word that there are none.
        good: i64 = readings.good,
        /// Readings that failed.
        failed: i64 = readings.failed,
        /// Readings not made: the day's allowance is used up, or WeChat refuses more.
        starved: i64 = readings.starved,
        /// Active accounts of which nothing was read.
        skipped: Vec<SkippedAccount> = skipped,
        /// The failure of the last reading that failed: `errcode-40164`, `token-errcode-45009`, `no-connection`, ….
        last_failure: Option<String> = readings.failure.map(|failure| failure.to_string()),
        /// The last thing that went wrong.
        last_error: Option<String> = readings.error,
    }
}

/// An account that was not read.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SkippedAccount {
    /// Its name.
    pub(crate) account: String,
    /// Why.
    pub(crate) reason: String,
}
