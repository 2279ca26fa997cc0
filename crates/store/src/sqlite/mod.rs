//! The store on SQLite: one file, one writer, a few readers, write-ahead log.

mod accounts;
mod audit;
mod catalogue;
mod channels;
mod clears;
mod decisions;
mod drafts;
mod failure;
mod forced_refreshes;
mod incidents;
mod interfaces;
mod key_check;
mod notices;
mod open;
mod policies;
mod query;
mod reconsider;
mod rids;
mod samples;
mod secrets;
mod sessions;
mod settings;
mod store;
mod tasks;
mod tokens;
mod user_names;
mod users;
mod watching;

use std::fs::{self, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use async_trait::async_trait;

pub use self::open::OpenMode;
pub use self::store::SqliteStore;
use self::store::Write;
use crate::{Store, StoreError};

/// The longest text of an error or a summary that is kept, in characters.
const LONGEST_TEXT: usize = 1000;

#[async_trait]
impl Store for SqliteStore {
    async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.begin().await?.transaction.rollback().await?)
    }

    async fn backup(&self, file: &Path) -> Result<(), StoreError> {
        // SQLite fills an empty file and refuses another one; making it first settles who owns it and who may read it.
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
        let made = made.map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::FileExists(file.to_owned()),
            _ => StoreError::Database(format!("{} cannot be created: {error}", file.display())),
        })?;
        let name = file.to_str().ok_or_else(|| StoreError::Database("the file's name is not Unicode".to_owned()));
        let copied = match name {
            Ok(name) => sqlx::query("VACUUM INTO $1").bind(name).execute(&self.reader).await.map_err(StoreError::from),
            Err(error) => Err(error),
        };
        let kept = copied.and_then(|_| made.sync_all().map_err(|error| StoreError::Database(error.to_string())));
        if kept.is_err() {
            // A file that is no whole copy must not be taken for one.
            let _ = fs::remove_file(file);
        }
        kept
    }

    async fn close(&self) {
        // The writer last: whoever closes last folds the log into the database, and readers cannot.
        self.reader.close().await;
        self.writer.close().await;
    }
}

/// As much of a text as is kept.
fn clipped(text: &str) -> &str {
    text.char_indices().nth(LONGEST_TEXT).map_or(text, |(end, _)| &text[..end])
}
