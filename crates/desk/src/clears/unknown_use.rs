//! Interfaces of which nobody knows how much is used now, and why.

use domain::{AccountStatus, UsageState};
use jiff::Timestamp;
use store::StoreError;

use super::orders::Target;
use crate::Desk;
use crate::overview::Row;
use crate::sampling::plan::sampler_allowance;

/// The interfaces of a target whose use is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownUse {
    /// How many they are.
    pub interfaces: usize,
    /// How many interfaces the target has.
    pub of: usize,
    /// Why it is not known.
    pub why: UnknownReason,
}

/// Why nobody knows how much of an interface is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownReason {
    /// No interface of the account is watched.
    NothingWatched,
    /// The account is paused, so it is not read.
    Paused,
    /// WeChat refuses readings of the account until then (44993).
    RefusedUntil(Timestamp),
    /// The account's readings of the day are used up; the next ones are made at this time.
    AllowanceSpent(Timestamp),
    /// WeChat reports no figures for it.
    Unsupported,
    /// It was never read.
    NeverRead,
    /// There is no fresh reading with figures.
    NotRead,
}

impl Desk {
    /// The interfaces of a target whose use is not known; `rows` are all of its account.
    pub(super) async fn unknown_use(&self, target: &Target, rows: &[Row]) -> Result<Option<UnknownUse>, StoreError> {
        let only = target.interface_id();
        let of_target = || rows.iter().filter(|row| only.is_none_or(|only| row.id == only));
        let unknown: Vec<_> = of_target().filter(|row| row.current_figures().is_none()).collect();
        let of = of_target().count();
        if unknown.is_empty() && of > 0 {
            return Ok(None);
        }
        let why = self.why_unknown(target, &unknown).await?;
        Ok(Some(UnknownUse { interfaces: unknown.len(), of, why }))
    }

    async fn why_unknown(&self, target: &Target, unknown: &[&Row]) -> Result<UnknownReason, StoreError> {
        let (account, now) = (&target.account, self.clock.now());
        let all_are = |state: UsageState| unknown.iter().all(|row| row.state == state);
        if unknown.is_empty() {
            return Ok(UnknownReason::NothingWatched);
        }
        if account.status == AccountStatus::Paused {
            return Ok(UnknownReason::Paused);
        }
        if all_are(UsageState::Unsupported) {
            return Ok(UnknownReason::Unsupported);
        }
        if let Some(until) = self.starved_until(account, now) {
            return Ok(UnknownReason::RefusedUntil(until));
        }
        let zone = &self.settings.quota_zone;
        if self.store.readings_taken(account.id, zone.day_start(now)).await? >= sampler_allowance(account) {
            return Ok(UnknownReason::AllowanceSpent(zone.next_reset(now)));
        }
        Ok(if all_are(UsageState::Never) { UnknownReason::NeverRead } else { UnknownReason::NotRead })
    }
}
