use std::fs;

use jiff::Timestamp;
use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType};

use super::*;
use crate::sqlite::SqliteStore;
use crate::{KeyError, Store, TaskRun, Tasks};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("wxquota.db")
    }

    fn key(&self) -> PathBuf {
        self.0.path().join("master.key")
    }

    async fn open_with(&self, setup: Setup) -> Result<SqliteStore, OpenError> {
        let url = format!("sqlite://{}", self.file().display());
        open(&url, &self.key(), OpenMode::CreateIfMissing, setup).await
    }

    async fn tables(&self) -> Vec<String> {
        let options = SqliteConnectOptions::new().filename(self.file());
        let mut connection = options.connect().await.unwrap();
        let query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
        sqlx::query_scalar(query).fetch_all(&mut connection).await.unwrap()
    }
}

/// The migrations of this program and `more` after them.
fn migrations_and(more: &[&'static str]) -> &'static Migrator {
    let last = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap();
    let more = more
        .iter()
        .zip(last + 1..)
        .map(|(sql, version)| Migration::new(version, "test".into(), MigrationType::Simple, sql.into_sql_str(), false));
    let all = MIGRATIONS.iter().cloned().chain(more).collect();
    Box::leak(Box::new(Migrator::with_migrations(all)))
}

fn setup(migrations: &'static Migrator) -> Setup {
    Setup { migrations, ..Setup::default() }
}

#[tokio::test]
async fn a_migration_that_fails_leaves_an_older_database_as_it_was() {
    let folder = Folder::new();
    folder.open_with(Setup::default()).await.unwrap().close().await;
    let before = (fs::read(folder.file()).unwrap(), folder.tables().await);
    let failing = migrations_and(&["CREATE TABLE half (a INTEGER) STRICT", "INSERT INTO no_such_table VALUES (1)"]);
    let error = folder.open_with(setup(failing)).await.unwrap_err();
    assert!(matches!(&error, OpenError::Other { reason, .. } if reason.contains("no_such_table")), "{error}");
    assert_eq!((fs::read(folder.file()).unwrap(), folder.tables().await), before);
    folder.open_with(Setup::default()).await.unwrap();
}

#[tokio::test]
async fn a_migration_that_fails_leaves_a_fresh_database_empty() {
    let folder = Folder::new();
    let failing = migrations_and(&["INSERT INTO no_such_table VALUES (1)"]);
    folder.open_with(setup(failing)).await.unwrap_err();
    assert_eq!(folder.tables().await, Vec::<String>::new());
    assert!(!folder.key().exists());
    folder.open_with(Setup::default()).await.unwrap();
}

#[tokio::test]
async fn a_migration_that_leaves_orphans_is_not_kept() {
    let folder = Folder::new();
    let orphaning = migrations_and(&["INSERT INTO forced_refreshes (account_id, at) VALUES (42, 0)"]);
    let error = folder.open_with(setup(orphaning)).await.unwrap_err().to_string();
    assert!(error.contains("1 rows without"), "{error}");
}

#[tokio::test]
async fn a_newer_database_is_refused_untouched() {
    let folder = Folder::new();
    let newer = migrations_and(&["CREATE TABLE later (a INTEGER) STRICT"]);
    folder.open_with(setup(newer)).await.unwrap().close().await;
    let before = fs::read(folder.file()).unwrap();
    let error = folder.open_with(Setup::default()).await.unwrap_err();
    let newest = |migrator: &Migrator| migrator.iter().map(|migration| migration.version).max().unwrap();
    assert!(
        matches!(error, OpenError::Newer { found, known, .. } if found == newest(newer) && known == newest(&MIGRATIONS)),
        "{error}"
    );
    assert_eq!(fs::read(folder.file()).unwrap(), before);
}

#[tokio::test]
async fn a_changed_migration_is_refused() {
    let folder = Folder::new();
    folder.open_with(setup(migrations_and(&["CREATE TABLE later (a INTEGER) STRICT"]))).await.unwrap().close().await;
    let error = folder.open_with(setup(migrations_and(&["CREATE TABLE other (a INTEGER) STRICT"]))).await.unwrap_err();
    assert!(matches!(error, OpenError::Other { .. }), "{error}");
}

#[tokio::test]
async fn a_disk_that_fills_up_while_migrating_leaves_nothing() {
    for max_pages in [1, 5, 20] {
        let folder = Folder::new();
        let error = folder.open_with(Setup { max_pages: Some(max_pages), ..Setup::default() }).await.unwrap_err();
        assert!(matches!(error, OpenError::Full { .. }), "{max_pages} pages: {error}");
        assert_eq!(folder.tables().await, Vec::<String>::new());
        assert!(!folder.key().exists());
        folder.open_with(Setup::default()).await.unwrap();
    }
}

#[tokio::test]
async fn a_disk_that_fills_up_later_is_named_and_what_is_there_stays_readable() {
    let folder = Folder::new();
    let store = folder.open_with(Setup { max_pages: Some(160), ..Setup::default() }).await.unwrap();
    let run = |number: usize| TaskRun {
        name: format!("task {number}"),
        started_at: Timestamp::UNIX_EPOCH,
        ended_at: Timestamp::UNIX_EPOCH,
        summary: "x".repeat(900),
        error: None,
    };
    let mut kept = 0;
    let error = loop {
        match store.set_task_run(&run(kept)).await {
            Ok(()) => kept += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::Unwritable(WriteFault::DiskFull)), "{error}");
    assert_eq!(store.task_runs().await.unwrap().len(), kept);
    // What needs no more room can be written at once: no transaction is left open.
    for number in 0..3 {
        store.set_task_run(&TaskRun { summary: "y".repeat(900), ..run(number) }).await.unwrap();
    }
    assert_eq!(store.check_writes().await, None);
}

#[tokio::test]
async fn an_upgrade_keeps_a_copy_from_before_and_the_newest_two_stay() {
    let folder = Folder::new();
    let first = folder.open_with(Setup::default()).await.unwrap();
    assert_eq!(first.upgrade(), None, "a new database is not upgraded");
    first.close().await;
    let version = newest(&MIGRATIONS);
    let copy = |version: i64| PathBuf::from(format!("{}.version-{version}", folder.file().display()));
    let steps = ["one", "two", "three"].map(|name| &*format!("CREATE TABLE {name} (a INTEGER) STRICT").leak());
    for count in 1..=steps.len() {
        let from = version + i64::try_from(count).unwrap() - 1;
        // What an upgrade left that was killed while it copied.
        fs::write(crate::files::beside(&copy(from), ".part"), "half").unwrap();
        let upgraded = folder.open_with(setup(migrations_and(&steps[..count]))).await.unwrap();
        assert_eq!(upgraded.upgrade(), Some(&Upgrade { from, to: from + 1, copy: copy(from) }));
        upgraded.close().await;
        let again = folder.open_with(setup(migrations_and(&steps[..count]))).await.unwrap();
        assert_eq!(again.upgrade(), None);
        again.close().await;
    }
    assert!(!copy(version).exists() && copy(version + 1).exists() && copy(version + 2).exists());
    let mode = std::os::unix::fs::MetadataExt::mode(&fs::metadata(copy(version + 1)).unwrap());
    assert_eq!(mode & 0o777, 0o600);
    // Put back, it is the database from before.
    fs::rename(copy(version + 1), folder.file()).unwrap();
    let before = folder.open_with(setup(migrations_and(&steps[..1]))).await.unwrap();
    assert_eq!(before.upgrade(), None);
    before.close().await;
    assert!(folder.tables().await.contains(&"one".to_owned()) && !folder.tables().await.contains(&"two".to_owned()));
}

#[tokio::test]
async fn without_a_copy_nothing_is_upgraded() {
    let folder = Folder::new();
    folder.open_with(Setup::default()).await.unwrap().close().await;
    let (before, version) = (fs::read(folder.file()).unwrap(), newest(&MIGRATIONS));
    let copy = format!("{}.version-{version}", folder.file().display());
    // Where the copy is to be, there is a folder that is not empty.
    fs::create_dir_all(format!("{copy}/in/the/way")).unwrap();
    let later = migrations_and(&["CREATE TABLE later (a INTEGER) STRICT"]);
    let error = folder.open_with(setup(later)).await.unwrap_err();
    assert!(matches!(error, OpenError::NoCopy { .. }), "{error}");
    assert!(error.to_string().contains(&copy) && error.to_string().ends_with("nothing was changed"), "{error}");
    assert_eq!(fs::read(folder.file()).unwrap(), before);
}

#[tokio::test]
async fn an_upgrade_that_is_killed_leaves_the_old_database_or_the_new_one() {
    let folder = Folder::new();
    let store = folder.open_with(Setup::default()).await.unwrap();
    let at = Timestamp::UNIX_EPOCH;
    let run = TaskRun { name: "kept".into(), started_at: at, ended_at: at, summary: "kept".into(), error: None };
    store.set_task_run(&run).await.unwrap();
    store.close().await;
    let fill = "INSERT INTO later WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 200)
                SELECT hex(zeroblob(2000)) FROM n";
    let later = migrations_and(&["CREATE TABLE later (a TEXT) STRICT", fill, "DELETE FROM task_runs"]);
    // As opening does it, with so little memory that what is changed is on the disk long before it is kept.
    let options = SqliteConnectOptions::new().filename(folder.file()).pragma("cache_size", "5");
    let mut connection = options.connect().await.unwrap();
    let mut write = connection.begin_with("BEGIN IMMEDIATE").await.unwrap();
    migrate(&mut write, &folder.file(), later).await.unwrap();
    let log = crate::files::beside(&folder.file(), "-wal");
    assert!(fs::metadata(&log).unwrap().len() > 400_000);
    // What `kill -9` would leave at this moment, and after the commit.
    let left = || {
        let left = Folder::new();
        for (from, to) in [
            (folder.file(), left.file()),
            (folder.key(), left.key()),
            (log.clone(), crate::files::beside(&left.file(), "-wal")),
        ] {
            fs::copy(from, to).unwrap();
        }
        left
    };
    let before = left();
    write.commit().await.unwrap();
    let after = left();
    let old = before.open_with(Setup::default()).await.unwrap();
    assert_eq!(old.task_runs().await.unwrap(), [run]);
    old.close().await;
    assert!(!before.tables().await.contains(&"later".to_owned()));
    let error = after.open_with(Setup::default()).await.unwrap_err();
    assert!(matches!(error, OpenError::Newer { .. }), "{error}");
    let new = after.open_with(setup(later)).await.unwrap();
    assert_eq!((new.upgrade(), new.task_runs().await.unwrap()), (None, Vec::new()));
}

#[tokio::test]
async fn an_empty_file_beside_a_key_is_not_taken_for_a_new_database() {
    let folder = Folder::new();
    folder.open_with(Setup::default()).await.unwrap().close().await;
    fs::write(folder.file(), "").unwrap();
    let error = folder.open_with(Setup::default()).await.unwrap_err();
    assert!(matches!(error, OpenError::Emptied { .. }), "{error}");
    assert_eq!(fs::metadata(folder.file()).unwrap().len(), 0);
    // A key that was brought along, and no database yet.
    fs::remove_file(folder.file()).unwrap();
    folder.open_with(Setup::default()).await.unwrap();
}

#[tokio::test]
async fn a_network_file_system_is_refused() {
    let folder = Folder::new();
    let setup = Setup { network_file_system: |_| Some("NFS"), ..Setup::default() };
    let error = folder.open_with(setup).await.unwrap_err();
    assert!(matches!(error, OpenError::OnNetwork { file_system: "NFS", .. }), "{error}");
    assert_eq!(fs::read_dir(folder.0.path()).unwrap().count(), 0);
}

/// Writes something small.
async fn written(store: &SqliteStore) -> Result<(), StoreError> {
    let at = Timestamp::UNIX_EPOCH;
    let run = TaskRun { name: "run".into(), started_at: at, ended_at: at, summary: String::new(), error: None };
    store.set_task_run(&run).await
}

#[tokio::test]
async fn a_file_that_is_removed_or_replaced_is_noticed_and_nothing_is_acknowledged() {
    for (ending, replaced) in [("", false), ("-wal", false), ("-shm", false), ("", true), ("-wal", true)] {
        let folder = Folder::new();
        let store = folder.open_with(Setup::default()).await.unwrap();
        written(&store).await.unwrap();
        assert_eq!((store.check_writes().await, store.write_fault()), (None, None));
        let begun = store.begin().await.unwrap();
        let (file, away) = (crate::files::beside(&folder.file(), ending), folder.0.path().join("away"));
        fs::rename(&file, &away).unwrap();
        if replaced {
            fs::copy(&away, &file).unwrap();
        }
        let fault = if replaced { WriteFault::DatabaseReplaced } else { WriteFault::DatabaseRemoved };
        let refused = |error: StoreError| matches!(error, StoreError::Unwritable(found) if found == fault);
        // Neither what was begun before, nor what is begun now.
        assert!(refused(begun.commit().await.unwrap_err()), "{ending} {replaced}");
        assert!(refused(written(&store).await.unwrap_err()), "{ending} {replaced}");
        assert_eq!((store.write_fault(), store.check_writes().await), (Some(fault), Some(fault)));
        let reads = futures::future::join_all((0..20).map(|_| store.task_runs())).await;
        assert!(reads.into_iter().all(|runs| runs.unwrap().len() == 1), "what is there can be read");
        // Moved back, it is as before.
        fs::rename(&away, &file).unwrap();
        assert_eq!(store.check_writes().await, None);
        written(&store).await.unwrap();
        store.close().await;
    }
}

#[tokio::test]
async fn what_only_looks_notices_too() {
    let folder = Folder::new();
    let store = folder.open_with(Setup::default()).await.unwrap();
    assert_eq!(store.check_writes().await, None);
    fs::remove_file(folder.file()).unwrap();
    assert_eq!(store.check_writes().await, Some(WriteFault::DatabaseRemoved));
    assert_eq!(store.write_fault(), Some(WriteFault::DatabaseRemoved));
}

#[tokio::test]
async fn files_that_are_no_database_are_refused_and_kept() {
    for text in ["hello".repeat(3), "hello\n".repeat(5000)] {
        let folder = Folder::new();
        fs::write(folder.file(), &text).unwrap();
        let error = folder.open_with(Setup::default()).await.unwrap_err();
        assert!(matches!(error, OpenError::Corrupt { .. }), "{error}");
        assert_eq!(fs::read_to_string(folder.file()).unwrap(), text);
        assert!(!folder.key().exists());
    }
}

#[tokio::test]
async fn a_damaged_database_is_refused() {
    let folder = Folder::new();
    folder.open_with(Setup::default()).await.unwrap().close().await;
    let mut bytes = fs::read(folder.file()).unwrap();
    // The first page holds the list of tables behind its header.
    bytes[100..4096].fill(0xa5);
    fs::write(folder.file(), bytes).unwrap();
    let error = folder.open_with(Setup::default()).await.unwrap_err();
    assert!(matches!(error, OpenError::Corrupt { .. }), "{error}");
}

#[tokio::test]
async fn a_folder_in_its_place_is_named() {
    let folder = Folder::new();
    fs::create_dir(folder.file()).unwrap();
    let error = folder.open_with(Setup::default()).await.unwrap_err().to_string();
    assert!(error.contains("it is a folder"), "{error}");
}

#[tokio::test]
async fn the_database_of_another_program_is_refused() {
    let folder = Folder::new();
    let options = SqliteConnectOptions::new().filename(folder.file()).create_if_missing(true);
    let mut other = options.connect().await.unwrap();
    sqlx::query("CREATE TABLE bookmarks (url TEXT)").execute(&mut other).await.unwrap();
    other.close().await.unwrap();
    let before = fs::read(folder.file()).unwrap();
    let error = folder.open_with(Setup::default()).await.unwrap_err().to_string();
    assert!(error.contains("another program"), "{error}");
    assert_eq!(fs::read(folder.file()).unwrap(), before);
}

#[tokio::test]
async fn a_database_that_must_exist_is_not_made() {
    let folder = Folder::new();
    let url = format!("sqlite://{}", folder.file().display());
    let error = open(&url, &folder.key(), OpenMode::MustExist, Setup::default()).await.unwrap_err();
    assert!(matches!(error, OpenError::Missing { .. }), "{error}");
    assert_eq!(fs::read_dir(folder.0.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_key_that_cannot_be_used_is_told_before_the_database_is_made() {
    let folder = Folder::new();
    fs::write(folder.key(), "not a key").unwrap();
    fs::set_permissions(folder.key(), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let error = folder.open_with(Setup::default()).await.unwrap_err();
    assert!(matches!(error, OpenError::Key(KeyError::Malformed { .. })), "{error}");
    assert!(!folder.file().exists());
}

#[tokio::test]
async fn a_place_that_cannot_be_written_is_named() {
    // Not even root makes folders there.
    let key = Folder::new().key();
    let error = open("sqlite:///proc/wxquota/wxquota.db", &key, OpenMode::CreateIfMissing, Setup::default()).await;
    assert!(matches!(error.unwrap_err(), OpenError::ReadOnly { .. } | OpenError::Other { .. }));
}

#[tokio::test]
async fn a_folder_may_have_any_name() {
    let outer = Folder::new();
    let folder = outer.0.path().join("数据 100% #1?");
    SqliteStore::open_in(&folder).await.unwrap_err();
    let folder = outer.0.path().join("数据 100% & %41 'x'");
    SqliteStore::open_in(&folder).await.unwrap().close().await;
    let made = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(made.into_iter().any(|name| name == "wxquota.db"));
}

#[test]
fn addresses() {
    assert_eq!(file_of("sqlite://data/wxquota.db").unwrap(), Path::new("data/wxquota.db"));
    assert_eq!(file_of("sqlite:///var/lib/wxquota.db").unwrap(), Path::new("/var/lib/wxquota.db"));
    for wrong in ["", "sqlite://", "postgres://db/wxquota", "wxquota.db", "sqlite::memory:", "sqlite://a.db?mode=ro"] {
        assert!(matches!(file_of(wrong), Err(OpenError::BadAddress(_))), "{wrong}");
    }
}

#[test]
fn the_mark_of_our_files_is_the_one_that_is_looked_for() {
    assert_eq!(APPLICATION_ID, 2_004_382_068);
}
