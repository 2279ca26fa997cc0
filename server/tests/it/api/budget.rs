//! Budgets in `/api/v1`: by month, and corrected by WeChat's own word.

use desk::clears::ClearSettings;
use insta::assert_snapshot;
use serde_json::json;

use crate::support::app::tester;
use crate::support::clears::{CLEAR, budget, mall_with_token, single, whole, with, word};

#[tokio::test(flavor = "multi_thread")]
async fn wechats_word_that_none_is_left_corrects_the_budget() {
    let (app, token) = mall_with_token(ClearSettings::default()).await;
    app.sandbox.sandbox.change_settings(json!({"account_clears": 4})).unwrap();
    let refused = app.order(&token, "k1", &whole("促销")).await;
    assert_eq!((word(&refused), &refused.json()["clear"]["errcode"]), ("201 refused".into(), &json!(48006)));
    assert!(refused.json()["clear"]["rid"].is_string());
    let budget = app.get("/api/v1/budget", &token).await.json()["accounts"][0]["budget"].clone();
    let figures =
        |scope: &str| ["limit", "spent", "elsewhere", "left"].map(|name| budget[scope][name].as_i64().unwrap());
    assert_eq!((figures("account"), figures("interface")), ([10, 0, 10, 0], [50, 0, 0, 50]));
    let confirmed = with(whole("促销"), &[("override", "不能等".into()), ("confirm", "商城小程序".into())]);
    assert_snapshot!(app.order(&token, "k2", &confirmed).await.told(), @r#"
    409 application/problem+json
    {
      "detail": "WeChat accepts no clears until the next period",
      "left": 0,
      "limit": 10,
      "override_possible": false,
      "resets_at": "2026-03-31T16:00:00Z",
      "status": 409,
      "title": "No clears are left",
      "type": "urn:wxquota:problem:budget-spent"
    }
    "#);
    assert_eq!(app.sandbox.sandbox.counts().received(CLEAR), 1);
    assert_eq!(word(&app.order(&token, "k3", &single(1)).await), "201 accepted", "the other budget is another");
}

#[tokio::test(flavor = "multi_thread")]
async fn budgets_are_told_by_month() {
    let (app, token) = mall_with_token(ClearSettings::default()).await;
    assert_eq!(word(&app.order(&token, "k1", &whole("促销")).await), "201 accepted");
    let told = app.get("/api/v1/budget", &token).await;
    assert_eq!(told.status, 200);
    let budgets = json!({"account": budget(10, 1), "interface": budget(50, 0)});
    let accounts = json!([{"account": 1, "account_name": "商城小程序", "budget": budgets}]);
    assert_eq!(told.json(), json!({"month": "2026-03", "accounts": accounts}));
    app.clock.set("2026-04-01T00:00:00+08:00".parse().unwrap());
    let left = async |query: &str| {
        let told = app.get(&format!("/api/v1/budget{query}"), &token).await.json();
        (told["month"].as_str().unwrap().to_owned(), told["accounts"][0]["budget"]["account"]["left"].as_i64().unwrap())
    };
    assert_eq!(left("").await, ("2026-04".into(), 10));
    assert_eq!(left("?month=2026-03").await, ("2026-03".into(), 9));
    let wrong = app.get("/api/v1/budget?month=March", &token).await;
    assert_eq!(
        (word(&wrong), &wrong.json()["errors"][0]["pointer"]),
        ("422 invalid-parameter".into(), &json!("/month"))
    );

    app.desk.retire_account(&tester(), domain::AccountId(1)).await.unwrap();
    let accounts = app.get("/api/v1/accounts", &token).await.json();
    assert_eq!(accounts["accounts"][0]["budget"]["account"]["left"], 10, "also of a retired one");
    assert_eq!(app.get("/api/v1/budget", &token).await.json()["accounts"], json!([]));
}
