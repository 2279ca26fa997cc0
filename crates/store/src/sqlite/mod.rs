//! The store on SQLite: one file, one writer, a few readers, write-ahead log.

mod accounts;
mod audit;
mod campaigns;
mod catalogue;
mod channels;
mod clears;
mod copies;
mod decisions;
mod demo_mark;
mod drafts;
mod failure;
mod forced_refreshes;
mod groups;
mod incidents;
mod interfaces;
mod key_check;
mod notices;
mod open;
mod policies;
mod query;
mod reconsider;
mod rekey;
mod restore;
mod retention;
mod rids;
mod samples;
mod secrets;
mod sessions;
mod settings;
mod store;
mod tasks;
mod text;
mod tokens;
mod user_names;
mod users;
mod watching;
mod write_check;
mod writing;

use std::path::Path;

use async_trait::async_trait;
use domain::WriteFault;

pub use self::copies::Upgrade;
pub use self::demo_mark::is_demos;
pub use self::open::OpenMode;
pub use self::rekey::{RekeyError, RekeyFiles, Rekeyed, rekey};
pub use self::restore::{BackupFacts, Losses, RestoreError, inspect_backup, losses, restore};
pub use self::store::SqliteStore;
use self::store::Write;
use self::text::clipped;
use crate::{Store, StoreError};

#[async_trait]
impl Store for SqliteStore {
    async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.begin().await?.transaction.rollback().await?)
    }

    fn write_fault(&self) -> Option<WriteFault> {
        self.writing.fault()
    }

    async fn check_writes(&self) -> Option<WriteFault> {
        self.find_write_fault().await
    }

    async fn mark_as_demo(&self) -> Result<(), StoreError> {
        demo_mark::set(self).await
    }

    async fn size_bytes(&self) -> Result<u64, StoreError> {
        let size = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
        let bytes: i64 = sqlx::query_scalar(size).fetch_one(&self.reader).await?;
        Ok(u64::try_from(bytes).unwrap_or_default())
    }

    async fn find_damage(&self) -> Result<Vec<String>, StoreError> {
        let found: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check(10)").fetch_all(&self.reader).await?;
        Ok(if found == ["ok"] { Vec::new() } else { found })
    }

    async fn backup(&self, file: &Path) -> Result<(), StoreError> {
        copies::copy(&self.reader, file).await
    }

    async fn close(&self) {
        // The writer last: whoever closes last folds the log into the database, and readers cannot.
        self.reader.close().await;
        self.writer.close().await;
    }
}
