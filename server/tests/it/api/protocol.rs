//! What all calls of `/api/v1` have in common: tokens, parameters, unknown addresses, the description.

use domain::Role;
use insta::assert_snapshot;

use crate::support::app::{Ask, TestApp, tester};

#[tokio::test(flavor = "multi_thread")]
async fn who_may_call() {
    let app = TestApp::new().await;
    assert_snapshot!(app.ask(Ask::get("/api/v1/accounts")).await.told(), @r#"
    401 application/problem+json
    {
      "detail": "send a valid API token as `Authorization: Bearer …`; create one with `wxquota token create`",
      "status": 401,
      "title": "The API token is missing or not valid",
      "type": "urn:wxquota:problem:unauthorized"
    }
    "#);
    let unknown = app.get("/api/v1/accounts", "wxq_0000").await;
    assert_eq!(
        (unknown.status.as_u16(), &unknown.headers["www-authenticate"]),
        (401, &"Bearer realm=\"wxquota\"".parse().unwrap())
    );
    let reporter = app.token(Role::Reporter).await;
    assert_snapshot!(app.get("/api/v1/interfaces?limit=0", &reporter).await.told(), @r#"
    403 application/problem+json
    {
      "detail": "the role reporter does not allow this",
      "status": 403,
      "title": "The token's role does not allow this",
      "type": "urn:wxquota:problem:forbidden"
    }
    "#);
    for role in [Role::Viewer, Role::Support, Role::Lead, Role::Admin] {
        let token = app.token(role).await;
        for path in ["accounts", "interfaces"] {
            assert_eq!(app.get(&format!("/api/v1/{path}"), &token).await.status, 200, "{role} {path}");
        }
        assert_eq!(app.get("/api/v1/interfaces/1/samples", &token).await.status, 404, "{role}");
        app.desk.revoke_token(&tester(), role.word()).await.unwrap();
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
    assert_snapshot!(app.get(wrong, &token).await.told(), @r#"
    422 application/problem+json
    {
      "detail": "state: \"red\" is not one of: exhausted critical warning failed stale ok never unsupported; limit: must be a whole number from 1 to 1000; cursor: must be the unchanged value of `next` in an answer to the same call",
      "errors": [
        {
          "detail": "\"red\" is not one of: exhausted critical warning failed stale ok never unsupported",
          "pointer": "/state"
        },
        {
          "detail": "must be a whole number from 1 to 1000",
          "pointer": "/limit"
        },
        {
          "detail": "must be the unchanged value of `next` in an answer to the same call",
          "pointer": "/cursor"
        }
      ],
      "status": 422,
      "title": "A parameter is invalid",
      "type": "urn:wxquota:problem:invalid-parameter"
    }
    "#);
    assert_snapshot!(app.get("/api/v1/interfaces?account=%3Cb%3E", &token).await.told(), @r#"
    422 application/problem+json
    {
      "detail": "no account has the ID, AppID or name \"<b>\"",
      "errors": [
        {
          "detail": "no account has the ID, AppID or name \"<b>\"",
          "pointer": "/account"
        }
      ],
      "status": 422,
      "title": "Account not found",
      "type": "urn:wxquota:problem:unknown-account"
    }
    "#);
    let wrong = "/api/v1/interfaces/1/samples?from=yesterday&to=2026-03-14&limit=-1";
    assert_snapshot!(app.get(wrong, &token).await.told(), @r#"
    422 application/problem+json
    {
      "detail": "to: must be a time in RFC 3339, such as 2026-11-22T08:00:00Z; from: must be a time in RFC 3339, such as 2026-11-22T08:00:00Z; limit: must be a whole number from 1 to 1000",
      "errors": [
        {
          "detail": "must be a time in RFC 3339, such as 2026-11-22T08:00:00Z",
          "pointer": "/to"
        },
        {
          "detail": "must be a time in RFC 3339, such as 2026-11-22T08:00:00Z",
          "pointer": "/from"
        },
        {
          "detail": "must be a whole number from 1 to 1000",
          "pointer": "/limit"
        }
      ],
      "status": 422,
      "title": "A parameter is invalid",
      "type": "urn:wxquota:problem:invalid-parameter"
    }
    "#);
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
    assert_snapshot!(app.get("/api/v1/quotas", &token).await.told(), @r#"
    404 application/problem+json
    {
      "detail": "/api/v1/openapi.json lists all calls",
      "status": 404,
      "title": "Call not found",
      "type": "urn:wxquota:problem:not-found"
    }
    "#);
    let wrong = app.ask(Ask::post("/api/v1/accounts").token(&token)).await;
    assert_snapshot!(wrong.told(), @r#"
    405 application/problem+json
    {
      "detail": "the header Allow lists the methods of this call",
      "status": 405,
      "title": "Method not allowed",
      "type": "urn:wxquota:problem:method-not-allowed"
    }
    "#);
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
    let mut calls = server::every_route(&app.state);
    calls.retain(|(_, path)| path.starts_with("/api/v1"));
    let mut routed: Vec<_> = calls.iter().map(|(_, path)| path.clone()).collect();
    routed.dedup();
    assert_eq!(described, routed);
    for (method, path) in calls {
        let address = path.replace("{id}", "1").replace("{rid}", "617682e0-09059ac5-34a8e2ea");
        let ask = if method == "POST" { Ask::post(&address) } else { Ask::get(&address) };
        let status = app.ask(ask).await.status;
        assert_eq!(status, if path.ends_with("openapi.json") { 200 } else { 401 }, "{method} {path}");
        let operation = &document["paths"][&path][method.as_str().to_ascii_lowercase()];
        assert!(operation.is_object() || path.ends_with("openapi.json"), "{method} {path} is not described");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_names_the_refusals_that_any_call_can_meet() {
    let app = TestApp::new().await;
    let document = app.ask(Ask::get("/api/v1/openapi.json")).await.json();
    let told = |operation: &serde_json::Value, status: &str| {
        let response = &operation["responses"][status];
        let shared = response["$ref"].as_str().map(|of| of.trim_start_matches('#'));
        let response = shared.map_or(response, |of| document.pointer(of).unwrap());
        let schema = &response["content"]["application/problem+json"]["schema"]["$ref"];
        assert_eq!(schema, "#/components/schemas/Problem", "{status} {operation}");
        response["description"].as_str().unwrap().to_owned()
    };
    let paths = document["paths"].as_object().unwrap();
    for (path, method, operation) in paths.iter().flat_map(|(path, calls)| {
        calls.as_object().unwrap().iter().map(move |(method, operation)| (path, method, operation))
    }) {
        let call = format!("{method} {path}");
        assert!(
            told(operation, "401").contains("`unauthorized`") && told(operation, "403").contains("`forbidden`"),
            "{call}"
        );
        let too_many = told(operation, "429");
        assert!(too_many.contains("`too-many-requests`, with `Retry-After`"), "{call}: {too_many}");
        let own = [
            ("post /api/v1/clears", "a repeated request does not count"),
            ("post /api/v1/rids", "Every answer has `RateLimit-Policy`"),
            ("post /api/v1/incidents", "`too-many-reports`"),
            ("get /api/v1/rids/{rid}", "`look-ups-spent`"),
        ];
        for (_, words) in own.iter().filter(|(of, _)| *of == call) {
            assert!(too_many.contains(words), "{call}: {too_many}");
        }
        let not_ready = told(operation, "503");
        assert!(
            not_ready.contains("`too-many-connections`") && not_ready.contains("`too-slow`"),
            "{call}: {not_ready}"
        );
        let saves = method == "post" || path.ends_with("/rids/{rid}");
        assert_eq!(not_ready.contains("`not-writable`"), saves, "{call}: {not_ready}");
    }
}
