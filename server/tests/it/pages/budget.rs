//! The lead's month on its page.

use desk::clears::ClearSettings;
use domain::clears::totals::{UsedClears, totals};
use domain::clears::{Allotment, Limits, ResetInterval};
use domain::{AccountId, ClearState, Role, Scope};
use http::{StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use sandbox::PLATFORM_APPID;
use serde_json::json;
use sqlx::Executor;

use crate::support::app::{Ask, TestApp, tester};
use crate::support::clears::{mall_with_token, whole, word};
use crate::support::month::{LEDGER, Planted, exports, file, full_month, plant};
use crate::support::pages::{read, runs, seen, words};

#[tokio::test(flavor = "multi_thread")]
async fn a_month_is_told_on_one_page() {
    let (app, lead) = full_month().await;
    let page = seen(&app, "/budget", &lead).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!runs(&page.body), "{}", page.body);
    let told = words(&page.body);
    for said in [
        "March 2026",
        "Account-wide clears at most 7 of 10 left 1 used 1 unknown 1 made elsewhere",
        "At this pace at least 18 of 10 by the 31st: not enough, 8 too few",
        "Single-interface clears at most 48 of 50 left 2 used 0 unknown 0 made elsewhere At this pace at least 12 of 50 by the 31st: enough",
        "Calls restored 9,345 1 of 3 without effect",
        "No effect: Get phone number 商城小程序, 5 March",
        "商城小程序: counted since 14 March. Some clears may have been used before",
        "5 clears When",
        "2026-03-02 10:00:00 All interfaces 商城小程序 lead by hand 大促 9,345 effective",
        "lead by hand approved by 王经理 手机号快用完 Reason for continuing: 等不了 – no effect",
        "night by policy 95 % – accepted",
        "admin by hand break glass <script>alert(1)</script> – outcome unknown WeChat may or may not have carried out the clear",
        "2026-03-13 14:00:00 All interfaces 商城小程序 – – made elsewhere (suspected)",
        "It cannot detect a clear of an interface with little use",
    ] {
        assert!(told.contains(said), "{said:?} in {told}");
    }
    for said in [
        "aria-label=\"1 effective, 1 outcome unknown, 1 made elsewhere (suspected), 7 left\"",
        "aria-label=\"1 accepted, 1 no effect, 48 left\"",
        "title=\"Get phone number (商城小程序): no effect\"",
        "href=\"/clears/2\"",
        "data-print",
        "href=\"/budget/2026-03.csv\"",
        "href=\"/budget/2026-03.json\"",
        "href=\"/budget/2026-02\"",
        "href=\"/budget\" aria-current=\"page\"",
    ] {
        assert!(page.body.contains(said), "{said:?} in {}", page.body);
    }
    assert!(!page.body.contains("href=\"/budget/2026-04\""), "that is still to come");
    assert_eq!(page.body.matches("class=\"day-number num\"").count(), 31);
    assert_eq!(words(&seen(&app, "/budget/2026-03", &lead).await.body), told, "by its name it is the same");
    let chinese = app.ask(Ask::get("/budget").session(&format!("lang=zh-CN; {lead}"))).await.body;
    assert!(!chinese.contains('⟦'), "{chinese}");
    assert!(words(&chinese).contains("按当前速度，到31日共用至少 18 次（上限 10 次）：不够，还差 8 次"), "{chinese}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_is_added_up_by_person_account_interface_and_reason() {
    let (app, lead) = full_month().await;
    let told = read(&app, "/budget", &lead).await;
    let heads = "Used Unknown Elsewhere Used Unknown Elsewhere";
    let total = "Total 1 1 1 2 0 0 1 9,345";
    let [people, both, interfaces, reasons] =
        ["person", "account and person", "interface", "reason"].map(|by| table_of(&told, &format!("Clears by {by} ")));
    for table in [&people, &both, &interfaces, &reasons] {
        assert!(table.contains(heads) && table.contains(total), "{table}");
    }
    assert!(
        people.contains(
            "lead 1 0 0 1 0 0 1 9,345 Made elsewhere (suspected) 0 0 1 0 0 0 0 0 admin 0 1 0 0 0 0 0 0 night (policy) 0 0 0 1 0 0 0 0"
        ),
        "{people}"
    );
    assert!(both.contains("商城小程序 lead 1 0 0 1 0 0 1 9,345"), "{both}");
    assert!(interfaces.contains("All interfaces 商城小程序 1 1 1 0 0 0 0 9,345"), "{interfaces}");
    assert!(interfaces.contains("Get phone number 商城小程序 0 0 0 1 0 0 1 0"), "{interfaces}");
    assert!(reasons.contains("大促 1 0 0 0 0 0 0 9,345") && reasons.contains("95 % 0 0 0 1 0 0 0 0"), "{reasons}");
    assert!(reasons.contains("No reason known (made elsewhere) 0 0 1"), "{reasons}");
    let chinese = words(&app.ask(Ask::get("/budget").session(&format!("lang=zh-CN; {lead}"))).await.body);
    assert!(chinese.contains("合计 1 1 1 2 0 0 1 9,345"), "{chinese}");
}

#[tokio::test(flavor = "multi_thread")]
async fn totals_and_clears_are_filtered_and_sorted_by_the_address() {
    let (app, lead) = full_month().await;
    for (query, said) in [
        ("actor=lead", &["Filtered by Who: lead", "Total 1 0 0 1 0 0 1 9,345", "2 of 5 clears"][..]),
        ("actor=policy:night", &["Filtered by Who: night (policy)", "Total 0 0 0 1 0 0 0 0", "1 of 5 clears"]),
        ("scope=account&account=1", &["Total 1 1 1 0 0 0 0 9,345", "3 of 5 clears"]),
        ("q=大促", &["Filtered by Text: 大促", "Total 1 0 0 0 0 0 0 9,345", "1 of 5 clears"]),
        ("q=made+elsewhere", &["Total 0 0 1 0 0 0 0 0", "1 of 5 clears"]),
        ("actor=nobody", &["Filtered by Who: nobody", "No clears match these filters", "Reset filters"]),
        ("sort=name", &["Total 1 1 1 2 0 0 1 9,345", "5 clears", "admin 0 1 0 0 0 0 0 0 lead 1 0 0 1"]),
        ("sort=restored&order=asc", &["Total 1 1 1 2 0 0 1 9,345", "night (policy) 0 0 0 1 0 0 0 0 lead 1 0 0 1"]),
    ] {
        for path in ["/budget", "/budget/2026-03"] {
            let told = read(&app, &format!("{path}?{query}"), &lead).await;
            for said in said {
                assert!(told.contains(said), "{path}?{query}: {said:?} in {told}");
            }
            assert!(
                told.contains("1 used 1 unknown 1 made elsewhere"),
                "the summary is that of the whole month: {told}"
            );
        }
    }
    let page = seen(&app, "/budget/2026-03?actor=lead", &lead).await.body;
    assert!(page.contains("href=\"/budget/2026-03?actor=lead&amp;sort=name&amp;order=asc\""), "{page}");
    assert!(page.contains("action=\"/budget/2026-03\""), "{page}");
    assert!(page.contains("href=\"/budget/2026-03.csv?actor=lead\""), "{page}");
    let table = file(&app, "/budget/2026-03.csv?actor=lead&sort=name", &lead).await.body;
    assert_eq!(table.trim_end().lines().count(), 3, "the names of the columns, and two clears: {table}");
    let wrong = file(&app, "/budget/2026-03.csv?scope=all", &lead).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.body.contains("<code>scope=all") && words(&wrong.body).contains("March 2026"), "{}", wrong.body);
    let page = seen(&app, "/budget?scope=all&sort=best&order=up&account=77&month=2026-03", &lead).await.body;
    for name in ["scope=all", "sort=best", "order=up", "account=77"] {
        assert!(page.contains(&format!("<code>{name}<")), "{name}: {page}");
    }
    assert!(!runs(&seen(&app, "/budget?q=%3Cscript%3Ealert(1)%3C/script%3E", &lead).await.body));
}

/// The part of a page's text that begins with a heading, up to the total.
fn table_of(told: &str, heading: &str) -> String {
    let (_, rest) = told.split_once(heading).unwrap_or_else(|| panic!("{heading} in {told}"));
    let (rows, total) = rest.split_once("Total ").unwrap();
    let total: Vec<_> = total.split(' ').take(8).collect();
    format!("{rows}Total {}", total.join(" "))
}

/// Clears in every state, by whoever, of both scopes, also such that WeChat said that none is left; out of a seed.
async fn plant_any(app: &TestApp, month: &str, accounts: i64, seed: u64) {
    let mut state = seed;
    let mut any = |of: usize| {
        // Numerical Recipes' generator: enough for a choice.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % of
    };
    let mut database = app.database().await;
    for _ in 0..any(40) {
        let at = format!("{month}-{:02}T{:02}:30:00+08:00", any(28) + 1, any(24)).parse::<Timestamp>().unwrap();
        // One under way stands in the way of every other.
        let state = ClearState::ALL[any(ClearState::ALL.len() - 2) + 2];
        assert!(!state.in_flight());
        let guess = matches!(state, ClearState::Elsewhere | ClearState::Dismissed);
        let account = any(usize::try_from(accounts).unwrap()) + 1;
        let interface = if any(2) == 0 {
            "NULL".to_owned()
        } else {
            format!("(SELECT MIN(id) + {} FROM interfaces WHERE account_id = {account})", any(2))
        };
        let errcode = if state == ClearState::Refused { ["48006", "45009"][any(2)] } else { "NULL" };
        let who_why = if guess {
            "NULL, NULL, NULL".to_owned()
        } else {
            format!("'token', 'user {}', 'reason {}'", any(3), any(3))
        };
        let (at, state) = (at.as_millisecond(), state.word());
        let insert = format!(
            "INSERT INTO clears (account_id, interface_id, state, at, sent_at, errcode, via, actor, reason, usage_before)
             VALUES ({account}, {interface}, '{state}', {at}, {at}, {errcode}, {who_why}, '[]')"
        );
        database.execute(sqlx::AssertSqlSafe(insert)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sums_of_a_month_hold_with_retired_accounts_and_guesses() {
    let a_day = Allotment { limit: 5, every: ResetInterval::Day };
    for limits in [Limits::default(), Limits { interface: a_day, ..Limits::default() }] {
        let (app, _) = mall_with_token(ClearSettings { limits, ..ClearSettings::default() }).await;
        for (name, appid) in [("会员服务号", "wx5a0d0000000000b2"), ("门店号", "wx5a0d0000000000c3")] {
            let watch = ["/cgi-bin/message/custom/send".to_owned(), "/cgi-bin/user/get".to_owned()];
            app.add(name, appid, "service-account", "0123456789abcdef0123456789abcdef", &watch).await;
        }
        let months: Vec<_> = (1..=12).map(|month| format!("2025-{month:02}")).chain(["2026-03".to_owned()]).collect();
        for (seed, month) in (7..).zip(&months) {
            plant_any(&app, month, 3, seed).await;
        }
        app.desk.retire_account(&tester(), AccountId(2)).await.unwrap();
        app.clock.advance(SignedDuration::from_hours(15 * 24));
        let lead = app.sign_in(Role::Lead).await;
        for month in &months {
            let review = app.desk.month(&tester(), Some(month)).await.unwrap();
            let uses = review.uses();
            let uses = || uses.iter().map(|(used, _)| used);
            let by_person: Vec<_> = totals(uses().map(|one| (&one.actor, one))).into_values().collect();
            let by_interface = totals(uses().map(|one| ((one.account, one.scope, one.interface), one)));
            let by_both = totals(uses().map(|one| ((one.account, &one.actor), one)));
            let by_reason = totals(uses().map(|one| (&one.reason, one)));
            let all = [
                by_person,
                by_interface.into_values().collect(),
                by_both.into_values().collect(),
                by_reason.into_values().collect(),
            ];
            for scope in Scope::ALL {
                for totals in &all {
                    let sum: UsedClears = totals.iter().map(|total| *total.of(scope)).sum();
                    assert_eq!(sum, review.used(scope), "{scope} in {month}");
                }
                let (left, limit) = review.left(scope);
                assert!(left <= limit, "{scope} in {month}");
            }
            let [whole, single] = Scope::ALL.map(|scope| review.used(scope));
            if whole.all() + single.all() == 0 {
                continue;
            }
            let total = format!(
                "Total {} {} {} {} {} {} ",
                whole.spent, whole.unknown, whole.elsewhere, single.spent, single.unknown, single.elsewhere
            );
            let told = read(&app, &format!("/budget/{month}"), &lead).await;
            assert_eq!(told.matches(&total).count(), 4, "{total} in {told}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn beside_a_sum_is_the_account_with_the_fewest_left_and_at_most_only_where_it_is_so() {
    let (app, _) = mall_with_token(ClearSettings::default()).await;
    let told_none = |account: i64| desk::accounts::TypedChange {
        cleared_before: desk::accounts::Change::To(Some(account)),
        ..desk::accounts::TypedChange::default()
    };
    app.desk.edit_account(&tester(), AccountId(1), told_none(0)).await.unwrap();
    let watch = ["/cgi-bin/user/get".to_owned()];
    for (name, appid) in [("会员服务号", "wx5a0d0000000000b2"), ("门店号", "wx5a0d0000000000c3")] {
        app.add(name, appid, "service-account", "0123456789abcdef0123456789abcdef", &watch).await;
    }
    app.desk.edit_account(&tester(), AccountId(2), told_none(9)).await.unwrap();
    let lead = app.sign_in(Role::Lead).await;
    let told = read(&app, "/budget", &lead).await;
    assert!(told.contains("Account-wide clears at most 21 of 30 left Fewest left: 会员服务号, 1 of 10"), "{told}");
    app.desk.retire_account(&tester(), AccountId(3)).await.unwrap();
    let told = read(&app, "/budget", &lead).await;
    assert!(
        told.contains("Account-wide clears 11 of 20 left Fewest left: 会员服务号, 1 of 10"),
        "the account that nobody told of is not in the sum any more: {told}"
    );
    app.desk.retire_account(&tester(), AccountId(2)).await.unwrap();
    let told = read(&app, "/budget", &lead).await;
    assert!(
        told.contains(
            "Account-wide clears 10 of 10 left 0 used 0 unknown 9 made elsewhere 9 of these by retired accounts"
        ),
        "{told}"
    );
    assert!(!told.contains("Fewest"), "one account is no sum: {told}");
    assert!(told.contains("会员服务号 retired –"), "what it has left is of no use: {told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_paper_it_says_when_and_by_whom_it_was_printed() {
    let (app, lead) = full_month().await;
    let page = seen(&app, "/budget", &lead).await.body;
    assert!(page.contains("<p class=\"printed\">Printed 2026-03-17 09:30 UTC+8 by lead<"), "{page}");
    let page = app.ask(Ask::get("/budget").session(&format!("lang=zh-CN; {lead}"))).await.body;
    assert!(page.contains("lead 打印于 2026-03-17 09:30 UTC+8"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_month_begins_empty_beside_the_one_before() {
    let (app, _) = full_month().await;
    plant(&app, &LEDGER[5..]).await;
    app.clock.advance(SignedDuration::from_hours(24 * 15));
    let lead = app.sign_in_again(Role::Lead).await;
    let told = read(&app, "/budget", &lead).await;
    assert!(told.contains("April 2026") && told.contains("No clears in April 2026"), "{told}");
    assert!(told.contains("Account-wide clears 10 of 10 left 0 used"), "all of it was counted: {told}");
    assert!(!told.contains("At this pace"), "its first day says nothing: {told}");
    assert!(told.contains("March 2026 1 1 1 2 0 0 1 9,345"), "{told}");
    let march = seen(&app, "/budget/2026-03", &lead).await.body;
    assert!(march.contains("href=\"/budget/2026-04\"") && words(&march).contains("This month"), "{march}");
    assert!(words(&march).contains("2026-03-31 23:59:59 Get phone number"), "{march}");
    assert!(march.contains("title=\"Get phone number (商城小程序): not counted\""), "{march}");
    assert!(!words(&march).contains("pace"), "what is over has none: {march}");
    let february = read(&app, "/budget/2026-02", &lead).await;
    assert!(february.contains("No account was watched in February 2026"), "{february}");
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_no_month_to_come_nor_one_misspelt() {
    let (app, lead) = full_month().await;
    for month in ["2026-04", "2026-3", "2026-13", "march", "2026-03-01", "2026-03.txt", "9999-12"] {
        for path in [format!("/budget/{month}"), format!("/budget/{month}.csv"), format!("/budget/{month}.json")] {
            let page = seen(&app, &path, &lead).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
            assert!(!page.headers.contains_key(header::CONTENT_DISPOSITION), "{path}");
            let told = words(&page.body);
            assert!(told.contains("Month not found") && told.contains("Go to this month"), "{path}: {told}");
        }
    }
    assert!(exports(&app).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_leads_and_admins_see_it_or_take_it_along() {
    let (app, _) = full_month().await;
    let paths = ["/budget", "/budget/2026-03", "/budget/2026-03.csv", "/budget/2026-03.json"];
    for role in [Role::Viewer, Role::Support] {
        let cookie = app.sign_in(role).await;
        for path in paths {
            let page = seen(&app, path, &cookie).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{role}: {path}");
            assert!(page.body.contains("<h1>") && !page.body.contains("大促"), "{path}: {}", page.body);
            assert!(!page.headers.contains_key(header::CONTENT_DISPOSITION), "{path}");
        }
        let overview = seen(&app, "/accounts/1", &cookie).await.body;
        assert!(!overview.contains("href=\"/budget\""), "{role} is led nowhere");
    }
    for path in paths {
        assert_eq!(app.ask(Ask::get(path).nobody()).await.status, StatusCode::SEE_OTHER, "{path}");
    }
    assert!(exports(&app).await.is_empty());
    for role in [Role::Lead, Role::Admin] {
        let cookie = app.sign_in(role).await;
        for path in paths {
            assert_eq!(seen(&app, path, &cookie).await.status, StatusCode::OK, "{role}: {path}");
        }
        assert!(seen(&app, "/accounts/1", &cookie).await.body.contains("href=\"/budget\""), "{role}");
    }
    let each = ["budget-2026-03.json", "budget-2026-03.csv"];
    assert_eq!(exports(&app).await, [each, each].concat());
}

#[tokio::test(flavor = "multi_thread")]
async fn wechats_word_that_none_is_left_is_told_with_why() {
    let (app, token) = mall_with_token(ClearSettings::default()).await;
    app.sandbox.sandbox.change_settings(json!({"account_clears": 4})).unwrap();
    assert_eq!(word(&app.order(&token, "k1", &whole("促销")).await), "201 refused");
    app.add_old_platform("服务商平台", PLATFORM_APPID).await;
    let lead = app.sign_in(Role::Lead).await;
    let page = seen(&app, "/budget", &lead).await.body;
    let told = words(&page);
    assert!(told.contains("0 of 10 left 0 used 0 unknown 10 made elsewhere"), "{told}");
    assert!(
        told.contains("WeChat answered that no account-wide clears are left (48006). Clears that the ledger does not contain are counted as made elsewhere. View that clear"),
        "{told}"
    );
    assert!(page.contains("aria-label=\"10 made elsewhere (suspected), 0 left\""), "{page}");
    assert!(!told.contains("服务商平台"), "what cannot be cleared has no budget: {told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_counts_as_used_is_not_said_to_have_done_nothing() {
    let (app, _) = mall_with_token(ClearSettings::default()).await;
    plant(&app, &[Planted { state: "ineffective", ..LEDGER[0] }]).await;
    let lead = app.sign_in(Role::Lead).await;
    let page = seen(&app, "/budget", &lead).await.body;
    let told = words(&page);
    assert!(told.contains("none of 1 without effect") && !told.contains("No effect:"), "{told}");
    assert!(told.contains("no effect counted as used"), "{told}");
    assert!(page.contains("aria-label=\"1 accepted, 9 left\""), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_counted_by_the_day_has_no_months_rest() {
    let interface = Allotment { limit: 5, every: ResetInterval::Day };
    let limits = Limits { interface, ..Limits::default() };
    let (app, _) = mall_with_token(ClearSettings { limits, ..ClearSettings::default() }).await;
    plant(&app, &LEDGER[1..3]).await;
    let lead = app.sign_in(Role::Lead).await;
    let page = seen(&app, "/budget", &lead).await.body;
    let told = words(&page);
    assert!(told.contains("Single-interface clears 5 per day 2 used 0 unknown 0 made elsewhere"), "{told}");
    assert!(told.contains("5/5 left today"), "{told}");
    assert!(page.contains("aria-label=\"1 accepted, 1 no effect\""), "{page}");
}
