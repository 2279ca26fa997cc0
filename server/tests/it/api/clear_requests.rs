//! Clears that take a second person, and what readings say of a clear, as programs are told.

use desk::clears::ClearSettings;
use domain::clears::{Allotment, Limits, ResetInterval};
use domain::{Actor, Role, UserName};
use serde_json::json;

use crate::support::app::{TestApp, tester};
use crate::support::clears::{limits, mall_with_token, single, whole, with, word};

const LEAD: &str = "lead";

/// The last clear but one is gone: the next takes a second person.
async fn one_left() -> (TestApp, String) {
    let only_one = Allotment { limit: 1, every: ResetInterval::Month };
    let limits = Limits { account: only_one, ..Limits::default() };
    mall_with_token(ClearSettings { limits, ..ClearSettings::default() }).await
}

/// A lead who signed in.
async fn lead(app: &TestApp) -> Actor {
    app.sign_in(Role::Lead).await;
    let name: UserName = LEAD.parse().unwrap();
    let (user, _) = app.store.user_by_key(&name.key()).await.unwrap().unwrap();
    Actor::User { id: user.id, name: user.name, role: Role::Lead, address: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_clear_waits_for_a_second_person() {
    let (app, token) = one_left().await;
    let lead = lead(&app).await;
    let body = whole("最后一次");
    assert_eq!(word(&app.order(&token, "k", &body).await), "409 confirm-needed", "the name comes first");
    let body = with(body, &[("confirm", "商城小程序".into())]);
    let asked = app.order(&token, "k", &body).await;
    assert_eq!(asked.status, 202, "{}", asked.told());
    let request = asked.json()["request"].clone();
    assert_eq!((&request["id"], &request["state"], &request["clear_id"]), (&json!(1), &json!("waiting"), &json!(null)));
    assert_eq!(request["url"], "http://localhost:8686/clears/requests/1");
    assert_eq!(request["expires_at"], "2026-03-14T02:30:00Z");
    assert_eq!(app.sandbox.sandbox.counts().clears.len(), 0, "nothing was sent");
    assert_eq!(app.order(&token, "k", &body).await.json()["request"], request, "asked again, it is the same");
    let other = with(body.clone(), &[("reason", "x".into())]);
    assert_eq!(word(&app.order(&token, "k", &other).await), "422 key-reused");
    assert_eq!(app.get("/api/v1/clears", &token).await.json()["clears"], json!([]), "it is not in the ledger yet");

    let facts = app.desk.request_page(&lead, domain::clears::RequestId(1)).await.unwrap().facts.unwrap();
    app.desk.approve_request(&lead, domain::clears::RequestId(1), &facts.seen, None).await.unwrap();
    let made = app.order(&token, "k", &body).await;
    assert_eq!(word(&made), "200 accepted", "the same order is now its clear");
    let clear = &made.json()["clear"];
    assert_eq!((&clear["actor"], &clear["approved_by"]), (&json!("cli:tester"), &json!(LEAD)));
    assert_eq!(app.sandbox.sandbox.counts().clears.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_key_for_the_last_clear_leads_to_the_request_that_waits() {
    let (app, token) = one_left().await;
    let lead = lead(&app).await;
    let body = with(whole("最后一次"), &[("confirm", "商城小程序".into())]);
    let first = app.order(&token, "k1", &body).await.json()["request"].clone();
    let other_words = with(body.clone(), &[("reason", "the same clear".into())]);
    for (key, body) in [("k2", &body), ("k3", &other_words), ("k2", &body)] {
        let again = app.order(&token, key, body).await;
        assert_eq!((again.status.as_u16(), &again.json()["request"]), (202, &first), "{key}");
    }
    assert_eq!(word(&app.order(&token, "k2", &other_words).await), "422 key-reused");
    assert_eq!(app.desk.open_clear_requests(&lead).await.unwrap().len(), 1);

    let facts = app.desk.request_page(&lead, domain::clears::RequestId(1)).await.unwrap().facts.unwrap();
    app.desk.approve_request(&lead, domain::clears::RequestId(1), &facts.seen, None).await.unwrap();
    assert!(app.desk.open_clear_requests(&lead).await.unwrap().is_empty(), "it is decided");
    for (key, body) in [("k1", &body), ("k2", &body), ("k3", &other_words)] {
        let made = app.order(&token, key, body).await;
        assert_eq!((word(&made).as_str(), &made.json()["clear"]["id"]), ("200 accepted", &json!(1)), "{key}");
    }
    assert_eq!(app.sandbox.sandbox.counts().clears.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_nobody_decides_expires() {
    let (app, token) = one_left().await;
    let body = with(whole("最后一次"), &[("confirm", "商城小程序".into())]);
    assert_eq!(app.order(&token, "k", &body).await.status, 202);
    app.clock.advance(domain::clears::EXPIRES_AFTER);
    let late = app.order(&token, "k", &body).await;
    assert_eq!((late.status.as_u16(), &late.json()["request"]["state"]), (202, &json!("expired")));
    assert_eq!(app.order(&token, "k2", &body).await.json()["request"]["id"], json!(2), "another key asks anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_clear_did_is_told_beside_what_was_used_before() {
    let (app, token) = mall_with_token(limits(10)).await;
    app.desk.sample_all(&tester(), None).await.unwrap();
    assert_eq!(word(&app.order(&token, "k", &single(1)).await), "201 accepted");
    app.clock.advance(jiff::SignedDuration::from_secs(5));
    app.desk.run_due_clear_jobs().await.unwrap();
    app.desk.watched().await;
    let told = app.get("/api/v1/clears/1", &token).await.json()["clear"].clone();
    assert_eq!((&told["state"], &told["being_verified"]), (&json!("effective"), &json!(false)));
    let (before, after) = (&told["evidence"]["before"][0], &told["evidence"]["after"][0]);
    let used = |figures: &serde_json::Value| figures["used"].as_i64().unwrap();
    assert!(used(before) > 40_000 && used(after) < 100, "{told}");
    assert_eq!(after["given_back"], json!(used(before) - used(after)));
    assert_eq!(told["given_back"], after["given_back"]);
    let states: Vec<_> = told["events"].as_array().unwrap().iter().map(|event| event["state"].clone()).collect();
    assert_eq!(states, ["intended", "sent", "accepted", "verifying", "effective"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_budget_can_be_counted_by_the_day() {
    let a_day = Allotment { limit: 2, every: ResetInterval::Day };
    let clears = ClearSettings { limits: Limits { interface: a_day, ..Limits::default() }, ..limits(10) };
    let (app, token) = mall_with_token(clears).await;
    let confirmed = |interface: i64| with(single(interface), &[("confirm", "商城小程序".into())]);
    assert_eq!(word(&app.order(&token, "k1", &confirmed(1)).await), "201 accepted");
    assert_eq!(word(&app.order(&token, "k2", &confirmed(2)).await), "201 accepted");
    let budget = async |query: &str| {
        let told = app.get(&format!("/api/v1/budget{query}"), &token).await.json();
        let budget = told["accounts"][0]["budget"]["interface"].clone();
        [budget["period"].clone(), budget["spent"].clone(), budget["left"].clone(), budget["resets_at"].clone()]
    };
    assert_eq!(budget("").await, [json!("day"), json!(2), json!(0), json!("2026-03-14T16:00:00Z")]);
    assert_eq!(word(&app.order(&token, "k3", &confirmed(1)).await), "409 budget-spent");
    app.clock.advance(jiff::SignedDuration::from_hours(24));
    assert_eq!(budget("").await, [json!("day"), json!(0), json!(2), json!("2026-03-15T16:00:00Z")]);
    assert_eq!(budget("?month=2026-02").await[1..3], [json!(0), json!(2)]);
}
