//! `GET accounts`.

use domain::Role;
use insta::assert_snapshot;
use jiff::SignedDuration;
use serde_json::json;

use crate::support::app::{TestApp, without_rids};
use crate::support::clears::budget;

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_told_with_their_tokens() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Viewer).await;
    let told = app.get("/api/v1/accounts", &token).await;
    assert_eq!(told.status, 200);
    let mut told = told.json();
    for account in told["accounts"].as_array_mut().unwrap() {
        let unused = json!({"account": budget(10, 0), "interface": budget(50, 0)});
        assert_eq!(account.as_object_mut().unwrap().remove("budget"), Some(unused));
    }
    assert_snapshot!(without_rids(&serde_json::to_string_pretty(&told).unwrap()), @r#"
    {
      "accounts": [
        {
          "appid": "wx5a0d0000000000c3",
          "groups": [],
          "id": 3,
          "kind": "official-account",
          "name": "门店号",
          "note": null,
          "owner": null,
          "status": "active",
          "token": {
            "expires_at": null,
            "last_error": "/cgi-bin/stable_token: errcode 40125: invalid appsecret rid: RID",
            "state": "refused"
          }
        },
        {
          "appid": "wx5a0d0000000000b2",
          "groups": [],
          "id": 2,
          "kind": "service-account",
          "name": "会员服务号",
          "note": null,
          "owner": null,
          "status": "active",
          "token": {
            "expires_at": "2026-03-14T03:30:00Z",
            "last_error": null,
            "state": "valid"
          }
        },
        {
          "appid": "wx5a0d0000000000a1",
          "groups": [],
          "id": 1,
          "kind": "mini-program",
          "name": "商城小程序",
          "note": null,
          "owner": null,
          "status": "active",
          "token": {
            "expires_at": "2026-03-14T03:30:00Z",
            "last_error": null,
            "state": "valid"
          }
        }
      ],
      "next": null
    }
    "#);
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
