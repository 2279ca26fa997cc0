//! What can go wrong with the database, in words for whoever operates it.

use std::path::PathBuf;

use domain::WriteFault;

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
    #[error("no space is left on the disk with {file}; free at least 10 MB and start again")]
    Full {
        /// The database file.
        file: PathBuf,
    },
    /// No room is left for the copy that an upgrade makes first.
    #[error(
        "the database {file} must be upgraded, but the copy of it that is made before cannot be written to {copy}: {reason}; \
         nothing was changed"
    )]
    NoCopy {
        /// The database file.
        file: PathBuf,
        /// Where the copy was to be.
        copy: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// It is on a file system of a network.
    #[error(
        "the database {file} is on {file_system}, a network file system, where SQLite's locks and shared memory do not work; \
         move it to a local disk, and set its path with WXQUOTA_DATABASE_URL"
    )]
    OnNetwork {
        /// The database file.
        file: PathBuf,
        /// The name of the file system.
        file_system: &'static str,
    },
    /// It is empty, but there is a key to it.
    #[error(
        "the database {file} is empty, but there is already a master key {key}, so data was probably lost; restore a backup, \
         or, to begin with a new database, delete the empty file"
    )]
    Emptied {
        /// The database file.
        file: PathBuf,
        /// The key file.
        key: PathBuf,
    },
    /// It belongs to another user of the machine.
    #[error(transparent)]
    Foreign(#[from] crate::files::ForeignOwner),
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
    /// Nothing can be written, and nothing was.
    #[error("nothing can be saved: {}; {}", .0.sentence(), .0.advice())]
    Unwritable(WriteFault),
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
