//! Requests in SQLite.

use async_trait::async_trait;
use constcat::concat;
use domain::audit::AuditAction;
use domain::clears::{Confirmations, RequestId, RequestState};
use domain::{AccountId, ClearId, InterfaceId};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use sqlx::SqliteConnection;

use super::super::{SqliteStore, accounts};
use super::intending;
use super::request_rows::{SELECT, by_key, one, there};
use crate::clears::{
    ApprovalFacts, Clear, ClearRequest, ClearRequests, Counting, DecideError, NewClear, RequestRejection,
};
use crate::sqlite::query::{execute, fetch_one, params};
use crate::{AuditActor, NewAuditLine, StoreError};

const KEY_AND_HASH: &str = "SELECT idempotency_key, request_hash FROM clear_requests WHERE id = $1";
const WAITING: &str = concat!(SELECT, "WHERE state = 'waiting' AND expires_at > $1 ORDER BY clear_requests.id");
const NEWEST: &str = concat!(SELECT, "ORDER BY clear_requests.id DESC LIMIT $1");
const NEWEST_FOR: &str = concat!(
    SELECT,
    "WHERE clear_requests.account_id = $1 AND interface_id IS $2 ORDER BY clear_requests.id DESC LIMIT 1"
);
const UNSEEN: &str = concat!(
    SELECT,
    "WHERE clear_requests.id IN (
           SELECT own.id FROM clear_requests AS own WHERE own.actor = $1 AND own.seen_at IS NULL
           UNION ALL
           SELECT request_id FROM clear_request_keys AS joined WHERE joined.actor = $1 AND joined.seen_at IS NULL)
       AND decided_by IS NOT $1 AND (state <> 'waiting' OR expires_at <= $2) AND COALESCE(decided_at, expires_at) > $3
     ORDER BY clear_requests.id DESC"
);
const DECIDE: &str = "UPDATE clear_requests
     SET state = $2, decided_at = $3, decided_by = $4, decision_reason = $5, clear_id = $6
     WHERE id = $1 AND state = 'waiting'";
/// Users who may clear: the roles of [`domain::Permission::Clear`].
const MAY_NO_MORE: &str = "SELECT EXISTS (SELECT 1 FROM users
     WHERE name = $1 AND (disabled_at IS NOT NULL OR role NOT IN ('lead', 'admin')))";
const IS_UNSEEN: &str = "SELECT EXISTS (SELECT 1 FROM clear_requests WHERE id = $1 AND actor = $2 AND seen_at IS NULL)
     OR EXISTS (SELECT 1 FROM clear_request_keys WHERE request_id = $1 AND actor = $2 AND seen_at IS NULL)";
const SEEN: &str = "UPDATE clear_requests SET seen_at = $3 WHERE id = $1 AND actor = $2 AND seen_at IS NULL";
const SEEN_BY_JOINED: &str =
    "UPDATE clear_request_keys SET seen_at = $3 WHERE request_id = $1 AND actor = $2 AND seen_at IS NULL";

/// For so long what became of a request is news.
const NEWS_FOR: SignedDuration = SignedDuration::from_hours(24);

/// The request, where it waits and may be decided.
async fn to_decide(
    write: &mut SqliteConnection,
    id: RequestId,
    by: &AuditActor,
    own: bool,
    at: Timestamp,
) -> Result<ClearRequest, DecideError> {
    let request = one(write, id).await?.ok_or(DecideError::NoSuchRequest)?;
    if (request.actor == by.actor) != own {
        return Err(DecideError::NotDecider);
    }
    if request.state(at) == RequestState::Waiting {
        Ok(request)
    } else {
        Err(DecideError::NotPending(Box::new(request)))
    }
}

/// The request's decision, written down.
struct Decision<'a> {
    state: RequestState,
    reason: Option<&'a str>,
    clear: Option<ClearId>,
}

async fn decide(
    write: &mut SqliteConnection,
    id: RequestId,
    decision: Decision<'_>,
    by: &AuditActor,
    at: Timestamp,
) -> Result<(), StoreError> {
    let Decision { state, reason, clear } = decision;
    match execute(write, DECIDE, params![id, state, at, by.actor, reason, clear]).await? {
        1 => Ok(()),
        _ => Err(StoreError::Inconsistent(format!("request {id} is decided"))),
    }
}

/// Agrees to a request; `write` is a transaction.
async fn approve(
    write: &mut SqliteConnection,
    id: RequestId,
    seen: &ApprovalFacts,
    by: &AuditActor,
    at: Timestamp,
    counting: &Counting,
) -> Result<Clear, DecideError> {
    let request = to_decide(write, id, by, false, at).await?;
    let interface = request.interface.as_ref().map(|(id, _)| *id);
    if fetch_one(write, MAY_NO_MORE, params![request.actor]).await? {
        return Err(DecideError::RequesterNotAllowed);
    }
    // Whoever asked typed the name, where that was asked for; whoever agrees sees all that has changed since.
    let insistence = Confirmations { overriding: request.override_reason.is_some(), name_typed: true, agreed: true };
    let admitted = intending::admitted(write, request.account_id, interface, insistence, at, counting).await?;
    let (key, request_hash) = fetch_one(write, KEY_AND_HASH, params![id]).await?;
    let new = NewClear {
        account: request.account_id,
        interface,
        via: request.via,
        reason: request.reason,
        override_reason: request.override_reason,
        warnings: seen.warnings.clone(),
        anyway_reason: seen.anyway_reason.clone().or(request.anyway_reason),
        name_typed: true,
        break_glass: false,
        key,
        request_hash,
        usage_before: seen.usage_before.clone(),
    };
    let asked_by = AuditActor { actor: request.actor, user: None, token: None, address: None };
    let clear = intending::add(write, new, Some(&by.actor), &asked_by, at, admitted).await?;
    let decision = Decision { state: RequestState::Approved, reason: None, clear: Some(clear.id) };
    decide(write, id, decision, by, at).await?;
    Ok(clear)
}

#[async_trait]
impl ClearRequests for SqliteStore {
    async fn approve_request(
        &self,
        id: RequestId,
        seen: &ApprovalFacts,
        by: &AuditActor,
        at: Timestamp,
        counting: &Counting,
    ) -> Result<Clear, DecideError> {
        let mut write = self.begin().await?;
        let clear = approve(&mut write, id, seen, by, at, counting).await?;
        let act = intending::order_act(&mut write, AuditAction::RequestApproved, &clear).await?;
        write.commit_with(act, by, at).await?;
        Ok(clear)
    }

    async fn turn_down_request(
        &self,
        id: RequestId,
        how: RequestRejection,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<ClearRequest, DecideError> {
        let mut write = self.begin().await?;
        let (what, state, reason) = match &how {
            RequestRejection::Declined(reason) => {
                (AuditAction::RequestDeclined, RequestState::Declined, Some(reason.as_str()))
            }
            RequestRejection::Withdrawn => (AuditAction::RequestWithdrawn, RequestState::Withdrawn, None),
        };
        let request = to_decide(&mut write, id, by, how == RequestRejection::Withdrawn, at).await?;
        decide(&mut write, id, Decision { state, reason, clear: None }, by, at).await?;
        let account = accounts::subject_of(&mut write, request.account_id).await?;
        let after = json!({ "request": id, "asked_by": request.actor });
        let act = NewAuditLine { reason: reason.map(str::to_owned), ..NewAuditLine::on(what, account).after(after) };
        write.record(act, by, at).await?;
        let decided = there(&mut write, id).await?;
        write.commit().await?;
        Ok(decided)
    }

    async fn clear_request(&self, id: RequestId) -> Result<Option<ClearRequest>, StoreError> {
        one(&mut *self.reader.acquire().await?, id).await
    }

    async fn request_by_key(&self, actor: &str, key: &str) -> Result<Option<(ClearRequest, [u8; 32])>, StoreError> {
        by_key(&mut *self.reader.acquire().await?, actor, key).await
    }

    async fn waiting_requests(&self, now: Timestamp) -> Result<Vec<ClearRequest>, StoreError> {
        self.fetch_all(WAITING, params![now]).await
    }

    async fn clear_requests(&self, limit: i64) -> Result<Vec<ClearRequest>, StoreError> {
        self.fetch_all(NEWEST, params![limit.max(0)]).await
    }

    async fn newest_request(
        &self,
        account: AccountId,
        interface: Option<InterfaceId>,
    ) -> Result<Option<ClearRequest>, StoreError> {
        self.fetch_optional(NEWEST_FOR, params![account, interface]).await
    }

    async fn unseen_requests(&self, actor: &str, now: Timestamp) -> Result<Vec<ClearRequest>, StoreError> {
        let since = now - NEWS_FOR;
        self.fetch_all(UNSEEN, params![actor, now, since]).await
    }

    async fn request_seen(&self, id: RequestId, actor: &str, at: Timestamp) -> Result<(), StoreError> {
        // Asked of a reader first: most who look at a request have seen it, or did not order it.
        if !self.fetch_one(IS_UNSEEN, params![id, actor]).await? {
            return Ok(());
        }
        let mut write = self.begin().await?;
        for seen in [SEEN, SEEN_BY_JOINED] {
            execute(&mut write, seen, params![id, actor, at]).await?;
        }
        write.commit().await
    }
}
