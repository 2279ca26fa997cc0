//! The pages of clears where WeChat, or the desk, does not behave: what a person reads then.

use std::time::Duration;

use desk::clears::ClearSettings;
use domain::{AccountId, Role};
use http::{StatusCode, header};
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind, MALL_APPID, PLATFORM_APPID};

use crate::support::app::{Ask, Reply, TestApp, tester};
use crate::support::clears::{ALL, ONE, limits, mall, shown, words};
use crate::support::pages::hidden;

pub(super) const CLEAR: &str = "/cgi-bin/clear_quota";
pub(super) const CLEAR_ONE: &str = "/cgi-bin/openapi/quota/clear";
pub(super) const SECRET: &str = "fa4e0000000000000000000000000a1a";
pub(super) const PHONE: &str = "/wxa/business/getuserphonenumber";

/// A page in English, as it is read: without tags, blanks as one.
pub(super) async fn read(app: &TestApp, path: &str) -> String {
    words(&seen(app, path, "lang=en").await.body)
}

pub(super) async fn seen(app: &TestApp, path: &str, cookies: &str) -> Reply {
    app.ask(Ask::get(path).header("cookie", cookies)).await
}

/// Whether the page loads itself anew.
pub(super) fn looks_again(html: &str) -> bool {
    html.contains("data-component=\"LookAgain")
}

pub(super) fn form(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// Confirms what stands at `path`: where that leads, and what is read there.
pub(super) async fn confirm(app: &TestApp, path: &str, typed: &[(&str, &str)]) -> (String, String) {
    let page = seen(app, path, "lang=en").await;
    let hidden = ["account", "interface", "key", "seen"].map(|name| (name, hidden(&page, name)));
    let kept = hidden.iter().filter(|(name, _)| typed.iter().all(|(typed, _)| typed != name));
    let mut fields: Vec<(&str, &str)> = kept.map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend_from_slice(typed);
    post(app, &fields).await
}

/// Sends a form: where that leads, and what is read there.
pub(super) async fn post(app: &TestApp, fields: &[(&str, &str)]) -> (String, String) {
    let post = Ask::post("/form/clears/order").header("accept", "text/html").header("cookie", "lang=en");
    let reply = app.ask(post.header("content-type", "application/x-www-form-urlencoded").body(form(fields))).await;
    assert_eq!(reply.status, StatusCode::FOUND, "{}", reply.body);
    let to = reply.headers[header::LOCATION].to_str().unwrap().to_owned();
    assert!(to.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/#".contains(&byte)), "no text in {to}");
    let session = reply.headers.get(header::SET_COOKIE).map_or("", |cookie| cookie.to_str().unwrap());
    let cookies = format!("lang=en; {}", session.split(';').next().unwrap_or_default());
    let at = to.split('#').next().unwrap_or_default();
    let read = words(&seen(app, at, &cookies).await.body);
    (to, read)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_outcome_is_told_in_words() {
    let errcode = |errcode| FaultKind::Errcode { errcode, errmsg: None };
    let cases: [(FaultKind, &[&str]); 5] = [
        (
            errcode(48006),
            &[
                "refused by WeChat",
                "(48006)",
                "It does not count against the budget.",
                "0 left until 1 April (Asia/Shanghai)",
            ],
        ),
        (errcode(45009), &["refused by WeChat", "(45009)", "It does not count against the budget.", "0 (10 left)"]),
        (
            FaultKind::DropAfter,
            &[
                "outcome unknown",
                "WeChat may or may not have carried out the clear",
                "counted as used",
                "probably 1 (9 left)",
            ],
        ),
        (FaultKind::Html, &["outcome unknown", "Do not repeat it yet", "probably 1 (9 left)"]),
        (
            FaultKind::Delay { ms: 1 },
            &["accepted by WeChat", "Verification continues until 10:06 at the latest.", "1 (9 left)"],
        ),
    ];
    for (kind, told) in cases {
        let app = mall(ClearSettings::default()).await;
        app.sandbox.sandbox.add_fault(Fault::on(CLEAR, kind.clone()));
        let (to, page) = confirm(&app, ALL, &[("reason", "促销")]).await;
        assert_eq!(to, "/clears/1", "{kind:?}");
        for words in told {
            assert!(page.contains(words), "{kind:?}: {words:?} in {page}");
        }
        assert_eq!(page.contains("until 1 April"), kind == errcode(48006), "{page}");
        let chinese = seen(&app, &to, "lang=zh-CN").await.body;
        assert!(!chinese.contains('⟦') && words(&chinese).contains("处理过程"), "{chinese}");
        let ledger = read(&app, "/clears").await;
        assert!(ledger.contains("All interfaces") && ledger.contains("促销"), "{ledger}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_was_sent_one_may_try_again() {
    let app = mall(ClearSettings::default()).await;
    let frozen = sandbox::AccountChange {
        state: Some(sandbox::AccountState::SecretFrozen),
        ..sandbox::AccountChange::default()
    };
    app.sandbox.sandbox.change_account(MALL_APPID, frozen).unwrap();
    app.sandbox.sandbox.revoke_tokens(MALL_APPID).unwrap();
    app.clock.advance(SignedDuration::from_hours(3));
    let (to, page) = confirm(&app, ONE, &[("reason", "促销")]).await;
    for words in [
        "Get phone number: failed",
        "WeChat did not carry out the clear. It does not count against the budget.",
        "(40243)",
        "You can try again once the cause is fixed.",
        "0 (50 left)",
    ] {
        assert!(page.contains(words), "{words:?} in {page}");
    }
    let html = seen(&app, &to, "lang=en").await.body;
    assert!(html.contains(&format!("href=\"{ONE}\"")), "{html}");
    let chinese = words(&seen(&app, &to, "lang=zh-CN").await.body);
    assert!(chinese.contains("：未送达") && chinese.contains("未送达：微信没有执行"), "{chinese}");
    assert!(!chinese.contains("没有发出"), "one word for one state: {chinese}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_twice_says_so_whatever_became_of_it() {
    let app = mall(ClearSettings::default()).await;
    app.sandbox.sandbox.add_fault(Fault::on(CLEAR_ONE, FaultKind::Html));
    let page = seen(&app, ONE, "lang=en").await;
    let hidden = ["account", "interface", "key", "seen"].map(|name| (name, hidden(&page, name)));
    let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.push(("reason", "促销"));
    let (to, first) = post(&app, &fields).await;
    assert!(first.contains("outcome unknown") && !first.contains("already made"), "{first}");
    let (again, second) = post(&app, &fields).await;
    assert_eq!(again, to);
    assert!(second.contains("This clear was already made. This is its result."), "{second}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_be_fewer_is_said_to_be_at_most() {
    let app = mall(ClearSettings::default()).await;
    let page = read(&app, ALL).await;
    assert!(page.contains("at most 10 → 9 left"), "{page}");
    let advice = "2 of 50 single-interface clears instead of 1 of 10 account-wide ones; at most 50 are left.";
    assert!(page.contains("Cheaper: clear these 2 one by one") && page.contains(advice), "{page}");
    let (_, page) = confirm(&app, ONE, &[("reason", "促销"), ("seen", "otherwise")]).await;
    assert!(page.contains("At most 50 of 50 are left now."), "{page}");

    // What stands in the ledger is what was counted.
    let (to, page) = confirm(&app, ONE, &[("reason", "促销")]).await;
    assert!(page.contains("Cost 1 (49 left)"), "{page}");
    let ledger = read(&app, "/clears").await;
    assert!(ledger.contains("Cost") && ledger.contains("1 (49 left)"), "{to}: {ledger}");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_call_is_under_way_nothing_else_begins() {
    let app = mall(ClearSettings { wait: Duration::ZERO, ..ClearSettings::default() }).await;
    app.sandbox.sandbox.add_fault(Fault::on(CLEAR_ONE, FaultKind::Hold));
    let other = seen(&app, "/accounts/1/interfaces/2/clear", "lang=en").await;
    let (to, page) = confirm(&app, ONE, &[("reason", "促销")]).await;
    app.sandbox.sandbox.wait_until_held(1).await;
    assert!(page.contains("Clear of Get phone number: in progress"), "{page}");
    let html = seen(&app, &to, "lang=en").await.body;
    assert!(html.contains("Refresh") && !html.contains("http-equiv"), "{html}");
    assert!(looks_again(&html), "{html}");
    for path in [ALL, ONE, "/accounts/1/interfaces/2/clear"] {
        let page = seen(&app, path, "lang=en").await.body;
        assert!(words(&page).contains("Another clear of this account is in progress"), "{path}: {page}");
        assert!(!page.contains("name=\"reason\""), "{path}: there is nothing to fill in");
    }

    app.clock.advance(SignedDuration::from_secs(119));
    assert!(looks_again(&seen(&app, &to, "lang=en").await.body));
    app.clock.advance(SignedDuration::from_secs(1));
    let long = seen(&app, &to, "lang=en").await.body;
    assert!(!looks_again(&long) && words(&long).contains("No result after 2 minutes"), "{long}");
    assert!(words(&long).contains("no longer refreshes automatically") && long.contains("Refresh"), "{long}");

    // A page that was opened before.
    let fields = ["account", "interface", "key", "seen"].map(|name| (name, hidden(&other, name)));
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.push(("reason", "second"));
    let post = Ask::post("/form/clears/order").header("accept", "text/html");
    let reply = app.ask(post.header("content-type", "application/x-www-form-urlencoded").body(form(&fields))).await;
    assert_eq!(reply.headers[header::LOCATION], to.as_str());

    // The desk stops, and another one begins.
    app.desk.end_interrupted_clears().await.unwrap();
    let page = read(&app, &to).await;
    assert!(page.contains("outcome unknown"), "{page}");
    assert!(page.contains("wxquota was stopped while this clear was in progress."), "{page}");
    app.sandbox.sandbox.release();
    app.desk.wait_for_clears().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_can_clear_is_said() {
    let app = mall(limits(1)).await;
    app.add_old_platform("服务商平台", PLATFORM_APPID).await;
    let page = seen(&app, "/accounts/2/clear", "lang=en").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(
        words(&page.body).contains("own calls. You can clear the accounts that it serves here, one by one."),
        "{}",
        page.body
    );
    assert!(!read(&app, "/accounts/2").await.contains("Clear all…"));

    let (_, page) = confirm(&app, ALL, &[("reason", "促销"), ("name", "商城小程序")]).await;
    assert!(page.contains("accepted by WeChat"), "{page}");
    let spent = read(&app, ALL).await;
    assert!(spent.contains("0 of 1 left until 1 April (Asia/Shanghai)"), "{spent}");
    assert!(spent.contains("Still possible: clear these 2 one by one"), "{spent}");
    let overview = read(&app, "/").await;
    assert!(overview.contains("0/1"), "{overview}");
    assert!(overview.contains("(resets 1 April)"), "{overview}");
    assert!(!overview.contains("服务商平台 0"), "what cannot be cleared has no budget: {overview}");

    app.desk.retire_account(&tester(), AccountId(1)).await.unwrap();
    assert_eq!(seen(&app, ALL, "lang=en").await.status, StatusCode::NOT_FOUND);
    let retired = read(&app, "/accounts/1").await;
    assert!(!retired.contains("Clear all…") && !retired.contains("Clears left in"), "{retired}");
    assert!(read(&app, "/clears").await.contains("商城小程序"), "the ledger keeps what it has");
}

/// Time goes by, here and at WeChat, and what is due then is looked at.
pub(super) async fn pass(app: &TestApp, by: SignedDuration) {
    app.clock.advance(by);
    app.sandbox.sandbox.move_clock(by);
    app.desk.run_due_clear_jobs().await.unwrap();
    app.desk.watched().await;
}

/// The whole time in which a clear's effect is looked for.
pub(super) async fn verified(app: &TestApp) {
    for seconds in [5, 30, 90, 180, 300, 480, 540, 540] {
        pass(app, SignedDuration::from_secs(seconds)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_it_did_is_told_by_readings() {
    let app = mall(ClearSettings::default()).await;
    let (to, page) = confirm(&app, ONE, &[("reason", "促销")]).await;
    assert!(
        page.contains("accepted by WeChat")
            && page.contains("Usage before")
            && !page.contains("Usage before and after"),
        "{page}"
    );
    let html = seen(&app, &to, "lang=en").await.body;
    assert!(looks_again(&html) && html.contains("data-look-again=\"3\""), "its first reading comes soon: {html}");
    app.clock.advance(SignedDuration::from_mins(2));
    let html = seen(&app, &to, "lang=en").await.body;
    assert!(looks_again(&html) && html.contains("data-look-again=\"20\""), "calmly: {html}");
    pass(&app, SignedDuration::from_secs(5)).await;
    let page = read(&app, &to).await;
    for told in [
        "Get phone number: effective",
        "calls were restored.",
        "verifying",
        "Readings show that the counts fell.",
        "Usage before and after",
        "Used before",
        "Used after",
        "Restored",
        "48,400 / 50,000",
    ] {
        assert!(page.contains(told), "{told:?} in {page}");
    }
    assert!(!looks_again(&seen(&app, &to, "lang=en").await.body));
    app.sandbox.sandbox.consume(MALL_APPID, PHONE, 30_000).unwrap();
    app.desk.sample_all(&tester(), None).await.unwrap();
    let confirmation = read(&app, ALL).await;
    assert!(confirmation.contains("confirmed by an earlier clear"), "{confirmation}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_nothing_or_could_not_be_told_says_what_next() {
    let app = mall(ClearSettings::default()).await;
    app.sandbox.sandbox.delay_clears(100_000);
    let (to, _) = confirm(&app, ONE, &[("reason", "促销")]).await;
    pass(&app, SignedDuration::from_secs(5)).await;
    let page = read(&app, &to).await;
    assert!(page.contains("accepted, verifying") && page.contains("until 10:06 at the latest"), "{page}");
    verified(&app).await;
    let page = read(&app, &to).await;
    for told in [": no effect", "still counted as used", "per-minute limit", "to WeChat support"] {
        assert!(page.contains(told), "{told:?} in {page}");
    }
    let confirmation = read(&app, ONE).await;
    assert!(confirmation.contains("A clear probably does not reset the count of Get phone number"), "{confirmation}");

    let app = mall(ClearSettings::default()).await;
    let (to, _) = confirm(&app, ONE, &[("reason", "促销")]).await;
    app.desk.pause_account(&tester(), AccountId(1), true).await.unwrap();
    verified(&app).await;
    let page = read(&app, &to).await;
    assert!(page.contains("accepted, effect not verified"), "{page}");
    assert!(page.contains("The readings needed for verification are missing."), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_clear_is_taken_along_as_a_file() {
    let app = mall(ClearSettings::default()).await;
    confirm(&app, ONE, &[("reason", "促销")]).await;
    pass(&app, SignedDuration::from_secs(5)).await;
    let page = seen(&app, "/clears/1", "lang=en").await.body;
    assert!(page.contains("href=\"/clears/1/export.json\""), "{page}");
    for line in [
        "Account: 商城小程序 wx",
        "Interface: /wxa/business/getuserphonenumber\n",
        "Call: POST /cgi-bin/openapi/quota/clear\n",
        "Sent: 2026-03-14 09:30:00 UTC+8\n",
        "errcode: 0\n",
        "Used before, /wxa/business/getuserphonenumber: 48,400 / 50,000 (2026-03-14 09:30:00 UTC+8)\n",
        "Used after, /wxa/business/getuserphonenumber: ",
    ] {
        assert!(page.contains(line), "{line:?} in {page}");
    }
    let file = shown(&app, Role::Lead, "/clears/1/export.json").await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.headers[header::CONTENT_TYPE], "application/json");
    assert_eq!(file.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"wxquota-clear-1.json\"");
    let told = file.json();
    assert_eq!(told["clear"]["reason"], "促销");
    assert_eq!(told, app.get("/api/v1/clears/1", &app.token(Role::Lead).await).await.json());
    assert!(!file.body.contains(SECRET));

    let exported =
        store::AuditQuery { what: Some(domain::audit::AuditAction::Exported), limit: 9, ..Default::default() };
    let exports = || async { app.desk.audit(&tester(), &exported).await.unwrap().len() };
    assert_eq!(exports().await, 1);
    for (role, path, status) in [
        (Role::Viewer, "/clears/1/export.json", StatusCode::FORBIDDEN),
        (Role::Support, "/clears/1/export.json", StatusCode::FORBIDDEN),
        (Role::Lead, "/clears/9/export.json", StatusCode::NOT_FOUND),
        (Role::Lead, "/clears/x/export.json", StatusCode::NOT_FOUND),
    ] {
        let reply = shown(&app, role, path).await;
        assert_eq!(reply.status, status, "{role}: {path}");
        assert!(!reply.body.contains("促销") && reply.body.contains("<h1>"), "{}", reply.body);
    }
    assert_eq!(app.ask(Ask::head("/clears/1/export.json")).await.status, StatusCode::METHOD_NOT_ALLOWED);
    let foreign = Ask::get("/clears/1/export.json").header("sec-fetch-site", "cross-site");
    assert_eq!(app.ask(foreign).await.status, StatusCode::FORBIDDEN);
    assert_eq!(exports().await, 1, "what was not given is no export");
}
