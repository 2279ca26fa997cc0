//! What is said before a clear is made.

use desk::clears::ClearSettings;
use http::StatusCode;
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind, MALL_APPID};

use super::clears::{CLEAR_ONE, PHONE, confirm, post, read, seen, verified};
use crate::support::app::{Ask, TestApp, tester};
use crate::support::clears::{ALL, ONE, mall, words};
use crate::support::pages::hidden;

#[tokio::test(flavor = "multi_thread")]
async fn where_no_token_can_be_had_the_way_out_is_offered() {
    let app = mall(ClearSettings::default()).await;
    let usual = seen(&app, ALL, "lang=en").await.body;
    assert!(!usual.contains("class=\"rescue\"") && words(&usual).contains("Clear with the AppSecret instead"));
    let used_up = FaultKind::Errcode { errcode: 45009, errmsg: None };
    app.sandbox.sandbox.add_fault(Fault::on("/cgi-bin/stable_token", used_up));
    app.sandbox.sandbox.revoke_tokens(MALL_APPID).unwrap();
    app.clock.advance(SignedDuration::from_hours(3));
    let _ = app.desk.sample_all(&tester(), None).await;
    let page = read(&app, ALL).await;
    for told in [
        "The quota for fetching tokens is used up: no token can be fetched (45009)",
        "Recommended: clear with the AppSecret",
        "Some users report that it did not restore calls for fetching tokens.",
        "Clear all interfaces of 商城小程序 with the AppSecret (uses 1 of at most 10, 9 left) Cancel",
        "Clear with a token anyway",
    ] {
        assert!(page.contains(told), "{told:?} in {page}");
    }
    assert!(
        !read(&app, ONE).await.contains("Recommended"),
        "the AppSecret can clear only all interfaces of an account"
    );
    let (_, page) = confirm(&app, ALL, &[("reason", "no token"), ("via", "secret")]).await;
    assert!(page.contains("accepted by WeChat") && page.contains("AppSecret"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_little_helps_is_said_before() {
    let app = mall(ClearSettings::default()).await;
    let low = app.add("小程序二", sandbox::SHOP_APPID, "mini-program", "fa4e0000000000000000000000000f6f", &[]).await;
    let page = seen(&app, &format!("/accounts/{low}/clear"), "lang=en").await;
    assert_eq!(page.status, StatusCode::OK, "{:?}", page.headers);
    let page = words(&page.body);
    assert!(page.contains("A clear is not recommended: the current usage is not known"), "{page}");
    assert!(
        page.contains("There are no recent figures") && page.contains("Sample now” on the account's page"),
        "{page}"
    );
    let failed = sandbox::PlantedCall {
        appid: Some(MALL_APPID.to_owned()),
        path: PHONE.to_owned(),
        at_ms: None,
        query: String::new(),
        request_body: String::new(),
        errcode: 45011,
        errmsg: None,
        response_body: None,
        cost_in_ms: None,
        client_ip: None,
    };
    let rid = app.sandbox.sandbox.plant(failed).unwrap();
    app.ask(Ask::post("/form/rids/look-up").form(&[("text", &rid), ("account", "1")])).await;
    let page = seen(&app, ONE, "lang=en").await.body;
    assert!(page.contains(&format!("href=\"/rid/{rid}\"")), "{rid}: {page}");
    let told =
        "A call of an unknown interface reached a per-minute limit, which a clear does not reset WeChat answered 45011";
    assert!(words(&page).contains(told), "{}", words(&page));

    for _ in 0..2 {
        // Twice, so that nobody is signed out for want of use.
        app.clock.advance(SignedDuration::from_hours(7));
        read(&app, "/").await;
    }
    let page = read(&app, ALL).await;
    assert!(page.contains("The daily reset is in 30 min At 2026-03-15 00:00, every count resets to 0"), "{page}");
}

/// Nothing is used any more on the mall, and that was read.
async fn unused(app: &TestApp) {
    app.sandbox.sandbox.clear_elsewhere(MALL_APPID, None).unwrap();
    app.desk.sample_all(&tester(), None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pointless_clear_asks_why_above_everything_else() {
    let app = mall(ClearSettings::default()).await;
    for (path, told) in [
        (
            ALL,
            "By the latest readings, all interfaces of 商城小程序 that a clear resets are unused. The clear would still count against the budget.",
        ),
        (ONE, "Get phone number was unused at the last reading ("),
    ] {
        // An old reading would not say that there was nothing to reset.
        unused(&app).await;
        let page = seen(&app, path, "lang=en").await.body;
        let (notice, field) =
            (page.find("restore almost nothing").unwrap(), page.find("name=\"anyway_reason\"").unwrap());
        let others = ["<form id=\"order\"", "name=\"reason\"", "class=\"facts\""];
        assert!(others.iter().all(|other| page.find(other).is_none_or(|at| notice < field && field < at)), "{page}");
        assert!(words(&page).contains(told), "{}", words(&page));
        let chinese = words(&seen(&app, path, "lang=zh-CN").await.body);
        assert!(chinese.contains("继续清零的理由（用量很低）") && !chinese.contains('⟦'), "{chinese}");

        let calls = app.sandbox.sandbox.counts().clears.len();
        let (to, page) = confirm(&app, path, &[("reason", "演练用"), ("anyway_reason", " ")]).await;
        assert_eq!(to, path, "the form again");
        assert!(
            page.contains("Explain why you want to continue. Nothing was sent.") && page.contains("演练用"),
            "{page}"
        );
        assert_eq!(app.sandbox.sandbox.counts().clears.len(), calls, "nothing was spent");
        let (to, page) = confirm(&app, path, &[("reason", "演练用"), ("anyway_reason", "培训 新人")]).await;
        assert!(to.starts_with("/clears/"), "{to}: {page}");
        assert!(
            page.contains(
                "Warnings shown restores almost nothing Reason for continuing (restores almost nothing) 培训 新人"
            ),
            "{page}"
        );
        verified(&app).await;
        let page = read(&app, &to).await;
        assert!(page.contains("accepted, nothing to reset"), "{page}");
        assert!(read(&app, "/clears").await.contains("accepted nothing to reset"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interface_that_wechat_refuses_to_clear_says_so_and_offers_the_account() {
    let app = mall(ClearSettings::default()).await;
    app.clock.advance(SignedDuration::from_secs(1));
    app.sandbox.sandbox.add_fault(Fault::on(CLEAR_ONE, FaultKind::Errcode { errcode: 76022, errmsg: None }));
    let kept = seen(&app, ONE, "lang=en").await;
    let (to, _) = confirm(&app, ONE, &[("reason", "促销")]).await;
    assert_eq!(to, "/clears/1");
    let page = seen(&app, ONE, "lang=en").await.body;
    assert!(
        words(&page).contains("WeChat does not allow this interface to be cleared individually"),
        "{}",
        words(&page)
    );
    assert!(page.contains(&format!("href=\"{ALL}\"")) && !page.contains("<form id=\"order\""), "{page}");
    for absent in ["Costs", "Will be reset", "Takes effect"] {
        assert!(!words(&page).contains(absent), "{absent}: what cannot be ordered costs nothing: {page}");
    }
    let old = ["account", "interface", "seen"].map(|name| (name, hidden(&kept, name)));
    let mut fields: Vec<_> = old.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let key = format!("{}x", hidden(&kept, "key"));
    fields.extend([("key", key.as_str()), ("reason", "促销")]);
    let (to, page) = post(&app, &fields).await;
    assert_eq!(to, ONE);
    assert!(page.contains("Nothing was sent") && page.contains("(76022)"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_paused_account_the_usage_is_unknown_and_nothing_is_to_be_sampled() {
    let app = mall(ClearSettings::default()).await;
    let known = read(&app, ALL).await;
    assert!(!known.contains("not known"), "{known}");
    app.desk.pause_account(&tester(), domain::AccountId(1), true).await.unwrap();
    for (path, title) in [
        (ALL, "A clear is not recommended: the current usage is not known"),
        (ONE, "is not recommended: its current usage is not known"),
    ] {
        let page = read(&app, path).await;
        assert!(page.contains(title), "{title}: {page}");
        assert!(page.contains("The account is paused, so it is not sampled"), "{page}");
        assert!(!page.contains("Sample now") && !page.contains("near its limit"), "{page}");
    }
    let page = read(&app, "/accounts/1/interfaces/1").await;
    assert!(page.contains("This account is paused") && !page.contains("also sample now"), "{page}");
}
