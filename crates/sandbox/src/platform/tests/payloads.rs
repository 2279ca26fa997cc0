//! What business calls answer, and what they refuse.

use axum::http::Method;
use serde_json::{Value, json};

use super::{Bench, MINI, PHONE, PLATFORM, SECRET, SERVICE, code, text};
use crate::platform::Payload;

fn get(it: &mut Bench, token: &str, path: &str) -> Value {
    let mark = if path.contains('?') { '&' } else { '?' };
    it.get(&format!("{path}{mark}access_token={token}"))
}

#[test]
fn a_path_that_wechat_does_not_have_is_an_invalid_url_and_counts_nothing() {
    let mut it = Bench::new();
    let token = it.token(MINI);
    for path in ["/brand/new/thing", "/cgi-bin/user/get/", "/CGI-BIN/user/get", "/cgi-bin", "/", "/sns/brand/new"] {
        let unknown = it.call(&token, path, json!({}));
        assert_eq!(code(&unknown), 40066, "{path}");
        assert!(text(&unknown).starts_with("invalid url"), "{unknown}");
        assert_eq!(code(&it.get(path)), 40066, "{path}: before the token");
    }
    it.platform.consume(MINI, "/brand/new/thing", 1).unwrap();
    assert_eq!(code(&it.call(&token, "/brand/new/thing", json!({}))), 0, "one that was configured is there");
}

#[test]
fn a_login_code_is_never_good_whatever_is_sent_beside_it() {
    let mut it = Bench::new();
    let token = it.token(MINI);
    let login = format!("/sns/jscode2session?appid={MINI}&secret={SECRET}");
    for (path, errcode) in [
        (format!("{login}&js_code=x&access_token={token}"), 40029),
        (format!("{login}&js_code=x"), 40029),
        (format!("{login}&access_token={token}"), 41008),
        (format!("/sns/jscode2session?access_token={token}"), 41002),
        (format!("/sns/jscode2session?appid={MINI}&js_code=x"), 41004),
        (format!("/sns/jscode2session?appid={MINI}&secret=0&js_code=x"), 40125),
        (format!("/sns/oauth2/access_token?appid={SERVICE}&secret={SECRET}&code=x"), 40029),
        (format!("/sns/oauth2/access_token?appid={SERVICE}&secret={SECRET}"), 41008),
        (format!("/sns/oauth2/refresh_token?appid={SERVICE}&refresh_token=x"), 40030),
        (format!("/sns/oauth2/refresh_token?appid={SERVICE}"), 41003),
        (format!("/sns/userinfo?access_token={token}&openid=x"), 40001),
        ("/sns/auth".to_owned(), 41001),
    ] {
        assert_eq!(code(&it.get(&path)), errcode, "{path}");
    }
    let component = it.component_token();
    let login = format!("/sns/component/jscode2session?appid={MINI}&js_code=x&component_appid={PLATFORM}");
    assert_eq!(code(&it.get(&format!("{login}&component_access_token={component}"))), 40029);
}

#[test]
fn official_accounts_get_what_sdks_read() {
    let mut it = Bench::new();
    let token = it.token(SERVICE);
    let ticket = get(&mut it, &token, "/cgi-bin/ticket/getticket?type=jsapi");
    assert_eq!((&ticket["errmsg"], &ticket["expires_in"]), (&json!("ok"), &json!(7200)));
    assert_eq!(ticket["ticket"].as_str().unwrap().len(), 64);
    let followers = get(&mut it, &token, "/cgi-bin/user/get");
    assert_eq!(followers["data"]["openid"].as_array().unwrap().len(), 3);
    let next = followers["next_openid"].as_str().unwrap();
    let rest = get(&mut it, &token, &format!("/cgi-bin/user/get?next_openid={next}"));
    assert_eq!(rest, json!({"total": 3, "count": 0, "next_openid": ""}), "where SDKs stop");
    assert_eq!(get(&mut it, &token, "/cgi-bin/user/get?next_openid="), followers, "an empty one is none");
    assert_eq!(get(&mut it, &token, "/cgi-bin/user/info?openid=oX1")["openid"], "oX1");
    let cube = json!({"begin_date": "2026-03-12", "end_date": "2026-03-13"});
    for cgi_path in ["getusersummary", "getarticletotal", "getupstreammsgweek", "getinterfacesummary"] {
        let reply = it.call(&token, &format!("/datacube/{cgi_path}"), cube.clone());
        assert_eq!(reply["list"][0]["ref_date"], "2026-03-12", "{cgi_path}");
    }
    let uploaded = it.call(&token, "/cgi-bin/media/upload", json!({}));
    assert_eq!((&uploaded["type"], uploaded["media_id"].is_string()), (&json!("image"), true));
    assert_eq!(uploaded["created_at"], it.platform.clock.now_ms() / 1000);
    let voice = it.post(&format!("/cgi-bin/media/upload?access_token={token}&type=voice"), json!({}));
    assert_eq!(voice["type"], "voice");
    let tag = it.call(&token, "/cgi-bin/tags/create", json!({"tag": {"name": "$text \"quoted\""}}));
    assert_eq!(tag["tag"]["name"], "$text \"quoted\"", "as it was sent");
    let sent = it.call(&token, "/cgi-bin/message/template/send", json!({"touser": "o"}));
    assert!(sent["errcode"] == 0 && sent["errmsg"] == "ok" && sent["msgid"].is_u64(), "{sent}");
}

#[test]
fn mini_programs_get_what_sdks_read() {
    let mut it = Bench::new();
    let token = it.token(MINI);
    assert_eq!(it.call(&token, PHONE, json!({"code": "x"}))["phone_info"]["watermark"]["appid"], MINI);
    assert_eq!(it.call(&token, "/wxa/msg_sec_check", json!({}))["result"]["suggest"], "pass");
    assert!(it.call(&token, "/wxa/generate_urllink", json!({}))["url_link"].is_string());
    for path in ["/wxa/getwxacodeunlimit", "/cgi-bin/wxaapp/createwxaqrcode"] {
        let answer = it.answer(Method::POST, &format!("{path}?access_token={token}"), "{}");
        assert!(matches!(answer, Payload::Jpeg(_)), "{path}");
    }
    let refused = it.answer(Method::POST, "/wxa/getwxacodeunlimit", "{}");
    assert!(matches!(refused, Payload::Json(_)), "an error is JSON as everywhere");
}

#[test]
fn a_platform_gets_tokens_of_the_accounts_that_authorised_it() {
    let mut it = Bench::new();
    let component = it.component_token();
    let mut call = |name: &str, body: Value| {
        let mut whole = json!({"component_appid": PLATFORM});
        whole.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
        let url = format!("/cgi-bin/component/{name}?component_access_token={component}");
        it.post(&url, whole)
    };
    let code_of_page = call("api_create_preauthcode", json!({}));
    assert!(code_of_page["pre_auth_code"].as_str().unwrap().starts_with("preauthcode@@@"), "{code_of_page}");
    assert_eq!(code_of_page["expires_in"], 1800);
    let refreshed = json!({"authorizer_appid": MINI, "authorizer_refresh_token": "refreshtoken@@@x"});
    let token = call("api_authorizer_token", refreshed);
    assert_eq!((&token["expires_in"], &token["authorizer_refresh_token"]), (&json!(7200), &json!("refreshtoken@@@x")));
    let info = call("api_query_auth", json!({"authorization_code": "queryauthcode@@@x"}));
    assert_eq!(info["authorization_info"]["authorizer_appid"], MINI);
    assert!(info["authorization_info"]["func_info"].is_array());
    assert_eq!(
        call("api_get_authorizer_info", json!({"authorizer_appid": MINI}))["authorizer_info"]["nick_name"],
        "mini"
    );
    assert_eq!(call("api_get_authorizer_list", json!({"offset": 0, "count": 9}))["total_count"], 1);
    assert_eq!(code(&call("api_query_auth", json!({"authorization_code": "x"}))), 61010);
    assert_eq!(code(&call("api_authorizer_token", json!({"authorizer_appid": MINI}))), 61023);
    let foreign = json!({"authorizer_appid": SERVICE, "authorizer_refresh_token": "r"});
    assert_eq!(code(&call("api_authorizer_token", foreign)), 61003);
    let token = token["authorizer_access_token"].as_str().unwrap().to_owned();
    assert_eq!(it.used(&token, PHONE), 0, "the account's own quota");
    let by_account = it.token(MINI);
    let body = json!({"component_appid": PLATFORM});
    assert_eq!(code(&it.call(&by_account, "/cgi-bin/component/api_create_preauthcode", body)), 61014);
}
