//! API tokens: kept as SHA-256, shown once.

use async_trait::async_trait;
use domain::{Role, UserId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{AuditActor, StoreError};

/// An API token as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiToken {
    /// Its id, never reused.
    pub id: i64,
    /// The name; unique among tokens that are not revoked.
    pub name: String,
    /// The role, which says what it may do.
    pub role: Role,
    /// The actor who created it, as the audit trail names them.
    pub made_by: String,
    /// The name of the user whom a command made it for: what it does counts as done by them.
    pub owner: Option<String>,
    /// The role of the user whose token it is: the owner, else the user who made it; `None` where a command made it for nobody.
    pub maker_role: Option<Role>,
    /// Whether that user is disabled, which makes the token invalid.
    pub maker_disabled: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it expires; `None` for never.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// When it was revoked; `None` while it is not.
    pub revoked_at: Option<Timestamp>,
}

/// An API token to add.
#[derive(Debug, Clone)]
pub struct NewApiToken {
    /// Its name.
    pub name: String,
    /// Its role.
    pub role: Role,
    /// The user whom it is made for, where that is another than who makes it.
    pub owner: Option<UserId>,
    /// SHA-256 of the token's text.
    pub hash: [u8; 32],
    /// When it expires; `None` for never.
    pub expires_at: Option<Timestamp>,
}

/// API tokens.
#[async_trait]
pub trait ApiTokens {
    /// Adds a token; its id, or `None` where a token that is not revoked has the name.
    async fn add_token(&self, new: NewApiToken, by: &AuditActor, at: Timestamp) -> Result<Option<i64>, StoreError>;

    /// Every token, revoked ones too, newest first.
    async fn tokens(&self) -> Result<Vec<ApiToken>, StoreError>;

    /// The token with this hash, whether or not it is still good.
    async fn token_by_hash(&self, hash: &[u8; 32]) -> Result<Option<ApiToken>, StoreError>;

    /// Writes down that a token was used, at most once a minute.
    async fn token_used(&self, id: i64, at: Timestamp) -> Result<(), StoreError>;

    /// Revokes the live token of this name. False where there is none.
    async fn revoke_token(&self, name: &str, by: &AuditActor, at: Timestamp) -> Result<bool, StoreError>;

    /// Revokes this very token, and gives its name. `None` where there is no such token, or it is revoked already, even
    /// where another has its name now.
    async fn revoke_token_by_id(&self, id: i64, by: &AuditActor, at: Timestamp) -> Result<Option<String>, StoreError>;
}
