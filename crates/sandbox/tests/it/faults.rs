//! Each fault, as a real client sees it.

use std::time::{Duration, Instant};

use sandbox::{Fault, FaultKind, MALL_APPID, MEMBERS_APPID};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::world::{CLEAR, PHONE, QUOTA_GET, World};

async fn quota_under(kind: FaultKind) -> (World, reqwest::Result<reqwest::Response>) {
    let world = World::new().await;
    let token = world.token().await;
    world.sandbox().add_fault(Fault::on(QUOTA_GET, kind).times(1));
    let reply = world.quota(&token).await;
    (world, reply)
}

#[tokio::test]
async fn without_a_fault_the_reply_is_wechats() {
    let world = World::new().await;
    let token = world.token().await;
    let reply = world.quota(&token).await.unwrap();
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.headers()["content-type"], "application/json; encoding=utf-8");
    let reply = reply.text().await.unwrap();
    assert!(reply.starts_with(r#"{"errcode":0,"errmsg":"ok","quota":{"daily_limit":50000,"used":"#), "{reply}");
}

#[tokio::test]
async fn a_drop_before_breaks_the_connection_and_clears_nothing() {
    let world = World::new().await;
    let token = world.token().await;
    world.sandbox().add_fault(Fault::on(CLEAR, FaultKind::DropBefore).times(1));
    let error = world.clear(&token).await.unwrap_err();
    assert!(error.is_request() && error.status().is_none(), "{error:?}");
    assert_eq!(world.clears(), 0);
    assert_eq!(world.sandbox().counts().received(CLEAR), 1);
    assert_eq!(world.clear(&token).await.unwrap().status(), 200);
    assert_eq!(world.clears(), 1);
}

#[tokio::test]
async fn a_drop_after_has_cleared() {
    let world = World::new().await;
    let token = world.token().await;
    world.sandbox().add_fault(Fault::on(CLEAR, FaultKind::DropAfter).times(1));
    assert!(world.clear(&token).await.unwrap_err().is_request());
    assert_eq!(world.clears(), 1);
}

#[tokio::test]
async fn a_dropped_connection_carries_not_a_byte() {
    let world = World::new().await;
    world.sandbox().add_fault(Fault::on("/cgi-bin/token", FaultKind::DropBefore));
    let mut stream = TcpStream::connect(world.running.address).await.unwrap();
    stream.write_all(b"GET /cgi-bin/token HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let mut received = Vec::new();
    // The end of the stream or a reset: both are a broken connection.
    let _ = stream.read_to_end(&mut received).await;
    assert!(received.is_empty(), "{}", String::from_utf8_lossy(&received));
}

#[tokio::test]
async fn a_truncated_reply_ends_in_the_middle() {
    let world = World::new().await;
    world.sandbox().add_fault(Fault::on("/cgi-bin/token", FaultKind::Truncated));
    let error = world.client.get(world.url("/cgi-bin/token")).send().await.unwrap().bytes().await.unwrap_err();
    assert!(error.is_body() || error.is_decode(), "{error:?}");

    let mut stream = TcpStream::connect(world.running.address).await.unwrap();
    stream.write_all(b"GET /cgi-bin/token HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let mut received = String::new();
    let _ = stream.read_to_string(&mut received).await;
    let (head, body) = received.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(body.starts_with(r#"{"errcode":41002,"#) && !body.ends_with('}'), "{body}");
}

#[tokio::test]
async fn malformed_is_no_json() {
    let (_world, reply) = quota_under(FaultKind::Malformed).await;
    assert!(serde_json::from_str::<Value>(&reply.unwrap().text().await.unwrap()).is_err());
}

#[tokio::test]
async fn html_comes_as_html_with_status_200() {
    let (world, reply) = quota_under(FaultKind::Html).await;
    let reply = reply.unwrap();
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.headers()["content-type"], "text/html; charset=utf-8");
    assert!(reply.text().await.unwrap().starts_with("<html>"));
    assert_eq!(world.sandbox().counts().received(QUOTA_GET), 1);
}

#[tokio::test]
async fn a_status_comes_with_its_body() {
    let (_world, reply) = quota_under(FaultKind::Status { status: 503, body: "busy".to_owned() }).await;
    let reply = reply.unwrap();
    assert_eq!(reply.status(), 503);
    assert_eq!(reply.text().await.unwrap(), "busy");
}

#[tokio::test]
async fn an_errcode_comes_with_a_rid_that_can_be_looked_up() {
    let (world, reply) = quota_under(FaultKind::Errcode { errcode: -1, errmsg: None }).await;
    let reply: Value = reply.unwrap().json().await.unwrap();
    assert_eq!(reply["errcode"], -1);
    let rid = reply["errmsg"].as_str().unwrap().strip_prefix("system error rid: ").unwrap().to_owned();
    let token = world.token().await;
    let found = world.send(&token, "/cgi-bin/openapi/rid/get", json!({"rid": rid})).await.unwrap();
    let found: Value = found.json().await.unwrap();
    assert_eq!(found["request"]["request_body"], json!({"cgi_path": PHONE}).to_string());
}

#[tokio::test]
async fn zero_is_three_zeros() {
    let (_world, reply) = quota_under(FaultKind::Zero).await;
    let reply: Value = reply.unwrap().json().await.unwrap();
    assert_eq!(reply["quota"], json!({"daily_limit": 0, "used": 0, "remain": 0}));
}

#[tokio::test]
async fn big_is_as_long_as_asked_and_still_json() {
    let (_world, reply) = quota_under(FaultKind::Big { bytes: 2_000_000 }).await;
    let text = reply.unwrap().text().await.unwrap();
    assert_eq!(text.len(), 2_000_000);
    assert!(serde_json::from_str::<Value>(&text).is_ok());
}

#[tokio::test]
async fn delay_and_slow_take_their_time_and_arrive_whole() {
    let started = Instant::now();
    let (world, reply) = quota_under(FaultKind::Delay { ms: 60 }).await;
    assert!(started.elapsed() >= Duration::from_millis(60));
    let whole = reply.unwrap().text().await.unwrap();
    let token = world.token().await;
    world.sandbox().add_fault(Fault::on(QUOTA_GET, FaultKind::Slow { ms: 1 }).times(1));
    let started = Instant::now();
    assert_eq!(world.quota(&token).await.unwrap().text().await.unwrap(), whole);
    assert!(started.elapsed() >= Duration::from_millis(whole.len() as u64));
}

#[tokio::test]
async fn a_held_clear_is_carried_out_and_answered_on_release() {
    let world = World::new().await;
    let token = world.token().await;
    world.sandbox().add_fault(Fault::on(CLEAR, FaultKind::Hold).times(1));
    let sandbox = world.sandbox().clone();
    let (reply, ()) = tokio::join!(world.clear(&token), async {
        sandbox.wait_until_held(1).await;
        assert_eq!(sandbox.counts().clears.len(), 1);
        sandbox.release();
    });
    assert_eq!(reply.unwrap().status(), 200);
    assert_eq!(world.sandbox().held(), 0);
}

#[tokio::test]
async fn stopping_breaks_held_answers_off_and_frees_the_port() {
    let world = World::new().await;
    let token = world.token().await;
    world.sandbox().add_fault(Fault::on(CLEAR, FaultKind::Hold));
    let (sandbox, address) = (world.sandbox().clone(), world.running.address);
    let request =
        world.client.post(world.url(&format!("{CLEAR}?access_token={token}"))).json(&json!({"appid": MALL_APPID}));
    let reply = tokio::spawn(request.send());
    sandbox.wait_until_held(1).await;
    world.running.stop().await.unwrap();
    assert!(reply.await.unwrap().is_err());
    let again = sandbox.start_on(address).await.unwrap();
    assert_eq!(again.address, address);
    assert_eq!(sandbox.counts().clears.len(), 1, "the same platform goes on");
}

#[tokio::test]
async fn a_fault_of_one_account_leaves_the_others_alone() {
    let world = World::new().await;
    let token = world.token().await;
    world.sandbox().add_fault(Fault::on(QUOTA_GET, FaultKind::Html).account(MEMBERS_APPID));
    assert!(world.quota(&token).await.unwrap().json::<Value>().await.is_ok());
}
