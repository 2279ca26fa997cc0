//! Browser sessions in SQLite.

use async_trait::async_trait;
use jiff::Timestamp;

use super::SqliteStore;
use crate::{Sessions, StoreError};

const FORGET_ENDED: &str = "DELETE FROM sessions WHERE expires_at < $1";
const PUT: &str = "INSERT INTO sessions (id_hash, flash, expires_at) VALUES ($1, $2, $3)
     ON CONFLICT (id_hash) DO UPDATE SET flash = excluded.flash, expires_at = excluded.expires_at";
const FLASH: &str = "SELECT flash FROM sessions WHERE id_hash = $1 AND expires_at >= $2 AND flash IS NOT NULL";
const TAKEN: &str = "UPDATE sessions SET flash = NULL WHERE id_hash = $1";

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
}
