//! Which interfaces are watched on which account.

use async_trait::async_trait;
use domain::{AccountId, CgiPath, Contact, InterfaceId, LimitKind};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{AuditActor, StoreError};

/// One `cgi_path` on one account. No longer watched, it keeps its id and history, and goes on when watched again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interface {
    /// Its id, never reused.
    pub id: InterfaceId,
    /// The account it is watched on.
    pub account_id: AccountId,
    /// The path.
    pub cgi_path: CgiPath,
    /// When it was first watched.
    pub added_at: Timestamp,
    /// When watching stopped; `None` while it is watched.
    pub removed_at: Option<Timestamp>,
    /// The kind of its count, as readings show it; `None` where they show nothing.
    pub limit_kind_seen: Option<LimitKind>,
    /// The kind of its count that an admin set; `None` where it is found automatically.
    pub limit_kind_set: Option<LimitKind>,
    /// The actor who set it.
    pub limit_kind_set_by: Option<String>,
    /// When it was set.
    pub limit_kind_set_at: Option<Timestamp>,
    /// Its owner and note.
    pub contact: Contact,
}

/// The outcome of watching a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WatchOutcome {
    /// The interface was added, or is watched again.
    Added(InterfaceId),
    /// The interface was watched already.
    Already(InterfaceId),
}

/// Interfaces.
#[async_trait]
pub trait Interfaces {
    /// Watches `paths` on an account; one outcome for each path, in their order.
    async fn watch(
        &self,
        account: AccountId,
        paths: &[CgiPath],
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<Vec<WatchOutcome>, StoreError>;

    /// Stops watching one. False where it was not watched.
    async fn unwatch(&self, id: InterfaceId, by: &AuditActor, at: Timestamp) -> Result<bool, StoreError>;

    /// Sets the kind of an interface's count, or with `None` has it found automatically again. False where nothing changed.
    async fn set_limit_kind(
        &self,
        id: InterfaceId,
        kind: Option<LimitKind>,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Sets an interface's owner and note. False where nothing changed.
    async fn set_contact(
        &self,
        id: InterfaceId,
        contact: &Contact,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Keeps the kind of an interface's count that readings show; `None` where they show none any more. False where nothing
    /// changed.
    async fn keep_seen_limit_kind(&self, id: InterfaceId, kind: Option<LimitKind>) -> Result<bool, StoreError>;

    /// One interface, watched or not.
    async fn interface(&self, id: InterfaceId) -> Result<Option<Interface>, StoreError>;

    /// Every interface of an account, those watched no longer too, by path.
    async fn interfaces_of(&self, account: AccountId) -> Result<Vec<Interface>, StoreError>;
}
