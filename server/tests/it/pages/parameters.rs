//! Values in the address of a page that cannot be read: the page names each, with what it shows instead.

use desk::policies::TypedPolicy;
use domain::audit::AuditAction;
use http::{StatusCode, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::support::app::{Ask, Reply, TestApp, tester};
use crate::support::pages::{read, runs, seen, words};

/// Each page with the parameters that nonsense cannot be a value of.
const PAGES: [(&str, &[&str]); 10] = [
    ("/", &["account", "state", "sort", "per", "page"]),
    ("/accounts/1/interfaces/1", &["range"]),
    ("/clears", &["account", "month", "scope", "state", "before"]),
    ("/budget", &["month"]),
    ("/incidents", &["account", "state", "reaction", "before"]),
    ("/notices", &["account", "kind", "severity", "unread", "before"]),
    ("/rid", &["limit", "from", "to", "before"]),
    ("/rid/617682e0-2b6f31d4-5b0f4b2a", &["list"]),
    ("/audit", &["what", "from", "to", "before"]),
    ("/policies/1", &["before"]),
];

const NONSENSE: [&str; 8] = [
    "nonsense",
    "-1",
    "0x10",
    "99999999999999999999",
    "\u{0}\u{7f}",
    "<script>alert(1)</script>",
    "'; DROP TABLE clears; --",
    "２０２６-１１",
];

const TITLE: &str = "The address of this page has values that are not valid";

async fn with_policy() -> TestApp {
    let app = TestApp::with_demo().await;
    app.desk.add_policy(&tester(), &TypedPolicy { name: "night".to_owned(), ..TypedPolicy::usual() }).await.unwrap();
    app
}

fn encoded(value: &str) -> String {
    utf8_percent_encode(value, NON_ALPHANUMERIC).to_string()
}

/// A page as an admin sees it.
async fn page_in(app: &TestApp, lang: &str, path: &str) -> Reply {
    let admin = app.sign_in(domain::Role::Admin).await;
    app.ask(Ask::get(path).session(&format!("lang={lang}; {admin}"))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_named_on_every_page_in_both_languages() {
    let app = with_policy().await;
    for (path, parameters) in PAGES.into_iter().chain([("/policies/1/try", &["mode"][..])]) {
        for value in NONSENSE {
            let pairs: Vec<_> = parameters.iter().map(|name| format!("{name}={}", encoded(value))).collect();
            let address = format!("{path}?{}", pairs.join("&"));
            for (lang, title) in [("en", TITLE), ("zh-CN", "页面地址中的参数无效")] {
                let page = page_in(&app, lang, &address).await;
                assert_eq!(page.status, StatusCode::OK, "{address}");
                assert!(page.body.contains(title), "{address}: {}", page.body);
                assert!(!page.body.contains('⟦') && !runs(&page.body), "{address}: {}", page.body);
                for name in parameters {
                    assert!(page.body.contains(&format!("<code>{name}=")), "{name} of {address} in {lang}");
                }
                let way_out = format!("href=\"{path}\"");
                assert!(page.body.contains(&way_out), "a link without them: {address}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_sentence_says_what_is_wrong_and_what_is_shown() {
    let app = with_policy().await;
    for (address, said) in [
        (
            "/?state=good",
            "state=good : Valid values are exhausted, critical, warning, failed, stale, ok, never, unsupported. The filter is not applied.",
        ),
        ("/?account=nobody", "account=nobody : No account has this ID, AppID or name. The filter is not applied."),
        ("/?per=5000", "per=5000 : This is not a whole number from 1 to 1,000. The page shows 50 rows."),
        ("/?page=two", "page=two : This is not a whole number from 1 to 1,000,000. The first page is shown."),
        (
            "/?sort=best",
            "sort=best : Valid values are urgency, runs-out, used, account, interface, age. The default order is used.",
        ),
        ("/accounts/1/interfaces/1?range=2d", "range=2d : Valid values are 24h, 7d, 30d, 1y. Today is shown."),
        (
            "/clears?month=2026-13",
            "month=2026-13 : This is not a month. Write it as 2026-11. The filter is not applied.",
        ),
        ("/clears?month=2026-04", "month=2026-04 : This month has not started yet. The filter is not applied."),
        ("/clears?before=x", "before=x : This is not a whole number from 1 up. The newest entries are shown."),
        ("/budget?month=march", "month=march : This is not a month. Write it as 2026-11. The current month is shown."),
        (
            "/audit?from=14.3.2026",
            "from=14.3.2026 : This is not a date. Write it as 2026-11-30. The filter is not applied.",
        ),
        (
            "/audit?from=2026-03-15&to=2026-03-14",
            "from=2026-03-15 : This date is after the date in “to”. Swap the two dates. Until then nothing matches.",
        ),
        (
            "/policies/1/try?mode=perhaps",
            "mode=perhaps : Valid values are notify, clear. The mode of the policy is used.",
        ),
    ] {
        let page = seen(&app, address, &app.sign_in(domain::Role::Admin).await).await;
        let told = words(&page.body).replace("&quot;", "\"");
        assert!(told.contains(said), "{address}: {said:?} in {told}");
    }
    let long = "长".repeat(201);
    let page = page_in(&app, "en", &format!("/?q={}", encoded(&long))).await;
    let told = words(&page.body);
    assert!(told.contains("This text has more than 200 characters. Only its beginning is used."), "{told}");
    assert!(told.contains(&format!("q={}… :", "长".repeat(60))), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_valid_is_applied_without_a_word() {
    let app = with_policy().await;
    let admin = app.sign_in(domain::Role::Admin).await;
    for address in [
        "/",
        "/?account=1&state=ok&sort=used&per=10&page=1&q=quota&utm_source=mail",
        "/accounts/1/interfaces/1?range=7d",
        "/clears?account=1&month=2026-03&scope=account&state=unknown&actor=lead&before=9",
        "/clears?month=2019-01",
        "/budget?month=2026-02",
        "/notices?account=1&kind=quota.threshold&severity=warning&unread=yes",
        "/rid?limit=per-minute&from=2026-03-01&to=2026-03-14&q=",
        "/audit?what=signed-in&from=&to=",
        "/policies/1/try?mode=clear",
    ] {
        let page = seen(&app, address, &admin).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        assert!(!page.body.contains(TITLE), "{address}: {}", words(&page.body));
    }
    // An account is named as in the API.
    let mall = app.desk.find_account(&tester(), "1").await.unwrap();
    for word in [mall.name.as_str(), mall.appid.as_str()] {
        let told = read(&app, &format!("/?account={}", encoded(word)), &admin).await;
        assert!(!told.contains(TITLE) && told.contains("Reset filters"), "{word}: {told}");
    }
    let told = read(&app, "/clears?month=2019-01", &admin).await;
    assert!(told.contains("January 2019"), "a month that is not offered is chosen all the same: {told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_is_given_for_filters_that_cannot_be_read() {
    let app = with_policy().await;
    for path in ["/audit/export.csv", "/audit/export.json"] {
        let page = page_in(&app, "en", &format!("{path}?what=stolen&who=admin")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(!page.headers.contains_key(header::CONTENT_DISPOSITION), "{path}");
        assert!(words(&page.body).contains("what=stolen : Valid values are"), "{path}: {}", page.body);
    }
    let query = desk::audit::AuditQuery { what: Some(AuditAction::Exported), limit: 9, ..Default::default() };
    assert!(app.desk.audit(&tester(), &query).await.unwrap().is_empty(), "nothing was exported");
}
