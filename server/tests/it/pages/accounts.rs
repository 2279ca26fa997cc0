//! The page of an account and the overview, where calls to WeChat fail.

use domain::{Clock, Role};
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind, MALL_APPID};

use super::signing_in::words;
use crate::support::app::{Ask, TestApp, tester};
use crate::support::pages::{hidden, post, read, seen};

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
        assert!(account.contains("Clear with the AppSecret"), "{code}: {account}");
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

#[tokio::test(flavor = "multi_thread")]
async fn the_list_says_in_words_how_each_account_is() {
    let app = TestApp::with_demo().await;
    let admin = app.sign_in(Role::Admin).await;
    let list = read(&app, "/accounts", &admin).await;
    for told in ["Health", "Last reading", "Clears left", "Nearest to its limit", "working", "account-wide,"] {
        assert!(list.contains(told), "{told}: {list}");
    }
    let card = &app.desk.account_cards(&tester()).await.unwrap();
    let mall = card.iter().find(|card| card.account.appid.as_str() == MALL_APPID).unwrap();
    assert_eq!(mall.health, desk::account_page::AccountHealth::Working);
    assert_eq!(mall.last_read_at, Some(app.clock.now()));
    let nearest = mall.nearest.as_ref().and_then(|row| row.figures).unwrap();
    let overview = app.desk.account_page(&tester(), MALL_APPID).await.unwrap().overview;
    let most = overview.rows.iter().filter_map(|row| row.figures).map(domain::Figures::used_permille).max();
    assert_eq!(Some(nearest.used_permille()), most);

    app.sandbox.sandbox.add_fault(Fault::on(TOKEN, errcode(40125, None)));
    app.sandbox.sandbox.add_fault(Fault::on(READ, errcode(40001, None)));
    app.clock.advance(SignedDuration::from_hours(3));
    app.desk.sample_all(&tester(), None).await.unwrap();
    let list = read(&app, "/accounts", &admin).await;
    assert!(list.contains("The AppSecret is wrong") || list.contains("AppSecret"), "{list}");
    assert!(!list.contains("working"), "{list}");
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_and_interfaces_carry_an_owner_and_a_note() {
    let app = TestApp::with_demo().await;
    let admin = app.sign_in(Role::Admin).await;
    let id = app.store.find_account(MALL_APPID).await.unwrap().unwrap().id;
    let (account, settings) = (format!("/accounts/{id}"), format!("/accounts/{id}/settings"));
    let interface = app.store.interfaces_of(id).await.unwrap()[0].id;
    let page = format!("/accounts/{id}/interfaces/{interface}");
    let id = id.to_string();
    let edit = [("account", &*id), ("name", "商城小程序"), ("kind", "mini-program"), ("daily_readings", "3000")];
    let shown = hidden(&seen(&app, &settings, &admin).await, "seen_account").replace("&quot;", "\"");
    let long = "x".repeat(501);
    post(&app, "/form/accounts/edit", &admin, &[&edit[..], &[("owner", "a\nb"), ("note", &long)]].concat()).await;
    let refused = read(&app, &settings, &admin).await;
    assert!(refused.contains("Write the owner on one line") && refused.contains("this has 501"), "{refused}");
    let note = "call 李雷 13800138000 & <b>ask</b> access_token=50_secretsecret";
    post(&app, "/form/accounts/edit", &admin, &[&edit[..], &[("owner", "支付组"), ("note", note)]].concat()).await;
    for path in [&account, &settings, &format!("{account}/clear"), &page] {
        let told = seen(&app, path, &admin).await.body;
        assert!(told.contains("支付组") && told.contains("13800138000"), "{path}: {told}");
        assert!(!told.contains("50_secretsecret") && !told.contains("<b>ask"), "{path}: {told}");
    }
    assert!(read(&app, "/accounts", &admin).await.contains("Owner: 支付组"));
    // A form that was shown before leaves what it did not touch, and does not replace what somebody else changed.
    let stale = [("owner", ""), ("note", ""), ("seen_account", &shown)];
    let other = [("account", &*id), ("name", "商城小程序"), ("kind", "mini-program"), ("daily_readings", "3500")];
    post(&app, "/form/accounts/edit", &admin, &[&other[..], &stale].concat()).await;
    let kept = seen(&app, &settings, &admin).await.body;
    assert!(kept.contains("支付组") && kept.contains("value=\"3500\""), "{kept}");
    let stale = [("owner", "物流组"), ("note", ""), ("seen_account", &shown)];
    post(&app, "/form/accounts/edit", &admin, &[&edit[..], &stale].concat()).await;
    let refused = seen(&app, &settings, &admin).await.body;
    assert!(refused.contains("“Owner” is now 支付组") && refused.contains("value=\"物流组\""), "{refused}");
    assert!(refused.contains("value=\"3500\""), "what was not touched is as it is now: {refused}");
    assert!(read(&app, &account, &admin).await.contains("支付组"), "nothing was saved");
    // A form without the fields leaves them.
    post(&app, "/form/accounts/edit", &admin, &edit).await;
    assert!(read(&app, &account, &admin).await.contains("支付组"));

    let interface = interface.to_string();
    let form = [("account", &*id), ("interface", &*interface), ("owner", "消息组"), ("note", "used by the shop")];
    assert_eq!(post(&app, "/form/interfaces/contact", &admin, &form).await, page);
    for path in [&page, &format!("{page}/clear")] {
        let told = read(&app, path, &admin).await;
        assert!(told.contains("消息组") && told.contains("used by the shop") && told.contains("支付组"), "{told}");
    }
    assert!(read(&app, "/audit", &admin).await.contains("Owner or note of an interface changed"));
    let viewer = app.sign_in(Role::Viewer).await;
    let told = read(&app, &page, &viewer).await;
    assert!(told.contains("消息组") && !told.contains("Owner and note"), "{told}");
    let token = app.token(Role::Viewer).await;
    let accounts = app.get("/api/v1/accounts", &token).await.json();
    let of_mall = accounts["accounts"].as_array().unwrap().iter().find(|account| account["appid"] == MALL_APPID);
    assert_eq!(of_mall.unwrap()["owner"], "支付组");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_wechat_refuses_is_said_at_the_field_it_is_about() {
    let app = TestApp::new().await;
    let admin = app.sign_in(Role::Admin).await;
    let mall = app.sandbox.sandbox.seeded_accounts().into_iter().find(|account| account.appid == MALL_APPID).unwrap();
    let fields = [("name", "商城"), ("kind", "mini-program"), ("appid", MALL_APPID), ("secret", &*mall.secret)];
    let form = read(&app, "/accounts/new", &admin).await;
    assert!(form.contains("Outbound IP address Not known yet."), "{form}");
    let ip = "invalid ip 198.51.100.7 ipv6 ::ffff:198.51.100.7, not in whitelist";
    for (endpoint, code, message, before) in [
        (TOKEN, 40013, None, "id=\"f-appid-error\""),
        (TOKEN, 40125, None, "id=\"f-secret-error\""),
        (TOKEN, 40243, None, "id=\"f-secret-error\""),
        (READ, 76021, None, "id=\"f-paths-error\""),
        (TOKEN, 40164, Some(ip), "198.51.100.7"),
    ] {
        app.sandbox.sandbox.add_fault(Fault::on(endpoint, errcode(code, message)));
        post(&app, "/form/accounts/add", &admin, &fields).await;
        let page = seen(&app, "/accounts/new", &admin).await.body;
        assert!(page.contains(before), "{code}: {page}");
        assert!(!page.contains(&mall.secret) && page.contains("kept from your last try"), "{code}");
        app.sandbox.sandbox.clear_faults();
    }
    // It is known from now on, on the machine's pages too, though no account was added.
    assert!(app.store.accounts().await.unwrap().is_empty());
    app.clock.advance(SignedDuration::from_mins(3));
    for path in ["/accounts/new", "/settings"] {
        let told = read(&app, path, &admin).await;
        assert!(told.contains("WeChat saw this machine as 198.51.100.7"), "{path}: {told}");
    }
    let lead = app.sign_in(Role::Lead).await;
    assert!(!read(&app, "/settings", &lead).await.contains("198.51.100.7"));
}

#[tokio::test(flavor = "multi_thread")]
async fn interfaces_are_searched_and_ticks_stay() {
    let app = TestApp::with_demo().await;
    let admin = app.sign_in(Role::Admin).await;
    let id = app.store.find_account(MALL_APPID).await.unwrap().unwrap().id.to_string();
    let settings = format!("/accounts/{id}/settings");
    let whole = seen(&app, &settings, &admin).await.body;
    assert!(whole.contains("Usual for this kind (mini program)") && whole.matches("chosen[]").count() > 20, "{whole}");
    let to_tick = whole.split("name=\"chosen[]\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let find = |search: &'static str| {
        [("account", &*id), ("search", search), ("find", "yes"), ("chosen[]", &*to_tick), ("typed", "/cgi-bin/x")]
            .map(|(name, value)| (name, value.to_owned()))
    };
    for (search, told) in [("SUBSCRIBE", "interfaces match."), ("zzzz", "No interface matches.")] {
        let fields = find(search);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let to = post(&app, "/form/interfaces/watch", &admin, &fields).await;
        assert_eq!(to, format!("{settings}#interfaces"));
        let page = seen(&app, &to, &admin).await.body;
        assert!(page.contains(told) && page.contains("/cgi-bin/x"), "{search}: {page}");
        let ticked = page.split(&format!("value=\"{to_tick}\"")).nth(1).unwrap();
        assert!(ticked.split('>').next().unwrap().contains("checked"), "{search}: {page}");
        assert!(page.matches("chosen[]").count() < whole.matches("chosen[]").count(), "{search}");
    }
}
