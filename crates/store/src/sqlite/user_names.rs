//! Whether there are users and what they are called, for records of other subjects.

use domain::UserId;
use sqlx::SqliteConnection;

use crate::StoreError;

const ANY: &str = "SELECT EXISTS (SELECT 1 FROM users)";
const NAME: &str = "SELECT name FROM users WHERE id = $1";

/// Whether there is any user.
pub(super) async fn any(db: &mut SqliteConnection) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar(ANY).fetch_one(db).await?)
}

/// What a user is called.
pub(super) async fn name(db: &mut SqliteConnection, id: UserId) -> Result<String, StoreError> {
    let name = sqlx::query_scalar(NAME).bind(id.0).fetch_optional(db).await?;
    name.ok_or_else(|| StoreError::Inconsistent(format!("user {id} is gone")))
}
