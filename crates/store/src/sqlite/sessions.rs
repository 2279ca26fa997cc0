//! Browser sessions in SQLite.

use std::net::IpAddr;

use async_trait::async_trait;
use constcat::concat;
use domain::UserId;
use domain::audit::AuditAction;
use jiff::Timestamp;
use serde_json::json;
use sqlx::SqliteConnection;

use super::{SqliteStore, drafts, user_names};
use crate::drafts::ENDED_IS_KNOWN_FOR;
use crate::sessions::{MOST_SESSIONS, NewSession, Session, SessionSelection, Sessions};
use crate::sqlite::query::{address, execute, fetch_all, fetch_optional, from_row, params};
use crate::{AuditActor, NewAuditLine, StoreError, User};

/// One of a user stays known for a while, and as long as it has drafts.
const FORGET_ENDED: &str = "DELETE FROM sessions
     WHERE expires_at < $1 AND (user_id IS NULL OR expires_at < $2)
       AND NOT EXISTS (SELECT 1 FROM drafts WHERE drafts.session_id = sessions.id)";
const PUT: &str =
    "INSERT INTO sessions (id_hash, flash, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, $3, $4)
     ON CONFLICT (id_hash) DO UPDATE SET flash = excluded.flash,
         expires_at = IIF(sessions.user_id IS NULL, excluded.expires_at, sessions.expires_at)";
/// Of a user's session also once that has ended: it may be what the sign-in page is to say.
const FLASH: &str = "SELECT flash FROM sessions
     WHERE id_hash = $1 AND (expires_at >= $2 OR user_id IS NOT NULL) AND flash IS NOT NULL";
const TAKEN: &str = "UPDATE sessions SET flash = NULL WHERE id_hash = $1";
const FORGET: &str = "DELETE FROM sessions WHERE id_hash = $1";
const BEGIN: &str =
    "INSERT INTO sessions (id_hash, user_id, created_at, last_seen_at, confirmed_at, expires_at, address, user_agent)
     VALUES ($1, $2, $3, $3, $3, $4, $5, $6)";
/// Those that ended by themselves stay known for a while; they count for nothing.
const END_OLDEST: &str = "DELETE FROM sessions WHERE user_id = $1 AND expires_at > $2 AND id NOT IN
     (SELECT id FROM sessions WHERE user_id = $1 AND expires_at > $2 ORDER BY created_at DESC, id DESC LIMIT $3)";
const SIGNED_IN: &str = "UPDATE users SET last_signed_in_at = $2
     WHERE id = $1 AND password_set_at = $3 AND disabled_at IS NULL";
const SIGN_OUT: &str = "DELETE FROM sessions WHERE id_hash = $1 AND user_id IS NOT NULL";
/// The beginning of a query for the columns of a [`Session`]; a condition follows.
const SELECT: &str =
    "SELECT id, user_id, created_at, last_seen_at, expires_at, confirmed_at, renew, address, user_agent FROM sessions ";
const ONE: &str = concat!(SELECT, "WHERE id_hash = $1 AND user_id IS NOT NULL AND expires_at > $2");
const OF_USER: &str = concat!(SELECT, "WHERE user_id = $1 AND expires_at > $2 ORDER BY last_seen_at DESC, id DESC");
const SEEN: &str = "UPDATE sessions SET last_seen_at = $2, expires_at = $3, address = COALESCE($4, address)
     WHERE id = $1 AND last_seen_at < $2";
const CONFIRMED: &str = "UPDATE sessions SET confirmed_at = $2 WHERE id = $1 AND user_id IS NOT NULL";
const RENEW: &str = "UPDATE sessions SET id_hash = $2, renew = 0 WHERE id_hash = $1 AND user_id IS NOT NULL";
const END_ONE: &str = "DELETE FROM sessions WHERE user_id = $1 AND id = $2 RETURNING expires_at > $3";
const END_ALL_BUT: &str = "DELETE FROM sessions WHERE user_id = $1 AND id IS NOT $2 RETURNING expires_at > $3";
const RENAME: &str = "UPDATE sessions SET id_hash = $3, renew = 0, confirmed_at = $4 WHERE user_id = $1 AND id = $2";
const RENEW_ALL: &str = "UPDATE sessions SET renew = 1 WHERE user_id = $1";

from_row! { Session {
    id, user_id, created_at, last_seen_at, expires_at, confirmed_at, renew, address = address, user_agent,
} }

/// Removes drafts that expired and sessions that ended and are to be known no longer, within a transaction.
async fn forget_ended(write: &mut SqliteConnection, at: Timestamp) -> Result<(), StoreError> {
    drafts::forget_expired(write, at).await?;
    execute(write, FORGET_ENDED, params![at, at - ENDED_IS_KNOWN_FOR]).await.map(drop)
}

/// Ends sessions of a user, within a transaction, and tells how many had not ended by themselves.
pub(super) async fn end(
    write: &mut SqliteConnection,
    user: UserId,
    which: SessionSelection,
    at: Timestamp,
) -> Result<u64, StoreError> {
    let ended: Vec<bool> = match which {
        SessionSelection::One(id) => fetch_all(write, END_ONE, params![user, id, at]).await?,
        SessionSelection::AllBut(kept) => fetch_all(write, END_ALL_BUT, params![user, kept, at]).await?,
    };
    Ok(ended.into_iter().map(u64::from).sum())
}

/// Gives a session of a user, who has just typed their password in it, another id, within a transaction.
pub(super) async fn rename(
    write: &mut SqliteConnection,
    user: UserId,
    id: i64,
    id_hash: &[u8; 32],
    at: Timestamp,
) -> Result<(), StoreError> {
    execute(write, RENAME, params![user, id, id_hash, at]).await.map(drop)
}

/// Has the sessions of a user get other ids, within a transaction.
pub(super) async fn renew_all(write: &mut SqliteConnection, user: UserId) -> Result<(), StoreError> {
    execute(write, RENEW_ALL, params![user]).await.map(drop)
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
        forget_ended(&mut write, at).await?;
        execute(&mut write, PUT, params![id_hash, flash, at, expires_at]).await?;
        write.commit().await
    }

    async fn take_flash(&self, id_hash: &[u8; 32], at: Timestamp) -> Result<Option<String>, StoreError> {
        // Asked of a reader first: most pages follow no form and need no write.
        let waiting: Option<String> = self.fetch_optional(FLASH, params![id_hash, at]).await?;
        if waiting.is_none() {
            return Ok(None);
        }
        let mut write = self.begin().await?;
        let taken = fetch_optional(&mut write, FLASH, params![id_hash, at]).await?;
        execute(&mut write, TAKEN, params![id_hash]).await?;
        write.commit().await?;
        Ok(taken)
    }

    async fn begin_session(&self, new: NewSession, by: &AuditActor, at: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        if execute(&mut write, SIGNED_IN, params![new.user, at, new.password_set_at]).await? == 0 {
            return Ok(false);
        }
        forget_ended(&mut write, at).await?;
        let NewSession { user, id_hash, replaces, expires_at, user_agent, .. } = new;
        execute(&mut write, BEGIN, params![id_hash, user, at, expires_at, by.address, user_agent]).await?;
        if let Some(old) = replaces {
            drafts::hand_over(&mut write, &old, &id_hash).await?;
            execute(&mut write, FORGET, params![old]).await?;
        }
        execute(&mut write, END_OLDEST, params![user, at, MOST_SESSIONS]).await?;
        let name = user_names::name(&mut write, user).await?;
        write.commit_with(NewAuditLine::on(AuditAction::SignedIn, name), by, at).await?;
        Ok(true)
    }

    async fn session(&self, id_hash: &[u8; 32], at: Timestamp) -> Result<Option<(Session, User)>, StoreError> {
        let session: Option<Session> = self.fetch_optional(ONE, params![id_hash, at]).await?;
        let Some(session) = session else { return Ok(None) };
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
        self.execute(SEEN, params![id, at, expires_at, address]).await.map(drop)
    }

    async fn session_confirmed(&self, id: i64, at: Timestamp) -> Result<(), StoreError> {
        self.execute(CONFIRMED, params![id, at]).await.map(drop)
    }

    async fn renew_session(&self, old: &[u8; 32], new: &[u8; 32]) -> Result<bool, StoreError> {
        Ok(self.execute(RENEW, params![old, new]).await? > 0)
    }

    async fn sessions_of(&self, user: UserId, at: Timestamp) -> Result<Vec<Session>, StoreError> {
        self.fetch_all(OF_USER, params![user, at]).await
    }

    async fn sign_out(&self, id_hash: &[u8; 32], by: &AuditActor, at: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        if execute(&mut write, SIGN_OUT, params![id_hash]).await? == 0 {
            return Ok(false);
        }
        write.commit_with(NewAuditLine::on(AuditAction::SignedOut, by.actor.clone()), by, at).await?;
        Ok(true)
    }

    async fn end_sessions(
        &self,
        user: UserId,
        which: SessionSelection,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let mut write = self.begin().await?;
        let ended = end(&mut write, user, which, at).await?;
        if ended == 0 {
            write.commit().await?;
            return Ok(0);
        }
        let name = user_names::name(&mut write, user).await?;
        let act = NewAuditLine::on(AuditAction::SessionsEnded, name).after(json!({ "ended": ended }));
        write.commit_with(act, by, at).await?;
        Ok(ended)
    }
}
