//! One `serve` a database: two would read everything twice. The system frees the lock when its holder dies.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// The reason why a database cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process serves it.
    #[error(
        "this database is already served by {holder}; stop it first, or set another database with \
         WXQUOTA_DATABASE_URL"
    )]
    Held {
        /// Its process id and address, as far as it has written them down.
        holder: String,
    },
    /// The lock file cannot be made or locked.
    #[error("the lock file {} cannot be used: {source}", file.display())]
    Unusable {
        /// The lock file.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// The origin at which a database is served; `None` where it is not, or that is not known.
pub(crate) fn served_at(database: &Path) -> Option<String> {
    let mut file = File::open(lock_file(database)).ok()?;
    // Whoever only looks must not keep a server from starting: shared, and let go at once.
    let Err(TryLockError::WouldBlock) = file.try_lock_shared() else { return None };
    let mut holder = String::new();
    file.read_to_string(&mut holder).ok()?;
    holder.trim().split_once(AT).map(|(_, address)| address.to_owned())
}

/// The text between the process id and the address in the lock file.
const AT: &str = " at ";

fn lock_file(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".serving");
    PathBuf::from(name)
}

/// Held while a database is served.
#[derive(Debug)]
pub(crate) struct ServeLock {
    file: File,
    path: PathBuf,
}

impl ServeLock {
    /// Takes the lock beside a database file, which need not be there yet; makes the folder, for its owner only.
    ///
    /// # Errors
    /// [`LockError::Held`] where another process has it.
    pub(crate) fn take(database: &Path) -> Result<Self, LockError> {
        let path = lock_file(database);
        let unusable = |source| LockError::Unusable { file: path.clone(), source };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(unusable)?;
        }
        // Not truncated: where it is held, it names who holds it.
        let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = opened.map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                file.read_to_string(&mut holder).map_err(unusable)?;
                let holder = holder.trim();
                let holder = if holder.is_empty() { "a process that is starting" } else { holder };
                return Err(LockError::Held { holder: holder.to_owned() });
            }
            Err(TryLockError::Error(source)) => return Err(unusable(source)),
        }
        let mut lock = Self { file, path };
        lock.write_down(&format!("process {}", std::process::id()))?;
        Ok(lock)
    }

    /// Writes down where it is served, for whoever comes second.
    ///
    /// # Errors
    /// [`LockError::Unusable`].
    pub(crate) fn served_at(&mut self, address: &str) -> Result<(), LockError> {
        self.write_down(&format!("process {}{AT}{address}", std::process::id()))
    }

    fn write_down(&mut self, holder: &str) -> Result<(), LockError> {
        let mut write = || {
            self.file.set_len(0)?;
            self.file.rewind()?;
            writeln!(self.file, "{holder}")?;
            self.file.flush()
        };
        write().map_err(|source| LockError::Unusable { file: self.path.clone(), source })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_of_the_first_and_the_third_may_have_it() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("wxquota.db");
        let mut first = ServeLock::take(&database).unwrap();
        first.served_at("http://127.0.0.1:8686").unwrap();
        let refused = ServeLock::take(&database).unwrap_err().to_string();
        let me = format!("process {} at http://127.0.0.1:8686", std::process::id());
        assert!(refused.contains(&me), "{refused}");
        assert_eq!(served_at(&database).as_deref(), Some("http://127.0.0.1:8686"));
        drop(first);
        assert_eq!(served_at(&database), None);
        ServeLock::take(&database).unwrap();
    }
}
