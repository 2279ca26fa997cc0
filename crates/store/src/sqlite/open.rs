//! Opening: checks before anything is touched, then one transaction that brings everything up to date or nothing.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use domain::WriteFault;
use nix::unistd::{AccessFlags, access};
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Error, SqliteConnection};

use super::copies::Upgrade;
use super::failure::{is_busy, not_opened};
use super::writing::{Writing, closing_stuck, reading_at_once};
use super::{SqliteStore, audit, catalogue, copies, key_check};
use crate::files::{ForeignOwner, network_file_system};
use crate::seal::private_folder;
use crate::{KeyError, MasterKey, OpenError, StoreError};

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// How long one waits for another process to finish its write.
const PATIENCE: Duration = Duration::from_secs(10);
/// Pauses of the one step that SQLite does not wait for by itself.
const PAUSE: Duration = Duration::from_millis(20);
/// Enough for pages that are asked for at once; each keeps up to 2 MB of the database at hand.
const READERS: u32 = 4;
/// The migration from which on every API token has its line in the audit trail.
const EVERY_TOKEN_HAS_A_LINE: i64 = 42;
/// Marks the file as ours in its header: "wxqt".
pub(super) const APPLICATION_ID: i64 = 0x7778_7174;

/// What opening may make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// Makes folder, database and key where they are missing.
    CreateIfMissing,
    /// The database must be there. A key is still made where nothing is sealed yet.
    MustExist,
}

/// What tests change about opening.
pub(super) struct Setup {
    pub(super) migrations: &'static Migrator,
    /// As if the disk were full at so many pages.
    pub(super) max_pages: Option<u32>,
    /// The name of the network file system that a folder is on.
    pub(super) network_file_system: fn(&Path) -> Option<&'static str>,
}

impl Default for Setup {
    fn default() -> Self {
        Self { migrations: &MIGRATIONS, max_pages: None, network_file_system }
    }
}

impl SqliteStore {
    /// Opens the database at `url`, `sqlite://` and a path, with the master key in `key_file`. Brings an older database up to
    /// date; all or nothing. Both files, and the folders they lie in, are made where they are missing, for their owner only.
    ///
    /// # Errors
    /// [`OpenError`] in plain words; nothing in the database was changed then.
    pub async fn open(url: &str, key_file: &Path, mode: OpenMode) -> Result<Self, OpenError> {
        open(url, key_file, mode, Setup::default()).await
    }

    /// Opens or makes `wxquota.db` and `master.key` in `folder`, such as a test's temporary one.
    ///
    /// # Errors
    /// Those of [`Self::open`].
    pub async fn open_in(folder: &Path) -> Result<Self, OpenError> {
        let url = format!("sqlite://{}", folder.join("wxquota.db").display());
        Self::open(&url, &folder.join("master.key"), OpenMode::CreateIfMissing).await
    }
}

pub(super) async fn open(url: &str, key_file: &Path, mode: OpenMode, setup: Setup) -> Result<SqliteStore, OpenError> {
    let file = file_of(url)?;
    let opened = open_file(&file, key_file, mode, setup).await;
    opened.map_err(|error| match error {
        // Where permissions are in the way, somebody else's files are the likeliest reason.
        OpenError::ReadOnly { .. } | OpenError::Other { .. } | OpenError::Key(KeyError::Unreadable { .. }) => {
            ForeignOwner::find(&file, key_file).map_or(error, OpenError::Foreign)
        }
        error => error,
    })
}

async fn open_file(file: &Path, key_file: &Path, mode: OpenMode, setup: Setup) -> Result<SqliteStore, OpenError> {
    // A key file that cannot be used is told before the database is touched or made.
    let key = MasterKey::load(key_file)?;
    // After the key was looked for: of several first commands, one may make it together with the database.
    if key.is_some() && std::fs::metadata(file).is_ok_and(|file| file.is_file() && file.len() == 0) {
        return Err(OpenError::Emptied { file: file.to_owned(), key: key_file.to_owned() });
    }
    let place = file.ancestors().find(|place| place.exists()).unwrap_or(Path::new("."));
    if let Some(file_system) = (setup.network_file_system)(place) {
        return Err(OpenError::OnNetwork { file: file.to_owned(), file_system });
    }
    ready_place(file, mode)?;
    let options = SqliteConnectOptions::new()
        .filename(file)
        .busy_timeout(PATIENCE)
        .synchronous(SqliteSynchronous::Full)
        .pragma("trusted_schema", "OFF")
        .pragma("secure_delete", "ON")
        .pragma("journal_size_limit", "16777216");
    let options =
        setup.max_pages.into_iter().fold(options, |options, pages| options.pragma("max_page_count", pages.to_string()));

    let (key, upgrade) = prepare(file, &options, setup.migrations, key_file).await?;
    let writing = Arc::new(Writing::default());
    let pools = async {
        // Connections stay open for good: their prepared statements and pages at hand are what makes them fast. All are opened
        // at once: one that is opened later could meet another file.
        let pool = || {
            reading_at_once(SqlitePoolOptions::new().idle_timeout(None).max_lifetime(None).test_before_acquire(false))
        };
        let writer = closing_stuck(pool().max_connections(1), &writing).connect_with(options.clone()).await?;
        let readers = pool().max_connections(READERS).min_connections(READERS);
        let reader = readers.connect_with(options.read_only(true)).await?;
        writing.opened(file)?;
        Ok((writer, reader))
    };
    let (writer, reader) = pools.await.map_err(|error: Error| not_opened(file, &error))?;
    let store = SqliteStore { writer, reader, key: Arc::new(key), writing, upgrade };
    // What opening did not have to write is not known to be writable yet.
    store.writing.doubt();
    Ok(store)
}

/// The path in `sqlite://path`.
fn file_of(url: &str) -> Result<PathBuf, OpenError> {
    let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"));
    path.filter(|path| !path.is_empty() && !path.contains(['?', '#', '\0']) && *path != ":memory:")
        .map(PathBuf::from)
        .ok_or_else(|| OpenError::BadAddress(url.to_owned()))
}

/// Makes the folder and an empty file where that is wanted, and refuses what SQLite would only call "unable to open".
fn ready_place(file: &Path, mode: OpenMode) -> Result<(), OpenError> {
    let other = |reason: String| OpenError::Other { file: file.to_owned(), reason };
    match std::fs::metadata(file) {
        Ok(found) if found.is_dir() => Err(other("it is a folder".to_owned())),
        // SQLite would open it for reading alone.
        Ok(_) if access(file, AccessFlags::R_OK | AccessFlags::W_OK).is_err() => {
            Err(OpenError::ReadOnly { file: file.to_owned() })
        }
        Ok(_) => Ok(()),
        Err(error) if error.kind() != ErrorKind::NotFound => Err(other(error.to_string())),
        Err(_) if mode == OpenMode::MustExist => Err(OpenError::Missing { file: file.to_owned() }),
        Err(_) => private_file(file).map_err(|error| match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                OpenError::ReadOnly { file: file.to_owned() }
            }
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => OpenError::Full { file: file.to_owned() },
            _ => other(error.to_string()),
        }),
    }
}

/// Makes the file for its owner only; SQLite then makes its log the same way. Another process may be first.
fn private_file(file: &Path) -> io::Result<()> {
    private_folder(file.parent().unwrap_or(Path::new("")))?;
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(file) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        made => made.map(|_| ()),
    }
}

/// Brings the database up to date, over a connection of its own. Where nothing is to be changed, nothing is written: a full disk
/// does not keep anybody from reading.
async fn prepare(
    file: &Path,
    options: &SqliteConnectOptions,
    migrations: &Migrator,
    key_file: &Path,
) -> Result<(MasterKey, Option<Upgrade>), OpenError> {
    let failed = |error: Error| not_opened(file, &error);
    // Without foreign keys, a later migration can build a table anew; they are checked before the commit instead.
    let mut connection = options.clone().foreign_keys(false).connect().await.map_err(failed)?;
    version_of(&mut connection, file, migrations).await?;
    switch_to_log(&mut connection).await.map_err(failed)?;
    let mut write = connection.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
    let (from, to) = (version_of(&mut write, file, migrations).await?, newest(migrations));
    let upgrade = match from {
        // While nobody else can write: what is copied is what is upgraded.
        Some(from) if from < to => {
            Some(Upgrade { from, to, copy: copies::keep_before_upgrade(file, options, from).await? })
        }
        _ => None,
    };
    migrate(&mut write, file, migrations).await?;
    if from != Some(to) {
        check_references(&mut write, file).await?;
    }
    if from.is_none() {
        sqlx::query("PRAGMA application_id = 2004382068").execute(&mut *write).await.map_err(failed)?;
    }
    let not_kept = |error: StoreError| match error {
        StoreError::Unwritable(WriteFault::DiskFull) => OpenError::Full { file: file.to_owned() },
        error => OpenError::Other { file: file.to_owned(), reason: error.to_string() },
    };
    catalogue::renew(&mut write).await.map_err(not_kept)?;
    let key = key_check::agree(&mut write, file, key_file).await?;
    if from.is_some_and(|from| from < EVERY_TOKEN_HAS_A_LINE) {
        audit::adopt_records(&mut write, &key).await.map_err(not_kept)?;
    }
    write.commit().await.map_err(failed)?;
    connection.close().await.map_err(failed)?;
    if upgrade.is_some()
        && let Err(error) = copies::remove_old(file)
    {
        tracing::warn!(%error, "copies of the database from before earlier upgrades could not be deleted");
    }
    Ok((key, upgrade))
}

/// The newest migration that this program has.
fn newest(migrations: &Migrator) -> i64 {
    migrations.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// The newest migration in the database; `None` where it is new. A database of a newer wxquota or of another program is refused.
async fn version_of(
    connection: &mut SqliteConnection,
    file: &Path,
    migrations: &Migrator,
) -> Result<Option<i64>, OpenError> {
    let failed = |error: Error| not_opened(file, &error);
    let (tables, ours): (i64, i64) = sqlx::query_as(
        "SELECT (SELECT COUNT(*) FROM sqlite_schema), (SELECT application_id FROM pragma_application_id)",
    )
    .fetch_one(&mut *connection)
    .await
    .map_err(failed)?;
    if tables == 0 {
        return Ok(None);
    }
    if ours != APPLICATION_ID {
        return Err(OpenError::Other {
            file: file.to_owned(),
            reason: "it is the database of another program".to_owned(),
        });
    }
    let found: i64 = sqlx::query_scalar("SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations")
        .fetch_one(&mut *connection)
        .await
        .map_err(failed)?;
    let known = newest(migrations);
    if found > known { Err(OpenError::Newer { file: file.to_owned(), found, known }) } else { Ok(Some(found)) }
}

/// The newest migration of a database of ours, or an older one; `None` where it is empty.
pub(super) async fn version_of_ours(connection: &mut SqliteConnection, file: &Path) -> Result<Option<i64>, OpenError> {
    version_of(connection, file, &MIGRATIONS).await
}

/// Turns the write-ahead log on. Several first commands at once hinder each other here, and SQLite then does not wait.
async fn switch_to_log(connection: &mut SqliteConnection) -> Result<(), Error> {
    let mut tries = PATIENCE.as_millis() / PAUSE.as_millis();
    loop {
        let switched = sqlx::query_scalar::<_, String>("PRAGMA journal_mode = WAL").fetch_one(&mut *connection).await;
        match switched {
            Err(error) if is_busy(&error) && tries > 0 => tokio::time::sleep(PAUSE).await,
            Ok(mode) if mode != "wal" => {
                // Some file systems of networks cannot share memory; without it, processes would not see each other.
                return Err(Error::Protocol(format!("its file system does not support a write-ahead log ({mode})")));
            }
            switched => return switched.map(|_| ()),
        }
        tries -= 1;
    }
}

/// Applies what is missing, within the transaction that is open, and refuses a database whose migrations were others than ours.
async fn migrate(write: &mut SqliteConnection, file: &Path, migrations: &Migrator) -> Result<(), OpenError> {
    migrations.run_direct(None, write, false).await.map_err(|error| match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => not_opened(file, &error),
        error => OpenError::Other { file: file.to_owned(), reason: error.to_string() },
    })
}

/// Refuses an upgrade that left rows without their parent rows.
async fn check_references(write: &mut SqliteConnection, file: &Path) -> Result<(), OpenError> {
    let broken: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM pragma_foreign_key_check")
        .fetch_one(write)
        .await
        .map_err(|error| not_opened(file, &error))?;
    if broken == 0 {
        return Ok(());
    }
    let reason = format!("the upgrade would leave {broken} rows without their parent rows");
    Err(OpenError::Other { file: file.to_owned(), reason })
}

#[cfg(test)]
#[path = "open_tests.rs"]
mod tests;
