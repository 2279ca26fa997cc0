use domain::{Role, UserId};
use jiff::SignedDuration;
use store::{NewSession, Session, SessionSelection, Store, UserChange};

use super::{at, by, by_user, new_password, user};

/// A session that ends after an hour.
fn new(hash: u8, user: UserId, minute: i64) -> NewSession {
    let expires_at = at(minute + 60);
    NewSession { user, password_set_at: at(0), id_hash: [hash; 32], replaces: None, expires_at, user_agent: None }
}

pub(super) async fn begin(store: &dyn Store, hash: u8, user: UserId, minute: i64) {
    store.begin_session(new(hash, user, minute), &by_user(user), at(minute)).await.unwrap();
}

pub(super) async fn found(store: &dyn Store, hash: u8, minute: i64) -> Option<Session> {
    let (session, user) = store.session(&[hash; 32], at(minute)).await.unwrap()?;
    assert_eq!(session.user_id, user.id);
    Some(session)
}

/// The ids of a user's sessions.
async fn listed(store: &dyn Store, user: UserId, minute: i64) -> Vec<i64> {
    store.sessions_of(user, at(minute)).await.unwrap().iter().map(|session| session.id).collect()
}

pub(crate) async fn a_flash_is_taken_once(store: &dyn Store) {
    let (mine, theirs) = ([1; 32], [2; 32]);
    assert_eq!(store.take_flash(&mine, at(0)).await.unwrap(), None);
    store.put_flash(&mine, "first", at(0), at(10)).await.unwrap();
    store.put_flash(&mine, "saved <b>", at(0), at(10)).await.unwrap();
    assert_eq!(store.take_flash(&theirs, at(1)).await.unwrap(), None);
    assert_eq!(store.take_flash(&mine, at(1)).await.unwrap().as_deref(), Some("saved <b>"));
    assert_eq!(store.take_flash(&mine, at(1)).await.unwrap(), None);

    store.put_flash(&mine, "too late", at(0), at(10)).await.unwrap();
    assert_eq!(store.take_flash(&mine, at(11)).await.unwrap(), None, "it ended");
    store.put_flash(&theirs, "theirs", at(11), at(20)).await.unwrap();
    assert_eq!(store.take_flash(&mine, at(5)).await.unwrap(), None, "it was removed");
}

pub(crate) async fn a_session_is_found_until_it_ends(store: &dyn Store) {
    let alice = user(store, "alice", Role::Lead).await;
    let agent = "Mozilla/5.0 (X11; Linux x86_64) 火狐".to_owned();
    let order = NewSession { user_agent: Some(agent.clone()), ..new(1, alice, 0) };
    store.begin_session(order, &by_user(alice), at(0)).await.unwrap();

    let (session, whose) = store.session(&[1; 32], at(1)).await.unwrap().unwrap();
    assert_eq!((session.user_id, whose.name.as_str(), whose.role), (alice, "alice", Role::Lead));
    assert_eq!((session.created_at, session.last_seen_at, session.expires_at), (at(0), at(0), at(60)));
    assert_eq!((session.renew, session.user_agent), (false, Some(agent)));
    assert_eq!(session.address, Some("203.0.113.7".parse().unwrap()));
    assert_eq!(store.user(alice).await.unwrap().unwrap().last_signed_in_at, Some(at(0)));
    assert!(found(store, 2, 1).await.is_none(), "another cookie");

    let last = at(60) - SignedDuration::from_millis(1);
    assert!(store.session(&[1; 32], last).await.unwrap().is_some());
    assert!(store.session(&[1; 32], at(60)).await.unwrap().is_none(), "to the millisecond");
    assert_eq!(store.sessions_of(alice, last).await.unwrap().len(), 1);
    assert_eq!(store.sessions_of(alice, at(60)).await.unwrap(), []);

    let begun = store.begin_session(new(3, UserId(99), 0), &by(), at(0)).await.unwrap();
    assert!(!begun, "there is no such user");
    store.set_password(alice, new_password("$argon2id$other"), &by(), at(1)).await.unwrap();
    assert!(!store.begin_session(new(3, alice, 2), &by(), at(2)).await.unwrap(), "the password is another one by now");
    assert!(found(store, 3, 1).await.is_none());
}

pub(crate) async fn signing_in_replaces_the_cookie(store: &dyn Store) {
    let alice = user(store, "alice", Role::Lead).await;
    store.put_flash(&[1; 32], "sign in first", at(0), at(10)).await.unwrap();
    store.begin_session(NewSession { replaces: Some([1; 32]), ..new(2, alice, 1) }, &by(), at(1)).await.unwrap();
    assert_eq!(store.take_flash(&[1; 32], at(1)).await.unwrap(), None, "the old one is worth nothing");
    begin(store, 3, alice, 2).await;
    store.begin_session(NewSession { replaces: Some([2; 32]), ..new(4, alice, 3) }, &by(), at(3)).await.unwrap();
    assert!(found(store, 2, 3).await.is_none());
    assert!(found(store, 3, 3).await.is_some() && found(store, 4, 3).await.is_some());
    assert_eq!(store.user(alice).await.unwrap().unwrap().last_signed_in_at, Some(at(3)));
}

pub(crate) async fn a_flash_makes_nobody_signed_in(store: &dyn Store) {
    let alice = user(store, "alice", Role::Admin).await;
    store.put_flash(&[1; 32], "hello", at(0), at(10)).await.unwrap();
    assert!(found(store, 1, 1).await.is_none());
    assert!(!store.renew_session(&[1; 32], &[7; 32]).await.unwrap(), "it has nobody's rights");
    assert_eq!(store.end_sessions(alice, SessionSelection::AllBut(None), &by(), at(1)).await.unwrap(), 0);
    assert_eq!(store.take_flash(&[1; 32], at(1)).await.unwrap().as_deref(), Some("hello"));

    begin(store, 2, alice, 0).await;
    store.put_flash(&[2; 32], "saved", at(1), at(10_000)).await.unwrap();
    assert_eq!(found(store, 2, 2).await.unwrap().expires_at, at(60), "a message keeps nobody signed in for longer");
    store.put_flash(&[2; 32], "saved again", at(1), at(2)).await.unwrap();
    let session = found(store, 2, 2).await.unwrap();
    assert_eq!((session.expires_at, session.user_id), (at(60), alice), "nor for a shorter time");
    assert_eq!(store.take_flash(&[2; 32], at(3)).await.unwrap().as_deref(), Some("saved again"));
    assert!(found(store, 2, 3).await.is_some());
}

pub(crate) async fn a_session_that_is_used_goes_on(store: &dyn Store) {
    let alice = user(store, "alice", Role::Lead).await;
    begin(store, 1, alice, 0).await;
    begin(store, 2, alice, 1).await;
    let (one, two) = (found(store, 1, 2).await.unwrap().id, found(store, 2, 2).await.unwrap().id);
    assert_eq!(listed(store, alice, 2).await, [two, one]);

    let elsewhere = "2001:db8::7".parse().unwrap();
    store.session_seen(one, Some(elsewhere), at(30), at(90)).await.unwrap();
    let seen = found(store, 1, 89).await.unwrap();
    assert_eq!((seen.created_at, seen.last_seen_at, seen.expires_at), (at(0), at(30), at(90)));
    assert_eq!(seen.address, Some(elsewhere));
    assert_eq!(listed(store, alice, 40).await, [one, two], "the one used last first");
    store.session_seen(one, None, at(31), at(91)).await.unwrap();
    let seen = found(store, 1, 90).await.unwrap();
    assert_eq!((seen.last_seen_at, seen.address), (at(31), Some(elsewhere)), "an address that is unknown is no news");
    assert!(found(store, 2, 61).await.is_none(), "another's use is not its own");
    store.session_seen(99, None, at(31), at(91)).await.unwrap();
}

pub(crate) async fn another_role_has_the_cookie_replaced_once(store: &dyn Store) {
    let alice = user(store, "alice", Role::Lead).await;
    let bob = user(store, "bob", Role::Lead).await;
    for (hash, id) in [(1, alice), (2, alice), (3, bob)] {
        begin(store, hash, id, 0).await;
    }
    store.change_user(alice, UserChange::Role(Role::Viewer), &by(), at(1)).await.unwrap();
    let before = found(store, 1, 2).await.expect("they stay signed in");
    assert!(before.renew && found(store, 2, 2).await.unwrap().renew);
    assert!(!found(store, 3, 2).await.unwrap().renew, "another's role is not theirs");
    assert_eq!(store.session(&[1; 32], at(2)).await.unwrap().unwrap().1.role, Role::Viewer, "at once");

    store.put_flash(&[1; 32], "saved", at(2), at(10)).await.unwrap();
    assert!(store.renew_session(&[1; 32], &[11; 32]).await.unwrap());
    assert!(!store.renew_session(&[1; 32], &[12; 32]).await.unwrap(), "one of two requests at once gets it");
    assert!(found(store, 1, 2).await.is_none() && found(store, 12, 2).await.is_none());
    let after = found(store, 11, 2).await.unwrap();
    assert_eq!(after, Session { renew: false, ..before }, "nothing else is new");
    assert_eq!(store.take_flash(&[11; 32], at(2)).await.unwrap().as_deref(), Some("saved"));
    assert!(found(store, 2, 2).await.unwrap().renew, "each gets its own");
    assert!(!store.renew_session(&[99; 32], &[98; 32]).await.unwrap());
}

pub(crate) async fn sessions_are_ended(store: &dyn Store) {
    let alice = user(store, "alice", Role::Lead).await;
    let bob = user(store, "bob", Role::Lead).await;
    for hash in 1..=4 {
        begin(store, hash, alice, i64::from(hash)).await;
    }
    begin(store, 5, bob, 5).await;
    let id = async |hash| found(store, hash, 6).await.map(|session| session.id);
    let end = async |which| store.end_sessions(alice, which, &by_user(alice), at(6)).await.unwrap();
    let (first, second, of_bob) = (id(1).await.unwrap(), id(2).await.unwrap(), id(5).await.unwrap());

    assert_eq!(end(SessionSelection::One(of_bob)).await, 0, "it is not theirs");
    assert_eq!(end(SessionSelection::One(first)).await, 1);
    assert_eq!(end(SessionSelection::One(first)).await, 0);
    assert_eq!(end(SessionSelection::AllBut(Some(second))).await, 2);
    assert_eq!(end(SessionSelection::AllBut(Some(second))).await, 0);
    assert_eq!(listed(store, alice, 6).await, [second]);
    assert!(id(1).await.is_none() && id(2).await.is_some() && id(3).await.is_none());

    assert!(store.sign_out(&[2; 32], &by_user(alice), at(6)).await.unwrap());
    assert!(!store.sign_out(&[2; 32], &by_user(alice), at(6)).await.unwrap());
    assert!(id(2).await.is_none());
    begin(store, 6, alice, 6).await;
    assert!(id(6).await.unwrap() > of_bob, "ids are never given twice");
    assert_eq!(end(SessionSelection::AllBut(None)).await, 1);
    assert!(listed(store, alice, 6).await.is_empty());
    assert_eq!(listed(store, bob, 6).await, [of_bob]);
    assert_eq!(store.end_sessions(UserId(99), SessionSelection::AllBut(None), &by(), at(6)).await.unwrap(), 0);
}

pub(crate) async fn a_disabled_user_has_no_session(store: &dyn Store) {
    user(store, "alice", Role::Admin).await;
    let bob = user(store, "bob", Role::Lead).await;
    begin(store, 1, bob, 0).await;
    begin(store, 2, bob, 0).await;
    store.change_user(bob, UserChange::Disabled, &by(), at(1)).await.unwrap();
    assert!(found(store, 1, 2).await.is_none() && found(store, 2, 2).await.is_none());
    assert!(listed(store, bob, 2).await.is_empty());
    store.change_user(bob, UserChange::Enabled, &by(), at(3)).await.unwrap();
    assert!(found(store, 1, 4).await.is_none(), "what was ended stays so");

    // Whoever proved who they are just before they were disabled.
    store.change_user(bob, UserChange::Disabled, &by(), at(4)).await.unwrap();
    begin(store, 3, bob, 5).await;
    assert!(found(store, 3, 6).await.is_none());
}

pub(crate) async fn of_too_many_sessions_the_oldest_end(store: &dyn Store) {
    let alice = user(store, "alice", Role::Lead).await;
    let bob = user(store, "bob", Role::Lead).await;
    begin(store, 100, bob, 0).await;
    for hash in 0..22 {
        begin(store, hash, alice, hash.into()).await;
    }
    for hash in 0..22 {
        assert_eq!(found(store, hash, 22).await.is_some(), hash >= 2, "{hash}");
    }
    assert!(found(store, 100, 22).await.is_some(), "another user's stays");
}

pub(crate) async fn a_session_says_when_the_password_was_typed(store: &dyn Store) {
    let alice = user(store, "alice", Role::Lead).await;
    begin(store, 1, alice, 3).await;
    let session = found(store, 1, 4).await.unwrap();
    assert_eq!(session.confirmed_at, Some(at(3)), "to sign in");
    store.session_confirmed(session.id, at(20)).await.unwrap();
    assert_eq!(found(store, 1, 21).await.unwrap().confirmed_at, Some(at(20)));
    let own = store::NewPassword { kept: Some((session.id, [2; 32])), ..new_password("$argon2id$other") };
    assert!(store.set_password(alice, own, &by_user(alice), at(30)).await.unwrap());
    assert_eq!(found(store, 2, 31).await.unwrap().confirmed_at, Some(at(30)));
    store.session_confirmed(99, at(40)).await.unwrap();
}
