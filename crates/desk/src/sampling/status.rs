//! The status of the sampler, for its page.

use std::collections::HashMap;

use domain::{AccountId, AccountStatus, Actor, Permission};
use jiff::{SignedDuration, Timestamp};
pub use store::SamplerHour;
use store::{Account, StoreError};

use super::plan;
use crate::Desk;

use_case_error! {
    /// An error of showing the sampler's status.
    #[derive(Debug, thiserror::Error)]
    pub enum StatusError: transparent Forbidden {}
}

/// The sampler's status of one account.
#[derive(Debug, Clone)]
pub struct AccountSampling {
    /// The account.
    pub account: Account,
    /// Interfaces watched.
    pub interfaces: usize,
    /// Hours between two readings of an interface.
    pub period_hours: i64,
    /// The hours that are set between two readings; fewer than there are where the allowance is too small.
    pub interval_hours: i64,
    /// Readings made on the quota day that is now.
    pub taken: i64,
    /// Readings the sampler may make a quota day.
    pub allowance: i64,
    /// Why it is not being read, or is.
    pub state: SamplingState,
    /// The last round.
    pub last: Option<LastRound>,
    /// When the next reading is due; `None` where none is.
    pub next_at: Option<Timestamp>,
}

/// The state of an account's readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SamplingState {
    /// As planned.
    Running,
    /// Its allowance of the day is used up; it goes on at the reset.
    AllowanceSpent,
    /// WeChat refuses more readings (44993) until then.
    RefusedUntil(Timestamp),
    /// Paused by a person.
    Paused,
    /// No interface is watched.
    NoInterfaces,
}

/// A round of readings that ended.
#[derive(Debug, Clone)]
pub struct LastRound {
    /// When it began.
    pub started_at: Timestamp,
    /// How long it took.
    pub took: SignedDuration,
    /// Readings with figures.
    pub good: i64,
    /// Readings that failed.
    pub failed: i64,
    /// Readings not made.
    pub starved: i64,
    /// The last thing that went wrong.
    pub error: Option<String>,
}

/// The view of the sampler.
#[derive(Debug, Clone)]
pub struct SamplerStatus {
    /// Account by account, by name; retired ones left out.
    pub accounts: Vec<AccountSampling>,
    /// The newest 24 hours in which something was read, newest first.
    pub hours: Vec<SamplerHour>,
}

/// The name under which the last round of an account is kept.
pub(crate) fn task_name(account: AccountId) -> String {
    format!("sampling/{account}")
}

impl Desk {
    /// The status of the sampler.
    ///
    /// # Errors
    /// [`StatusError`].
    pub async fn sampler_status(&self, actor: &Actor) -> Result<SamplerStatus, StatusError> {
        actor.require(Permission::SeeUsage, None)?;
        Ok(self.sampler_status_now().await?)
    }

    /// The status of the sampler, without a check of who asks.
    pub(crate) async fn sampler_status_now(&self) -> Result<SamplerStatus, StoreError> {
        let now = self.clock.now();
        let day = self.settings.quota_zone.day_start(now);
        let interfaces = self.store.interfaces_now(None).await?;
        let mut runs: HashMap<_, _> =
            self.store.task_runs().await?.into_iter().map(|run| (run.name.clone(), run)).collect();
        let mut accounts = Vec::new();
        for account in self.store.accounts().await? {
            if account.status == AccountStatus::Retired {
                continue;
            }
            let taken = self.store.readings_taken(account.id, day).await?;
            let of_account: Vec<_> = interfaces.iter().filter(|i| i.account_id == account.id).cloned().collect();
            let last = runs.remove(&task_name(account.id)).map(|run| {
                let mut counts = run.summary.split('/').map(|count| count.parse().unwrap_or_default());
                let mut count = || counts.next().unwrap_or_default();
                LastRound {
                    started_at: run.started_at,
                    took: run.ended_at.duration_since(run.started_at),
                    good: count(),
                    failed: count(),
                    starved: count(),
                    error: run.error,
                }
            });
            let allowance = plan::sampler_allowance(&account);
            let state = match (account.status, self.starved_until(&account, now)) {
                (AccountStatus::Paused, _) => SamplingState::Paused,
                _ if of_account.is_empty() => SamplingState::NoInterfaces,
                (_, Some(until)) => SamplingState::RefusedUntil(until),
                _ if taken >= allowance => SamplingState::AllowanceSpent,
                _ => SamplingState::Running,
            };
            let periods = self.periods(&of_account, std::slice::from_ref(&account), now);
            let next_at = match state {
                SamplingState::Running => plan::next_read(&of_account, &periods, &self.settings.quota_zone, now),
                SamplingState::AllowanceSpent => Some(self.settings.quota_zone.next_reset(now)),
                SamplingState::RefusedUntil(until) => Some(until),
                SamplingState::Paused | SamplingState::NoInterfaces => None,
            };
            let interval_hours = self.live().values.reading_interval_hours;
            let period_hours = plan::period_hours(of_account.len(), allowance, interval_hours);
            let interfaces = of_account.len();
            accounts.push(AccountSampling {
                account,
                interfaces,
                period_hours,
                interval_hours,
                taken,
                allowance,
                state,
                last,
                next_at,
            });
        }
        Ok(SamplerStatus { accounts, hours: self.store.sampler_hours(24).await? })
    }
}
