//! The pages of incidents.

use desk::policies::TypedPolicy;
use domain::Role;
use http::StatusCode;
use serde_json::json;

use crate::support::app::{Ask, TestApp, tester};

/// Used up in the demo.
const SUBSCRIBE: &str = "/cgi-bin/message/subscribe/send";

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_what_came_what_was_done_and_why_not_more() {
    let app = TestApp::with_demo().await;
    let policy = TypedPolicy {
        name: "night watch".to_owned(),
        trigger: "incident".to_owned(),
        mode: "clear".to_owned(),
        reserve_interface: "50".to_owned(),
        ..TypedPolicy::usual()
    };
    app.desk.add_policy(&tester(), &policy).await.unwrap();
    let token = app.token(Role::Reporter).await;
    app.report(
        &token,
        &json!({ "account": "1", "errcode": 45009, "errmsg": "<b>reach max</b>", "cgi_path": SUBSCRIBE }),
    )
    .await;
    app.looked_into().await;
    let support = app.sign_in(Role::Support).await;
    for (lang, because) in [("en", "night watch"), ("zh-CN", "night watch")] {
        let page = app.ask(Ask::get("/incidents/1").session(&format!("lang={lang}; {support}"))).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains(because) && page.body.contains("45009"), "{}", page.body);
        assert!(page.body.contains("&lt;b>reach max") || page.body.contains("&lt;b&gt;reach max"), "{}", page.body);
    }
    let list = app.ask(Ask::get("/incidents").session(&format!("lang=en; {support}"))).await;
    assert!(list.body.contains("not cleared by policy") && list.body.contains("--role reporter"), "{}", list.body);
    let viewer = app.sign_in(Role::Viewer).await;
    let refused = app.ask(Ask::get("/incidents").session(&format!("lang=en; {viewer}"))).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(app.ask(Ask::get("/incidents/x").session(&support)).await.status, StatusCode::NOT_FOUND);
}
