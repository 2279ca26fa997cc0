//! Queries that several files of the ledger make.

use domain::{AccountId, ClearId, ClearState};
use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::clipped;
use super::rows::{self, Row};
use crate::StoreError;
use crate::clears::Clear;

const BY_ID: &str = rows::select_clears!("WHERE clears.id = $1");
pub(super) const BY_KEY: &str = rows::select_clears!("WHERE actor = $1 AND idempotency_key = $2");
/// Those that are open: the same as [`domain::clears::OpenClear::is_open`].
const OPEN: &str = rows::select_clears!(
    "WHERE clears.account_id = $1
       AND (clears.state IN ('intended', 'sent', 'unknown')
            OR clears.state IN ('accepted', 'verifying')
               AND EXISTS (SELECT 1 FROM verifications WHERE verifications.clear_id = clears.id))
     ORDER BY clears.id DESC"
);
pub(super) const REQUEST_HASH: &str = "SELECT request_hash FROM clears WHERE id = $1";
const ADD_EVENT: &str = "INSERT INTO clear_events (clear_id, at, state, detail, actor) VALUES ($1, $2, $3, $4, $5)";

/// The clear of an id.
pub(super) async fn one(db: &mut SqliteConnection, id: ClearId) -> Result<Option<Clear>, StoreError> {
    let row: Option<Row> = sqlx::query_as(BY_ID).bind(id.0).fetch_optional(db).await?;
    row.map(Clear::try_from).transpose()
}

/// The clear of an id that must be there.
pub(super) async fn there(db: &mut SqliteConnection, id: ClearId) -> Result<Clear, StoreError> {
    one(db, id).await?.ok_or_else(|| StoreError::Inconsistent(format!("clear {id} is gone")))
}

/// Writes down that a clear came into a state: with what was said, and who brought it there, where a person did.
pub(super) async fn add_event(
    write: &mut SqliteConnection,
    id: ClearId,
    at: Timestamp,
    state: ClearState,
    detail: Option<&str>,
    actor: Option<&str>,
) -> Result<(), StoreError> {
    let query = sqlx::query(ADD_EVENT).bind(id.0).bind(at.as_millisecond()).bind(state.word());
    query.bind(detail.map(clipped)).bind(actor).execute(write).await?;
    Ok(())
}

/// The open clears of an account, the newest first.
pub(super) async fn open(db: &mut SqliteConnection, account: AccountId) -> Result<Vec<Clear>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(OPEN).bind(account.0).fetch_all(db).await?;
    rows.into_iter().map(Clear::try_from).collect()
}
