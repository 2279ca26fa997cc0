//! `/api/v1`, each call right and wrong.

use domain::{Actor, Role};
use insta::assert_snapshot;
use jiff::SignedDuration;

use crate::app::{Ask, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_told_with_their_tokens() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Viewer).await;
    assert_snapshot!(app.get("/api/v1/accounts", &token).await.told(), @"");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_past_its_end_is_expired_whatever_was_written_down() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Viewer).await;
    app.clock.advance(SignedDuration::from_hours(3));
    let states = app.get("/api/v1/accounts", &token).await.json();
    let state = |index: usize| states["accounts"][index]["token"]["state"].as_str().unwrap().to_owned();
    assert_eq!((state(0), state(1), state(2)), ("refused".into(), "expired".into(), "expired".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn interfaces_are_told_worst_first() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Viewer).await;
    assert_snapshot!(app.get("/api/v1/interfaces?limit=2", &token).await.told(), @"");
    let all = app.get("/api/v1/interfaces", &token).await.json();
    let rows = all["interfaces"].as_array().unwrap();
    let short = |row: &serde_json::Value| {
        let text = |name: &str| row[name].as_str().map_or_else(|| row[name].to_string(), str::to_owned);
        let (state, path, used, limit) = (text("state"), text("cgi_path"), text("used"), text("daily_limit"));
        format!("{state} {path} {used}/{limit} {}", text("reason"))
    };
    assert_snapshot!(rows.iter().map(short).collect::<Vec<_>>().join("\n"), @"");
    assert_eq!(all["next"], serde_json::Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_narrow_the_list() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Viewer).await;
    let paths = async |query: &str| {
        let reply = app.get(&format!("/api/v1/interfaces?{query}"), &token).await.json();
        let rows = reply["interfaces"].as_array().unwrap().clone();
        rows.iter().map(|row| row["cgi_path"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(paths("state=exhausted").await, ["/cgi-bin/message/subscribe/send"]);
    assert_eq!(paths("account=%E4%BC%9A%E5%91%98%E6%9C%8D%E5%8A%A1%E5%8F%B7").await.len(), 10, "by name");
    assert_eq!(paths("account=wx5a0d0000000000c3").await.len(), 5, "by appid");
    assert_eq!(paths("account=1&q=MSG_SEC").await, ["/wxa/msg_sec_check"]);
    assert_eq!(paths("q=").await.len(), 28, "an empty parameter is none");
    assert!(paths("q=nothing-has-this").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_hold_every_row_once_also_where_rows_go_in_between() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Viewer).await;
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = app.get(&format!("/api/v1/interfaces?limit=5&cursor={cursor}"), &token).await.json();
        let ids: Vec<_> =
            page["interfaces"].as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap()).collect();
        assert!(ids.len() <= 5);
        seen.extend(ids);
        if seen.len() == 5 {
            // The very row the cursor stands on goes; those behind it stay where they are.
            let id = domain::InterfaceId(seen[4]);
            let (account, _) = (domain::AccountId(1), ());
            app.desk.unwatch(&Actor::Local, account, id).await.unwrap();
        }
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    assert_eq!(seen.len(), 28);
    let mut once = seen.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), 28, "{seen:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn samples_are_told_newest_first_and_paged() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Viewer).await;
    for _ in 0..3 {
        app.clock.advance(SignedDuration::from_hours(1));
        app.sandbox.sandbox.move_clock(SignedDuration::from_hours(1));
        app.desk.sample_all(&Actor::Local, None).await.unwrap();
    }
    let first = app.get("/api/v1/interfaces/1/samples?limit=2", &token).await;
    assert_snapshot!(first.told(), @"");
    let next = first.json()["next"].as_str().unwrap().to_owned();
    let rest = app.get(&format!("/api/v1/interfaces/1/samples?limit=2&cursor={next}"), &token).await.json();
    assert_eq!(rest["samples"].as_array().unwrap().len(), 2);
    assert_eq!(rest["next"], serde_json::Value::Null);
    let range = "from=2026-03-14T02:00:00Z&to=2026-03-14T11:00:00%2B08:00";
    let some = app.get(&format!("/api/v1/interfaces/1/samples?{range}"), &token).await.json();
    assert_eq!(some["samples"].as_array().unwrap().len(), 1, "{some}");
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_readings_have_no_figures_but_a_reason() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Viewer).await;
    let rows = app.get("/api/v1/interfaces?account=3&limit=1", &token).await.json();
    let id = rows["interfaces"][0]["id"].as_i64().unwrap();
    assert_snapshot!(app.get(&format!("/api/v1/interfaces/{id}/samples"), &token).await.told(), @"");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_call() {
    let app = TestApp::new().await;
    assert_snapshot!(app.ask(Ask::get("/api/v1/accounts")).await.told(), @"");
    let unknown = app.get("/api/v1/accounts", "wxq_0000").await;
    assert_eq!(
        (unknown.status.as_u16(), &unknown.headers["www-authenticate"]),
        (401, &"Bearer realm=\"wxquota\"".parse().unwrap())
    );
    let reporter = app.token(Role::Reporter).await;
    assert_snapshot!(app.get("/api/v1/interfaces?limit=0", &reporter).await.told(), @"");
    for role in [Role::Viewer, Role::Support, Role::Lead, Role::Admin] {
        let token = app.token(role).await;
        for path in ["accounts", "interfaces"] {
            assert_eq!(app.get(&format!("/api/v1/{path}"), &token).await.status, 200, "{role} {path}");
        }
        assert_eq!(app.get("/api/v1/interfaces/1/samples", &token).await.status, 404, "{role}");
        app.desk.revoke_token(&Actor::Local, role.word()).await.unwrap();
        assert_eq!(app.get("/api/v1/accounts", &token).await.status, 401, "revoked");
    }
    let basic = app.ask(Ask::get("/api/v1/accounts").header("authorization", format!("Basic {reporter}"))).await;
    assert_eq!(basic.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_understood_is_told_all_at_once() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Viewer).await;
    let wrong = "/api/v1/interfaces?state=red&limit=1001&cursor=x&account=nobody";
    assert_snapshot!(app.get(wrong, &token).await.told(), @"");
    assert_snapshot!(app.get("/api/v1/interfaces?account=%3Cb%3E", &token).await.told(), @"");
    let wrong = "/api/v1/interfaces/1/samples?from=yesterday&to=2026-03-14&limit=-1";
    assert_snapshot!(app.get(wrong, &token).await.told(), @"");
    let turned = "/api/v1/interfaces/1/samples?from=2026-03-14T02:00:00Z&to=2026-03-14T01:00:00Z";
    assert_eq!(app.get(turned, &token).await.json()["errors"][0]["pointer"], "/from");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Viewer).await;
    for path in [
        "interfaces/999/samples",
        "interfaces/0/samples",
        "interfaces/x/samples",
        "interfaces/99999999999999999999/samples",
    ] {
        let reply = app.get(&format!("/api/v1/{path}"), &token).await;
        assert_eq!(
            (reply.status.as_u16(), reply.json()["type"].as_str().unwrap()),
            (404, "urn:wxquota:problem:not-found"),
            "{path}"
        );
    }
    assert_snapshot!(app.get("/api/v1/quotas", &token).await.told(), @"");
    let wrong = app.ask(Ask::post("/api/v1/accounts").token(&token)).await;
    assert_snapshot!(wrong.told(), @"");
    assert_eq!(wrong.headers["allow"], "GET,HEAD");
    assert_eq!(app.get("/api/v2/accounts", &token).await.json()["type"], "urn:wxquota:problem:not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_keeps_step_with_the_routes() {
    let app = TestApp::new().await;
    let document = app.ask(Ask::get("/api/v1/openapi.json")).await.json();
    let mut described: Vec<_> = document["paths"].as_object().unwrap().keys().cloned().collect();
    described.push("/api/v1/openapi.json".into());
    described.sort();
    let routed = server::every_route(&app.state).into_iter().map(|(_, path)| path);
    let routed: Vec<_> = routed.filter(|path| path.starts_with("/api/v1")).collect();
    assert_eq!(described, routed);
    for path in routed {
        let status = app.ask(Ask::get(&path.replace("{id}", "1"))).await.status;
        assert_eq!(status, if path.ends_with("openapi.json") { 200 } else { 401 }, "{path}");
    }
}
