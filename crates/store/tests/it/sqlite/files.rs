//! What lies in the data folder: never a secret in clear, nothing for others to read, and whole backups.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use domain::Severity;
use secrecy::{ExposeSecret, SecretString};
use store::channels::ChannelChange;
use store::sqlite::SqliteStore;
use store::{Accounts, Audit, AuditChain, Interfaces, Store, StoreError};

use super::{connection, fresh};
use crate::conformance::channels::channel;
use crate::conformance::{at, by, new_account};

const SECRET: &str = "5f4dcc3b5aa765d61d8327deb882cf99";

/// The files of a folder that hold these bytes.
fn files_with(folder: &Path, bytes: &[u8]) -> Vec<String> {
    let holds = |file: &Path| fs::read(file).unwrap().windows(bytes.len()).any(|window| window == bytes);
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|file| holds(file)).map(|file| file.file_name().unwrap().to_str().unwrap().to_owned()).collect()
}

/// What a channel has sealed.
async fn sealed_of_channel(folder: &Path) -> [Vec<u8>; 2] {
    let query = "SELECT sealed_url, sealed_secret FROM channels";
    let (url, secret) = sqlx::query_as(query).fetch_one(&mut connection(folder).await).await.unwrap();
    [url, secret]
}

async fn sealed_bytes(folder: &Path) -> Vec<u8> {
    let query = "SELECT sealed_secret FROM accounts";
    sqlx::query_scalar(query).fetch_one(&mut connection(folder).await).await.unwrap()
}

#[tokio::test]
async fn a_secret_is_in_no_file_in_clear() {
    let (store, folder) = fresh().await;
    let mut new = new_account(1);
    new.secret = SecretString::from(SECRET);
    let id = store.add_account(new, &by(), at(0)).await.unwrap();
    let backup = folder.path().join("backup.db");
    store.backup(&backup).await.unwrap();
    let sealed = sealed_bytes(folder.path()).await;
    let mut found = files_with(folder.path(), &sealed);
    found.sort();
    assert_eq!(found, ["backup.db", "wxquota.db-wal"], "the search finds what is there");
    assert_eq!(files_with(folder.path(), SECRET.as_bytes()), Vec::<String>::new());
    // Its second half alone, too: what is not sealed may be cut anywhere.
    assert_eq!(files_with(folder.path(), &SECRET.as_bytes()[16..]), Vec::<String>::new());

    store.replace_secret(id, &SecretString::from(SECRET), &by(), at(1)).await.unwrap();
    store.close().await;
    assert_eq!(files_with(folder.path(), SECRET.as_bytes()), Vec::<String>::new());
}

#[tokio::test]
async fn a_retired_account_leaves_not_even_its_sealed_secret() {
    let (store, folder) = fresh().await;
    let id = store.add_account(new_account(1), &by(), at(0)).await.unwrap();
    let sealed = sealed_bytes(folder.path()).await;
    assert!(!files_with(folder.path(), &sealed).is_empty());
    store.retire_account(id, &by(), at(0)).await.unwrap();
    assert_eq!(files_with(folder.path(), &sealed), Vec::<String>::new());
}

#[tokio::test]
async fn a_channels_address_and_secret_are_in_no_file_in_clear() {
    let (store, folder) = fresh().await;
    let id = channel(&*store, "hook", Severity::Info).await;
    let change = ChannelChange { name: Some("other".to_owned()), ..Default::default() };
    store.change_channel(id, &change, &by(), at(1)).await.unwrap();
    store.channel_secrets(id).await.unwrap().unwrap();
    let sealed = sealed_of_channel(folder.path()).await;
    for bytes in &sealed {
        assert_eq!(files_with(folder.path(), bytes), ["wxquota.db-wal"], "the search finds what is there");
    }
    let in_clear =
        || ["key-of-hook", "/hooks", "secret-of-hook"].map(|text| files_with(folder.path(), text.as_bytes()));
    assert_eq!(in_clear(), [const { Vec::<String>::new() }; 3]);
    store.remove_channel(id, &by(), at(2)).await.unwrap();
    store.close().await;
    for bytes in &sealed {
        assert_eq!(files_with(folder.path(), bytes), Vec::<String>::new(), "not even sealed");
    }
    assert_eq!(in_clear(), [const { Vec::<String>::new() }; 3]);
}

#[tokio::test]
async fn folder_and_key_are_for_their_owner() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("a").join("data");
    let store = SqliteStore::open_in(&data).await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&data), mode(&data.join("master.key"))), (0o700, 0o600));
    assert_eq!((mode(&data.join("wxquota.db")), mode(&data.join("wxquota.db-wal"))), (0o600, 0o600));
    store.close().await;
    let left: Vec<_> = fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "the log is folded in when the last one closes: {left:?}");
}

#[tokio::test]
async fn a_backup_is_whole_and_writes_over_nothing() {
    let (store, folder) = fresh().await;
    let id = store.add_account(new_account(1), &by(), at(0)).await.unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("wxquota.db");
    store.backup(&file).await.unwrap();
    let size = fs::metadata(&file).unwrap().len();
    assert!(matches!(store.backup(&file).await, Err(StoreError::FileExists(_))));
    assert_eq!(fs::metadata(&file).unwrap().len(), size);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);

    fs::copy(folder.path().join("master.key"), elsewhere.path().join("master.key")).unwrap();
    let copy = SqliteStore::open_in(elsewhere.path()).await.unwrap();
    assert_eq!(copy.account(id).await.unwrap(), store.account(id).await.unwrap());
    assert_eq!(copy.secret(id).await.unwrap().unwrap().expose_secret(), "secret-of-1");
    assert_eq!(copy.interfaces_of(id).await.unwrap().len(), 2);
    assert_eq!(copy.audit_chain().await.unwrap(), AuditChain::Whole { lines: 1 });

    let nowhere = elsewhere.path().join("no such folder").join("x.db");
    assert!(matches!(store.backup(&nowhere).await, Err(StoreError::Database(_))));
}

#[tokio::test]
async fn after_closing_every_call_fails() {
    let (store, _folder) = fresh().await;
    store.close().await;
    assert!(store.ping().await.is_err());
    assert!(store.accounts().await.is_err());
}

/// The checks of columns that may be null, by table, which programs with an SQLite before 3.45 would find violated.
const JSON_OF_NULLABLE_COLUMNS: &str = "
    SELECT tables.name || '.' || columns.name
    FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
    WHERE tables.type = 'table' AND NOT columns.\"notnull\"
      AND instr(tables.sql, 'CHECK (json_valid(' || columns.name || ')') > 0";

#[tokio::test]
async fn an_older_sqlite_finds_nothing_wrong_with_a_backup() {
    let (store, folder) = fresh().await;
    // Its line in the audit trail has neither a before nor an after.
    store.add_account(new_account(1), &by(), at(0)).await.unwrap();
    let backup = folder.path().join("backup.db");
    store.backup(&backup).await.unwrap();
    let violated: Vec<String> =
        sqlx::query_scalar(JSON_OF_NULLABLE_COLUMNS).fetch_all(&mut connection(folder.path()).await).await.unwrap();
    assert_eq!(violated, Vec::<String>::new(), "json_valid(NULL) was false: write `x IS NULL OR json_valid(x)`");
    // Debian 12's own, where it is installed.
    match std::process::Command::new("sqlite3").arg(&backup).arg("PRAGMA integrity_check").output() {
        Ok(found) => assert_eq!(String::from_utf8_lossy(&found.stdout).trim(), "ok"),
        Err(error) => eprintln!("sqlite3 is not asked: {error}"),
    }
}
