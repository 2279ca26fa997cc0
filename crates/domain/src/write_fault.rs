//! Write faults: the reasons why the database cannot be written.

use crate::word_enum;

word_enum! {
    /// The reason why nothing can be written. While there is one, nothing is begun that would have to be written down.
    pub enum WriteFault {
        /// The disk is full.
        DiskFull = "disk-full",
        /// The file system or the file is read-only.
        ReadOnly = "read-only",
        /// The disk reports errors.
        DiskErrors = "disk-errors",
        /// The database file, or a file that belongs to it, was removed or moved away.
        DatabaseRemoved = "database-removed",
        /// Another file has taken its place.
        DatabaseReplaced = "database-replaced",
    }
}

impl WriteFault {
    /// The fault in a sentence without its end, in English, for logs and the command line.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::DiskFull => "the disk with the database is full",
            Self::ReadOnly => "the database is on a read-only file system, or its file may not be written",
            Self::DiskErrors => "the disk with the database reports errors",
            Self::DatabaseRemoved => "the database file, or its -wal or -shm file, was removed or moved away",
            Self::DatabaseReplaced => "another file has replaced the database file, or its -wal or -shm file",
        }
    }

    /// What the operator has to do, in English, for logs and the command line.
    pub fn advice(self) -> &'static str {
        match self {
            Self::DiskFull => "free some space",
            Self::ReadOnly => "make the file system and the file writable",
            Self::DiskErrors => "check the disk and the kernel's log",
            Self::DatabaseRemoved => "move the files back, or stop wxquota, restore a backup and start it again",
            Self::DatabaseReplaced => {
                "stop wxquota, make sure that the right database is in place, without -wal and -shm files of another \
                 one, and start it again"
            }
        }
    }
}
