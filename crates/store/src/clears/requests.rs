//! Clears that a second person has to agree to.

use async_trait::async_trait;
use domain::clears::{RequestId, RequestState};
use domain::{AccountId, CgiPath, ClearId, InterfaceId, Scope, Via};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Clear, Counting, IntendError, UsageBefore};
use crate::{By, StoreError};

/// A request for a clear as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearRequest {
    /// The id.
    pub id: RequestId,
    /// The account whose counts are to be reset.
    pub account_id: AccountId,
    /// The present name of the account.
    pub account_name: String,
    /// The interface to reset; `None` for all of the account.
    pub interface: Option<(InterfaceId, CgiPath)>,
    /// The credential of the call.
    pub via: Via,
    /// The actor who asked, as the audit trail names them.
    pub actor: String,
    /// The reason.
    pub reason: String,
    /// The reason for overriding a barrier.
    pub override_reason: Option<String>,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it expires.
    pub expires_at: Timestamp,
    /// The stored state; [`Self::state`] is the one that counts.
    pub written: RequestState,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// The actor who decided it.
    pub decided_by: Option<String>,
    /// The reason of a decline.
    pub decision_reason: Option<String>,
    /// The clear of an approved request.
    pub clear: Option<ClearId>,
}

impl ClearRequest {
    /// The state at `now`.
    pub fn state(&self, now: Timestamp) -> RequestState {
        self.written.at(now, self.expires_at)
    }

    /// The scope of the clear.
    pub fn scope(&self) -> Scope {
        if self.interface.is_some() { Scope::Interface } else { Scope::Account }
    }
}

/// A decline or a withdrawal of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TurnedDown {
    /// By a second person, with a reason.
    Declined(String),
    /// By whoever asked.
    Withdrawn,
}

/// Why a request was not decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// There is no such request.
    #[error("there is no such request")]
    NoSuchRequest,
    /// It does not wait any more.
    #[error("the request is decided or expired")]
    Over(Box<ClearRequest>),
    /// One does not decide one's own, nor withdraw another's.
    #[error("this is not theirs to decide")]
    NotTheirs,
    /// Whoever asked may not clear any more.
    #[error("whoever asked may not clear any more")]
    AskerMayNot,
    /// The clear could not begin; the request waits on.
    #[error(transparent)]
    NotIntended(#[from] IntendError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Requests for clears. They are made by [`super::Clears::intend_clear`], in the step that finds a second person needed.
#[async_trait]
pub trait ClearRequests {
    /// A second person agrees: looks again for what stands in the way and writes the clear down, all in one step.
    ///
    /// # Errors
    /// [`DecideError`]; nothing is written then.
    async fn approve_request(
        &self,
        id: RequestId,
        usage_before: &[UsageBefore],
        by: &By,
        at: Timestamp,
        counting: &Counting,
    ) -> Result<Clear, DecideError>;

    /// A second person says no, or whoever asked takes it back.
    ///
    /// # Errors
    /// [`DecideError`]; nothing is written then.
    async fn turn_down_request(
        &self,
        id: RequestId,
        how: TurnedDown,
        by: &By,
        at: Timestamp,
    ) -> Result<ClearRequest, DecideError>;

    /// One request.
    async fn clear_request(&self, id: RequestId) -> Result<Option<ClearRequest>, StoreError>;

    /// The request that an actor's key made, with the hash of what was asked.
    async fn request_by_key(&self, actor: &str, key: &str) -> Result<Option<(ClearRequest, [u8; 32])>, StoreError>;

    /// The requests that wait at `now`, oldest first.
    async fn waiting_requests(&self, now: Timestamp) -> Result<Vec<ClearRequest>, StoreError>;

    /// The newest requests, newest first; at most `limit`.
    async fn clear_requests(&self, limit: i64) -> Result<Vec<ClearRequest>, StoreError>;

    /// What an actor asked for that is over by `now`, for a day at most, and they have not seen so; the newest first.
    async fn unseen_requests(&self, actor: &str, now: Timestamp) -> Result<Vec<ClearRequest>, StoreError>;

    /// Whoever asked has seen what became of it.
    async fn request_seen(&self, id: RequestId, at: Timestamp) -> Result<(), StoreError>;
}
