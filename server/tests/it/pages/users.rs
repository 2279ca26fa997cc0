//! The pages on which admins manage users and API tokens, by the pages and their forms.

use domain::{Actor, Clock, Role, UserId};
use http::{StatusCode, header};
use jiff::SignedDuration;

use crate::support::app::{TestApp, tester};
use crate::support::pages::{post, read, runs, seen, words};

const USERS: &str = "/settings/users";
const TOKENS: &str = "/settings/tokens";
const PASSWORD: &str = "three blind mice";
const SCRIPT: &str = "<script>alert(1)</script>";

/// The user who acts in [`TestApp::sign_in`]'s session of this role.
async fn id_of(app: &TestApp, name: &str) -> UserId {
    app.desk.find_user(&tester(), name).await.unwrap().id
}

fn page_of(id: UserId) -> String {
    format!("{USERS}/{id}")
}

#[tokio::test(flavor = "multi_thread")]
async fn only_admins_see_them_or_change_anything() {
    let app = TestApp::new().await;
    app.sign_in(Role::Admin).await;
    app.token(Role::Viewer).await;
    let token = app.desk.list_tokens(&tester()).await.unwrap()[0].id.to_string();
    let victim = app.desk.add_user(&tester(), "victim", Role::Viewer, PASSWORD.to_owned().into()).await.unwrap();
    let id = victim.to_string();
    let others = [Role::Viewer, Role::Support, Role::Lead];
    let cookies = [app.sign_in(others[0]).await, app.sign_in(others[1]).await, app.sign_in(others[2]).await];
    let before = (app.desk.users(&tester()).await.unwrap(), app.desk.list_tokens(&tester()).await.unwrap());
    for cookie in &cookies {
        for path in [USERS, TOKENS, &page_of(victim), "/settings/users/999"] {
            let page = seen(&app, path, cookie).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
            assert!(!page.body.contains("victim") && !page.body.contains("/form/users"), "{path}");
        }
        for (form, fields) in [
            ("users/add", vec![("name", "eve"), ("role", "admin"), ("password", PASSWORD), ("again", PASSWORD)]),
            ("users/role", vec![("user", id.as_str()), ("role", "admin")]),
            ("users/password", vec![("user", &id), ("password", "see how they run"), ("again", "see how they run")]),
            ("users/access", vec![("user", &id), ("disabled", "yes")]),
            ("users/sessions", vec![("user", &id)]),
            ("tokens/create", vec![("name", "eve"), ("role", "admin"), ("expires", "never")]),
            ("tokens/revoke", vec![("token", token.as_str())]),
        ] {
            let to = post(&app, &format!("/form/{form}"), cookie, &fields).await;
            let page = seen(&app, &to, cookie).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{form}");
        }
    }
    assert_eq!(before, (app.desk.users(&tester()).await.unwrap(), app.desk.list_tokens(&tester()).await.unwrap()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_is_added_once_all_is_right() {
    let app = TestApp::new().await;
    let admin = app.sign_in(Role::Admin).await;
    let fields =
        |name, role, password, again| [("name", name), ("role", role), ("password", password), ("again", again)];
    for (name, role, password, again, told) in [
        (" ", "viewer", PASSWORD, PASSWORD, "Enter a name."),
        ("cli:eve", "viewer", PASSWORD, PASSWORD, "without a colon"),
        ("ADMIN", "viewer", PASSWORD, PASSWORD, "has this name"),
        ("小王", "viewer", "short", "short", "At least 8 characters."),
        ("小王", "viewer", PASSWORD, "three blind rats", "The passwords do not match."),
        ("小王", "reporter", PASSWORD, PASSWORD, "Choose a role."),
        ("小王", "", PASSWORD, PASSWORD, "Choose a role."),
    ] {
        let to = post(&app, "/form/users/add", &admin, &fields(name, role, password, again)).await;
        let page = seen(&app, &to, &admin).await;
        assert!(words(&page.body).contains(told), "{told}: {}", words(&page.body));
        assert!(page.body.contains(&format!("value=\"{name}\"")), "the name is typed once");
        assert!(!page.body.contains(PASSWORD), "no password comes back");
    }
    assert_eq!(app.desk.users(&tester()).await.unwrap().len(), 1);
    let to = post(&app, "/form/users/add", &admin, &fields(SCRIPT, "support", PASSWORD, PASSWORD)).await;
    let page = seen(&app, &to, &admin).await;
    let told = words(&page.body);
    assert!(told.contains("<script>alert(1)</script> was added and can sign in.") && !runs(&page.body), "{told}");
    assert!(!read(&app, &to, &admin).await.contains("was added"), "it is told once");
    let escaping = format!("</title>{SCRIPT}");
    app.desk.add_user(&tester(), &escaping, Role::Viewer, PASSWORD.to_owned().into()).await.unwrap();
    let page = seen(&app, &page_of(id_of(&app, &escaping).await), &admin).await;
    assert!(!runs(&page.body), "the window's title: {}", page.body);
    let page = seen(&app, &page_of(id_of(&app, SCRIPT).await), &admin).await;
    assert!(words(&page.body).contains("Disable <script>alert(1)</script>") && !runs(&page.body), "{}", page.body);
    assert_eq!(seen(&app, "/settings/users/999", &admin).await.status, StatusCode::NOT_FOUND);
    assert_eq!(seen(&app, "/settings/users/x", &admin).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_admin_stays_one() {
    let app = TestApp::new().await;
    let admin = app.sign_in(Role::Admin).await;
    let id = id_of(&app, "admin").await.to_string();
    let own = format!("{USERS}/{id}");
    let page = seen(&app, &own, &admin).await;
    assert!(words(&page.body).contains("This is the only admin who can sign in"), "{}", words(&page.body));
    assert!(!page.body.contains("/form/users/role") && !page.body.contains("/form/users/access"), "a dead button");
    for (form, fields) in [("role", ("role", "viewer")), ("access", ("disabled", "yes"))] {
        let to = post(&app, &format!("/form/users/{form}"), &admin, &[("user", &id), fields]).await;
        let told = read(&app, &to, &admin).await;
        assert!(told.contains("This is the last admin who can sign in Nothing was changed"), "{told}");
    }
    let disabled = app.desk.add_user(&tester(), "off", Role::Admin, PASSWORD.to_owned().into()).await.unwrap();
    let off = disabled.to_string();
    post(&app, "/form/users/access", &admin, &[("user", &off), ("disabled", "yes")]).await;
    let told = read(&app, &own, &admin).await;
    assert!(told.contains("This is the only admin who can sign in"), "a disabled one does not count: {told}");

    post(&app, "/form/users/access", &admin, &[("user", &off), ("disabled", "no")]).await;
    let told = read(&app, &own, &admin).await;
    assert!(told.contains("This is your own role."), "{told}");
    let to = post(&app, "/form/users/role", &admin, &[("user", &id), ("role", "lead")]).await;
    assert_eq!(to, "/");
    let page = seen(&app, &to, &admin).await;
    assert!(words(&page.body).contains("Your role is now Team lead."), "{}", words(&page.body));
    // The session has another id now, under which it goes on; the old one is worth nothing.
    let renewed = page.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    assert_ne!(renewed, admin);
    assert_eq!(seen(&app, USERS, &renewed).await.status, StatusCode::FORBIDDEN);
    assert_eq!(seen(&app, "/", &admin).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_signs_its_user_out_everywhere() {
    let app = TestApp::new().await;
    let admin = app.sign_in(Role::Admin).await;
    let lead = app.sign_in(Role::Lead).await;
    let id = id_of(&app, "lead").await.to_string();
    let set = |user: &str, password: &str, again: &str| {
        [("user", user), ("password", password), ("again", again)].map(|(name, value)| (name, value.to_owned()))
    };
    for (password, again, told) in [
        ("lead", "lead", "At least 8 characters."),
        ("password123", "password123", "This password is easy to guess"),
        (PASSWORD, "three blind rats", "The passwords do not match."),
    ] {
        let fields = set(&id, password, again);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let to = post(&app, "/form/users/password", &admin, &fields).await;
        let read = read(&app, &to, &admin).await;
        assert!(read.contains(told), "{told}: {read}");
        assert_eq!(seen(&app, "/", &lead).await.status, StatusCode::OK);
    }
    let fields = [("user", id.as_str()), ("password", PASSWORD), ("again", PASSWORD)];
    let to = post(&app, "/form/users/password", &admin, &fields).await;
    let told = read(&app, &to, &admin).await;
    assert!(told.contains("lead has a new password and is signed out of all devices."), "{told}");
    assert_eq!(seen(&app, "/", &lead).await.status, StatusCode::SEE_OTHER);
    assert!(!app.is_kept(PASSWORD));

    // One's own is changed where the present one is asked for.
    let own = id_of(&app, "admin").await;
    let page = seen(&app, &page_of(own), &admin).await;
    assert!(!page.body.contains("/form/users/password"), "{}", page.body);
    let fields = [("user", &*own.to_string()), ("password", PASSWORD), ("again", PASSWORD)];
    assert_eq!(post(&app, "/form/users/password", &admin, &fields).await, "/settings");
    assert_eq!(seen(&app, USERS, &admin).await.status, StatusCode::OK, "nothing was changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disabled_user_and_their_tokens_are_shut_out_at_once() {
    let app = TestApp::new().await;
    let admin = app.sign_in(Role::Admin).await;
    app.sign_in(Role::Lead).await;
    let deputy = app.desk.add_user(&tester(), "deputy", Role::Admin, PASSWORD.to_owned().into()).await.unwrap();
    let actor = Actor::User { id: deputy, name: "deputy".to_owned(), role: Role::Admin, address: None };
    let token = app.desk.create_token(&actor, "ci", Role::Support, None).await.unwrap();
    let (page, id) = (page_of(deputy), deputy.to_string());
    let calls = || app.get("/api/v1/accounts", &token);

    let told = read(&app, &page, &admin).await;
    assert!(told.contains("The user's API tokens stop working: ci."), "{told}");
    post(&app, "/form/users/role", &admin, &[("user", &id), ("role", "viewer")]).await;
    let told = read(&app, TOKENS, &admin).await;
    assert!(told.contains("ci Support active limited to its creator's role, Viewer deputy"), "{told}");

    let to = post(&app, "/form/users/access", &admin, &[("user", &id), ("disabled", "yes")]).await;
    let told = read(&app, &to, &admin).await;
    assert!(told.contains("deputy is disabled and signed out of all devices."), "{told}");
    assert!(told.contains("State disabled just now") && told.contains("Enable this user"), "{told}");
    assert_eq!(calls().await.status, StatusCode::UNAUTHORIZED);
    let told = read(&app, TOKENS, &admin).await;
    assert!(told.contains("does not work: its creator is disabled"), "{told}");

    let to = post(&app, "/form/users/access", &admin, &[("user", &id), ("disabled", "no")]).await;
    assert!(read(&app, &to, &admin).await.contains("deputy can sign in again."));
    assert_eq!(calls().await.status, StatusCode::OK);
    // What no page sends changes nothing.
    for fields in [[("user", id.as_str()), ("disabled", "perhaps")], [("user", "999"), ("disabled", "yes")]] {
        let to = post(&app, "/form/users/access", &admin, &fields).await;
        assert!(to.starts_with(USERS), "{to}");
    }
    assert_eq!(calls().await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_of_another_is_ended_alone_or_with_all_others() {
    let app = TestApp::new().await;
    let admin = app.sign_in(Role::Admin).await;
    let [first, second, third] =
        [app.sign_in(Role::Lead).await, app.sign_in_again(Role::Lead).await, app.sign_in_again(Role::Lead).await];
    let lead = id_of(&app, "lead").await;
    let id = lead.to_string();
    let sessions = app.desk.sessions_of(&tester(), lead).await.unwrap();
    let newest = sessions.iter().map(|session| session.id).max().unwrap().to_string();
    let lives = async |cookie: &str| seen(&app, "/", cookie).await.status == StatusCode::OK;

    let to = post(&app, "/form/users/sessions", &admin, &[("user", &id), ("session", &newest)]).await;
    assert!(read(&app, &to, &admin).await.contains("Signed out of 1 device."));
    assert!(lives(&first).await && lives(&second).await && !lives(&third).await);
    // Another user's session is not this one's to end.
    let viewer = app.sign_in(Role::Viewer).await;
    let of_viewer = app.desk.sessions_of(&tester(), id_of(&app, "viewer").await).await.unwrap()[0].id.to_string();
    let to = post(&app, "/form/users/sessions", &admin, &[("user", &id), ("session", &of_viewer)]).await;
    assert!(read(&app, &to, &admin).await.contains("There were no sessions to end."));
    assert!(lives(&viewer).await);

    let to = post(&app, "/form/users/sessions", &admin, &[("user", &id)]).await;
    let told = read(&app, &to, &admin).await;
    assert!(told.contains("Signed out of 2 devices.") && told.contains("Not signed in on any device."), "{told}");
    assert!(!lives(&first).await && !lives(&second).await);

    let elsewhere = app.sign_in_again(Role::Admin).await;
    let own = id_of(&app, "admin").await.to_string();
    let to = post(&app, "/form/users/sessions", &admin, &[("user", &own)]).await;
    assert!(read(&app, &to, &admin).await.contains("Signed out of 1 device."));
    assert!(!lives(&elsewhere).await && lives(&admin).await, "one's own goes on");
}

/// The API token that a page shows.
fn token_in(html: &str) -> Option<String> {
    let (_, rest) = html.split_once("wxq_")?;
    Some(format!("wxq_{}", rest.chars().take_while(char::is_ascii_hexdigit).collect::<String>()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_token_is_seen_once_and_kept_nowhere() {
    let app = TestApp::new().await;
    let admin = app.sign_in(Role::Admin).await;
    let elsewhere = app.sign_in_again(Role::Admin).await;
    let fields = [("name", "ci"), ("role", "viewer"), ("expires", "90")];
    let to = post(&app, "/form/tokens/create", &admin, &fields).await;
    assert_eq!(to, TOKENS);
    assert_eq!(token_in(&seen(&app, TOKENS, &elsewhere).await.body), None, "only whoever made it sees it");
    let page = seen(&app, TOKENS, &admin).await;
    let token = token_in(&page.body).unwrap();
    let told = words(&page.body);
    assert!(told.contains("API token ci created with the role Viewer Copy it now. It is not shown again;"), "{told}");
    assert!(told.contains("Bearer $WXQUOTA_TOKEN\" http://localhost:8686/api/v1/accounts"), "{told}");
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(token_in(&seen(&app, TOKENS, &admin).await.body), None, "a reload shows it no more");
    assert_eq!(app.get("/api/v1/accounts", &token).await.status, StatusCode::OK);
    assert!(!app.is_kept(&token) && !app.is_kept(&token[4..]), "it lies in a file");
    assert!(app.is_kept("token-made"), "this looks into the right files");

    // Nobody looked in time.
    post(&app, "/form/tokens/create", &admin, &[("name", "late"), ("role", "reporter"), ("expires", "never")]).await;
    app.clock.advance(SignedDuration::from_mins(3));
    let page = seen(&app, TOKENS, &admin).await;
    assert!(
        token_in(&page.body).is_none() && words(&page.body).contains("late was created but can no longer be shown")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_cannot_be_is_not_made() {
    let app = TestApp::new().await;
    let admin = app.sign_in(Role::Admin).await;
    app.desk.create_token(&tester(), "taken", Role::Viewer, None).await.unwrap();
    let long = "x".repeat(61);
    for (name, role, expires, told) in [
        ("", "viewer", "90", "Use one line of 1 to 60 visible characters, without a mix of scripts that look alike."),
        (
            long.as_str(),
            "viewer",
            "90",
            "Use one line of 1 to 60 visible characters, without a mix of scripts that look alike.",
        ),
        ("taken", "viewer", "90", "An active token has this name."),
        ("ci", "owner", "90", "Choose a role."),
        ("ci", "viewer", "36500", "Choose one of the options."),
    ] {
        let fields = [("name", name), ("role", role), ("expires", expires)];
        let to = post(&app, "/form/tokens/create", &admin, &fields).await;
        let page = seen(&app, &to, &admin).await;
        assert!(words(&page.body).contains(told), "{told}: {}", words(&page.body));
        assert!(page.body.contains(&format!("value=\"{name}\"")) && token_in(&page.body).is_none());
    }
    assert_eq!(app.desk.list_tokens(&tester()).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_tell_what_they_are_good_for_and_are_revoked() {
    let app = TestApp::new().await;
    let admin = app.sign_in(Role::Admin).await;
    let fields = [("name", SCRIPT), ("role", "lead"), ("expires", "30")];
    post(&app, "/form/tokens/create", &admin, &fields).await;
    let page = seen(&app, TOKENS, &admin).await;
    let token = token_in(&page.body).unwrap();
    assert!(!runs(&page.body), "{}", page.body);
    let made = app.desk.list_tokens(&tester()).await.unwrap().remove(0);
    assert_eq!(made.expires_at, Some(app.clock.now() + SignedDuration::from_hours(24 * 30)));
    assert_eq!(made.made_by, "admin");
    assert_eq!(app.get("/api/v1/accounts", &token).await.status, StatusCode::OK);
    let told = read(&app, TOKENS, &admin).await;
    assert!(told.contains("<script>alert(1)</script> Team lead active admin just now just now in 30 d"), "{told}");

    let id = made.id.to_string();
    let to = post(&app, "/form/tokens/revoke", &admin, &[("token", &id)]).await;
    let page = seen(&app, &to, &admin).await;
    let told = words(&page.body);
    assert!(told.contains("is revoked. Calls that use it are refused.") && !runs(&page.body), "{told}");
    assert!(told.contains("1 revoked token") && told.contains("Team lead revoked just now"), "{told}");
    assert_eq!(app.get("/api/v1/accounts", &token).await.status, StatusCode::UNAUTHORIZED);
    for gone in [id.as_str(), "999", "", SCRIPT] {
        let to = post(&app, "/form/tokens/revoke", &admin, &[("token", gone)]).await;
        let told = read(&app, &to, &admin).await;
        assert!(told.contains("API token not found It may already be revoked"), "{told}");
    }

    app.desk
        .create_token(&tester(), "by-hand", Role::Admin, Some(app.clock.now() + SignedDuration::from_mins(5)))
        .await
        .unwrap();
    let told = read(&app, TOKENS, &admin).await;
    assert!(told.contains("by-hand Admin active tester (command line)"), "{told}");
    app.clock.advance(SignedDuration::from_mins(6));
    let told = read(&app, TOKENS, &admin).await;
    assert!(told.contains("by-hand Admin expired 1 min ago"), "{told}");
}

/// The fields that the first form of a page for an address posts, where nothing is typed.
fn form_fields<'a>(html: &'a str, action: &str) -> Vec<(&'a str, &'a str)> {
    let (_, form) = html.split_once(&format!("action=\"{action}\"")).unwrap();
    let (form, _) = form.split_once("</form>").unwrap();
    let attribute = |tag: &'a str, name: &str| {
        let (_, value) = tag.split_once(&format!(" {name}=\""))?;
        value.split('"').next()
    };
    let inputs = form.split("<input").skip(1);
    inputs.filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value")?))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_left_open_revokes_no_token_but_the_one_it_shows() {
    let app = TestApp::new().await;
    let admin = app.sign_in(Role::Admin).await;
    app.desk.create_token(&tester(), "ci", Role::Viewer, None).await.unwrap();
    let left_open = seen(&app, TOKENS, &admin).await.body;
    app.desk.revoke_token(&tester(), "ci").await.unwrap();
    let newer = app.desk.create_token(&tester(), "ci", Role::Viewer, None).await.unwrap();
    let fresh = seen(&app, TOKENS, &admin).await.body;

    for (page, told, status) in [
        (left_open, "another token may now have its name. Nothing was changed.", StatusCode::OK),
        (fresh, "The API token ci is revoked.", StatusCode::UNAUTHORIZED),
    ] {
        let to = post(&app, "/form/tokens/revoke", &admin, &form_fields(&page, "/form/tokens/revoke")).await;
        let read = read(&app, &to, &admin).await;
        assert!(read.contains(told), "{read}");
        assert_eq!(app.get("/api/v1/accounts", &newer).await.status, status, "{told}");
    }
}
