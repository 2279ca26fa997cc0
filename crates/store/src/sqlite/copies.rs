//! Copies of the database: backups, and the copy from before an upgrade.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use domain::WriteFault;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Executor, Sqlite};

use crate::files::{beside, folder_of};
use crate::{OpenError, StoreError};

/// How many copies from before upgrades are kept. They hold what was deleted since, so they are few.
const KEPT: usize = 2;
/// What stands before the version in the name of such a copy.
const VERSION: &str = ".version-";

/// The upgrade of an older database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upgrade {
    /// The version that it had: its newest migration.
    pub from: i64,
    /// The version that it has now.
    pub to: i64,
    /// The copy from before.
    pub copy: PathBuf,
}

/// Writes a consistent copy of the database to `file`, which must not exist yet; for its owner only, and safe on the disk.
pub(super) async fn copy<'c>(database: impl Executor<'c, Database = Sqlite>, file: &Path) -> Result<(), StoreError> {
    // SQLite fills an empty file and refuses another one; making it first settles who owns it and who may read it.
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    let made = made.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => StoreError::FileExists(file.to_owned()),
        _ => StoreError::Database(format!("{} cannot be created: {error}", file.display())),
    })?;
    let name = file.to_str().ok_or_else(|| StoreError::Database("the file's name is not Unicode".to_owned()));
    let copied = match name {
        Ok(name) => sqlx::query("VACUUM INTO $1").bind(name).execute(database).await.map_err(StoreError::from),
        Err(error) => Err(error),
    };
    let kept = copied.and_then(|_| made.sync_all().map_err(|error| StoreError::Database(error.to_string())));
    if kept.is_err() {
        // A file that is no whole copy must not be taken for one.
        let _ = fs::remove_file(file);
    }
    kept.map_err(|error| match error {
        // It is the copy's disk, which may be another one than the database's.
        StoreError::Unwritable(fault) => {
            StoreError::Database(format!("{} cannot be written: {}", file.display(), reason(fault)))
        }
        error => error,
    })
}

fn reason(fault: WriteFault) -> &'static str {
    match fault {
        WriteFault::DiskFull => "no space is left on its disk",
        WriteFault::ReadOnly => "it may not be written",
        _ => "its disk reports errors",
    }
}

/// Keeps a copy of a database of this version, before it is upgraded, and gives its path. One that an upgrade left which did
/// not come to its end is replaced; nobody finds half a copy under its name.
///
/// # Errors
/// [`OpenError::NoCopy`].
pub(super) async fn keep_before_upgrade(
    database: &Path,
    options: &SqliteConnectOptions,
    version: i64,
) -> Result<PathBuf, OpenError> {
    let kept = beside(database, &format!("{VERSION}{version}"));
    let no_copy = |reason: String| OpenError::NoCopy { file: database.to_owned(), copy: kept.clone(), reason };
    let draft = beside(&kept, ".part");
    let made = async {
        match fs::remove_file(&draft) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.to_string()),
            _ => {}
        }
        // Another connection: it sees what was committed, whatever the one that upgrades does.
        let mut reader = options.clone().read_only(true).connect().await.map_err(|error| error.to_string())?;
        copy(&mut reader, &draft).await.map_err(|error| error.to_string())?;
        reader.close().await.map_err(|error| error.to_string())?;
        let named = fs::rename(&draft, &kept).and_then(|()| File::open(folder_of(&kept))?.sync_all());
        named.map_err(|error| {
            let _ = fs::remove_file(&draft);
            error.to_string()
        })
    };
    made.await.map_err(no_copy)?;
    Ok(kept)
}

/// Removes all copies from before upgrades but the newest.
pub(super) fn remove_old(database: &Path) -> io::Result<()> {
    let Some(name) = database.file_name().and_then(|name| name.to_str()) else { return Ok(()) };
    let start = format!("{name}{VERSION}");
    let mut copies = Vec::new();
    for entry in fs::read_dir(folder_of(database))? {
        let entry = entry?;
        let version = entry.file_name().to_str().and_then(|name| name.strip_prefix(&start)?.parse::<i64>().ok());
        copies.extend(version.map(|version| (version, entry.path())));
    }
    copies.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    copies.into_iter().skip(KEPT).try_for_each(|(_, path)| fs::remove_file(path))
}
