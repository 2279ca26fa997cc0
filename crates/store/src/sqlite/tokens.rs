//! API tokens in SQLite.

use async_trait::async_trait;
use domain::audit::What;
use jiff::Timestamp;
use serde_json::json;

use super::{SqliteStore, audit, maybe_time, time, word};
use crate::{Act, ApiToken, ApiTokens, By, NewApiToken, StoreError};

const ADD: &str = "INSERT INTO api_tokens (name, role, hash, made_by, made_by_user, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (name) WHERE revoked_at IS NULL DO NOTHING
     RETURNING id";
/// A query of whole tokens, with what their makers may, that ends as told.
macro_rules! select_tokens {
    ($end:literal) => {
        concat!(
            "SELECT tokens.id, tokens.name, tokens.role, made_by, tokens.created_at, expires_at, last_used_at, revoked_at,
                    makers.role AS maker_role, makers.disabled_at IS NOT NULL AS maker_disabled
             FROM api_tokens AS tokens LEFT JOIN users AS makers ON makers.id = tokens.made_by_user ",
            $end
        )
    };
}
const ALL: &str = select_tokens!("ORDER BY tokens.created_at DESC, tokens.id DESC");
const BY_HASH: &str = select_tokens!("WHERE hash = $1");
const USE_UNKNOWN: &str = "SELECT EXISTS (SELECT 1 FROM api_tokens
     WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2))";
const USED: &str = "UPDATE api_tokens SET last_used_at = $2
     WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)";
const REVOKE: &str = "UPDATE api_tokens SET revoked_at = $2 WHERE name = $1 AND revoked_at IS NULL";
const REVOKE_BY_ID: &str = "UPDATE api_tokens SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING name";

const MINUTE_MS: i64 = 60_000;

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    name: String,
    role: String,
    made_by: String,
    maker_role: Option<String>,
    maker_disabled: bool,
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
            maker_role: row.maker_role.as_deref().map(word).transpose()?,
            maker_disabled: row.maker_disabled,
            created_at: time(row.created_at)?,
            expires_at: maybe_time(row.expires_at)?,
            last_used_at: maybe_time(row.last_used_at)?,
            revoked_at: maybe_time(row.revoked_at)?,
        })
    }
}

#[async_trait]
impl ApiTokens for SqliteStore {
    async fn add_token(&self, new: NewApiToken, by: &By, at: Timestamp) -> Result<Option<i64>, StoreError> {
        let mut write = self.begin().await?;
        let id: Option<i64> = sqlx::query_scalar(ADD)
            .bind(&new.name)
            .bind(new.role.word())
            .bind(new.hash.as_slice())
            .bind(&by.actor)
            .bind(by.user.map(|user| user.0))
            .bind(at.as_millisecond())
            .bind(new.expires_at.map(Timestamp::as_millisecond))
            .fetch_optional(&mut *write)
            .await?;
        if id.is_some() {
            let after = json!({ "role": new.role, "expires_at": new.expires_at });
            audit::record(&mut write, &self.key, Act::on(What::TokenMade, new.name).after(after), by, at).await?;
        }
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

    async fn revoke_token(&self, name: &str, by: &By, at: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let done = sqlx::query(REVOKE).bind(name).bind(at.as_millisecond()).execute(&mut *write).await?;
        if done.rows_affected() > 0 {
            audit::record(&mut write, &self.key, Act::on(What::TokenRevoked, name), by, at).await?;
        }
        write.commit().await?;
        Ok(done.rows_affected() > 0)
    }

    async fn revoke_token_by_id(&self, id: i64, by: &By, at: Timestamp) -> Result<Option<String>, StoreError> {
        let mut write = self.begin().await?;
        let name: Option<String> =
            sqlx::query_scalar(REVOKE_BY_ID).bind(id).bind(at.as_millisecond()).fetch_optional(&mut *write).await?;
        if let Some(name) = &name {
            audit::record(&mut write, &self.key, Act::on(What::TokenRevoked, name), by, at).await?;
        }
        write.commit().await?;
        Ok(name)
    }
}
