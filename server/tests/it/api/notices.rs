//! Notices by the API: the list with its filters, and who acknowledges them.

use domain::incidents::{Reaction, ReactionReason};
use domain::policies::BlockedReason;
use domain::{AccountId, ClearId, ClearState, Figures, InterfaceId, NoticeContent, Role};
use http::StatusCode;
use serde_json::{Value, json};
use store::notices::{Announcement, NewNotice};

use crate::support::app::{Ask, TestApp};
use crate::support::pages::{seen, words};

/// Writes a notice about wxquota as a whole.
async fn announced(app: &TestApp, on: bool) -> i64 {
    let news = NoticeContent::KillSwitch { on, by: "cli:ann".to_owned(), reason: None };
    let notice = Announcement { change: None, decision: None, notice: Some(NewNotice::of(news)) };
    app.store.tell(&notice, app.state.desk.clock().now()).await.unwrap().unwrap().0
}

/// The name of the policy that made a clear.
const POLICY: &str = "night watch";

/// Everything that a notice tells of a clear that a policy made.
fn of_a_clear() -> [NoticeContent; 4] {
    let (policy, clear) = (POLICY.to_owned(), ClearId(7));
    let figures = Figures { daily_limit: 1000, used: 1000, remain: 0 };
    let because = ReactionReason::PolicyClears { policy: policy.clone(), figures };
    [
        NoticeContent::PolicyClears { policy: policy.clone(), clear, whole_account: false },
        NoticeContent::PolicySuspended { policy: policy.clone(), clear: Some(clear), state: Some(ClearState::Unknown) },
        NoticeContent::PolicyWithheld { policy, why: BlockedReason::Suspended { clear: Some(clear) } },
        NoticeContent::Incident { errcode: 45009, reaction: Reaction::Cleared, because, after: None },
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn viewers_and_support_read_of_a_clear_and_not_by_whom() {
    let app = TestApp::with_demo().await;
    for news in of_a_clear() {
        let notice = Some(NewNotice::of(news).on(AccountId(1), Some(InterfaceId(1))));
        let telling = Announcement { change: None, decision: None, notice };
        app.store.tell(&telling, app.state.desk.clock().now()).await.unwrap();
    }
    let newest = async |query: &str, token: &str| {
        let found = app.get(&format!("/api/v1/notices?limit=4&{query}"), token).await.json();
        found["notices"].as_array().unwrap().clone()
    };
    for role in [Role::Viewer, Role::Support] {
        let token = app.token(role).await;
        let [reported, withheld, suspended, made] = &newest("", &token).await[..] else { panic!("four were told") };
        assert_eq!(made["event"], "clear.made", "{role}");
        assert_eq!(made["facts"], json!({"news": "clear-made", "clear": 7, "whole_account": false}), "{role}");
        for notice in [reported, made] {
            assert!(!notice.to_string().contains(POLICY), "{role}: {notice}");
        }
        for notice in [reported, withheld, suspended] {
            assert!(!notice["summary"].as_str().unwrap().contains("#7"), "{role}: {notice}");
        }
        assert!(suspended["facts"]["clear"].is_null() && withheld["facts"]["why"]["clear"].is_null(), "{role}");
        assert_eq!(newest("kind=clear.made", &token).await, std::slice::from_ref(made), "{role}");
        assert!(newest("kind=policy.clears", &token).await.is_empty(), "{role}");
        let session = app.sign_in(role).await;
        let page = words(&seen(&app, "/notices?kind=clear.made", &session).await.body);
        assert!(page.contains("This interface is being cleared (clear #7)") && !page.contains(POLICY), "{page}");
        let one = words(&seen(&app, &format!("/notices/{}", made["id"]), &session).await.body);
        assert!(one.contains("This interface is being cleared (clear #7)") && !one.contains(POLICY), "{one}");
    }
    for role in [Role::Lead, Role::Admin] {
        let token = app.token(role).await;
        let found = newest("kind=policy.clears", &token).await;
        assert_eq!(found[0]["facts"]["policy"], POLICY, "{role}");
        assert!(newest("kind=clear.made", &token).await.is_empty(), "{role}");
        let session = app.sign_in(role).await;
        let page = words(&seen(&app, "/notices?kind=policy.clears", &session).await.body);
        assert!(page.contains("Policy night watch clears this interface (clear #7)"), "{page}");
    }
}

async fn acknowledge(app: &TestApp, id: &str, token: &str) -> (StatusCode, Value) {
    let reply = app.ask(Ask::post(&format!("/api/v1/notices/{id}/acknowledge")).token(token)).await;
    (reply.status, reply.json())
}

#[tokio::test(flavor = "multi_thread")]
async fn notices_are_listed_filtered_and_paged() {
    let app = TestApp::with_demo().await;
    let viewer = app.token(Role::Viewer).await;
    let list = async |query: &str| {
        let reply = app.get(&format!("/api/v1/notices?{query}"), &viewer).await;
        assert_eq!(reply.status, StatusCode::OK, "{query}: {}", reply.body);
        reply.json()
    };
    let all = list("limit=1000").await;
    let rows = all["notices"].as_array().unwrap();
    assert!(rows.len() > 3 && all["next"].is_null(), "{all}");
    let fields = [
        "id",
        "at",
        "event",
        "severity",
        "account",
        "interface",
        "summary",
        "facts",
        "acknowledged_by",
        "acknowledged_at",
    ];
    for row in rows {
        assert!(fields.iter().all(|field| row.get(field).is_some()), "{row}");
    }
    let critical = list("severity=critical").await;
    let critical = critical["notices"].as_array().unwrap();
    assert!(!critical.is_empty() && critical.iter().all(|row| row["severity"] == "critical"), "{critical:?}");
    let kind = list("kind=quota.threshold").await;
    assert!(kind["notices"].as_array().unwrap().iter().all(|row| row["event"] == "quota.threshold"), "{kind}");
    let of_account = list("account=1").await;
    assert!(of_account["notices"].as_array().unwrap().iter().all(|row| row["account"] == 1), "{of_account}");
    let (first, mut paged) = (list("limit=2").await, Vec::new());
    paged.extend(first["notices"].as_array().unwrap().clone());
    let next = first["next"].as_str().unwrap().to_owned();
    paged.extend(list(&format!("limit=1000&cursor={next}")).await["notices"].as_array().unwrap().clone());
    assert_eq!(&paged, rows);
    for wrong in ["kind=nothing", "severity=worst", "acknowledged=perhaps", "account=nobody", "limit=0"] {
        let refused = app.get(&format!("/api/v1/notices?{wrong}"), &viewer).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn support_acknowledges_a_notice_once_and_everybody_sees_who() {
    let app = TestApp::new().await;
    let (viewer, support) = (app.token(Role::Viewer).await, app.token(Role::Support).await);
    let id = announced(&app, true).await;
    let other = announced(&app, false).await;
    let path = id.to_string();
    assert_eq!(acknowledge(&app, &path, &viewer).await.0, StatusCode::FORBIDDEN);
    assert_eq!(acknowledge(&app, "99", &support).await.0, StatusCode::NOT_FOUND);
    assert_eq!(acknowledge(&app, "x", &support).await.0, StatusCode::NOT_FOUND);
    let (status, first) = acknowledge(&app, &path, &support).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(first["notice"]["id"], json!(id));
    assert_eq!(first["notice"]["acknowledged_by"], "cli:tester", "whoever made the token");
    let lead = app.token(Role::Lead).await;
    assert_eq!(acknowledge(&app, &path, &lead).await, (StatusCode::OK, first.clone()), "the first one stays");
    let ids = async |query: &str| {
        let found = app.get(&format!("/api/v1/notices?{query}"), &viewer).await.json();
        found["notices"].as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(ids("acknowledged=true").await, [id]);
    assert_eq!(ids("acknowledged=false").await, [other]);
}
