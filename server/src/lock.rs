//! One `serve` a database: two would read everything twice. The system frees the lock when its holder dies.
//!
//! Two files are locked: one beside the database, which also says who serves it and which file that is, and the database itself.
//! The first holds where the database is removed while it is served; the second whatever name or link the database is reached by.
//! The lock of the database is one of `flock`, with which those of SQLite have nothing to do.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use store::ForeignOwner;
use store::files::{FileId, beside};

/// The reason why a database cannot be served, or used beside one who serves it.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process serves it.
    #[error(
        "this database is already served by {holder}; stop it first, or set another database with \
         WXQUOTA_DATABASE_URL"
    )]
    Held {
        /// Its process id and address, as far as they are known.
        holder: String,
    },
    /// The file was removed or replaced while another process serves it.
    #[error(
        "{} was {what} while {holder} serves it; put the right file back, or stop that process, restore a backup and start \
         it again. Nothing was changed", database.display()
    )]
    Lost {
        /// The database file.
        database: PathBuf,
        /// What happened to it.
        what: &'static str,
        /// The process that serves it.
        holder: String,
    },
    /// The folder or the lock file belongs to another user.
    #[error(transparent)]
    Foreign(ForeignOwner),
    /// The lock file cannot be made or locked.
    #[error("the lock file {} cannot be used: {source}", file.display())]
    Unusable {
        /// The lock file.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// The text between the process id and the address in the lock file.
const AT: &str = " at ";
/// What the line that names the file begins with.
const FILE: &str = "file ";
/// How often, and after which pauses, a lock is tried that somebody may only have looked at, or whose holder has not said yet who
/// it is.
const TRIES: usize = 10;
const PAUSE: Duration = Duration::from_millis(50);

/// The lock file beside the database itself, whatever link leads there.
fn lock_file(database: &Path) -> PathBuf {
    // Of a database that is gone, a link that is left still says where it was.
    let linked = || Some(database.parent()?.join(fs::read_link(database).ok()?));
    let itself = fs::canonicalize(database).ok().or_else(linked);
    beside(itself.as_deref().unwrap_or(database), ".serving")
}

/// What is known of the process that serves a database.
struct Holder {
    /// Its process id and address, as it wrote them down, or what the system says of it.
    name: String,
    /// The address at which it serves.
    address: Option<String>,
    /// The database file that it has open.
    file: Option<FileId>,
}

impl Holder {
    /// The holder of the lock on `locked`, in which it has written this.
    fn of(locked: &File, written: &str) -> Self {
        let mut lines = written.lines();
        let named = lines.next().unwrap_or_default().trim();
        let file = lines.find_map(|line| line.strip_prefix(FILE)?.trim().parse().ok());
        let process = named.strip_prefix("process ").and_then(|rest| rest.split(' ').next()?.parse::<u32>().ok());
        let name = match (holder_of_lock(locked), process) {
            (Some(holder), Some(process)) if holder == process => named.to_owned(),
            (Some(holder), _) => format!("process {holder}"),
            // The system does not say; then whoever wrote its name there, if it is still alive.
            (None, Some(process)) if is_alive(process) => named.to_owned(),
            (None, _) => "another process, which this one cannot see".to_owned(),
        };
        let address = named.split_once(AT).map(|(_, address)| address.to_owned());
        Self { name, address, file }
    }

    /// The holder of the lock beside a database; `None` where nobody has it.
    fn find(database: &Path) -> Option<Self> {
        let mut file = File::open(lock_file(database)).ok()?;
        // Whoever only looks must not keep a server from starting: shared, and let go at once.
        let Err(TryLockError::WouldBlock) = file.try_lock_shared() else { return None };
        let mut written = String::new();
        file.read_to_string(&mut written).ok()?;
        Some(Self::of(&file, &written))
    }
}

/// The process that has the lock on a file, as Linux says in `/proc/locks`; `None` where it does not say.
fn holder_of_lock(file: &File) -> Option<u32> {
    let id = FileId::of(&file.metadata().ok()?).in_proc_locks();
    let inode = id.rsplit(':').next()?;
    let locks = fs::read_to_string("/proc/locks").ok()?;
    // The lines are `1: FLOCK ADVISORY WRITE 26634 fe:00:10076241 0 EOF`.
    let locks = locks.lines().filter_map(|line| {
        let fields: Vec<_> = line.split_whitespace().collect();
        let process: u32 = fields.get(4)?.parse().ok().filter(|process| *process > 0)?;
        (fields[1] == "FLOCK").then_some((process, (*fields.get(5)?).to_owned()))
    });
    let locks: Vec<_> = locks.filter(|(_, of)| of.rsplit(':').next() == Some(inode)).collect();
    // Layered file systems give a device there that is not the file's; then the inode tells, where only one file has it.
    let exact = locks.iter().find(|(_, of)| *of == id);
    exact.or(locks.first().filter(|_| locks.len() == 1)).map(|(process, _)| *process)
}

fn is_alive(process: u32) -> bool {
    // Without a /proc, nobody is known to be dead.
    !Path::new("/proc/self").exists() || Path::new("/proc").join(process.to_string()).exists()
}

/// The origin at which a database is served; `None` where it is not, or that is not known.
pub(crate) fn served_at(database: &Path) -> Option<String> {
    Holder::find(database)?.address
}

/// Refuses to work with a database that was removed or replaced while it is served: a second one would be made beside it.
///
/// # Errors
/// [`LockError::Lost`].
pub(crate) fn require_served_file(database: &Path) -> Result<(), LockError> {
    let Some(holder) = Holder::find(database) else { return Ok(()) };
    let what = match (FileId::at(database), holder.file) {
        (Err(error), _) if error.kind() == ErrorKind::NotFound => "removed",
        (Ok(now), Some(served)) if now != served => "replaced",
        _ => return Ok(()),
    };
    Err(LockError::Lost { database: database.to_owned(), what, holder: holder.name })
}

/// Held while a database is served.
#[derive(Debug)]
pub(crate) struct ServeLock {
    file: File,
    path: PathBuf,
    database: PathBuf,
    /// The database itself, locked. It is closed last of all: a process that closes a file gives up what SQLite has locked of it.
    itself: Option<File>,
}

impl ServeLock {
    /// Takes the lock beside a database file, which need not be there yet; makes the folder, for its owner only.
    ///
    /// # Errors
    /// [`LockError::Held`] where another process has it.
    pub(crate) fn take(database: &Path) -> Result<Self, LockError> {
        let path = lock_file(database);
        let unusable = |source: io::Error| match source.kind() {
            ErrorKind::PermissionDenied => ForeignOwner::find(database, database)
                .map_or_else(|| LockError::Unusable { file: path.clone(), source }, LockError::Foreign),
            _ => LockError::Unusable { file: path.clone(), source },
        };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(unusable)?;
        }
        // Not truncated: where it is held, it names who holds it.
        let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path);
        let mut file = opened.map_err(unusable)?;
        lock(&mut file).map_err(unusable)??;
        // Older releases made it for everybody to read.
        let mode = file.metadata().map_err(unusable)?.mode();
        if mode & 0o077 != 0 {
            file.set_permissions(Permissions::from_mode(0o600)).map_err(unusable)?;
        }
        let mut lock = Self { file, path, database: database.to_owned(), itself: None };
        lock.write_down(&format!("process {}", std::process::id()))?;
        lock.hold_database()?;
        Ok(lock)
    }

    /// Takes the lock on the database itself, once that is there.
    ///
    /// # Errors
    /// [`LockError::Held`] where another process has it, under whatever name.
    pub(crate) fn hold_database(&mut self) -> Result<(), LockError> {
        if self.itself.is_some() {
            return Ok(());
        }
        // Why it cannot be opened is told by whoever opens the store.
        let Ok(mut itself) = File::open(&self.database) else { return Ok(()) };
        let unusable = |source| LockError::Unusable { file: self.database.clone(), source };
        if !itself.metadata().map_err(unusable)?.is_file() {
            return Ok(());
        }
        lock(&mut itself).map_err(unusable)??;
        self.itself = Some(itself);
        Ok(())
    }

    /// Writes down where it is served, and which file that is, for whoever comes second.
    ///
    /// # Errors
    /// [`LockError::Unusable`].
    pub(crate) fn served_at(&mut self, address: &str) -> Result<(), LockError> {
        let file = FileId::at(&self.database).map(|id| format!("\n{FILE}{id}")).unwrap_or_default();
        self.write_down(&format!("process {}{AT}{address}{file}", std::process::id()))
    }

    fn write_down(&mut self, holder: &str) -> Result<(), LockError> {
        let mut write = || {
            self.file.set_len(0)?;
            self.file.rewind()?;
            writeln!(self.file, "{holder}")?;
            self.file.flush()
        };
        match write() {
            // The lock holds without; the system knows its holder too.
            Err(error) if matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => {
                tracing::warn!(%error, file = %self.path.display(), "who serves the database could not be written down");
                Ok(())
            }
            written => written.map_err(|source| LockError::Unusable { file: self.path.clone(), source }),
        }
    }
}

/// Locks a file; the inner error says who has it. A lock that is only looked at is free again in a moment.
fn lock(file: &mut File) -> io::Result<Result<(), LockError>> {
    let mut written = String::new();
    for _ in 0..TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(Ok(())),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) => {}
        }
        std::thread::sleep(PAUSE);
    }
    // A database says nothing of who serves it; a lock file does.
    if file.metadata()?.len() < 1000 {
        file.rewind()?;
        file.read_to_string(&mut written)?;
    }
    Ok(Err(LockError::Held { holder: Holder::of(file, &written).name }))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn folder_with_database() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("wxquota.db");
        fs::write(&database, "").unwrap();
        (folder, database)
    }

    fn refused(database: &Path) -> String {
        ServeLock::take(database).unwrap_err().to_string()
    }

    #[test]
    fn the_second_is_told_of_the_first_and_the_third_may_have_it() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("wxquota.db");
        let mut first = ServeLock::take(&database).unwrap();
        first.served_at("http://127.0.0.1:8686").unwrap();
        let refused = refused(&database);
        let me = format!("process {} at http://127.0.0.1:8686;", std::process::id());
        assert!(refused.contains(&me), "{refused}");
        assert_eq!(served_at(&database).as_deref(), Some("http://127.0.0.1:8686"));
        drop(first);
        assert_eq!(served_at(&database), None);
        ServeLock::take(&database).unwrap();
    }

    #[test]
    fn links_lead_to_the_same_database() {
        let (folder, database) = folder_with_database();
        let other = tempfile::tempdir_in(folder.path()).unwrap();
        let [soft, hard] = ["soft.db", "hard.db"].map(|name| other.path().join(name));
        symlink(&database, &soft).unwrap();
        fs::hard_link(&database, &hard).unwrap();
        let mut first = ServeLock::take(&database).unwrap();
        first.served_at("http://127.0.0.1:8686").unwrap();
        let me = format!("process {}", std::process::id());
        for link in [&soft, &hard] {
            let refused = refused(link);
            assert!(refused.contains("already served by") && refused.contains(&me), "{refused}");
        }
        drop(first);
        ServeLock::take(&hard).unwrap();
    }

    #[test]
    fn a_database_that_is_made_later_is_held_too() {
        let folder = tempfile::tempdir().unwrap();
        let [database, hard] = ["wxquota.db", "hard.db"].map(|name| folder.path().join(name));
        let mut first = ServeLock::take(&database).unwrap();
        fs::write(&database, "").unwrap();
        fs::hard_link(&database, &hard).unwrap();
        first.hold_database().unwrap();
        assert!(refused(&hard).contains("already served by"));
    }

    #[test]
    fn the_lock_file_is_for_its_owner_and_a_dead_process_is_not_named() {
        let (_folder, database) = folder_with_database();
        let file = lock_file(&database);
        // What an older release left: for all to read, and of a process that is gone.
        fs::write(&file, "process 4000000001 at http://127.0.0.1:1\n").unwrap();
        fs::set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
        let lock = ServeLock::take(&database).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().mode() & 0o777, 0o600);
        fs::write(&file, "process 4000000001 at http://127.0.0.1:1\n").unwrap();
        let refused = refused(&database);
        assert!(!refused.contains("4000000001"), "{refused}");
        drop(lock);
    }

    #[test]
    fn beside_a_server_no_second_database_is_made() {
        let (folder, database) = folder_with_database();
        require_served_file(&database).unwrap();
        let mut lock = ServeLock::take(&database).unwrap();
        lock.served_at("http://127.0.0.1:8686").unwrap();
        require_served_file(&database).unwrap();
        let away = folder.path().join("away.db");
        fs::rename(&database, &away).unwrap();
        let told = require_served_file(&database).unwrap_err().to_string();
        assert!(told.contains("was removed while process ") && told.contains("at http://127.0.0.1:8686"), "{told}");
        fs::write(&database, "").unwrap();
        let told = require_served_file(&database).unwrap_err().to_string();
        assert!(told.contains("was replaced while process "), "{told}");
        fs::rename(&away, &database).unwrap();
        require_served_file(&database).unwrap();
        drop(lock);
        fs::remove_file(&database).unwrap();
        require_served_file(&database).unwrap();
    }
}
