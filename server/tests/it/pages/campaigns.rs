//! Campaigns: what a plan needs, its link, its marker, and what nonsense gets.

use domain::{Clock, Role};
use http::StatusCode;
use jiff::SignedDuration;

use crate::support::app::{TestApp, tester};
use crate::support::pages::{post, read, seen, words};

/// The id of a watched interface.
async fn interface(app: &TestApp, path: &str) -> (i64, i64) {
    let all = desk::overview::OverviewQuery::default();
    let rows = app.desk.overview(&tester(), &all).await.unwrap().rows;
    let row = rows.into_iter().find(|row| row.cgi_path.as_str() == path).unwrap();
    (row.account.0, row.id.0)
}

/// So many hours from now in Shanghai, as a browser's field writes it.
fn in_hours(app: &TestApp, hours: i64) -> String {
    let at = app.clock.now() + SignedDuration::from_hours(hours);
    at.in_tz("Asia/Shanghai").unwrap().strftime("%Y-%m-%dT%H:%M").to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_plans_a_campaign_saves_it_and_sends_its_link() {
    let app = TestApp::with_demo().await;
    let lead = app.sign_in(Role::Lead).await;
    let (account, phone) = interface(&app, "/wxa/business/getuserphonenumber").await;
    let of_interface = format!("/accounts/{account}/interfaces/{phone}");
    let form = format!("/campaigns/new?interface={phone}");
    assert!(seen(&app, &of_interface, &lead).await.body.contains(&form), "the interface's page leads to the form");
    let starts = in_hours(&app, 2);
    let typed = |calls: &str| format!("{form}&name=Sale&calls={calls}&starts={starts}&minutes=60");
    let enough = read(&app, &typed("1"), &lead).await;
    assert!(enough.contains("Planned calls"), "{enough}");
    let page = read(&app, &typed("130000"), &lead).await;
    assert!(page.contains("Not enough: the quota most likely runs out"), "{page}");
    assert!(page.contains("If you clear this interface alone") && page.contains("Save this plan"), "{page}");

    let id = phone.to_string();
    let fields =
        [("interface", id.as_str()), ("name", "Sale"), ("calls", "130,000"), ("starts", &starts), ("minutes", "60")];
    assert_eq!(post(&app, "/form/campaigns/add", &lead, &fields).await, "/campaigns/1");
    let kept = read(&app, "/campaigns/1", &lead).await;
    assert!(kept.contains("The plan is saved.") && kept.contains("130,000 calls, from"), "{kept}");
    assert!(kept.contains("Not enough") && kept.contains("Planned by"), "{kept}");
    let curve = seen(&app, &of_interface, &lead).await.body;
    assert!(curve.contains("Campaign “Sale” starts"), "the chart marks it");
    assert!(read(&app, "/campaigns", &lead).await.contains("Sale"));
    let viewer = app.sign_in(Role::Viewer).await;
    let seen_by_viewer = seen(&app, "/campaigns/1", &viewer).await;
    assert_eq!(seen_by_viewer.status, StatusCode::OK);
    assert!(!seen_by_viewer.body.contains("/form/campaigns/remove"), "a viewer does not remove it");
    assert!(words(&seen(&app, "/audit", &lead).await.body).contains("Campaign planned"));

    assert_eq!(post(&app, "/form/campaigns/remove", &lead, &[("campaign", "1")]).await, "/campaigns");
    let list = read(&app, "/campaigns", &lead).await;
    assert!(list.contains("The plan is removed.") && list.contains("No campaigns yet"), "{list}");
    assert!(read(&app, "/campaigns/1", &lead).await.contains("This plan was removed"), "its link still works");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_is_compared_with_the_plan() {
    let app = TestApp::with_demo().await;
    let lead = app.sign_in(Role::Lead).await;
    let (_, phone) = interface(&app, "/wxa/business/getuserphonenumber").await;
    let (id, starts) = (phone.to_string(), in_hours(&app, 1));
    let fields =
        [("interface", id.as_str()), ("name", "Sale"), ("calls", "5000"), ("starts", &starts), ("minutes", "30")];
    post(&app, "/form/campaigns/add", &lead, &fields).await;
    app.clock.advance(SignedDuration::from_hours(2));
    let unread = read(&app, "/campaigns/1", &lead).await;
    assert!(unread.contains("The readings do not show what happened"), "nothing was read since: {unread}");
    app.desk.sample_all(&tester(), None).await.unwrap();
    let over = read(&app, "/campaigns/1", &lead).await;
    assert!(over.contains("What happened") && over.contains("Calls in that time"), "{over}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_gets_a_sentence_at_its_field() {
    let app = TestApp::with_demo().await;
    let lead = app.sign_in(Role::Lead).await;
    let (_, phone) = interface(&app, "/wxa/business/getuserphonenumber").await;
    let (past, soon) = (in_hours(&app, -1), in_hours(&app, 2));
    for (query, told) in [
        (format!("name=&calls=1&starts={soon}&minutes=60"), "name"),
        (format!("name=a&calls=many&starts={soon}&minutes=60"), "Enter a whole number, such as 300,000."),
        (format!("name=a&calls=0&starts={soon}&minutes=60"), "Enter a number from 1 to 1,000,000,000."),
        (format!("name=a&calls=1&starts={past}&minutes=60"), "This time has passed."),
        ("name=a&calls=1&starts=2999-01-01T00:00&minutes=60".to_owned(), "Enter a time within the next 92 days."),
        ("name=a&calls=1&starts=Friday&minutes=60".to_owned(), "Enter a date and a time"),
        (format!("name=a&calls=1&starts={soon}&minutes=9999"), "Enter a whole number from 1 to 1,440"),
    ] {
        let page = read(&app, &format!("/campaigns/new?interface={phone}&{query}"), &lead).await;
        assert!(page.contains(told) && !page.contains("Save this plan"), "{query}: {page}");
    }
    let id = phone.to_string();
    let fields = [("interface", id.as_str()), ("name", "a&b=c"), ("calls", "0"), ("starts", &soon), ("minutes", "60")];
    let back = post(&app, "/form/campaigns/add", &lead, &fields).await;
    let page = read(&app, &back, &lead).await;
    assert!(page.contains("The plan was not saved.") && page.contains("Enter a number from 1"), "{page}");
    for missing in ["/campaigns/99", "/campaigns/x", "/campaigns/new?interface=99", "/campaigns/new?interface=x"] {
        assert_eq!(seen(&app, missing, &lead).await.status, StatusCode::NOT_FOUND, "{missing}");
    }
    let (_, total) = interface(&app, "/wxa/getwxacode").await;
    let query = format!("/campaigns/new?interface={total}&name=a&calls=1&starts={soon}&minutes=60");
    assert!(read(&app, &query, &lead).await.contains("This quota does not reset"));
}
