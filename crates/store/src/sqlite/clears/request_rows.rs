//! Rows of requests: read, looked up by key, added.

use constcat::concat;
use domain::clears::RequestId;
use jiff::Timestamp;
use sqlx::SqliteConnection;

use crate::clears::{ClearRequest, NewClear};
use crate::sqlite::query::{fetch_one, fetch_optional, from_row, interface, params};
use crate::{AuditActor, StoreError};

/// The beginning of a query for the columns of a [`ClearRequest`]; a condition or an order follows.
pub(super) const SELECT: &str =
    "SELECT clear_requests.id, clear_requests.account_id, accounts.name AS account_name, interface_id,
            interfaces.cgi_path, via, actor, reason, override_reason, anyway_reason, asked_at, expires_at, state,
            decided_at,            decided_by, decision_reason, clear_id
     FROM clear_requests JOIN accounts ON accounts.id = clear_requests.account_id
     LEFT JOIN interfaces ON interfaces.id = clear_requests.interface_id ";

const BY_ID: &str = concat!(SELECT, "WHERE clear_requests.id = $1");
const BY_KEY: &str = concat!(SELECT, "WHERE actor = $1 AND idempotency_key = $2");
const HASH: &str = "SELECT request_hash FROM clear_requests WHERE id = $1";
const ADD: &str = "INSERT INTO clear_requests (account_id, interface_id, via, actor, reason, override_reason,
         idempotency_key, request_hash, asked_at, expires_at, anyway_reason, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting') RETURNING id";

from_row! { ClearRequest {
    id, account_id, account_name, interface = interface, via, actor, reason, override_reason, anyway_reason,
    asked_at, expires_at, written: state, decided_at, decided_by, decision_reason, clear: clear_id,
} }

/// A request, if there is one of the id.
pub(super) async fn one(db: &mut SqliteConnection, id: RequestId) -> Result<Option<ClearRequest>, StoreError> {
    fetch_optional(db, BY_ID, params![id]).await
}

/// A request that must exist.
pub(super) async fn there(db: &mut SqliteConnection, id: RequestId) -> Result<ClearRequest, StoreError> {
    one(db, id).await?.ok_or_else(|| StoreError::Inconsistent(format!("request {id} is gone")))
}

/// The request of an actor and an idempotency key, with the hash of its order.
pub(super) async fn by_key(
    db: &mut SqliteConnection,
    actor: &str,
    key: &str,
) -> Result<Option<(ClearRequest, [u8; 32])>, StoreError> {
    let request: Option<ClearRequest> = fetch_optional(db, BY_KEY, params![actor, key]).await?;
    let Some(request) = request else { return Ok(None) };
    let hash = fetch_one(db, HASH, params![request.id]).await?;
    Ok(Some((request, hash)))
}

/// Writes a request down; `write` is a transaction.
pub(super) async fn add(
    write: &mut SqliteConnection,
    new: NewClear,
    by: &AuditActor,
    at: Timestamp,
    expires_at: Timestamp,
) -> Result<ClearRequest, StoreError> {
    let NewClear { account, interface, via, reason, override_reason, anyway_reason, key, request_hash, .. } = new;
    let params = params![
        account,
        interface,
        via,
        by.actor,
        reason,
        override_reason,
        key,
        request_hash,
        at,
        expires_at,
        anyway_reason
    ];
    let id = fetch_one(write, ADD, params).await?;
    there(write, id).await
}
