//! `GET interfaces` and the samples of one.

use desk::overview::OverviewQuery;
use domain::{AccountId, InterfaceId, Role};
use insta::assert_snapshot;
use jiff::SignedDuration;

use crate::support::app::{TestApp, tester, without_rids};

#[tokio::test(flavor = "multi_thread")]
async fn interfaces_are_told_worst_first() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Viewer).await;
    assert_snapshot!(app.get("/api/v1/interfaces?limit=2", &token).await.told(), @r#"
    200 application/json
    {
      "interfaces": [
        {
          "account": 1,
          "account_name": "商城小程序",
          "cgi_path": "/cgi-bin/message/subscribe/send",
          "daily_limit": 1000000,
          "exhausts_at": null,
          "exhausts_between": null,
          "id": 2,
          "lasts_days": null,
          "limit_kind": "daily",
          "limit_kind_source": "catalogue",
          "name": "发送订阅消息",
          "name_en": "Send subscription message",
          "reason": null,
          "remain": 0,
          "sampled_at": "2026-03-14T01:30:00Z",
          "state": "exhausted",
          "used": 1000000,
          "used_up_yesterday": false
        },
        {
          "account": 1,
          "account_name": "商城小程序",
          "cgi_path": "/wxa/business/getuserphonenumber",
          "daily_limit": 50000,
          "exhausts_at": null,
          "exhausts_between": null,
          "id": 1,
          "lasts_days": null,
          "limit_kind": "daily",
          "limit_kind_source": "default",
          "name": "获取手机号",
          "name_en": "Get phone number",
          "reason": null,
          "remain": 1600,
          "sampled_at": "2026-03-14T01:30:00Z",
          "state": "critical",
          "used": 48400,
          "used_up_yesterday": false
        }
      ],
      "next": "aS9jcml0aWNhbC8zMi8x"
    }
    "#);
    let all = app.get("/api/v1/interfaces", &token).await.json();
    let rows = all["interfaces"].as_array().unwrap();
    let short = |row: &serde_json::Value| {
        let text = |name: &str| row[name].as_str().map_or_else(|| row[name].to_string(), str::to_owned);
        let (state, path, used, limit) = (text("state"), text("cgi_path"), text("used"), text("daily_limit"));
        format!("{state} {path} {used}/{limit} {}", text("reason"))
    };
    let lines: Vec<_> = rows.iter().map(short).collect();
    assert_snapshot!(without_rids(&lines.join("\n")), @r#"
    exhausted /cgi-bin/message/subscribe/send 1000000/1000000 null
    critical /wxa/business/getuserphonenumber 48400/50000 null
    warning /wxa/getwxacode 88400/100000 null
    warning /wxa/msg_sec_check 1724000/2000000 null
    failed /cgi-bin/message/custom/send null/null token-errcode-40125: /cgi-bin/stable_token: errcode 40125: invalid appsecret rid: RID
    failed /cgi-bin/user/info null/null token-errcode-40125: /cgi-bin/stable_token: errcode 40125: invalid appsecret rid: RID
    failed /cgi-bin/user/get null/null token-errcode-40125: /cgi-bin/stable_token: errcode 40125: invalid appsecret rid: RID
    failed /cgi-bin/media/upload null/null token-errcode-40125: /cgi-bin/stable_token: errcode 40125: invalid appsecret rid: RID
    failed /cgi-bin/freepublish/submit null/null token-errcode-40125: /cgi-bin/stable_token: errcode 40125: invalid appsecret rid: RID
    ok /cgi-bin/user/get 178/500 null
    ok /datacube/getweanalysisappiddailyvisittrend 1312/5000 null
    ok /cgi-bin/menu/get 858/10000 null
    ok /cgi-bin/message/template/send 78629/1000000 null
    ok /wxa/generatescheme 38782/500000 null
    ok /wxa/img_sec_check 14052/200000 null
    ok /cgi-bin/token 128/2000 null
    ok /wxa/getwxacodeunlimit 59344/1000000 null
    ok /wxa/media_check_async 9043/200000 null
    ok /wxa/generate_urllink 18918/500000 null
    ok /cgi-bin/message/custom/send 17931/500000 null
    ok /cgi-bin/user/info 119335/5000000 null
    ok /cgi-bin/ticket/getticket 1891/100000 null
    ok /cgi-bin/qrcode/create 1519/100000 null
    ok /wxa/genwxashortlink 55048/10000000 null
    ok /cgi-bin/media/upload 490/100000 null
    ok /cgi-bin/stable_token 1910/500000 null
    ok /cgi-bin/draft/add 2/1000 null
    ok /cgi-bin/message/mass/delete 0/10 null
    unsupported /wxa/servicemarket null/null WeChat answers 0/0/0, so it reports no figures for this interface
    "#);
    assert_eq!(all["next"], serde_json::Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_programs_are_told_in_the_same_order() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Viewer).await;
    // The mall's token has expired by then, and its secret fits no longer: old good figures behind failures, where the
    // other account's are fresh.
    app.clock.advance(SignedDuration::from_hours(3));
    app.desk.replace_secret(&tester(), AccountId(1), &"0".repeat(32).into()).await.unwrap();
    app.desk.sample_all(&tester(), None).await.unwrap();
    let told = app.get("/api/v1/interfaces", &token).await.json();
    let of = |state: &str| {
        let rows = told["interfaces"].as_array().unwrap().iter().filter(|row| row["state"] == state);
        rows.map(|row| row["id"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert!(of("failed").len() > 10 && of("failed").is_sorted(), "without figures in the order of ids: {told}");
    let query = OverviewQuery { limit: usize::MAX, ..OverviewQuery::default() };
    let shown: Vec<_> = app.desk.overview(&tester(), &query).await.unwrap().rows;
    let shown: Vec<_> = shown.iter().map(|row| row.id.0).collect();
    let told: Vec<_> = told["interfaces"].as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap()).collect();
    assert_eq!(shown, told);
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
    assert_eq!(paths("account=%E4%BC%9A%E5%91%98%E6%9C%8D%E5%8A%A1%E5%8F%B7").await.len(), 11, "by name");
    assert_eq!(paths("account=wx5a0d0000000000c3").await.len(), 5, "by appid");
    assert_eq!(paths("account=1&q=MSG_SEC").await, ["/wxa/msg_sec_check"]);
    assert_eq!(paths("q=").await.len(), 29, "an empty parameter is none");
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
        let rows = page["interfaces"].as_array().unwrap();
        assert!(rows.len() <= 5);
        seen.extend(rows.iter().map(|row| row["id"].as_i64().unwrap()));
        if seen.len() == 5 {
            // The very row the cursor stands on goes; those behind it stay where they are.
            let number = |name: &str| rows[4][name].as_i64().unwrap();
            let (account, id) = (AccountId(number("account")), InterfaceId(number("id")));
            app.desk.unwatch(&tester(), account, id).await.unwrap();
        }
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    assert_eq!(seen.len(), 29);
    let mut once = seen.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), 29, "{seen:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn samples_are_told_newest_first_and_paged() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Viewer).await;
    for _ in 0..3 {
        app.clock.advance(SignedDuration::from_hours(1));
        app.sandbox.sandbox.move_clock(SignedDuration::from_hours(1));
        app.desk.sample_all(&tester(), None).await.unwrap();
    }
    let first = app.get("/api/v1/interfaces/1/samples?limit=2", &token).await;
    assert_snapshot!(first.told(), @r#"
    200 application/json
    {
      "next": "cy8xNzczNDU5MDAwMDAw",
      "samples": [
        {
          "at": "2026-03-14T04:30:00Z",
          "daily_limit": 50000,
          "failure": null,
          "remain": 1439,
          "used": 48561
        },
        {
          "at": "2026-03-14T03:30:00Z",
          "daily_limit": 50000,
          "failure": null,
          "remain": 1502,
          "used": 48498
        }
      ]
    }
    "#);
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
    assert_snapshot!(app.get(&format!("/api/v1/interfaces/{id}/samples"), &token).await.told(), @r#"
    200 application/json
    {
      "next": null,
      "samples": [
        {
          "at": "2026-03-14T01:30:00Z",
          "daily_limit": null,
          "failure": "token-errcode-40125",
          "remain": null,
          "used": null
        }
      ]
    }
    "#);
}
