//! The mark of a demo's database, in its very header, so that each copy of the file has it.
//!
//! It is the header's `user_version`, which SQLite leaves to programs, and which backups keep. It lies in the first 100 bytes, so
//! that it can be read before the database is opened, and of one that is served.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::SqliteStore;
use super::open::APPLICATION_ID;
use crate::StoreError;

/// "demo".
const DEMO: i64 = 0x6465_6d6f;
/// What each SQLite file begins with.
const MAGIC: &[u8] = b"SQLite format 3\0";
/// Where the header has its `user_version` and its `application_id`, four bytes each (the file format's section 1.3).
const USER_VERSION: usize = 60;
const OF_APPLICATION: usize = 68;

/// Whether the database in `file` is marked as a demo's. `false` where there is no file, or none of ours.
///
/// Not to be asked by a process that has the database open: closing the file gives up the locks that SQLite has on it.
///
/// # Errors
/// Where there is a file that cannot be read.
pub fn is_demos(file: &Path) -> io::Result<bool> {
    let mut header = [0; 72];
    match File::open(file).and_then(|mut file| file.read_exact(&mut header)) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof) => Ok(false),
        Err(error) => Err(error),
        Ok(()) => {
            let number =
                |at: usize| i64::from(i32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]));
            let ours = header.starts_with(MAGIC) && number(OF_APPLICATION) == APPLICATION_ID;
            Ok(ours && number(USER_VERSION) == DEMO)
        }
    }
}

/// Marks the database; the mark is in the file itself afterwards, not only in its log.
pub(super) async fn set(store: &SqliteStore) -> Result<(), StoreError> {
    let known: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&store.reader).await?;
    if known != DEMO {
        let mut write = store.begin().await?;
        sqlx::query("PRAGMA user_version = 1684368751").execute(&mut *write).await?;
        write.commit().await?;
    }
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&store.writer).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;

    #[test]
    fn the_mark_that_is_set_is_the_one_that_is_looked_for() {
        assert_eq!(DEMO, 1_684_368_751);
    }

    #[tokio::test]
    async fn copies_of_a_demo_are_marked_and_other_databases_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let store = SqliteStore::open_in(folder.path()).await.unwrap();
        store.backup(&at("before.db")).await.unwrap();
        store.mark_as_demo().await.unwrap();
        store.mark_as_demo().await.unwrap();
        // As a running one is copied by hand, without its log, and by the command.
        std::fs::copy(at("wxquota.db"), at("by-hand.db")).unwrap();
        store.backup(&at("backup.db")).await.unwrap();
        store.close().await;
        for (name, marked) in
            [("wxquota.db", true), ("by-hand.db", true), ("backup.db", true), ("before.db", false), ("none.db", false)]
        {
            assert_eq!(is_demos(&at(name)).unwrap(), marked, "{name}");
        }
        std::fs::write(at("text"), "demo".repeat(100)).unwrap();
        std::fs::write(at("empty"), "").unwrap();
        assert!(!is_demos(&at("text")).unwrap() && !is_demos(&at("empty")).unwrap());
    }
}
