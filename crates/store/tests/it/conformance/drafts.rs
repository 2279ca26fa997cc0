use domain::{Role, UserId};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use store::drafts::{MOST_DRAFTS, NewDraft};
use store::{NewSession, SessionSelection, Store, UserChange};

use super::sessions::begin;
use super::{at, by, by_user, new_password, user};

const FORM: &str = "/form/clears/order";

/// Keeps a text for the session `[hash; 32]` until an hour later.
async fn keep(store: &dyn Store, hash: u8, id: i64, purpose: &str, text: &str, minute: i64) -> bool {
    let content = SecretString::from(text);
    let new = NewDraft { id, purpose, content: &content, expires_at: at(minute + 60) };
    store.keep_draft(&[hash; 32], new, at(minute)).await.unwrap()
}

async fn opened(store: &dyn Store, hash: u8, id: i64, purpose: &str, when: Timestamp) -> Option<String> {
    let draft = store.draft(&[hash; 32], id, purpose, when).await.unwrap();
    draft.map(|draft| draft.expose_secret().to_owned())
}

/// The texts that a session finds in forms.
async fn in_forms(store: &dyn Store, hash: u8, minute: i64) -> Vec<(String, String)> {
    let forms = store.kept_forms(&[hash; 32], at(minute)).await.unwrap();
    forms.into_iter().map(|kept| (kept.form, kept.content.expose_secret().to_owned())).collect()
}

async fn sign_in(store: &dyn Store, hash: u8, old: u8, user: UserId, minute: i64) {
    let new = NewSession {
        user,
        password_set_at: at(0),
        id_hash: [hash; 32],
        replaces: Some([old; 32]),
        expires_at: at(minute + 60),
        user_agent: None,
    };
    assert!(store.begin_session(new, &by_user(user), at(minute)).await.unwrap());
}

pub(crate) async fn a_draft_is_its_sessions_and_purposes_until_it_expires(store: &dyn Store) {
    let alice = user(store, "alice", Role::Admin).await;
    begin(store, 1, alice, 0).await;
    begin(store, 2, alice, 0).await;
    store.session_seen(1, None, at(1), at(600)).await.unwrap();
    assert!(keep(store, 1, 7, "secret", "fa4e00", 10).await);
    assert_eq!(opened(store, 1, 7, "secret", at(69)).await.as_deref(), Some("fa4e00"));
    assert_eq!(opened(store, 1, 7, "secret", at(70)).await, None, "its time is over");
    assert_eq!(opened(store, 1, 7, "other", at(11)).await, None, "another form's");
    assert_eq!(opened(store, 1, 8, "secret", at(11)).await, None, "another marker");
    assert_eq!(opened(store, 2, 7, "secret", at(11)).await, None, "another session of the same user");
    assert_eq!(in_forms(store, 1, 11).await, [], "it is no form's");
    let newest = async |hash: u8, purpose: &str, minute: i64| {
        let newest = store.newest_draft(&[hash; 32], purpose, at(minute)).await.unwrap();
        newest.map(|(id, text)| (id, text.expose_secret().to_owned()))
    };
    assert_eq!(newest(1, "secret", 11).await, Some((7, "fa4e00".to_owned())));
    assert_eq!((newest(1, "other", 11).await, newest(2, "secret", 11).await), (None, None));
    assert_eq!(newest(1, "secret", 70).await, None, "its time is over");
    store.forget_drafts_for(&[2; 32], "secret").await.unwrap();
    assert!(opened(store, 1, 7, "secret", at(11)).await.is_some(), "another session cannot remove it");
    store.forget_drafts_for(&[1; 32], "secret").await.unwrap();
    assert_eq!(opened(store, 1, 7, "secret", at(11)).await, None);

    assert!(!keep(store, 9, 8, "secret", "x", 10).await, "nobody's session keeps nothing");
    store.put_flash(&[5; 32], "hello", at(10), at(100)).await.unwrap();
    assert!(!keep(store, 5, 8, "secret", "x", 10).await);
    for id in 20..20 + MOST_DRAFTS + 3 {
        assert!(keep(store, 1, id, "secret", "x", id).await);
    }
    assert_eq!(opened(store, 1, 22, "secret", at(50)).await, None, "the oldest make room");
    assert!(opened(store, 1, 23, "secret", at(50)).await.is_some());
    assert_eq!(store.forget_expired_drafts(at(84)).await.unwrap(), 2);
    assert_eq!(store.forget_expired_drafts(at(84)).await.unwrap(), 0);
    store.forget_drafts_for(&[1; 32], "secret").await.unwrap();
    assert_eq!(opened(store, 1, 40, "secret", at(50)).await, None);
}

pub(crate) async fn a_session_that_ended_by_itself_is_known_for_an_hour(store: &dyn Store) {
    let alice = user(store, "alice", Role::Admin).await;
    begin(store, 1, alice, 0).await;
    let ended = async |hash: u8, minute| store.session_ended_lately(&[hash; 32], at(minute)).await.unwrap();
    assert!(!ended(1, 59).await, "it has not ended");
    // Others come and go, and what ended is removed.
    store.put_flash(&[9; 32], "x", at(61), at(70)).await.unwrap();
    assert!(ended(1, 60).await && ended(1, 119).await);
    assert!(!ended(1, 120).await, "an hour later");
    assert!(!ended(2, 61).await && !ended(9, 80).await, "nobody's");
    store.put_flash(&[9; 32], "x", at(121), at(130)).await.unwrap();
    assert!(!ended(1, 61).await, "it is removed");

    for (hash, end) in [(2, "signed out"), (3, "ended"), (4, "password"), (5, "disabled")] {
        begin(store, hash, alice, 200).await;
        match end {
            "signed out" => assert!(store.sign_out(&[hash; 32], &by_user(alice), at(201)).await.unwrap()),
            "ended" => {
                assert!(store.end_sessions(alice, SessionSelection::AllBut(None), &by(), at(201)).await.unwrap() > 0);
            }
            "password" => assert!(store.set_password(alice, new_password("$argon2id$x"), &by(), at(0)).await.unwrap()),
            _ => {
                user(store, "bob", Role::Admin).await;
                store.change_user(alice, UserChange::Disabled, &by(), at(201)).await.unwrap();
            }
        }
        assert!(!ended(hash, 261).await, "{end}");
    }
}

pub(crate) async fn what_was_typed_goes_along_to_the_same_user_only(store: &dyn Store) {
    let alice = user(store, "alice", Role::Lead).await;
    let bob = user(store, "bob", Role::Lead).await;
    begin(store, 1, alice, 0).await;
    begin(store, 2, alice, 0).await;
    // 50 minutes after the sessions ended.
    for hash in [1, 2] {
        assert!(keep(store, hash, i64::from(hash), FORM, "because", 110).await);
        assert!(keep(store, hash, 10 + i64::from(hash), "secret", "fa4e00", 110).await);
    }
    assert_eq!(in_forms(store, 1, 111).await, [], "not before signing in");
    assert_eq!(opened(store, 1, 11, "secret", at(111)).await, None);

    // More than an hour after they ended, less than one after it was typed.
    sign_in(store, 3, 1, alice, 160).await;
    assert_eq!(in_forms(store, 3, 161).await, [(FORM.to_owned(), "because".to_owned())]);
    assert_eq!(opened(store, 3, 11, "secret", at(161)).await, None, "a secret is for one session");
    assert_eq!(in_forms(store, 3, 170).await, [], "an hour later");
    sign_in(store, 4, 2, bob, 162).await;
    assert_eq!(in_forms(store, 4, 163).await, [], "another user");
    store.forget_drafts_for(&[3; 32], FORM).await.unwrap();
    assert_eq!(in_forms(store, 3, 161).await, [], "it was sent");
}

pub(crate) async fn drafts_go_with_their_session(store: &dyn Store) {
    let alice = user(store, "alice", Role::Admin).await;
    user(store, "bob", Role::Admin).await;
    for (hash, id) in [(1, 1), (2, 2), (3, 3)] {
        begin(store, hash, alice, 0).await;
        assert!(keep(store, hash, id, "secret", "fa4e00", 1).await);
    }
    store.sign_out(&[1; 32], &by_user(alice), at(2)).await.unwrap();
    let kept = store.sessions_of(alice, at(2)).await.unwrap();
    let of_three = store.session(&[3; 32], at(2)).await.unwrap().unwrap().0.id;
    assert_eq!(kept.len(), 2);
    store.end_sessions(alice, SessionSelection::AllBut(Some(of_three)), &by(), at(2)).await.unwrap();
    assert!(opened(store, 3, 3, "secret", at(3)).await.is_some());
    // Whoever changes their own password stays signed in, and what was kept goes all the same.
    let own = store::NewPassword { kept: Some((of_three, [4; 32])), ..new_password("$argon2id$other") };
    assert!(store.set_password(alice, own, &by_user(alice), at(4)).await.unwrap());
    assert!(store.session(&[4; 32], at(5)).await.unwrap().is_some());
    assert_eq!(opened(store, 4, 3, "secret", at(5)).await, None);
    assert_eq!(store.forget_expired_drafts(at(1_000)).await.unwrap(), 0, "nothing is left");
}
