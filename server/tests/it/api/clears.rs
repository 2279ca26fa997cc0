//! Clears and budgets in `/api/v1`: every refusal and its order, replays, the ledger.

use std::sync::Arc;
use std::time::Duration;

use desk::clears::ClearSettings;
use domain::Role;
use insta::assert_snapshot;
use sandbox::{Fault, FaultKind, MALL_APPID, PLATFORM_APPID};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::support::app::{Ask, START, TestApp, tester};
use crate::support::clears::{CLEAR, limits, mall_with_token, single, whole, with, word};

const CLEAR_ONE: &str = "/cgi-bin/openapi/quota/clear";
const PHONE: &str = "/wxa/business/getuserphonenumber";
const CHECK: &str = "/wxa/msg_sec_check";

async fn leave_unknown(app: &TestApp, token: &str) -> Value {
    let times = Some(1);
    app.sandbox.sandbox.add_fault(Fault { times, ..Fault::on(CLEAR, FaultKind::DropBefore) });
    let body = with(whole("订阅消息发完"), &[("confirm", "商城小程序".into())]);
    let reply = app.order(token, "left-unknown", &body).await;
    assert_eq!(word(&reply), "201 unknown");
    reply.json()["clear"]["id"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clear_is_told_with_all_its_fields() {
    let (app, token) = mall_with_token(ClearSettings::default()).await;
    app.desk.sample_all(&tester(), None).await.unwrap();
    let body = with(whole(" 促销活动订阅消息发完 "), &[("override", "not needed".into()), ("colour", "red".into())]);
    let first = app.order(&token, "k1", &body).await;
    assert_snapshot!(first.told(), @r#"
    201 application/json
    {
      "clear": {
        "account": 1,
        "account_name": "商城小程序",
        "actor": "cli:tester",
        "anyway_reason": null,
        "approved_by": null,
        "at": "2026-03-14T01:30:00Z",
        "being_verified": true,
        "budget_left": 9,
        "cgi_path": null,
        "errcode": 0,
        "errmsg": "ok",
        "given_back": null,
        "glass_broken": false,
        "id": 1,
        "interface": null,
        "nothing_to_reset": false,
        "override": null,
        "reason": "促销活动订阅消息发完",
        "rid": null,
        "scope": "account",
        "state": "accepted",
        "via": "token",
        "warnings": []
      }
    }
    "#);
    let page = app.get("/api/v1/clears/1", &token).await;
    assert_eq!(page.status, 200);
    let mut page = page.json();
    let whole = page["clear"].as_object_mut().unwrap();
    assert_eq!(
        whole.remove("events"),
        Some(json!([
            {"at": "2026-03-14T01:30:00Z", "detail": null, "actor": null, "state": "intended"},
            {"at": "2026-03-14T01:30:00Z", "detail": null, "actor": null, "state": "sent"},
            {"at": "2026-03-14T01:30:00Z", "detail": "ok", "actor": null, "state": "accepted"},
        ]))
    );
    let before = |interface: i64, cgi_path: &str, daily_limit: i64, used: i64| {
        let (remain, sampled_at) = (daily_limit - used, "2026-03-14T01:30:00Z");
        json!({"interface": interface, "cgi_path": cgi_path, "daily_limit": daily_limit, "used": used, "remain": remain,
            "sampled_at": sampled_at})
    };
    let before = json!([before(1, PHONE, 50_000, 48_400), before(2, CHECK, 2_000_000, 1_724_000)]);
    assert_eq!(whole.remove("evidence"), Some(json!({"after": null, "before": before})));
    assert_eq!(page, first.json(), "and what the order was answered");
    assert_eq!(app.sandbox.sandbox.counts().clears.len(), 1);
    for wrong in ["2", "0", "-1", "x", "99999999999999999999"] {
        assert_eq!(word(&app.get(&format!("/api/v1/clears/{wrong}"), &token).await), "404 not-found", "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_and_interfaces_are_named_by_number_or_text() {
    let (app, token) = mall_with_token(ClearSettings::default()).await;
    let named = [
        (json!(1), json!(1), 1),
        (json!("1"), json!("2"), 2),
        (json!("商城小程序"), json!(PHONE), 1),
        (json!(MALL_APPID), json!("wxa/msg_sec_check"), 2),
    ];
    for (index, (account, interface, expected)) in named.into_iter().enumerate() {
        app.verified().await;
        let body = with(single(interface), &[("account", account)]);
        let reply = app.order(&token, &format!("k{index}"), &body).await;
        assert_eq!(word(&reply), "201 accepted", "{body}");
        let clear = &reply.json()["clear"];
        assert_eq!((&clear["interface"], &clear["scope"]), (&json!(expected), &json!("interface")), "{body}");
        assert!(clear["cgi_path"].as_str().unwrap().starts_with("/wxa/"), "{body}");
    }
    assert_eq!(app.sandbox.sandbox.counts().received(CLEAR_ONE), 4);
    let by_secret = with(whole("令牌取不到"), &[("via", "secret".into())]);
    app.verified().await;
    let reply = app.order(&token, "by-secret", &by_secret).await;
    assert_eq!((word(&reply), &reply.json()["clear"]["via"]), ("201 accepted".into(), &json!("secret")));
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_come_in_the_order_of_the_contract() {
    let (app, token) = mall_with_token(limits(1)).await;
    let viewer = app.token(Role::Viewer).await;
    let unknown = leave_unknown(&app, &token).await;
    let order = async |key: &str, body: &Value| word(&app.order(&token, key, body).await);

    // Each row mends what the one before was refused for, and is wrong in all that is asked later.
    let post = || Ask::post("/api/v1/clears").body("no JSON");
    assert_eq!(word(&app.ask(post().token(&viewer)).await), "403 forbidden");
    assert_eq!(word(&app.ask(post().token(&token)).await), "400 key-missing");
    let reused = app.ask(post().token(&token).header("idempotency-key", "left-unknown")).await;
    assert_eq!((word(&reused), &reused.json()["clear_id"]), ("422 key-reused".into(), &unknown));
    let unread = app.ask(post().token(&token).header("idempotency-key", "new")).await;
    assert_eq!(word(&unread), "400 malformed-body");
    let long =
        || Ask::post("/api/v1/clears").header("content-length", (10 << 20).to_string()).body("x".repeat(10 << 20));
    assert_eq!(word(&app.ask(long().token(&viewer)).await), "403 forbidden");
    let reused = app.ask(long().token(&token).header("idempotency-key", "left-unknown")).await;
    assert_eq!((word(&reused), &reused.json()["clear_id"]), ("422 key-reused".into(), &unknown));
    assert_eq!(word(&app.ask(long().token(&token).header("idempotency-key", "new")).await), "413 too-large");
    let wrong = json!({"account": "nobody", "scope": "interface", "interface": "/a/b", "via": "secret", "reason": " "});
    assert_eq!(order("left-unknown", &wrong).await, "422 key-reused");
    assert_eq!(order("new", &wrong).await, "422 reason-missing");
    let wrong = with(wrong, &[("reason", "why".into())]);
    assert_eq!(order("new", &wrong).await, "422 unknown-account");
    let wrong = with(wrong, &[("account", 1.into())]);
    assert_eq!(order("new", &wrong).await, "422 unknown-interface");
    let wrong = with(wrong, &[("interface", PHONE.into())]);
    assert_eq!(order("new", &wrong).await, "422 not-clearable");
    let wrong = with(wrong, &[("scope", "account".into()), ("interface", Value::Null)]);
    assert_eq!(order("new", &wrong).await, "409 budget-spent");
    let wrong = with(wrong, &[("override", "活动不能等".into())]);
    assert_eq!(order("new", &wrong).await, "409 confirm-needed");
    assert_eq!(app.sandbox.sandbox.counts().received("/cgi-bin/clear_quota/v2"), 0, "nothing was sent so far");
    let right = with(wrong, &[("confirm", "商城小程序".into())]);
    let reply = app.order(&token, "new", &right).await;
    assert_eq!((word(&reply), &reply.json()["clear"]["override"]), ("201 accepted".into(), &json!("活动不能等")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_the_way_is_named() {
    let (app, token) = mall_with_token(limits(3)).await;
    let unknown = leave_unknown(&app, &token).await;
    let reply = app.order(&token, "k1", &whole("why")).await;
    assert_eq!((word(&reply), &reply.json()["clear_id"]), ("409 clear-open".into(), &unknown));
    assert_snapshot!(reply.told(), @r#"
    409 application/problem+json
    {
      "clear_id": 1,
      "detail": "clear #1 has not finished; to continue anyway, send the reason for continuing as `override`",
      "override_possible": true,
      "status": 409,
      "title": "Another clear has not finished",
      "type": "urn:wxquota:problem:clear-open"
    }
    "#);
    let overriding = with(whole("why"), &[("override", "不能等".into())]);
    assert_snapshot!(app.order(&token, "k1", &overriding).await.told(), @r#"
    409 application/problem+json
    {
      "detail": "2 left: send the account's name as `confirm`",
      "left": 2,
      "status": 409,
      "title": "The account's name is required",
      "type": "urn:wxquota:problem:confirm-needed"
    }
    "#);
    let misspelled = with(overriding.clone(), &[("confirm", "商城".into())]);
    assert_eq!(word(&app.order(&token, "k1", &misspelled).await), "409 confirm-needed");
    let confirmed = with(overriding, &[("confirm", "商城小程序".into())]);
    assert_eq!(word(&app.order(&token, "k1", &confirmed).await), "201 accepted");
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_cannot_be_read_are_told_field_by_field() {
    let (app, token) = mall_with_token(ClearSettings::default()).await;
    let post = async |body: &str| {
        let ask = Ask::post("/api/v1/clears").token(&token).header("idempotency-key", "k");
        app.ask(ask.body(body.to_owned())).await
    };
    for body in ["", "{", "null", "[]", "\"account\"", "{\"reason\":\"\u{fffd}\\ud800\"}"] {
        let reply = post(body).await;
        assert_eq!(
            (word(&reply), &reply.json()["errors"][0]["pointer"]),
            ("400 malformed-body".into(), &json!("")),
            "{body}"
        );
    }
    let wrong = json!({"account": [], "scope": "planet", "interface": true, "reason": 5, "via": "carrier", "confirm": 1, "override": {}});
    let reply = post(&wrong.to_string()).await;
    let errors = reply.json()["errors"].as_array().unwrap().clone();
    let mut pointers: Vec<_> = errors.iter().map(|error| error["pointer"].as_str().unwrap()).collect();
    pointers.sort_unstable();
    assert_eq!(word(&reply), "422 invalid-parameter");
    assert_eq!(pointers, ["/account", "/confirm", "/interface", "/override", "/reason", "/scope", "/via"]);
    for (more, pointer) in [
        (&[("scope", Value::Null)][..], "/scope"),
        (&[("interface", 1.into())], "/interface"),
        (&[("via", "Token".into())], "/via"),
        (&[("override", "字".repeat(501).into())], "/override"),
    ] {
        let reply = post(&with(whole("why"), more).to_string()).await;
        assert_eq!(word(&reply), "422 invalid-parameter", "{pointer}");
        assert_eq!(reply.json()["errors"][0]["pointer"], pointer);
    }
    for (reason, told) in
        [(Value::Null, "send a reason"), ("\u{3000}\n".into(), "send a reason"), ("字".repeat(501).into(), "500")]
    {
        let reply = post(&with(whole(""), &[("reason", reason)]).to_string()).await;
        assert_eq!(
            (word(&reply), &reply.json()["errors"][0]["pointer"]),
            ("422 reason-missing".into(), &json!("/reason"))
        );
        assert!(reply.json()["detail"].as_str().unwrap().contains(told), "{}", reply.body);
    }
    let nameless = post(&json!({"scope": "interface", "reason": "why"}).to_string()).await;
    assert_eq!(
        (word(&nameless), &nameless.json()["errors"][0]["pointer"]),
        ("422 unknown-account".into(), &json!("/account"))
    );
    let pathless = post(&single(Value::Null).to_string()).await;
    assert_eq!(
        (word(&pathless), &pathless.json()["errors"][0]["pointer"]),
        ("422 unknown-interface".into(), &json!("/interface"))
    );
    assert_eq!(word(&post(&"x".repeat(10 << 20)).await), "413 too-large");
    let longest = with(whole(&"字".repeat(500)), &[("override", "字".repeat(500).into())]);
    assert_eq!(word(&post(&longest.to_string()).await), "201 accepted");
}

#[tokio::test(flavor = "multi_thread")]
async fn reasons_are_kept_whatever_characters_they_hold() {
    let (app, token) = mall_with_token(ClearSettings::default()).await;
    assert_eq!(word(&app.order(&token, "k", &whole("\u{0} \u{0}")).await), "422 reason-missing");
    for (index, (reason, kept)) in
        [("a\u{0}b\u{0}", "a b"), ("😀\u{202e}\r\n<b>", "😀\u{202e}\r\n<b>"), ("\u{1b}[31m", "\u{1b}[31m")]
            .into_iter()
            .enumerate()
    {
        app.verified().await;
        let body = with(whole(reason), &[("override", reason.into())]);
        let reply = app.order(&token, &format!("k{index}"), &body).await;
        assert_eq!((word(&reply), &reply.json()["clear"]["reason"]), ("201 accepted".into(), &json!(kept)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_1_to_255_characters_of_ascii_and_given_once() {
    let (app, token) = mall_with_token(ClearSettings::default()).await;
    let post = || Ask::post("/api/v1/clears").token(&token).body(whole("why").to_string());
    let long = "k".repeat(256);
    let keys: [&[u8]; 4] = [b"", b"  ", long.as_bytes(), "钥匙".as_bytes()];
    for key in keys {
        let reply = app.ask(post().and_header("idempotency-key", key)).await;
        assert_eq!(word(&reply), "400 key-missing", "{key:?}");
    }
    let two = post().header("idempotency-key", "a").and_header("idempotency-key", b"b");
    assert_eq!(word(&app.ask(two).await), "400 key-missing");
    assert_eq!(word(&app.order(&token, &long[1..], &whole("why")).await), "201 accepted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_is_the_same_clear_also_while_it_runs() {
    let (app, token) = mall_with_token(ClearSettings::default()).await;
    let held = Fault { times: Some(1), ..Fault::on(CLEAR, FaultKind::Hold) };
    app.sandbox.sandbox.add_fault(held);
    let body = whole("促销");
    let first = app.order(&token, "k1", &body);
    let meanwhile = async {
        app.sandbox.sandbox.wait_until_held(1).await;
        let replay = app.order(&token, "k1", &body).await;
        assert_eq!((word(&replay), &replay.json()["clear"]["id"]), ("200 sent".into(), &json!(1)));
        // The account's name is not asked for, and an override does not help while the call runs.
        let other = with(single(2), &[("override", "不能等".into())]);
        let open = app.order(&token, "k2", &other).await;
        assert_eq!(word(&open), "409 clear-open");
        assert_eq!((&open.json()["clear_id"], &open.json()["override_possible"]), (&json!(1), &json!(false)));
        app.sandbox.sandbox.release();
    };
    let (first, ()) = tokio::join!(first, meanwhile);
    assert_eq!(word(&first), "201 accepted");
    assert_eq!(word(&app.order(&token, "k1", &body).await), "200 accepted");
    let spelled = with(body.clone(), &[("via", "token".into()), ("account", "1".into()), ("extra", 1.into())]);
    assert_eq!(word(&app.order(&token, "k1", &spelled).await), "200 accepted", "the same in other letters");
    let other = app.order(&token, "k1", &whole("别的原因")).await;
    assert_eq!((word(&other), &other.json()["clear_id"]), ("422 key-reused".into(), &json!(1)));
    assert_eq!(app.sandbox.sandbox.counts().clears.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_long_is_told_as_far_as_it_has_come() {
    let (app, token) = mall_with_token(ClearSettings { wait: Duration::ZERO, ..ClearSettings::default() }).await;
    app.sandbox.sandbox.add_fault(Fault::on(CLEAR, FaultKind::Hold));
    let reply = app.order(&token, "k1", &whole("促销")).await;
    assert!(matches!(word(&reply).as_str(), "201 intended" | "201 sent"), "{}", reply.body);
    app.sandbox.sandbox.wait_until_held(1).await;
    app.sandbox.sandbox.release();
    app.desk.wait_for_clears().await;
    assert_eq!(app.get("/api/v1/clears/1", &token).await.json()["clear"]["state"], "accepted");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_fifty_times_at_once_is_one_call() {
    let (app, token) = mall_with_token(ClearSettings::default()).await;
    let app = Arc::new(app);
    let mut orders = JoinSet::new();
    for _ in 0..50 {
        let (app, token) = (Arc::clone(&app), token.clone());
        orders.spawn(async move { app.order(&token, "k1", &whole("促销")).await });
    }
    let replies = orders.join_all().await;
    let created = replies.iter().filter(|reply| reply.status == 201).count();
    assert_eq!((created, replies.len()), (1, 50));
    assert!(replies.iter().all(|reply| reply.status.is_success() && reply.json()["clear"]["id"] == 1));
    let counts = app.sandbox.sandbox.counts();
    assert_eq!((counts.received(CLEAR), counts.clears.len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_may_what_the_table_says() {
    let (app, _) = mall_with_token(ClearSettings::default()).await;
    for (role, may_clear, may_see_usage) in [
        (Role::Viewer, false, true),
        (Role::Support, false, true),
        (Role::Reporter, false, false),
        (Role::Admin, true, true),
    ] {
        let token = app.token(role).await;
        let allowed = |may: bool| if may { 200 } else { 403 };
        for path in ["clears", "clears?limit=0", "clears/1", "clears/999", "clears/x"] {
            let status = app.get(&format!("/api/v1/{path}"), &token).await.status;
            assert_eq!(status == 403, !may_clear, "{role} {path}: {status}");
        }
        let budget = app.get("/api/v1/budget", &token).await.status;
        assert_eq!(budget, allowed(may_see_usage), "{role}");
        let order = app.order(&token, role.word(), &whole("why")).await.status;
        assert_eq!(order.as_u16(), if may_clear { 201 } else { 403 }, "{role}");
    }
    assert_eq!(app.ask(Ask::post("/api/v1/clears").body("{}")).await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_cleared_at_all() {
    let (app, token) = mall_with_token(ClearSettings::default()).await;
    app.add_old_platform("服务商平台", PLATFORM_APPID).await;
    for (body, pointer) in [
        (with(whole("why"), &[("account", PLATFORM_APPID.into())]), "/account"),
        (with(single(1), &[("via", "secret".into())]), "/via"),
    ] {
        let reply = app.order(&token, "k", &body).await;
        assert_eq!(
            (word(&reply), &reply.json()["errors"][0]["pointer"]),
            ("422 not-clearable".into(), &json!(pointer))
        );
        let platforms = reply.json()["detail"].as_str().unwrap().contains("use WeChat's open-platform console");
        assert_eq!(platforms, pointer == "/account", "the advice that the page gives: {}", reply.body);
    }
    app.desk.retire_account(&tester(), domain::AccountId(1)).await.unwrap();
    assert_eq!(word(&app.order(&token, "k", &whole("why")).await), "422 unknown-account");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_is_listed_filtered_and_paged() {
    let (app, token) = mall_with_token(ClearSettings::default()).await;
    app.clock.set("2026-02-20T12:00:00+08:00".parse().unwrap());
    assert_eq!(word(&app.order(&token, "february", &whole("上个月")).await), "201 accepted");
    app.verified().await;
    app.clock.set(START.parse().unwrap());
    assert_eq!(word(&app.order(&token, "one", &single(1)).await), "201 accepted");
    assert_eq!(word(&app.order(&token, "two", &single(2)).await), "201 accepted");
    app.verified().await;
    leave_unknown(&app, &token).await;

    let ids = async |query: &str| {
        let reply = app.get(&format!("/api/v1/clears?{query}"), &token).await.json();
        let ids = reply["clears"].as_array().unwrap().iter().map(|clear| clear["id"].as_i64().unwrap());
        (ids.collect::<Vec<_>>(), reply["next"].as_str().map(str::to_owned))
    };
    assert_eq!(ids("").await, (vec![4, 3, 2, 1], None));
    assert_eq!(ids("month=2026-02").await, (vec![1], None));
    assert_eq!(ids("month=2026-03&scope=account").await, (vec![4], None));
    assert_eq!(ids("scope=interface&account=%E5%95%86%E5%9F%8E%E5%B0%8F%E7%A8%8B%E5%BA%8F").await, (vec![3, 2], None));
    assert_eq!(ids("state=unknown").await, (vec![4], None));
    assert_eq!(ids("state=elsewhere").await, (vec![], None));
    let (first, next) = ids("limit=3").await;
    assert_eq!(first, [4, 3, 2]);
    // One that comes in between does not move the pages.
    app.verified().await;
    let body = with(single(1), &[("override", "不能等".into())]);
    assert_eq!(word(&app.order(&token, "between", &body).await), "201 accepted");
    assert_eq!(ids(&format!("limit=3&cursor={}", next.unwrap())).await, (vec![1], None));
    assert_eq!(ids("limit=5").await.1, None, "a full page that is the last");

    let wrong = app.get("/api/v1/clears?month=2026-13&scope=all&state=done&limit=0&cursor=x", &token).await;
    let pointers =
        wrong.json()["errors"].as_array().unwrap().iter().map(|error| error["pointer"].clone()).collect::<Vec<_>>();
    assert_eq!(word(&wrong), "422 invalid-parameter");
    assert_eq!(pointers, ["/month", "/scope", "/state", "/limit", "/cursor"]);
    assert_eq!(word(&app.get("/api/v1/clears?account=nobody", &token).await), "422 unknown-account");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_tells_every_field() {
    let (app, token) = mall_with_token(ClearSettings::default()).await;
    let cleared = app.order(&token, "k1", &whole("促销")).await.json();
    let page = app.get("/api/v1/clears/1", &token).await.json();
    let budget = app.get("/api/v1/budget", &token).await.json();
    let document = app.ask(Ask::get("/api/v1/openapi.json")).await.json();
    let described = |name: &str| {
        let schema = &document["components"]["schemas"][name];
        let parts = schema["allOf"].as_array().cloned().unwrap_or_else(|| vec![schema.clone()]);
        let fields = parts.iter().filter_map(|part| part["properties"].as_object());
        let mut names: Vec<_> = fields.flat_map(|fields| fields.keys().cloned()).collect();
        names.sort_unstable();
        names
    };
    let told = |shape: &Value| shape.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(described("Clear"), told(&cleared["clear"]));
    assert_eq!(described("ClearEvent"), told(&page["clear"]["events"][0]));
    assert_eq!(described("Evidence"), told(&page["clear"]["evidence"]));
    assert_eq!(described("WholeClear"), ["events", "evidence"], "beside those of Clear");
    assert_eq!(described("Budget"), told(&budget["accounts"][0]["budget"]["account"]));
    let ordered = ["account", "confirm", "interface", "override", "reason", "scope", "via"];
    assert_eq!(described("ClearOrder"), ordered);
    assert_eq!(document["components"]["schemas"]["ClearOrder"]["required"], json!(["account", "scope", "reason"]));
    assert_eq!(described("WhyNoClear"), ["clear_id", "left", "limit", "override_possible", "resets_at"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_speaks_against_a_clear_is_told_and_the_clear_is_made() {
    let (app, token) = mall_with_token(ClearSettings::default()).await;
    app.sandbox.sandbox.clear_elsewhere(sandbox::MALL_APPID, None).unwrap();
    app.desk.sample_all(&tester(), None).await.unwrap();
    let body = whole("演练");
    for (status, what) in [(201, "new"), (200, "replayed")] {
        let made = app.order(&token, "k1", &body).await;
        assert_eq!(made.status, status, "{what}");
        assert_eq!(made.json()["clear"]["warnings"], json!(["pointless"]), "{what}");
    }
    let page = app.get("/api/v1/clears/1", &token).await.json();
    assert_eq!(page["clear"]["warnings"], json!(["pointless"]));
    let listed = app.get("/api/v1/clears", &token).await.json();
    assert_eq!(listed["clears"][0]["warnings"], json!(["pointless"]));
    let description = app.get("/api/v1/openapi.json", &token).await.json();
    let told = &description["components"]["schemas"]["Clear"]["properties"]["warnings"]["description"];
    for warning in domain::clears::advice::ClearWarning::ALL {
        assert!(told.as_str().unwrap().contains(&format!("`{warning}`")), "{told}");
    }
}
