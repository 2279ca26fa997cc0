//! Clears that a second person has to agree to, as both of them see and decide them.

use desk::clears::ClearSettings;
use domain::clears::ConfirmationRules;
use domain::clears::{Allotment, Limits};
use domain::{AccountId, InterfaceId, Role};
use http::StatusCode;
use jiff::SignedDuration;
use sandbox::MALL_APPID;

use crate::support::app::{Ask, TestApp, tester};
use crate::support::clears::{ALL, ONE, mall, read, send, shown, words};
use crate::support::pages::hidden;

/// Whatever is left, somebody else has to agree.
const ALWAYS: ConfirmationRules = ConfirmationRules { name_from: -1, second_from: 100 };
const REQUEST: &str = "/clears/requests/1";

async fn asking() -> TestApp {
    let app = mall(ClearSettings { friction: ALWAYS, ..ClearSettings::default() }).await;
    // Both are there before anybody asks.
    app.sign_in(Role::Admin).await;
    app.sign_in(Role::Lead).await;
    app
}

/// What every page's header tells somebody of requests.
async fn band(app: &TestApp, role: Role) -> String {
    let page = shown(app, role, "/").await.body;
    page.split_once("<aside").map_or(String::new(), |(_, rest)| words(rest.split("</aside>").next().unwrap()))
}

/// Confirms what stands at `path`.
async fn confirm(app: &TestApp, role: Role, path: &str, typed: &[(&str, &str)]) -> (String, String) {
    let page = shown(app, role, path).await;
    let kept = ["account", "interface", "key", "seen"].map(|name| (name, hidden(&page, name)));
    let mut fields: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend_from_slice(typed);
    send(app, role, "order", &fields).await
}

/// Agrees on the facts that the page shows.
async fn approve(app: &TestApp, role: Role) -> (String, String) {
    let seen = hidden(&shown(app, role, REQUEST).await, "seen");
    send(app, role, "requests/approve", &[("request", "1"), ("seen", &seen)]).await
}

fn carried_out(app: &TestApp) -> usize {
    app.sandbox.sandbox.counts().clears.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_asks_and_another_agrees() {
    let app = asking().await;
    let page = read(&app, Role::Admin, ONE).await;
    for told in [
        "When 100 or fewer are left, a second person has to approve.",
        "lead can approve. The request expires after 60 minutes.",
    ] {
        assert!(page.contains(told), "{told:?} in {page}");
    }
    assert!(page.contains("The request expires after 60 minutes. Ask for approval Cancel"), "{page}");
    let (to, page) = confirm(&app, Role::Admin, ONE, &[("reason", "促销")]).await;
    assert_eq!(to, REQUEST);
    for told in [
        "Request to clear Get phone number of 商城小程序: waiting for approval",
        "1 h left",
        "lead can approve. Send them the address of this page.",
        "Withdraw request",
        "促销",
    ] {
        assert!(page.contains(told), "{told:?} in {page}");
    }
    assert!(!page.contains("Approve"), "one does not agree to one's own: {page}");
    assert_eq!(carried_out(&app), 0);

    assert!(band(&app, Role::Viewer).await.is_empty() && band(&app, Role::Support).await.is_empty());
    let own = band(&app, Role::Admin).await;
    assert!(own.contains("Your request to clear Get phone number of 商城小程序 is waiting for approval"), "{own}");
    app.clock.advance(SignedDuration::from_mins(17));
    let others = band(&app, Role::Lead).await;
    assert!(
        others.contains("admin asks for approval to clear Get phone number of 商城小程序 43 min left Review"),
        "{others}"
    );
    let overview = shown(&app, Role::Lead, "/").await.body;
    assert!(overview.contains("data-copy=\"http://localhost:8686/clears/requests/1\""), "{overview}");
    let page = shown(&app, Role::Lead, REQUEST).await.body;
    assert!(!page.contains("<aside"), "it is not told twice: {page}");
    let page = words(&page);
    for told in
        ["Approve and clear (at most 49 left afterwards)", "Decline…", "Current state", "expected, not confirmed"]
    {
        assert!(page.contains(told), "{told:?} in {page}");
    }
    let twice = read(&app, Role::Lead, ONE).await;
    assert!(twice.contains("A request for this clear is already waiting for approval Requested by admin"), "{twice}");

    let (to, page) =
        send(&app, Role::Admin, "requests/approve", &[("request", "1"), ("seen", "2026-03-14:50:0")]).await;
    assert!(to == REQUEST && page.contains("You cannot decide on this request"), "{page}");
    let (to, page) = send(&app, Role::Lead, "requests/approve", &[("request", "1"), ("seen", "2026-03-13:50")]).await;
    assert!(to == REQUEST && page.contains("The figures changed after you opened this page"), "{page}");
    assert!(
        page.contains("Nothing was sent. Check the figures, then decide again.")
            && page.contains("Approve and clear ("),
        "{page}"
    );
    assert_eq!(carried_out(&app), 0);

    let (to, page) = approve(&app, Role::Lead).await;
    assert_eq!(to, "/clears/1");
    assert!(page.contains("accepted by WeChat") && page.contains("Approved by lead"), "{page}");
    assert_eq!(carried_out(&app), 1);
    let (to, page) = send(&app, Role::Lead, "requests/approve", &[("request", "1"), ("seen", "")]).await;
    assert!(to == "/clears/1" && page.contains("This clear was already made"), "{page}");
    assert_eq!(carried_out(&app), 1, "a click is a call");

    let told = band(&app, Role::Admin).await;
    assert!(told.contains("lead approved your request to clear Get phone number of 商城小程序"), "{told}");
    let page = read(&app, Role::Admin, REQUEST).await;
    assert!(page.contains(": approved") && page.contains("lead approved") && page.contains("View clear"), "{page}");
    assert!(band(&app, Role::Admin).await.is_empty(), "they have seen it");
    let chinese = app.ask(Ask::get(REQUEST).header("cookie", "lang=zh-CN")).await.body;
    assert!(!chinese.contains('⟦') && words(&chinese).contains("lead 已通过"), "{chinese}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_order_of_the_same_clear_leads_to_the_open_request() {
    let app = asking().await;
    confirm(&app, Role::Lead, ALL, &[("reason", "促销")]).await;
    for who in [Role::Lead, Role::Admin] {
        let (to, page) = confirm(&app, who, ALL, &[("reason", "另一个理由")]).await;
        assert_eq!(to, REQUEST, "{who}");
        assert!(page.contains("A request for this clear is already open"), "{page}");
        assert!(page.contains("促销") && !page.contains("另一个理由"), "{page}");
    }
    let (to, _) = confirm(&app, Role::Lead, ONE, &[("reason", "促销")]).await;
    assert_eq!(to, "/clears/requests/2", "another clear");
    send(&app, Role::Admin, "requests/decline", &[("request", "1"), ("reason", "no")]).await;
    let (to, _) = confirm(&app, Role::Lead, ALL, &[("reason", "促销")]).await;
    assert_eq!(to, "/clears/requests/3", "what is decided leads nobody to it");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_says_no_with_a_reason() {
    let app = asking().await;
    confirm(&app, Role::Lead, ALL, &[("reason", "促销")]).await;
    let decline = |reason: &'static str| [("request", "1"), ("reason", reason)];
    let (to, page) = send(&app, Role::Lead, "requests/decline", &decline("no")).await;
    assert!(to == REQUEST && page.contains("You cannot decide on this request"), "{page}");
    let (to, page) = send(&app, Role::Admin, "requests/decline", &decline(" ")).await;
    assert_eq!(to, format!("{REQUEST}#decide"));
    assert!(page.contains("Enter a reason. Nothing was changed."), "{page}");
    let long = "长".repeat(501);
    let (_, page) = send(&app, Role::Admin, "requests/decline", &[("request", "1"), ("reason", &long)]).await;
    assert!(page.contains("At most 500 characters; you entered 501.") && page.contains(&long), "{page}");
    let (to, page) = send(&app, Role::Admin, "requests/decline", &decline("it resets soon")).await;
    assert!(to == REQUEST && page.contains("admin declined it resets soon"), "{page}");
    let (_, page) = send(&app, Role::Admin, "requests/decline", &decline("again")).await;
    assert!(page.contains("This request was already decided or has expired") && !page.contains("again "), "{page}");
    assert!(band(&app, Role::Lead).await.contains("admin declined your request to clear all interfaces of 商城小程序"));
    let page = read(&app, Role::Lead, REQUEST).await;
    assert!(page.contains("Send a new request"), "{page}");
    assert_eq!(carried_out(&app), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_agrees_to_a_clear_that_became_pointless_says_why() {
    let app = asking().await;
    confirm(&app, Role::Admin, ALL, &[("reason", "促销")]).await;
    app.sandbox.sandbox.clear_elsewhere(MALL_APPID, None).unwrap();
    app.desk.sample_all(&tester(), None).await.unwrap();
    let before = carried_out(&app);
    let page = shown(&app, Role::Lead, REQUEST).await.body;
    let field = page.find("name=\"anyway_reason\"").unwrap();
    assert!(page[field..].contains("form=\"agree\"") && page.contains("<form id=\"agree\""), "{page}");
    assert!(page.find("<dl").is_some_and(|facts| field < facts), "above everything else: {page}");
    let own = shown(&app, Role::Admin, REQUEST).await.body;
    assert!(!own.contains("anyway_reason"), "nothing to type for whoever asked");

    let seen = hidden(&shown(&app, Role::Lead, REQUEST).await, "seen");
    let agree = async |why: &str| {
        let fields = [("request", "1"), ("seen", &*seen), ("anyway_reason", why)];
        send(&app, Role::Lead, "requests/approve", &fields).await
    };
    let (to, page) = agree(" ").await;
    assert!(to == REQUEST && page.contains("Explain why you want to continue. Nothing was sent."), "{page}");
    let (to, page) = agree(&"字".repeat(501)).await;
    assert!(to == REQUEST && page.contains("you entered 501") && page.contains("字字字"), "{page}");
    assert_eq!(carried_out(&app), before, "nothing was spent");
    let (to, page) = agree("培训 新人").await;
    assert!(to.starts_with("/clears/") && page.contains("培训 新人"), "{to}: {page}");
    assert_eq!(carried_out(&app), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_withdrawn_or_its_time_is_up() {
    let app = asking().await;
    confirm(&app, Role::Lead, ALL, &[("reason", "促销")]).await;
    let (_, page) = send(&app, Role::Admin, "requests/withdraw", &[("request", "1")]).await;
    assert!(page.contains("You cannot decide on this request"), "{page}");
    let (to, page) = send(&app, Role::Lead, "requests/withdraw", &[("request", "1")]).await;
    assert!(to == REQUEST && page.contains("lead withdrew it"), "{page}");
    assert!(band(&app, Role::Lead).await.is_empty(), "they know");

    confirm(&app, Role::Lead, ALL, &[("reason", "促销")]).await;
    let seen = hidden(&shown(&app, Role::Admin, "/clears/requests/2").await, "seen");
    app.clock.advance(SignedDuration::from_mins(60));
    let (to, page) = send(&app, Role::Admin, "requests/approve", &[("request", "2"), ("seen", &seen)]).await;
    assert!(to == "/clears/requests/2" && page.contains("The request expired without a decision"), "{page}");
    assert!(page.contains("This request was already decided or has expired"), "{page}");
    assert!(band(&app, Role::Admin).await.is_empty());
    assert!(
        band(&app, Role::Lead)
            .await
            .contains("Your request to clear all interfaces of 商城小程序 expired without a decision")
    );
    assert_eq!(carried_out(&app), 0);

    for none in ["/clears/requests/99", "/clears/requests/x"] {
        let page = shown(&app, Role::Admin, none).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert_eq!(words(&page.body).matches("Request not found").count(), 1, "{}", page.body);
    }
    for form in ["approve", "decline", "withdraw"] {
        let fields = [("request", "x"), ("reason", "no"), ("seen", "")];
        let (to, page) = send(&app, Role::Admin, &format!("requests/{form}"), &fields).await;
        assert_eq!(to, "/clears/requests/0", "{form}");
        assert_eq!(page.matches("Request not found").count(), 1, "{form}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_come_in_the_way_is_told_to_whoever_agrees() {
    let account = Allotment { limit: 1, ..Limits::default().account };
    let limits = Limits { account, ..Limits::default() };
    let app = mall(ClearSettings { friction: ALWAYS, limits, ..ClearSettings::default() }).await;
    app.sign_in(Role::Admin).await;
    confirm(&app, Role::Lead, ONE, &[("reason", "促销")]).await;
    confirm(&app, Role::Lead, ALL, &[("reason", "促销")]).await;
    let glass = [("reason", "outage"), ("glass", "break glass"), ("break_glass", "token")];
    let (to, _) = confirm(&app, Role::Admin, ALL, &glass).await;
    assert_eq!(to, "/clears/1");

    let page = shown(&app, Role::Admin, REQUEST).await.body;
    assert!(!page.contains("name=\"seen\""), "there is nothing to agree to: {page}");
    let told = "The requester gave no reason for continuing, so you cannot approve the request now.";
    assert!(words(&page).contains(told), "{}", words(&page));
    let fields = [("request", "1"), ("seen", "2026-03-14:50:0")];
    let (to, page) = send(&app, Role::Admin, "requests/approve", &fields).await;
    assert!(to == REQUEST && page.contains("Another clear is not finished, so nothing was sent"), "{page}");

    let (_, page) = send(&app, Role::Admin, "requests/approve", &[("request", "2"), ("seen", "2026-03-14:0:1")]).await;
    assert!(page.contains("No clears are left, so nothing was sent"), "{page}");
    assert!(page.contains("0 of 1 left until 1 April (Asia/Shanghai)") && !page.contains("Approve"), "{page}");

    app.desk.unwatch(&tester(), AccountId(1), InterfaceId(1)).await.unwrap();
    let page = read(&app, Role::Admin, REQUEST).await;
    assert!(
        page.contains("The account or interface of this request no longer exists") && page.contains("Decline"),
        "{page}"
    );
    let (_, page) = send(&app, Role::Admin, "requests/approve", &fields).await;
    assert!(page.contains("The account or interface of this request no longer exists"), "{page}");
    assert_eq!(carried_out(&app), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_may_break_the_glass() {
    let app = asking().await;
    let page = shown(&app, Role::Admin, ONE).await.body;
    assert!(page.contains("<details class=\"glass\">"), "folded: {page}");
    assert!(words(&page).contains("To continue without approval, enter: break glass"), "{page}");
    assert!(!shown(&app, Role::Lead, ONE).await.body.contains("class=\"glass\""));

    let glass = |typed: &'static str| [("reason", "outage"), ("glass", typed), ("break_glass", "token")];
    let (to, page) = confirm(&app, Role::Admin, ONE, &glass("brake glass")).await;
    assert_eq!(to, format!("{ONE}#confirm"));
    assert!(page.contains("The phrase does not match “break glass”. Nothing was sent."), "{page}");
    let (_, page) = confirm(&app, Role::Lead, ONE, &glass("break glass")).await;
    assert!(page.contains("does not allow this"), "{page}");
    assert_eq!(carried_out(&app), 0);
    let typed_only = [("reason", "outage"), ("glass", "break glass")];
    let (to, page) = confirm(&app, Role::Admin, ONE, &typed_only).await;
    assert_eq!(to, format!("{ONE}#confirm"), "the Enter key presses the first button, which is not that of the phrase");
    assert!(page.contains("To ask for approval, empty this field. Nothing was sent."), "{page}");
    assert_eq!(carried_out(&app), 0);

    let (to, page) = confirm(&app, Role::Admin, ONE, &glass(" 紧急放行 ")).await;
    assert_eq!(to, "/clears/1");
    assert!(page.contains("Without approval break glass"), "{page}");
    assert_eq!(carried_out(&app), 1);
    let (to, page) = confirm(
        &app,
        Role::Admin,
        ALL,
        &[
            ("reason", "outage"),
            ("override_reason", "it is an emergency"),
            ("glass", "Break  Glass"),
            ("break_glass", "secret"),
        ],
    )
    .await;
    assert!(to == "/clears/2" && page.contains("AppSecret"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_else_could_agree_that_is_said_at_once() {
    let app = mall(ClearSettings { friction: ALWAYS, ..ClearSettings::default() }).await;
    let page = shown(&app, Role::Admin, ONE).await.body;
    assert!(page.contains("<details open class=\"glass\""), "{page}");
    let page = words(&page);
    assert!(page.contains("There is nobody else who can approve") && page.contains("You can break glass."), "{page}");
    assert!(!page.contains("Ask for approval"), "{page}");

    let app = mall(ClearSettings { friction: ALWAYS, ..ClearSettings::default() }).await;
    let page = shown(&app, Role::Lead, ONE).await.body;
    assert!(!page.contains("class=\"glass\""), "{page}");
    let page = words(&page);
    assert!(
        page.contains("There is nobody else who can approve") && page.contains("Ask the operator of wxquota"),
        "{page}"
    );
    assert!(!page.contains("Ask for approval"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_ordered_the_same_is_told_of_the_decision_too() {
    let app = asking().await;
    let third = app.desk.add_user(&tester(), "deputy", Role::Lead, "correct horse battery".into()).await.unwrap();
    confirm(&app, Role::Lead, ONE, &[("reason", "促销")]).await;
    let deputy = domain::Actor::User { id: third, name: "deputy".to_owned(), role: Role::Lead, address: None };
    let order = desk::clears::Order {
        account: "1".to_owned(),
        interface: Some("1".to_owned()),
        reason: "the same".to_owned(),
        key: "deputys".to_owned(),
        ..desk::clears::Order::default()
    };
    let joined = app.desk.clear(&deputy, order).await.unwrap();
    assert!(joined.replayed && joined.clear().is_none(), "it leads to the request that waits");
    let news = async |who: &domain::Actor| app.desk.waiting(who).await.unwrap().over.len();
    assert_eq!(news(&deputy).await, 0);
    send(&app, Role::Admin, "requests/decline", &[("request", "1"), ("reason", "later")]).await;
    assert_eq!(news(&deputy).await, 1);
    assert!(band(&app, Role::Lead).await.contains("admin declined your request to clear"));
    app.desk.request_page(&deputy, domain::clears::RequestId(1)).await.unwrap();
    assert_eq!(news(&deputy).await, 0, "they have seen it");
    assert!(!band(&app, Role::Lead).await.is_empty(), "the other one has not");
}
