//! Watching a path, of a new account as of an existing one.

use domain::{AccountId, CgiPath};
use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::query::{fetch_one, fetch_optional, params};
use crate::{StoreError, WatchOutcome};

/// Gives an id where the path is new or was watched no longer, and nothing where it is watched already.
const WATCH: &str = "INSERT INTO interfaces (account_id, cgi_path, added_at) VALUES ($1, $2, $3)
     ON CONFLICT (account_id, cgi_path) DO UPDATE SET removed_at = NULL WHERE interfaces.removed_at IS NOT NULL
     RETURNING id";
const ID_OF: &str = "SELECT id FROM interfaces WHERE account_id = $1 AND cgi_path = $2";

/// Watches one path, within a transaction.
pub(super) async fn watch_one(
    write: &mut SqliteConnection,
    account: AccountId,
    path: &CgiPath,
    at: Timestamp,
) -> Result<WatchOutcome, StoreError> {
    if let Some(id) = fetch_optional(write, WATCH, params![account, path, at]).await? {
        return Ok(WatchOutcome::Added(id));
    }
    Ok(WatchOutcome::Already(fetch_one(write, ID_OF, params![account, path]).await?))
}
