//! Totals on the pages: no reset, no clear, and a form that corrects the kind of a count.

use domain::Role;

use crate::support::app::{Ask, TestApp, tester};
use crate::support::clears::words;
use crate::support::pages::{post, read, seen};

async fn interface(app: &TestApp, path: &str) -> (i64, i64) {
    let all = desk::overview::OverviewQuery::default();
    let rows = app.desk.overview(&tester(), &all).await.unwrap().rows;
    let row = rows.into_iter().find(|row| row.cgi_path.as_str() == path).unwrap();
    (row.account.0, row.id.0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_total_says_that_it_does_not_reset_and_offers_no_clear() {
    let app = TestApp::with_demo().await;
    let lead = app.sign_in(Role::Lead).await;
    let (account, codes) = interface(&app, "/wxa/getwxacode").await;
    let path = format!("/accounts/{account}/interfaces/{codes}");
    let clear = format!("/accounts/{account}/interfaces/{codes}/clear");
    let page = seen(&app, &path, &lead).await.body;
    let text = words(&page);
    for told in ["does not reset", "Lifetime total from the catalogue", "11,600 left, not enough data for a forecast"] {
        assert!(text.contains(told), "{told} in {text}");
    }
    assert!(!page.contains("Clear this interface") && !page.contains(&clear), "{page}");
    assert!(!text.contains("Daily limit") && !page.contains("id=\"limit-kind\""), "a lead does not set it: {text}");
    let overview = seen(&app, "/", &lead).await.body;
    assert!(words(&overview).contains("does not reset"));
    let (_, phone) = interface(&app, "/wxa/business/getuserphonenumber").await;
    let link = |id: i64| domain::paths::clear_confirmation(domain::AccountId(account), Some(domain::InterfaceId(id)));
    assert!(overview.contains(&link(phone)) && !overview.contains(&link(codes)));
    let chinese = app.ask(Ask::get(&path).header("cookie", format!("{lead}; lang=zh-CN"))).await.body;
    assert!(words(&chinese).contains("不会重置") || words(&chinese).contains("does not reset"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_corrects_the_kind_of_a_count() {
    let app = TestApp::with_demo().await;
    let admin = app.sign_in(Role::Admin).await;
    let (account, phone) = interface(&app, "/wxa/business/getuserphonenumber").await;
    let path = format!("/accounts/{account}/interfaces/{phone}");
    assert!(read(&app, &path, &admin).await.contains("assumed by default"));
    let (owner, id) = (account.to_string(), phone.to_string());
    let set = async |kind: &str| {
        let fields = [("account", owner.as_str()), ("interface", id.as_str()), ("limit_kind", kind)];
        let to = post(&app, "/form/interfaces/limit-kind", &admin, &fields).await;
        assert_eq!(to, path);
        read(&app, &to, &admin).await
    };
    let page = set("total").await;
    assert!(
        page.contains("set by ") && page.contains("does not reset") && !page.contains("Clear this interface"),
        "{page}"
    );
    let trail = read(&app, "/audit", &admin).await;
    assert!(trail.contains("Kind of limit set"), "{trail}");
    let page = set("daily").await;
    assert!(
        page.contains("set by ") && !page.contains("Resets at does not reset") && page.contains("Resets at"),
        "{page}"
    );
    let page = set("automatic").await;
    assert!(page.contains("assumed by default"), "{page}");
    assert!(set("weekly").await.contains("Choose daily, lifetime total or automatic"));
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_beside_the_count_are_told_in_plain_words() {
    let app = TestApp::with_demo().await;
    let viewer = app.sign_in(Role::Viewer).await;
    let (account, phone) = interface(&app, "/wxa/business/getuserphonenumber").await;
    let path = format!("/accounts/{account}/interfaces/{phone}");
    let figures = domain::Figures { daily_limit: 50_000, used: 48_400, remain: 1_600 };
    let limit = |call_count| Some(domain::RateLimit { call_count, refresh_second: 60 });
    let reading = domain::Reading {
        at: domain::Clock::now(&*app.clock),
        outcome: domain::Outcome::Good(figures),
        rate_limit: limit(5_600),
        component_rate_limit: limit(700),
    };
    let sample = store::NewSample {
        interface: domain::InterfaceId(phone),
        reading,
        detail: None,
        slot: None,
        of_day_before: false,
    };
    app.store.add_samples(&[sample]).await.unwrap();
    let page = read(&app, &path, &viewer).await;
    assert!(page.contains("up to 5,600 in 60 s (upper bound, not guaranteed)"), "{page}");
    assert!(page.contains("up to 700 in 60 s (upper bound, not guaranteed)"), "{page}");
    assert!(!page.contains("another limit"), "{page}");

    let token = app.token(Role::Support).await;
    let report = serde_json::json!({ "account": account.to_string(), "errcode": 44993, "cgi_path": "/wxa/business/getuserphonenumber" });
    app.report(&token, &report).await;
    app.looked_into().await;
    let page = read(&app, &path, &viewer).await;
    assert!(page.contains("WeChat applies another limit to this interface and does not report it"), "{page}");
    assert!(page.contains("it ends with the day"), "{page}");
}
