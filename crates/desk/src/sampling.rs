//! Sampling: reading quotas, hourly in the background and on request.

pub mod on_request;
pub mod plan;
pub mod round;
mod state;
pub mod status;
pub(crate) mod unscheduled;

use std::collections::HashMap;

use domain::{AccountId, AccountStatus};
use jiff::Timestamp;
use store::{Account, InterfaceNow};

pub use on_request::{RequestedReadingError, SampleReport, Target};
pub(crate) use state::Sampler;
pub use state::{AT_ONCE, AT_ONCE_PER_ACCOUNT};
pub use status::SamplerStatus;

use crate::Desk;

impl Desk {
    /// Waits for the rounds under way.
    pub async fn wait_for_rounds(&self) {
        self.sampler.rounds.wait().await;
    }

    /// Until when WeChat refuses readings of an account (44993), where it does so now.
    ///
    /// A time beyond the next reset was written under a clock that has since been set back, and counts for nothing.
    pub(crate) fn starved_until(&self, account: &Account, now: Timestamp) -> Option<Timestamp> {
        let reset = self.settings.quota_zone.next_reset(now);
        account.starved_until.filter(|until| *until > now && *until <= reset)
    }

    /// Whether the sampler reads an account now: it is active, and neither refused by WeChat nor out of its allowance.
    fn is_read(&self, account: &Account, now: Timestamp) -> bool {
        let spent = self.sampler.memory().spent.get(&account.id).is_some_and(|until| *until > now);
        account.status == AccountStatus::Active && self.starved_until(account, now).is_none() && !spent
    }

    /// The hours between two readings of an interface, for each account that is being read and has something to read.
    pub(crate) fn periods(
        &self,
        interfaces: &[InterfaceNow],
        accounts: &[Account],
        now: Timestamp,
    ) -> HashMap<AccountId, i64> {
        let mut counts: HashMap<AccountId, usize> = HashMap::new();
        for interface in interfaces {
            *counts.entry(interface.account_id).or_default() += 1;
        }
        let interval = self.live().values.reading_interval_hours;
        let read = accounts.iter().filter(|account| self.is_read(account, now));
        read.filter_map(|account| {
            let count = *counts.get(&account.id)?;
            Some((account.id, plan::period_hours(count, plan::sampler_allowance(account), interval)))
        })
        .collect()
    }
}
