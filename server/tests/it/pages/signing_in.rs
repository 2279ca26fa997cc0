//! Signing in and out, and the first admin, by the pages and their forms.

use app::context::{DemoLogin, DemoLogins};
use domain::Role;
use http::{StatusCode, header};
use secrecy::ExposeSecret;
use server::{Way, Web};

use crate::support::app::{Ask, Reply, TestApp, tester};

pub(super) const PASSWORD: &str = "three blind mice";
pub(super) const WRONG: &str = "three blind rats";
pub(super) const NEXT_PASSWORD: &str = "see how they run";

/// A desk with one user, who has a password.
pub(super) async fn with_alice(role: Role) -> TestApp {
    let app = TestApp::new().await;
    app.desk.add_user(&tester(), "Alice", role, PASSWORD.to_owned().into()).await.unwrap();
    app
}

pub(super) async fn sign_in(app: &TestApp, name: &str, password: &str, next: &str, cookie: &str) -> Reply {
    let fields = [("name", name), ("password", password), ("next", next)];
    app.ask(Ask::post("/form/sign-in").session(cookie).form(&fields)).await
}

/// Signs Alice in: her session's cookie.
pub(super) async fn alice(app: &TestApp) -> String {
    let reply = sign_in(app, "alice", PASSWORD, "", "").await;
    assert_eq!(to(&reply), "/");
    session(app, &reply).unwrap()
}

pub(crate) async fn post(app: &TestApp, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Reply {
    app.ask(Ask::post(path).session(cookie).form(fields)).await
}

pub(crate) async fn seen(app: &TestApp, path: &str, cookie: &str) -> Reply {
    let path = path.split('#').next().unwrap_or_default();
    app.ask(Ask::get(path).session(&format!("lang=en; {cookie}"))).await
}

/// A page in English, as it is read: without tags, blanks as one.
pub(super) async fn read(app: &TestApp, path: &str, cookie: &str) -> String {
    words(&seen(app, path, cookie).await.body)
}

pub(crate) fn words(html: &str) -> String {
    let body = html.split_once("<body").map_or(html, |(_, body)| body);
    let tags = body.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let text = tags.collect::<Vec<_>>().join(" ");
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("&#x27;", "'").replace("&amp;", "&")
}

/// Where a form leads.
pub(crate) fn to(reply: &Reply) -> &str {
    assert_eq!(reply.status, StatusCode::FOUND, "{}", reply.body);
    reply.headers[header::LOCATION].to_str().unwrap()
}

/// The cookies that an answer sets.
pub(super) fn cookies(reply: &Reply) -> Vec<&str> {
    reply.headers.get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap()).collect()
}

/// The session that an answer sets, as the browser sends it back.
pub(crate) fn session(app: &TestApp, reply: &Reply) -> Option<String> {
    let name = app.state.session_cookie().name();
    let pair = |cookie: &str| cookie.split(';').next().unwrap_or_default().to_owned();
    cookies(reply).into_iter().map(pair).find(|pair| pair.starts_with(&format!("{name}=")))
}

/// Whether the cookie is that of somebody who is signed in.
pub(super) async fn lives(app: &TestApp, cookie: &str) -> bool {
    seen(app, "/settings", cookie).await.status == StatusCode::OK
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_admin_is_made_by_the_link_alone() {
    let app = TestApp::new().await;
    let code = app.desk.setup_code().await.unwrap().unwrap().expose_secret().to_owned();
    let login = read(&app, "/login", "").await;
    assert!(login.contains("There are no users yet") && login.contains("wxquota user add"), "{login}");
    assert!(!seen(&app, "/login", "").await.body.contains(&code));
    for wrong in ["/setup", "/setup?code=", "/setup?code=AAAA"] {
        let page = seen(&app, wrong, "").await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{wrong}");
        assert!(words(&page.body).contains("This setup link does not work") && !page.body.contains(&code), "{wrong}");
    }
    let form = format!("/setup?code={code}");
    let page = seen(&app, &form, "").await;
    assert!(page.status == StatusCode::OK && page.body.contains("value=\"admin\""), "{}", page.body);

    let fields =
        |name, password, again| [("code", code.as_str()), ("name", name), ("password", password), ("again", again)];
    for (name, password, again, told) in [
        ("Ada", "short", "short", "At least 8 characters."),
        ("Ada", PASSWORD, WRONG, "The passwords do not match."),
        ("cli:ada", PASSWORD, PASSWORD, "without a colon"),
        ("desk", "password123", "password123", "wxquota uses this name itself."),
        ("desk", "password123", "password123", "This password is easy to guess"),
        ("Ada", "5201314a", "5201314a", "This password is easy to guess"),
        ("Ada Lovelace", "ada lovelace", "ada lovelace", "The password must differ from the name."),
    ] {
        let reply = post(&app, "/form/set-up", "", &fields(name, password, again)).await;
        assert_eq!(to(&reply), form);
        let page = seen(&app, &form, &session(&app, &reply).unwrap()).await;
        assert!(words(&page.body).contains(told), "{told}: {}", words(&page.body));
        assert!(page.body.contains(&format!("value=\"{name}\"")), "the name is typed once");
        assert!(app.desk.setup_code().await.unwrap().is_some(), "nobody was made");
    }

    let wrong = [("code", "AAAA"), ("name", "ada"), ("password", PASSWORD), ("again", PASSWORD)];
    assert_eq!(to(&post(&app, "/form/set-up", "", &wrong).await), "/setup");
    let made = post(&app, "/form/set-up", "", &fields("Ada", PASSWORD, PASSWORD)).await;
    assert_eq!(to(&made), "/");
    let settings = read(&app, "/settings", &session(&app, &made).unwrap()).await;
    assert!(settings.contains("Ada") && settings.contains("Manage accounts and their AppSecrets"), "{settings}");

    assert_eq!(to(&post(&app, "/form/set-up", "", &fields("eve", PASSWORD, PASSWORD)).await), "/setup");
    assert_eq!(seen(&app, &form, "").await.status, StatusCode::NOT_FOUND);
    let login = read(&app, "/login", "").await;
    assert!(login.contains("Password") && !login.contains("no users yet"), "{login}");
    for password in [PASSWORD, WRONG, "password123"] {
        assert!(!app.is_kept(password) && !app.is_kept(&code[1..]), "{password}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_comes_back_to_the_form_without_it() {
    let app = with_alice(Role::Viewer).await;
    for (name, password) in [("Alice", WRONG), ("nobody-at-all", PASSWORD), ("", "")] {
        let reply = sign_in(&app, name, password, "/accounts?q=1", "").await;
        assert_eq!(to(&reply), "/login?next=/accounts%3Fq%3D1");
        let page = seen(&app, to(&reply), &session(&app, &reply).unwrap()).await;
        assert!(words(&page.body).contains("Wrong name or password"), "{}", page.body);
        assert!(page.body.contains("name=\"name\" type=\"text\" value=\"\""), "{}", page.body);
        assert!(page.body.contains("name=\"next\" value=\"/accounts?q=1\""), "{}", page.body);
        assert!(password.is_empty() || !page.body.contains(password));
        assert_eq!(page.body.matches("role=\"alert\"").count(), 1);
    }
    assert!(!app.is_kept(WRONG) && !app.is_kept(PASSWORD));
    assert!(app.is_kept("argon2id"), "this test no longer sees the database");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_too_many_attempts_one_has_to_wait() {
    let app = with_alice(Role::Viewer).await;
    for _ in 0..5 {
        sign_in(&app, "alice", WRONG, "", "").await;
    }
    let sixth = sign_in(&app, "alice", WRONG, "", "").await;
    assert!(read(&app, "/login", &session(&app, &sixth).unwrap()).await.contains("Wrong name or password"));
    let reply = sign_in(&app, "alice", PASSWORD, "", "").await;
    assert!(session(&app, &reply).is_none(), "nothing is written for whoever is held off");
    let page = read(&app, to(&reply), "").await;
    assert!(page.contains("Too many failed attempts Wait a few minutes, then try again."), "{page}");
    app.clock.advance(jiff::SignedDuration::from_secs(31));
    assert_eq!(to(&sign_in(&app, "alice", PASSWORD, "", "").await), "/");
}

/// A cookie that an answer sets, as the browser sends it back.
fn sent_back(reply: &Reply, name: &str) -> Option<String> {
    let pair = |cookie: &str| cookie.split(';').next().unwrap_or_default().to_owned();
    cookies(reply).into_iter().map(pair).find(|pair| pair.starts_with(&format!("{name}=")))
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_is_told_until_when_and_keeps_the_name() {
    let app = with_alice(Role::Viewer).await;
    for _ in 0..6 {
        sign_in(&app, " Alice ", WRONG, "", "").await;
    }
    let reply = sign_in(&app, " Alice ", PASSWORD, "/rid", "").await;
    assert_eq!(to(&reply), "/login?next=/rid&because=wait");
    let name = app.state.session_cookie().waiting().name();
    let waiting = sent_back(&reply, name).unwrap();
    assert!(cookies(&reply).iter().any(|cookie| cookie.contains("HttpOnly; SameSite=Lax")), "{:?}", cookies(&reply));
    let page = seen(&app, to(&reply), &waiting).await.body;
    let told = words(&page);
    assert!(told.contains("Too many failed attempts Try again at 09:30:30. Time left: 0:30"), "{told}");
    assert!(page.contains("data-count-down=\"30\"") && page.contains("value=\"Alice\""), "{page}");
    assert!(!app.is_kept("Time left") && !page.contains(PASSWORD) && !page.contains("http-equiv"));

    app.clock.advance(jiff::SignedDuration::from_secs(30));
    let page = seen(&app, to(&reply), &waiting).await.body;
    assert!(words(&page).contains("You can try again now.") && page.contains("value=\"Alice\""), "{page}");
    let reply = sign_in(&app, "alice", PASSWORD, "/rid", &waiting).await;
    assert_eq!(to(&reply), "/rid");
    assert!(cookies(&reply).iter().any(|cookie| cookie.starts_with(&format!("{name}=;"))), "it is forgotten");
    // What a browser says of itself is no more than text.
    let forged = format!("{name}=9999999999.%3Cb%3Eevil");
    assert!(!seen(&app, "/login?because=wait", &forged).await.body.contains("evil"));
    let forged = format!("{name}=1.%3Cb%3Eevil");
    assert!(!seen(&app, "/login?because=wait", &forged).await.body.contains("<b>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_keep_nobody_from_a_device_of_theirs() {
    let app = with_alice(Role::Viewer).await;
    let reply = sign_in(&app, "alice", PASSWORD, "", "").await;
    let kind = app.state.session_cookie().device();
    let device = sent_back(&reply, kind.name()).unwrap();
    let set = cookies(&reply).into_iter().find(|cookie| cookie.starts_with(kind.name())).unwrap();
    assert!(set.contains("; HttpOnly; SameSite=Lax; Secure; Max-Age=34560000"), "{set}");
    assert!(!device.to_lowercase().contains("alice"), "{device}");
    for _ in 0..50 {
        sign_in(&app, "alice", WRONG, "", "").await;
    }
    assert_eq!(to(&sign_in(&app, "alice", PASSWORD, "", "").await), "/login?because=wait", "an unknown browser waits");
    let out = sign_in(&app, "alice", PASSWORD, "", &device).await;
    assert_eq!(to(&out), "/", "the known one does not");
    assert_eq!(sent_back(&out, kind.name()), Some(device.clone()), "it stays the same device");

    // Its own failures count, and nothing else does.
    for _ in 0..6 {
        assert_eq!(to(&sign_in(&app, "alice", WRONG, "", &device).await), "/login");
    }
    assert_eq!(to(&sign_in(&app, "alice", PASSWORD, "", &device).await), "/login?because=wait");
    // Another user's, a changed and a planted one know nobody.
    app.clock.advance(jiff::SignedDuration::from_hours(1));
    app.desk.add_user(&tester(), "bob", Role::Viewer, PASSWORD.to_owned().into()).await.unwrap();
    for _ in 0..6 {
        sign_in(&app, "bob", WRONG, "", "").await;
    }
    let changed = device.replace('=', "=A");
    for foreign in [device, changed, format!("{}={}", kind.name(), "A".repeat(64))] {
        assert_eq!(to(&sign_in(&app, "bob", PASSWORD, "", &foreign).await), "/login?because=wait");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_is_unknown_after_another_password_but_where_it_was_changed() {
    let app = with_alice(Role::Viewer).await;
    let name = app.state.session_cookie().device().name();
    let [here, elsewhere] =
        [sign_in(&app, "alice", PASSWORD, "", "").await, sign_in(&app, "alice", PASSWORD, "", "").await];
    let devices = [&here, &elsewhere].map(|reply| sent_back(reply, name).unwrap());
    app.clock.advance(jiff::SignedDuration::from_secs(1));
    let cookie = format!("{}; {}", session(&app, &here).unwrap(), devices[0]);
    let fields = [("present", PASSWORD), ("new", NEXT_PASSWORD), ("again", NEXT_PASSWORD)];
    let changed = post(&app, "/form/settings/password", &cookie, &fields).await;
    let renewed = sent_back(&changed, name).unwrap();
    for _ in 0..6 {
        sign_in(&app, "alice", WRONG, "", "").await;
    }
    for void in &devices {
        assert_eq!(to(&sign_in(&app, "alice", NEXT_PASSWORD, "", void).await), "/login?because=wait");
    }
    assert_eq!(to(&sign_in(&app, "alice", NEXT_PASSWORD, "", &renewed).await), "/");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_an_admin_chose_is_changed_before_anything_else() {
    let app = TestApp::new().await;
    let admin = app.sign_in(Role::Admin).await;
    let fields = [("name", "Alice"), ("role", "lead"), ("password", PASSWORD), ("again", PASSWORD)];
    post(&app, "/form/users/add", &admin, &fields).await;
    let user = app.desk.find_user(&tester(), "alice").await.unwrap();
    assert!(user.must_change_password);
    let told = read(&app, &format!("/settings/users/{}", user.id), &admin).await;
    assert!(told.contains("Password has to be changed at the next sign-in"), "{told}");

    let cookie = session(&app, &sign_in(&app, "alice", PASSWORD, "/accounts?q=1", "").await).unwrap();
    for path in ["/", "/settings", "/accounts?q=1", "/export.csv", "/audit/export.json", "/clears"] {
        let reply = seen(&app, path, &cookie).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path}");
        assert!(reply.headers[header::LOCATION].to_str().unwrap().starts_with("/settings/password"), "{path}");
        assert!(reply.body.is_empty(), "{path}");
    }
    for path in ["/form/settings/look", "/form/clears/order", "/form/settings/sign-out-everywhere", "/form/sample-now"]
    {
        let reply = post(&app, path, &cookie, &[("lang", "en")]).await;
        assert_eq!(reply.headers[header::LOCATION], "/settings/password", "{path}");
    }
    assert!(app.desk.user(&tester(), user.id).await.unwrap().preferences.lang.is_none(), "nothing was done");
    let page = seen(&app, "/settings/password?next=%2Faccounts%3Fq%3D1", &cookie).await;
    let told = words(&page.body);
    assert!(told.contains("Choose a new password to continue") && told.contains("Sign out"), "{told}");
    assert!(!page.body.contains("<nav"), "{}", page.body);

    let change = async |new: &str| {
        let fields = [("present", PASSWORD), ("new", new), ("again", new), ("next", "/accounts?q=1")];
        post(&app, "/form/settings/password", &cookie, &fields).await
    };
    for (new, fault) in [(PASSWORD, "differs from the current one"), ("alice2026", "easy to guess")] {
        let reply = change(new).await;
        assert_eq!(to(&reply), "/settings/password?next=/accounts%3Fq%3D1");
        assert!(read(&app, to(&reply), &cookie).await.contains(fault), "{fault}");
    }
    let reply = change(NEXT_PASSWORD).await;
    assert_eq!(to(&reply), "/accounts?q=1");
    let cookie = session(&app, &reply).unwrap();
    assert!(read(&app, "/accounts?q=1", &cookie).await.contains("Your password is changed."));
    assert!(!app.desk.user(&tester(), user.id).await.unwrap().must_change_password);

    // So is one that an admin sets later; to sign out is what else is left.
    app.clock.advance(jiff::SignedDuration::from_secs(1));
    let id = user.id.to_string();
    let fields = [("user", id.as_str()), ("password", PASSWORD), ("again", PASSWORD)];
    post(&app, "/form/users/password", &admin, &fields).await;
    let cookie = session(&app, &sign_in(&app, "alice", PASSWORD, "", "").await).unwrap();
    assert_eq!(seen(&app, "/", &cookie).await.headers[header::LOCATION], "/settings/password");
    assert_eq!(to(&post(&app, "/form/sign-out", &cookie, &[]).await), "/login?because=out");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_sent_elsewhere_after_signing_in() {
    let app = with_alice(Role::Viewer).await;
    for foreign in
        ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:1", "a b"]
    {
        assert_eq!(to(&sign_in(&app, "alice", PASSWORD, foreign, "").await), "/", "{foreign:?}");
        let page = seen(&app, &format!("/login?next={}", percent(foreign)), "").await;
        assert!(page.body.contains("name=\"next\" value=\"/\""), "{foreign:?}: {}", page.body);
        assert!(!page.body.contains("evil.example\""), "{foreign:?}");
        assert_eq!(to(&sign_in(&app, "alice", WRONG, foreign, "").await), "/login", "{foreign:?}");
        assert_eq!(to(&sign_in(&app, "alice", PASSWORD, "/rid", "").await), "/rid");
    }
    let cookie = alice(&app).await;
    assert_eq!(to(&seen(&app, "/login?next=%2Faccounts", &cookie).await), "/accounts");
    assert_eq!(to(&seen(&app, "/login?next=%2F%2Fevil.example", &cookie).await), "/");
    assert_eq!(to(&seen(&app, "/login", &cookie).await), "/");
}

fn percent(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_brought_along_is_worth_nothing_afterwards() {
    let app = with_alice(Role::Viewer).await;
    let name = app.state.session_cookie().name();
    let planted = format!("{name}={}", app.desk.new_session_id().unwrap());
    let cookie = session(&app, &sign_in(&app, "alice", PASSWORD, "", &planted).await).unwrap();
    assert_ne!(cookie, planted);
    assert!(lives(&app, &cookie).await && !lives(&app, &planted).await);

    // One that carried a message, and one of somebody else.
    let failed = session(&app, &sign_in(&app, "alice", WRONG, "", "").await).unwrap();
    let after = session(&app, &sign_in(&app, "alice", PASSWORD, "", &failed).await).unwrap();
    assert!(lives(&app, &after).await && !lives(&app, &failed).await && after != failed);
    let admin = app.sign_in(Role::Admin).await;
    let after = session(&app, &sign_in(&app, "alice", PASSWORD, "", &admin).await).unwrap();
    assert!(!lives(&app, &admin).await && read(&app, "/settings", &after).await.contains("Alice"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_out_is_out() {
    let app = with_alice(Role::Viewer).await;
    let cookie = alice(&app).await;
    let header = seen(&app, "/", &cookie).await;
    assert!(words(&header.body).contains("Alice Viewer Sign out"), "{}", words(&header.body));
    let reply = post(&app, "/form/sign-out", &cookie, &[]).await;
    assert_eq!(to(&reply), "/login?because=out");
    assert!(cookies(&reply).iter().any(|cookie| cookie.contains("=; ") && cookie.contains("Max-Age=0")));
    assert_eq!(reply.headers["clear-site-data"], r#""cache", "storage""#);
    assert!(!lives(&app, &cookie).await);
    let page = seen(&app, "/login?because=out", "").await;
    assert!(words(&page.body).contains("You are signed out."));
    assert!(!page.body.contains("<nav") && !page.body.contains("/form/sign-out"), "{}", page.body);

    // Sent again from another window: nothing was lost by it.
    let again = post(&app, "/form/sign-out", &cookie, &[]).await;
    assert_eq!(again.headers[header::LOCATION], "/login?because=out");
    let other = post(&app, "/form/settings/look", &cookie, &[]).await;
    assert_eq!(other.headers[header::LOCATION], "/login?because=form");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_is_brought_back_to_addresses_of_a_usual_length() {
    let app = with_alice(Role::Viewer).await;
    for (length, next) in [(2_000, true), (2_001, false)] {
        let asked = format!("/accounts?q={}", "a".repeat(length - "/accounts?q=".len()));
        let reply = app.ask(Ask::get(&asked).nobody()).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER);
        let to = reply.headers[header::LOCATION].to_str().unwrap();
        assert!(to.starts_with("/login") && to.contains("next=%2Faccounts") == next, "{length}: {to}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_is_told_why_one_has_to_sign_in() {
    let app = with_alice(Role::Viewer).await;
    for (because, told) in [
        ("ended", "A session ends after 12 hours"),
        ("form", "nothing was done"),
        ("everywhere", "You are signed out of all devices."),
    ] {
        let page = read(&app, &format!("/login?because={because}"), "").await;
        assert!(page.contains(told), "{because}: {page}");
    }
    let forged = seen(&app, "/login?because=%3Cb%3Eevil%3C/b%3E", "").await;
    assert!(!forged.body.contains("<b>") && !words(&forged.body).contains("evil"), "{}", forged.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_shows_its_logins_on_its_sign_in_page_only() {
    let mut app = with_alice(Role::Lead).await;
    let logins = [DemoLogin { name: "Alice".into(), password: PASSWORD.into(), role: Role::Lead }];
    app.state.demo_logins = DemoLogins(logins.into());
    let app = app.reached(Web::default());
    let page = seen(&app, "/login?next=/accounts", "").await;
    assert!(words(&page.body).contains("Sign in as Alice"), "{}", page.body);
    assert_eq!(page.body.matches(&format!("value=\"{PASSWORD}\"")).count(), 1, "it needs no scripts");
    let reply = sign_in(&app, "Alice", PASSWORD, "/accounts", "").await;
    assert_eq!(to(&reply), "/accounts");
    let cookie = session(&app, &reply).unwrap();
    for path in ["/", "/accounts", "/settings"] {
        assert!(!seen(&app, path, &cookie).await.body.contains(PASSWORD), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_says_so_where_passwords_travel_in_clear() {
    for (way, told) in [(Way::Clear, true), (Way::Loopback, false), (Way::Tls, false)] {
        let app = with_alice(Role::Viewer).await.reached(Web { way, ..Web::default() });
        let cookie = alice(&app).await;
        for (path, cookie) in
            [("/login", ""), ("/setup", ""), ("/", &*cookie), ("/settings", &cookie), ("/none", &cookie)]
        {
            let page = read(&app, path, cookie).await;
            assert_eq!(page.contains("are sent unencrypted"), told, "{way:?} {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_too_late_leads_back_to_its_page() {
    let app = TestApp::new().await;
    let sent_from = async |referer: &str| {
        let ask = Ask::post("/form/accounts/add").form(&[("name", "小店")]).nobody().header("referer", referer);
        app.ask(ask).await.headers[header::LOCATION].to_str().unwrap().to_owned()
    };
    let late = sent_from("http://localhost:8686/accounts/new?kind=shop").await;
    assert_eq!(late, "/login?next=%2Faccounts%2Fnew%3Fkind%3Dshop&because=form");
    for foreign in
        ["http://evil.example/accounts", "nonsense", "http://localhost:8686/", "http://localhost.evil:8686/x"]
    {
        assert_eq!(sent_from(foreign).await, "/login?because=form", "{foreign}");
    }
}
