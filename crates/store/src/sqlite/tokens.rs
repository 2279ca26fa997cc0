//! API tokens in SQLite.

use async_trait::async_trait;
use constcat::concat;
use domain::audit::AuditAction;
use jiff::Timestamp;
use serde_json::json;

use super::{SqliteStore, user_names};
use crate::sqlite::query::{execute, fetch_optional, from_row, params};
use crate::{ApiToken, ApiTokens, AuditActor, NewApiToken, NewAuditLine, StoreError};

const ADD: &str = "INSERT INTO api_tokens (name, role, hash, made_by, made_by_user, created_at, expires_at, owner_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (name) WHERE revoked_at IS NULL DO NOTHING
     RETURNING id";
/// The beginning of a query for the columns of an [`ApiToken`], with what the user may do whose token it is; a condition or
/// an order follows.
const SELECT: &str =
    "SELECT tokens.id, tokens.name, tokens.role, made_by, tokens.created_at, expires_at, last_used_at, revoked_at,
            owners.name AS owner, makers.role AS maker_role, makers.disabled_at IS NOT NULL AS maker_disabled
     FROM api_tokens AS tokens
     LEFT JOIN users AS owners ON owners.id = tokens.owner_id
     LEFT JOIN users AS makers ON makers.id = COALESCE(tokens.owner_id, tokens.made_by_user) ";
const ALL: &str = concat!(SELECT, "ORDER BY tokens.created_at DESC, tokens.id DESC");
const BY_HASH: &str = concat!(SELECT, "WHERE hash = $1");
const USE_UNKNOWN: &str = "SELECT EXISTS (SELECT 1 FROM api_tokens
     WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2))";
const USED: &str = "UPDATE api_tokens SET last_used_at = $2
     WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)";
const REVOKE: &str = "UPDATE api_tokens SET revoked_at = $2 WHERE name = $1 AND revoked_at IS NULL";
const REVOKE_BY_ID: &str = "UPDATE api_tokens SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING name";

const MINUTE_MS: i64 = 60_000;

from_row! { ApiToken {
    id, name, role, made_by, owner, maker_role, maker_disabled, created_at, expires_at, last_used_at, revoked_at,
} }

#[async_trait]
impl ApiTokens for SqliteStore {
    async fn add_token(&self, new: NewApiToken, by: &AuditActor, at: Timestamp) -> Result<Option<i64>, StoreError> {
        let mut write = self.begin().await?;
        let NewApiToken { name, role, owner, hash, expires_at } = new;
        let params = params![name, role, hash, by.actor, by.user, at, expires_at, owner];
        let id = fetch_optional(&mut write, ADD, params).await?;
        if id.is_some() {
            let mut after = json!({ "role": role, "expires_at": expires_at });
            if let Some(owner) = owner {
                after["for"] = user_names::name(&mut write, owner).await?.into();
            }
            write.record(NewAuditLine::on(AuditAction::TokenMade, name).after(after), by, at).await?;
        }
        write.commit().await?;
        Ok(id)
    }

    async fn tokens(&self) -> Result<Vec<ApiToken>, StoreError> {
        self.fetch_all(ALL, params![]).await
    }

    async fn token_by_hash(&self, hash: &[u8; 32]) -> Result<Option<ApiToken>, StoreError> {
        self.fetch_optional(BY_HASH, params![hash]).await
    }

    async fn token_used(&self, id: i64, at: Timestamp) -> Result<(), StoreError> {
        let minute = at.as_millisecond().div_euclid(MINUTE_MS) * MINUTE_MS;
        // Asked of a reader first: most calls come within a minute of the last one and need no write.
        let unknown: bool = self.fetch_one(USE_UNKNOWN, params![id, minute]).await?;
        if unknown {
            self.execute(USED, params![id, minute]).await?;
        }
        Ok(())
    }

    async fn revoke_token(&self, name: &str, by: &AuditActor, at: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let done = execute(&mut write, REVOKE, params![name, at]).await?;
        if done > 0 {
            write.record(NewAuditLine::on(AuditAction::TokenRevoked, name), by, at).await?;
        }
        write.commit().await?;
        Ok(done > 0)
    }

    async fn revoke_token_by_id(&self, id: i64, by: &AuditActor, at: Timestamp) -> Result<Option<String>, StoreError> {
        let mut write = self.begin().await?;
        let name: Option<String> = fetch_optional(&mut write, REVOKE_BY_ID, params![id, at]).await?;
        if let Some(name) = &name {
            write.record(NewAuditLine::on(AuditAction::TokenRevoked, name), by, at).await?;
        }
        write.commit().await?;
        Ok(name)
    }
}
