//! Browser sessions in SQLite.

use std::net::IpAddr;

use async_trait::async_trait;
use domain::UserId;
use domain::audit::What;
use jiff::Timestamp;
use serde_json::json;
use sqlx::SqliteConnection;

use super::{SqliteStore, audit, time, user_names};
use crate::sessions::{NewSession, Session, Sessions, WhichSessions};
use crate::{Act, By, StoreError, User};

const FORGET_ENDED: &str = "DELETE FROM sessions WHERE expires_at < $1";
const PUT: &str =
    "INSERT INTO sessions (id_hash, flash, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, $3, $4)
     ON CONFLICT (id_hash) DO UPDATE SET flash = excluded.flash,
         expires_at = IIF(sessions.user_id IS NULL, excluded.expires_at, sessions.expires_at)";
const FLASH: &str = "SELECT flash FROM sessions WHERE id_hash = $1 AND expires_at >= $2 AND flash IS NOT NULL";
const TAKEN: &str = "UPDATE sessions SET flash = NULL WHERE id_hash = $1";
const FORGET: &str = "DELETE FROM sessions WHERE id_hash = $1";
const BEGIN: &str = "INSERT INTO sessions (id_hash, user_id, created_at, last_seen_at, expires_at, address, user_agent)
     VALUES ($1, $2, $3, $3, $4, $5, $6)";
const SIGNED_IN: &str = "UPDATE users SET last_signed_in_at = $2
     WHERE id = $1 AND password_set_at = $3 AND disabled_at IS NULL";
const SIGN_OUT: &str = "DELETE FROM sessions WHERE id_hash = $1 AND user_id IS NOT NULL";
const ONE: &str = "SELECT id, user_id, created_at, last_seen_at, expires_at, renew, address, user_agent
     FROM sessions WHERE id_hash = $1 AND user_id IS NOT NULL AND expires_at > $2";
const OF_USER: &str = "SELECT id, user_id, created_at, last_seen_at, expires_at, renew, address, user_agent
     FROM sessions WHERE user_id = $1 AND expires_at > $2 ORDER BY last_seen_at DESC, id DESC";
const SEEN: &str = "UPDATE sessions SET last_seen_at = $2, expires_at = $3, address = COALESCE($4, address)
     WHERE id = $1 AND last_seen_at < $2";
const RENEW: &str = "UPDATE sessions SET id_hash = $2, renew = 0 WHERE id_hash = $1 AND user_id IS NOT NULL";
const END_ONE: &str = "DELETE FROM sessions WHERE user_id = $1 AND id = $2 RETURNING expires_at > $3";
const END_ALL_BUT: &str = "DELETE FROM sessions WHERE user_id = $1 AND id IS NOT $2 RETURNING expires_at > $3";
const RENAME: &str = "UPDATE sessions SET id_hash = $3, renew = 0 WHERE user_id = $1 AND id = $2";
const RENEW_ALL: &str = "UPDATE sessions SET renew = 1 WHERE user_id = $1";

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    user_id: i64,
    created_at: i64,
    last_seen_at: i64,
    expires_at: i64,
    renew: bool,
    address: Option<String>,
    user_agent: Option<String>,
}

impl TryFrom<Row> for Session {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            user_id: UserId(row.user_id),
            created_at: time(row.created_at)?,
            last_seen_at: time(row.last_seen_at)?,
            expires_at: time(row.expires_at)?,
            renew: row.renew,
            address: row.address.and_then(|address| address.parse().ok()),
            user_agent: row.user_agent,
        })
    }
}

/// Ends sessions of a user, within a transaction, and tells how many had not ended by themselves.
pub(super) async fn end(
    write: &mut SqliteConnection,
    user: UserId,
    which: WhichSessions,
    at: Timestamp,
) -> Result<u64, StoreError> {
    let query = match which {
        WhichSessions::One(id) => sqlx::query_scalar(END_ONE).bind(user.0).bind(id),
        WhichSessions::AllBut(kept) => sqlx::query_scalar(END_ALL_BUT).bind(user.0).bind(kept),
    };
    let ended: Vec<bool> = query.bind(at.as_millisecond()).fetch_all(write).await?;
    Ok(ended.into_iter().map(u64::from).sum())
}

/// Gives a session of a user another id, within a transaction.
pub(super) async fn rename(
    write: &mut SqliteConnection,
    user: UserId,
    id: i64,
    id_hash: &[u8; 32],
) -> Result<(), StoreError> {
    sqlx::query(RENAME).bind(user.0).bind(id).bind(id_hash.as_slice()).execute(write).await?;
    Ok(())
}

/// Has the sessions of a user get other ids, within a transaction.
pub(super) async fn renew_all(write: &mut SqliteConnection, user: UserId) -> Result<(), StoreError> {
    sqlx::query(RENEW_ALL).bind(user.0).execute(write).await?;
    Ok(())
}

#[async_trait]
impl Sessions for SqliteStore {
    async fn put_flash(
        &self,
        id_hash: &[u8; 32],
        flash: &str,
        at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query(FORGET_ENDED).bind(at.as_millisecond()).execute(&mut *write).await?;
        sqlx::query(PUT)
            .bind(id_hash.as_slice())
            .bind(flash)
            .bind(at.as_millisecond())
            .bind(expires_at.as_millisecond())
            .execute(&mut *write)
            .await?;
        Ok(write.commit().await?)
    }

    async fn take_flash(&self, id_hash: &[u8; 32], at: Timestamp) -> Result<Option<String>, StoreError> {
        let flash = || sqlx::query_scalar(FLASH).bind(id_hash.as_slice()).bind(at.as_millisecond());
        // Asked of a reader first: most pages follow no form and need no write.
        let waiting: Option<String> = flash().fetch_optional(&self.reader).await?;
        if waiting.is_none() {
            return Ok(None);
        }
        let mut write = self.begin().await?;
        let taken = flash().fetch_optional(&mut *write).await?;
        sqlx::query(TAKEN).bind(id_hash.as_slice()).execute(&mut *write).await?;
        write.commit().await?;
        Ok(taken)
    }

    async fn begin_session(&self, new: NewSession, by: &By, at: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let query = sqlx::query(SIGNED_IN).bind(new.user.0).bind(at.as_millisecond());
        let still = query.bind(new.password_set_at.as_millisecond()).execute(&mut *write).await?;
        if still.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query(FORGET_ENDED).bind(at.as_millisecond()).execute(&mut *write).await?;
        if let Some(old) = new.replaces {
            sqlx::query(FORGET).bind(old.as_slice()).execute(&mut *write).await?;
        }
        sqlx::query(BEGIN)
            .bind(new.id_hash.as_slice())
            .bind(new.user.0)
            .bind(at.as_millisecond())
            .bind(new.expires_at.as_millisecond())
            .bind(by.address.map(|address| address.to_string()))
            .bind(new.user_agent)
            .execute(&mut *write)
            .await?;
        let name = user_names::name(&mut write, new.user).await?;
        audit::record(&mut write, &self.key, Act::on(What::SignedIn, name), by, at).await?;
        write.commit().await?;
        Ok(true)
    }

    async fn session(&self, id_hash: &[u8; 32], at: Timestamp) -> Result<Option<(Session, User)>, StoreError> {
        let query = sqlx::query_as(ONE).bind(id_hash.as_slice()).bind(at.as_millisecond());
        let row: Option<Row> = query.fetch_optional(&self.reader).await?;
        let Some(session) = row.map(Session::try_from).transpose()? else { return Ok(None) };
        let user = crate::Users::user(self, session.user_id).await?.filter(|user| user.disabled_at.is_none());
        Ok(user.map(|user| (session, user)))
    }

    async fn session_seen(
        &self,
        id: i64,
        address: Option<IpAddr>,
        at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query(SEEN)
            .bind(id)
            .bind(at.as_millisecond())
            .bind(expires_at.as_millisecond())
            .bind(address.map(|address| address.to_string()))
            .execute(&mut *write)
            .await?;
        Ok(write.commit().await?)
    }

    async fn renew_session(&self, old: &[u8; 32], new: &[u8; 32]) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let query = sqlx::query(RENEW).bind(old.as_slice()).bind(new.as_slice());
        let done = query.execute(&mut *write).await?;
        write.commit().await?;
        Ok(done.rows_affected() > 0)
    }

    async fn sessions_of(&self, user: UserId, at: Timestamp) -> Result<Vec<Session>, StoreError> {
        let query = sqlx::query_as(OF_USER).bind(user.0).bind(at.as_millisecond());
        let rows: Vec<Row> = query.fetch_all(&self.reader).await?;
        rows.into_iter().map(Session::try_from).collect()
    }

    async fn sign_out(&self, id_hash: &[u8; 32], by: &By, at: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let done = sqlx::query(SIGN_OUT).bind(id_hash.as_slice()).execute(&mut *write).await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        audit::record(&mut write, &self.key, Act::on(What::SignedOut, by.actor.clone()), by, at).await?;
        write.commit().await?;
        Ok(true)
    }

    async fn end_sessions(
        &self,
        user: UserId,
        which: WhichSessions,
        by: &By,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let mut write = self.begin().await?;
        let ended = end(&mut write, user, which, at).await?;
        if ended == 0 {
            write.commit().await?;
            return Ok(0);
        }
        let name = user_names::name(&mut write, user).await?;
        let act = Act::on(What::SessionsEnded, name).after(json!({ "ended": ended }));
        audit::record(&mut write, &self.key, act, by, at).await?;
        write.commit().await?;
        Ok(ended)
    }
}
