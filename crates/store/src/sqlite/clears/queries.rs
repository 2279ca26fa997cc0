//! Queries of the ledger that several files share.

use constcat::concat;
use domain::{AccountId, ClearId, ClearState};
use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::rows::SELECT;
use crate::StoreError;
use crate::clears::Clear;
use crate::sqlite::clipped;
use crate::sqlite::query::{execute, fetch_all, fetch_optional, params};

const BY_ID: &str = concat!(SELECT, "WHERE clears.id = $1");
pub(super) const BY_KEY: &str = concat!(SELECT, "WHERE actor = $1 AND idempotency_key = $2");
/// Those that are open: the same as [`domain::clears::OpenClear::is_open`].
const OPEN: &str = concat!(
    SELECT,
    "WHERE clears.account_id = $1
       AND (clears.state IN ('intended', 'sent', 'unknown')
            OR clears.state IN ('accepted', 'verifying')
               AND EXISTS (SELECT 1 FROM verifications WHERE verifications.clear_id = clears.id))
     ORDER BY clears.id DESC"
);
pub(super) const REQUEST_HASH: &str = "SELECT request_hash FROM clears WHERE id = $1";
const ADD_EVENT: &str = "INSERT INTO clear_events (clear_id, at, state, detail, actor) VALUES ($1, $2, $3, $4, $5)";

/// A clear, if there is one of the id.
pub(super) async fn one(db: &mut SqliteConnection, id: ClearId) -> Result<Option<Clear>, StoreError> {
    fetch_optional(db, BY_ID, params![id]).await
}

/// A clear that must exist.
pub(super) async fn there(db: &mut SqliteConnection, id: ClearId) -> Result<Clear, StoreError> {
    one(db, id).await?.ok_or_else(|| StoreError::Inconsistent(format!("clear {id} is gone")))
}

/// Adds an event: the state that a clear entered, a detail, and the person who caused it.
pub(super) async fn add_event(
    write: &mut SqliteConnection,
    id: ClearId,
    at: Timestamp,
    state: ClearState,
    detail: Option<&str>,
    actor: Option<&str>,
) -> Result<(), StoreError> {
    execute(write, ADD_EVENT, params![id, at, state, detail.map(clipped), actor]).await.map(drop)
}

/// The open clears of an account, the newest first.
pub(super) async fn open(db: &mut SqliteConnection, account: AccountId) -> Result<Vec<Clear>, StoreError> {
    fetch_all(db, OPEN, params![account]).await
}
