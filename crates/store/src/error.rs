//! What can go wrong with the database, in words for whoever operates it.

use std::path::PathBuf;

/// A database that cannot be opened. Nothing in it was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database URL is not `sqlite://` and a path.
    #[error("{0:?} is not a database URL; write sqlite:// and the path of a file")]
    BadAddress(String),
    /// There is no such file, and none was to be made.
    #[error("there is no database {file}; set the correct one with WXQUOTA_DATABASE_URL")]
    Missing {
        /// The database file.
        file: PathBuf,
    },
    /// It was written by a newer wxquota.
    #[error(
        "the database {file} was written by a newer wxquota (version {found}; this program supports up to {known}); \
         run the newer program, or restore a backup made before the upgrade"
    )]
    Newer {
        /// The database file.
        file: PathBuf,
        /// The newest migration in it.
        found: i64,
        /// The newest migration this program has.
        known: i64,
    },
    /// The file or its folder cannot be written.
    #[error("the database {file} cannot be written; check the owner and permissions of the file and its folder")]
    ReadOnly {
        /// The database file.
        file: PathBuf,
    },
    /// No room is left.
    #[error("the disk with {file} is full; free some space and start again")]
    Full {
        /// The database file.
        file: PathBuf,
    },
    /// It is damaged, or no SQLite database at all.
    #[error("{file} is damaged or not a database; restore a backup, or use another file")]
    Corrupt {
        /// The database file.
        file: PathBuf,
    },
    /// Anything else.
    #[error("the database {file} cannot be opened: {reason}")]
    Other {
        /// The database file.
        file: PathBuf,
        /// What SQLite or the system said.
        reason: String,
    },
    /// The master key does not fit the database.
    #[error(transparent)]
    Key(#[from] crate::seal::KeyError),
}

/// A failed statement. None of these is caused by what a person typed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full.
    #[error("the disk with the database is full")]
    Full,
    /// Another process held the database for too long.
    #[error("the database is busy; try again")]
    Busy,
    /// A stored value that cannot be read: the database was changed by hand, or is damaged.
    #[error("the database contains invalid data: {0}")]
    Inconsistent(String),
    /// A sealed value does not open with the master key.
    #[error("a secret in the database cannot be decrypted with this master key")]
    Unsealable,
    /// A backup was to be written over a file.
    #[error("{0} already exists; use the name of a new file")]
    FileExists(PathBuf),
    /// Anything else that SQLite said.
    #[error("a database error occurred: {0}")]
    Database(String),
}
