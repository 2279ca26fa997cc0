//! Channels by the API: their state, and what the other side answered.

use desk::channels::{ChannelId, TypedChannel};
use domain::{Clock, NoticeContent, Role};
use http::StatusCode;
use jiff::SignedDuration;
use store::channels::{DeliveryAttempt, DeliveryEnd};
use store::notices::{Announcement, NewNotice};

use crate::support::app::{TestApp, tester};

/// What of an address only its receiver knows.
const KEY: &str = "b1c2d3e4-0000";

/// A channel with two messages, of which one was delivered at the second attempt.
pub(super) async fn with_log(app: &TestApp) -> ChannelId {
    let typed = TypedChannel {
        name: "ops".to_owned(),
        url: format!("https://hooks.example.com/services/{KEY}9f").into(),
        secret: "whsec_0123456789abcdef".to_owned().into(),
        severity: "info".to_owned(),
        ..Default::default()
    };
    let id = app.desk.add_channel(&tester(), &typed).await.unwrap();
    for on in [true, false] {
        let news = NoticeContent::KillSwitch { on, by: "ann".to_owned(), reason: None };
        let telling = Announcement { change: None, decision: None, notice: Some(NewNotice::of(news)) };
        app.store.tell(&telling, app.clock.now()).await.unwrap();
    }
    let delivery = app.store.deliveries(id, None, None, 10).await.unwrap().pop().unwrap();
    let now = app.clock.now();
    let later = now + SignedDuration::from_mins(1);
    for (at, delivered, outcome, end) in [
        (now, false, r#"{"outcome":"refused","status":503,"said":"busy"}"#, DeliveryEnd::Again { due_at: later }),
        (later, true, r#"{"outcome":"delivered","status":200}"#, DeliveryEnd::Delivered),
    ] {
        let outcome = outcome.to_owned();
        let attempt = DeliveryAttempt { at, took_ms: 12, delivered, outcome, delivery: Some(delivery.id) };
        app.store.deliveries_sent(&[(&delivery, end)], &attempt, at).await.unwrap();
    }
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn leads_read_the_state_of_channels_and_what_was_answered() {
    let app = TestApp::new().await;
    let id = with_log(&app).await;
    let lead = app.token(Role::Lead).await;
    let list = app.get("/api/v1/channels", &lead).await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.body);
    let row = &list.json()["channels"][0];
    assert_eq!((&row["name"], &row["state"]), (&"ops".into(), &"ok".into()));
    assert_eq!((&row["waiting"], &row["dead"]), (&1.into(), &0.into()));
    let (success, failure) = (row["last_success_at"].as_str().unwrap(), row["last_failure_at"].as_str().unwrap());
    assert!(success > failure, "{row}");

    let path = format!("/api/v1/channels/{id}/deliveries");
    let log = app.get(&path, &lead).await;
    let body = log.json();
    let rows = body["deliveries"].as_array().unwrap();
    assert_eq!(rows.len(), 2, "{body}");
    assert_eq!((&rows[0]["delivered"], &rows[1]["delivered"]), (&true.into(), &false.into()), "the newest first");
    assert!(rows[1]["result"].as_str().unwrap().contains("503"), "{body}");
    assert_eq!((&rows[1]["state"], &rows[1]["tries"]), (&"delivered".into(), &2.into()), "as it is now");
    assert_eq!(rows[0]["event"], "automation.stopped");
    for text in [&list.body, &log.body] {
        assert!(!text.contains(KEY) && !text.contains("/services") && !text.contains("whsec_"), "{text}");
    }
    let first = app.get(&format!("{path}?limit=1"), &lead).await.json();
    let next = first["next"].as_str().unwrap();
    let second = app.get(&format!("{path}?limit=1&cursor={next}"), &lead).await.json();
    assert_eq!((&second["deliveries"][0], second["next"].is_null()), (&rows[1], true));
}

#[tokio::test(flavor = "multi_thread")]
async fn others_read_nothing_of_channels_and_what_is_not_there_is_not_found() {
    let app = TestApp::new().await;
    with_log(&app).await;
    for role in [Role::Viewer, Role::Support, Role::Reporter] {
        let token = app.token(role).await;
        for path in ["/api/v1/channels", "/api/v1/channels/1/deliveries", "/api/v1/channels/99/deliveries"] {
            assert_eq!(app.get(path, &token).await.status, StatusCode::FORBIDDEN, "{role}: {path}");
        }
    }
    let admin = app.token(Role::Admin).await;
    for path in ["/api/v1/channels/99/deliveries", "/api/v1/channels/x/deliveries"] {
        assert_eq!(app.get(path, &admin).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let wrong = app.get("/api/v1/channels/1/deliveries?limit=0", &admin).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}
