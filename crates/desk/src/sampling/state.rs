//! The state of the sampler.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};

use domain::{AccountId, InterfaceId};
use jiff::Timestamp;
use tokio::sync::{Mutex as AsyncMutex, Notify, OwnedMutexGuard, Semaphore};

use crate::background::{Tasks, lock};

/// The maximum number of readings at once, over all accounts.
pub const AT_ONCE: usize = 64;
/// The maximum number of readings at once of one account, so that a slow one never takes all places.
pub const AT_ONCE_PER_ACCOUNT: usize = 16;

/// The state of the sampler in memory. Everything that must survive a restart is in the database.
#[derive(Debug)]
pub(crate) struct Sampler {
    pub(super) places: Semaphore,
    pub(super) woken: Notify,
    /// Rounds under way, those that a person waits for too: none ends with the request that asked for it.
    pub(super) rounds: Tasks,
    memory: Mutex<Memory>,
}

/// The part of the state behind a lock.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Whose turn it is to read an account: one round at a time, or a slot would be answered twice.
    turns: HashMap<AccountId, Arc<AsyncMutex<()>>>,
    /// Accounts to be read at once, whatever their slots say.
    pub(super) retry: HashSet<AccountId>,
    /// Accounts to be read again at these times, whatever their slots say: what was read before is not final.
    retry_at: HashMap<AccountId, BTreeSet<Timestamp>>,
    /// Accounts whose allowance of the day is used up, and until when.
    pub(super) spent: HashMap<AccountId, Timestamp>,
    /// When somebody last asked for a reading now.
    pub(super) asked: HashMap<Asked, Timestamp>,
}

/// The target of a reading on request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Asked {
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

    /// Has every interface of an account read again in the first beat at or after each of these times.
    pub(super) fn retry_at(&self, account: AccountId, times: impl IntoIterator<Item = Timestamp>) {
        self.memory().retry_at.entry(account).or_default().extend(times);
    }

    /// Whether the account is to be read now, whatever its slots say.
    pub(super) fn wants_retry(&self, account: AccountId, now: Timestamp) -> bool {
        let mut memory = self.memory();
        let times = memory.retry_at.entry(account).or_default();
        let waiting = times.iter().copied().filter(|at| *at > now).collect();
        if std::mem::replace(times, waiting).len() > times.len() {
            memory.retry.insert(account);
        }
        memory.retry.contains(&account)
    }

    /// Notes that the account's allowance was changed, so that it does not count as used up any more; wakes the sampler.
    pub(crate) fn allowance_changed(&self, account: AccountId) {
        self.memory().spent.remove(&account);
        self.wake();
    }

    /// The turn to read an account, unless a round of it is under way.
    pub(super) fn try_turn(&self, account: AccountId) -> Option<OwnedMutexGuard<()>> {
        self.turns_of(account).try_lock_owned().ok()
    }

    /// The turn to read an account, once the rounds before are over.
    pub(super) async fn turn(&self, account: AccountId) -> OwnedMutexGuard<()> {
        self.turns_of(account).lock_owned().await
    }

    fn turns_of(&self, account: AccountId) -> Arc<AsyncMutex<()>> {
        Arc::clone(self.memory().turns.entry(account).or_default())
    }

    pub(super) fn memory(&self) -> MutexGuard<'_, Memory> {
        lock(&self.memory)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_read_again_at_every_time_that_was_planned() {
        let (sampler, account) = (Sampler::default(), AccountId(1));
        let at = |minute: i64| Timestamp::from_second(minute * 60).unwrap();
        let is_read = |now: i64| {
            let wanted = sampler.wants_retry(account, at(now));
            sampler.memory().retry.remove(&account);
            wanted
        };
        sampler.retry_at(account, [at(30)]);
        sampler.retry_at(account, [at(10), at(12)]);
        assert_eq!([9, 10, 11, 12, 29, 30, 31].map(is_read), [false, true, false, true, false, true, false]);
        sampler.retry_at(account, [at(40), at(41)]);
        assert_eq!([42, 43].map(is_read), [true, false], "one beat answers all times that have come");
    }
}
