//! Business calls: they count, and end at their limits.

use axum::http::Method;
use serde_json::json;

use super::{Bench, MINI, PHONE, SERVICE, code, text};
use crate::platform::InterfaceChange;

#[test]
fn a_path_counts_by_any_method_until_the_day_is_spent() {
    let mut it = Bench::new();
    let token = it.token(MINI);
    assert_eq!(code(&it.call(&token, PHONE, json!({"code": "x"}))), 0);
    it.send(Method::GET, &format!("{PHONE}?access_token={token}"), "");
    assert_eq!(it.used(&token, PHONE), 2);
    it.platform.consume(MINI, PHONE, 98).unwrap();
    let spent = it.call(&token, PHONE, json!({}));
    assert_eq!(code(&spent), 45009);
    assert!(text(&spent).contains("getStableAccessToken"), "the misleading hint is on this one");
    assert_eq!(it.used(&token, PHONE), 100, "a refused call does not count");
    let plain = it.call(&token, "/wxa/img_sec_check", json!({}));
    assert_eq!(plain.to_string(), r#"{"errcode":0,"errmsg":"ok"}"#);
    assert_eq!(it.used(&token, "/wxa/img_sec_check"), 1);
}

#[test]
fn a_spent_day_reads_plainly_elsewhere() {
    let mut it = Bench::new();
    let token = it.token(SERVICE);
    it.platform.consume(SERVICE, "/cgi-bin/user/get", 500).unwrap();
    let spent = it.get(&format!("/cgi-bin/user/get?access_token={token}"));
    assert_eq!((code(&spent), text(&spent).as_str()), (45009, "reach max api daily quota limit"));
}

#[test]
fn a_minute_is_spent_before_the_day() {
    let mut it = Bench::new();
    let token = it.token(MINI);
    let change = InterfaceChange { minute_limit: Some(1), daily_limit: Some(1), ..InterfaceChange::default() };
    it.platform.change_interface(MINI, PHONE, &change).unwrap();
    assert_eq!(code(&it.call(&token, PHONE, json!({}))), 0);
    let slower = it.call(&token, PHONE, json!({}));
    assert_eq!(code(&slower), 45011);
    assert_eq!(text(&slower), "api minute-quota reach limit, must slower, retry next minute");
    it.advance(60);
    assert_eq!(code(&it.call(&token, PHONE, json!({}))), 45009);
}

#[test]
fn what_an_account_does_not_have_is_unauthorized() {
    let mut it = Bench::new();
    let token = it.token(MINI);
    let foreign = it.call(&token, "/cgi-bin/qrcode/create", json!({}));
    assert_eq!((code(&foreign), text(&foreign).as_str()), (48001, "api unauthorized"));
    let change = InterfaceChange { granted: Some(false), ..InterfaceChange::default() };
    it.platform.change_interface(MINI, PHONE, &change).unwrap();
    assert_eq!(code(&it.call(&token, PHONE, json!({}))), 48001);
}

#[test]
fn consumption_goes_up_to_the_limit() {
    let mut it = Bench::new();
    assert_eq!(it.platform.consume(MINI, PHONE, 250).unwrap().used, 100);
    let raise = InterfaceChange { daily_limit: Some(150), ..InterfaceChange::default() };
    it.platform.change_interface(MINI, PHONE, &raise).unwrap();
    assert_eq!(it.platform.consume(MINI, PHONE, 0).unwrap().remain, 50);
    assert!(it.platform.consume("wx9", PHONE, 1).is_err());
    assert!(it.platform.consume(MINI, "/sandbox/clock", 1).is_err());
}
