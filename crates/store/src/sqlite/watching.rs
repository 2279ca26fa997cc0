//! Watching a path, for a new account as for one that is there.

use domain::{AccountId, CgiPath, InterfaceId};
use jiff::Timestamp;
use sqlx::SqliteConnection;

use crate::{StoreError, Watched};

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
) -> Result<Watched, StoreError> {
    let added: Option<i64> = sqlx::query_scalar(WATCH)
        .bind(account.0)
        .bind(path.as_str())
        .bind(at.as_millisecond())
        .fetch_optional(&mut *write)
        .await?;
    if let Some(id) = added {
        return Ok(Watched::Added(InterfaceId(id)));
    }
    let id = sqlx::query_scalar(ID_OF).bind(account.0).bind(path.as_str()).fetch_one(write).await?;
    Ok(Watched::Already(InterfaceId(id)))
}
