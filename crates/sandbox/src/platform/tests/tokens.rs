//! The two token endpoints.

use serde_json::json;

use super::{Bench, MINI, PHONE, PLATFORM, SECRET, SERVICE, code};

fn plain(it: &mut Bench) -> String {
    let reply = it.get(&format!("/cgi-bin/token?grant_type=client_credential&appid={SERVICE}&secret={SECRET}"));
    assert_eq!(reply["expires_in"], 7200);
    assert!(reply.get("errcode").is_none(), "success carries no errcode");
    reply["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn each_plain_token_supersedes_the_one_before_after_five_minutes() {
    let mut it = Bench::new();
    let old = plain(&mut it);
    let new = plain(&mut it);
    assert_ne!(old, new);
    it.advance(299);
    assert_eq!(code(&it.quota(&old, "/cgi-bin/menu/get")), 0);
    it.advance(1);
    assert_eq!(code(&it.quota(&old, "/cgi-bin/menu/get")), 40001);
    assert_eq!(code(&it.quota(&new, "/cgi-bin/menu/get")), 0);
}

#[test]
fn the_stable_token_stays_and_its_remaining_time_falls() {
    let mut it = Bench::new();
    let first = it.stable(MINI, false);
    it.advance(6855);
    let again = it.stable(MINI, false);
    assert_eq!(again, json!({"access_token": first["access_token"], "expires_in": 345}));
    it.advance(45);
    let renewed = it.stable(MINI, false);
    assert_ne!(renewed["access_token"], first["access_token"]);
    assert_eq!(renewed["expires_in"], 7200);
    let outgoing = first["access_token"].as_str().unwrap();
    it.advance(299);
    assert_eq!(code(&it.quota(outgoing, PHONE)), 0, "valid to its natural end");
    it.advance(1);
    assert_eq!(code(&it.quota(outgoing, PHONE)), 42001);
}

#[test]
fn the_two_endpoints_do_not_know_of_each_other() {
    let mut it = Bench::new();
    let stable = it.token(SERVICE);
    let plain = plain(&mut it);
    it.stable(SERVICE, true);
    it.advance(600);
    assert_eq!(code(&it.quota(&plain, "/cgi-bin/menu/get")), 0);
    assert_eq!(code(&it.quota(&stable, "/cgi-bin/menu/get")), 40001, "forced out");
}

#[test]
fn forced_refreshes_are_thirty_seconds_apart_and_twenty_a_day() {
    let mut it = Bench::new();
    for refresh in 0..20 {
        assert_eq!(code(&it.stable(MINI, true)), 0, "{refresh}");
        let kept = it.token(MINI);
        it.advance(29);
        assert_eq!(code(&it.stable(MINI, true)), 45011);
        assert_eq!(code(&it.quota(&kept, PHONE)), 0, "a refused refresh kills nothing");
        it.advance(1);
    }
    assert_eq!(code(&it.stable(MINI, true)), 45009);
    assert_eq!(code(&it.stable(MINI, false)), 0);
    it.set_clock("2026-03-15T00:00:00+08:00");
    assert_eq!(code(&it.stable(MINI, true)), 0, "a new day");
}

#[test]
fn an_early_forced_refresh_may_give_the_same_token() {
    let mut it = Bench::new();
    it.platform.change_settings(json!({"early_force_gives_same_token": true})).unwrap();
    let first = it.stable(MINI, true);
    it.advance(29);
    let again = it.stable(MINI, true);
    assert_eq!((&again["access_token"], &again["expires_in"]), (&first["access_token"], &json!(7_171)));
    it.advance(1);
    assert_ne!(it.stable(MINI, true)["access_token"], first["access_token"]);
}

#[test]
fn a_minute_has_room_for_so_many_stable_tokens() {
    let mut it = Bench::new();
    it.platform.change_settings(json!({"stable_tokens_a_minute": 3})).unwrap();
    let codes: Vec<i64> = (0..4).map(|_| code(&it.stable(MINI, false))).collect();
    assert_eq!(codes, [0, 0, 0, 45011]);
    it.advance(60);
    assert_eq!(code(&it.stable(MINI, false)), 0);
}

#[test]
fn a_platform_has_a_token_of_its_own_kind() {
    let mut it = Bench::new();
    assert_eq!(code(&it.stable(PLATFORM, false)), 61024);
    let token = it.component_token();
    assert_eq!(code(&it.quota(&token, "/wxa/gettemplatedraftlist")), 0);
    let mini = it.token(MINI);
    assert_eq!(code(&it.quota(&mini, "/wxa/gettemplatedraftlist")), 76022);
}
