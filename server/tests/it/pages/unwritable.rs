//! Pages, forms and the API while nothing can be saved: the database's file is moved away, the one fault that any test can make.

use std::fs;

use domain::Role;
use http::{StatusCode, header};
use insta::assert_snapshot;

use crate::support::app::{Ask, TestApp};
use crate::support::clears::{CLEAR, limits, mall_with_token, whole, word};

impl TestApp {
    /// Moves the database away, or back.
    async fn move_database(&self) {
        let (here, away) = (self.folder().join("wxquota.db"), self.folder().join("away.db"));
        let (from, to) = if away.exists() { (away, here) } else { (here, away) };
        fs::rename(from, to).unwrap();
        self.desk.check_writes().await;
    }
}

const WHY: &str = "Nothing can be saved: the database file was removed or moved.";
const MEANWHILE: &str = "you cannot sign in, clear or change anything";

#[tokio::test(flavor = "multi_thread")]
async fn every_page_can_be_read_and_says_why_nothing_can_be_saved() {
    let app = TestApp::with_demo().await;
    let paths = [
        "/",
        "/accounts",
        "/accounts/1",
        "/clears",
        "/budget",
        "/rid",
        "/incidents",
        "/policies",
        "/notices",
        "/campaigns",
        "/campaigns/new",
        "/channels",
        "/sampler",
        "/audit",
        "/settings",
        "/settings/users",
        "/settings/tokens",
        "/settings/system",
    ];
    for path in paths {
        let page = app.ask(Ask::get(path).and_header("cookie", b"lang=en")).await;
        assert!(page.status == StatusCode::OK && !page.body.contains("Nothing can be saved"), "{path}");
    }
    app.move_database().await;
    for path in paths {
        for (lang, why) in [("en", WHY), ("zh-CN", "目前无法保存：数据库文件被删除或移走。")] {
            let page = app.ask(Ask::get(path).and_header("cookie", format!("lang={lang}").as_bytes())).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(page.body.contains(why), "{path}: {}", page.body);
        }
    }
    let sign_in = app.ask(Ask::get("/login").nobody().header("cookie", "lang=en")).await;
    assert!(sign_in.status == StatusCode::OK && sign_in.body.contains(WHY) && sign_in.body.contains(MEANWHILE));
    let file = app.ask(Ask::get("/audit/export.csv").and_header("cookie", b"lang=en")).await;
    assert_eq!(file.status, StatusCode::SERVICE_UNAVAILABLE, "no export without its line in the audit trail");
    assert!(file.body.contains(WHY), "{}", file.body);

    app.move_database().await;
    let page = app.ask(Ask::get("/").and_header("cookie", b"lang=en")).await;
    assert!(page.status == StatusCode::OK && !page.body.contains("Nothing can be saved"));
    assert_eq!(app.ask(Ask::get("/audit/export.csv")).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_and_calls_are_refused_before_anything_is_done() {
    let (app, token) = mall_with_token(limits(10)).await;
    let lead = app.sign_in(Role::Lead).await;
    app.sign_in(Role::Admin).await;
    app.move_database().await;
    let forms: [(&str, &[(&str, &str)]); 4] = [
        ("/form/clears/order", &[("account", "1"), ("reason", "why")]),
        ("/form/sign-in", &[("name", "lead"), ("password", "correct horse")]),
        ("/form/sign-out", &[]),
        ("/form/notices/read", &[("up_to", "1")]),
    ];
    for (path, fields) in forms {
        let refused = app.ask(Ask::post(path).session(&format!("{lead}; lang=en")).form(fields)).await;
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(refused.headers[header::RETRY_AFTER], "5", "{path}");
        assert!(refused.body.contains(WHY) && refused.body.contains(MEANWHILE), "{path}: {}", refused.body);
    }
    let refused = app.order(&token, "k1", &whole("why")).await;
    assert_eq!(refused.headers[header::RETRY_AFTER], "5");
    assert_snapshot!(refused.told(), @r#"
    503 application/problem+json
    {
      "detail": "the database file, or its -wal or -shm file, was removed or moved away; nothing was done, so send the request again later",
      "status": 503,
      "title": "Nothing can be saved at the moment",
      "type": "urn:wxquota:problem:not-writable"
    }
    "#);
    let report = serde_json::json!({"account": "1", "errcode": 45009, "errmsg": "reach max api daily quota limit"});
    assert_eq!(word(&app.report(&token, &report).await), "503 not-writable");
    assert_eq!(app.sandbox.sandbox.counts().received(CLEAR), 0);
    // What is kept in cookies alone, and what is only read, goes on.
    let chosen = app.ask(Ask::post("/preferences").form(&[("lang", "en"), ("back", "/login")])).await;
    assert!(chosen.status.is_redirection(), "{}", chosen.status);
    assert_eq!(app.get("/api/v1/interfaces", &token).await.status, StatusCode::OK);
    assert_eq!(app.ask(Ask::get("/healthz").nobody()).await.status, StatusCode::OK);
    let ready = app.ask(Ask::get("/readyz").nobody()).await;
    assert_eq!((ready.status, ready.body.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "not ready: database-removed\n"));

    app.move_database().await;
    assert_eq!(app.ask(Ask::get("/readyz").nobody()).await.status, StatusCode::OK);
    assert_eq!(word(&app.order(&token, "k1", &whole("why")).await), "201 accepted");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_known_to_fail_is_told_the_same_way() {
    let (app, token) = mall_with_token(limits(10)).await;
    // Nobody has looked since.
    fs::rename(app.folder().join("wxquota.db"), app.folder().join("away.db")).unwrap();
    let refused = app.order(&token, "k1", &whole("why")).await;
    assert_eq!(word(&refused), "503 not-writable");
    assert_eq!(app.sandbox.sandbox.counts().received(CLEAR), 0);
}
