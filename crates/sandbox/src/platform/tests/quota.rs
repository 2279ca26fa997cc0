//! Reading quotas.

use serde_json::json;

use super::{Bench, MINI, PHONE, SERVICE, code, text};
use crate::platform::InterfaceChange;
use crate::settings::Settings;

#[test]
fn figures_come_as_wechat_writes_them() {
    let mut it = Bench::new();
    let token = it.token(MINI);
    it.platform.consume(MINI, PHONE, 37).unwrap();
    let plain = json!({"errcode":0,"errmsg":"ok","quota":{"daily_limit":100,"used":37,"remain":63}});
    assert_eq!(it.quota(&token, PHONE), plain);
    let rates =
        InterfaceChange { minute_limit: Some(5000), component_minute_limit: Some(70), ..InterfaceChange::default() };
    it.platform.change_interface(MINI, PHONE, &rates).unwrap();
    let full = it.quota(&token, PHONE);
    assert_eq!(full["rate_limit"], json!({"call_count":5000,"refresh_second":60}));
    assert_eq!(full["component_rate_limit"], json!({"call_count":70,"refresh_second":60}));
}

#[test]
fn a_path_is_matched_exactly_or_not_at_all() {
    let mut it = Bench::new();
    let token = it.token(MINI);
    for bad in [
        "",
        "wxa/business/getuserphonenumber",
        "https://api.weixin.qq.com/wxa/business/getuserphonenumber",
        "/wxa/business/getuserphonenumber?x=1",
        "/wxa/business/getuserphonenumber/",
        " /wxa/business/getuserphonenumber",
        "/WXA/BUSINESS/GETUSERPHONENUMBER",
        "/no/such/path",
    ] {
        let reply = it.quota(&token, bad);
        assert_eq!((code(&reply), text(&reply).as_str()), (76021, "cgi_path not found, please check"), "{bad}");
    }
    assert_eq!(code(&it.call(&token, "/cgi-bin/openapi/quota/get", json!({"cgi_path": 7}))), 76021);
    it.platform.change_settings(json!({"unknown_path_is_76003": true})).unwrap();
    assert_eq!(code(&it.quota(&token, "/no/such/path")), 76003);
}

#[test]
fn paths_of_others_and_of_logins_are_refused() {
    let mut it = Bench::new();
    let token = it.token(MINI);
    for path in ["/sns/jscode2session", "/cgi-bin/qrcode/create"] {
        let reply = it.quota(&token, path);
        assert_eq!(
            (code(&reply), text(&reply).as_str()),
            (76022, "could not use this cgi_path, no permission"),
            "{path}"
        );
    }
    let service = it.token(SERVICE);
    assert_eq!(it.quota(&service, "/cgi-bin/qrcode/create")["quota"]["daily_limit"], 100_000);
}

#[test]
fn no_figure_is_three_zeros() {
    let mut it = Bench::new();
    let token = it.token(MINI);
    let change = InterfaceChange { no_figure: Some(true), ..InterfaceChange::default() };
    it.platform.change_interface(MINI, PHONE, &change).unwrap();
    assert_eq!(it.quota(&token, PHONE)["quota"], json!({"daily_limit":0,"used":0,"remain":0}));
}

#[test]
fn reading_has_a_day_limit_of_its_own_that_no_clear_lifts() {
    let mut it = Bench::with(Settings { quota_get_a_day: 2, ..Settings::default() });
    let token = it.token(MINI);
    assert_eq!(code(&it.quota(&token, PHONE)), 0);
    assert_eq!(code(&it.quota(&token, PHONE)), 0);
    assert_eq!(code(&it.quota(&token, PHONE)), 44993);
    assert_eq!(code(&it.call(&token, "/cgi-bin/clear_quota", json!({"appid": MINI}))), 0);
    assert_eq!(code(&it.quota(&token, PHONE)), 44993);
    it.set_clock("2026-03-15T00:00:00+08:00");
    let token = it.token(MINI);
    assert_eq!(code(&it.quota(&token, PHONE)), 0);
    it.platform.change_settings(json!({"quota_get_a_day": 1})).unwrap();
    assert_eq!(code(&it.quota(&token, PHONE)), 44993);
}

#[test]
fn the_day_turns_at_beijing_midnight() {
    let mut it = Bench::new();
    it.platform.consume(MINI, PHONE, 60).unwrap();
    it.set_clock("2026-03-14T23:59:59.999+08:00");
    let token = it.token(MINI);
    assert_eq!(it.used(&token, PHONE), 60);
    it.set_clock("2026-03-15T00:00:00+08:00");
    assert_eq!(it.used(&token, PHONE), 0);
}
