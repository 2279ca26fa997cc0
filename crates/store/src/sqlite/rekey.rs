//! Replacement of the master key: everything that is sealed is sealed with another one, in one transaction.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnectOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::failure::is_busy;
use super::query::{execute, fetch_all, params};
use super::secrets::{opened_bytes, sealed_bytes};
use super::{audit, key_check};
use crate::seal::Place;
use crate::{AuditActor, KeyError, MasterKey, NewAuditLine, StoreError};

/// How long one waits for other processes to let go of the database.
const PATIENCE: Duration = Duration::from_secs(5);

/// A column of sealed values.
struct Column {
    place: Place,
    select: &'static str,
    update: &'static str,
}

/// Every column of sealed values. A test compares it with the schema.
const COLUMNS: [Column; 4] = [
    Column {
        place: Place { table: "accounts", column: "sealed_secret", row: 0 },
        select: "SELECT id, sealed_secret FROM accounts WHERE sealed_secret IS NOT NULL",
        update: "UPDATE accounts SET sealed_secret = $2 WHERE id = $1",
    },
    Column {
        place: Place { table: "channels", column: "sealed_url", row: 0 },
        select: "SELECT id, sealed_url FROM channels WHERE removed_at IS NULL",
        update: "UPDATE channels SET sealed_url = $2 WHERE id = $1",
    },
    Column {
        place: Place { table: "channels", column: "sealed_secret", row: 0 },
        select: "SELECT id, sealed_secret FROM channels WHERE removed_at IS NULL",
        update: "UPDATE channels SET sealed_secret = $2 WHERE id = $1",
    },
    Column {
        place: Place { table: "drafts", column: "sealed", row: 0 },
        select: "SELECT id, sealed FROM drafts",
        update: "UPDATE drafts SET sealed = $2 WHERE id = $1",
    },
];

/// The reason why the master key was not replaced. The database is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RekeyError {
    /// Another process has the database open.
    #[error("another program uses the database {}; wait for it to end, or stop it", .0.display())]
    InUse(PathBuf),
    /// The new key is the one that is in use.
    #[error("the new master key is the one that is in use")]
    SameKey,
    /// A key file cannot be read or written.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The files of a replacement.
#[derive(Debug, Clone, Copy)]
pub struct RekeyFiles<'a> {
    /// The database.
    pub database: &'a Path,
    /// The key that is in use.
    pub key: &'a Path,
    /// The name under which that key is kept; `None` where its file is left as it is, since another program puts it there.
    pub kept: Option<&'a Path>,
}

/// What was sealed with the new key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rekeyed {
    /// Secrets that are sealed with the new key now.
    pub secrets: i64,
    /// Secrets that the old key did not open either; they are left as they are.
    pub unreadable: i64,
}

/// The steps of a replacement, for tests of one that is broken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    KeysWritten,
    Sealed,
    Committed,
    InPlace,
}

/// Replaces the master key of a database of this version, which no other process has open: the new key is on the disk before
/// the transaction, and takes the old one's place after it. Wherever that is broken off, the database opens with the key in its
/// file, or with the one beside it, which opening then puts in place.
///
/// # Errors
/// [`RekeyError`]; nothing was changed then.
pub async fn rekey(
    files: RekeyFiles<'_>,
    new: &MasterKey,
    line: NewAuditLine,
    by: &AuditActor,
    at: Timestamp,
) -> Result<Rekeyed, RekeyError> {
    rekey_until(files, new, (line, by, at), |_| Ok(())).await
}

/// The same; `reached` is called after each step, and where it fails, everything is left as it is at that moment.
async fn rekey_until(
    files: RekeyFiles<'_>,
    new: &MasterKey,
    (line, by, at): (NewAuditLine, &AuditActor, Timestamp),
    reached: impl Fn(Step) -> Result<(), RekeyError>,
) -> Result<Rekeyed, RekeyError> {
    let RekeyFiles { database, key, kept } = files;
    let old = MasterKey::load(key)?.ok_or_else(|| KeyError::Missing { file: key.to_owned() })?;
    if old.derive("audit") == new.derive("audit") {
        return Err(RekeyError::SameKey);
    }
    let mut connection = alone_with(database).await?;
    if !key_check::fits(&mut connection, &old).await? {
        return Err(KeyError::Wrong { file: key.to_owned() }.into());
    }
    if let Some(kept) = kept {
        new.prepare_to_replace(key, kept)?;
    }
    reached(Step::KeysWritten)?;
    let mut write = connection.begin_with("BEGIN EXCLUSIVE").await.map_err(StoreError::from)?;
    let done = reseal(&mut write, &old, new).await?;
    audit::hand_over(&mut write, &old, new).await?;
    audit::add(&mut write, new, line, by, at).await?;
    key_check::set(&mut write, new).await?;
    reached(Step::Sealed)?;
    write.commit().await.map_err(StoreError::from)?;
    reached(Step::Committed)?;
    // Still alone: whoever opens the database next finds the new key.
    if kept.is_some() {
        MasterKey::put_in_place(key)?;
    }
    reached(Step::InPlace)?;
    connection.close().await.map_err(StoreError::from)?;
    Ok(done)
}

/// A connection beside which no other process can open the database, and without a log: every commit is in the file itself.
async fn alone_with(database: &Path) -> Result<SqliteConnection, RekeyError> {
    let in_use = |error: sqlx::Error| {
        if is_busy(&error) { RekeyError::InUse(database.to_owned()) } else { RekeyError::Store(error.into()) }
    };
    let options = SqliteConnectOptions::new()
        .filename(database)
        .busy_timeout(PATIENCE)
        .synchronous(SqliteSynchronous::Full)
        .pragma("secure_delete", "ON");
    let mut connection = options.connect().await.map_err(in_use)?;
    let mode = sqlx::query_scalar::<_, String>("PRAGMA journal_mode = DELETE").fetch_one(&mut connection).await;
    if mode.map_err(in_use)? != "delete" {
        return Err(RekeyError::InUse(database.to_owned()));
    }
    sqlx::query("PRAGMA locking_mode = EXCLUSIVE").execute(&mut connection).await.map_err(in_use)?;
    Ok(connection)
}

async fn reseal(write: &mut SqliteConnection, old: &MasterKey, new: &MasterKey) -> Result<Rekeyed, StoreError> {
    let mut done = Rekeyed::default();
    for Column { place, select, update } in COLUMNS {
        let rows: Vec<(i64, Vec<u8>)> = fetch_all(write, select, params![]).await?;
        for (row, sealed) in rows {
            let place = Place { row, ..place };
            match opened_bytes(old, place, &sealed) {
                Ok(plain) => {
                    execute(write, update, params![row, sealed_bytes(new, place, &plain)?]).await?;
                    done.secrets += 1;
                }
                Err(StoreError::Unsealable) => done.unreadable += 1,
                Err(error) => return Err(error),
            }
        }
    }
    Ok(done)
}

#[cfg(test)]
#[path = "rekey_tests.rs"]
mod tests;
