//! Looking rids up.

use serde_json::{Value, json};

use super::{Bench, MINI, PHONE, SECRET, SERVICE, code, rid, text};
use crate::platform::PlantedCall;

const RID_GET: &str = "/cgi-bin/openapi/rid/get";

fn look_up(it: &mut Bench, appid: &str, rid: &str) -> Value {
    let token = it.token(appid);
    it.call(&token, RID_GET, json!({"rid": rid}))
}

/// A failed call of the mini program, and its rid.
fn failed(it: &mut Bench) -> (Value, String) {
    let token = it.token(MINI);
    let reply = it.quota(&token, "/no/such");
    let rid = rid(&reply);
    (reply, rid)
}

#[test]
fn a_rid_tells_of_the_call_that_failed() {
    let mut it = Bench::new();
    let (reply, rid) = failed(&mut it);
    assert!(rid.starts_with(&format!("{:08x}-", 1_773_468_000)), "{rid}: 2026-03-14 14:00 in Beijing");
    let token = it.token(MINI);
    let found = look_up(&mut it, MINI, &rid);
    let request = &found["request"];
    assert_eq!((code(&found), found["errmsg"].as_str()), (0, Some("ok")));
    assert_eq!(request["invoke_time"], 1_773_468_000);
    assert!(request["cost_in_ms"].as_u64().unwrap() > 0);
    assert_eq!(request["request_url"], format!("access_token={token}"), "no host, no path");
    assert_eq!(request["request_body"], r#"{"cgi_path":"/no/such"}"#);
    assert_eq!(serde_json::from_str::<Value>(request["response_body"].as_str().unwrap()).unwrap(), reply);
    assert_eq!(request["client_ip"], "127.0.0.1");
}

#[test]
fn each_reason_not_to_find_one_has_its_code() {
    let mut it = Bench::new();
    let (_, mine) = failed(&mut it);
    for bad in ["", "nonsense", &mine.to_uppercase(), &mine[..25]] {
        let reply = look_up(&mut it, MINI, bad);
        assert_eq!((code(&reply), text(&reply).as_str()), (76002, "rid is error"), "{bad}");
    }
    let token = it.token(MINI);
    assert_eq!(code(&it.call(&token, RID_GET, json!({}))), 76002);
    let unknown = look_up(&mut it, MINI, &format!("{}-00000001-00000002", &mine[..8]));
    assert_eq!((code(&unknown), text(&unknown).as_str()), (76001, "rid not found, please check"));
    let other = look_up(&mut it, SERVICE, &mine);
    assert_eq!((code(&other), text(&other).as_str()), (76003, "could not query this rid,no permission"));
    let nobodys = rid(&it.quota("80_x", PHONE));
    assert_eq!(code(&look_up(&mut it, MINI, &nobodys)), 76001, "its token is nobody's");
}

#[test]
fn a_rid_lives_for_seven_days() {
    let mut it = Bench::new();
    let (_, mine) = failed(&mut it);
    it.advance(7 * 86_400);
    assert_eq!(code(&look_up(&mut it, MINI, &mine)), 0);
    it.advance(1);
    let expired = look_up(&mut it, MINI, &mine);
    assert_eq!((code(&expired), text(&expired).as_str()), (76004, "rid time is error"));
    it.platform.change_settings(json!({"expired_rid_is_76001": true})).unwrap();
    assert_eq!(code(&look_up(&mut it, MINI, &mine)), 76001);
}

#[test]
fn a_rid_of_a_login_is_not_found() {
    let mut it = Bench::new();
    let login = it.get(&format!("/sns/jscode2session?appid={MINI}&secret={SECRET}&js_code=x"));
    let login = rid(&login);
    assert_eq!(code(&look_up(&mut it, MINI, &login)), 76001);
    it.platform.change_settings(json!({"sns_rid_is_76022": true})).unwrap();
    assert_eq!(code(&look_up(&mut it, MINI, &login)), 76022);
}

#[test]
fn a_fresh_rid_may_take_a_moment() {
    let mut it = Bench::new();
    it.platform.change_settings(json!({"rid_shows_after_s": 5})).unwrap();
    let (_, mine) = failed(&mut it);
    assert_eq!(code(&look_up(&mut it, MINI, &mine)), 76001);
    it.advance(5);
    assert_eq!(code(&look_up(&mut it, MINI, &mine)), 0);
}

#[test]
fn a_planted_call_is_found() {
    let mut it = Bench::new();
    let call = json!({"appid": MINI, "path": PHONE, "query": "access_token=x", "request_body": "{}", "errcode": 45009});
    let rid = it.platform.plant(serde_json::from_value::<PlantedCall>(call).unwrap()).unwrap();
    let found = look_up(&mut it, MINI, &rid);
    let answered: Value = serde_json::from_str(found["request"]["response_body"].as_str().unwrap()).unwrap();
    assert_eq!(answered["errmsg"], format!("reach max api daily quota limit rid: {rid}"));
}
