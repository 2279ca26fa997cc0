//! Reading quotas: hourly by itself, and now where somebody asks.

pub mod now;
pub mod plan;
pub mod round;
pub mod status;

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::{AccountId, InterfaceId};
use jiff::Timestamp;
use tokio::sync::{Notify, Semaphore};

pub use now::{SampleNowError, SampleReport, Target};
pub use status::SamplerStatus;

/// Readings under way at once, over all accounts.
pub const AT_ONCE: usize = 64;
/// Readings under way at once of one account, so that a slow one never takes all places.
pub const AT_ONCE_PER_ACCOUNT: usize = 16;

/// What the sampler remembers between its beats. Everything that must survive a restart is in the database.
#[derive(Debug)]
pub(crate) struct Sampler {
    places: Semaphore,
    woken: Notify,
    memory: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    /// Accounts of which a round is under way; none of these begins another.
    busy: HashSet<AccountId>,
    /// Accounts to be read at once, whatever their slots say.
    retry: HashSet<AccountId>,
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
        Self { places: Semaphore::new(AT_ONCE), woken: Notify::new(), memory: Mutex::default() }
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

    fn memory(&self) -> MutexGuard<'_, Memory> {
        // Every change of the memory is one insertion or removal, so it is whole even after a panic elsewhere.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
