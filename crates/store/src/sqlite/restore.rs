//! The return of a backup: what it holds, what the present database has beyond it, and the swap.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::failure::{is_busy, not_opened};
use super::query::{fetch_all, fetch_one, params};
use super::samples::DAY_MS;
use super::{OpenMode, SqliteStore, copies, key_check, open};
use crate::files::{beside, folder_of};
use crate::pack::unpack;
use crate::seal::private_folder;
use crate::{Audit, AuditActor, KeyError, MasterKey, NewAuditLine, OpenError, Store, StoreError};

/// How long one waits for other processes to let go of the database.
const PATIENCE: Duration = Duration::from_secs(5);
/// The ending of the copy that takes the database's place.
const DRAFT: &str = ".restoring";

const INTEGRITY: &str = "PRAGMA integrity_check(1)";
/// Null where there are none.
const NEWEST: &str = "SELECT (SELECT MAX(at) FROM clears), (SELECT MAX(first_at) FROM incidents),
    (SELECT MAX(id) FROM audit), (SELECT MAX(at) FROM audit), (SELECT MAX(day) FROM sample_days)";
const DAYS_SINCE: &str = "SELECT day, readings FROM sample_days WHERE day >= $1";
const CLEARS_SINCE: &str = "SELECT COUNT(*) FROM clears WHERE at > $1";
const INCIDENTS_SINCE: &str = "SELECT COUNT(*) FROM incidents WHERE first_at > $1";
const LINES_SINCE: &str = "SELECT COUNT(*) FROM audit WHERE id > $1";

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFacts {
    /// Its version: its newest migration.
    pub version: i64,
    /// When its newest record was made; `None` where it has none.
    pub newest_at: Option<Timestamp>,
    /// The newest of each kind; what is newer would be lost.
    newest: Newest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Newest {
    clear: i64,
    incident: i64,
    line: i64,
    reading: i64,
    reading_day: i64,
}

/// The records of a database that are newer than the newest of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Losses {
    /// Clears, suspected ones included.
    pub clears: i64,
    /// Incidents.
    pub incidents: i64,
    /// Readings.
    pub readings: i64,
    /// Entries of the audit trail.
    pub lines: i64,
}

/// The reason why a backup was not put back. The database is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// Another process has the database open.
    #[error("another program uses the database {}; wait for it to end, or stop it", .0.display())]
    InUse(PathBuf),
    /// The backup cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file cannot be written, renamed or removed.
    #[error("{} cannot be replaced: {source}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Checks a backup: that it is whole, of a version that this program knows, and sealed with the key in `key_file`. Changes nothing.
///
/// # Errors
/// [`OpenError`].
pub async fn inspect_backup(file: &Path, key_file: &Path) -> Result<BackupFacts, OpenError> {
    if !file.exists() {
        return Err(OpenError::Missing { file: file.to_owned() });
    }
    let failed = |error: sqlx::Error| not_opened(file, &error);
    let mut backup = reading(file).await.map_err(failed)?;
    let version = open::version_of_ours(&mut backup, file).await?;
    let version = version.ok_or_else(|| OpenError::Corrupt { file: file.to_owned() })?;
    let verdict: String = sqlx::query_scalar(INTEGRITY).fetch_one(&mut backup).await.map_err(failed)?;
    if verdict != "ok" {
        return Err(OpenError::Corrupt { file: file.to_owned() });
    }
    let other = |error: StoreError| OpenError::Other { file: file.to_owned(), reason: error.to_string() };
    let key = MasterKey::load(key_file)?.ok_or_else(|| KeyError::Missing { file: key_file.to_owned() })?;
    if !key_check::fits(&mut backup, &key).await.map_err(other)? {
        return Err(KeyError::Wrong { file: key_file.to_owned() }.into());
    }
    let (newest, newest_at) = newest(&mut backup).await.map_err(other)?;
    backup.close().await.map_err(failed)?;
    Ok(BackupFacts { version, newest_at, newest })
}

/// What a database has beyond a backup.
///
/// # Errors
/// [`StoreError`] where it cannot be read, as where it is damaged.
pub async fn losses(database: &Path, backup: &BackupFacts) -> Result<Losses, StoreError> {
    let mut present = reading(database).await?;
    let Newest { clear, incident, line, reading, reading_day } = backup.newest;
    let days = days_since(&mut present, reading_day).await?;
    let losses = Losses {
        clears: fetch_one(&mut present, CLEARS_SINCE, params![clear]).await?,
        incidents: fetch_one(&mut present, INCIDENTS_SINCE, params![incident]).await?,
        readings: i64::try_from(days.into_iter().filter(|at| *at > reading).count()).unwrap_or(i64::MAX),
        lines: fetch_one(&mut present, LINES_SINCE, params![line]).await?,
    };
    present.close().await?;
    Ok(losses)
}

/// Puts a backup in the place of the database, which no other process has open. A copy of the backup is opened first, upgraded
/// where that is needed, and gets the line in its audit trail; then it takes the place in one step. The database from before is
/// left as `kept`.
///
/// # Errors
/// [`RestoreError`]; the database is as it was.
pub async fn restore(
    (backup, database, key_file): (&Path, &Path, &Path),
    kept: &Path,
    line: NewAuditLine,
    by: &AuditActor,
    at: Timestamp,
) -> Result<(), RestoreError> {
    let draft = beside(database, DRAFT);
    let file = |source| RestoreError::File { file: database.to_owned(), source };
    private_folder(folder_of(database)).map_err(file)?;
    for left in ["", "-wal", "-shm"] {
        remove(&beside(&draft, left)).map_err(file)?;
    }
    let made = async {
        let mut source = reading(backup).await.map_err(|error| not_opened(backup, &error))?;
        copies::copy(&mut source, &draft).await?;
        source.close().await.map_err(StoreError::from)?;
        let url = format!("sqlite://{}", draft.display());
        let store = SqliteStore::open(&url, key_file, OpenMode::MustExist).await?;
        if let Some(upgrade) = store.upgrade() {
            // The backup itself is the copy from before.
            let _ = fs::remove_file(&upgrade.copy);
        }
        store.note(line, by, at).await?;
        store.close().await;
        fold(&draft).await.map_err(|error| RestoreError::Store(error.into()))?;
        File::open(&draft).and_then(|draft| draft.sync_all()).map_err(file)?;
        set_aside(database, kept).await?;
        fs::rename(&draft, database).and_then(|()| File::open(folder_of(database))?.sync_all()).map_err(file)
    };
    let made = made.await;
    if made.is_err() {
        let _ = fs::remove_file(&draft);
    }
    made
}

/// Leaves the database under another name too, with what is in its log.
async fn set_aside(database: &Path, kept: &Path) -> Result<(), RestoreError> {
    if !database.exists() {
        return Ok(());
    }
    let file = |source| RestoreError::File { file: database.to_owned(), source };
    match fold(database).await {
        Ok(()) => {}
        Err(error) if is_busy(&error) => return Err(RestoreError::InUse(database.to_owned())),
        // A damaged one keeps its log, which must not be taken for one of the backup.
        Err(_) => {
            let log = beside(database, "-wal");
            if log.exists() {
                fs::rename(&log, beside(kept, "-wal")).map_err(file)?;
            }
            remove(&beside(database, "-shm")).map_err(file)?;
        }
    }
    match fs::hard_link(database, kept) {
        // Not every file system has links.
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => fs::rename(database, kept).map_err(file),
        linked => linked.map_err(file),
    }
}

/// Puts what is in a database's log into the database, and removes the log. Fails where another process has it open.
async fn fold(database: &Path) -> Result<(), sqlx::Error> {
    let options = SqliteConnectOptions::new().filename(database).busy_timeout(PATIENCE);
    let mut connection = options.connect().await?;
    let mode = sqlx::query_scalar::<_, String>("PRAGMA journal_mode = DELETE").fetch_one(&mut connection).await?;
    connection.close().await?;
    if mode == "delete" { Ok(()) } else { Err(sqlx::Error::PoolTimedOut) }
}

fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

async fn reading(file: &Path) -> Result<SqliteConnection, sqlx::Error> {
    SqliteConnectOptions::new().filename(file).busy_timeout(PATIENCE).read_only(true).connect().await
}

/// The newest record of each kind, and when the newest of all was made.
async fn newest(backup: &mut SqliteConnection) -> Result<(Newest, Option<Timestamp>), StoreError> {
    type Row = (Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>);
    let (clear, incident, line, line_at, day): Row = fetch_one(backup, NEWEST, params![]).await?;
    let days = days_since(backup, day.unwrap_or(i64::MAX)).await?;
    let reading = days.into_iter().max();
    let newest_at = [clear, incident, line_at, reading].into_iter().flatten().max();
    let newest = Newest {
        clear: clear.unwrap_or(i64::MIN),
        incident: incident.unwrap_or(i64::MIN),
        line: line.unwrap_or(i64::MIN),
        reading: reading.unwrap_or(i64::MIN),
        reading_day: day.unwrap_or(i64::MIN),
    };
    Ok((newest, newest_at.and_then(|at| Timestamp::from_millisecond(at).ok())))
}

/// The times of all readings of this day and later ones.
async fn days_since(database: &mut SqliteConnection, day: i64) -> Result<Vec<i64>, StoreError> {
    let rows: Vec<(i64, Vec<u8>)> = fetch_all(database, DAYS_SINCE, params![day]).await?;
    let mut times = Vec::new();
    for (day, readings) in rows {
        let readings = unpack(day * DAY_MS, &readings).map_err(|error| StoreError::Inconsistent(error.to_string()))?;
        times.extend(readings.iter().map(|reading| reading.at.as_millisecond()));
    }
    Ok(times)
}

#[cfg(test)]
#[path = "restore_tests.rs"]
mod tests;
