//! Notices: messages to people about what wxquota saw and did, and which of them a reader has read.

use domain::{Actor, Event, InterfaceId, NoticeId, Permission};
use jiff::Timestamp;
pub use store::notices::{Acknowledgement, Notice, NoticeQuery};
use store::policies::KillSwitch;
use store::{AuditActor, StoreError};

use crate::clears::PendingRequests;
use crate::{Desk, Internal};

/// The count of unread notices at which counting ends.
pub const MOST_UNREAD: i64 = 100;

use_case_error! {
    /// An error of a use case about notices.
    #[derive(Debug, thiserror::Error)]
    pub enum NoticeError: transparent Forbidden {
        /// There is no such notice, or no more.
        #[error("notice not found")]
        NoSuchNotice,
    }
}

/// The status that the page header shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeaderSummary {
    /// What waits for a second person, as far as the reader has to do with it.
    pub waiting: PendingRequests,
    /// Whether automatic clears are stopped.
    pub kill_switch: Option<KillSwitch>,
    /// How many notices the reader has not read, [`MOST_UNREAD`] at the most.
    pub unread: i64,
}

impl Desk {
    /// The status for the page header, as the reader may see it.
    ///
    /// # Errors
    /// [`Internal`] where the database fails.
    pub async fn standing(&self, actor: &Actor) -> Result<HeaderSummary, Internal> {
        let kill_switch = if actor.may(Permission::SeeUsage) { self.store.kill_switch().await? } else { None };
        let unread = match actor {
            Actor::User { id, .. } => self.store.unread_notices(*id, MOST_UNREAD).await?.1,
            _ => 0,
        };
        Ok(HeaderSummary { waiting: self.waiting(actor).await?, kill_switch, unread })
    }

    /// Notices, the newest first, and up to which one the reader has read.
    ///
    /// # Errors
    /// [`NoticeError::Forbidden`] or the database's failure.
    pub async fn notices(&self, actor: &Actor, query: &NoticeQuery) -> Result<(Vec<Notice>, NoticeId), NoticeError> {
        actor.require(Permission::SeeUsage, query.account)?;
        let read_up_to = match actor {
            Actor::User { id, .. } => self.store.unread_notices(*id, 0).await?.0,
            _ => NoticeId(i64::MAX),
        };
        Ok((self.notices_for(actor, query).await?, read_up_to))
    }

    /// One notice.
    ///
    /// # Errors
    /// [`NoticeError::NoSuchNotice`], [`NoticeError::Forbidden`].
    pub async fn notice(&self, actor: &Actor, id: NoticeId) -> Result<Notice, NoticeError> {
        actor.require(Permission::SeeUsage, None)?;
        let notice = self.store.notice(id).await?.ok_or(NoticeError::NoSuchNotice)?;
        Ok(as_seen_by(actor, notice))
    }

    /// Acknowledges a notice for the actor; one that was acknowledged before stays as it is. Gives the notice.
    ///
    /// # Errors
    /// [`NoticeError::NoSuchNotice`], [`NoticeError::Forbidden`].
    pub async fn acknowledge_notice(&self, actor: &Actor, id: NoticeId) -> Result<Notice, NoticeError> {
        actor.require(Permission::Acknowledge, None)?;
        self.require_writable()?;
        let done = self.store.acknowledge_notice(id, &AuditActor::from(actor), self.clock.now()).await?;
        done.ok_or(NoticeError::NoSuchNotice)?;
        self.notice(actor, id).await
    }

    /// The notices about an interface since then, the newest first.
    ///
    /// # Errors
    /// [`NoticeError::Forbidden`] or the database's failure.
    pub async fn interface_notices(
        &self,
        actor: &Actor,
        interface: InterfaceId,
        since: Timestamp,
        limit: i64,
    ) -> Result<Vec<Notice>, NoticeError> {
        actor.require(Permission::SeeUsage, None)?;
        let query = NoticeQuery { interface: Some(interface), since: Some(since), limit, ..NoticeQuery::default() };
        Ok(self.notices_for(actor, &query).await?)
    }

    /// Notices as the actor may see them. Who may not see the ledger finds the clears of policies as clears, and by that kind.
    pub(crate) async fn notices_for(&self, actor: &Actor, query: &NoticeQuery) -> Result<Vec<Notice>, StoreError> {
        if actor.may(Permission::SeeLedger) {
            return self.store.notices(query).await;
        }
        let event = match query.event {
            Some(Event::PolicyClears) => return Ok(Vec::new()),
            Some(Event::ClearMade) => Some(Event::PolicyClears),
            other => other,
        };
        let found = self.store.notices(&NoticeQuery { event, ..query.clone() }).await?;
        Ok(found.into_iter().map(Notice::without_who).collect())
    }

    /// Marks all notices up to this one as read by the actor.
    ///
    /// # Errors
    /// [`NoticeError::Forbidden`] or the database's failure.
    pub async fn read_notices(&self, actor: &Actor, up_to: NoticeId) -> Result<(), NoticeError> {
        actor.require(Permission::SeeUsage, None)?;
        if let Actor::User { id, .. } = actor {
            self.store.read_notices(*id, up_to).await?;
        }
        Ok(())
    }
}

/// A notice as the actor may see it: of a clear, who made it and why is for those who see the ledger.
fn as_seen_by(actor: &Actor, notice: Notice) -> Notice {
    if actor.may(Permission::SeeLedger) { notice } else { notice.without_who() }
}
