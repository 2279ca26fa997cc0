//! People: signing in and out, what ends a session, who may change whom.

use desk::users::{
    ConfirmError, InitialPassword, Origin, OwnPasswordError, PasswordFault, SetUpError, SignInError, UserError,
};
use domain::audit::AuditAction;
use domain::roles::Forbidden;
use domain::{Actor, Permission, Role, UserId};
use jiff::SignedDuration;
use secrecy::{ExposeSecret, SecretString};
use store::{AuditLine, AuditQuery, SessionSelection, UserChange};

use crate::test_desk::{TestDesk, tester};

const PASSWORD: &str = "correct horse battery";

fn password() -> SecretString {
    PASSWORD.into()
}

fn from(address: &str) -> Origin {
    let user_agent = Some("Firefox\n".to_owned());
    Origin { address: Some(address.parse().unwrap()), user_agent, ..Origin::default() }
}

impl TestDesk {
    async fn person(&self, name: &str, role: Role) -> UserId {
        self.desk.add_user(&tester(), name, role, password()).await.unwrap()
    }

    /// Signs in with the right password; the cookie's value.
    async fn cookie(&self, name: &str) -> String {
        let cookie = self.desk.sign_in(name, password(), None, from("192.0.2.7")).await.unwrap();
        cookie.expose_secret().to_owned()
    }

    /// Who the session of a cookie is.
    async fn who(&self, cookie: &str) -> Option<Actor> {
        let visit = self.desk.visit(cookie, None, false).await.unwrap();
        visit.map(|visit| visit.who.actor(None))
    }

    async fn lines(&self, what: AuditAction) -> Vec<AuditLine> {
        let query = AuditQuery { what: Some(what), limit: 100, ..AuditQuery::default() };
        self.desk.audit(&tester(), &query).await.unwrap()
    }

    fn later(&self, time: SignedDuration) {
        self.clock.advance(time);
    }
}

#[tokio::test]
async fn the_first_admin_is_made_once_by_the_link() {
    let test = TestDesk::new().await;
    let code = test.desk.setup_code().await.unwrap().unwrap();
    let code = code.expose_secret();
    assert!(code.len() >= 40 && test.desk.is_setup_code(code).await.unwrap());
    let set_up = async |code: &str, name: &str, password: &str| {
        test.desk.set_up(code, name, password.to_owned().into(), None, from("192.0.2.1")).await
    };
    assert!(matches!(set_up("guessed", "alice", PASSWORD).await, Err(SetUpError::Link)));
    assert!(matches!(set_up(code, "cli:alice", PASSWORD).await, Err(SetUpError::Name(_))));
    assert!(matches!(set_up(code, "alice", "short").await, Err(SetUpError::Password(PasswordFault::TooShort))));

    let cookie = set_up(code, "alice", PASSWORD).await.unwrap();
    let who = test.who(cookie.expose_secret()).await.unwrap();
    assert_eq!((who.to_string().as_str(), who.role()), ("alice", Some(Role::Admin)));
    assert!(test.desk.setup_code().await.unwrap().is_none());
    assert!(matches!(set_up(code, "mallory", PASSWORD).await, Err(SetUpError::Link)), "a link is for once");
    let added = &test.lines(AuditAction::UserAdded).await[0];
    assert_eq!((added.actor.as_str(), added.subject.as_deref()), ("alice", Some("alice")));
    assert_eq!(added.address, Some("192.0.2.1".parse().unwrap()));
}

#[tokio::test]
async fn two_first_admins_at_once_are_one() {
    let test = TestDesk::new().await;
    let code = test.desk.setup_code().await.unwrap().unwrap();
    let names: Vec<_> = (0..8).map(|n| format!("admin {n}")).collect();
    let all =
        names.iter().map(|name| test.desk.set_up(code.expose_secret(), name, password(), None, Origin::default()));
    let made = futures::future::join_all(all).await.into_iter().flatten().count();
    assert_eq!((made, test.desk.users(&tester()).await.unwrap().len()), (1, 1));
}

#[tokio::test]
async fn who_signs_in_is_who_they_say_in_whatever_capitals() {
    let test = TestDesk::new().await;
    test.person("Alice", Role::Support).await;
    let cookie = test.cookie(" aLICE ").await;
    let who = test.who(&cookie).await.unwrap();
    assert_eq!((who.to_string().as_str(), who.role()), ("Alice", Some(Role::Support)));
    let line = &test.lines(AuditAction::SignedIn).await[0];
    assert_eq!((line.actor.as_str(), line.address), ("Alice", Some("192.0.2.7".parse().unwrap())));
    let session = &test.desk.sessions_of(&who, UserId(1)).await.unwrap()[0];
    assert_eq!(session.user_agent.as_deref(), Some("Firefox"), "on one line");

    test.desk.sign_out(&who, &cookie).await.unwrap();
    assert_eq!(test.who(&cookie).await, None);
    assert_eq!(test.lines(AuditAction::SignedOut).await.len(), 1);
}

#[tokio::test]
async fn wrong_unknown_and_disabled_are_told_the_same_and_written_down_without_what_was_typed() {
    let test = TestDesk::new().await;
    let id = test.person("alice", Role::Viewer).await;
    test.person("gone", Role::Viewer).await;
    test.desk.change_user(&tester(), UserId(2), UserChange::Disabled).await.unwrap();
    let typed = [("alice", "wrong password"), ("hunter2-my-password", PASSWORD), ("gone", PASSWORD), ("a\nb:c", "x")];
    for (name, password) in typed {
        let refused = test.desk.sign_in(name, password.to_owned().into(), None, from("192.0.2.9")).await;
        assert!(matches!(refused, Err(SignInError::Wrong)), "{name}");
    }
    let lines = test.lines(AuditAction::SignInFailed).await;
    let subjects: Vec<_> = lines.iter().rev().map(|line| line.subject.as_deref().unwrap()).collect();
    assert_eq!(subjects, ["alice", "?", "gone", "?"], "what nobody is called may be a password");
    assert!(lines.iter().all(|line| line.actor == "nobody" && line.address.is_some()));
    assert!(test.desk.user(&tester(), id).await.unwrap().last_signed_in_at.is_none());
    let disk = test.bytes_on_disk();
    for secret in ["wrong password", "hunter2", PASSWORD] {
        assert!(!disk.windows(secret.len()).any(|bytes| bytes == secret.as_bytes()), "{secret}");
    }
}

#[tokio::test]
async fn a_thousand_wrong_passwords_let_a_few_through_and_lock_nobody_out_elsewhere() {
    let test = TestDesk::new().await;
    test.person("alice", Role::Viewer).await;
    test.person("bob", Role::Viewer).await;
    let mut waits = 0;
    for n in 0..1_000 {
        match test.desk.sign_in("alice", format!("guess {n}").into(), None, from("203.0.113.5")).await {
            Err(SignInError::Wait(wait)) => {
                waits += 1;
                assert!(wait.until > domain::Clock::now(&*test.clock));
            }
            Err(SignInError::Wrong) => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(waits > 990, "{waits}");
    assert!(test.lines(AuditAction::SignInFailed).await.len() < 10, "the trail cannot be filled");
    let waiting = test.desk.sign_in("alice", password(), None, from("203.0.113.5")).await;
    assert!(matches!(waiting, Err(SignInError::Wait(_))), "the right password waits as well, or it could be guessed");
    for name in ["alice", "bob"] {
        test.desk.sign_in(name, password(), None, from("192.0.2.1")).await.unwrap();
    }
    test.later(SignedDuration::from_mins(15));
    test.desk.sign_in("alice", password(), None, from("203.0.113.5")).await.unwrap();
}

#[tokio::test]
async fn many_addresses_are_bounded_and_keep_nobody_from_a_known_device() {
    let test = TestDesk::new().await;
    let id = test.person("alice", Role::Viewer).await;
    let device = test.desk.remember_device(&test.desk.user(&tester(), id).await.unwrap(), None).unwrap();
    let known = |device: &SecretString| Origin { device: Some(device.clone()), ..from("192.0.2.7") };
    let mut tried = 0;
    for n in 0..100 {
        let guess = test.desk.sign_in("alice", "wrong password".into(), None, from(&format!("198.51.100.{n}"))).await;
        tried += usize::from(matches!(guess, Err(SignInError::Wrong)));
    }
    assert_eq!(tried, 21);
    let unknown = test.desk.sign_in("alice", password(), None, from("192.0.2.7")).await;
    assert!(matches!(unknown, Err(SignInError::Wait(_))), "only browsers that never signed in as alice wait");
    test.desk.sign_in("alice", password(), None, known(&device)).await.unwrap();

    // Of one user, and until the next password.
    test.person("bob", Role::Viewer).await;
    for _ in 0..6 {
        let _ = test.desk.sign_in("bob", "wrong password".into(), None, from("192.0.2.7")).await;
    }
    let foreign = test.desk.sign_in("bob", password(), None, known(&device)).await;
    assert!(matches!(foreign, Err(SignInError::Wait(_))), "{foreign:?}");
    test.later(SignedDuration::from_secs(1));
    test.desk.set_user_password(&tester(), id, "set by an admin".into()).await.unwrap();
    for _ in 0..6 {
        let _ = test.desk.sign_in("alice", "wrong password".into(), None, from("192.0.2.8")).await;
    }
    let void = Origin { address: Some("192.0.2.8".parse().unwrap()), ..known(&device) };
    let void = test.desk.sign_in("alice", "set by an admin".into(), None, void).await;
    assert!(matches!(void, Err(SignInError::Wait(_))), "{void:?}");
}

#[tokio::test]
async fn a_device_knows_the_users_who_signed_in_last() {
    let test = TestDesk::new().await;
    let mut users = Vec::new();
    for n in 0..9 {
        let id = test.person(&format!("user {n}"), Role::Viewer).await;
        users.push(test.desk.user(&tester(), id).await.unwrap());
    }
    let mut cookie: Option<SecretString> = None;
    for user in &users {
        let old = cookie.as_ref().map(|cookie| cookie.expose_secret().to_owned());
        cookie = Some(test.desk.remember_device(user, old.as_deref()).unwrap());
    }
    let cookie = cookie.unwrap();
    let cookie = cookie.expose_secret();
    assert_eq!((cookie.split('.').count(), cookie.len()), (8, 8 * 64 + 7));
    let again = |user| test.desk.remember_device(user, Some(cookie)).unwrap().expose_secret().to_owned();
    let entries = |cookie: &str| cookie.split('.').map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(again(&users[8]), cookie, "nothing changes for the last one");
    assert_eq!(entries(&again(&users[1])), entries(cookie), "nor for one that is known");
    assert_ne!(entries(&again(&users[0])), entries(cookie), "the first made room");
    // Whatever a browser sends.
    for nonsense in ["", ".", "....", "é", &"A".repeat(100_000), &format!("{cookie}.{cookie}.x")] {
        assert!(test.desk.remember_device(&users[0], Some(nonsense)).unwrap().expose_secret().len() <= 8 * 64 + 7);
    }
}

#[tokio::test]
async fn of_more_than_twenty_sessions_the_oldest_end() {
    let test = TestDesk::new().await;
    test.person("alice", Role::Viewer).await;
    let bob = test.person("bob", Role::Viewer).await;
    let bobs = test.cookie("bob").await;
    let mut cookies = Vec::new();
    for _ in 0..22 {
        cookies.push(test.cookie("alice").await);
        test.later(SignedDuration::from_secs(1));
    }
    for (number, cookie) in cookies.iter().enumerate() {
        assert_eq!(test.who(cookie).await.is_some(), number >= 2, "{number}");
    }
    assert_eq!(test.desk.sessions_of(&tester(), UserId(1)).await.unwrap().len(), 20);
    assert!(test.who(&bobs).await.is_some() && test.desk.sessions_of(&tester(), bob).await.unwrap().len() == 1);
    // One that is replaced ends none.
    let replaced = test.desk.sign_in("alice", password(), Some(&cookies[21]), Origin::default()).await.unwrap();
    assert!(test.who(&cookies[2]).await.is_some() && test.who(replaced.expose_secret()).await.is_some());
}

#[tokio::test]
async fn a_session_that_begins_in_the_future_ends() {
    let test = TestDesk::new().await;
    test.person("alice", Role::Viewer).await;
    let (kept, ended) = (test.cookie("alice").await, {
        test.later(SignedDuration::from_mins(1));
        test.cookie("alice").await
    });
    // The clock is set back: the first began within what clocks are off by, the second did not.
    test.later(-SignedDuration::from_mins(6));
    assert!(test.who(&kept).await.is_some());
    assert_eq!(test.who(&ended).await, None);
    test.later(SignedDuration::from_mins(10));
    assert_eq!(test.who(&ended).await, None, "it stays so");
    let lines = test.lines(AuditAction::SessionsEnded).await;
    assert_eq!((lines.len(), lines[0].actor.as_str()), (1, "desk"));
}

#[tokio::test]
async fn a_password_confirms_for_ten_minutes() {
    let test = TestDesk::new().await;
    test.person("alice", Role::Admin).await;
    let cookie = test.cookie("alice").await;
    let confirm = async |typed: &str| {
        let who = test.desk.visit(&cookie, None, false).await.unwrap().unwrap().who;
        test.desk.confirm(&who, &who.actor(None), typed.to_owned().into()).await
    };
    confirm("").await.unwrap();
    test.later(SignedDuration::from_mins(10));
    confirm("").await.unwrap();
    test.later(SignedDuration::from_secs(1));
    assert!(matches!(confirm("").await, Err(ConfirmError::Missing)));
    assert!(matches!(confirm("wrong").await, Err(ConfirmError::Wrong)));
    assert!(matches!(confirm("").await, Err(ConfirmError::Missing)), "a wrong one confirms nothing");
    confirm(PASSWORD).await.unwrap();
    assert!(matches!(confirm("wrong").await, Err(ConfirmError::Wrong)), "one that is typed is looked at");
    test.later(SignedDuration::from_mins(9));
    confirm("").await.unwrap();
    test.later(-SignedDuration::from_mins(10));
    assert!(matches!(confirm("").await, Err(ConfirmError::Missing)), "typed under a clock that was set back");
    test.later(SignedDuration::from_hours(1));
    // A stranger's wrong passwords keep nobody from confirming; one's own in this session do.
    for n in 0..100 {
        let _ = test.desk.sign_in("alice", "wrong password".into(), None, from(&format!("198.51.100.{n}"))).await;
    }
    confirm(PASSWORD).await.unwrap();
    for _ in 0..6 {
        assert!(matches!(confirm("wrong").await, Err(ConfirmError::Wrong)));
    }
    assert!(matches!(confirm(PASSWORD).await, Err(ConfirmError::Wait(_))));
}

#[tokio::test]
async fn a_password_that_somebody_else_typed_in_a_browser_has_to_be_changed() {
    let test = TestDesk::new().await;
    test.person("boss", Role::Admin).await;
    let boss = test.who(&test.cookie("boss").await).await.unwrap();
    let must = async |id| test.desk.user(&tester(), id).await.unwrap().must_change_password;
    let alice = test.desk.add_user(&boss, "alice", Role::Viewer, password()).await.unwrap();
    let bob = test.person("bob", Role::Viewer).await;
    assert_eq!((must(alice).await, must(bob).await, must(UserId(1)).await), (true, false, false));
    let line = &test.lines(AuditAction::UserAdded).await[1];
    assert_eq!(line.after, Some(serde_json::json!({ "role": "viewer", "must_change": true })));

    let cookie = test.cookie("alice").await;
    let who = test.desk.visit(&cookie, None, false).await.unwrap().unwrap().who;
    let change = async |new: &str| {
        test.desk.change_own_password(&who, &who.actor(None), password(), new.to_owned().into()).await
    };
    let same = change(PASSWORD).await;
    assert!(matches!(same, Err(OwnPasswordError::Password(PasswordFault::Unchanged))), "{same:?}");
    assert!(must(alice).await);
    test.later(SignedDuration::from_secs(1));
    change("another long one").await.unwrap();
    assert!(!must(alice).await);

    test.desk.set_user_password(&boss, alice, password()).await.unwrap();
    assert!(must(alice).await);
    test.desk.set_user_password(&tester(), alice, password()).await.unwrap();
    assert!(!must(alice).await, "by a command it need not be changed");
    let given = InitialPassword { password: password(), must_change: true };
    test.desk.set_user_password_with(&tester(), bob, given).await.unwrap();
    assert!(must(bob).await, "unless that is asked for");
}

#[tokio::test]
async fn whoever_is_given_another_password_need_not_wait() {
    let test = TestDesk::new().await;
    let id = test.person("alice", Role::Viewer).await;
    let wrong = async || test.desk.sign_in("alice", "wrong password".into(), None, Origin::default()).await;
    while !matches!(wrong().await, Err(SignInError::Wait(_))) {}
    test.later(SignedDuration::from_secs(1));
    test.desk.set_user_password(&tester(), id, "set by an admin".into()).await.unwrap();
    test.desk.sign_in("alice", "set by an admin".into(), None, Origin::default()).await.unwrap();
}

#[tokio::test]
async fn a_cookie_brought_along_is_worth_nothing_after_signing_in() {
    let test = TestDesk::new().await;
    test.person("alice", Role::Viewer).await;
    let planted = test.desk.new_session_id().unwrap();
    test.desk.leave_flash(&planted, "a message").await.unwrap();
    let cookie = test.desk.sign_in("alice", password(), Some(&planted), Origin::default()).await.unwrap();
    assert_ne!(cookie.expose_secret(), planted);
    assert_eq!(test.who(&planted).await, None);
    assert_eq!(test.desk.take_flash(&planted).await.unwrap(), None);
    // Nor does an old session live on beside the new one.
    let again = test.desk.sign_in("alice", password(), Some(cookie.expose_secret()), Origin::default()).await.unwrap();
    assert_eq!(test.who(cookie.expose_secret()).await, None);
    assert!(test.who(again.expose_secret()).await.is_some());
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_after_a_week_in_any_case() {
    let test = TestDesk::new().await;
    test.person("alice", Role::Viewer).await;
    let hours = SignedDuration::from_hours;
    let idle = test.cookie("alice").await;
    test.later(hours(12) - SignedDuration::from_secs(1));
    assert!(test.who(&idle).await.is_some(), "and is used by that");
    test.later(hours(12));
    assert_eq!(test.who(&idle).await, None);

    let used = test.cookie("alice").await;
    for _ in 0..27 {
        test.later(hours(6));
        assert!(test.who(&used).await.is_some());
    }
    test.later(hours(6));
    assert_eq!(test.who(&used).await, None, "a week");
}

#[tokio::test]
async fn who_is_disabled_is_out_at_once_and_so_are_their_tokens() {
    let test = TestDesk::new().await;
    test.person("boss", Role::Admin).await;
    let id = test.person("alice", Role::Admin).await;
    let cookie = test.cookie("alice").await;
    let alice = test.who(&cookie).await.unwrap();
    let bearer = test.desk.create_token(&alice, "ci", Role::Lead, None).await.unwrap();
    let token = test.desk.authenticate(&bearer, None).await.unwrap();
    assert!(token.may(Permission::Clear) && !token.may(Permission::Administer));
    assert_eq!((token.to_string().as_str(), token.token()), ("alice", Some("ci")));

    // With another role, a token made before may no more than its maker.
    test.desk.change_user(&tester(), id, UserChange::Role(Role::Support)).await.unwrap();
    let token = test.desk.authenticate(&bearer, None).await.unwrap();
    assert!(token.may(Permission::LookUpRids) && !token.may(Permission::Clear));

    test.desk.change_user(&tester(), id, UserChange::Disabled).await.unwrap();
    assert_eq!(test.who(&cookie).await, None);
    assert!(test.desk.authenticate(&bearer, None).await.is_err());
    test.desk.change_user(&tester(), id, UserChange::Enabled).await.unwrap();
    assert_eq!(test.who(&cookie).await, None, "a session that ended stays so");
    assert!(test.desk.authenticate(&bearer, None).await.is_ok());
}

#[tokio::test]
async fn another_role_counts_at_once_and_the_session_gets_another_id() {
    let test = TestDesk::new().await;
    let id = test.person("alice", Role::Viewer).await;
    let cookie = test.cookie("alice").await;
    test.desk.change_user(&tester(), id, UserChange::Role(Role::Lead)).await.unwrap();
    assert_eq!(test.who(&cookie).await.unwrap().role(), Some(Role::Lead), "a form may not renew, and may come first");
    let visit = test.desk.visit(&cookie, None, true).await.unwrap().unwrap();
    let renewed = visit.renewed.unwrap();
    assert_eq!(test.who(&cookie).await, None);
    assert_eq!(test.who(renewed.expose_secret()).await.unwrap().role(), Some(Role::Lead));
    let again = test.desk.visit(renewed.expose_secret(), None, true).await.unwrap().unwrap();
    assert!(again.renewed.is_none(), "once");
    let line = &test.lines(AuditAction::RoleChanged).await[0];
    assert_eq!(line.before, Some(serde_json::json!({ "role": "viewer" })));
    assert_eq!(line.after, Some(serde_json::json!({ "role": "lead" })));
}

#[tokio::test]
async fn ones_own_password_is_changed_with_the_present_one() {
    let test = TestDesk::new().await;
    test.person("alice", Role::Viewer).await;
    let (here, elsewhere) = (test.cookie("alice").await, test.cookie("alice").await);
    let who = test.desk.visit(&here, None, false).await.unwrap().unwrap().who;
    let actor = who.actor(None);
    let change = async |present: &str, new: &str| {
        let (present, new) = (present.to_owned().into(), new.to_owned().into());
        test.desk.change_own_password(&who, &actor, present, new).await
    };
    assert!(matches!(change("wrong", "another long one").await, Err(OwnPasswordError::Wrong)));
    assert!(matches!(change(PASSWORD, "Alice").await, Err(OwnPasswordError::Password(_))));
    let renewed = change(PASSWORD, "another long one").await.unwrap();
    assert!(test.who(renewed.expose_secret()).await.is_some());
    assert_eq!((test.who(&here).await, test.who(&elsewhere).await), (None, None));
    assert!(matches!(test.desk.sign_in("alice", password(), None, Origin::default()).await, Err(SignInError::Wrong)));
    test.desk.sign_in("alice", "another long one".into(), None, Origin::default()).await.unwrap();
    assert_eq!(
        (test.lines(AuditAction::PasswordChanged).await.len(), test.lines(AuditAction::PasswordSet).await.len()),
        (1, 0)
    );
    for _ in 0..20 {
        let _ = change("guessed at an open desk", "another long one").await;
    }
    assert!(matches!(change("another long one", "a third long one").await, Err(OwnPasswordError::Wait(_))));
}

#[tokio::test]
async fn somebody_can_always_administer_the_desk() {
    let test = TestDesk::new().await;
    let alice = test.person("alice", Role::Admin).await;
    let bob = test.person("bob", Role::Admin).await;
    let cookie = test.cookie("alice").await;
    let actor = test.who(&cookie).await.unwrap();
    test.desk.change_user(&actor, bob, UserChange::Disabled).await.unwrap();
    for change in [UserChange::Disabled, UserChange::Role(Role::Lead)] {
        let refused = test.desk.change_user(&actor, alice, change).await;
        assert!(matches!(refused, Err(UserError::LastAdmin)), "{change:?}");
    }
    assert!(!test.desk.change_user(&actor, alice, UserChange::Role(Role::Admin)).await.unwrap(), "it was so already");
    test.desk.change_user(&actor, bob, UserChange::Enabled).await.unwrap();
    assert!(test.desk.change_user(&actor, alice, UserChange::Role(Role::Lead)).await.unwrap());
    assert!(matches!(
        test.desk.change_user(&test.who(&cookie).await.unwrap(), bob, UserChange::Disabled).await,
        Err(UserError::Forbidden(Forbidden { role: Some(Role::Lead) }))
    ));
}

#[tokio::test]
async fn people_see_and_end_their_own_sessions_and_admins_everyones() {
    let test = TestDesk::new().await;
    let alice = test.person("alice", Role::Viewer).await;
    let bob = test.person("bob", Role::Lead).await;
    let (one, other) = (test.cookie("alice").await, test.cookie("alice").await);
    let actor = test.who(&one).await.unwrap();
    let bobs = test.who(&test.cookie("bob").await).await.unwrap();
    assert!(matches!(test.desk.sessions_of(&bobs, alice).await, Err(UserError::Forbidden(_))));
    assert!(matches!(
        test.desk.end_sessions(&bobs, alice, SessionSelection::AllBut(None)).await,
        Err(UserError::Forbidden(_))
    ));
    let sessions = test.desk.sessions_of(&actor, alice).await.unwrap();
    assert_eq!(sessions.len(), 2);
    let bobs_session = test.desk.sessions_of(&bobs, bob).await.unwrap()[0].id;
    assert_eq!(test.desk.end_sessions(&actor, alice, SessionSelection::One(bobs_session)).await.unwrap(), 0);
    let others = test.desk.visit(&other, None, false).await.unwrap().unwrap().who.session.id;
    assert_eq!(test.desk.end_sessions(&actor, alice, SessionSelection::One(others)).await.unwrap(), 1);
    assert!(test.who(&other).await.is_none() && test.who(&one).await.is_some());
    assert_eq!(test.desk.end_sessions(&tester(), alice, SessionSelection::AllBut(None)).await.unwrap(), 1);
    assert_eq!(test.who(&one).await, None);
    assert_eq!(test.lines(AuditAction::SessionsEnded).await.len(), 2, "that nothing was ended is no act");
}

#[tokio::test]
async fn users_have_names_passwords_and_roles_of_people() {
    let test = TestDesk::new().await;
    test.person("alice", Role::Viewer).await;
    let add = async |name: &str, role, password: &str| {
        test.desk.add_user(&tester(), name, role, password.to_owned().into()).await
    };
    assert!(matches!(add("ALICE", Role::Viewer, PASSWORD).await, Err(UserError::NameTaken)));
    assert!(matches!(add("local", Role::Viewer, PASSWORD).await, Err(UserError::Name(_))));
    assert!(matches!(add("bob", Role::Reporter, PASSWORD).await, Err(UserError::Role(Role::Reporter))));
    assert!(matches!(add("a long name", Role::Viewer, "A LONG NAME").await, Err(UserError::Password(_))));
    let change = UserChange::Role(Role::Reporter);
    assert!(matches!(test.desk.change_user(&tester(), UserId(1), change).await, Err(UserError::Role(_))));
    assert!(matches!(
        test.desk.change_user(&tester(), UserId(9), UserChange::Disabled).await,
        Err(UserError::NoSuchUser)
    ));
    let everything = test.desk.users(&tester()).await.unwrap();
    assert!(!format!("{everything:?}").contains("argon2"), "the hash is nobody's business");
}

#[tokio::test]
async fn an_admins_reset_holds_against_a_change_that_was_under_way() {
    let test = TestDesk::new().await;
    let id = test.person("alice", Role::Viewer).await;
    let cookie = test.cookie("alice").await;
    // The request began while the old password and the session were good.
    let who = test.desk.visit(&cookie, None, false).await.unwrap().unwrap().who;
    test.later(SignedDuration::from_secs(1));
    test.desk.set_user_password(&tester(), id, "set by an admin".into()).await.unwrap();
    let late = test.desk.change_own_password(&who, &who.actor(None), "set by an admin".into(), password()).await;
    assert!(matches!(late, Err(OwnPasswordError::Wrong)), "{late:?}");
    test.desk.sign_in("alice", "set by an admin".into(), None, Origin::default()).await.unwrap();
    let failed = test.lines(AuditAction::PasswordRefused).await;
    assert!(failed.is_empty(), "the present password was right: {failed:?}");
}
