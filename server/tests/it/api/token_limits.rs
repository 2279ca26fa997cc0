//! What one token may use in a time, and what it is told of that.

use desk::clears::ClearSettings;
use domain::Role;
use http::{StatusCode, header};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::app::{Ask, Reply, TestApp, tester};
use crate::support::clears::{mall_with_token, single, with, word};

/// Another token of this role.
async fn another_token(app: &TestApp, role: Role) -> String {
    app.desk.create_token(&tester(), "another", role, None).await.unwrap()
}

/// What the headers say: the policy, what is left, and when to come again.
fn limits(reply: &Reply) -> [Option<&str>; 3] {
    ["ratelimit-policy", "ratelimit", header::RETRY_AFTER.as_str()]
        .map(|name| reply.headers.get(name).map(|value| value.to_str().unwrap()))
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_of_clears_are_limited_and_repeated_ones_do_not_count() {
    let (app, token) = mall_with_token(ClearSettings::default()).await;
    let made = app.order(&token, "made", &single(1)).await;
    assert_eq!(word(&made).split(' ').next(), Some("201"));
    assert_eq!(limits(&made), [Some("\"clears\";q=100;w=100"), Some("\"clears\";r=99;t=1"), None]);
    let refused = with(single(1), &[("account", "nobody".into())]);
    for n in 0..99 {
        assert_eq!(word(&app.order(&token, &format!("k{n}"), &refused).await), "422 unknown-account");
        let again = app.order(&token, "made", &single(1)).await;
        assert_eq!(again.status, StatusCode::OK, "the same once more");
    }
    let too_many = app.order(&token, "new", &single(1)).await;
    assert_eq!(word(&too_many), "429 too-many-requests");
    assert_eq!(limits(&too_many), [Some("\"clears\";q=100;w=100"), Some("\"clears\";r=0;t=100"), Some("1")]);
    assert_eq!(app.order(&token, "made", &single(1)).await.status, StatusCode::OK, "still");
    assert_eq!(word(&app.order(&token, "made", &refused).await), "422 key-reused");
    let other = another_token(&app, Role::Lead).await;
    assert_eq!(word(&app.order(&other, "other", &refused).await), "422 unknown-account", "each has its own");
    let viewer = app.token(Role::Viewer).await;
    assert_eq!(limits(&app.order(&viewer, "k", &refused).await), [None; 3], "of what it may not do nothing is told");
    // One a second, for as long as one likes.
    for n in 0..3 {
        app.clock.advance(SignedDuration::from_secs(1));
        assert_eq!(word(&app.order(&token, &format!("later{n}"), &refused).await), "422 unknown-account");
        assert_eq!(word(&app.order(&token, &format!("too soon{n}"), &refused).await), "429 too-many-requests");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_to_search_are_limited() {
    let app = TestApp::new().await;
    let token = app.token(Role::Support).await;
    let find = async || app.ask(Ask::post("/api/v1/rids").token(&token).body(r#"{"text":"x"}"#)).await;
    for left in (0..100).rev() {
        let reply = find().await;
        assert_eq!(reply.status, StatusCode::OK);
        assert!(limits(&reply)[1].unwrap().starts_with(&format!("\"rids\";r={left};")), "{left}");
    }
    let too_many = find().await;
    assert_eq!(too_many.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(limits(&too_many), [Some("\"rids\";q=100;w=20"), Some("\"rids\";r=0;t=20"), Some("1")]);
    for _ in 0..60 {
        app.clock.advance(SignedDuration::from_millis(200));
        assert_eq!(find().await.status, StatusCode::OK, "300 a minute");
    }
    assert_eq!(find().await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_begins_so_many_incidents_and_counts_on() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Reporter).await;
    let error = |errcode: i32| json!({ "account": "1", "errcode": errcode });
    let report = async |token: &str, body: Value| app.report(token, &body).await;
    for n in 0..500 {
        assert_eq!(report(&token, error(100_000 + n)).await.status, StatusCode::ACCEPTED, "{n}");
    }
    let refused = report(&token, error(200_000)).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.json()["type"].as_str().unwrap().ends_with("too-many-reports"));
    let told = [Some("\"new-incidents\";q=500;w=500"), Some("\"new-incidents\";r=0;t=500"), Some("1")];
    assert_eq!(limits(&refused), told);
    for count in 2..1_200 {
        let reply = report(&token, error(100_000)).await;
        assert_eq!((reply.status, &reply.json()["incident"]["count"]), (StatusCode::ACCEPTED, &json!(count)));
    }
    let other = another_token(&app, Role::Reporter).await;
    assert_eq!(report(&other, error(200_000)).await.status, StatusCode::ACCEPTED, "others are not held up");
    app.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(report(&token, error(200_001)).await.status, StatusCode::ACCEPTED);
    assert_eq!(report(&token, error(200_002)).await.status, StatusCode::TOO_MANY_REQUESTS);
}
