//! The small endpoints on addresses.

use serde_json::json;

use super::{Bench, MINI, code};
use crate::platform::AccountChange;

#[test]
fn the_ip_lists_are_lists_without_errcode() {
    let mut it = Bench::new();
    let token = it.token(MINI);
    let domain = it.get(&format!("/cgi-bin/get_api_domain_ip?access_token={token}"));
    assert_eq!(domain, json!({"ip_list": ["101.89.47.18", "101.91.34.103"]}));
    let callback = it.get(&format!("/cgi-bin/getcallbackip?access_token={token}"));
    assert_eq!(callback["ip_list"][0], "106.55.206.146");
    assert_eq!(code(&it.get("/cgi-bin/getcallbackip?access_token=80_x")), 40001);
}

#[test]
fn the_callback_check_wants_a_url_an_action_and_an_operator() {
    const PATH: &str = "/cgi-bin/callback/check";
    let mut it = Bench::new();
    let token = it.token(MINI);
    let good = json!({"action": "all", "check_operator": "DEFAULT"});
    assert_eq!(code(&it.call(&token, PATH, good.clone())), 40201);
    it.platform.change_account(MINI, AccountChange { callback_url: Some(true), ..AccountChange::default() }).unwrap();
    assert_eq!(code(&it.call(&token, PATH, json!({"action": "x", "check_operator": "DEFAULT"}))), 40202);
    assert_eq!(code(&it.call(&token, PATH, json!({"action": "all", "check_operator": false}))), 40203);
    let reply = it.call(&token, PATH, good);
    assert_eq!(reply["dns"], json!([{"ip": "111.161.64.40", "real_operator": "UNICOM"}]));
    assert_eq!(reply["ping"][0]["package_loss"], "0%");
    assert!(it.call(&token, PATH, json!({"action": "dns", "check_operator": "CAP"})).get("ping").is_none());
}
