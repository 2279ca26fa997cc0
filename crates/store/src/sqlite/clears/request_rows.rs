//! Rows of requests for clears: writing and reading them.

use domain::clears::RequestId;
use domain::{AccountId, CgiPath, ClearId, InterfaceId};
use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::{maybe_time, time, word};
use crate::clears::{ClearRequest, NewClear};
use crate::{By, StoreError};

/// A query of whole requests that ends as told.
macro_rules! select_requests {
    ($end:literal) => {
        concat!(
            "SELECT clear_requests.id, clear_requests.account_id, accounts.name AS account_name, interface_id,
                    interfaces.cgi_path, via, actor, reason, override_reason, asked_at, expires_at, state, decided_at,
                    decided_by, decision_reason, clear_id
             FROM clear_requests JOIN accounts ON accounts.id = clear_requests.account_id
             LEFT JOIN interfaces ON interfaces.id = clear_requests.interface_id ",
            $end
        )
    };
}

pub(super) use select_requests;

const BY_ID: &str = select_requests!("WHERE clear_requests.id = $1");
const BY_KEY: &str = select_requests!("WHERE actor = $1 AND idempotency_key = $2");
const HASH: &str = "SELECT request_hash FROM clear_requests WHERE id = $1";
const ADD: &str = "INSERT INTO clear_requests (account_id, interface_id, via, actor, reason, override_reason,
         idempotency_key, request_hash, asked_at, expires_at, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting') RETURNING id";

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: i64,
    account_id: i64,
    account_name: String,
    interface_id: Option<i64>,
    cgi_path: Option<String>,
    via: String,
    actor: String,
    reason: String,
    override_reason: Option<String>,
    asked_at: i64,
    expires_at: i64,
    state: String,
    decided_at: Option<i64>,
    decided_by: Option<String>,
    decision_reason: Option<String>,
    clear_id: Option<i64>,
}

impl TryFrom<Row> for ClearRequest {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: RequestId(row.id),
            account_id: AccountId(row.account_id),
            account_name: row.account_name,
            interface: row.interface_id.map(InterfaceId).zip(row.cgi_path.map(CgiPath::from_stored)),
            via: word(&row.via)?,
            actor: row.actor,
            reason: row.reason,
            override_reason: row.override_reason,
            asked_at: time(row.asked_at)?,
            expires_at: time(row.expires_at)?,
            written: word(&row.state)?,
            decided_at: maybe_time(row.decided_at)?,
            decided_by: row.decided_by,
            decision_reason: row.decision_reason,
            clear: row.clear_id.map(ClearId),
        })
    }
}

/// Requests out of their rows.
pub(super) fn all(rows: Vec<Row>) -> Result<Vec<ClearRequest>, StoreError> {
    rows.into_iter().map(ClearRequest::try_from).collect()
}

/// The request of an id.
pub(super) async fn one(db: &mut SqliteConnection, id: RequestId) -> Result<Option<ClearRequest>, StoreError> {
    let row: Option<Row> = sqlx::query_as(BY_ID).bind(id.0).fetch_optional(db).await?;
    row.map(ClearRequest::try_from).transpose()
}

/// The request of an id that must be there.
pub(super) async fn there(db: &mut SqliteConnection, id: RequestId) -> Result<ClearRequest, StoreError> {
    one(db, id).await?.ok_or_else(|| StoreError::Inconsistent(format!("request {id} is gone")))
}

/// A hash of 32 bytes.
pub(super) fn hash_of(bytes: Vec<u8>) -> Result<[u8; 32], StoreError> {
    bytes.try_into().map_err(|_| StoreError::Inconsistent("a request's hash".to_owned()))
}

/// The request that a key made, and the hash of what was asked for.
pub(super) async fn by_key(
    db: &mut SqliteConnection,
    actor: &str,
    key: &str,
) -> Result<Option<(ClearRequest, [u8; 32])>, StoreError> {
    let row: Option<Row> = sqlx::query_as(BY_KEY).bind(actor).bind(key).fetch_optional(&mut *db).await?;
    let Some(row) = row else { return Ok(None) };
    let hash: Vec<u8> = sqlx::query_scalar(HASH).bind(row.id).fetch_one(db).await?;
    Ok(Some((row.try_into()?, hash_of(hash)?)))
}

/// Writes a request down; `write` is a transaction.
pub(super) async fn add(
    write: &mut SqliteConnection,
    new: NewClear,
    by: &By,
    at: Timestamp,
    expires_at: Timestamp,
) -> Result<ClearRequest, StoreError> {
    let id = sqlx::query_scalar(ADD)
        .bind(new.account.0)
        .bind(new.interface.map(|interface| interface.0))
        .bind(new.via.word())
        .bind(&by.actor)
        .bind(new.reason)
        .bind(new.override_reason)
        .bind(new.key)
        .bind(new.request_hash.as_slice())
        .bind(at.as_millisecond())
        .bind(expires_at.as_millisecond())
        .fetch_one(&mut *write)
        .await?;
    there(write, RequestId(id)).await
}
