//! The store on SQLite: one file, one writer, a few readers, write-ahead log.

mod accounts;
mod audit;
mod catalogue;
mod channels;
mod clears;
mod failure;
mod forced_refreshes;
mod incidents;
mod interfaces;
mod key_check;
mod notices;
mod open;
mod policies;
mod query;
mod rids;
mod samples;
mod secrets;
mod sessions;
mod tasks;
mod tokens;
mod users;

use std::fs::{self, OpenOptions};
use std::ops::{Deref, DerefMut};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};

pub use open::OpenMode;

use crate::{MasterKey, OpenError, Store, StoreError};

/// The longest text of an error or a summary that is kept, in characters.
const LONGEST_TEXT: usize = 1000;

/// An open database with its master key. Cheap to clone; all clones share their connections.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    /// One connection: writers of this process wait for each other in order, and never meet `SQLITE_BUSY`.
    writer: SqlitePool,
    reader: SqlitePool,
    key: Arc<MasterKey>,
}

impl SqliteStore {
    /// Opens the database at `url`, `sqlite://` and a path, with the master key in `key_file`. Brings an older database up to
    /// date; all or nothing. Both files, and the folders they lie in, are made where they are missing, for their owner only.
    ///
    /// # Errors
    /// [`OpenError`] in plain words; nothing in the database was changed then.
    pub async fn open(url: &str, key_file: &Path, mode: OpenMode) -> Result<Self, OpenError> {
        open::open(url, key_file, mode, open::Setup::default()).await
    }

    /// Opens or makes `wxquota.db` and `master.key` in `folder`, such as a test's temporary one.
    ///
    /// # Errors
    /// Those of [`Self::open`].
    pub async fn open_in(folder: &Path) -> Result<Self, OpenError> {
        let url = format!("sqlite://{}", folder.join("wxquota.db").display());
        Self::open(&url, &folder.join("master.key"), OpenMode::CreateIfMissing).await
    }

    /// The master key, for those who need a key of another purpose derived from it.
    pub fn master_key(&self) -> &MasterKey {
        &self.key
    }

    /// Begins a write. It takes the write lock at once: a transaction that begins as a reader fails when it turns writer
    /// after someone else wrote, however long one would wait.
    async fn begin(&self) -> Result<Write, StoreError> {
        let transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        Ok(Write { transaction, key: Arc::clone(&self.key) })
    }
}

/// A transaction that writes; rolled back where it is dropped before [`Write::commit`].
struct Write {
    transaction: Transaction<'static, Sqlite>,
    /// The master key, which lines of the audit trail are sealed with.
    key: Arc<MasterKey>,
}

impl Write {
    /// Keeps what was written.
    async fn commit(self) -> Result<(), StoreError> {
        Ok(self.transaction.commit().await?)
    }
}

impl Deref for Write {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.transaction
    }
}

impl DerefMut for Write {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }
}

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
            _ => StoreError::Database(format!("{} cannot be made: {error}", file.display())),
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
