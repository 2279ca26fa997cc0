//! Rows of requests: read, looked up by key, added.

use constcat::concat;
use domain::clears::RequestId;
use jiff::Timestamp;
use sqlx::SqliteConnection;

use crate::clears::{ClearRequest, NewClear};
use crate::sqlite::query::{execute, fetch_one, fetch_optional, from_row, interface, params};
use crate::{AuditActor, StoreError};

/// The beginning of a query for the columns of a [`ClearRequest`]; a condition or an order follows.
pub(super) const SELECT: &str =
    "SELECT clear_requests.id, clear_requests.account_id, accounts.name AS account_name, interface_id,
            interfaces.cgi_path, via, actor, reason, override_reason, anyway_reason, asked_at, expires_at, state,
            decided_at, decided_by, decision_reason, clear_id
     FROM clear_requests JOIN accounts ON accounts.id = clear_requests.account_id
     LEFT JOIN interfaces ON interfaces.id = clear_requests.interface_id ";

const BY_ID: &str = concat!(SELECT, "WHERE clear_requests.id = $1");
const BY_KEY: &str = concat!(
    SELECT,
    "WHERE actor = $1 AND idempotency_key = $2
        OR clear_requests.id = (SELECT request_id FROM clear_request_keys AS further
                                WHERE further.actor = $1 AND further.idempotency_key = $2)"
);
const HASH: &str = "SELECT request_hash FROM clear_requests WHERE actor = $1 AND idempotency_key = $2
     UNION ALL SELECT request_hash FROM clear_request_keys WHERE actor = $1 AND idempotency_key = $2";
const WAITING_FOR: &str = concat!(
    SELECT,
    "WHERE clear_requests.account_id = $1 AND interface_id IS $2 AND via = $3
       AND (override_reason IS NOT NULL OR $4 IS NULL) AND state = 'waiting' AND expires_at > $5
     ORDER BY clear_requests.id LIMIT 1"
);
const ADD_KEY: &str = "INSERT INTO clear_request_keys (actor, idempotency_key, request_hash, request_id)
     VALUES ($1, $2, $3, $4)";
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

/// The request that an actor's order led to, by the order's idempotency key; with the hash of the order.
pub(super) async fn by_key(
    db: &mut SqliteConnection,
    actor: &str,
    key: &str,
) -> Result<Option<(ClearRequest, [u8; 32])>, StoreError> {
    let request: Option<ClearRequest> = fetch_optional(db, BY_KEY, params![actor, key]).await?;
    let Some(request) = request else { return Ok(None) };
    let hash = fetch_one(db, HASH, params![actor, key]).await?;
    Ok(Some((request, hash)))
}

/// The request that waits at `at` for the clear that `new` orders. One without a reason to override a barrier is not it where
/// `new` has such a reason: it could not be approved while the barrier is there.
pub(super) async fn waiting_for(
    db: &mut SqliteConnection,
    new: &NewClear,
    at: Timestamp,
) -> Result<Option<ClearRequest>, StoreError> {
    let params = params![new.account, new.interface, new.via, new.override_reason, at];
    fetch_optional(db, WAITING_FOR, params).await
}

/// Has the order `new` lead to a request that another order made; `write` is a transaction.
pub(super) async fn add_key(
    write: &mut SqliteConnection,
    id: RequestId,
    new: &NewClear,
    by: &AuditActor,
) -> Result<(), StoreError> {
    execute(write, ADD_KEY, params![by.actor, new.key, new.request_hash, id]).await.map(drop)
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
