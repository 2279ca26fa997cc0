//! Lists as CSV, for programs that accept it.

use std::collections::BTreeSet;

use domain::{Clock, Figures, InterfaceId, Outcome, Reading, Role};
use http::{StatusCode, header};
use http_body_util::BodyExt;
use jiff::SignedDuration;
use serde_json::{Value, json};
use store::NewSample;

use crate::support::app::{Ask, Reply, TestApp};
use crate::support::files::Sheet;

/// Each list: its path, and the field of its rows.
const LISTS: [(&str, &str); 9] = [
    ("accounts", "accounts"),
    ("budget?month=2026-03", "accounts"),
    ("interfaces", "interfaces"),
    ("interfaces/1/samples", "samples"),
    ("clears", "clears"),
    ("incidents", "incidents"),
    ("notices", "notices"),
    ("channels", "channels"),
    ("channels/1/deliveries", "deliveries"),
];

async fn csv(app: &TestApp, path: &str, token: &str) -> Reply {
    app.ask(Ask::get(&format!("/api/v1/{path}")).token(token).header("accept", "text/csv")).await
}

/// The demo with a clear whose reason would be a formula, and an incident.
async fn filled() -> (TestApp, String) {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Lead).await;
    let order = json!({"account": 1, "scope": "interface", "interface": 5, "reason": "=1+1, \"大促\""});
    assert_eq!(app.order(&token, "k1", &order).await.status, 201);
    app.report(&token, &json!({"account": "1", "errcode": 45011, "errmsg": "-1"})).await;
    app.looked_into().await;
    super::channels::with_log(&app).await;
    (app, token)
}

/// The fields of a row, those of objects within it behind a full stop.
fn fields(row: &Value, prefix: &str, into: &mut Vec<(String, String)>) {
    for (name, value) in row.as_object().unwrap() {
        let name = format!("{prefix}{name}");
        match value {
            // Its fields depend on the kind of the notice, so it is one cell.
            Value::Object(_) if name == "facts" => into.push((name, value.to_string())),
            Value::Object(_) => fields(value, &format!("{name}."), into),
            Value::Null => into.push((name, String::new())),
            Value::String(text) => into.push((name, text.clone())),
            Value::Array(values) => {
                let values: Vec<_> = values.iter().map(|value| value.as_str().unwrap()).collect();
                into.push((name, values.join(";")));
            }
            other => into.push((name, other.to_string())),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_list_has_every_field_of_its_json() {
    let (app, token) = filled().await;
    for (path, rows) in LISTS {
        let mut json = app.get(&format!("/api/v1/{path}"), &token).await.json();
        let reply = csv(&app, path, &token).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.body);
        assert_eq!(reply.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8", "{path}");
        assert_eq!(reply.headers[header::VARY], "accept", "{path}");
        assert!(!reply.body.starts_with('\u{feff}') && reply.body.is_char_boundary(0), "{path}");
        let table = Sheet::read(&reply.body);
        let month = json["month"].take();
        let rows = json[rows].as_array().unwrap();
        assert!(!rows.is_empty(), "{path}");
        assert_eq!(table.rows.len(), rows.len(), "{path}");
        for (at, row) in rows.iter().enumerate() {
            let mut expected = Vec::new();
            if !month.is_null() {
                expected.push(("month".to_owned(), month.as_str().unwrap().to_owned()));
            }
            fields(row, "", &mut expected);
            let names: BTreeSet<_> = expected.iter().map(|(name, _)| name).collect();
            assert_eq!(names, table.heads.iter().collect(), "{path}");
            assert_eq!(names.len(), table.heads.len(), "{path}");
            for (name, value) in &expected {
                assert_eq!(table.column(name)[at], value, "{path}: {name}");
            }
        }
    }
    assert_eq!(Sheet::read(&csv(&app, "clears", &token).await.body).column("reason"), ["=1+1, \"大促\""], "as it is");
}

#[tokio::test(flavor = "multi_thread")]
async fn all_rows_come_unless_a_limit_is_given() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Viewer).await;
    let sample = |hour: i64| {
        let figures = Figures { daily_limit: 50_000, used: hour, remain: 50_000 - hour };
        let at = app.clock.now() - SignedDuration::from_hours(3000 - hour);
        let reading = Reading { at, outcome: Outcome::Good(figures), rate_limit: None, component_rate_limit: None };
        NewSample { interface: InterfaceId(1), reading, detail: None, slot: None, of_day_before: false }
    };
    app.store.add_samples(&(0..2500).map(sample).collect::<Vec<_>>()).await.unwrap();
    let path = "interfaces/1/samples?from=2025-01-01T00:00:00Z";
    let ask = Ask::get(&format!("/api/v1/{path}")).token(&token).header("accept", "text/csv");
    let mut body = app.answer(ask).await.into_body();
    let mut parts = Vec::new();
    while let Some(frame) = body.frame().await {
        parts.push(frame.unwrap().into_data().unwrap().to_vec());
    }
    assert_eq!(parts.len(), 3);
    let all = Sheet::read(&String::from_utf8(parts.concat()).unwrap());
    assert_eq!(all.rows.len(), 2501);
    assert!(all.column("at").is_sorted_by(|later, earlier| later > earlier));

    let some = csv(&app, &format!("{path}&limit=10"), &token).await;
    assert_eq!(Sheet::read(&some.body).rows, all.rows[..10]);
    let link = some.headers[header::LINK].to_str().unwrap();
    let next = link.strip_prefix("<?").and_then(|link| link.strip_suffix(">; rel=\"next\"")).unwrap();
    let next = csv(&app, &format!("interfaces/1/samples?{next}"), &token).await;
    assert_eq!(Sheet::read(&next.body).rows, all.rows[10..20]);
    let few = csv(&app, "accounts?limit=2", &token).await;
    assert_eq!(Sheet::read(&few.body).rows.len(), 2);
    assert!(!few.headers.contains_key(header::LINK), "the list has no pages");
    assert_eq!(Sheet::read(&csv(&app, "interfaces?limit=100", &token).await.body).rows.len(), 29);
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_apply_and_an_empty_list_has_heads() {
    let (app, token) = filled().await;
    let exhausted = Sheet::read(&csv(&app, "interfaces?state=exhausted", &token).await.body);
    assert_eq!(exhausted.column("state"), ["exhausted"]);
    assert_eq!(exhausted.column("name"), ["发送订阅消息"]);
    let none = Sheet::read(&csv(&app, "clears?state=unknown", &token).await.body);
    assert!(none.rows.is_empty() && none.heads[0] == "id", "{none:?}");
    assert_eq!(Sheet::read(&csv(&app, "budget", &token).await.body).column("month")[0], "2026-03");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_and_what_is_accepted_otherwise_is_json() {
    let (app, token) = filled().await;
    for (path, status) in [
        ("interfaces?state=red", 422),
        ("interfaces?limit=0", 422),
        ("clears?account=nobody", 422),
        ("interfaces/99/samples", 404),
        ("budget?month=March", 422),
    ] {
        let reply = csv(&app, path, &token).await;
        assert_eq!(reply.status, status, "{path}: {}", reply.body);
        assert_eq!(reply.headers[header::CONTENT_TYPE], "application/problem+json", "{path}");
    }
    let viewer = app.token(Role::Viewer).await;
    assert_eq!(csv(&app, "clears", &viewer).await.status, StatusCode::FORBIDDEN);
    assert_eq!(csv(&app, "clears", "wxq_none").await.status, StatusCode::UNAUTHORIZED);
    for accept in
        ["*/*", "application/json", "text/csv;q=0.5, application/json", "text/csv;q=0", "text/html, */*;q=0.8"]
    {
        let reply = app.ask(Ask::get("/api/v1/accounts").token(&token).header("accept", accept)).await;
        assert_eq!(reply.headers[header::CONTENT_TYPE], "application/json", "{accept}");
        assert_eq!(reply.headers[header::VARY], "accept", "{accept}");
    }
    let one = csv(&app, "clears/1", &token).await;
    assert_eq!(one.headers[header::CONTENT_TYPE], "application/json", "one thing is no list");
    let head = app.ask(Ask::head("/api/v1/clears").token(&token).header("accept", "text/csv")).await;
    assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
    assert_eq!(head.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_names_the_media_type() {
    let app = TestApp::new().await;
    let document = app.ask(Ask::get("/api/v1/openapi.json")).await.json();
    let mut with_csv = Vec::new();
    for (path, calls) in document["paths"].as_object().unwrap() {
        let content = &calls["get"]["responses"]["200"]["content"];
        if content["text/csv"].is_object() {
            assert!(content["application/json"].is_object(), "{path}");
            with_csv.push(path.as_str());
        }
    }
    assert_eq!(
        with_csv,
        [
            "/api/v1/accounts",
            "/api/v1/budget",
            "/api/v1/channels",
            "/api/v1/channels/{id}/deliveries",
            "/api/v1/clears",
            "/api/v1/incidents",
            "/api/v1/interfaces",
            "/api/v1/interfaces/{id}/samples",
            "/api/v1/notices",
        ]
    );
}
