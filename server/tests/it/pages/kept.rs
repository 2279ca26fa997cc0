//! What was typed and is kept: the secret of a refused form, and the fields of a form that was posted after its session ended.

use app::forms::kept::kept_forms;
use domain::{Clock, Kind, Role};
use http::{StatusCode, header};
use jiff::SignedDuration;
use leptos::server_fn::axum::server_fn_paths;
use sandbox::SHOP_APPID;
use store::SessionSelection;

use super::signing_in::{NEXT_PASSWORD, PASSWORD, alice, read, seen, session, sign_in, to, with_alice};
use crate::support::app::{Ask, TestApp, tester};
use crate::support::pages::{hidden, post};

const ADD: &str = "/form/accounts/add";
const SENTENCE: &str = "Your session had ended; what you typed is kept. Check it and send it again.";

/// The shop's secret in the sandbox.
fn shop_secret(app: &TestApp) -> String {
    let accounts = app.sandbox.sandbox.seeded_accounts();
    accounts.into_iter().find(|account| account.appid == SHOP_APPID).unwrap().secret
}

/// Fills in the form that adds the shop, and gives the page that it leads to.
async fn try_to_add(app: &TestApp, cookie: &str, fields: &[(&str, &str)]) -> String {
    let shop = [("appid", SHOP_APPID), ("kind", "shop"), ("cleared_before", "")];
    post(app, ADD, cookie, &[&shop[..], fields].concat()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_of_a_refused_form_is_used_again_and_shown_nowhere() {
    let app = TestApp::new().await;
    let secret = shop_secret(&app);
    let admin = app.sign_in(Role::Admin).await;
    assert_eq!(try_to_add(&app, &admin, &[("name", "42"), ("secret", &secret)]).await, "/accounts/new");
    let page = seen(&app, "/accounts/new", &admin).await;
    assert!(page.body.contains("kept from your last try") && page.body.contains("value=\"42\""), "{}", page.body);
    assert!(!page.body.contains(&secret), "it is never sent back");
    assert!(!app.is_kept(&secret), "it lies in no file in clear");
    let marker = hidden(&page, "kept");

    // Another session of the same user, and another user, get nothing for the marker.
    let other = app.sign_in_again(Role::Admin).await;
    for cookie in [&other, &app.sign_in(Role::Lead).await] {
        try_to_add(&app, cookie, &[("name", "小店"), ("kept", &marker)]).await;
        assert!(app.store.accounts().await.unwrap().is_empty());
    }
    let told = read(&app, "/accounts/new", &other).await;
    assert!(told.contains("is no longer kept. Type it again."), "{told}");

    app.clock.advance(SignedDuration::from_mins(9));
    let to = try_to_add(&app, &admin, &[("name", "小店"), ("secret", " "), ("kept", &marker)]).await;
    assert_eq!(to, "/accounts/1");
    let account = &app.store.accounts().await.unwrap()[0];
    assert_eq!((account.name.as_str(), account.kind), ("小店", Kind::Shop));
    assert_eq!(app.store.forget_expired_drafts(app.clock.now() + SignedDuration::from_hours(9)).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_secret_is_gone_after_ten_minutes() {
    let app = TestApp::new().await;
    let secret = shop_secret(&app);
    let admin = app.sign_in(Role::Admin).await;
    try_to_add(&app, &admin, &[("name", ""), ("secret", &secret)]).await;
    let marker = hidden(&seen(&app, "/accounts/new", &admin).await, "kept");
    app.clock.advance(SignedDuration::from_mins(10));
    assert_eq!(try_to_add(&app, &admin, &[("name", "小店"), ("kept", &marker)]).await, "/accounts/new");
    let page = seen(&app, "/accounts/new", &admin).await;
    assert!(page.body.contains("is no longer kept. Type it again."), "{}", page.body);
    assert!(!page.body.contains("name=\"kept\""), "there is nothing to keep");
    assert_eq!(app.desk.forget_expired_drafts().await.unwrap(), 0, "the next form removed it");
    // What cannot be a secret is not kept, and a typed one counts before a kept one.
    try_to_add(&app, &admin, &[("name", "小店"), ("secret", "two words")]).await;
    assert!(!seen(&app, "/accounts/new", &admin).await.body.contains("name=\"kept\""));
    try_to_add(&app, &admin, &[("name", ""), ("secret", &secret)]).await;
    let marker = hidden(&seen(&app, "/accounts/new", &admin).await, "kept");
    try_to_add(&app, &admin, &[("name", "小店"), ("secret", &"0".repeat(32)), ("kept", &marker)]).await;
    let told = read(&app, "/accounts/new", &admin).await;
    assert!(told.contains("40125"), "{told}");
    assert!(app.store.accounts().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_over_an_ended_session_is_in_the_form_again() {
    let app = with_alice(Role::Lead).await;
    app.add("小店", SHOP_APPID, "shop", &shop_secret(&app), &["/cgi-bin/menu/get".to_owned()]).await;
    let cookie = alice(&app).await;
    app.clock.advance(SignedDuration::from_hours(12) + SignedDuration::from_mins(59));
    let form =
        [("account", "1"), ("reason", "the sale & <b>begins</b>"), ("name", "小店"), ("key", "k"), ("glass", "x")];
    // From a dialog, on another page than the form's own.
    let ask = Ask::post("/form/clears/order").session(&cookie).form(&form).header("referer", "http://localhost:8686/");
    let reply = app.ask(ask).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    let login = reply.headers[header::LOCATION].to_str().unwrap();
    assert_eq!(login, "/login?next=%2Faccounts%2F1%2Fclear&because=kept");
    assert!(read(&app, login, &cookie).await.contains("what you typed is kept for an hour"));
    assert!(!app.is_kept("the sale"), "it lies in no file in clear");
    assert!(app.store.clears(&store::clears::ClearQuery { limit: 9, ..Default::default() }).await.unwrap().is_empty());

    // A wrong password first; the message about it is not lost.
    let wrong = sign_in(&app, "alice", "wrong", "/accounts/1/clear", &cookie).await;
    assert!(read(&app, to(&wrong), &cookie).await.contains("Wrong name or password"));
    let reply = sign_in(&app, "alice", PASSWORD, "/accounts/1/clear", &cookie).await;
    assert_eq!(to(&reply), "/accounts/1/clear");
    let cookie = session(&app, &reply).unwrap();
    for _ in 0..2 {
        let page = seen(&app, "/accounts/1/clear", &cookie).await;
        assert!(page.body.contains("the sale &amp; &lt;b&gt;begins"), "{}", page.body);
        assert_eq!(page.body.matches(SENTENCE).count(), 1, "{}", page.body);
        assert!(!page.body.contains("value=\"x\""), "what confirms an act is typed again");
    }
    assert!(!read(&app, "/accounts/1", &cookie).await.contains(SENTENCE), "another page");
    app.clock.advance(SignedDuration::from_mins(59));
    assert!(read(&app, "/accounts/1/clear", &cookie).await.contains(SENTENCE));
    // It is sent by whoever typed it, and then kept no longer.
    post(&app, "/form/clears/order", &cookie, &[("account", "1"), ("reason", "the sale")]).await;
    read(&app, "/accounts/1/clear", &cookie).await;
    assert!(!read(&app, "/accounts/1/clear", &cookie).await.contains(SENTENCE));
}

/// Alice's typed note after her session ended in some way: what the sign-in page is told.
async fn posted(app: &TestApp, cookie: &str) -> String {
    let form =
        [("name", "小店"), ("appid", SHOP_APPID), ("secret", "fa4e0000000000000000000000000f6f"), ("paths", "/x")];
    let reply = app.ask(Ask::post(ADD).session(cookie).form(&form)).await;
    let login = reply.headers[header::LOCATION].to_str().unwrap().to_owned();
    assert!(!app.is_kept("fa4e0000000000000000000000000f6f"));
    login
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_kept_only_where_the_session_ended_by_itself_and_for_the_same_user() {
    let kept = "/login?next=%2Faccounts%2Fnew&because=kept";
    let idle = SignedDuration::from_hours(12);
    for end in ["idle", "age", "late", "out", "ended", "disabled", "password"] {
        let app = with_alice(Role::Admin).await;
        app.desk.add_user(&tester(), "bob", Role::Admin, PASSWORD.to_owned().into()).await.unwrap();
        let cookie = alice(&app).await;
        let id = app.store.users().await.unwrap().into_iter().find(|user| user.name == "Alice").unwrap().id;
        match end {
            "idle" => app.clock.advance(idle),
            "late" => app.clock.advance(idle + SignedDuration::from_hours(1)),
            "age" => {
                for _ in 0..7 * 24 {
                    app.clock.advance(SignedDuration::from_hours(1));
                    seen(&app, "/settings", &cookie).await;
                }
            }
            "out" => drop(post(&app, "/form/sign-out", &cookie, &[]).await),
            "ended" => drop(app.desk.end_sessions(&tester(), id, SessionSelection::AllBut(None)).await.unwrap()),
            "disabled" => drop(app.desk.change_user(&tester(), id, store::UserChange::Disabled).await.unwrap()),
            _ => app.desk.set_user_password(&tester(), id, NEXT_PASSWORD.to_owned().into()).await.unwrap(),
        }
        let is_kept = matches!(end, "idle" | "age");
        assert_eq!(posted(&app, &cookie).await, if is_kept { kept } else { "/login?because=form" }, "{end}");
        if end == "idle" {
            let bob = sign_in(&app, "bob", PASSWORD, "/accounts/new", &cookie).await;
            let bob = session(&app, &bob).unwrap();
            let page = read(&app, "/accounts/new", &bob).await;
            assert!(!page.contains(SENTENCE), "another user: {page}");
            assert_eq!(app.desk.forget_expired_drafts().await.unwrap(), 0);
            let alice = session(&app, &sign_in(&app, "alice", PASSWORD, "", &bob).await).unwrap();
            assert!(!read(&app, "/accounts/new", &alice).await.contains(SENTENCE), "it is gone for good");
        } else if end == "age" {
            let alice = session(&app, &sign_in(&app, "alice", PASSWORD, "/accounts/new", &cookie).await).unwrap();
            let page = seen(&app, "/accounts/new", &alice).await.body;
            assert!(page.contains(SENTENCE) && page.contains("value=\"小店\"") && page.contains(SHOP_APPID), "{page}");
            assert!(!page.contains("fa4e00") && !page.contains("name=\"kept\""), "a secret is not kept so");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_log_is_kept_masked_and_cut() {
    let app = with_alice(Role::Support).await;
    let cookie = alice(&app).await;
    app.clock.advance(SignedDuration::from_hours(12));
    let secrets = ["oPlantedOpenidAbCdEf01234567", "50_PlantedTokenAAAABBBBCCCC", "13800138000"];
    let pasted = format!("{} {}", secrets.join(" "), "字".repeat(100_000));
    let reply = app.ask(Ask::post("/form/rids/look-up").session(&cookie).form(&[("text", &pasted)])).await;
    assert_eq!(reply.headers[header::LOCATION], "/login?next=%2Frid&because=kept");
    let cookie = session(&app, &sign_in(&app, "alice", PASSWORD, "/rid", &cookie).await).unwrap();
    let page = seen(&app, "/rid", &cookie).await.body;
    assert!(page.contains("only the beginning is kept") && page.contains("‹masked›"), "{page}");
    let kept = page.matches('字').count();
    assert!(kept * 3 <= 16 << 10 && kept * 3 > 15 << 10, "{kept}");
    assert!(secrets.iter().all(|secret| !page.contains(secret) && !app.is_kept(secret)), "{page}");
    // What is no form, and a form of which nothing is kept.
    app.clock.advance(SignedDuration::from_hours(12));
    let ask =
        Ask::post("/form/rids/look-up").session(&cookie).form(&[]).header("content-type", "text/plain").body("text=x");
    assert_eq!(app.ask(ask).await.headers[header::LOCATION], "/login?because=form");
    let password = [("present", PASSWORD), ("new", NEXT_PASSWORD), ("again", NEXT_PASSWORD)];
    let reply = app.ask(Ask::post("/form/settings/password").session(&cookie).form(&password)).await;
    assert_eq!(reply.headers[header::LOCATION], "/login?because=form");
}

/// Forms that nobody types into, or only what is not kept: passwords, secrets, what confirms an act.
const NOTHING_KEPT: [&str; 37] = [
    "/form/accounts/bulk",
    "/form/accounts/check",
    "/form/accounts/import/commit",
    "/form/accounts/import/discard",
    "/form/accounts/pause",
    "/form/accounts/retire",
    "/form/accounts/secret",
    "/form/audit/check",
    "/form/campaigns/remove",
    "/form/channels/forbid-host",
    "/form/channels/pause",
    "/form/channels/remove",
    "/form/channels/resend",
    "/form/channels/test",
    "/form/clears/requests/approve",
    "/form/clears/requests/withdraw",
    "/form/groups/delete",
    "/form/groups/rename",
    "/form/interfaces/limit-kind",
    "/form/interfaces/unwatch",
    "/form/notices/acknowledge",
    "/form/notices/read",
    "/form/policies/mode",
    "/form/policies/pause",
    "/form/policies/remove",
    "/form/policies/try",
    "/form/rids/look-up-again",
    "/form/rids/note-remove",
    "/form/sample-now",
    "/form/set-up",
    "/form/settings/end-session",
    "/form/settings/password",
    "/form/settings/sign-out-everywhere",
    "/form/sign-in",
    "/form/sign-out",
    "/form/tokens/revoke",
    "/preferences",
];

#[tokio::test]
async fn every_form_says_what_is_kept_of_it() {
    let _ = TestApp::new().await;
    let elsewhere = ["/form/users/password", "/form/users/access", "/form/users/sessions"];
    let kept: Vec<_> = kept_forms().map(|(action, _)| action).collect();
    let forms: Vec<_> = server_fn_paths().map(|(path, _)| path).collect();
    for form in &forms {
        let listed = [kept.contains(form), NOTHING_KEPT.contains(form), elsewhere.contains(form)];
        assert_eq!(listed.iter().filter(|listed| **listed).count(), 1, "list {form} in forms/kept.rs, or here");
    }
    assert!(kept.iter().chain(&NOTHING_KEPT).all(|listed| forms.contains(listed)), "a form that is listed is gone");
}
