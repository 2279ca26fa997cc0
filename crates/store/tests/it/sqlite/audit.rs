//! The audit trail against whoever holds the file.

use std::fs;
use std::path::Path;

use domain::audit::AuditAction;
use domain::{AccountId, Role, UserId};
use futures::future::join_all;
use secrecy::SecretString;
use sqlx::sqlite::SqliteConnection;
use store::sqlite::SqliteStore;
use store::{
    AccountChange, Audit, AuditChain, NewApiToken, NewAuditLine, NewSession, Recorded, SessionSelection, Store,
    UserChange,
};

use super::{connection, dump, fresh, run};
use crate::conformance::clears::{self, counting};
use crate::conformance::{at, by, new_account, new_password, new_user, path, user};

const TRIGGERS: [&str; 3] = ["audit_never_changes", "audit_never_shrinks", "audit_only_grows"];

async fn unguarded(folder: &Path) -> SqliteConnection {
    let mut db = connection(folder).await;
    for trigger in TRIGGERS {
        run(&mut db, &format!("DROP TRIGGER {trigger}")).await.unwrap();
    }
    db
}

/// Writes down acts that are told apart by these numbers.
async fn note(store: &dyn Audit, numbers: impl IntoIterator<Item = i64>) {
    for number in numbers {
        let mut act = NewAuditLine::on(AuditAction::ClearOrdered, format!("account {number}"));
        act.before = Some(serde_json::json!({ "was": number }));
        act.after = Some(serde_json::json!({ "is": number }));
        act.reason = Some("促销".to_owned());
        store.note(act, &by(), at(number)).await.unwrap();
    }
}

#[tokio::test]
async fn lines_are_neither_changed_nor_removed() {
    let (store, folder) = fresh().await;
    note(&*store, 1..=3).await;
    let mut db = connection(folder.path()).await;
    let before = dump(&mut db).await;
    let line = |id: &str| {
        format!("INTO audit (id, at, actor, what, mac) VALUES ({id}, 0, 'mallory', 'sampled', zeroblob(32))")
    };
    for statement in [
        "UPDATE audit SET actor = 'mallory' WHERE id = 2".to_owned(),
        "UPDATE audit SET id = 4 WHERE id = 3".to_owned(),
        "UPDATE OR REPLACE audit SET id = 1 WHERE id = 2".to_owned(),
        "UPDATE OR IGNORE audit SET reason = NULL".to_owned(),
        "DELETE FROM audit WHERE id = 3".to_owned(),
        "DELETE FROM audit".to_owned(),
        format!("INSERT OR REPLACE {}", line("2")),
        format!("REPLACE {}", line("3")),
        format!("INSERT OR IGNORE {}", line("3")),
        format!("INSERT {} ON CONFLICT (id) DO UPDATE SET actor = 'mallory'", line("1")),
        format!("INSERT {}", line("5")),
        format!("INSERT {}", line("0")),
        format!("INSERT {}", line("-1")),
        format!("INSERT {}", line("NULL")),
    ] {
        let refused = run(&mut db, &statement).await.expect_err(&statement).to_string();
        assert!(refused.contains("the audit trail is append-only"), "{statement}: {refused}");
        assert_eq!(dump(&mut db).await, before, "{statement}");
    }
    assert_eq!(store.audit_chain().await.unwrap(), AuditChain::Whole { lines: 3 });

    // What only grows it is not refused, and fits nowhere.
    run(&mut db, &format!("INSERT {}", line("4"))).await.unwrap();
    assert_eq!(store.audit_chain().await.unwrap(), AuditChain::Broken { line: 4 });
}

#[tokio::test]
async fn what_is_changed_by_hand_is_noticed() {
    let broken = |line| AuditChain::Broken { line };
    let cut = |lines| AuditChain::Cut { lines };
    for (statements, expected) in [
        ("UPDATE audit SET at = at + 1 WHERE id = 3", broken(3)),
        ("UPDATE audit SET actor = 'cli:bob' WHERE id = 3", broken(3)),
        ("UPDATE audit SET token = '' WHERE id = 3", broken(3)),
        ("UPDATE audit SET address = '203.0.113.7' WHERE id = 3", broken(3)),
        ("UPDATE audit SET what = 'sampled' WHERE id = 1", broken(1)),
        ("UPDATE audit SET subject = 'account 4' WHERE id = 6", broken(6)),
        ("UPDATE audit SET before = '{\"was\": 3}' WHERE id = 3", broken(3)),
        ("UPDATE audit SET after = NULL WHERE id = 3", broken(3)),
        ("UPDATE audit SET reason = NULL, subject = subject || reason WHERE id = 3", broken(3)),
        ("UPDATE audit SET mac = zeroblob(32) WHERE id = 3", broken(3)),
        (
            "UPDATE audit SET id = 0 WHERE id = 2; UPDATE audit SET id = 2 WHERE id = 3; UPDATE audit SET id = 3 WHERE id = 0",
            broken(2),
        ),
        ("UPDATE audit SET id = id + 1 WHERE id = 6", broken(7)),
        ("DELETE FROM audit WHERE id = 3", broken(4)),
        ("DELETE FROM audit WHERE id = 1", broken(2)),
        ("DELETE FROM audit WHERE id < 6", broken(6)),
        ("DELETE FROM audit WHERE id = 3; UPDATE audit SET id = id - 1 WHERE id > 3", broken(3)),
        ("DELETE FROM audit WHERE id = 6", cut(5)),
        ("DELETE FROM audit WHERE id > 2", cut(2)),
        ("DELETE FROM audit", cut(0)),
        ("DELETE FROM audit WHERE id = 6; DELETE FROM meta WHERE key = 'audit_head'", cut(5)),
        ("UPDATE meta SET value = zeroblob(32) WHERE key = 'audit_head'", cut(6)),
    ] {
        let (store, folder) = fresh().await;
        note(&*store, 1..=6).await;
        let mut db = unguarded(folder.path()).await;
        assert_eq!(store.audit_chain().await.unwrap(), AuditChain::Whole { lines: 6 });
        run(&mut db, statements).await.unwrap();
        assert_eq!(store.audit_chain().await.unwrap(), expected, "{statements}");
        let after_it = store.audit(&store::AuditQuery { limit: 10, ..Default::default() }).await;
        assert!(after_it.is_ok(), "it is still shown: {statements}");
    }
}

/// Acts that leave records, each with its line.
async fn leave_record(store: &dyn Store, which: usize, minute: i64) {
    let token = NewApiToken {
        name: format!("t{minute}"),
        owner: None,
        role: Role::Viewer,
        hash: [u8::try_from(minute).unwrap(); 32],
        expires_at: None,
    };
    match which {
        0 => drop(store.add_account(new_account(1), &by(), at(minute)).await.unwrap()),
        1 => drop(store.add_token(token, &by(), at(minute)).await.unwrap()),
        2 => drop(store.add_user(new_user("alice", Role::Admin), &by(), at(minute)).await.unwrap()),
        _ => {
            let user = user(store, "bob", Role::Lead).await;
            let (password_set_at, expires_at) = (at(0), at(10_000));
            let id_hash = [u8::try_from(minute).unwrap(); 32];
            let new = NewSession { user, password_set_at, id_hash, replaces: None, expires_at, user_agent: None };
            assert!(store.begin_session(new, &by(), at(minute)).await.unwrap());
        }
    }
}

const EMPTY: &str = "DELETE FROM audit; DELETE FROM meta WHERE key = 'audit_head'";

#[tokio::test]
async fn an_emptied_trail_is_noticed_whatever_else_is_there() {
    let (store, _folder) = fresh().await;
    assert_eq!(store.audit_chain().await.unwrap(), AuditChain::Whole { lines: 0 }, "nothing was done yet");
    for which in 0..4 {
        let (store, folder) = fresh().await;
        leave_record(&*store, which, 5).await;
        assert!(matches!(store.audit_chain().await.unwrap(), AuditChain::Whole { .. }), "{which}");
        run(&mut unguarded(folder.path()).await, EMPTY).await.unwrap();
        assert_eq!(store.audit_chain().await.unwrap(), AuditChain::Cut { lines: 0 }, "{which}");
        store.close().await;
        let again = SqliteStore::open_in(folder.path()).await.unwrap();
        assert_eq!(
            again.audit_chain().await.unwrap(),
            AuditChain::Cut { lines: 0 },
            "a restart heals nothing: {which}"
        );
    }
}

#[tokio::test]
async fn an_older_trail_that_is_put_back_alone_is_noticed() {
    for (which, record) in
        [Recorded::Account, Recorded::Token, Recorded::User, Recorded::Session].into_iter().enumerate()
    {
        let (store, folder) = fresh().await;
        note(&*store, 1..=3).await;
        let mut db = unguarded(folder.path()).await;
        let keep = "CREATE TABLE kept AS SELECT * FROM audit;
             CREATE TABLE kept_head AS SELECT * FROM meta WHERE key = 'audit_head'";
        run(&mut db, keep).await.unwrap();
        leave_record(&*store, which, 60).await;
        assert!(matches!(store.audit_chain().await.unwrap(), AuditChain::Whole { .. }), "{record}");
        let put_back = "DELETE FROM audit; INSERT INTO audit SELECT * FROM kept ORDER BY id;
             REPLACE INTO meta SELECT * FROM kept_head";
        run(&mut db, put_back).await.unwrap();
        let found = store.audit_chain().await.unwrap();
        assert!(matches!(found, AuditChain::Unrecorded { record: of, .. } if of == record), "{record}: {found:?}");
    }
}

#[tokio::test]
async fn a_token_that_no_line_made_is_noticed() {
    let row = |name: &str, at: i64| {
        format!(
            "INSERT INTO api_tokens (name, role, hash, made_by, created_at) VALUES ('{name}', 'admin', randomblob(32), 'alice', {at})"
        )
    };
    let made_at = at(5).as_millisecond();
    for statement in [
        row("new", made_at),
        row("t5 ", made_at),
        // As old as if it were from before the trail, or as the one that was made.
        row("old", 0),
        format!("UPDATE api_tokens SET revoked_at = 1; {}", row("t5", made_at + 1)),
        format!("UPDATE api_tokens SET revoked_at = 1; {}", row("t5", made_at).replace("'admin'", "'viewer'")),
        "UPDATE api_tokens SET role = 'admin'".to_owned(),
        "UPDATE api_tokens SET name = 'other'".to_owned(),
    ] {
        let (store, folder) = fresh().await;
        leave_record(&*store, 1, 5).await;
        assert_eq!(store.audit_chain().await.unwrap(), AuditChain::Whole { lines: 1 });
        run(&mut connection(folder.path()).await, &statement).await.unwrap();
        let found = store.audit_chain().await.unwrap();
        assert!(matches!(found, AuditChain::Unrecorded { record: Recorded::Token, .. }), "{statement}: {found:?}");
        store.close().await;
        let again = SqliteStore::open_in(folder.path()).await.unwrap();
        assert_eq!(again.audit_chain().await.unwrap(), found, "a restart heals nothing: {statement}");
    }
}

#[tokio::test]
async fn acts_after_a_change_do_not_cover_it_up() {
    let (store, folder) = fresh().await;
    note(&*store, 1..=3).await;
    let mut db = unguarded(folder.path()).await;
    run(&mut db, "UPDATE audit SET reason = NULL WHERE id = 2").await.unwrap();
    note(&*store, 1..=2).await;
    assert_eq!(store.audit_chain().await.unwrap(), AuditChain::Broken { line: 2 });
}

#[tokio::test]
async fn a_line_of_another_key_or_of_another_history_does_not_fit() {
    for (same_key, first, expected) in [
        // The same lines under the same key have the same seals: what is copied is what the store would have written.
        (true, 1, AuditChain::Whole { lines: 3 }),
        (false, 1, AuditChain::Broken { line: 3 }),
        (true, 0, AuditChain::Broken { line: 3 }),
    ] {
        let (store, folder) = fresh().await;
        note(&*store, 1..=2).await;
        let elsewhere = tempfile::tempdir().unwrap();
        if same_key {
            fs::copy(folder.path().join("master.key"), elsewhere.path().join("master.key")).unwrap();
        }
        let other = SqliteStore::open_in(elsewhere.path()).await.unwrap();
        note(&other, [first, 2, 3]).await;
        other.close().await;

        let mut db = connection(folder.path()).await;
        let attach = format!("ATTACH '{}' AS other", elsewhere.path().join("wxquota.db").display());
        run(&mut db, &attach).await.unwrap();
        let copy = "INSERT INTO audit SELECT * FROM other.audit WHERE id = 3;
             REPLACE INTO meta SELECT * FROM other.meta WHERE key = 'audit_head'";
        run(&mut db, copy).await.unwrap();
        assert_eq!(store.audit_chain().await.unwrap(), expected, "same key: {same_key}, first line: {first}");
    }
}

#[tokio::test]
async fn two_stores_write_one_chain() {
    let (one, folder) = fresh().await;
    let two = SqliteStore::open_in(folder.path()).await.unwrap();
    let by = by();
    let act = |store: &'_ str, number: i64| NewAuditLine::on(AuditAction::Sampled, format!("{store} {number}"));
    let ones = join_all((0..50).map(|number| one.note(act("one", number), &by, at(number))));
    let twos = join_all((0..50).map(|number| two.note(act("two", number), &by, at(number))));
    let followed = async {
        for _ in 0..20 {
            let chain = one.audit_chain().await.unwrap();
            assert!(matches!(chain, AuditChain::Whole { .. }), "also while it grows: {chain:?}");
        }
    };
    let (ones, twos, ()) = futures::join!(ones, twos, followed);
    assert!(ones.into_iter().chain(twos).all(|noted| noted.is_ok()));
    for store in [&*one, &two as &dyn Store] {
        assert_eq!(store.audit_chain().await.unwrap(), AuditChain::Whole { lines: 100 });
    }
}

/// Every writer of acts, one after the other, so that each finds what it needs.
async fn act(store: &dyn Store, number: usize) -> Option<Result<(), String>> {
    fn said<T>(result: Result<T, impl std::fmt::Display>) -> Result<(), String> {
        result.map(drop).map_err(|error| error.to_string())
    }
    let (by, bob, carol, at) = (by(), UserId(2), UserId(3), at(1));
    let (first, paused) = (AccountId(1), AccountId(2));
    let interface = store.interfaces_of(first).await.unwrap()[0].id;
    let renamed = AccountChange { name: Some("renamed".to_owned()), ..Default::default() };
    let secret = SecretString::from("other");
    let token =
        NewApiToken { name: "new".to_owned(), role: Role::Viewer, owner: None, hash: [9; 32], expires_at: None };
    let password_set_at = store.user(bob).await.unwrap().unwrap().password_set_at;
    let session = NewSession {
        user: bob,
        password_set_at,
        id_hash: [9; 32],
        replaces: Some([1; 32]),
        expires_at: at + jiff::SignedDuration::from_hours(1),
        user_agent: None,
    };
    let paths = [path("/wxa/getwxacodeunlimit")];
    Some(match number {
        0 => said(store.add_account(new_account(7), &by, at).await),
        1 => said(store.change_account(first, renamed, &by, at).await),
        2 => said(store.replace_secret(first, &secret, &by, at).await),
        3 => said(store.pause_account(first, true, &by, at).await),
        4 => said(store.pause_account(paused, false, &by, at).await),
        5 => said(store.watch(first, &paths, &by, at).await),
        6 => said(store.unwatch(interface, &by, at).await),
        7 => said(store.order_clear(clears::new(first, None, "new"), &by, at, &counting()).await),
        8 => said(store.add_token(token, &by, at).await),
        9 => said(store.revoke_token("ci", &by, at).await),
        10 => said(store.add_user(new_user("new", Role::Lead), &by, at).await),
        11 => said(store.set_password(bob, new_password("$argon2id$other"), &by, at).await),
        12 => said(store.begin_session(session, &by, at).await),
        13 => said(store.change_user(bob, UserChange::Role(Role::Viewer), &by, at).await),
        14 => said(store.sign_out(&[2; 32], &by, at).await),
        15 => said(store.end_sessions(UserId(1), SessionSelection::AllBut(None), &by, at).await),
        16 => said(store.change_user(bob, UserChange::Disabled, &by, at).await),
        17 => said(store.change_user(carol, UserChange::Enabled, &by, at).await),
        18 => said(store.retire_account(first, &by, at).await),
        19 => said(store.revoke_token_by_id(2, &by, at).await),
        _ => return None,
    })
}

#[tokio::test]
async fn without_its_line_no_act_is_done() {
    let (store, folder) = fresh().await;
    store.add_account(new_account(1), &by(), at(0)).await.unwrap();
    let second = store.add_account(new_account(2), &by(), at(0)).await.unwrap();
    store.pause_account(second, true, &by(), at(0)).await.unwrap();
    for (name, hash) in [("ci", 1), ("cd", 2)] {
        let token =
            NewApiToken { name: name.to_owned(), role: Role::Viewer, owner: None, hash: [hash; 32], expires_at: None };
        store.add_token(token, &by(), at(0)).await.unwrap();
    }
    let alice = user(&*store, "alice", Role::Admin).await;
    let bob = user(&*store, "bob", Role::Lead).await;
    let carol = user(&*store, "carol", Role::Lead).await;
    store.change_user(carol, UserChange::Disabled, &by(), at(0)).await.unwrap();
    for (hash, user) in [(1, bob), (2, alice), (3, alice)] {
        let (password_set_at, expires_at) = (at(0), at(60));
        let new =
            NewSession { user, password_set_at, id_hash: [hash; 32], replaces: None, expires_at, user_agent: None };
        store.begin_session(new, &by(), at(0)).await.unwrap();
    }
    let mut db = connection(folder.path()).await;
    let refuse = "CREATE TRIGGER refuse BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no line today'); END";
    run(&mut db, refuse).await.unwrap();
    let before = dump(&mut db).await;
    let mut acts = 0;
    while let Some(came) = act(&*store, acts).await {
        let refused = came.expect_err("it cannot be written down");
        assert!(refused.contains("no line today"), "act {acts}: {refused}");
        assert_eq!(dump(&mut db).await, before, "act {acts}");
        acts += 1;
    }
    assert!(acts > 15);

    // None of them was refused for another reason: now each changes something.
    run(&mut db, "DROP TRIGGER refuse").await.unwrap();
    let lines = before.iter().find(|(table, _)| table == "audit").unwrap().1.len();
    let without_trail = |mut dump: Vec<(String, Vec<String>)>| {
        dump.retain(|(table, _)| table != "audit" && table != "meta");
        dump
    };
    for number in 0..acts {
        let before = without_trail(dump(&mut db).await);
        act(&*store, number).await.unwrap().unwrap();
        assert_ne!(without_trail(dump(&mut db).await), before, "act {number}");
        let lines = i64::try_from(lines + number + 1).unwrap();
        assert_eq!(store.audit_chain().await.unwrap(), AuditChain::Whole { lines }, "act {number}");
    }
}
