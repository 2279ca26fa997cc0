//! Readings: kept for ever, packed by day (see [`crate::pack`]), the newest ones at hand.

use async_trait::async_trait;
use domain::{AccountId, CgiPath, Figures, InterfaceId, LimitKind, Outcome, RateLimit, Reading};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::StoreError;

/// A reading to keep.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSample {
    /// Of which interface.
    pub interface: InterfaceId,
    /// What was read.
    pub reading: Reading,
    /// Where it failed: what WeChat or the network said, redacted, for people.
    pub detail: Option<String>,
    /// The sampler's slot that this reading answers; `None` for one that a person asked for.
    pub slot: Option<i64>,
    /// Whether its figures seem to be those of the day before ([`domain::reading::seems_of_day_before`]): it is kept, and
    /// [`InterfaceNow::good`] stays as it is.
    pub of_day_before: bool,
}

/// A watched interface of an account that is not retired, with its newest readings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InterfaceNow {
    /// The interface.
    pub id: InterfaceId,
    /// Its account.
    pub account_id: AccountId,
    /// Its path.
    pub cgi_path: CgiPath,
    /// When the newest reading was made, and what came of it; `None` before the first.
    pub newest: Option<(Timestamp, Outcome)>,
    /// What was said of the newest reading's failure, redacted.
    pub detail: Option<String>,
    /// The newest good reading, those left out that seem to give the figures of the day before.
    pub good: Option<(Timestamp, Figures)>,
    /// The per-period limit last told.
    pub rate_limit: Option<RateLimit>,
    /// The same for calls on the account's behalf.
    pub component_rate_limit: Option<RateLimit>,
    /// The sampler's slot that was last answered.
    pub slot: Option<i64>,
    /// The kind of its count, as readings show it.
    pub limit_kind_seen: Option<LimitKind>,
    /// The kind of its count that an admin set.
    pub limit_kind_set: Option<LimitKind>,
}

/// What the sampler did in one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SamplerHour {
    /// The hour's start, UTC milliseconds.
    pub hour_ms: i64,
    /// Readings with figures (or 0/0/0).
    pub good: i64,
    /// Readings that failed.
    pub failed: i64,
    /// Readings that were due and not made, because the account's allowance was used up.
    pub starved: i64,
    /// Milliseconds from the first question to the last answer, summed over the hour's rounds.
    pub busy_ms: i64,
    /// When the last round ended, UTC milliseconds.
    pub last_at_ms: i64,
}

/// Readings.
#[async_trait]
pub trait Samples {
    /// Keeps readings, all in one transaction; a reading up to an hour older than the newest one is kept in its place in
    /// the history and does not become the newest; one older still was made under a clock set back, and does. An equal reading of the same interface and instant is kept once.
    async fn add_samples(&self, samples: &[NewSample]) -> Result<(), StoreError>;

    /// Every watched interface of every account that is not retired (of one, where `account` is given), with its newest
    /// readings; by id.
    async fn interfaces_now(&self, account: Option<AccountId>) -> Result<Vec<InterfaceNow>, StoreError>;

    /// One interface with its newest readings, watched or not.
    async fn interface_now(&self, id: InterfaceId) -> Result<Option<InterfaceNow>, StoreError>;

    /// The readings of (at least) the last 24 hours before the newest one, oldest first, for each of `ids`.
    async fn recent(&self, ids: &[InterfaceId]) -> Result<Vec<(InterfaceId, Vec<Reading>)>, StoreError>;

    /// The readings of one interface in `[from, to)`, oldest first.
    async fn readings(&self, id: InterfaceId, from: Timestamp, to: Timestamp) -> Result<Vec<Reading>, StoreError>;

    /// The newest readings of one interface in `[from, to)`, newest first: those of the last `days` UTC days in it that have
    /// any. `days` is 2 or more, so that there are none only where none are left.
    async fn newest_readings(
        &self,
        id: InterfaceId,
        from: Timestamp,
        to: Timestamp,
        days: i64,
    ) -> Result<Vec<Reading>, StoreError>;

    /// Takes up to `wanted` readings out of an account's allowance of the quota day that began at `day_start`, as long
    /// as no more than `limit` are used that day; gives how many were granted.
    async fn take_readings(
        &self,
        account: AccountId,
        day_start: Timestamp,
        wanted: i64,
        limit: i64,
    ) -> Result<i64, StoreError>;

    /// As [`Self::take_readings`], for incidents: also as long as no more than `limit_of_incidents` of that day's readings were
    /// taken in this way.
    async fn take_readings_for_incidents(
        &self,
        account: AccountId,
        day_start: Timestamp,
        wanted: i64,
        limit: i64,
        limit_of_incidents: i64,
    ) -> Result<i64, StoreError>;

    /// Gives `count` taken readings back, because they were not made after all.
    async fn return_readings(&self, account: AccountId, day_start: Timestamp, count: i64) -> Result<(), StoreError>;

    /// As [`Self::return_readings`], of readings that were taken for incidents.
    async fn return_readings_for_incidents(
        &self,
        account: AccountId,
        day_start: Timestamp,
        count: i64,
    ) -> Result<(), StoreError>;

    /// How many readings of the account's allowance are used on the quota day that began at `day_start`.
    async fn readings_taken(&self, account: AccountId, day_start: Timestamp) -> Result<i64, StoreError>;

    /// Adds to what the sampler did in an hour.
    async fn add_sampler_hour(&self, hour: SamplerHour) -> Result<(), StoreError>;

    /// What the sampler did in the newest hours, newest first.
    async fn sampler_hours(&self, limit: i64) -> Result<Vec<SamplerHour>, StoreError>;
}
