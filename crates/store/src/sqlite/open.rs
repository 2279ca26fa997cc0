//! Opening: checks before anything is touched, then one transaction that brings everything up to date or nothing.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Error, SqliteConnection};

use super::failure::{is_busy, not_opened};
use super::{SqliteStore, catalogue, key_check};
use crate::seal::private_folder;
use crate::{MasterKey, OpenError, StoreError};

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// How long one waits for another process to finish its write.
const PATIENCE: Duration = Duration::from_secs(10);
/// Pauses of the one step that SQLite does not wait for by itself.
const PAUSE: Duration = Duration::from_millis(20);
/// Enough for pages that are asked for at once; each keeps up to 2 MB of the database at hand.
const READERS: u32 = 4;
/// Marks the file as ours in its header: "wxqt".
const APPLICATION_ID: i64 = 0x7778_7174;

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
}

impl Default for Setup {
    fn default() -> Self {
        Self { migrations: &MIGRATIONS, max_pages: None }
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
    // A key file that cannot be used is told before the database is touched or made.
    MasterKey::load(key_file)?;
    ready_place(&file, mode)?;
    let options = SqliteConnectOptions::new()
        .filename(&file)
        .busy_timeout(PATIENCE)
        .synchronous(SqliteSynchronous::Full)
        .pragma("trusted_schema", "OFF")
        .pragma("secure_delete", "ON")
        .pragma("journal_size_limit", "16777216");
    let options =
        setup.max_pages.into_iter().fold(options, |options, pages| options.pragma("max_page_count", pages.to_string()));

    let key = prepare(&file, &options, setup.migrations, key_file).await?;
    let pools = async {
        // Connections stay open for good: their prepared statements and pages at hand are what makes them fast.
        let pool = || SqlitePoolOptions::new().idle_timeout(None).max_lifetime(None).test_before_acquire(false);
        let writer = pool().max_connections(1).connect_with(options.clone()).await?;
        let reader = pool().max_connections(READERS).connect_with(options.read_only(true)).await?;
        Ok((writer, reader))
    };
    let (writer, reader) = pools.await.map_err(|error: Error| not_opened(&file, &error))?;
    Ok(SqliteStore { writer, reader, key: Arc::new(key) })
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
        Ok(_) => Ok(()),
        Err(error) if error.kind() != ErrorKind::NotFound => Err(other(error.to_string())),
        Err(_) if mode == OpenMode::MustExist => Err(OpenError::Missing { file: file.to_owned() }),
        Err(_) => private_file(file).map_err(|error| match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                OpenError::ReadOnly { file: file.to_owned() }
            }
            ErrorKind::StorageFull => OpenError::Full { file: file.to_owned() },
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

/// Brings the database up to date, over a connection of its own.
async fn prepare(
    file: &Path,
    options: &SqliteConnectOptions,
    migrations: &Migrator,
    key_file: &Path,
) -> Result<MasterKey, OpenError> {
    let failed = |error: Error| not_opened(file, &error);
    // Without foreign keys, a later migration can build a table anew; they are checked before the commit instead.
    let mut connection = options.clone().foreign_keys(false).connect().await.map_err(failed)?;
    refuse_strangers(&mut connection, file, migrations).await?;
    switch_to_log(&mut connection).await.map_err(failed)?;
    let mut write = connection.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
    refuse_strangers(&mut write, file, migrations).await?;
    migrate(&mut write, file, migrations).await?;
    let not_kept = |error: StoreError| match error {
        StoreError::Full => OpenError::Full { file: file.to_owned() },
        error => OpenError::Other { file: file.to_owned(), reason: error.to_string() },
    };
    catalogue::renew(&mut write).await.map_err(not_kept)?;
    let key = key_check::agree(&mut write, file, key_file).await?;
    write.commit().await.map_err(failed)?;
    connection.close().await.map_err(failed)?;
    Ok(key)
}

/// Refuses a database of a newer wxquota or of another program.
async fn refuse_strangers(
    connection: &mut SqliteConnection,
    file: &Path,
    migrations: &Migrator,
) -> Result<(), OpenError> {
    let failed = |error: Error| not_opened(file, &error);
    let (tables, ours): (i64, i64) = sqlx::query_as(
        "SELECT (SELECT COUNT(*) FROM sqlite_schema), (SELECT application_id FROM pragma_application_id)",
    )
    .fetch_one(&mut *connection)
    .await
    .map_err(failed)?;
    if tables == 0 {
        return Ok(());
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
    let known = migrations.iter().map(|migration| migration.version).max().unwrap_or(0);
    if found > known { Err(OpenError::Newer { file: file.to_owned(), found, known }) } else { Ok(()) }
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

/// Applies what is missing, within the transaction that is open.
async fn migrate(write: &mut SqliteConnection, file: &Path, migrations: &Migrator) -> Result<(), OpenError> {
    let failed = |error: Error| not_opened(file, &error);
    migrations.run_direct(None, &mut *write, false).await.map_err(|error| match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => not_opened(file, &error),
        error => OpenError::Other { file: file.to_owned(), reason: error.to_string() },
    })?;
    let broken: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM pragma_foreign_key_check")
        .fetch_one(&mut *write)
        .await
        .map_err(failed)?;
    if broken > 0 {
        let reason = format!("the upgrade would leave {broken} rows without their parent rows");
        return Err(OpenError::Other { file: file.to_owned(), reason });
    }
    sqlx::query("PRAGMA application_id = 2004382068").execute(write).await.map_err(failed)?;
    Ok(())
}

#[cfg(test)]
#[path = "open_tests.rs"]
mod tests;
