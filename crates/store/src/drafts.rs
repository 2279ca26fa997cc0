//! Drafts: what somebody typed and may go on with, sealed, for their session only. Two kinds are kept: the secret of a form
//! that was refused, and the fields of a form that was posted after its session had ended.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;

use crate::StoreError;

/// The time for which a session that ended by itself is still known.
pub const ENDED_IS_KNOWN_FOR: SignedDuration = SignedDuration::from_hours(1);
/// The most drafts of a session; the oldest make room.
pub const MOST_DRAFTS: i64 = 20;
/// The start of the purpose of a draft that goes along when its user signs in again: the address of a form.
pub const OF_A_FORM: &str = "/form/";

/// A draft to keep.
#[derive(Debug)]
pub struct NewDraft<'a> {
    /// A random number, which the form carries.
    pub id: i64,
    /// The purpose: of another one it is never opened. One that starts with [`OF_A_FORM`] is the address of a form.
    pub purpose: &'a str,
    /// What was typed; sealed before it is written.
    pub content: &'a SecretString,
    /// When it is gone.
    pub expires_at: Timestamp,
}

/// A kept draft of a form, opened.
#[derive(Debug)]
pub struct KeptForm {
    /// Its id.
    pub id: i64,
    /// The address of the form.
    pub form: String,
    /// What was typed.
    pub content: SecretString,
}

/// Drafts. They go with their session: by signing out, by being ended, when the user is disabled or gets another password.
#[async_trait]
pub trait Drafts {
    /// Whether a session of a user ended by itself, by age or without being used, within [`ENDED_IS_KNOWN_FOR`].
    async fn session_ended_lately(&self, id_hash: &[u8; 32], at: Timestamp) -> Result<bool, StoreError>;

    /// Seals a draft and keeps it for a session, which may have ended by itself. False where the session is nobody's or
    /// not known any more.
    async fn keep_draft(&self, id_hash: &[u8; 32], new: NewDraft<'_>, at: Timestamp) -> Result<bool, StoreError>;

    /// A draft of this session and purpose, opened; `None` where it expired or never was.
    async fn draft(
        &self,
        id_hash: &[u8; 32],
        id: i64,
        purpose: &str,
        at: Timestamp,
    ) -> Result<Option<SecretString>, StoreError>;

    /// The newest draft of this session and purpose with its id, opened; `None` where there is none.
    async fn newest_draft(
        &self,
        id_hash: &[u8; 32],
        purpose: &str,
        at: Timestamp,
    ) -> Result<Option<(i64, SecretString)>, StoreError>;

    /// The drafts of forms that this session has, the newest first.
    async fn kept_forms(&self, id_hash: &[u8; 32], at: Timestamp) -> Result<Vec<KeptForm>, StoreError>;

    /// Removes all drafts of a session that have this purpose.
    async fn forget_drafts_for(&self, id_hash: &[u8; 32], purpose: &str) -> Result<(), StoreError>;

    /// Removes drafts that expired; how many those were.
    async fn forget_expired_drafts(&self, at: Timestamp) -> Result<u64, StoreError>;
}
