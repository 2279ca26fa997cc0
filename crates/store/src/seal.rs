//! Sealing of secrets under the master key.

use std::path::PathBuf;

/// The master key.
#[derive(Debug)]
pub struct MasterKey(());

/// A master key that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The database holds sealed secrets and the key file is gone.
    #[error(
        "the master key {file} is missing, and the database holds secrets sealed with it; put the file back from your backup, or name it with WXQUOTA_MASTER_KEY_FILE"
    )]
    Missing {
        /// Where it should be.
        file: PathBuf,
    },
    /// It is another key than the one the secrets are sealed with.
    #[error(
        "the master key {file} is not the one the database was sealed with; put the right file there, or name it with WXQUOTA_MASTER_KEY_FILE"
    )]
    Wrong {
        /// The key file.
        file: PathBuf,
    },
    /// What the file holds is no key.
    #[error("{file} holds no master key; it should be 64 hexadecimal digits (openssl rand -hex 32)")]
    Malformed {
        /// The key file.
        file: PathBuf,
    },
    /// It cannot be read or written.
    #[error("the master key {file} cannot be read or made: {reason}")]
    Unreadable {
        /// The key file.
        file: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// Others than its owner may read or write it.
    #[error("the master key {file} may be read by others than its owner; type: chmod 600 '{file}'")]
    TooOpen {
        /// The key file.
        file: PathBuf,
    },
}
