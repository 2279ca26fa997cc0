//! Falls that no clear of ours explains, and the clears made elsewhere that are guessed from them.

use async_trait::async_trait;
use domain::{AccountId, ClearId, InterfaceId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Clear, Counting};
use crate::{AuditActor, StoreError};

/// What an interface had used by a reading, before counts fell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsedBefore {
    /// The interface.
    pub interface: InterfaceId,
    /// When it was read.
    pub at: Timestamp,
    /// Calls made by then.
    pub used: i64,
    /// Calls allowed that day; 0 where that was not written down.
    #[serde(default)]
    pub limit: i64,
    /// Whether its count was seen to fall; the others are to be looked at beside it.
    pub fell: bool,
}

/// A fall of an account's counts that is to be checked again, since a clear may have been made elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuspectedClear {
    /// The account whose counts fell.
    pub account: AccountId,
    /// When the fall was read.
    pub seen_at: Timestamp,
    /// When to check again.
    pub due_at: Timestamp,
    /// The calls that the account's interfaces had used before.
    pub before: Vec<UsedBefore>,
}

/// Guesses.
#[async_trait]
pub trait Guesses {
    /// Stores a suspicion. Nothing changes where the account has one already.
    async fn add_suspected_clear(&self, suspicion: &SuspectedClear) -> Result<(), StoreError>;

    /// The suspicions that are due at `now`.
    async fn due_suspected_clears(&self, now: Timestamp) -> Result<Vec<SuspectedClear>, StoreError>;

    /// Moves the time at which a suspicion is due.
    async fn postpone_suspicion(&self, account: AccountId, due_at: Timestamp) -> Result<(), StoreError>;

    /// Ends a suspicion with the guesses it came to: of all of the account (`None`) or of single interfaces. Where it had
    /// ended already, nothing is written.
    async fn resolve_suspected_clear(
        &self,
        suspicion: &SuspectedClear,
        guesses: &[Option<InterfaceId>],
        at: Timestamp,
        counting: &Counting,
    ) -> Result<Vec<Clear>, StoreError>;

    /// A guess is wrong, and costs nothing; gives it. `None` where there is no such guess, or it was dismissed before.
    async fn dismiss_guess(
        &self,
        id: ClearId,
        reason: &str,
        by: &AuditActor,
        at: Timestamp,
        counting: &Counting,
    ) -> Result<Option<Clear>, StoreError>;
}
