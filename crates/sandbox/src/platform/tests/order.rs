//! The order of checks, and the words of each refusal.

use axum::http::Method;
use serde_json::json;

use super::{Bench, MINI, PHONE, SECRET, SERVICE, code, text};
use crate::config::AccountState;
use crate::platform::{AccountChange, InterfaceChange};

const QUOTA_GET: &str = "/cgi-bin/openapi/quota/get";
const HINTED: &str = "invalid credential, access_token is invalid or not latest, could get access_token by \
                      getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r";

fn in_state(state: AccountState) -> AccountChange {
    AccountChange { state: Some(state), ..AccountChange::default() }
}

/// Each step mends the first thing wrong; what was wrong behind it comes to light.
#[test]
fn a_call_with_a_token_is_checked_in_this_order() {
    let mut it = Bench::new();
    let token = it.token(MINI);
    it.platform.change_account(MINI, in_state(AccountState::Frozen)).unwrap();
    let minute =
        |limit| InterfaceChange { minute_limit: Some(limit), daily_limit: Some(1), ..InterfaceChange::default() };
    it.platform.change_interface(MINI, QUOTA_GET, &minute(0)).unwrap();

    let missing = it.send(Method::GET, QUOTA_GET, "");
    assert_eq!((code(&missing), text(&missing).as_str()), (41001, "access_token missing"));
    let in_body = it.post(QUOTA_GET, json!({"access_token": token, "cgi_path": PHONE}));
    assert_eq!(code(&in_body), 41001, "a token in the body is none");
    let unknown = it.send(Method::GET, &format!("{QUOTA_GET}?access_token=80_x"), "");
    assert_eq!((code(&unknown), text(&unknown).as_str()), (40001, HINTED));

    let url = format!("{QUOTA_GET}?access_token={token}");
    let by_get = it.send(Method::GET, &url, "");
    assert_eq!((code(&by_get), text(&by_get).as_str()), (43002, "require POST method"));
    assert_eq!(code(&it.send(Method::POST, &url, "")), 44002);
    for bad in ["cgi_path=/x", "[]", "\"{}\"", "{"] {
        assert_eq!(code(&it.send(Method::POST, &url, bad)), 47001, "{bad}");
    }
    assert_eq!(code(&it.quota(&token, "/nonsense")), 50002);
    it.platform.change_account(MINI, in_state(AccountState::Banned)).unwrap();
    assert_eq!(code(&it.quota(&token, "/nonsense")), 48004);
    it.platform.change_account(MINI, in_state(AccountState::Normal)).unwrap();
    assert_eq!(code(&it.quota(&token, "/nonsense")), 45011);
    it.platform.change_interface(MINI, QUOTA_GET, &minute(10)).unwrap();
    assert_eq!(code(&it.quota(&token, "/nonsense")), 76021, "the one call of the day");
    let starved = it.quota(&token, "/nonsense");
    assert_eq!((code(&starved), text(&starved).as_str()), (44993, "reach max api day frequence limit"));
}

#[test]
fn an_expired_token_is_told_from_a_superseded_one() {
    let mut it = Bench::new();
    let token = it.token(MINI);
    it.advance(7200);
    let expired = it.quota(&token, PHONE);
    assert_eq!((code(&expired), text(&expired).as_str()), (42001, "access_token expired"));
    let token = it.token(MINI);
    it.platform.revoke_tokens(MINI).unwrap();
    assert_eq!(code(&it.quota(&token, PHONE)), 40001);
}

#[test]
fn a_token_endpoint_is_checked_in_this_order() {
    let mut it = Bench::new();
    let limit = InterfaceChange { daily_limit: Some(0), ..InterfaceChange::default() };
    it.platform.change_interface(SERVICE, "/cgi-bin/token", &limit).unwrap();
    let fenced =
        AccountChange { ip_allowed: Some(vec![[192, 0, 2, 1].into()]), ..in_state(AccountState::SecretFrozen) };
    it.platform.change_account(SERVICE, fenced).unwrap();
    let wrong = "ffffffffffffffffffffffffffffffff";

    assert_eq!(code(&it.send(Method::POST, "/cgi-bin/token", "")), 43001);
    assert_eq!(code(&it.get("/cgi-bin/token")), 41002);
    let unknown = it.get("/cgi-bin/token?appid=wxffffffffffffffff");
    assert_eq!((code(&unknown), text(&unknown).as_str()), (40013, "invalid appid"), "before grant_type and secret");
    assert_eq!(code(&it.get(&format!("/cgi-bin/token?appid={SERVICE}"))), 41004);
    let url = format!("/cgi-bin/token?appid={SERVICE}&secret={wrong}");
    assert_eq!(code(&it.get(&url)), 40002);
    let url = format!("{url}&grant_type=client_credential");
    let frozen = it.get(&url);
    assert_eq!((code(&frozen), text(&frozen).as_str()), (40243, "AppSecret已被冻结，请解冻后再次调用。"));
    it.platform.change_account(SERVICE, in_state(AccountState::Normal)).unwrap();
    let refused = it.get(&url);
    assert_eq!((code(&refused), text(&refused).as_str()), (40125, "invalid appsecret"));
    let url = url.replace(wrong, SECRET);
    let fenced = it.get(&url);
    assert_eq!(code(&fenced), 40164);
    assert_eq!(text(&fenced), "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist");
    it.platform.change_account(SERVICE, AccountChange { any_ip: true, ..AccountChange::default() }).unwrap();
    let spent = it.get(&url);
    assert_eq!(code(&spent), 45009);
    assert!(text(&spent).starts_with("reach max api daily quota limit, could get access_token by"), "{spent}");
}

#[test]
fn sns_words_its_errors_with_a_comma_and_without_the_hint() {
    let mut it = Bench::new();
    let bad = it.get("/sns/userinfo?access_token=80_x");
    assert_eq!(text(&bad), "invalid credential, access_token is invalid or not latest,");
    let unknown = it.get("/sns/jscode2session?appid=wxffffffffffffffff&secret=x&js_code=y");
    assert_eq!((code(&unknown), text(&unknown).as_str()), (40013, "invalid appid,"));
    let code_wrong = it.get(&format!("/sns/jscode2session?appid={MINI}&secret={SECRET}&js_code=y"));
    assert_eq!((code(&code_wrong), text(&code_wrong).as_str()), (40029, "invalid code,"));
}

#[test]
fn the_states_of_an_account_show_where_they_should() {
    let mut it = Bench::new();
    let token = it.token(MINI);
    for (state, for_tokens, for_calls) in [
        (AccountState::SecretFrozen, 40243, 0),
        (AccountState::Frozen, 50007, 50002),
        (AccountState::TokenForbidden, 50004, 0),
        (AccountState::Banned, 0, 48004),
        (AccountState::Unauthorized, 0, 48001),
    ] {
        it.platform.change_account(MINI, in_state(state)).unwrap();
        assert_eq!(code(&it.stable(MINI, false)), for_tokens, "{state:?}");
        assert_eq!(code(&it.call(&token, PHONE, json!({}))), for_calls, "{state:?}");
    }
}
