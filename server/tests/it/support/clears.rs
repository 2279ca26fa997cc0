//! Clears, by the API and by their forms.

use desk::clears::ClearSettings;
use domain::Role;
use domain::clears::{Allotment, ConfirmationRules, Limits, ResetInterval};
use http::{StatusCode, header};
use sandbox::MALL_APPID;
use serde_json::{Value, json};

use crate::support::app::{Ask, Reply, TestApp, tester};

/// The call that clears an account.
pub(crate) const CLEAR: &str = "/cgi-bin/clear_quota";
/// The form that clears the mall as a whole.
pub(crate) const ALL: &str = "/accounts/1/clear";
/// The form that clears its first interface.
pub(crate) const ONE: &str = "/accounts/1/interfaces/1/clear";
const SECRET: &str = "fa4e0000000000000000000000000a1a";
const PHONE: &str = "/wxa/business/getuserphonenumber";
const CHECK: &str = "/wxa/msg_sec_check";

/// The mall with two interfaces, and a lead's token.
pub(crate) async fn mall_with_token(clears: ClearSettings) -> (TestApp, String) {
    let app = TestApp::with_clears(clears).await;
    app.add("商城小程序", MALL_APPID, "mini-program", SECRET, &[PHONE.into(), CHECK.into()]).await;
    let token = app.token(Role::Lead).await;
    (app, token)
}

/// So many account-wide clears a month, and nobody beside who orders one has to agree.
pub(crate) fn limits(limit: i64) -> ClearSettings {
    let account = Allotment { limit, every: ResetInterval::Month };
    let friction = ConfirmationRules { second_from: -1, ..ConfirmationRules::default() };
    ClearSettings { limits: Limits { account, ..Limits::default() }, friction, ..ClearSettings::default() }
}

pub(crate) fn whole(reason: &str) -> Value {
    json!({"account": 1, "scope": "account", "reason": reason})
}

pub(crate) fn single(interface: impl Into<Value>) -> Value {
    json!({"account": 1, "scope": "interface", "interface": interface.into(), "reason": "活动高峰"})
}

/// With more fields, or others in their place.
pub(crate) fn with(mut body: Value, more: &[(&str, Value)]) -> Value {
    for (name, value) in more {
        body[*name] = value.clone();
    }
    body
}

/// Status and the word of a refusal, or the state of a clear.
pub(crate) fn word(reply: &Reply) -> String {
    let json = reply.json();
    let word = json["type"].as_str().map_or_else(
        || json["clear"]["state"].as_str().unwrap().to_owned(),
        |kind| kind.rsplit(':').next().unwrap().to_owned(),
    );
    format!("{} {word}", reply.status.as_u16())
}

/// A budget of an account that was added at the tests' beginning, with so many of its clears spent.
pub(crate) fn budget(limit: i64, spent: i64) -> Value {
    json!({
        "limit": limit, "spent": spent, "left": limit - spent, "unknown": 0, "elsewhere": 0, "at_most": true,
        "period": "month", "counted_from": "2026-03-14T01:30:00Z", "resets_at": "2026-03-31T16:00:00Z",
    })
}

/// The mall with two interfaces, read once.
pub(crate) async fn mall(clears: ClearSettings) -> TestApp {
    let app = TestApp::with_clears(clears).await;
    app.add("商城小程序", MALL_APPID, "mini-program", SECRET, &[PHONE.into(), CHECK.into()]).await;
    app.desk.sample_all(&tester(), None).await.unwrap();
    app
}

/// The main part of a page, as it is read, what is escaped left so.
pub(crate) fn words(html: &str) -> String {
    let main = html.split_once("<main").map_or(html, |(_, main)| main);
    let tags = main.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let text = tags.collect::<Vec<_>>().join(" ");
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("&#x27;", "'").replace("&amp;", "&")
}

/// A page as somebody is shown it.
pub(crate) async fn shown(app: &TestApp, role: Role, path: &str) -> Reply {
    let cookie = app.sign_in(role).await;
    app.ask(Ask::get(path).session(&format!("lang=en; {cookie}"))).await
}

/// The main part of it, as it is read.
pub(crate) async fn read(app: &TestApp, role: Role, path: &str) -> String {
    words(&shown(app, role, path).await.body)
}

/// Sends a form as somebody: where that leads, and what is read there.
pub(crate) async fn send(app: &TestApp, role: Role, form: &str, fields: &[(&str, &str)]) -> (String, String) {
    let cookie = app.sign_in(role).await;
    let post = Ask::post(&format!("/form/clears/{form}")).session(&format!("lang=en; {cookie}"));
    let reply = app.ask(post.form(fields)).await;
    assert_eq!(reply.status, StatusCode::FOUND, "{}", reply.body);
    let to = reply.headers[header::LOCATION].to_str().unwrap().to_owned();
    assert!(to.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/#".contains(&byte)), "no text in {to}");
    let read = read(app, role, to.split('#').next().unwrap()).await;
    (to, read)
}
