//! The master key and the database belong together.

use std::fs;

use domain::Severity;
use domain::audit::AuditAction;
use secrecy::{ExposeSecret, SecretString};
use store::channels::ChannelChange;
use store::sqlite::SqliteStore;
use store::{Accounts, Audit, AuditChain, KeyError, NewAuditLine, OpenError, Store, StoreError, TaskRun};

use super::{connection, fresh, run};
use crate::conformance::channels::channel;
use crate::conformance::{appid, at, by, new_account};

#[tokio::test]
async fn a_missing_key_is_never_made_anew_while_secrets_are_sealed() {
    let (store, folder) = fresh().await;
    let id = store.add_account(new_account(1), &by(), at(0)).await.unwrap();
    store.close().await;
    let key = folder.path().join("master.key");
    let kept = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    let error = SqliteStore::open_in(folder.path()).await.unwrap_err();
    assert!(matches!(error, OpenError::Key(KeyError::Missing { .. })), "{error}");
    assert!(!key.exists());

    fs::write(&key, "00".repeat(32)).unwrap();
    fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let error = SqliteStore::open_in(folder.path()).await.unwrap_err();
    assert!(matches!(error, OpenError::Key(KeyError::Wrong { .. })), "{error}");

    fs::write(&key, kept).unwrap();
    let store = SqliteStore::open_in(folder.path()).await.unwrap();
    assert_eq!(store.secret(id).await.unwrap().unwrap().expose_secret(), "secret-of-1");
}

#[tokio::test]
async fn while_nothing_is_sealed_another_key_will_do() {
    let (store, folder) = fresh().await;
    let run = TaskRun {
        name: "sampler".to_owned(),
        started_at: at(0),
        ended_at: at(0),
        summary: "nothing to read".to_owned(),
        error: None,
    };
    store.set_task_run(&run).await.unwrap();
    store.close().await;
    fs::remove_file(folder.path().join("master.key")).unwrap();
    let store = SqliteStore::open_in(folder.path()).await.unwrap();
    store.add_account(new_account(1), &by(), at(0)).await.unwrap();
    store.close().await;
    SqliteStore::open_in(folder.path()).await.expect("the new key is the one that counts now");
}

#[tokio::test]
async fn a_line_of_the_audit_trail_holds_the_key_too() {
    let (store, folder) = fresh().await;
    store.note(NewAuditLine::on(AuditAction::SignInFailed, "mallory"), &by(), at(0)).await.unwrap();
    assert_eq!(store.accounts().await.unwrap(), []);
    store.close().await;
    let key = folder.path().join("master.key");
    let kept = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    let error = SqliteStore::open_in(folder.path()).await.unwrap_err();
    assert!(matches!(error, OpenError::Key(KeyError::Missing { .. })), "{error}");
    assert!(!key.exists());

    fs::write(&key, "00".repeat(32)).unwrap();
    fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let error = SqliteStore::open_in(folder.path()).await.unwrap_err();
    assert!(matches!(error, OpenError::Key(KeyError::Wrong { .. })), "{error}");

    fs::write(&key, kept).unwrap();
    let store = SqliteStore::open_in(folder.path()).await.unwrap();
    assert_eq!(store.audit_chain().await.unwrap(), AuditChain::Whole { lines: 1 });
}

#[tokio::test]
async fn a_sealed_secret_moved_to_another_row_does_not_open() {
    let (store, folder) = fresh().await;
    let one = store.add_account(new_account(1), &by(), at(0)).await.unwrap();
    let two = store.add_account(new_account(2), &by(), at(0)).await.unwrap();
    let query = "UPDATE accounts SET sealed_secret = (SELECT sealed_secret FROM accounts WHERE id = $1) WHERE id = $2";
    sqlx::query(query).bind(one.0).bind(two.0).execute(&mut connection(folder.path()).await).await.unwrap();
    assert!(matches!(store.secret(two).await, Err(StoreError::Unsealable)));
    let known = store.all_secrets().await.unwrap();
    assert!(known.len() == 1 && known[0].0 == appid(1), "one bad row hides no other secret");
    assert_eq!(store.secret(one).await.unwrap().unwrap().expose_secret(), "secret-of-1");
}

#[tokio::test]
async fn a_channels_sealed_texts_open_in_no_other_place() {
    let (store, folder) = fresh().await;
    let (one, two) = (channel(&*store, "one", Severity::Info).await, channel(&*store, "two", Severity::Info).await);
    let mut other = connection(folder.path()).await;
    let move_to_two =
        "UPDATE channels SET sealed_secret = (SELECT sealed_secret FROM channels WHERE id = $1) WHERE id = $2";
    sqlx::query(move_to_two).bind(one.0).bind(two.0).execute(&mut other).await.unwrap();
    assert!(matches!(store.channel_secrets(two).await, Err(StoreError::Unsealable)));
    store.channel_secrets(one).await.unwrap().unwrap();
    run(&mut other, "UPDATE channels SET sealed_secret = sealed_url").await.unwrap();
    assert!(matches!(store.channel_secrets(one).await, Err(StoreError::Unsealable)));
    let change = ChannelChange { secret: Some(SecretString::from("x")), ..Default::default() };
    store.change_channel(one, &change, &by(), at(1)).await.unwrap();
    let (_, secret) = store.channel_secrets(one).await.unwrap().unwrap();
    assert_eq!(secret.expose_secret(), "x", "another one can be set");
}

#[tokio::test]
async fn damaged_readings_are_named_and_no_panic() {
    use domain::{Outcome, Reading};
    use store::NewSample;

    let (store, folder) = fresh().await;
    let account = store.add_account(new_account(1), &by(), at(0)).await.unwrap();
    let id = store.interfaces_of(account).await.unwrap()[0].id;
    let reading = Reading { at: at(0), outcome: Outcome::NoFigure, rate_limit: None, component_rate_limit: None };
    let sample = NewSample { interface: id, reading, detail: None, slot: None, of_day_before: false };
    store.add_samples(std::slice::from_ref(&sample)).await.unwrap();
    let mut other = connection(folder.path()).await;
    for query in ["UPDATE sample_days SET readings = x'01ff'", "UPDATE latest SET newest = x'ff', recent = x'0100'"] {
        sqlx::query(query).execute(&mut other).await.unwrap();
    }
    let inconsistent =
        |error: StoreError| matches!(error, StoreError::Inconsistent(text) if text.contains("interface"));
    assert!(inconsistent(store.readings(id, at(-60), at(60)).await.unwrap_err()));
    assert!(inconsistent(store.recent(&[id]).await.unwrap_err()));
    assert!(inconsistent(store.interface_now(id).await.unwrap_err()));
    assert!(inconsistent(store.add_samples(&[sample]).await.unwrap_err()));
}
