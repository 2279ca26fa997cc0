use domain::audit::AuditAction;
use domain::{AccountId, ChannelKind, Kind, Lang, Severity};
use secrecy::{ExposeSecret, SecretString};

use super::*;
use crate::channels::{ChangeChannelOutcome, ChannelId, ChannelUrl, Channels, NewChannel};
use crate::files::beside;
use crate::sqlite::{OpenMode, SqliteStore};
use crate::{Accounts, Audit, AuditChain, NewAccount, OpenError, Store};

const SECRET: &str = "0123456789abcdef0123456789abcdef";
const ADDRESS: &str = "https://hooks.example.com/secret";

struct Place(tempfile::TempDir);

impl Place {
    /// A database with an account, a channel and a draft's worth of lines in its trail.
    async fn filled() -> (Self, AccountId, ChannelId) {
        let place = Self(tempfile::tempdir().unwrap());
        let store = SqliteStore::open_in(place.0.path()).await.unwrap();
        let account = NewAccount {
            name: "mall".to_owned(),
            appid: "wx0000000000000001".parse().unwrap(),
            kind: Kind::MiniProgram,
            secret: SECRET.into(),
            daily_readings: 3_000,
            cleared_before: None,
            watch: Vec::new(),
            groups: Vec::new(),
        };
        let account = store.add_account(account, &by(), Timestamp::UNIX_EPOCH).await.unwrap();
        let channel = NewChannel {
            name: "duty".to_owned(),
            kind: ChannelKind::Webhook,
            lang: Lang::En,
            keyword: String::new(),
            url: ChannelUrl { url: ADDRESS.into(), masked: "masked".to_owned(), host: "hooks.example.com".to_owned() },
            secret: SecretString::from("signing"),
            severity: Severity::Warning,
        };
        let added = store.add_channel(&channel, &by(), Timestamp::UNIX_EPOCH).await.unwrap();
        let ChangeChannelOutcome::Written(channel) = added else { panic!("{added:?}") };
        store.close().await;
        (place, account, channel)
    }

    fn database(&self) -> PathBuf {
        self.0.path().join("wxquota.db")
    }

    fn key(&self) -> PathBuf {
        self.0.path().join("master.key")
    }

    async fn replace(&self, until: Option<Step>) -> Result<Rekeyed, RekeyError> {
        let (database, key) = (self.database(), self.key());
        let kept = beside(&key, ".old");
        let files = RekeyFiles { database: &database, key: &key, kept: Some(&kept) };
        let stop = |step| if Some(step) == until { Err(RekeyError::SameKey) } else { Ok(()) };
        rekey_until(files, &MasterKey::from_bytes([7; 32]), (line(), &by(), Timestamp::UNIX_EPOCH), stop).await
    }

    /// Opens it as the next start does, and reads what is sealed.
    async fn is_whole(&self, account: AccountId, channel: ChannelId) -> i64 {
        let store = self.open().await.unwrap();
        assert_eq!(store.secret(account).await.unwrap().unwrap().expose_secret(), SECRET);
        let (url, secret) = store.channel_secrets(channel).await.unwrap().unwrap();
        assert_eq!((url.expose_secret(), secret.expose_secret()), (ADDRESS, "signing"));
        store.note(NewAuditLine::on(AuditAction::Exported, "after"), &by(), Timestamp::UNIX_EPOCH).await.unwrap();
        let AuditChain::Whole { lines } = store.audit_chain().await.unwrap() else { panic!("the trail is broken") };
        store.close().await;
        lines
    }

    async fn open(&self) -> Result<SqliteStore, OpenError> {
        let url = format!("sqlite://{}", self.database().display());
        SqliteStore::open(&url, &self.key(), OpenMode::MustExist).await
    }

    /// Whether the key file holds the key that replaces the first.
    fn has_new_key(&self) -> bool {
        MasterKey::load(&self.key()).unwrap().unwrap().derive("x") == MasterKey::from_bytes([7; 32]).derive("x")
    }
}

fn by() -> AuditActor {
    AuditActor { actor: "cli:tester".to_owned(), user: None, token: None, address: None }
}

fn line() -> NewAuditLine {
    NewAuditLine { what: AuditAction::Rekeyed, subject: None, before: None, after: None, reason: None }
}

#[tokio::test]
async fn everything_is_sealed_with_the_new_key_and_the_old_one_is_kept() {
    let (place, account, channel) = Place::filled().await;
    let before = place.is_whole(account, channel).await;
    let old = std::fs::read(place.key()).unwrap();
    assert_eq!(place.replace(None).await.unwrap(), Rekeyed { secrets: 3, unreadable: 0 });
    assert!(place.has_new_key());
    assert_eq!(std::fs::read(beside(&place.key(), ".old")).unwrap(), old);
    assert!(!beside(&place.key(), ".new").exists());
    assert_eq!(place.is_whole(account, channel).await, before + 2, "a line about it, and one after");
    // The key from before opens nothing any more.
    std::fs::write(place.key(), old).unwrap();
    assert!(matches!(place.open().await, Err(OpenError::Key(KeyError::Wrong { .. }))));
}

#[tokio::test]
async fn broken_off_at_any_step_it_opens_with_one_of_the_two_keys() {
    for step in [Step::KeysWritten, Step::Sealed, Step::Committed, Step::InPlace] {
        let (place, account, channel) = Place::filled().await;
        place.replace(Some(step)).await.unwrap_err();
        place.is_whole(account, channel).await;
        let is_new = place.has_new_key();
        assert_eq!(is_new, matches!(step, Step::Committed | Step::InPlace), "{step:?}");
        assert!(beside(&place.key(), ".old").exists(), "{step:?}");
        // And once more, all the way.
        std::fs::remove_file(beside(&place.key(), ".old")).unwrap();
        if is_new {
            assert!(matches!(place.replace(None).await, Err(RekeyError::SameKey)), "{step:?}");
        } else {
            place.replace(None).await.unwrap();
            place.is_whole(account, channel).await;
        }
    }
}

#[tokio::test]
async fn twice_replaced_the_trail_is_still_verified_to_its_first_line() {
    let (place, account, channel) = Place::filled().await;
    place.replace(None).await.unwrap();
    place.is_whole(account, channel).await;
    let (database, key) = (place.database(), place.key());
    let kept = beside(&key, ".older");
    let files = RekeyFiles { database: &database, key: &key, kept: Some(&kept) };
    rekey(files, &MasterKey::from_bytes([8; 32]), line(), &by(), Timestamp::UNIX_EPOCH).await.unwrap();
    place.is_whole(account, channel).await;
    // A line from before is changed by whoever has the file.
    let mut connection = SqliteConnectOptions::new().filename(&database).connect().await.unwrap();
    sqlx::query("DROP TRIGGER audit_never_changes").execute(&mut connection).await.unwrap();
    sqlx::query("UPDATE audit SET actor = 'else' WHERE id = 1").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let store = place.open().await.unwrap();
    assert_eq!(store.audit_chain().await.unwrap(), AuditChain::Broken { line: 1 });
}

#[tokio::test]
async fn beside_another_process_nothing_is_done() {
    let (place, account, channel) = Place::filled().await;
    let other = place.open().await.unwrap();
    assert!(matches!(place.replace(None).await, Err(RekeyError::InUse(_))));
    assert!(!beside(&place.key(), ".new").exists() && !beside(&place.key(), ".old").exists());
    other.close().await;
    place.is_whole(account, channel).await;
}

#[tokio::test]
async fn every_sealed_column_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open_in(folder.path()).await.unwrap();
    let sealed = "SELECT tables.name, columns.name FROM sqlite_schema tables, pragma_table_info(tables.name) columns
         WHERE tables.type = 'table' AND columns.name LIKE 'sealed%' ORDER BY 1, 2";
    let mut found: Vec<(String, String)> = sqlx::query_as(sealed).fetch_all(&store.reader).await.unwrap();
    let known = COLUMNS.map(|column| (column.place.table.to_owned(), column.place.column.to_owned()));
    let mut known = known.to_vec();
    known.sort();
    found.sort();
    assert_eq!(found, known);
}
