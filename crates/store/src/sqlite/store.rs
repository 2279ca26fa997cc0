//! The open database, and transactions that write.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};

use crate::{MasterKey, StoreError};

/// An open database with its master key. Cheap to clone; all clones share their connections.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    /// One connection: writers of this process wait for each other in order, and never meet `SQLITE_BUSY`.
    pub(super) writer: SqlitePool,
    pub(super) reader: SqlitePool,
    pub(super) key: Arc<MasterKey>,
}

impl SqliteStore {
    /// The master key, for those who need a key of another purpose derived from it.
    pub fn master_key(&self) -> &MasterKey {
        &self.key
    }

    /// Begins a write. It takes the write lock at once: a transaction that begins as a reader fails when it turns writer
    /// after someone else wrote, however long one would wait.
    pub(super) async fn begin(&self) -> Result<Write, StoreError> {
        let transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        Ok(Write { transaction, key: Arc::clone(&self.key) })
    }
}

/// A transaction that writes; rolled back where it is dropped before [`Write::commit`].
pub(super) struct Write {
    pub(super) transaction: Transaction<'static, Sqlite>,
    /// The master key, which lines of the audit trail are sealed with.
    pub(super) key: Arc<MasterKey>,
}

impl Write {
    /// Keeps what was written.
    pub(super) async fn commit(self) -> Result<(), StoreError> {
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
