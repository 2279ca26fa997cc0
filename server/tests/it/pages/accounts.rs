//! The page of an account and the overview, where calls to WeChat fail.

use domain::Role;
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind, MALL_APPID};

use super::signing_in::words;
use crate::support::app::{Ask, TestApp, tester};

const TOKEN: &str = "/cgi-bin/stable_token";
const READ: &str = "/cgi-bin/openapi/quota/get";

async fn page(app: &TestApp, path: &str) -> String {
    words(&app.ask(Ask::get(path).header("accept-language", "en")).await.body)
}

async fn token_state(app: &TestApp, token: &str) -> serde_json::Value {
    let accounts = app.get("/api/v1/accounts", token).await.json();
    let of_mall = accounts["accounts"].as_array().unwrap().iter().find(|account| account["appid"] == MALL_APPID);
    of_mall.unwrap()["token"]["state"].clone()
}

/// A desk with one account whose every call meets this fault.
async fn failing(endpoint: &str, kind: FaultKind) -> TestApp {
    let app = TestApp::new().await;
    let mall = app.sandbox.sandbox.seeded_accounts().into_iter().find(|account| account.appid == MALL_APPID).unwrap();
    app.sandbox.sandbox.add_fault(Fault::on(endpoint, kind));
    app.add(&mall.name, &mall.appid, mall.kind, &mall.secret, &mall.interfaces).await;
    app.desk.sample_all(&tester(), None).await.unwrap();
    app
}

fn errcode(errcode: i64, errmsg: Option<&str>) -> FaultKind {
    FaultKind::Errcode { errcode, errmsg: errmsg.map(str::to_owned) }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_endpoint_that_is_used_up_is_named_so_everywhere() {
    for (code, way_out) in [(45009, "clear with the AppSecret"), (45011, "Wait a minute")] {
        let app = failing(TOKEN, errcode(code, None)).await;
        let token = app.token(Role::Viewer).await;
        let overview = page(&app, "/").await;
        assert!(overview.contains("quota for fetching tokens is used up"), "{code}: {overview}");
        assert!(!overview.contains("refuses its credentials"), "{code}: {overview}");
        let account = page(&app, "/accounts/1").await;
        assert!(account.contains("quota for fetching tokens is used up"), "{code}: {account}");
        assert!(account.contains("token quota used up") && account.contains(way_out), "{code}: {account}");
        assert_eq!(account.contains("Clear with the AppSecret"), code == 45009, "{account}");
        assert_eq!(token_state(&app, &token).await, "limited");

        app.sandbox.sandbox.clear_faults();
        app.clock.advance(SignedDuration::from_hours(1));
        app.sandbox.sandbox.move_clock(SignedDuration::from_hours(1));
        app.desk.sample_all(&tester(), None).await.unwrap();
        assert_eq!(token_state(&app, &token).await, "valid");
        assert!(!page(&app, "/").await.contains("used up"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_changes_is_told_with_all_of_them() {
    let not_listed = |ip: &str| errcode(40164, Some(&format!("invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist")));
    // With a good token: an official account's list guards every call.
    let app = failing(READ, not_listed("198.51.100.7")).await;
    let account = page(&app, "/accounts/1").await;
    assert!(
        account.contains("The IP is not on the white list (40164)") && account.contains("198.51.100.7"),
        "{account}"
    );
    assert!(account.contains("mp.weixin.qq.com → 开发管理 → 开发设置") && !account.contains("开发密钥"), "{account}");
    assert!(!account.contains("outbound address changes"), "{account}");
    app.sandbox.sandbox.clear_faults();
    app.sandbox.sandbox.add_fault(Fault::on(READ, not_listed("198.51.100.8")));
    app.desk.sample_all(&tester(), None).await.unwrap();
    let account = page(&app, "/accounts/1").await;
    assert!(account.contains("This server's outbound address changes"), "{account}");
    assert!(account.contains("198.51.100.7") && account.contains("198.51.100.8"), "{account}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_answers_in_wechats_place_is_told_by_its_status_and_never_shown() {
    let body = "<html><title>502 Bad Gateway</title>nginx-of-the-office</html>".to_owned();
    let app = failing(READ, FaultKind::Status { status: 502, body }).await;
    let interfaces = app.store.interfaces_now(None).await.unwrap();
    let page = page(&app, &format!("/accounts/1/interfaces/{}", interfaces[0].id)).await;
    assert!(page.contains("The answer did not come from WeChat") && page.contains("HTTP status 502"), "{page}");
    assert!(!page.contains("nginx-of-the-office"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn our_own_calls_that_lose_something_on_the_way_say_so() {
    for (code, told) in [
        (41001, "The token did not reach WeChat"),
        (44002, "The body did not reach WeChat"),
        (48017, "The call went to an address that WeChat has shut down"),
        (61004, "The IP is not on the white list (61004)"),
        (20703, "errcode 20703: not in the catalogue"),
    ] {
        let app = failing(READ, errcode(code, None)).await;
        let interfaces = app.store.interfaces_now(None).await.unwrap();
        let page = page(&app, &format!("/accounts/1/interfaces/{}", interfaces[0].id)).await;
        assert!(page.contains(told), "{code}: {page}");
    }
}
