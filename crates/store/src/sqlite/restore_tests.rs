use domain::audit::AuditAction;

use super::*;
use crate::AuditChain;

fn line(what: AuditAction) -> NewAuditLine {
    NewAuditLine::on(what, "copy.db")
}

fn by() -> AuditActor {
    AuditActor { actor: "cli:tester".to_owned(), user: None, token: None, address: None }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

struct Place(tempfile::TempDir);

impl Place {
    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    async fn open(&self) -> SqliteStore {
        SqliteStore::open_in(self.0.path()).await.unwrap()
    }

    /// A database with two lines in its trail, and a backup from between.
    async fn with_backup() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        let store = place.open().await;
        store.note(line(AuditAction::BackedUp), &by(), at(1)).await.unwrap();
        store.backup(&place.file("copy.db")).await.unwrap();
        store.note(line(AuditAction::Exported), &by(), at(2)).await.unwrap();
        store.close().await;
        place
    }

    async fn inspected(&self, name: &str) -> Result<BackupFacts, OpenError> {
        inspect_backup(&self.file(name), &self.file("master.key")).await
    }

    async fn restored(&self) -> Result<(), RestoreError> {
        let [backup, database, key, kept] =
            ["copy.db", "wxquota.db", "master.key", "kept.db"].map(|name| self.file(name));
        restore((&backup, &database, &key), &kept, line(AuditAction::Restored), &by(), at(3)).await
    }

    async fn lines(&self) -> i64 {
        let store = self.open().await;
        let AuditChain::Whole { lines } = store.audit_chain().await.unwrap() else { panic!("the trail is broken") };
        store.close().await;
        lines
    }
}

#[tokio::test]
async fn a_backup_takes_the_place_and_the_database_from_before_is_kept() {
    let place = Place::with_backup().await;
    let facts = place.inspected("copy.db").await.unwrap();
    assert_eq!(facts.newest_at, Some(at(1)));
    let lost = losses(&place.file("wxquota.db"), &facts).await.unwrap();
    assert_eq!(lost, Losses { lines: 1, ..Losses::default() });
    place.restored().await.unwrap();
    assert_eq!(place.lines().await, 2, "the backup's, and one about its return");
    let kept = format!("sqlite://{}", place.file("kept.db").display());
    let kept = SqliteStore::open(&kept, &place.file("master.key"), OpenMode::MustExist).await.unwrap();
    assert_eq!(kept.audit_chain().await.unwrap(), AuditChain::Whole { lines: 2 });
    assert!(!place.file("wxquota.db.restoring").exists());
}

#[tokio::test]
async fn a_damaged_database_is_kept_with_its_log() {
    let place = Place::with_backup().await;
    fs::write(place.file("wxquota.db"), "no database any more".repeat(500)).unwrap();
    fs::write(place.file("wxquota.db-wal"), "a log").unwrap();
    let facts = place.inspected("copy.db").await.unwrap();
    losses(&place.file("wxquota.db"), &facts).await.unwrap_err();
    place.restored().await.unwrap();
    assert_eq!(place.lines().await, 2);
    assert!(fs::read(place.file("kept.db")).unwrap().starts_with(b"no database any more"));
    assert!(place.file("kept.db-wal").exists());
}

#[tokio::test]
async fn beside_another_process_nothing_is_done() {
    let place = Place::with_backup().await;
    let other = place.open().await;
    assert!(matches!(place.restored().await, Err(RestoreError::InUse(_))));
    assert_eq!(other.audit_chain().await.unwrap(), AuditChain::Whole { lines: 2 });
    other.close().await;
    assert!(!place.file("kept.db").exists() && !place.file("wxquota.db.restoring").exists());
    assert_eq!(place.lines().await, 2);
}

#[tokio::test]
async fn what_is_no_backup_of_ours_is_refused() {
    let place = Place::with_backup().await;
    assert!(matches!(place.inspected("none.db").await, Err(OpenError::Missing { .. })));
    fs::write(place.file("text.db"), "this is no database".repeat(500)).unwrap();
    assert!(matches!(place.inspected("text.db").await, Err(OpenError::Corrupt { .. })));
    fs::write(place.file("empty.db"), "").unwrap();
    assert!(matches!(place.inspected("empty.db").await, Err(OpenError::Corrupt { .. })));
    let mut cut = fs::read(place.file("copy.db")).unwrap();
    let half = cut.len() / 2;
    cut[half..].fill(0xff);
    fs::write(place.file("cut.db"), cut).unwrap();
    assert!(place.inspected("cut.db").await.is_err());
    let mut newer = SqliteConnectOptions::new().filename(place.file("copy.db")).connect().await.unwrap();
    let later = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (99999, 'later', 1, x'00', 0)";
    sqlx::query(later).execute(&mut newer).await.unwrap();
    newer.close().await.unwrap();
    assert!(matches!(place.inspected("copy.db").await, Err(OpenError::Newer { found: 99_999, .. })));
}

#[tokio::test]
async fn a_backup_of_another_key_is_refused() {
    let place = Place::with_backup().await;
    fs::write(place.file("master.key"), "0f".repeat(32)).unwrap();
    assert!(matches!(place.inspected("copy.db").await, Err(OpenError::Key(KeyError::Wrong { .. }))));
    fs::remove_file(place.file("master.key")).unwrap();
    assert!(matches!(place.inspected("copy.db").await, Err(OpenError::Key(KeyError::Missing { .. }))));
}
