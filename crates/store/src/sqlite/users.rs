//! Users in SQLite.

use async_trait::async_trait;
use data_encoding::BASE64URL_NOPAD;
use domain::audit::What;
use domain::{Role, UserId};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::json;
use sha2::Sha256;
use sqlx::SqliteConnection;

use super::{SqliteStore, audit, maybe_time, sessions, time, user_names, word};
use crate::sessions::WhichSessions;
use crate::users::{AddedUser, ChangedUser, NewPassword, NewUser, Preferences, User, UserChange, Users};
use crate::{Act, By, StoreError};

/// A query of whole users that ends as told.
macro_rules! select_users {
    ($end:literal) => {
        concat!(
            "SELECT id, name, role, password_set_at, created_at, disabled_at, last_signed_in_at,
                    lang, theme, time_zone
             FROM users ",
            $end
        )
    };
}

const ALL: &str = select_users!("ORDER BY name_key");
const BY_KEY: &str = select_users!("WHERE name_key = $1");
const BY_ID: &str = select_users!("WHERE id = $1");
const PASSWORD_HASH: &str = "SELECT password_hash FROM users WHERE id = $1";
const ADD: &str = "INSERT INTO users (name, name_key, role, password_hash, password_set_at, created_at)
     VALUES ($1, $2, $3, $4, $5, $5)
     ON CONFLICT (name_key) DO NOTHING
     RETURNING id";
const FORGET_SETUP: &str = "DELETE FROM meta WHERE key = 'setup_nonce'";
const SETUP_NONCE: &str = "SELECT value FROM meta WHERE key = 'setup_nonce' AND NOT EXISTS (SELECT 1 FROM users)";
const SET_PASSWORD: &str = "UPDATE users SET password_hash = $2, password_set_at = $3 WHERE id = $1";
const OTHER_ADMINS: &str = "SELECT EXISTS (SELECT 1 FROM users
     WHERE id <> $1 AND role = 'admin' AND disabled_at IS NULL)";
const SET_ROLE: &str = "UPDATE users SET role = $2 WHERE id = $1";
const SET_DISABLED: &str = "UPDATE users SET disabled_at = $2 WHERE id = $1";
const SET_PREFERENCES: &str = "UPDATE users SET lang = $2, theme = $3, time_zone = $4 WHERE id = $1";

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    name: String,
    role: String,
    password_set_at: i64,
    created_at: i64,
    disabled_at: Option<i64>,
    last_signed_in_at: Option<i64>,
    lang: Option<String>,
    theme: Option<String>,
    time_zone: Option<String>,
}

impl TryFrom<Row> for User {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: UserId(row.id),
            name: row.name,
            role: word(&row.role)?,
            created_at: time(row.created_at)?,
            password_set_at: time(row.password_set_at)?,
            disabled_at: maybe_time(row.disabled_at)?,
            last_signed_in_at: maybe_time(row.last_signed_in_at)?,
            preferences: Preferences {
                lang: row.lang.as_deref().map(word).transpose()?,
                theme: row.theme,
                time_zone: row.time_zone,
            },
        })
    }
}

/// A user as they are within a transaction.
async fn one(db: &mut SqliteConnection, id: UserId) -> Result<Option<User>, StoreError> {
    let row: Option<Row> = sqlx::query_as(BY_ID).bind(id.0).fetch_optional(db).await?;
    row.map(User::try_from).transpose()
}

impl User {
    fn administers(&self) -> bool {
        self.role == Role::Admin && self.disabled_at.is_none()
    }
}

impl UserChange {
    /// The act that it is, unless it is so already.
    fn act(self, user: &User) -> Option<Act> {
        let act = |what| Act::on(what, user.name.clone());
        match self {
            Self::Role(role) if role == user.role => None,
            Self::Role(role) => {
                Some(act(What::RoleChanged).before(json!({ "role": user.role })).after(json!({ "role": role })))
            }
            Self::Disabled => user.disabled_at.is_none().then(|| act(What::UserDisabled)),
            Self::Enabled => user.disabled_at.is_some().then(|| act(What::UserEnabled)),
        }
    }

    fn ends_administering(self) -> bool {
        matches!(self, Self::Disabled) || matches!(self, Self::Role(role) if role != Role::Admin)
    }

    async fn write(self, write: &mut SqliteConnection, id: UserId, at: Timestamp) -> Result<(), StoreError> {
        match self {
            Self::Role(role) => {
                sqlx::query(SET_ROLE).bind(id.0).bind(role.word()).execute(&mut *write).await?;
                sessions::renew_all(write, id).await
            }
            Self::Disabled => {
                sqlx::query(SET_DISABLED).bind(id.0).bind(at.as_millisecond()).execute(&mut *write).await?;
                sessions::end(write, id, WhichSessions::AllBut(None), at).await.map(drop)
            }
            Self::Enabled => {
                sqlx::query(SET_DISABLED).bind(id.0).bind(None::<i64>).execute(write).await?;
                Ok(())
            }
        }
    }
}

#[async_trait]
impl Users for SqliteStore {
    async fn add_user(&self, new: NewUser, by: &By, at: Timestamp) -> Result<AddedUser, StoreError> {
        let mut write = self.begin().await?;
        if new.only_first && user_names::any(&mut write).await? {
            return Ok(AddedUser::NotFirst);
        }
        let id: Option<i64> = sqlx::query_scalar(ADD)
            .bind(new.name.as_str())
            .bind(new.name.key())
            .bind(new.role.word())
            .bind(&new.password_hash)
            .bind(at.as_millisecond())
            .fetch_optional(&mut *write)
            .await?;
        let Some(id) = id else { return Ok(AddedUser::NameTaken) };
        sqlx::query(FORGET_SETUP).execute(&mut *write).await?;
        let act = Act::on(What::UserAdded, new.name.as_str()).after(json!({ "role": new.role }));
        audit::record(&mut write, &self.key, act, by, at).await?;
        write.commit().await?;
        Ok(AddedUser::Added(UserId(id)))
    }

    async fn users(&self) -> Result<Vec<User>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(ALL).fetch_all(&self.reader).await?;
        rows.into_iter().map(User::try_from).collect()
    }

    async fn user_by_key(&self, key: &str) -> Result<Option<(User, SecretString)>, StoreError> {
        let row: Option<Row> = sqlx::query_as(BY_KEY).bind(key).fetch_optional(&self.reader).await?;
        let Some(row) = row else { return Ok(None) };
        let hash: String = sqlx::query_scalar(PASSWORD_HASH).bind(row.id).fetch_one(&self.reader).await?;
        Ok(Some((row.try_into()?, hash.into())))
    }

    async fn user(&self, id: UserId) -> Result<Option<User>, StoreError> {
        one(&mut *self.reader.acquire().await?, id).await
    }

    async fn set_password(&self, id: UserId, new: NewPassword, by: &By, at: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let user = one(&mut write, id).await?;
        let still = |user: &User| {
            new.instead_of.is_none_or(|set_at| user.password_set_at == set_at && user.disabled_at.is_none())
        };
        let Some(user) = user.filter(still) else { return Ok(false) };
        let query = sqlx::query(SET_PASSWORD).bind(id.0).bind(&new.hash).bind(at.as_millisecond());
        query.execute(&mut *write).await?;
        sessions::end(&mut write, id, WhichSessions::AllBut(new.kept.map(|(kept, _)| kept)), at).await?;
        if let Some((kept, id_hash)) = new.kept {
            sessions::rename(&mut write, id, kept, &id_hash).await?;
        }
        let what = if by.user == Some(id) { What::PasswordChanged } else { What::PasswordSet };
        audit::record(&mut write, &self.key, Act::on(what, user.name), by, at).await?;
        write.commit().await?;
        Ok(true)
    }

    async fn change_user(
        &self,
        id: UserId,
        change: UserChange,
        by: &By,
        at: Timestamp,
    ) -> Result<ChangedUser, StoreError> {
        let mut write = self.begin().await?;
        let Some(user) = one(&mut write, id).await? else { return Ok(ChangedUser::NoSuchUser) };
        let Some(act) = change.act(&user) else { return Ok(ChangedUser::Unchanged) };
        if user.administers() && change.ends_administering() {
            let others: bool = sqlx::query_scalar(OTHER_ADMINS).bind(id.0).fetch_one(&mut *write).await?;
            if !others {
                return Ok(ChangedUser::LastAdmin);
            }
        }
        change.write(&mut write, id, at).await?;
        audit::record(&mut write, &self.key, act, by, at).await?;
        write.commit().await?;
        Ok(ChangedUser::Changed)
    }

    async fn set_preferences(&self, id: UserId, preferences: &Preferences) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query(SET_PREFERENCES)
            .bind(id.0)
            .bind(preferences.lang.map(domain::Lang::word))
            .bind(&preferences.theme)
            .bind(&preferences.time_zone)
            .execute(&mut *write)
            .await?;
        Ok(write.commit().await?)
    }

    async fn setup_code(&self) -> Result<Option<SecretString>, StoreError> {
        let nonce: Option<Vec<u8>> = sqlx::query_scalar(SETUP_NONCE).fetch_optional(&self.reader).await?;
        let key = self.key.derive("setup link");
        // A key of any length is taken.
        Ok(nonce.zip(Hmac::<Sha256>::new_from_slice(key.as_slice()).ok()).map(|(nonce, mut mac)| {
            mac.update(&nonce);
            BASE64URL_NOPAD.encode(&mac.finalize().into_bytes()).into()
        }))
    }
}
