//! What each clear does, and what it costs.

use axum::http::Method;
use serde_json::json;

use super::{Bench, MINI, PHONE, PLATFORM, SECRET, SERVICE, code, text};
use crate::platform::{CommandError, InterfaceChange};
use crate::settings::{ClearForm, Settings};

const OK: &str = r#"{"errcode":0,"errmsg":"ok"}"#;
const OTHER: &str = "/wxa/msg_sec_check";
const V2: &str = "/cgi-bin/clear_quota/v2";

fn clear_all(it: &mut Bench) -> i64 {
    let token = it.token(MINI);
    code(&it.call(&token, "/cgi-bin/clear_quota", json!({"appid": MINI})))
}

fn clear_one(it: &mut Bench, path: &str) -> i64 {
    let token = it.token(MINI);
    code(&it.call(&token, "/cgi-bin/openapi/quota/clear", json!({"cgi_path": path})))
}

fn used(it: &mut Bench, path: &str) -> u64 {
    let token = it.token(MINI);
    it.used(&token, path)
}

fn fill(it: &mut Bench) {
    it.platform.consume(MINI, PHONE, 80).unwrap();
    it.platform.consume(MINI, OTHER, 50).unwrap();
}

#[test]
fn an_account_wide_clear_gives_all_calls_back() {
    let mut it = Bench::new();
    fill(&mut it);
    let token = it.token(MINI);
    let reply = it.call(&token, "/cgi-bin/clear_quota", json!({"appid": MINI}));
    assert_eq!(reply.to_string(), OK);
    assert_eq!((used(&mut it, PHONE), used(&mut it, OTHER)), (0, 0));
    let counts = it.platform.counts();
    assert_eq!(counts.clears.len(), 1);
    assert!(counts.clears[0].given_back >= 130);
}

#[test]
fn the_appid_must_be_there_and_the_tokens_own() {
    let mut it = Bench::new();
    let token = it.token(MINI);
    let missing = it.call(&token, "/cgi-bin/clear_quota", json!({}));
    assert_eq!((code(&missing), text(&missing).as_str()), (41002, "appid missing"));
    assert_eq!(code(&it.call(&token, "/cgi-bin/clear_quota", json!({"appid": SERVICE}))), 40013);
    let bogus = it.call("80_x", "/cgi-bin/clear_quota", json!({"appid": "bogus"}));
    assert_eq!(code(&bogus), 40001, "the token comes first");
    assert!(it.platform.counts().clears.is_empty());
}

#[test]
fn ten_a_month_however_they_are_made() {
    let mut it = Bench::new();
    let by_secret = format!("{V2}?appid={MINI}&appsecret={SECRET}");
    for _ in 0..4 {
        assert_eq!(clear_all(&mut it), 0);
    }
    for _ in 0..3 {
        assert_eq!(code(&it.send(Method::POST, &by_secret, "")), 0);
    }
    it.platform.clear_elsewhere(MINI, None).unwrap();
    let component = json!({"component_appid": PLATFORM, "appsecret": SECRET, "appid": MINI});
    assert_eq!(code(&it.post("/cgi-bin/component/clear_quota/v2", component.clone())), 0);
    assert_eq!(clear_all(&mut it), 0);

    it.platform.consume(MINI, PHONE, 5).unwrap();
    let token = it.token(MINI);
    let spent = it.call(&token, "/cgi-bin/clear_quota", json!({"appid": MINI}));
    assert_eq!((code(&spent), text(&spent).as_str()), (48006, "forbid to clear quota because of reaching the limit"));
    assert_eq!(code(&it.send(Method::POST, &by_secret, "")), 48006);
    assert_eq!(code(&it.post("/cgi-bin/component/clear_quota/v2", component)), 48006);
    assert!(matches!(it.platform.clear_elsewhere(MINI, None), Err(CommandError::NoClearLeft)));
    assert_eq!(used(&mut it, PHONE), 5, "nothing was cleared");
    assert_eq!(it.platform.counts().clears.len(), 10);
    assert_eq!(clear_one(&mut it, PHONE), 0, "another number");

    it.set_clock("2026-03-31T23:59:59+08:00");
    assert_eq!(clear_all(&mut it), 48006);
    it.set_clock("2026-04-01T00:00:00+08:00");
    assert_eq!(clear_all(&mut it), 0);
}

#[test]
fn one_interface_out_of_fifty_a_month() {
    let mut it = Bench::new();
    fill(&mut it);
    assert_eq!(clear_one(&mut it, PHONE), 0);
    assert_eq!((used(&mut it, PHONE), used(&mut it, OTHER)), (0, 50));
    for bad in ["", "wxa/msg_sec_check", "/no/such"] {
        assert_eq!(clear_one(&mut it, bad), 76021, "{bad}");
    }
    assert_eq!(clear_one(&mut it, "/sns/jscode2session"), 76022);
    assert_eq!(clear_one(&mut it, "/cgi-bin/qrcode/create"), 76022);
    for _ in 0..49 {
        assert_eq!(clear_one(&mut it, PHONE), 0);
    }
    assert_eq!(clear_one(&mut it, PHONE), 48006);
    assert_eq!(clear_all(&mut it), 0, "another number");
    it.set_clock("2026-03-15T00:00:00+08:00");
    assert_eq!(clear_one(&mut it, PHONE), 48006, "a new day is not a new month");
    it.platform.change_settings(json!({"interface_clears_period": "day"})).unwrap();
    assert_eq!(clear_one(&mut it, PHONE), 0, "unless it is counted by the day");
    it.set_clock("2026-04-01T00:00:00+08:00");
    it.platform.change_settings(json!({"interface_clears_period": "month"})).unwrap();
    assert_eq!(clear_one(&mut it, PHONE), 0);
}

#[test]
fn by_secret_in_query_or_body_the_query_winning() {
    let body = json!({"appid": MINI, "appsecret": SECRET});
    let query = format!("{V2}?appid={MINI}&appsecret={SECRET}");
    let run = |form: ClearForm| {
        let mut it = Bench::with(Settings { clear_form: form, ..Settings::default() });
        (code(&it.send(Method::POST, &query, "")), code(&it.post(V2, body.clone())))
    };
    assert_eq!(run(ClearForm::Both), (0, 0));
    assert_eq!(run(ClearForm::Query), (0, 41002));
    assert_eq!(run(ClearForm::Body), (41002, 0));

    let mut it = Bench::new();
    assert_eq!(code(&it.post(&format!("{V2}?appid={MINI}&appsecret=wrong"), body.clone())), 40125);
    assert_eq!(code(&it.post(&format!("{V2}?appsecret={SECRET}"), json!({"appid": MINI, "appsecret": "wrong"}))), 0);
    assert_eq!(code(&it.post(V2, json!({}))), 41002);
    let missing = it.post(V2, json!({"appid": MINI}));
    assert_eq!((code(&missing), text(&missing).as_str()), (41004, "appsecret missing"));
    assert_eq!(code(&it.post(V2, json!({"appid": "wxffffffffffffffff", "appsecret": SECRET}))), 40013);
    assert_eq!(code(&it.send(Method::GET, &query, "")), 43002);
    assert_eq!(code(&it.send(Method::POST, V2, "appid=x")), 47001);
}

#[test]
fn by_secret_it_lifts_an_exhausted_token_endpoint() {
    let mut it = Bench::new();
    it.platform.consume(SERVICE, "/cgi-bin/token", 2000).unwrap();
    let url = format!("/cgi-bin/token?grant_type=client_credential&appid={SERVICE}&secret={SECRET}");
    assert_eq!(code(&it.get(&url)), 45009);
    assert_eq!(code(&it.post(V2, json!({"appid": SERVICE, "appsecret": SECRET}))), 0);
    assert_eq!(code(&it.get(&url)), 0);
}

#[test]
fn a_platform_clears_its_own_and_those_who_authorised_it() {
    const PATH: &str = "/cgi-bin/component/clear_quota/v2";
    let mut it = Bench::new();
    assert_eq!(code(&it.post(PATH, json!({"appsecret": SECRET}))), 41018);
    assert_eq!(code(&it.post(PATH, json!({"component_appid": PLATFORM}))), 41004);
    assert_eq!(code(&it.post(PATH, json!({"component_appid": MINI, "appsecret": SECRET}))), 40013);
    assert_eq!(code(&it.post(PATH, json!({"component_appid": PLATFORM, "appsecret": "x"}))), 40125);
    let stranger = json!({"component_appid": PLATFORM, "appsecret": SECRET, "appid": SERVICE});
    assert_eq!(code(&it.post(PATH, stranger)), 61003);
    assert_eq!(code(&it.post(PATH, json!({"component_appid": PLATFORM, "appsecret": SECRET}))), 0);
    let token = it.component_token();
    let legacy = format!("/cgi-bin/component/clear_quota?component_access_token={token}");
    assert_eq!(code(&it.post(&legacy, json!({"component_appid": PLATFORM}))), 0);
    assert_eq!(code(&it.call(&token, "/cgi-bin/clear_quota", json!({"appid": PLATFORM}))), 0);
    assert_eq!(it.platform.counts().clears.len(), 3);
}

#[test]
fn a_clear_may_show_late_or_do_nothing() {
    let mut it = Bench::with(Settings { clear_shows_after_s: 1200, ..Settings::default() });
    fill(&mut it);
    assert_eq!(clear_all(&mut it), 0);
    assert_eq!(used(&mut it, PHONE), 80);
    it.advance(1199);
    assert_eq!(used(&mut it, PHONE), 80);
    it.advance(1);
    assert_eq!(used(&mut it, PHONE), 0);

    it.platform.change_settings(json!({"clear_shows_after_s": 0})).unwrap();
    let stays = InterfaceChange { clear_lifts: Some(false), ..InterfaceChange::default() };
    it.platform.change_interface(MINI, PHONE, &stays).unwrap();
    fill(&mut it);
    assert_eq!(clear_one(&mut it, PHONE), 0);
    assert_eq!(clear_all(&mut it), 0);
    assert_eq!((used(&mut it, PHONE), used(&mut it, OTHER)), (80, 0));
    it.platform.change_settings(json!({"clears_lift": false})).unwrap();
    it.platform.consume(MINI, OTHER, 9).unwrap();
    assert_eq!(clear_all(&mut it), 0);
    assert_eq!(used(&mut it, OTHER), 9);
}

#[test]
fn someone_else_clears_out_of_the_same_numbers() {
    let mut it = Bench::new();
    fill(&mut it);
    let one = it.platform.clear_elsewhere(MINI, Some(PHONE)).unwrap();
    assert_eq!((one.endpoint.as_str(), one.given_back), ("console", 80));
    assert_eq!((used(&mut it, PHONE), used(&mut it, OTHER)), (0, 50));
    it.platform.clear_elsewhere(MINI, None).unwrap();
    assert_eq!(used(&mut it, OTHER), 0);
    let view = it.platform.account_views().remove(0);
    assert_eq!((view.account_clears_spent, view.interface_clears_spent), (1, 1));
}
