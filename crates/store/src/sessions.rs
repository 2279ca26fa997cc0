//! Browser sessions, named by the SHA-256 of what the cookie holds. Those without a user carry a form's outcome only.

use std::net::IpAddr;

use async_trait::async_trait;
use domain::UserId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{AuditActor, StoreError, User};

/// Somebody's session, as they and the admins see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its id, never reused; tells nothing of the cookie.
    pub id: i64,
    /// The user.
    pub user_id: UserId,
    /// When they signed in.
    pub created_at: Timestamp,
    /// When it was last used, to a few minutes.
    pub last_seen_at: Timestamp,
    /// When it ends unless it is used again.
    pub expires_at: Timestamp,
    /// When the password was last typed in it; `None` in sessions of older releases.
    pub confirmed_at: Option<Timestamp>,
    /// The user's rights have changed since: its id is to be replaced.
    pub renew: bool,
    /// Where it was last used from.
    pub address: Option<IpAddr>,
    /// What the browser called itself.
    pub user_agent: Option<String>,
}

/// A session to begin.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// The user.
    pub user: UserId,
    /// The hash of the cookie's new value.
    pub id_hash: [u8; 32],
    /// The hash of its old one, which is worth nothing from now on.
    pub replaces: Option<[u8; 32]>,
    /// When the password was set that they proved to know.
    pub password_set_at: Timestamp,
    /// When it ends unless it is used again.
    pub expires_at: Timestamp,
    /// What the browser calls itself, at most 300 characters.
    pub user_agent: Option<String>,
}

/// The maximum number of a user's sessions; where there are more, the oldest end.
pub const MOST_SESSIONS: i64 = 20;

/// Sessions.
#[async_trait]
pub trait Sessions {
    /// Leaves a message for the next page of this session, making one without a user where it does not exist; an older
    /// message is replaced. Sessions that ended before `at` are removed: those of users an hour later.
    async fn put_flash(
        &self,
        id_hash: &[u8; 32],
        flash: &str,
        at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Takes the message; a second call finds none.
    async fn take_flash(&self, id_hash: &[u8; 32], at: Timestamp) -> Result<Option<String>, StoreError>;

    /// Begins a session of somebody who proved who they are. What they left in forms over the session that it replaces goes
    /// along, where that was theirs too. False where they were disabled, or their password was set
    /// anew, since they proved it; none is begun then. Of more than [`MOST_SESSIONS`] the oldest end.
    async fn begin_session(&self, new: NewSession, by: &AuditActor, at: Timestamp) -> Result<bool, StoreError>;

    /// The session and its user, who is not disabled; `None` where it ended.
    async fn session(&self, id_hash: &[u8; 32], at: Timestamp) -> Result<Option<(Session, User)>, StoreError>;

    /// Writes down that a session was used, and when it ends now.
    async fn session_seen(
        &self,
        id: i64,
        address: Option<IpAddr>,
        at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Writes down that the password was typed in a session.
    async fn session_confirmed(&self, id: i64, at: Timestamp) -> Result<(), StoreError>;

    /// Gives a session another id. False where it has that of `old` no longer.
    async fn renew_session(&self, old: &[u8; 32], new: &[u8; 32]) -> Result<bool, StoreError>;

    /// A user's sessions that have not ended, the one used last first.
    async fn sessions_of(&self, user: UserId, at: Timestamp) -> Result<Vec<Session>, StoreError>;

    /// Ends the session of whoever signs out. False where there is none.
    async fn sign_out(&self, id_hash: &[u8; 32], by: &AuditActor, at: Timestamp) -> Result<bool, StoreError>;

    /// Ends one session of a user, or all of them but `kept`. How many were ended.
    async fn end_sessions(
        &self,
        user: UserId,
        which: SessionSelection,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<u64, StoreError>;
}

/// A selection of a user's sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionSelection {
    /// The session with this id.
    One(i64),
    /// All sessions but the one with this id.
    AllBut(Option<i64>),
}
