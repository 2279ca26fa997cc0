//! Clears of unknown outcome that a person settles, and guesses that one dismisses.

use desk::clears::ClearSettings;
use domain::Role;
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind, MALL_APPID};

use super::clears::{CLEAR_ONE, confirm, pass, read, seen, verified};
use crate::support::app::tester;
use crate::support::clears::{ONE, mall, send, shown, words};

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_clear_is_settled_by_hand() {
    for (choice, told, left) in [
        ("counted", "admin resolved it: counted as used", "1 (49 left)"),
        ("given-back", "admin resolved it: not carried out, and not counted", "0 (50 left)"),
    ] {
        let app = mall(ClearSettings::default()).await;
        app.sandbox.sandbox.add_fault(Fault::on(CLEAR_ONE, FaultKind::Html));
        let (to, page) = confirm(&app, ONE, &[("reason", "促销")]).await;
        assert!(page.contains("outcome unknown") && page.contains("until 10:06"), "{page}");
        verified(&app).await;
        let page = seen(&app, &to, "lang=en").await.body;
        assert!(!page.contains("checked"), "neither is chosen beforehand: {page}");
        let page = words(&page);
        assert!(page.contains("probably not carried out") && page.contains("did not fall within 36 minutes"), "{page}");

        let settle = |fields: Vec<(&'static str, &'static str)>| {
            let fields: Vec<_> = [("clear", "1")].into_iter().chain(fields).collect();
            let app = &app;
            async move { send(app, Role::Admin, "settle", &fields).await }
        };
        let (at, page) = settle(vec![("reason", " ")]).await;
        assert_eq!(at, "/clears/1#settle");
        assert!(page.contains("Choose one of the two options.") && page.contains("Enter a reason."), "{page}");
        let (_, page) = settle(vec![("settlement", choice), ("reason", " ")]).await;
        assert!(page.contains("Enter a reason.") && !page.contains("Choose one"), "{page}");
        let cookie = app.sign_in(Role::Admin).await;
        let (at, page) = settle(vec![("settlement", choice), ("reason", "the console says so")]).await;
        assert_eq!(at, to, "{cookie}");
        assert!(page.contains(told) && page.contains("the console says so") && page.contains(left), "{page}");
        let (_, page) = settle(vec![("settlement", choice), ("reason", "again")]).await;
        assert!(page.contains("This was already resolved") && !page.contains("again "), "{page}");
        let (_, page) =
            send(&app, Role::Support, "settle", &[("clear", "1"), ("settlement", choice), ("reason", "x")]).await;
        assert!(page.contains("Your role is Support."), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guess_is_shown_as_one_and_dismissed() {
    let app = mall(ClearSettings::default()).await;
    app.sandbox.sandbox.clear_elsewhere(MALL_APPID, None).unwrap();
    let hour = SignedDuration::from_hours(1);
    app.clock.advance(hour);
    app.sandbox.sandbox.move_clock(hour);
    app.desk.sample_all(&tester(), None).await.unwrap();
    pass(&app, SignedDuration::from_secs(70)).await;
    let page = read(&app, "/clears/1").await;
    for told in [
        "made elsewhere (suspected)",
        "It is counted as used until somebody dismisses it.",
        "wxquota cannot detect a clear of an interface with little use",
        "Evidence",
        "48,400 / 50,000",
        "Dismiss this suspected clear",
        "A second reading one minute later confirmed the fall.",
    ] {
        assert!(page.contains(told), "{told:?} in {page}");
    }
    let curve = "/accounts/1/interfaces/1";
    for (role, leads_on) in [(Role::Viewer, false), (Role::Lead, true)] {
        let page = shown(&app, role, curve).await.body;
        assert!(page.contains("cleared elsewhere (suspected)") && page.contains("made elsewhere"), "{page}");
        assert_eq!(page.contains("href=\"/clears/1\""), leads_on, "{role}: {page}");
    }
    let (at, page) = send(&app, Role::Lead, "dismiss", &[("clear", "1"), ("reason", "")]).await;
    assert!(at == "/clears/1#settle" && page.contains("Enter a reason."), "{page}");
    let (at, page) = send(&app, Role::Lead, "dismiss", &[("clear", "1"), ("reason", "WeChat corrected it")]).await;
    assert!(at == "/clears/1" && page.contains("dismissed, not a clear"), "{page}");
    assert!(
        page.contains("lead dismissed it: WeChat corrected it") && !page.contains("Dismiss this suspected clear"),
        "{page}"
    );
    assert!(!shown(&app, Role::Lead, curve).await.body.contains("(suspected)"), "it was none");
    let (_, page) = send(&app, Role::Lead, "dismiss", &[("clear", "1"), ("reason", "again")]).await;
    assert!(page.contains("This was already resolved"), "{page}");
    let (at, page) = send(&app, Role::Lead, "dismiss", &[("clear", "9"), ("reason", "again")]).await;
    assert_eq!((at.as_str(), page.matches("Clear not found").count()), ("/clears/9", 1), "{page}");
}
