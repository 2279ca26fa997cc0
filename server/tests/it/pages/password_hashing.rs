//! Forms sent while more passwords are being hashed than may wait.

use desk::Desk;
use desk::users::UserError;
use domain::{Actor, Role, UserId};
use futures::FutureExt;
use futures::future::{BoxFuture, join_all};
use secrecy::ExposeSecret;

use super::signing_in::{post, seen, session, to, words};
use crate::support::app::{TestApp, tester};

const PASSWORD: &str = "three blind mice";
const BUSY: &str = "wxquota is checking too many passwords right now. Your password is not the problem";

/// As many passwords as are hashed at once; the others wait until they are asked for.
const AT_ONCE: usize = 2;

type Adding<'a> = BoxFuture<'a, Result<UserId, UserError>>;

/// Takes all room in the line before the threads that hash, for as long as what it gives is kept.
async fn crowd(desk: &Desk) -> Vec<Adding<'_>> {
    let mut within = Vec::new();
    fill(desk, &mut within);
    // What is being hashed would end by itself and leave room. What waits then has its turn, and does not take it.
    join_all(within.drain(..AT_ONCE)).await;
    fill(desk, &mut within);
    within
}

fn fill<'a>(desk: &'a Desk, within: &mut Vec<Adding<'a>>) {
    loop {
        let mut adding = add_nobody(desk).boxed();
        match (&mut adding).now_or_never() {
            None => within.push(adding),
            Some(Err(UserError::Busy)) => return,
            Some(other) => panic!("{other:?}"),
        }
    }
}

/// Hashes a password for nobody: whoever adds a user here is found to be no admin afterwards.
async fn add_nobody(desk: &Desk) -> Result<UserId, UserError> {
    let stranger = Actor::User { id: UserId(4711), name: "stranger".to_owned(), role: Role::Admin, address: None };
    desk.add_user(&stranger, "never added", Role::Viewer, PASSWORD.to_owned().into()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_in_is_told_to_try_again() {
    let app = TestApp::new().await;
    app.desk.add_user(&tester(), "Alice", Role::Viewer, PASSWORD.into()).await.unwrap();
    let crowd = crowd(&app.desk).await;
    let fields = [("name", "alice"), ("password", PASSWORD)];
    let reply = post(&app, "/form/sign-in", "", &fields).await;
    assert_eq!(to(&reply), "/login?because=busy");
    let page = seen(&app, to(&reply), "").await;
    assert_eq!((page.status.as_u16(), page.headers["retry-after"].to_str().unwrap()), (503, "5"));
    let told = words(&page.body);
    assert!(told.contains("wxquota is checking too many passwords right now"), "{told}");
    drop(crowd);
    assert_eq!(to(&post(&app, "/form/sign-in", "", &fields).await), "/");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_of_a_new_user_is_kept() {
    let app = TestApp::new().await;
    let admin = app.sign_in(Role::Admin).await;
    let fields = [("name", "小王"), ("role", "lead"), ("password", PASSWORD), ("again", PASSWORD)];
    let crowd = crowd(&app.desk).await;
    let reply = post(&app, "/form/users/add", &admin, &fields).await;
    assert_eq!(to(&reply), "/settings/users#add");
    let page = seen(&app, to(&reply), &admin).await.body;
    assert!(words(&page).contains(BUSY), "{}", words(&page));
    assert!(page.contains("value=\"小王\"") && page.contains("value=\"lead\" checked"), "{page}");
    assert!(!page.contains(PASSWORD), "no password comes back");

    drop(crowd);
    let reply = post(&app, "/form/users/add", &admin, &fields).await;
    let told = words(&seen(&app, to(&reply), &admin).await.body);
    assert!(told.contains("小王 was added and can sign in."), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_of_the_first_admin_is_kept() {
    let app = TestApp::new().await;
    let code = app.desk.setup_code().await.unwrap().unwrap().expose_secret().to_owned();
    let fields = [("code", code.as_str()), ("name", "Ada"), ("password", PASSWORD), ("again", PASSWORD)];
    let crowd = crowd(&app.desk).await;
    let reply = post(&app, "/form/set-up", "", &fields).await;
    assert_eq!(to(&reply), format!("/setup?code={code}"));
    let page = seen(&app, to(&reply), &session(&app, &reply).unwrap()).await.body;
    assert!(words(&page).contains(BUSY), "{}", words(&page));
    assert!(page.contains("value=\"Ada\""), "{page}");
    assert!(!page.contains(PASSWORD), "no password comes back");

    drop(crowd);
    assert_eq!(to(&post(&app, "/form/set-up", "", &fields).await), "/");
}
