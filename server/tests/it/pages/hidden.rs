//! Characters that steer terminals or turn texts around are named wherever people read.

use domain::Role;
use http::StatusCode;
use serde_json::json;

use crate::support::app::{Ask, TestApp};

/// Sets a terminal's colour, turns the text around, and is invisible.
const HIDDEN: [char; 5] = ['\u{1b}', '\u{202e}', '\u{200b}', '\u{7f}', '\u{2028}'];

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_files_name_what_services_hide_in_their_reports() {
    let app = TestApp::with_demo().await;
    let hidden: String = HIDDEN.iter().collect();
    let report = json!({ "account": "1", "errcode": 48_001, "errmsg": format!("api{hidden}unauthorized \"<b>") });
    let reporter = app.token(Role::Reporter).await;
    assert_eq!(app.report(&reporter, &report).await.status, StatusCode::ACCEPTED);
    let named = "api[U+001B][U+202E][U+200B][U+007F][U+2028]unauthorized";
    for path in ["/incidents/1", "/incidents/export.csv"] {
        let reply = app.ask(Ask::get(path)).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}");
        assert!(!reply.body.contains(HIDDEN), "{path}");
        assert!(reply.body.contains(named), "{path}: {}", reply.body);
    }
    let support = app.token(Role::Support).await;
    let exact = app.get("/api/v1/incidents/1", &support).await.json();
    assert_eq!(exact["incident"]["errmsg"], report["errmsg"], "programs get it as it is");
}
