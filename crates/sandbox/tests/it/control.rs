//! The control API over HTTP.

use sandbox::{FROZEN_APPID, IP_RESTRICTED_APPID, MALL_APPID, STORES_APPID};
use serde_json::{Value, json};

use crate::world::{PHONE, QUOTA_GET, SECRET, World};

async fn stable(world: &World, appid: &str, secret: &str) -> Value {
    world
        .post("/cgi-bin/stable_token", json!({"grant_type": "client_credential", "appid": appid, "secret": secret}))
        .await
}

#[tokio::test]
async fn the_clock_is_moved_set_frozen_and_let_go() {
    let world = World::new().await;
    let clock = world.get("/sandbox/clock").await;
    assert_eq!(clock["now"], "2026-03-14T06:00:00Z");
    assert_eq!((&clock["frozen"], &clock["quota_month"]), (&json!(true), &json!("2026-03")));
    let moved = world.post("/sandbox/clock/move", json!({"seconds": -3600})).await;
    assert_eq!(moved["now"], "2026-03-14T05:00:00Z");
    let set = world.post("/sandbox/clock/set", json!({"at": "2026-04-01T00:00:00+08:00"})).await;
    assert_eq!(set["quota_month"], "2026-04");
    assert_eq!(world.post("/sandbox/clock/run", json!({})).await["frozen"], false);
    assert_eq!(world.post("/sandbox/clock/freeze", json!({})).await["frozen"], true);
}

#[tokio::test]
async fn consuming_limiting_and_clearing_elsewhere_show_on_the_wire() {
    let world = World::new().await;
    let token = world.token().await;
    let path = "/wxa/queryscheme";
    world.post("/sandbox/interfaces", json!({"appid": MALL_APPID, "path": path, "daily_limit": 100})).await;
    let figures = world.post("/sandbox/consume", json!({"appid": MALL_APPID, "path": path, "calls": 42})).await;
    assert_eq!(figures, json!({"daily_limit": 100, "used": 42, "remain": 58}));
    world.post("/sandbox/clear-delay", json!({"seconds": 600})).await;
    let clear = world.post("/sandbox/clear", json!({"appid": MALL_APPID})).await;
    assert_eq!(clear["endpoint"], "console");
    let used = || async {
        let reply = world.send(&token, QUOTA_GET, json!({"cgi_path": path})).await.unwrap();
        reply.json::<Value>().await.unwrap()["quota"]["used"].clone()
    };
    assert_eq!(used().await, 42);
    world.post("/sandbox/clock/move", json!({"seconds": 600})).await;
    assert_eq!(used().await, 0);
    let accounts = world.get("/sandbox/accounts").await;
    let mall = accounts["accounts"].as_array().unwrap().iter().find(|account| account["appid"] == MALL_APPID).unwrap();
    assert_eq!(mall["account_clears_spent"], 5, "four were spent at the start");
}

#[tokio::test]
async fn faults_come_and_go() {
    let world = World::new().await;
    let fault = json!({"endpoint": QUOTA_GET, "account": MALL_APPID, "times": 1, "fault": "errcode", "errcode": 45009});
    let id = world.post("/sandbox/faults", fault).await["id"].clone();
    assert_eq!(world.get("/sandbox/faults").await["faults"][0]["fault"], "errcode");
    let removed = world.client.delete(world.url(&format!("/sandbox/faults/{id}"))).send().await.unwrap();
    assert_eq!(removed.status(), 200);
    let again = world.client.delete(world.url(&format!("/sandbox/faults/{id}"))).send().await.unwrap();
    assert_eq!(again.status(), 404);
    world.post("/sandbox/faults", json!({"endpoint": QUOTA_GET, "times": 1, "fault": "drop_before"})).await;
    let token = world.token().await;
    assert!(world.quota(&token).await.is_err());
    assert!(world.quota(&token).await.is_ok());
}

#[tokio::test]
async fn what_arrived_is_counted_by_endpoint_and_account() {
    let world = World::new().await;
    let token = world.token().await;
    world.quota(&token).await.unwrap();
    world.quota(&token).await.unwrap();
    world.quota("80_unknown").await.unwrap();
    let counts = world.get("/sandbox/counts").await;
    let count = |appid: Value| {
        let received = counts["received"].as_array().unwrap().iter();
        received
            .filter(|row| row["endpoint"] == QUOTA_GET && row["appid"] == appid)
            .map(|row| row["count"].clone())
            .next()
    };
    assert_eq!(count(json!(MALL_APPID)), Some(json!(2)));
    assert_eq!(count(Value::Null), Some(json!(1)));
    world.post("/sandbox/reset", json!({})).await;
    assert_eq!(world.get("/sandbox/counts").await, json!({"received": [], "clears": []}));
    assert_eq!(world.quota(&token).await.unwrap().json::<Value>().await.unwrap()["errcode"], 40001);
}

#[tokio::test]
async fn settings_change_by_name_and_nonsense_changes_nothing() {
    let world = World::new().await;
    let patch = |body: Value| world.client.patch(world.url("/sandbox/settings")).json(&body).send();
    assert_eq!(patch(json!({"quota_get_a_day": 0})).await.unwrap().status(), 200);
    let token = world.token().await;
    assert_eq!(world.quota(&token).await.unwrap().json::<Value>().await.unwrap()["errcode"], 44993);
    assert_eq!(patch(json!({"quota_got_a_day": 9})).await.unwrap().status(), 400);
    assert_eq!(world.get("/sandbox/settings").await["quota_get_a_day"], 0);
}

#[tokio::test]
async fn the_seeded_accounts_answer_as_told() {
    let world = World::new().await;
    let accounts = world.sandbox().seeded_accounts();
    let demo: Vec<&str> = accounts.iter().filter(|it| it.in_demo).map(|it| it.name.as_str()).collect();
    assert_eq!(demo, ["商城小程序", "会员服务号", "门店号"]);
    let stores = accounts.iter().find(|it| it.appid == STORES_APPID).unwrap();
    let outdated = stores.outdated.as_ref().unwrap();
    assert!(outdated.since_ms < world.sandbox().clock().unix_ms);
    assert_eq!(stable(&world, STORES_APPID, &outdated.secret).await["errcode"], 40125);
    assert!(stable(&world, STORES_APPID, &stores.secret).await.get("errcode").is_none());
    let secret_of = |appid: &str| accounts.iter().find(|it| it.appid == appid).unwrap().secret.clone();
    assert_eq!(stable(&world, IP_RESTRICTED_APPID, &secret_of(IP_RESTRICTED_APPID)).await["errcode"], 40164);
    assert_eq!(stable(&world, FROZEN_APPID, &secret_of(FROZEN_APPID)).await["errcode"], 40243);

    let token = world.token().await;
    let shown: Value = world.quota(&token).await.unwrap().json().await.unwrap();
    let now = world.sandbox().clock().unix_ms;
    let figures = world.sandbox().traffic().used_at(MALL_APPID, PHONE, now).unwrap();
    assert_eq!(shown["quota"], serde_json::to_value(figures).unwrap(), "history and wire agree");
}

#[tokio::test]
async fn what_cannot_be_done_is_said() {
    let world = World::new().await;
    let consume = |appid: &str, path: &str| {
        let body = json!({"appid": appid, "path": path, "calls": 1});
        world.client.post(world.url("/sandbox/consume")).json(&body).send()
    };
    assert_eq!(consume("wx9", PHONE).await.unwrap().status(), 404);
    assert_eq!(consume(MALL_APPID, "no-slash").await.unwrap().status(), 400);
    let nothing = world.client.get(world.url("/sandbox/nothing")).send().await.unwrap();
    assert_eq!(nothing.status(), 404);
    assert!(nothing.json::<Value>().await.unwrap()["error"].is_string());
    assert!(world.sandbox().counts().received.is_empty(), "the control API is no part of the wire");
}

#[tokio::test]
async fn accounts_change_lose_their_tokens_and_come_anew() {
    let world = World::new().await;
    let token = world.token().await;
    let errcode = |reply: Value| reply["errcode"].clone();
    let now_at = || async { errcode(world.quota(&token).await.unwrap().json().await.unwrap()) };
    let url = world.url(&format!("/sandbox/accounts/{MALL_APPID}"));
    let patch = |body: Value| world.client.patch(&url).json(&body).send();
    assert_eq!(patch(json!({"state": "banned"})).await.unwrap().status(), 200);
    assert_eq!(now_at().await, 48004);
    assert_eq!(patch(json!({"state": "normal", "secret": "0000"})).await.unwrap().status(), 200);
    assert_eq!(now_at().await, 0);
    assert_eq!(stable(&world, MALL_APPID, SECRET).await["errcode"], 40125);
    world.post(&format!("/sandbox/accounts/{MALL_APPID}/revoke-tokens"), json!({})).await;
    assert_eq!(now_at().await, 40001);
    let new = json!({"name": "新的", "appid": "wx00000000000000ff", "secret": "s", "kind": "shop"});
    assert_eq!(world.post("/sandbox/accounts", new).await, json!({"done": true}));
    assert!(stable(&world, "wx00000000000000ff", "s").await["access_token"].is_string());
}

#[tokio::test]
async fn a_rid_is_planted_and_the_past_is_told() {
    let world = World::new().await;
    let planted = json!({"appid": MALL_APPID, "path": PHONE, "errcode": 45009, "client_ip": "203.0.113.9"});
    let rid = world.post("/sandbox/rids", planted).await["rid"].clone();
    let token = world.token().await;
    let found = world.send(&token, "/cgi-bin/openapi/rid/get", json!({"rid": rid})).await.unwrap();
    assert_eq!(found.json::<Value>().await.unwrap()["request"]["client_ip"], "203.0.113.9");
    let at = |at: &str| format!("/sandbox/traffic?appid={MALL_APPID}&path=/wxa/generatescheme&at={at}");
    let old = world.get(&at("2026-03-01T12:00:00Z")).await;
    assert_eq!(old["daily_limit"], 300_000);
    assert!(old["used"].as_u64().unwrap() > 0);
}
