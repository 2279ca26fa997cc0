//! The open database, and transactions that write.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};

use super::copies::Upgrade;
use super::writing::Writing;
use crate::{MasterKey, StoreError};

/// An open database with its master key. Cheap to clone; all clones share their connections.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    /// One connection: writers of this process wait for each other in order, and never meet `SQLITE_BUSY`.
    pub(super) writer: SqlitePool,
    pub(super) reader: SqlitePool,
    pub(super) key: Arc<MasterKey>,
    pub(super) writing: Arc<Writing>,
    /// What opening upgraded, where that was needed.
    pub(super) upgrade: Option<Upgrade>,
}

impl SqliteStore {
    /// The upgrade of an older database that opening made; `None` where none was needed.
    pub fn upgrade(&self) -> Option<&Upgrade> {
        self.upgrade.as_ref()
    }

    /// The master key, for those who need a key of another purpose derived from it.
    pub fn master_key(&self) -> &MasterKey {
        &self.key
    }

    /// Begins a write. It takes the write lock at once: a transaction that begins as a reader fails when it turns writer
    /// after someone else wrote, however long one would wait.
    pub(super) async fn begin(&self) -> Result<Write, StoreError> {
        self.writing.require_files()?;
        let transaction = self.writer.begin_with("BEGIN IMMEDIATE").await;
        let transaction = transaction.map_err(|error| self.writing.noted(error))?;
        Ok(Write { transaction, key: Arc::clone(&self.key), writing: Arc::clone(&self.writing) })
    }
}

/// A transaction that writes; rolled back where it is dropped before [`Write::commit`].
pub(super) struct Write {
    pub(super) transaction: Transaction<'static, Sqlite>,
    /// The master key, which lines of the audit trail are sealed with.
    pub(super) key: Arc<MasterKey>,
    writing: Arc<Writing>,
}

impl Write {
    /// Keeps what was written.
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        self.writing.require_files()?;
        self.transaction.commit().await.map_err(|error| self.writing.noted(error))
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
