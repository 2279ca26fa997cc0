//! The pages of clears where WeChat, or the desk, does not behave: what a person reads then.

use std::time::Duration;

use desk::clears::ClearSettings;
use domain::AccountId;
use http::{StatusCode, header};
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind, MALL_APPID, PLATFORM_APPID};

use crate::app::{Ask, Reply, TestApp, tester};
use crate::clears::limits;

const CLEAR: &str = "/cgi-bin/clear_quota";
const CLEAR_ONE: &str = "/cgi-bin/openapi/quota/clear";
const SECRET: &str = "fa4e0000000000000000000000000a1a";
const PHONE: &str = "/wxa/business/getuserphonenumber";
const CHECK: &str = "/wxa/msg_sec_check";
const ALL: &str = "/accounts/1/clear";
const ONE: &str = "/accounts/1/interfaces/1/clear";

async fn mall(clears: ClearSettings) -> TestApp {
    let app = TestApp::with_clears(clears).await;
    app.add("商城小程序", MALL_APPID, "mini-program", SECRET, &[PHONE.into(), CHECK.into()]).await;
    app.desk.sample_all(&tester(), None).await.unwrap();
    app
}

/// A page in English, as it is read: without tags, blanks as one.
async fn read(app: &TestApp, path: &str) -> String {
    words(&seen(app, path, "lang=en").await.body)
}

async fn seen(app: &TestApp, path: &str, cookies: &str) -> Reply {
    app.ask(Ask::get(path).header("cookie", cookies)).await
}

fn words(html: &str) -> String {
    let main = html.split_once("<main").map_or(html, |(_, main)| main);
    let tags = main.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let text = tags.collect::<Vec<_>>().join(" ");
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("&#x27;", "'").replace("&amp;", "&")
}

/// The value of a hidden field.
pub(crate) fn hidden(page: &Reply, name: &str) -> String {
    let (_, field) =
        page.body.split_once(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no {name}: {}", page.body));
    let (_, value) = field.split_once("value=\"").unwrap();
    value.split_once('"').unwrap().0.to_owned()
}

/// Whether the page loads itself anew.
fn looks_again(html: &str) -> bool {
    html.contains("data-component=\"LookAgain")
}

fn form(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// Confirms what stands at `path`: where that leads, and what is read there.
async fn confirm(app: &TestApp, path: &str, typed: &[(&str, &str)]) -> (String, String) {
    let page = seen(app, path, "lang=en").await;
    let hidden = ["account", "interface", "key", "seen"].map(|name| (name, hidden(&page, name)));
    let kept = hidden.iter().filter(|(name, _)| typed.iter().all(|(typed, _)| typed != name));
    let mut fields: Vec<(&str, &str)> = kept.map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend_from_slice(typed);
    post(app, &fields).await
}

/// Sends a form: where that leads, and what is read there.
async fn post(app: &TestApp, fields: &[(&str, &str)]) -> (String, String) {
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
            &["refused by WeChat", "(48006)", "Nothing was spent.", "0 left until 1 April (Asia/Shanghai)"],
        ),
        (errcode(45009), &["refused by WeChat", "(45009)", "Nothing was spent.", "0 · 10 left"]),
        (
            FaultKind::DropAfter,
            &["nobody knows yet", "It may or may not have been carried out", "counted as used", "perhaps 1 · 9 left"],
        ),
        (FaultKind::Html, &["nobody knows yet", "Do not repeat it blindly", "perhaps 1 · 9 left"]),
        (FaultKind::Delay { ms: 1 }, &["accepted by WeChat", "It counts as open until 10:05", "1 · 9 left"]),
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
        assert!(!chinese.contains('⟦') && words(&chinese).contains("经过"), "{chinese}");
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
        "WeChat did not carry it out, and nothing was spent",
        "(40243)",
        "You may try again.",
        "0 · 50 left",
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
    assert!(first.contains("nobody knows yet") && !first.contains("made already"), "{first}");
    let (again, second) = post(&app, &fields).await;
    assert_eq!(again, to);
    assert!(second.contains("This order was made already; this is what became of it."), "{second}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_be_fewer_is_said_to_be_at_most() {
    let app = mall(ClearSettings::default()).await;
    let page = read(&app, ALL).await;
    assert!(page.contains("at most 10 left → 9"), "{page}");
    let advice = "2 of 50 single-interface clears instead of 1 of 10 account-wide ones; at most 50 are left.";
    assert!(page.contains("Cheaper: clear these 2 one by one") && page.contains(advice), "{page}");
    let (_, page) = confirm(&app, ONE, &[("reason", "促销"), ("seen", "otherwise")]).await;
    assert!(page.contains("Now at most 50 of 50 are left."), "{page}");

    // What stands in the ledger is what was counted.
    let (to, page) = confirm(&app, ONE, &[("reason", "促销")]).await;
    assert!(page.contains("Cost, by our count 1 · 49 left"), "{page}");
    let ledger = read(&app, "/clears").await;
    assert!(ledger.contains("Cost, by our count") && ledger.contains("1 · 49 left"), "{to}: {ledger}");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_call_is_under_way_nothing_else_begins() {
    let app = mall(ClearSettings { wait: Duration::ZERO, ..ClearSettings::default() }).await;
    app.sandbox.sandbox.add_fault(Fault::on(CLEAR_ONE, FaultKind::Hold));
    let other = seen(&app, "/accounts/1/interfaces/2/clear", "lang=en").await;
    let (to, page) = confirm(&app, ONE, &[("reason", "促销")]).await;
    app.sandbox.sandbox.until_held(1).await;
    assert!(page.contains("Clear of Get phone number: under way"), "{page}");
    let html = seen(&app, &to, "lang=en").await.body;
    assert!(html.contains("Look again") && !html.contains("http-equiv"), "{html}");
    assert!(looks_again(&html), "{html}");
    for path in [ALL, ONE, "/accounts/1/interfaces/2/clear"] {
        let page = seen(&app, path, "lang=en").await.body;
        assert!(words(&page).contains("A clear of this account is under way"), "{path}: {page}");
        assert!(!page.contains("name=\"reason\""), "{path}: there is nothing to fill in");
    }

    app.clock.advance(SignedDuration::from_secs(119));
    assert!(looks_again(&seen(&app, &to, "lang=en").await.body));
    app.clock.advance(SignedDuration::from_secs(1));
    let long = seen(&app, &to, "lang=en").await.body;
    assert!(!looks_again(&long) && words(&long).contains("Nothing has become of it for 2 minutes"), "{long}");
    assert!(words(&long).contains("no longer looks again by itself") && long.contains("Look again"), "{long}");

    // A page that was opened before.
    let fields = ["account", "interface", "key", "seen"].map(|name| (name, hidden(&other, name)));
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.push(("reason", "second"));
    let post = Ask::post("/form/clears/order").header("accept", "text/html");
    let reply = app.ask(post.header("content-type", "application/x-www-form-urlencoded").body(form(&fields))).await;
    assert_eq!(reply.headers[header::LOCATION], to.as_str());

    // The desk stops, and another one begins.
    app.desk.give_up_interrupted_clears().await.unwrap();
    let page = read(&app, &to).await;
    assert!(page.contains("nobody knows yet"), "{page}");
    assert!(page.contains("The desk was stopped while this was under way."), "{page}");
    app.sandbox.sandbox.release();
    app.desk.clears_ended().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_can_clear_is_said() {
    let app = mall(limits(1)).await;
    app.add("服务商平台", PLATFORM_APPID, "platform", SECRET, &[]).await;
    let page = seen(&app, "/accounts/2/clear", "lang=en").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(words(&page.body).contains("own calls are cleared in WeChat's open-platform console. The accounts it serves are cleared one by one here."), "{}", page.body);
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
