//! Drafts in SQLite.

use async_trait::async_trait;
use jiff::Timestamp;
use secrecy::SecretString;
use sqlx::SqliteConnection;

use super::SqliteStore;
use super::secrets::{opened_at, sealed_at};
use crate::StoreError;
use crate::drafts::{Drafts, ENDED_IS_KNOWN_FOR, KeptForm, MOST_DRAFTS, NewDraft, OF_A_FORM};
use crate::seal::Place;
use crate::sqlite::query::{execute, fetch_optional, params};

const ENDED_LATELY: &str = "SELECT EXISTS (SELECT 1 FROM sessions
     WHERE id_hash = $1 AND user_id IS NOT NULL AND expires_at <= $2 AND expires_at > $3)";
const SESSION: &str = "SELECT id FROM sessions WHERE id_hash = $1 AND user_id IS NOT NULL";
const KEEP: &str = "INSERT INTO drafts (id, session_id, purpose, sealed, kept_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6)";
const MAKE_ROOM: &str = "DELETE FROM drafts WHERE session_id = $1 AND id NOT IN
     (SELECT id FROM drafts WHERE session_id = $1 ORDER BY kept_at DESC, id = $2 DESC LIMIT $3)";
/// Only a session that has not ended opens a draft.
const ONE: &str = "SELECT sealed FROM drafts WHERE id = $2 AND purpose = $3 AND expires_at > $4
       AND session_id = (SELECT id FROM sessions WHERE id_hash = $1 AND user_id IS NOT NULL AND expires_at > $4)";
const NEWEST: &str = "SELECT id, sealed FROM drafts WHERE purpose = $2 AND expires_at > $3
       AND session_id = (SELECT id FROM sessions WHERE id_hash = $1 AND user_id IS NOT NULL AND expires_at > $3)
     ORDER BY kept_at DESC, id LIMIT 1";
const FORMS: &str = "SELECT drafts.id, purpose, sealed FROM drafts
     JOIN sessions ON sessions.id = drafts.session_id
     WHERE sessions.id_hash = $1 AND sessions.user_id IS NOT NULL AND sessions.expires_at > $2
       AND drafts.expires_at > $2 AND purpose LIKE $3 || '%'
     ORDER BY kept_at DESC, drafts.id";
const ANY_FOR: &str = "SELECT EXISTS (SELECT 1 FROM drafts
     WHERE session_id = (SELECT id FROM sessions WHERE id_hash = $1) AND purpose = $2)";
const FORGET_FOR: &str = "DELETE FROM drafts
     WHERE session_id = (SELECT id FROM sessions WHERE id_hash = $1) AND purpose = $2";
const ANY_EXPIRED: &str = "SELECT EXISTS (SELECT 1 FROM drafts WHERE expires_at <= $1)";
const FORGET_EXPIRED: &str = "DELETE FROM drafts WHERE expires_at <= $1";
const MOVE: &str = "UPDATE drafts SET session_id = (SELECT id FROM sessions WHERE id_hash = $2)
     WHERE purpose LIKE $3 || '%' AND session_id =
         (SELECT old.id FROM sessions old JOIN sessions new ON new.user_id = old.user_id
          WHERE old.id_hash = $1 AND new.id_hash = $2)";
const FORGET_OF_USER: &str = "DELETE FROM drafts WHERE session_id IN (SELECT id FROM sessions WHERE user_id = $1)";

fn place(id: i64) -> Place {
    Place { table: "drafts", column: "sealed", row: id }
}

/// Removes what expired, within a transaction.
pub(super) async fn forget_expired(write: &mut SqliteConnection, at: Timestamp) -> Result<u64, StoreError> {
    execute(write, FORGET_EXPIRED, params![at]).await
}

/// Gives the drafts of forms that the session `old` left to the session `new` of the same user, within a transaction.
pub(super) async fn hand_over(write: &mut SqliteConnection, old: &[u8; 32], new: &[u8; 32]) -> Result<(), StoreError> {
    execute(write, MOVE, params![old, new, OF_A_FORM]).await.map(drop)
}

/// Removes the drafts of all sessions of a user, within a transaction.
pub(super) async fn forget_of_user(write: &mut SqliteConnection, user: domain::UserId) -> Result<(), StoreError> {
    execute(write, FORGET_OF_USER, params![user]).await.map(drop)
}

#[async_trait]
impl Drafts for SqliteStore {
    async fn session_ended_lately(&self, id_hash: &[u8; 32], at: Timestamp) -> Result<bool, StoreError> {
        self.fetch_one(ENDED_LATELY, params![id_hash, at, at - ENDED_IS_KNOWN_FOR]).await
    }

    async fn keep_draft(&self, id_hash: &[u8; 32], new: NewDraft<'_>, at: Timestamp) -> Result<bool, StoreError> {
        let NewDraft { id, purpose, content, expires_at } = new;
        let sealed = sealed_at(&self.key, place(id), content)?;
        let mut write = self.begin().await?;
        forget_expired(&mut write, at).await?;
        let session: Option<i64> = fetch_optional(&mut write, SESSION, params![id_hash]).await?;
        if let Some(session) = session {
            execute(&mut write, KEEP, params![id, session, purpose, sealed, at, expires_at]).await?;
            execute(&mut write, MAKE_ROOM, params![session, id, MOST_DRAFTS]).await?;
        }
        write.commit().await?;
        Ok(session.is_some())
    }

    async fn draft(
        &self,
        id_hash: &[u8; 32],
        id: i64,
        purpose: &str,
        at: Timestamp,
    ) -> Result<Option<SecretString>, StoreError> {
        let sealed: Option<Vec<u8>> = self.fetch_optional(ONE, params![id_hash, id, purpose, at]).await?;
        sealed.map(|sealed| opened_at(&self.key, place(id), &sealed)).transpose()
    }

    async fn newest_draft(
        &self,
        id_hash: &[u8; 32],
        purpose: &str,
        at: Timestamp,
    ) -> Result<Option<(i64, SecretString)>, StoreError> {
        let newest: Option<(i64, Vec<u8>)> = self.fetch_optional(NEWEST, params![id_hash, purpose, at]).await?;
        newest.map(|(id, sealed)| Ok((id, opened_at(&self.key, place(id), &sealed)?))).transpose()
    }

    async fn kept_forms(&self, id_hash: &[u8; 32], at: Timestamp) -> Result<Vec<KeptForm>, StoreError> {
        let rows: Vec<(i64, String, Vec<u8>)> = self.fetch_all(FORMS, params![id_hash, at, OF_A_FORM]).await?;
        rows.into_iter()
            .map(|(id, form, sealed)| Ok(KeptForm { id, form, content: opened_at(&self.key, place(id), &sealed)? }))
            .collect()
    }

    async fn forget_drafts_for(&self, id_hash: &[u8; 32], purpose: &str) -> Result<(), StoreError> {
        // Asked of a reader first: most forms have none, and need no write.
        if self.fetch_one(ANY_FOR, params![id_hash, purpose]).await? {
            self.execute(FORGET_FOR, params![id_hash, purpose]).await?;
        }
        Ok(())
    }

    async fn forget_expired_drafts(&self, at: Timestamp) -> Result<u64, StoreError> {
        if self.fetch_one(ANY_EXPIRED, params![at]).await? {
            return self.execute(FORGET_EXPIRED, params![at]).await;
        }
        Ok(0)
    }
}
