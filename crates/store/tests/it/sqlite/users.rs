//! The link that makes the first admin, on files.

use std::fs;

use domain::Role;
use secrecy::ExposeSecret;
use store::sqlite::SqliteStore;
use store::{Store, Users};

use super::{connection, fresh};
use crate::conformance::user;

async fn code(store: &dyn Store) -> String {
    store.setup_code().await.unwrap().unwrap().expose_secret().to_owned()
}

#[tokio::test]
async fn each_database_has_a_setup_code_of_its_own() {
    let (store, folder) = fresh().await;
    let (other, _kept) = fresh().await;
    let first = code(&*store).await;
    assert_ne!(first, code(&*other).await);

    let same_key = tempfile::tempdir().unwrap();
    fs::copy(folder.path().join("master.key"), same_key.path().join("master.key")).unwrap();
    let with_the_key = SqliteStore::open_in(same_key.path()).await.unwrap();
    assert_ne!(code(&with_the_key).await, first, "a key alone gives no code");

    store.close().await;
    let again = SqliteStore::open_in(folder.path()).await.unwrap();
    assert_eq!(code(&again).await, first, "it outlives the program");
    again.close().await;
    fs::remove_file(folder.path().join("master.key")).unwrap();
    let another_key = SqliteStore::open_in(folder.path()).await.unwrap();
    assert_ne!(code(&another_key).await, first, "nor does a database alone");
}

#[tokio::test]
async fn users_removed_by_hand_bring_no_setup_back() {
    let (store, folder) = fresh().await;
    user(&*store, "alice", Role::Admin).await;
    sqlx::query("DELETE FROM users").execute(&mut connection(folder.path()).await).await.unwrap();
    assert_eq!(store.users().await.unwrap(), []);
    assert!(store.setup_code().await.unwrap().is_none());
    store.close().await;
    let again = SqliteStore::open_in(folder.path()).await.unwrap();
    assert!(again.setup_code().await.unwrap().is_none());

    user(&again, "bob", Role::Admin).await;
    let restore = "INSERT INTO meta (key, value) VALUES ('setup_nonce', zeroblob(32))";
    sqlx::query(restore).execute(&mut connection(folder.path()).await).await.unwrap();
    assert!(again.setup_code().await.unwrap().is_none(), "while there is a user, whatever else is there");
}
