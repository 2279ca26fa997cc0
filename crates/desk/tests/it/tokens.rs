//! API tokens: shown once, kept as a hash, good until revoked or past their end.

use desk::api_tokens::{AuthenticateError, CreateTokenError};
use domain::audit::AuditAction;
use domain::{Actor, Clock, Permission, Role};
use jiff::SignedDuration;
use store::{AuditQuery, UserChange};

use crate::test_desk::{TestDesk, tester};

#[tokio::test]
async fn a_token_stands_for_who_made_it_in_its_own_role() {
    let test = TestDesk::new().await;
    let maker = Actor::Cli { os_user: "alice".to_owned() };
    let bearer = test.desk.create_token(&maker, "grafana", Role::Viewer, None).await.unwrap();
    assert_eq!(bearer.len(), "wxq_".len() + 64, "32 random bytes");
    let actor = test.desk.authenticate(&bearer, None).await.unwrap();
    assert_eq!((actor.to_string().as_str(), actor.role()), ("cli:alice", Some(Role::Viewer)));
    assert!(actor.require(Permission::Administer, None).is_err());
    let bytes = test.bytes_on_disk();
    assert!(!bytes.windows(bearer.len()).any(|window| window == bearer.as_bytes()));
}

#[tokio::test]
async fn revoked_expired_and_made_up_tokens_are_not_accepted() {
    let test = TestDesk::new().await;
    let end = test.clock.now() + SignedDuration::from_hours(1);
    let ends = test.desk.create_token(&tester(), "ends", Role::Admin, Some(end)).await.unwrap();
    let revoked = test.desk.create_token(&tester(), "revoked", Role::Admin, None).await.unwrap();
    assert!(test.desk.authenticate(&ends, None).await.is_ok() && test.desk.authenticate(&revoked, None).await.is_ok());
    test.desk.revoke_token(&tester(), "revoked").await.unwrap();
    test.advance(60);
    for bearer in [ends.as_str(), revoked.as_str(), "wxq_", "", &"a".repeat(100_000)] {
        let refused = test.desk.authenticate(bearer, None).await;
        assert!(matches!(refused, Err(AuthenticateError::NotAccepted)));
    }
}

#[tokio::test]
async fn a_token_that_is_made_for_somebody_is_theirs() {
    let test = TestDesk::new().await;
    let add = async |name| test.desk.add_user(&tester(), name, Role::Lead, "three blind mice".into()).await.unwrap();
    let (alice, bob) = (add("Alice").await, add("bob").await);
    let make = async |owner| test.desk.create_token_for(&tester(), Some(owner), "ci", Role::Admin, None).await;
    let bearer = make("ALICE").await.unwrap();
    let actor = test.desk.authenticate(&bearer, None).await.unwrap();
    assert_eq!((actor.to_string().as_str(), actor.token()), ("Alice", Some("ci")));
    assert!(actor.may(Permission::Clear) && !actor.may(Permission::Administer), "no more than she may");
    let listed = &test.desk.list_tokens(&tester()).await.unwrap()[0];
    assert_eq!((listed.made_by.as_str(), listed.owner.as_deref()), ("cli:tester", Some("Alice")));
    let query = AuditQuery { what: Some(AuditAction::TokenMade), limit: 9, ..AuditQuery::default() };
    let line = &test.desk.audit(&tester(), &query).await.unwrap()[0];
    assert_eq!(line.after.as_ref().unwrap()["for"], "Alice");

    test.desk.change_user(&tester(), alice, UserChange::Role(Role::Viewer)).await.unwrap();
    assert!(!test.desk.authenticate(&bearer, None).await.unwrap().may(Permission::Clear));
    test.desk.change_user(&tester(), alice, UserChange::Disabled).await.unwrap();
    assert!(test.desk.authenticate(&bearer, None).await.is_err());
    test.desk.change_user(&tester(), bob, UserChange::Disabled).await.unwrap();
    for nobody in ["bob", "mallory", "a:b", ""] {
        let refused = make(nobody).await;
        assert!(matches!(refused, Err(CreateTokenError::NoSuchOwner(_))), "{nobody}: {refused:?}");
    }
}

#[tokio::test]
async fn a_name_is_used_once_at_a_time() {
    let test = TestDesk::new().await;
    test.desk.create_token(&tester(), "ci", Role::Reporter, None).await.unwrap();
    let again = test.desk.create_token(&tester(), "ci", Role::Reporter, None).await;
    assert!(matches!(again, Err(CreateTokenError::NameTaken(_))));
    test.desk.revoke_token(&tester(), "ci").await.unwrap();
    test.desk.create_token(&tester(), "ci", Role::Viewer, None).await.unwrap();
    let names: Vec<_> = test.desk.list_tokens(&tester()).await.unwrap().into_iter().map(|token| token.name).collect();
    assert_eq!(names, ["ci", "ci"]);
}
