//! Sampling: reading quotas, hourly in the background and on request.

pub mod on_request;
pub mod plan;
pub mod round;
pub mod status;
pub(crate) mod unscheduled;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};

use domain::{AccountId, AccountStatus, InterfaceId};
use jiff::Timestamp;
use store::{Account, InterfaceNow};
use tokio::sync::{Mutex as AsyncMutex, Notify, OwnedMutexGuard, Semaphore};

pub use on_request::{SampleNowError, SampleReport, Target};
pub use status::SamplerStatus;

use crate::Desk;
use crate::background::{Tasks, lock};

/// The maximum number of readings at once, over all accounts.
pub const AT_ONCE: usize = 64;
/// The maximum number of readings at once of one account, so that a slow one never takes all places.
pub const AT_ONCE_PER_ACCOUNT: usize = 16;

/// The state of the sampler in memory. Everything that must survive a restart is in the database.
#[derive(Debug)]
pub(crate) struct Sampler {
    places: Semaphore,
    woken: Notify,
    /// Rounds under way, those that a person waits for too: none ends with the request that asked for it.
    rounds: Tasks,
    memory: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    /// Whose turn it is to read an account: one round at a time, or a slot would be answered twice.
    turns: HashMap<AccountId, Arc<AsyncMutex<()>>>,
    /// Accounts to be read at once, whatever their slots say.
    retry: HashSet<AccountId>,
    /// Accounts whose allowance of the day is used up, and until when.
    spent: HashMap<AccountId, Timestamp>,
    /// When somebody last asked for a reading now.
    asked: HashMap<Asked, Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Asked {
    Account(AccountId),
    Interface(InterfaceId),
}

impl Default for Sampler {
    fn default() -> Self {
        let (places, woken) = (Semaphore::new(AT_ONCE), Notify::new());
        Self { places, woken, rounds: Tasks::default(), memory: Mutex::default() }
    }
}

impl Sampler {
    /// Has the next beat come now.
    pub(crate) fn wake(&self) {
        self.woken.notify_one();
    }

    /// Has every interface of an account read in the next beat, which comes now.
    pub(crate) fn retry(&self, account: AccountId) {
        self.memory().retry.insert(account);
        self.wake();
    }

    /// Notes that the account's allowance was changed, so that it does not count as used up any more; wakes the sampler.
    pub(crate) fn allowance_changed(&self, account: AccountId) {
        self.memory().spent.remove(&account);
        self.wake();
    }

    /// The turn to read an account, unless a round of it is under way.
    fn try_turn(&self, account: AccountId) -> Option<OwnedMutexGuard<()>> {
        self.turns_of(account).try_lock_owned().ok()
    }

    /// The turn to read an account, once the rounds before are over.
    async fn turn(&self, account: AccountId) -> OwnedMutexGuard<()> {
        self.turns_of(account).lock_owned().await
    }

    fn turns_of(&self, account: AccountId) -> Arc<AsyncMutex<()>> {
        Arc::clone(self.memory().turns.entry(account).or_default())
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        lock(&self.memory)
    }
}

impl Desk {
    /// Waits for the rounds under way.
    pub async fn rounds_ended(&self) {
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
        let read = accounts.iter().filter(|account| self.is_read(account, now));
        read.filter_map(|account| {
            let count = *counts.get(&account.id)?;
            Some((account.id, plan::period_hours(count, plan::sampler_allowance(account))))
        })
        .collect()
    }
}
