//! Clears that a second person has to agree to.

use async_trait::async_trait;
use domain::clears::RequestId;
use domain::clears::advice::ClearWarning;
use domain::{AccountId, InterfaceId};
use jiff::Timestamp;

use super::request::ClearRequest;
use super::{Clear, Counting, OrderError, UsageBefore};
use crate::{AuditActor, StoreError};

/// A decline or a withdrawal of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestRejection {
    /// By a second person, with a reason.
    Declined(String),
    /// By whoever asked.
    Withdrawn,
}

/// Why a request was not decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// There is no such request.
    #[error("request not found")]
    NoSuchRequest,
    /// It does not wait any more.
    #[error("the request is already decided or has expired")]
    NotPending(Box<ClearRequest>),
    /// One does not decide one's own, nor withdraw another's.
    #[error("this user cannot decide on the request")]
    NotDecider,
    /// Whoever asked may not clear any more.
    #[error("the requester can no longer make clears")]
    RequesterNotAllowed,
    /// The clear could not begin; the request waits on.
    #[error(transparent)]
    NotOrdered(#[from] OrderError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The facts at the time when a second person agrees, which are written down with the clear.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApprovalFacts {
    /// The newest good figures of what is cleared, the most used first.
    pub usage_before: Vec<UsageBefore>,
    /// What speaks against the clear.
    pub warnings: Vec<ClearWarning>,
    /// Why one clears although every count is near 0, where whoever agrees was asked; else the requester's reason is kept.
    pub anyway_reason: Option<String>,
}

/// Requests for clears. They are made by [`super::Clears::order_clear`], in the step that finds a second person needed.
#[async_trait]
pub trait ClearRequests {
    /// A second person agrees: looks again for what stands in the way and writes the clear down, all in one step.
    ///
    /// # Errors
    /// [`DecideError`]; nothing is written then.
    async fn approve_request(
        &self,
        id: RequestId,
        seen: &ApprovalFacts,
        by: &AuditActor,
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
        how: RequestRejection,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<ClearRequest, DecideError>;

    /// One request.
    async fn clear_request(&self, id: RequestId) -> Result<Option<ClearRequest>, StoreError>;

    /// The request that an actor's key made or led to, with the hash of the order.
    async fn request_by_key(&self, actor: &str, key: &str) -> Result<Option<(ClearRequest, [u8; 32])>, StoreError>;

    /// The requests that wait at `now`, oldest first.
    async fn waiting_requests(&self, now: Timestamp) -> Result<Vec<ClearRequest>, StoreError>;

    /// The newest requests, newest first; at most `limit`.
    async fn clear_requests(&self, limit: i64) -> Result<Vec<ClearRequest>, StoreError>;

    /// The newest request for a clear of one interface of an account, or of all of them, whatever became of it.
    async fn newest_request(
        &self,
        account: AccountId,
        interface: Option<InterfaceId>,
    ) -> Result<Option<ClearRequest>, StoreError>;

    /// What an actor asked for that is over by `now`, for a day at most, and they have not seen so; the newest first. Who
    /// ordered what was asked for already asked for it too. What they decided themselves is no news to them.
    async fn unseen_requests(&self, actor: &str, now: Timestamp) -> Result<Vec<ClearRequest>, StoreError>;

    /// An actor who asked has seen what became of it; of another actor nothing is written.
    async fn request_seen(&self, id: RequestId, actor: &str, at: Timestamp) -> Result<(), StoreError>;
}
