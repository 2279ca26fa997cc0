//! Incidents over HTTP and as pages.

use domain::{Actor, Role};
use http::{StatusCode, header};
use serde_json::{Value, json};

use crate::support::app::{Ask, TestApp, tester};

/// Used up in the demo.
const SUBSCRIBE: &str = "/cgi-bin/message/subscribe/send";

#[tokio::test(flavor = "multi_thread")]
async fn a_reporter_reports_and_others_read_what_came_of_it() {
    let app = TestApp::with_demo().await;
    let appid = app.sandbox.sandbox.seeded_accounts()[0].appid.clone();
    let reporter = app.token(Role::Reporter).await;
    let body = json!({ "account": appid, "errcode": 45009, "errmsg": "reach max api daily quota limit rid: 617682e0-09059ac5-34a8e2ea", "cgi_path": SUBSCRIBE });
    let reply = app.report(&reporter, &body).await;
    insta::assert_snapshot!(reply.told(), @r#"
    202 application/json
    {
      "incident": {
        "count": 1,
        "id": 1,
        "rid": "RID",
        "state": "queued"
      }
    }
    "#);
    assert_eq!(app.report(&reporter, &body).await.json()["incident"]["count"], 2);
    app.looked_into().await;
    assert_eq!(app.get("/api/v1/incidents/1", &reporter).await.status, StatusCode::FORBIDDEN);
    let support = app.token(Role::Support).await;
    let one = app.get("/api/v1/incidents/1", &support).await.json();
    let incident = &one["incident"];
    assert_eq!((&incident["state"], &incident["reaction"]), (&json!("done"), &json!("explained")));
    assert!(incident["reason"].as_str().unwrap().contains("no policy"), "{incident}");
    assert_eq!((&incident["clear_id"], &incident["count"]), (&Value::Null, &json!(2)));
    for (query, found) in [("", 1), ("?state=done", 1), ("?state=queued", 0), ("?account=1&reaction=explained", 1)] {
        let list = app.get(&format!("/api/v1/incidents{query}"), &support).await.json();
        assert_eq!(list["incidents"].as_array().unwrap().len(), found, "{query}");
        assert_eq!(list["next"], Value::Null);
    }
    assert_eq!(app.get("/api/v1/incidents?state=over", &support).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.get("/api/v1/incidents/77", &support).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_service_sends_is_taken_or_refused_with_a_reason() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Reporter).await;
    let status = async |body: Value| app.report(&token, &body).await.status;
    let nobody = app.report(&token, &json!({ "account": "wx0000000000000000", "errcode": 1, "errmsg": "" })).await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    assert!(nobody.json()["type"].as_str().unwrap().ends_with("unknown-account"));
    assert_eq!(status(json!({ "account": 1, "errcode": "45011" })).await, StatusCode::ACCEPTED, "leniently");
    assert_eq!(
        status(json!({ "account": "1", "errcode": -1, "errmsg": { "a": 1 }, "cgi_path": "nonsense?" })).await,
        StatusCode::ACCEPTED
    );
    assert_eq!(status(json!({ "account": "1" })).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(status(json!({ "account": "1", "errcode": "many" })).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(status(json!([])).await, StatusCode::BAD_REQUEST);
    let long = "长".repeat(200_000);
    assert_eq!(status(json!({ "account": "1", "errcode": 40001, "errmsg": long })).await, StatusCode::ACCEPTED);
    let bare = app.ask(Ask::post("/api/v1/incidents").body("{}")).await;
    assert_eq!(bare.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_are_told_to_come_again() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Reporter).await;
    let another = Actor::Cli { os_user: "another".to_owned() };
    let reporter = |n: i32| if n % 2 == 0 { tester() } else { another.clone() };
    // As many different ones as may wait, half of them of each.
    for n in 0..2_000 {
        let report = desk::incidents::Report { account: "1".to_owned(), errcode: 100_000 + n, ..Default::default() };
        app.desk.report_incident(&reporter(n), report).await.unwrap();
    }
    // The desk sees how many wait when it takes some up.
    app.desk.investigate_queued().await.unwrap();
    for n in 0..20 {
        let report = desk::incidents::Report { account: "1".to_owned(), errcode: 200_000 + n, ..Default::default() };
        let _ = app.desk.report_incident(&reporter(n), report).await;
    }
    let reply = app.report(&token, &json!({ "account": "1", "errcode": 300_000 })).await;
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(reply.headers[header::RETRY_AFTER], "60");
}
