//! Requests for a second person, and their decisions.

use std::sync::Arc;

use domain::clears::advice::ClearWarning;
use domain::clears::{RequestId, RequestState};
use domain::{Actor, Permission};
use store::AuditActor;
use store::clears::{ApprovalFacts, ClearRequest, DecideError, OrderedClear, RequestRejection};

use super::confirmation::Confirmation;
use super::orders::{ClearError, OrderResult, PlacedOrder, ReasonError, Target};
use crate::{Desk, Internal};

use_case_error! {
    /// An error of showing or deciding a request; nothing was sent then.
    #[derive(Debug, thiserror::Error)]
    pub enum RequestError: transparent Forbidden {
        /// There is no such request.
        #[error("request not found")]
        NoSuchRequest,
        /// It is not pending any more.
        #[error("the request is already decided or has expired")]
        NotPending(Box<ClearRequest>),
        /// The actor may not decide it: people do not decide their own requests nor withdraw those of others, and only
        /// people who signed in decide.
        #[error("this user cannot decide on the request")]
        NotDecider,
        /// The requester may not clear any more.
        #[error("the requester can no longer make clears")]
        RequesterNotAllowed,
        /// An error of the reason for declining.
        #[error("a reason of 1 to 500 characters is required")]
        Reason(ReasonError),
        /// The clear could not begin; the request stays pending.
        #[error(transparent)]
        Clear(ClearError),
    }
}

impl From<ClearError> for RequestError {
    fn from(error: ClearError) -> Self {
        match error {
            ClearError::Forbidden(forbidden) => Self::Forbidden(forbidden),
            ClearError::Internal(error) => Self::Internal(error),
            other => Self::Clear(other),
        }
    }
}

impl From<DecideError> for RequestError {
    fn from(error: DecideError) -> Self {
        match error {
            DecideError::NoSuchRequest => Self::NoSuchRequest,
            DecideError::NotPending(request) => Self::NotPending(request),
            DecideError::NotDecider => Self::NotDecider,
            DecideError::RequesterNotAllowed => Self::RequesterNotAllowed,
            DecideError::NotOrdered(error) => ClearError::from(error).into(),
            DecideError::Store(error) => error.into(),
        }
    }
}

/// The view of one request.
#[derive(Debug, Clone)]
pub struct RequestPage {
    /// The request.
    pub request: ClearRequest,
    /// Its state now.
    pub state: RequestState,
    /// Whether the reader asked for it.
    pub is_own: bool,
    /// The current facts while it is pending; `None` where it cannot be carried out any more.
    pub facts: Option<Confirmation>,
    /// The names of the others who may decide it.
    pub deciders: Vec<String>,
}

/// The pending requests that the page header shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PendingRequests {
    /// Other people's requests that the reader may decide, the oldest first.
    pub to_decide: Vec<ClearRequest>,
    /// The reader's own pending requests.
    pub own: Vec<ClearRequest>,
    /// The requests that the reader made, or whose clear they ordered too, that are over and that they have not seen since.
    pub over: Vec<ClearRequest>,
}

impl Desk {
    /// The pending requests for the page header; none for a reader who may not clear.
    ///
    /// # Errors
    /// [`Internal`] where the database fails.
    pub async fn waiting(&self, actor: &Actor) -> Result<PendingRequests, Internal> {
        if !actor.may(Permission::Clear) {
            return Ok(PendingRequests::default());
        }
        let (now, who) = (self.clock.now(), actor.to_string());
        let waiting = self.store.waiting_requests(now).await?;
        let (own, to_decide) = waiting.into_iter().partition(|request| request.actor == who);
        Ok(PendingRequests { to_decide, own, over: self.store.unseen_requests(&who, now).await? })
    }

    /// The requests that wait for a decision, the oldest first.
    ///
    /// # Errors
    /// [`RequestError::Forbidden`] or the database's failure.
    pub async fn open_clear_requests(&self, actor: &Actor) -> Result<Vec<ClearRequest>, RequestError> {
        actor.require(Permission::SeeLedger, None)?;
        Ok(self.store.waiting_requests(self.clock.now()).await?)
    }

    /// The newest requests, open or not, the newest first.
    ///
    /// # Errors
    /// [`RequestError::Forbidden`] or the database's failure.
    pub async fn clear_requests(&self, actor: &Actor, limit: u32) -> Result<Vec<ClearRequest>, RequestError> {
        actor.require(Permission::SeeLedger, None)?;
        Ok(self.store.clear_requests(limit.into()).await?)
    }

    /// One request, with the current facts while it is pending. For whoever asked for it, it then counts as seen.
    ///
    /// # Errors
    /// [`RequestError::NoSuchRequest`].
    pub async fn request_page(&self, actor: &Actor, id: RequestId) -> Result<RequestPage, RequestError> {
        actor.require(Permission::SeeLedger, None)?;
        let request = self.store.clear_request(id).await?.ok_or(RequestError::NoSuchRequest)?;
        let now = self.clock.now();
        let state = request.state(now);
        let who = actor.to_string();
        let is_own = request.actor == who;
        if state != RequestState::Waiting
            && self.write_fault().is_none()
            && let Err(error) = self.store.request_seen(id, &who, now).await
        {
            // The page is shown all the same; the request then stays news for a while.
            tracing::warn!(%error, "that a request was seen could not be saved");
        }
        let facts = if state == RequestState::Waiting { self.facts_of(actor, &request).await? } else { None };
        let deciders = self.others_who_may_clear(&request.actor).await?;
        Ok(RequestPage { request, state, is_own, facts, deciders })
    }

    /// Approves a request: the facts are compared again, the clear is written to the ledger with both names, and executed.
    /// `anyway_reason` is needed where every count is near 0 by now and the requester was not asked why they clear anyway.
    ///
    /// # Errors
    /// [`RequestError`]; nothing was sent then.
    pub async fn approve_request(
        self: &Arc<Self>,
        actor: &Actor,
        id: RequestId,
        seen: &str,
        anyway_reason: Option<&str>,
    ) -> Result<PlacedOrder, RequestError> {
        let request = self.to_decide(actor, id).await?;
        let target = self.target_of(&request).await?;
        self.check_clearable(&target, request.via).await?;
        if !self.facts_match(&target, seen).await? {
            return Err(RequestError::Clear(ClearError::Outdated));
        }
        let warnings = self.warning_words(&target).await?;
        let asked_why = warnings.contains(&ClearWarning::Pointless) && request.anyway_reason.is_none();
        let anyway_reason = asked_why.then(|| self.kept_reason(anyway_reason.unwrap_or_default())).transpose();
        let anyway_reason = anyway_reason.map_err(|error| RequestError::Clear(ClearError::Anyway(error)))?;
        let seen = ApprovalFacts { usage_before: self.usage_now(&target).await?, warnings, anyway_reason };
        let (desk, by) = (Arc::clone(self), AuditActor::from(actor));
        self.carry_out(async move {
            let (now, counting) = (desk.clock.now(), desk.counting());
            let approved = desk.store.approve_request(id, &seen, &by, now, &counting).await;
            Ok::<_, RequestError>(OrderedClear::New(approved?))
        })
        .await
    }

    /// Declines a request.
    ///
    /// # Errors
    /// [`RequestError`]; nothing is decided then.
    pub async fn decline_request(&self, actor: &Actor, id: RequestId, why: &str) -> Result<ClearRequest, RequestError> {
        self.to_decide(actor, id).await?;
        let why = self.kept_reason(why).map_err(RequestError::Reason)?;
        Ok(self
            .store
            .turn_down_request(id, RequestRejection::Declined(why), &AuditActor::from(actor), self.clock.now())
            .await?)
    }

    /// Withdraws one's own request.
    ///
    /// # Errors
    /// [`RequestError`]; it waits on then.
    pub async fn withdraw_request(&self, actor: &Actor, id: RequestId) -> Result<ClearRequest, RequestError> {
        actor.require(Permission::Clear, None)?;
        Ok(self
            .store
            .turn_down_request(id, RequestRejection::Withdrawn, &AuditActor::from(actor), self.clock.now())
            .await?)
    }

    /// The request, where the actor may decide it: a person who signed in, and not its requester.
    async fn to_decide(&self, actor: &Actor, id: RequestId) -> Result<ClearRequest, RequestError> {
        actor.require(Permission::Clear, None)?;
        let request = self.store.clear_request(id).await?.ok_or(RequestError::NoSuchRequest)?;
        if !matches!(actor, Actor::User { .. }) || request.actor == actor.to_string() {
            return Err(RequestError::NotDecider);
        }
        let waits = request.state(self.clock.now()) == RequestState::Waiting;
        if waits { Ok(request) } else { Err(RequestError::NotPending(Box::new(request))) }
    }

    async fn target_of(&self, request: &ClearRequest) -> Result<Target, ClearError> {
        let interface = request.interface.as_ref().map(|(id, _)| id.to_string());
        self.target(&request.account_id.to_string(), interface.as_deref()).await
    }

    /// The current facts; `None` where the target cannot be cleared any more.
    async fn facts_of(&self, actor: &Actor, request: &ClearRequest) -> Result<Option<Confirmation>, RequestError> {
        if !actor.may(Permission::Clear) {
            return Ok(None);
        }
        let interface = request.interface.as_ref().map(|(id, _)| id.to_string());
        match self.confirmation(actor, &request.account_id.to_string(), interface.as_deref()).await {
            Ok(facts) => Ok(Some(facts)),
            Err(ClearError::Internal(error)) => Err(error.into()),
            Err(_) => Ok(None),
        }
    }

    /// The names of the people beside `actor` who may approve a clear.
    pub(super) async fn others_who_may_clear(&self, actor: &str) -> Result<Vec<String>, Internal> {
        let users = self.store.users().await?.into_iter();
        let others =
            users.filter(|user| user.disabled_at.is_none() && user.role.may(Permission::Clear) && user.name != actor);
        Ok(others.map(|user| user.name).collect())
    }
}

impl PlacedOrder {
    /// The clear, where it is one.
    pub fn clear(&self) -> Option<&store::clears::Clear> {
        match &self.made {
            OrderResult::Clear(clear) => Some(clear),
            OrderResult::Request(_) => None,
        }
    }
}
