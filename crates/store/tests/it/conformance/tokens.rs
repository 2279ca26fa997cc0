use domain::Role;
use store::{NewApiToken, Store};

use super::at;

fn new(name: &str, hash: u8) -> NewApiToken {
    NewApiToken {
        name: name.to_owned(),
        role: Role::Support,
        hash: [hash; 32],
        made_by: "cli:alice".to_owned(),
        expires_at: Some(at(600)),
    }
}

pub(crate) async fn api_tokens_are_found_until_revoked(store: &dyn Store) {
    let id = store.add_token(new("ci", 1), at(0)).await.unwrap().unwrap();
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

    assert!(store.revoke_token("ci", at(7)).await.unwrap());
    assert!(!store.revoke_token("ci", at(8)).await.unwrap());
    assert_eq!(store.token_by_hash(&[1; 32]).await.unwrap().unwrap().revoked_at, Some(at(7)));
}

pub(crate) async fn a_live_name_is_unique(store: &dyn Store) {
    for role in Role::ALL {
        let token = NewApiToken { role, expires_at: None, ..new(role.word(), role as u8) };
        assert!(store.add_token(token, at(0)).await.unwrap().is_some());
    }
    assert_eq!(store.add_token(new("admin", 50), at(1)).await.unwrap(), None);
    assert!(store.revoke_token("admin", at(2)).await.unwrap());
    assert!(store.add_token(new("admin", 51), at(3)).await.unwrap().is_some(), "a revoked token gives its name back");
    let tokens = store.tokens().await.unwrap();
    assert_eq!((tokens.len(), tokens[0].name.as_str(), tokens[0].created_at), (6, "admin", at(3)), "newest first");
    assert_eq!(tokens.iter().filter(|token| token.name == "admin").count(), 2);
}
