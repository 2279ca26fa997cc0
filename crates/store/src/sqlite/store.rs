//! The open database.

use std::sync::Arc;

use sqlx::{Sqlite, SqlitePool, Transaction};

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
    pub(super) async fn begin(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }
}
