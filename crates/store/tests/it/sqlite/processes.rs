//! Several commands beside each other, each a process of its own.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use secrecy::ExposeSecret;
use store::sqlite::SqliteStore;
use store::{Accounts, Samples, Store};

use crate::conformance::{at, new_account};

/// Tells a process that it is one of several, in which folder, and which one.
const FOLDER: &str = "WXQUOTA_TEST_FOLDER";
const NUMBER: &str = "WXQUOTA_TEST_NUMBER";
const PROCESSES: u64 = 6;

fn child(folder: &std::path::Path, number: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "sqlite::processes::one_of_several", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .env(NUMBER, number.to_string())
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// Opens the database, adds an account of its own, and takes readings out of an allowance that all share.
#[tokio::test]
#[ignore = "is started by first_commands_at_once"]
async fn one_of_several() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let number = std::env::var(NUMBER).unwrap().parse().unwrap();
    let store = SqliteStore::open_in(&folder).await.unwrap();
    store.add_account(new_account(number), at(0)).await.unwrap();
    let first = store.accounts().await.unwrap().iter().map(|account| account.id).min().unwrap();
    for _ in 0..20 {
        store.take_readings(first, at(0), 1, 50).await.unwrap();
    }
    store.close().await;
}

#[tokio::test]
async fn first_commands_at_once() {
    for _ in 0..3 {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let children: Vec<_> = (0..PROCESSES).map(|number| child(&data, number)).collect();
        for mut child in children {
            assert!(child.wait().unwrap().success());
        }
        let store = SqliteStore::open_in(&data).await.unwrap();
        let accounts = store.accounts().await.unwrap();
        assert_eq!(accounts.len() as u64, PROCESSES);
        let mut taken = 0;
        for account in accounts {
            let secret = store.secret(account.id).await.unwrap().unwrap();
            assert_eq!(secret.expose_secret(), account.name.replace("account ", "secret-of-"), "all have one key");
            taken += store.readings_taken(account.id, at(0)).await.unwrap();
        }
        assert_eq!(taken, 50, "the allowance holds across processes");
    }
}
