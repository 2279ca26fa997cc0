//! The rid desk over HTTP, each call right and wrong.

use domain::{AccountId, Role};
use insta::assert_snapshot;
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind, MALL_APPID, PlantedCall};
use serde_json::{Value, json};

use crate::support::app::{Ask, Reply, TestApp, tester};

const OLD: &str = "617682e0-09059ac5-34a8e2ea";
const MEBIBYTE: usize = 1 << 20;

/// A failed call of the mall, and its rid.
fn planted(app: &TestApp) -> String {
    let call = PlantedCall {
        appid: Some(MALL_APPID.to_owned()),
        path: "/wxa/msg_sec_check".to_owned(),
        at_ms: None,
        query: "access_token=50_PlantedToken0001".to_owned(),
        request_body: r#"{"openid":"oPlantedOpenid0001","content":"hello"}"#.to_owned(),
        errcode: 45009,
        errmsg: None,
        response_body: None,
        cost_in_ms: Some(30),
        client_ip: Some("203.0.113.9".parse().unwrap()),
    };
    app.sandbox.sandbox.plant(call).unwrap()
}

async fn find(app: &TestApp, token: &str, body: impl Into<String>) -> Reply {
    app.ask(Ask::post("/api/v1/rids").token(token).body(body.into())).await
}

fn kind(reply: &Reply) -> (u16, String) {
    let word = reply.json()["type"].as_str().unwrap().replace("urn:wxquota:problem:", "");
    (reply.status.as_u16(), word)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_read() {
    let app = TestApp::new().await;
    let token = app.token(Role::Support).await;
    let fresh = format!("{:08x}-00000001-00000002", app.desk.clock().now().as_second());
    let text = format!("limit rid: {}, {OLD} hint: [nl1a!] rid: 6176**** {OLD}", fresh.to_uppercase());
    let reply = find(&app, &token, json!({"text": text}).to_string()).await;
    assert_snapshot!(reply.told().replace(&fresh, "FRESH"), @r#"
    200 application/json
    {
      "errcode": null,
      "found": [
        {
          "appid": null,
          "at": "2026-03-14T01:30:00Z",
          "cgi_path": null,
          "errcode": null,
          "expired": false,
          "expires_at": "2026-03-21T01:30:00Z",
          "implausible": false,
          "kind": "rid",
          "mistyped": false,
          "no_lookup": null,
          "pasted": null,
          "rid": "RID"
        },
        {
          "appid": null,
          "at": "2021-10-25T10:11:44Z",
          "cgi_path": null,
          "errcode": null,
          "expired": true,
          "expires_at": "2021-11-01T10:11:44Z",
          "implausible": false,
          "kind": "rid",
          "mistyped": false,
          "no_lookup": null,
          "pasted": null,
          "rid": "RID"
        },
        {
          "kind": "hint",
          "platform": "wechat",
          "text": "nl1a!"
        },
        {
          "detail": "some digits of group 1 are hidden; group 2 is missing; group 3 is missing",
          "kind": "incomplete",
          "text": "6176****"
        }
      ],
      "platform": "wechat",
      "warnings": []
    }
    "#);
    let rids: Vec<_> = reply.json()["found"].as_array().unwrap().iter().map(|found| found["rid"].clone()).collect();
    assert_eq!(rids[..2], [json!(fresh), json!(OLD)]);
    for nothing in ["", " \n", "hello"] {
        let reply = find(&app, &token, json!({"text": nothing}).to_string()).await;
        let empty = json!({"found": [], "errcode": null, "platform": "wechat", "warnings": []});
        assert_eq!((reply.status.as_u16(), reply.json()), (200, empty), "{nothing:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_text_says_of_each_call_is_read() {
    let app = TestApp::new().await;
    let token = app.token(Role::Support).await;
    let read = async |text: &str| find(&app, &token, json!({ "text": text }).to_string()).await.json();
    let text = format!(
        "wx5a0d0000000000a1 POST /wxa/msg_sec_check 错误代码：45011 rid: {OLD}\n\
         Error code: 40029, message: invalid code, rid: 6479b6d5-27a2f381-2a623357\n\
         错误码：41002，appid missing rid: 68c0dcd2-448845a7-97b2a327"
    );
    let found = read(&text).await;
    assert_eq!((&found["errcode"], &found["platform"]), (&json!(45011), &json!("wechat")));
    let told = |field: &str| (0..3).map(|at| found["found"][at][field].clone()).collect::<Value>();
    assert_eq!(told("errcode"), json!([45011, 40029, 41002]));
    assert_eq!(told("cgi_path"), json!(["/wxa/msg_sec_check", null, null]));
    assert_eq!(told("appid")[0], "wx5a0d0000000000a1");
    assert_eq!(told("no_lookup"), json!([null, "sign-in", "no-account"]));
    assert_eq!(told("mistyped"), json!([false, false, true]));

    let reply = format!(
        r#"{{"errcode":0,"errmsg":"ok","request":{{"invoke_time":1635156703,"cost_in_ms":1462,"request_url":"access_token=75_x","request_body":"{{}}","response_body":"{{\"errcode\":268488001,\"errmsg\":\"system busy rid: {OLD}\"}}","client_ip":"203.0.113.163"}}}}"#
    );
    let found = read(&reply).await;
    let pasted = json!({"source": "pasted", "cost_in_ms": 1462, "client_ip": "203.0.113.163", "errcode": 268_488_001});
    assert_eq!((&found["found"][0]["pasted"], &found["errcode"]), (&pasted, &json!(268_488_001)));

    let wecom = "errcode=45009, errmsg=api freq out of limit, hint: [1636945471_206_fe166e6c04a808758e674b37a38ab2db], from ip: 203.0.113.254, more info at https://open.work.weixin.qq.com/devtool/query?e=45009";
    let found = read(wecom).await;
    let hint = json!({"kind": "hint", "text": "1636945471_206_fe166e6c04a808758e674b37a38ab2db", "platform": "wecom"});
    assert_eq!((&found["found"][0], &found["errcode"], &found["platform"]), (&hint, &json!(45009), &json!("wecom")));

    for (text, errcode, warnings) in [
        ("invalid credential, access_token is invalid or not latest rid:", json!(40001), json!(["rid-missing"])),
        (
            "cURL error 28: Operation timed out /wxa/msg_sec_check?access_token=56_x (code: 0)",
            json!(null),
            json!(["no-answer"]),
        ),
        ("'secret' => '431148e67c431cab5e37219878746769', errcode 40125", json!(40125), json!(["exposed-app-secret"])),
    ] {
        let found = read(text).await;
        assert_eq!((&found["errcode"], &found["warnings"]), (&errcode, &warnings), "{text}");
        assert!(!found.to_string().contains("431148"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mebibyte_gets_through_however_it_is_spelled() {
    let app = TestApp::new().await;
    let token = app.token(Role::Support).await;
    let filler = MEBIBYTE - OLD.len();
    let spelled = |spelling: &str| format!("{{\"text\":\"{}{OLD}\"}}", spelling.repeat(filler));
    for spelling in [" ", "\\n", "\\u0020"] {
        let reply = find(&app, &token, spelled(spelling)).await;
        assert_eq!((reply.status.as_u16(), reply.json()["found"][0]["rid"].as_str()), (200, Some(OLD)), "{spelling}");
    }
    for too_long in [format!("{} ", " ".repeat(MEBIBYTE)), " ".repeat(8 * MEBIBYTE)] {
        let reply = find(&app, &token, format!("{{\"text\":\"{too_long}\"}}")).await;
        assert_eq!(kind(&reply), (413, "too-large".to_owned()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_none_is_told() {
    let app = TestApp::new().await;
    let token = app.token(Role::Support).await;
    for body in ["", "text=x", "[]", "{}", r#"{"text":5}"#, r#"{"text":"x"#] {
        assert_eq!(kind(&find(&app, &token, body).await), (400, "malformed-body".to_owned()), "{body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_told_masked() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Support).await;
    let rid = planted(&app);
    let path = format!("/api/v1/rids/{rid}?account={MALL_APPID}");
    assert_snapshot!(app.get(&path, &token).await.told(), @r#"
    200 application/json
    {
      "account": 1,
      "account_name": "商城小程序",
      "at": "2026-03-14T01:30:00Z",
      "cgi_path": null,
      "client_ip": "203.0.113.9",
      "cost_in_ms": 30,
      "errcode": 45009,
      "explanation": {
        "cause": "More traffic, missing caches, too many retries, or a burst of calls.",
        "clear_helps": "maybe",
        "customer": "Sorry, this feature has reached its usage limit. Please try again later. It works again tomorrow at the latest.",
        "next": "Check how much of the daily quota is left. If it is 0, clear it or wait for the reset. If calls are left, the per-minute limit was reached: slow down. A clear does not help.",
        "title": "A call limit was reached: the daily quota or the per-minute limit",
        "who": "developers"
      },
      "limit": "not-known",
      "looked_up_at": "2026-03-14T01:30:00Z",
      "looked_up_by": "cli:tester",
      "note": null,
      "notes": [],
      "request_body": "{\"openid\":\"‹masked›\",\"content\":\"hello\"}",
      "request_url": "access_token=‹masked›",
      "response_body": "{\"errcode\":45009,\"errmsg\":\"reach max api daily quota limit rid: RID\"}",
      "rid": "RID",
      "source": "wechat",
      "ticket": null
    }
    "#);
    app.clock.advance(SignedDuration::from_hours(8 * 24));
    let dashed = rid.to_uppercase().replace('-', "%EF%BC%8D");
    let ask = Ask::get(&format!("/api/v1/rids/{dashed}")).token(&token).header("accept-language", "zh-CN");
    let archived = app.ask(ask).await.json();
    assert_eq!((&archived["source"], &archived["rid"]), (&json!("archive"), &json!(rid)));
    assert_eq!(archived["explanation"]["title"], "达到调用上限：当天额度或每分钟限制");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_told_says_why() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Support).await;
    let rid = planted(&app);
    let get = async |path: &str| app.get(&format!("/api/v1/rids/{path}"), &token).await;
    for nothing in ["hello", "617682e0-09059ac5", &format!("{rid}0"), &format!("rid:%20{rid}")] {
        assert_eq!(kind(&get(nothing).await), (404, "rid-not-found".to_owned()), "{nothing}");
    }
    let unknown = format!("{}-00000001-00000002", &rid[..8]);
    let not_found = get(&format!("{unknown}?account=1")).await;
    assert_eq!(kind(&not_found), (404, "rid-not-found".to_owned()));
    assert!(not_found.json()["detail"].as_str().unwrap().contains("商城小程序"), "{}", not_found.body);
    let other = get(&format!("{rid}?account=2")).await;
    assert_eq!(kind(&other), (404, "rid-not-found".to_owned()));
    assert!(other.json()["detail"].as_str().unwrap().contains("another account"), "{}", other.body);
    assert_eq!(kind(&get(OLD).await), (410, "rid-expired".to_owned()));
    assert_eq!(kind(&get(&format!("{rid}?account=nobody")).await), (422, "unknown-account".to_owned()));
    app.sandbox.sandbox.add_fault(Fault::on("/cgi-bin/openapi/rid/get", FaultKind::Html).times(1));
    assert_eq!(kind(&get(&format!("{rid}?account=1")).await), (502, "wechat-failed".to_owned()));
    assert_eq!(get(&format!("{rid}?account=1")).await.status, 200);
    app.desk.retire_account(&tester(), AccountId(1)).await.unwrap();
    assert_eq!(get(&format!("{rid}?account=1")).await.json()["source"], "archive", "what is kept outlives the account");
    let missed = planted(&app);
    assert_eq!(kind(&get(&format!("{missed}?account=1")).await), (422, "unknown-account".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn support_and_above_may_look_up() {
    let app = TestApp::with_demo().await;
    let rid = planted(&app);
    for (role, status) in
        [(Role::Viewer, 403), (Role::Reporter, 403), (Role::Support, 200), (Role::Lead, 200), (Role::Admin, 200)]
    {
        let token = app.token(role).await;
        assert_eq!(find(&app, &token, r#"{"text":""}"#).await.status, status, "{role}");
        let reply = app.get(&format!("/api/v1/rids/{rid}?account=1"), &token).await;
        assert_eq!(reply.status, status, "{role}");
        if status == 403 {
            assert_eq!(
                kind(&app.get("/api/v1/rids/hello?account=nobody", &token).await),
                (403, "forbidden".to_owned())
            );
        }
    }
    let stranger = app.ask(Ask::post("/api/v1/rids").body(r#"{"text":""}"#)).await;
    assert_eq!(stranger.json()["type"], Value::from("urn:wxquota:problem:unauthorized"));
    let wrong = app.ask(Ask::get("/api/v1/rids")).await;
    assert_eq!(
        (kind(&wrong), wrong.headers["allow"].to_str().unwrap()),
        ((405, "method-not-allowed".to_owned()), "POST")
    );
}
