//! API tokens in SQLite.

use async_trait::async_trait;
use jiff::Timestamp;

use super::{SqliteStore, maybe_time, time, word};
use crate::{ApiToken, ApiTokens, NewApiToken, StoreError};

const ADD: &str = "INSERT INTO api_tokens (name, role, hash, made_by, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (name) WHERE revoked_at IS NULL DO NOTHING
     RETURNING id";
const ALL: &str = "SELECT id, name, role, made_by, created_at, expires_at, last_used_at, revoked_at
     FROM api_tokens ORDER BY created_at DESC, id DESC";
const BY_HASH: &str = "SELECT id, name, role, made_by, created_at, expires_at, last_used_at, revoked_at
     FROM api_tokens WHERE hash = $1";
const USE_UNKNOWN: &str = "SELECT EXISTS (SELECT 1 FROM api_tokens
     WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2))";
const USED: &str = "UPDATE api_tokens SET last_used_at = $2
     WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)";
const REVOKE: &str = "UPDATE api_tokens SET revoked_at = $2 WHERE name = $1 AND revoked_at IS NULL";

const MINUTE_MS: i64 = 60_000;

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    name: String,
    role: String,
    made_by: String,
    created_at: i64,
    expires_at: Option<i64>,
    last_used_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl TryFrom<Row> for ApiToken {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            name: row.name,
            role: word(&row.role)?,
            made_by: row.made_by,
            created_at: time(row.created_at)?,
            expires_at: maybe_time(row.expires_at)?,
            last_used_at: maybe_time(row.last_used_at)?,
            revoked_at: maybe_time(row.revoked_at)?,
        })
    }
}

#[async_trait]
impl ApiTokens for SqliteStore {
    async fn add_token(&self, new: NewApiToken, at: Timestamp) -> Result<Option<i64>, StoreError> {
        let mut write = self.begin().await?;
        let id = sqlx::query_scalar(ADD)
            .bind(&new.name)
            .bind(new.role.word())
            .bind(new.hash.as_slice())
            .bind(&new.made_by)
            .bind(at.as_millisecond())
            .bind(new.expires_at.map(Timestamp::as_millisecond))
            .fetch_optional(&mut *write)
            .await?;
        write.commit().await?;
        Ok(id)
    }

    async fn tokens(&self) -> Result<Vec<ApiToken>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(ALL).fetch_all(&self.reader).await?;
        rows.into_iter().map(ApiToken::try_from).collect()
    }

    async fn token_by_hash(&self, hash: &[u8; 32]) -> Result<Option<ApiToken>, StoreError> {
        let row: Option<Row> = sqlx::query_as(BY_HASH).bind(hash.as_slice()).fetch_optional(&self.reader).await?;
        row.map(ApiToken::try_from).transpose()
    }

    async fn token_used(&self, id: i64, at: Timestamp) -> Result<(), StoreError> {
        let minute = at.as_millisecond().div_euclid(MINUTE_MS) * MINUTE_MS;
        // Asked of a reader first: most calls come within a minute of the last one and need no write.
        let unknown: bool = sqlx::query_scalar(USE_UNKNOWN).bind(id).bind(minute).fetch_one(&self.reader).await?;
        if unknown {
            let mut write = self.begin().await?;
            sqlx::query(USED).bind(id).bind(minute).execute(&mut *write).await?;
            write.commit().await?;
        }
        Ok(())
    }

    async fn revoke_token(&self, name: &str, at: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let done = sqlx::query(REVOKE).bind(name).bind(at.as_millisecond()).execute(&mut *write).await?;
        write.commit().await?;
        Ok(done.rows_affected() > 0)
    }
}
