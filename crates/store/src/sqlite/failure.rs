//! What SQLite says, in our words.

use std::path::Path;

use domain::WriteFault;
use sqlx::Error;

use crate::{OpenError, StoreError};

/// What went wrong, as far as anyone has to know. Numbers are SQLite's result codes.
enum Cause {
    Busy,
    Full,
    ReadOnly,
    /// The file was moved or removed under an open connection.
    Moved,
    /// The file, or one beside it, cannot be opened.
    CannotOpen,
    /// A write failed for another reason than room.
    DiskErrors,
    Corrupt,
    Other,
}

/// `SQLITE_IOERR_SHMSIZE`: no room for the log's index.
const NO_ROOM_FOR_INDEX: i32 = 4874;
/// `SQLITE_READONLY_DBMOVED`.
const MOVED: i32 = 1032;
/// `SQLITE_IOERR_WRITE`, `_FSYNC`, `_DIR_FSYNC` and `_TRUNCATE`.
const FAILED_WRITES: [i32; 4] = [778, 1034, 1290, 1546];

fn cause(error: &Error) -> Cause {
    let Some(code) = error.as_database_error().and_then(|error| error.code()?.parse::<i32>().ok()) else {
        return if matches!(error, Error::PoolTimedOut) { Cause::Busy } else { Cause::Other };
    };
    match (code & 0xff, code) {
        (5 | 6, _) => Cause::Busy,
        (13, _) | (_, NO_ROOM_FOR_INDEX) => Cause::Full,
        (_, MOVED) => Cause::Moved,
        (3 | 8, _) => Cause::ReadOnly,
        (14, _) => Cause::CannotOpen,
        (10, failed) if FAILED_WRITES.contains(&failed) => Cause::DiskErrors,
        (11 | 26, _) => Cause::Corrupt,
        _ => Cause::Other,
    }
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        match cause(&error) {
            Cause::Busy => Self::Busy,
            Cause::Full => Self::Unwritable(WriteFault::DiskFull),
            Cause::ReadOnly => Self::Unwritable(WriteFault::ReadOnly),
            Cause::Moved => Self::Unwritable(WriteFault::DatabaseRemoved),
            Cause::DiskErrors => Self::Unwritable(WriteFault::DiskErrors),
            Cause::Corrupt => Self::Inconsistent(format!("{error}; restore a backup")),
            Cause::CannotOpen | Cause::Other => Self::Database(error.to_string()),
        }
    }
}

/// A database that cannot be opened, from what SQLite said of it.
pub(super) fn not_opened(file: &Path, error: &Error) -> OpenError {
    let file = file.to_owned();
    match cause(error) {
        Cause::Busy => OpenError::Other { file, reason: "another program uses it; stop that program first".to_owned() },
        Cause::Full => OpenError::Full { file },
        Cause::ReadOnly | Cause::CannotOpen => OpenError::ReadOnly { file },
        Cause::Corrupt => OpenError::Corrupt { file },
        Cause::Moved | Cause::DiskErrors | Cause::Other => OpenError::Other { file, reason: error.to_string() },
    }
}

/// Whether another connection was in the way, so that trying again helps.
pub(super) fn is_busy(error: &Error) -> bool {
    matches!(cause(error), Cause::Busy)
}
