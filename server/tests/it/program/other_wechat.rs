//! Another server that speaks WeChat's protocol, written from WeChat's pages and not from our sandbox: what wxquota
//! shows must come from whatever `WXQUOTA_WECHAT_BASE_URL` names.

use std::collections::HashMap;
use std::net::SocketAddr;

use axum::extract::Query;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::support::program::Program;

const APPID: &str = "wx00000000abcdef12";

async fn stable_token(Json(asked): Json<Value>) -> Json<Value> {
    if asked["appid"] == APPID && asked["secret"] == "imitated" && asked["grant_type"] == "client_credential" {
        Json(json!({"access_token": "77_imitation", "expires_in": 7200}))
    } else {
        Json(json!({"errcode": 40125, "errmsg": "invalid appsecret, rid: 5f0a0b0c-11111111-22222222"}))
    }
}

async fn quota_get(Query(query): Query<HashMap<String, String>>, Json(asked): Json<Value>) -> Json<Value> {
    if query.get("access_token").map(String::as_str) != Some("77_imitation") {
        return Json(json!({"errcode": 40001, "errmsg": "invalid credential"}));
    }
    let used = if asked["cgi_path"] == "/cgi-bin/message/custom/send" { 4321 } else { 7 };
    Json(
        json!({"errcode": 0, "errmsg": "ok", "quota": {"daily_limit": 5000, "used": used, "remain": 5000 - used}, "extra": []}),
    )
}

async fn start() -> SocketAddr {
    let router = Router::new()
        .route("/cgi-bin/stable_token", post(stable_token))
        .route("/cgi-bin/openapi/quota/get", post(quota_get));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn the_figures_are_those_of_the_server_that_was_named() {
    let program = Program::on(&format!("http://{}", start().await));
    let add = ["account", "add", "--name", "别家", "--appid", APPID, "--secret-file", "-", "--watch"];
    let paths = ["/cgi-bin/message/custom/send", "--watch", "/cgi-bin/user/info"];
    program.feed("imitated\n", &[&add[..], &paths[..]].concat()).done();
    program.run(&["account", "check", "别家"]).done();
    program.run(&["sample"]).done();
    let status = program.run(&["status", "--json"]).json();
    let row = |index: usize| {
        let row = &status["interfaces"][index];
        (
            row["cgi_path"].as_str().unwrap(),
            row["used"].as_i64(),
            row["daily_limit"].as_i64(),
            row["remain"].as_i64(),
            row["state"].as_str().unwrap(),
        )
    };
    assert_eq!(row(0), ("/cgi-bin/message/custom/send", Some(4321), Some(5000), Some(679), "warning"));
    assert_eq!(row(1), ("/cgi-bin/user/info", Some(7), Some(5000), Some(4993), "ok"));
    assert_eq!(status["next"], Value::Null);
}
