//! Whether writes succeed: what the last one met, and whether the files are still those that were opened.
//!
//! SQLite goes on with a file that was removed, as if nothing had happened: what it writes then is in no file that anybody can
//! open again. So the files are looked at before each write begins, and before it is kept.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::{fs, io};

use domain::WriteFault;
use sqlx::sqlite::SqlitePoolOptions;
use sqlx::{Connection, Error};

use crate::StoreError;
use crate::files::{FileId, beside, folder_of, has_room};

/// What is known of writes to a database.
#[derive(Debug, Default)]
pub(super) struct Writing {
    /// The files as they were opened; empty while that is going on.
    files: OnceLock<Files>,
    fault: Mutex<Option<WriteFault>>,
    /// Whether something happened that only a write can clear up.
    in_doubt: AtomicBool,
}

impl Writing {
    /// Notes which files were opened; their log is in use by now.
    pub(super) fn opened(&self, database: &Path) -> io::Result<()> {
        let files = Files::of(database)?;
        let _ = self.files.set(files);
        Ok(())
    }

    /// The reason why nothing can be written, as far as is known.
    pub(super) fn fault(&self) -> Option<WriteFault> {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes whether writes succeed, and says in the log where that changed.
    pub(super) fn set(&self, fault: Option<WriteFault>) {
        let mut known = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        if *known == fault {
            return;
        }
        if let Some(fault) = fault {
            tracing::error!(
                fault = fault.word(),
                "nothing can be saved: {}; {}. Until then pages can only be read, nobody can sign in, no clears and readings \
                 are made, and /readyz fails; wxquota continues by itself once it can write",
                fault.sentence(),
                fault.advice()
            );
        } else {
            tracing::info!("the database can be written again");
        }
        *known = fault;
    }

    /// Has the next check write.
    pub(super) fn doubt(&self) {
        self.in_doubt.store(true, Ordering::SeqCst);
    }

    /// Whether only a write can tell whether writes succeed; asked once.
    pub(super) fn take_doubt(&self) -> bool {
        self.in_doubt.swap(false, Ordering::SeqCst)
    }

    /// Whether the disk has room for a few transactions.
    pub(super) fn has_room(&self) -> bool {
        self.files.get().is_none_or(|files| has_room(folder_of(&files.database)))
    }

    /// Refuses where the files are not those that were opened.
    pub(super) fn require_files(&self) -> Result<(), StoreError> {
        match self.files.get().and_then(Files::fault) {
            None => Ok(()),
            Some(fault) => {
                self.set(Some(fault));
                Err(StoreError::Unwritable(fault))
            }
        }
    }

    /// The error of a write, which is remembered where it says that nothing can be written.
    pub(super) fn noted(&self, error: Error) -> StoreError {
        let error = StoreError::from(error);
        if let StoreError::Unwritable(fault) = error {
            self.set(Some(fault));
        }
        error
    }
}

/// Has each new connection read at once: SQLite opens the log with the first read, and it is to be the log of now.
pub(super) fn reading_at_once(pool: SqlitePoolOptions) -> SqlitePoolOptions {
    pool.after_connect(|connection, _| {
        Box::pin(async move { sqlx::query("SELECT COUNT(*) FROM meta").execute(connection).await.map(drop) })
    })
}

/// Closes each connection that is given back within a transaction; the next write opens another.
///
/// Where a write fails for want of room, SQLite ends the transaction by itself. sqlx does not learn of it, its rollback then
/// fails, and it takes the connection for one within a transaction from then on: no other could ever begin.
pub(super) fn closing_stuck(pool: SqlitePoolOptions, writing: &Arc<Writing>) -> SqlitePoolOptions {
    let writing = Arc::clone(writing);
    pool.after_release(move |connection, _| {
        let writing = Arc::clone(&writing);
        Box::pin(async move {
            if !connection.is_in_transaction() {
                return Ok(true);
            }
            // Answered behind the rollback, which waits in the connection's queue.
            connection.ping().await?;
            let is_stuck = connection.is_in_transaction();
            if is_stuck {
                writing.doubt();
            }
            Ok(!is_stuck)
        })
    })
}

/// The files of an open database, and which they were when it was opened.
#[derive(Debug)]
struct Files {
    database: PathBuf,
    each: [(PathBuf, FileId); 3],
}

impl Files {
    fn of(database: &Path) -> io::Result<Self> {
        // SQLite follows links, and has its log beside the file itself.
        let itself = fs::canonicalize(database)?;
        let with_id = |path: PathBuf| Ok::<_, io::Error>((path.clone(), FileId::at(&path)?));
        Ok(Self {
            database: database.to_owned(),
            each: [with_id(database.to_owned())?, with_id(beside(&itself, "-wal"))?, with_id(beside(&itself, "-shm"))?],
        })
    }

    /// Whether one of them is gone, or another one than before.
    fn fault(&self) -> Option<WriteFault> {
        self.each.iter().find_map(|(path, id)| match FileId::at(path) {
            Ok(now) => (now != *id).then_some(WriteFault::DatabaseReplaced),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Some(WriteFault::DatabaseRemoved),
            // A folder that can no longer be looked into; what is open stays so.
            Err(_) => None,
        })
    }
}
