//! Users in SQLite.

use async_trait::async_trait;
use constcat::concat;
use data_encoding::BASE64URL_NOPAD;
use domain::audit::AuditAction;
use domain::{Role, UserId};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::json;
use sha2::Sha256;
use sqlx::SqliteConnection;

use super::{SqliteStore, drafts, sessions, user_names};
use crate::sessions::SessionSelection;
use crate::sqlite::query::{execute, fetch_one, fetch_optional, from_row, params};
use crate::users::{AddUserOutcome, ChangeUserOutcome, NewPassword, NewUser, Preferences, User, UserChange, Users};
use crate::{AuditActor, NewAuditLine, StoreError};

/// The beginning of a query for the columns of a [`User`]; a condition or an order follows.
const SELECT: &str = "SELECT id, name, role, password_set_at, must_change_password, created_at, disabled_at,
            last_signed_in_at, lang, theme, time_zone
     FROM users ";

const ALL: &str = concat!(SELECT, "ORDER BY name_key");
const BY_KEY: &str = concat!(SELECT, "WHERE name_key = $1");
const BY_ID: &str = concat!(SELECT, "WHERE id = $1");
const PASSWORD_HASH: &str = "SELECT password_hash FROM users WHERE id = $1";
const ADD: &str =
    "INSERT INTO users (name, name_key, role, password_hash, password_set_at, created_at, must_change_password)
     VALUES ($1, $2, $3, $4, $5, $5, $6)
     ON CONFLICT (name_key) DO NOTHING
     RETURNING id";
const FORGET_SETUP: &str = "DELETE FROM meta WHERE key = 'setup_nonce'";
const SETUP_NONCE: &str = "SELECT value FROM meta WHERE key = 'setup_nonce' AND NOT EXISTS (SELECT 1 FROM users)";
const SET_PASSWORD: &str =
    "UPDATE users SET password_hash = $2, password_set_at = $3, must_change_password = $4 WHERE id = $1";
const OTHER_ADMINS: &str = "SELECT EXISTS (SELECT 1 FROM users
     WHERE id <> $1 AND role = 'admin' AND disabled_at IS NULL)";
const SET_ROLE: &str = "UPDATE users SET role = $2 WHERE id = $1";
const SET_DISABLED: &str = "UPDATE users SET disabled_at = $2 WHERE id = $1";
const SET_PREFERENCES: &str = "UPDATE users SET lang = $2, theme = $3, time_zone = $4 WHERE id = $1";

from_row! { User {
    id, name, role, created_at, password_set_at, must_change_password, disabled_at, last_signed_in_at,
    preferences = Preferences::from_row,
} }

from_row! { Preferences { lang, theme, time_zone } }

/// A user as they are within a transaction.
async fn one(db: &mut SqliteConnection, id: UserId) -> Result<Option<User>, StoreError> {
    fetch_optional(db, BY_ID, params![id]).await
}

impl User {
    fn administers(&self) -> bool {
        self.role == Role::Admin && self.disabled_at.is_none()
    }
}

impl UserChange {
    /// The act that it is, unless it is so already.
    fn act(self, user: &User) -> Option<NewAuditLine> {
        let act = |what| NewAuditLine::on(what, user.name.clone());
        match self {
            Self::Role(role) if role == user.role => None,
            Self::Role(role) => {
                Some(act(AuditAction::RoleChanged).before(json!({ "role": user.role })).after(json!({ "role": role })))
            }
            Self::Disabled => user.disabled_at.is_none().then(|| act(AuditAction::UserDisabled)),
            Self::Enabled => user.disabled_at.is_some().then(|| act(AuditAction::UserEnabled)),
        }
    }

    fn ends_administering(self) -> bool {
        matches!(self, Self::Disabled) || matches!(self, Self::Role(role) if role != Role::Admin)
    }

    async fn write(self, write: &mut SqliteConnection, id: UserId, at: Timestamp) -> Result<(), StoreError> {
        match self {
            Self::Role(role) => {
                execute(write, SET_ROLE, params![id, role]).await?;
                sessions::renew_all(write, id).await
            }
            Self::Disabled => {
                execute(write, SET_DISABLED, params![id, at]).await?;
                sessions::end(write, id, SessionSelection::AllBut(None), at).await.map(drop)
            }
            Self::Enabled => execute(write, SET_DISABLED, params![id, None::<Timestamp>]).await.map(drop),
        }
    }
}

#[async_trait]
impl Users for SqliteStore {
    async fn add_user(&self, new: NewUser, by: &AuditActor, at: Timestamp) -> Result<AddUserOutcome, StoreError> {
        let mut write = self.begin().await?;
        if new.only_first && user_names::any(&mut write).await? {
            return Ok(AddUserOutcome::NotFirst);
        }
        let (name, must_change) = (&new.name, new.must_change_password);
        let params = params![name.as_str(), name.key(), new.role, new.password_hash, at, must_change];
        let Some(id) = fetch_optional(&mut write, ADD, params).await? else { return Ok(AddUserOutcome::NameTaken) };
        execute(&mut write, FORGET_SETUP, params![]).await?;
        let mut after = json!({ "role": new.role });
        if must_change {
            after["must_change"] = true.into();
        }
        write.commit_with(NewAuditLine::on(AuditAction::UserAdded, new.name.as_str()).after(after), by, at).await?;
        Ok(AddUserOutcome::Added(id))
    }

    async fn users(&self) -> Result<Vec<User>, StoreError> {
        self.fetch_all(ALL, params![]).await
    }

    async fn user_by_key(&self, key: &str) -> Result<Option<(User, SecretString)>, StoreError> {
        let user: Option<User> = self.fetch_optional(BY_KEY, params![key]).await?;
        let Some(user) = user else { return Ok(None) };
        let hash: String = self.fetch_one(PASSWORD_HASH, params![user.id]).await?;
        Ok(Some((user, hash.into())))
    }

    async fn user(&self, id: UserId) -> Result<Option<User>, StoreError> {
        one(&mut *self.reader.acquire().await?, id).await
    }

    async fn set_password(
        &self,
        id: UserId,
        new: NewPassword,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let user = one(&mut write, id).await?;
        let still = |user: &User| {
            new.instead_of.is_none_or(|set_at| user.password_set_at == set_at && user.disabled_at.is_none())
        };
        let Some(user) = user.filter(still) else { return Ok(false) };
        execute(&mut write, SET_PASSWORD, params![id, new.hash, at, new.must_change]).await?;
        sessions::end(&mut write, id, SessionSelection::AllBut(new.kept.map(|(kept, _)| kept)), at).await?;
        if let Some((kept, id_hash)) = new.kept {
            sessions::rename(&mut write, id, kept, &id_hash, at).await?;
        }
        drafts::forget_of_user(&mut write, id).await?;
        let what = if by.user == Some(id) { AuditAction::PasswordChanged } else { AuditAction::PasswordSet };
        let act = NewAuditLine::on(what, user.name);
        let act = if new.must_change { act.after(json!({ "must_change": true })) } else { act };
        write.commit_with(act, by, at).await?;
        Ok(true)
    }

    async fn change_user(
        &self,
        id: UserId,
        change: UserChange,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<ChangeUserOutcome, StoreError> {
        let mut write = self.begin().await?;
        let Some(user) = one(&mut write, id).await? else { return Ok(ChangeUserOutcome::NoSuchUser) };
        let Some(act) = change.act(&user) else { return Ok(ChangeUserOutcome::Unchanged) };
        if user.administers() && change.ends_administering() {
            let others: bool = fetch_one(&mut write, OTHER_ADMINS, params![id]).await?;
            if !others {
                return Ok(ChangeUserOutcome::LastAdmin);
            }
        }
        change.write(&mut write, id, at).await?;
        write.commit_with(act, by, at).await?;
        Ok(ChangeUserOutcome::Changed)
    }

    async fn set_preferences(&self, id: UserId, preferences: &Preferences) -> Result<(), StoreError> {
        self.execute(SET_PREFERENCES, params![id, preferences.lang, preferences.theme, preferences.time_zone])
            .await
            .map(drop)
    }

    fn device_signature(&self, user: &User, device: &[u8]) -> Option<[u8; 32]> {
        let key = self.key.derive("device cookie");
        // A key of any length is taken.
        let mut mac = Hmac::<Sha256>::new_from_slice(key.as_slice()).ok()?;
        for part in [&user.id.0.to_be_bytes()[..], &user.password_set_at.as_millisecond().to_be_bytes(), device] {
            mac.update(part);
        }
        Some(mac.finalize().into_bytes().into())
    }

    async fn setup_code(&self) -> Result<Option<SecretString>, StoreError> {
        let nonce: Option<Vec<u8>> = self.fetch_optional(SETUP_NONCE, params![]).await?;
        let key = self.key.derive("setup link");
        // A key of any length is taken.
        Ok(nonce.zip(Hmac::<Sha256>::new_from_slice(key.as_slice()).ok()).map(|(nonce, mut mac)| {
            mac.update(&nonce);
            BASE64URL_NOPAD.encode(&mac.finalize().into_bytes()).into()
        }))
    }
}
