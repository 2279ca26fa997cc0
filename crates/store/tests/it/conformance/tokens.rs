use domain::Role;
use store::{NewApiToken, Store, UserChange};

use super::{at, by, by_user, user};

fn new(name: &str, hash: u8) -> NewApiToken {
    NewApiToken { name: name.to_owned(), role: Role::Support, owner: None, hash: [hash; 32], expires_at: Some(at(600)) }
}

pub(crate) async fn api_tokens_are_found_until_revoked(store: &dyn Store) {
    let id = store.add_token(new("ci", 1), &by(), at(0)).await.unwrap().unwrap();
    let found = store.token_by_hash(&[1; 32]).await.unwrap().unwrap();
    assert_eq!((found.id, found.name.as_str(), found.role), (id, "ci", Role::Support));
    assert_eq!((found.made_by.as_str(), found.created_at, found.expires_at), ("cli:alice", at(0), Some(at(600))));
    assert_eq!((found.last_used_at, found.revoked_at), (None, None));
    assert_eq!(store.token_by_hash(&[9; 32]).await.unwrap(), None);

    let used = async || store.token_by_hash(&[1; 32]).await.unwrap().unwrap().last_used_at;
    let seconds = jiff::SignedDuration::from_secs;
    store.token_used(id, at(5) + seconds(40)).await.unwrap();
    assert_eq!(used().await, Some(at(5)), "to the minute");
    store.token_used(id, at(5) + seconds(50)).await.unwrap();
    store.token_used(id, at(4)).await.unwrap();
    assert_eq!(used().await, Some(at(5)), "a clock that steps back");
    store.token_used(id, at(6)).await.unwrap();
    assert_eq!(used().await, Some(at(6)));
    store.token_used(99, at(6)).await.unwrap();

    assert!(store.revoke_token("ci", &by(), at(7)).await.unwrap());
    assert!(!store.revoke_token("ci", &by(), at(8)).await.unwrap());
    assert_eq!(store.token_by_hash(&[1; 32]).await.unwrap().unwrap().revoked_at, Some(at(7)));
}

pub(crate) async fn a_live_name_is_unique(store: &dyn Store) {
    for role in Role::ALL {
        let token = NewApiToken { role, expires_at: None, ..new(role.word(), role as u8) };
        assert!(store.add_token(token, &by(), at(0)).await.unwrap().is_some());
    }
    assert_eq!(store.add_token(new("admin", 50), &by(), at(1)).await.unwrap(), None);
    assert!(store.revoke_token("admin", &by(), at(2)).await.unwrap());
    assert!(
        store.add_token(new("admin", 51), &by(), at(3)).await.unwrap().is_some(),
        "a revoked token gives its name back"
    );
    let tokens = store.tokens().await.unwrap();
    assert_eq!((tokens.len(), tokens[0].name.as_str(), tokens[0].created_at), (6, "admin", at(3)), "newest first");
    assert_eq!(tokens.iter().filter(|token| token.name == "admin").count(), 2);
}

pub(crate) async fn a_token_is_not_taken_for_another_of_its_name(store: &dyn Store) {
    let first = store.add_token(new("ci", 1), &by(), at(0)).await.unwrap().unwrap();
    let other = store.add_token(new("other", 2), &by(), at(1)).await.unwrap().unwrap();
    let revoke = async |id, minute| store.revoke_token_by_id(id, &by(), at(minute)).await.unwrap();
    let revoked_at = async |hash| store.token_by_hash(&[hash; 32]).await.unwrap().unwrap().revoked_at;

    assert_eq!(revoke(first, 2).await.as_deref(), Some("ci"));
    assert_eq!(store.add_token(new("ci", 3), &by(), at(3)).await.unwrap(), Some(3));
    assert_eq!(revoke(first, 4).await, None, "revoked already, whoever has its name now");
    assert_eq!(revoke(99, 4).await, None);
    assert_eq!((revoked_at(1).await, revoked_at(2).await, revoked_at(3).await), (Some(at(2)), None, None));

    assert!(store.revoke_token("other", &by(), at(5)).await.unwrap());
    assert_eq!(revoke(other, 6).await, None, "revoked by its name");
    assert_eq!((revoked_at(2).await, revoked_at(3).await), (Some(at(5)), None));
}

pub(crate) async fn a_token_follows_the_user_who_made_it(store: &dyn Store) {
    let alice = user(store, "alice", Role::Admin).await;
    let bob = user(store, "bob", Role::Admin).await;
    store.add_token(new("of alice", 1), &by_user(alice), at(0)).await.unwrap().unwrap();
    store.add_token(new("of bob", 2), &by_user(bob), at(1)).await.unwrap().unwrap();
    store.add_token(new("of a command", 3), &by(), at(2)).await.unwrap().unwrap();
    let maker = async |hash| {
        let token = store.token_by_hash(&[hash; 32]).await.unwrap().unwrap();
        (token.made_by, token.maker_role, token.maker_disabled)
    };
    let (alices, bobs) = (format!("user {alice}"), format!("user {bob}"));
    assert_eq!(maker(1).await, (alices.clone(), Some(Role::Admin), false));
    assert_eq!(maker(3).await, ("cli:alice".to_owned(), None, false));

    for role in [Role::Viewer, Role::Lead] {
        store.change_user(bob, UserChange::Role(role), &by(), at(3)).await.unwrap();
        assert_eq!(maker(2).await, (bobs.clone(), Some(role), false));
    }
    store.change_user(bob, UserChange::Disabled, &by(), at(4)).await.unwrap();
    assert_eq!(maker(2).await, (bobs.clone(), Some(Role::Lead), true));
    assert_eq!(maker(1).await, (alices, Some(Role::Admin), false));
    assert_eq!(maker(3).await, ("cli:alice".to_owned(), None, false));
    let tokens = store.tokens().await.unwrap();
    let listed: Vec<_> =
        tokens.iter().map(|token| (token.name.as_str(), token.maker_role, token.maker_disabled)).collect();
    let expected =
        [("of a command", None, false), ("of bob", Some(Role::Lead), true), ("of alice", Some(Role::Admin), false)];
    assert_eq!(listed, expected);
    assert_eq!(tokens[1].role, Role::Support, "its own role stays");
    store.change_user(bob, UserChange::Enabled, &by(), at(5)).await.unwrap();
    assert_eq!(maker(2).await, (bobs, Some(Role::Lead), false));
}

pub(crate) async fn a_token_that_belongs_to_a_user_follows_them(store: &dyn Store) {
    let alice = user(store, "alice", Role::Admin).await;
    let bob = user(store, "bob", Role::Lead).await;
    store
        .add_token(NewApiToken { owner: Some(bob), ..new("of bob", 1) }, &by_user(alice), at(0))
        .await
        .unwrap()
        .unwrap();
    let found = async || store.token_by_hash(&[1; 32]).await.unwrap().unwrap();
    let token = found().await;
    assert_eq!((token.made_by, token.owner.as_deref()), (format!("user {alice}"), Some("bob")));
    assert_eq!((token.maker_role, token.maker_disabled), (Some(Role::Lead), false), "not that of who made it");
    store.change_user(bob, UserChange::Role(Role::Viewer), &by(), at(1)).await.unwrap();
    store.change_user(bob, UserChange::Disabled, &by(), at(2)).await.unwrap();
    let token = &store.tokens().await.unwrap()[0];
    assert_eq!((token.maker_role, token.maker_disabled), (Some(Role::Viewer), true));
}
