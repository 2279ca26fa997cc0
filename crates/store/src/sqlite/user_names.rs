//! Queries about users for the records of other subjects.

use domain::UserId;
use sqlx::SqliteConnection;

use super::query::{fetch_one, fetch_optional, params};
use crate::StoreError;

const ANY: &str = "SELECT EXISTS (SELECT 1 FROM users)";
const NAME: &str = "SELECT name FROM users WHERE id = $1";

/// Whether there is any user.
pub(super) async fn any(db: &mut SqliteConnection) -> Result<bool, StoreError> {
    fetch_one(db, ANY, params![]).await
}

/// The name of a user who must exist.
pub(super) async fn name(db: &mut SqliteConnection, id: UserId) -> Result<String, StoreError> {
    let name: Option<String> = fetch_optional(db, NAME, params![id]).await?;
    name.ok_or_else(|| StoreError::Inconsistent(format!("user {id} is gone")))
}
