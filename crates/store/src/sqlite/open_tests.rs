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
    assert!(matches!(error, StoreError::Full), "{error}");
    assert_eq!(store.task_runs().await.unwrap().len(), kept);
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
