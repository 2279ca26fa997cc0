//! The files of the lead's month.

use desk::accounts::{Change, TypedChange};
use domain::{AccountId, Role};
use http::{StatusCode, header};
use serde_json::json;

use crate::support::app::{Ask, tester};
use crate::support::files::Sheet;
use crate::support::month::{LEDGER, SCRIPT, exports, file, full_month, plant};

#[tokio::test(flavor = "multi_thread")]
async fn its_table_has_a_line_a_clear_and_no_formulas() {
    let (app, lead) = full_month().await;
    plant(&app, &LEDGER[5..]).await;
    let reply = file(&app, "/budget/2026-03.csv", &lead).await;
    assert_eq!(reply.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    assert_eq!(reply.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"wxquota-budget-2026-03.csv\"");
    assert_eq!(reply.headers[header::CACHE_CONTROL], "no-store");
    let table = Sheet::of_people(&reply.body);
    let first =
        |key: &str, count: usize| table.of(key)[..count].iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    assert_eq!(table.of("file-number"), ["1", "2", "3", "4", "5", "6"], "the oldest first");
    assert_eq!(table.times("col-at")[..2], ["2026-03-02 10:00:00", "2026-03-05 11:00:00"]);
    assert_eq!(table.of("col-account"), ["商城小程序"; 6]);
    assert_eq!(table.of("col-appid"), ["wx5a0d0000000000a1"; 6]);
    assert_eq!(first("col-interface", 2), ["", "Get phone number"]);
    assert_eq!(first("file-path", 2), ["", "/wxa/business/getuserphonenumber"]);
    assert_eq!(table.of("col-who"), ["lead", "lead", "night", "admin", "", "lead"]);
    let how = first("file-how", 5);
    assert!(how[0] == how[1] && how[1] != how[2] && how[4].is_empty(), "{how:?}");
    assert_eq!(first("fact-agreed", 3), ["", "王经理", ""]);
    assert_eq!(table.of("fact-glass").iter().filter(|cell| cell.is_empty()).count(), 5);
    assert_eq!(first("fact-override", 2), ["", "等不了"]);
    let why = ["大促", "手机号快用完", "'95 %", SCRIPT, "", "'=HYPERLINK(\"http://evil.example\")"];
    assert_eq!(table.of("col-why"), why);
    assert_eq!(table.of("fact-errcode"), ["", "0", "0", "-1", "", "45009"], "numbers stay numbers");
    assert_eq!(table.of("fact-rid")[5], "617682e0-2b6f31d4-5b0f4b2a");
    assert_eq!(first("col-given-back", 2), ["9345", ""]);
    assert_eq!(table.of("file-counted"), ["1", "1", "1", "1", "1", "0"], "a refused one does not count");
}

#[tokio::test(flavor = "multi_thread")]
async fn its_json_is_what_the_page_shows() {
    let (app, lead) = full_month().await;
    let token = app.token(Role::Admin).await;
    let reply = file(&app, "/budget/2026-03.json", &lead).await;
    assert_eq!(reply.headers[header::CONTENT_TYPE], "application/json");
    let month = reply.json();
    assert_eq!(
        (&month["month"], &month["from"], &month["to"], &month["is_now"]),
        (&json!("2026-03"), &json!("2026-02-28T16:00:00Z"), &json!("2026-03-31T16:00:00Z"), &json!(true))
    );
    let used = json!({"spent": 1, "unknown": 1, "elsewhere": 1, "did_nothing": 0, "given_back": 9345});
    assert_eq!(month["used"]["account"], used);
    let account = &month["accounts"][0];
    assert_eq!((&account["account_name"], &account["appid"]), (&json!("商城小程序"), &json!("wx5a0d0000000000a1")));
    assert_eq!(
        (&account["budget"]["account"]["left"], &account["budget"]["account"]["at_most"]),
        (&json!(7), &json!(true))
    );
    assert_eq!(account["pace"]["account"], json!({"needed": 15, "by_end": 18, "lasts": false}));
    assert_eq!(month["past"], json!([]));
    // The same shape as the API's, the oldest first.
    let mut listed = app.get("/api/v1/clears?month=2026-03", &token).await.json()["clears"].clone();
    listed.as_array_mut().unwrap().reverse();
    assert_eq!(month["clears"], listed);
}

#[tokio::test(flavor = "multi_thread")]
async fn its_files_have_what_is_counted_beside_the_ledger_and_follow_the_filters() {
    let (app, lead) = full_month().await;
    let entered = TypedChange { cleared_before: Change::To(Some(3)), ..TypedChange::default() };
    app.desk.edit_account(&tester(), AccountId(1), entered).await.unwrap();
    let table = Sheet::of_people(&file(&app, "/budget/2026-03.csv", &lead).await.body);
    assert_eq!(table.rows.len(), 6);
    assert_eq!((table.of("file-number")[5], table.of("file-counted")[5]), ("", "2"));
    assert_eq!((table.of("col-account")[5], table.of("col-appid")[5]), ("商城小程序", "wx5a0d0000000000a1"));
    assert_eq!((table.of("col-scope")[5], table.of("col-who")[5]), ("account-wide", "Made elsewhere (suspected)"));
    // All that the page counts: 3 accepted, 1 unknown, 1 guessed, and of the 3 entered the 2 that are not in the ledger.
    let counted: i64 = table.of("file-counted").iter().map(|cell| cell.parse::<i64>().unwrap()).sum();
    assert_eq!(counted, 7);

    let json = file(&app, "/budget/2026-03.json", &lead).await.json();
    assert_eq!(json["beside_ledger"], json!([{"account": 1, "scope": "account", "count": 2}]));
    assert_eq!(json["clears"].as_array().unwrap().len(), 5);
    for (filter, clears, beside) in [("actor=lead", 2, 0), ("scope=account", 3, 1), ("scope=interface", 2, 0)] {
        let json = file(&app, &format!("/budget/2026-03.json?{filter}"), &lead).await.json();
        let count = |key: &str| json[key].as_array().unwrap().len();
        assert_eq!((count("clears"), count("beside_ledger")), (clears, beside), "{filter}");
        let table = Sheet::of_people(&file(&app, &format!("/budget/2026-03.csv?{filter}"), &lead).await.body);
        assert_eq!(table.rows.len(), clears + beside, "{filter}");
    }
    let page = file(&app, "/budget/2026-03?actor=lead", &lead).await.body;
    assert!(page.contains("href=\"/budget/2026-03.json?actor=lead\""), "{page}");
    let wrong = file(&app, "/budget/2026-03.json?scope=all", &lead).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_asked_for_from_here_and_as_a_whole() {
    let (app, lead) = full_month().await;
    for path in ["/budget/2026-03.csv", "/budget/2026-03.json"] {
        let head = app.ask(Ask::head(path).session(&lead)).await;
        assert_eq!(
            (head.status, &head.headers[header::ALLOW]),
            (StatusCode::METHOD_NOT_ALLOWED, &"GET".parse().unwrap())
        );
        let foreign = app.ask(Ask::get(path).session(&lead).header("sec-fetch-site", "cross-site")).await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN);
        assert!(!foreign.headers.contains_key(header::CONTENT_DISPOSITION), "{path}");
    }
    assert!(exports(&app).await.is_empty());
    assert_eq!(app.ask(Ask::head("/budget/2026-03").session(&lead)).await.status, StatusCode::OK);
}
