//! The audit trail as people read it, and as they take it along.

use domain::audit::AuditAction;
use domain::{Actor, Clock, Permission, Role, UserId};
use http::{StatusCode, header};
use jiff::SignedDuration;
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Executor};
use store::{AuditActor, NewAuditLine};

use crate::support::app::{Ask, Reply, TestApp, tester};
use crate::support::files::Sheet;
use crate::support::pages::{read, runs, seen};

const SCRIPT: &str = "<script>alert(1)</script>";

/// Writes an act of Alice's down.
async fn note(app: &TestApp, act: NewAuditLine) {
    let alice = Actor::User { id: UserId(99), name: "alice".to_owned(), role: Role::Lead, address: None };
    app.store.note(act, &AuditActor::from(&alice), app.clock.now()).await.unwrap();
}

async fn export(app: &TestApp, query: &str, cookie: &str) -> Reply {
    app.ask(Ask::get(&format!("/audit/export.{query}")).session(&format!("lang=en; {cookie}"))).await
}

/// How many exports the trail tells of.
async fn exports(app: &TestApp) -> usize {
    let query = desk::audit::AuditQuery { what: Some(AuditAction::Exported), limit: 100, ..Default::default() };
    app.desk.audit(&tester(), &query).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_leads_and_admins_read_it_or_take_it_along() {
    let app = TestApp::new().await;
    note(&app, NewAuditLine::on(AuditAction::Sampled, "secret-subject")).await;
    for role in [Role::Viewer, Role::Support] {
        let cookie = app.sign_in(role).await;
        for path in ["/audit", "/audit/export.csv", "/audit/export.json?who=alice"] {
            let page = seen(&app, path, &cookie).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{role}: {path}");
            assert!(page.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html"), "{path}");
            assert!(page.body.contains("<h1>") && !page.body.contains("secret-subject"), "{path}: {}", page.body);
            assert!(!page.headers.contains_key(header::CONTENT_DISPOSITION));
        }
    }
    let nobody = app.ask(Ask::get("/audit/export.csv").nobody()).await;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER);
    assert_eq!(exports(&app).await, 0);
    for role in [Role::Lead, Role::Admin] {
        let cookie = app.sign_in(role).await;
        assert!(read(&app, "/audit", &cookie).await.contains("secret-subject"), "{role}");
        assert_eq!(export(&app, "json", &cookie).await.status, StatusCode::OK, "{role}");
    }
    assert_eq!(exports(&app).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_tells_who_did_what_and_what_changed() {
    let app = TestApp::new().await;
    let lead = app.sign_in(Role::Lead).await;
    let act = NewAuditLine::on(AuditAction::AccountChanged, SCRIPT);
    let act = act.before(json!({ "name": "商城", "kind": "shop", "daily_readings": 4000 }));
    let act = act.after(json!({ "name": "商城", "kind": "other", "daily_readings": 5000, "later": SCRIPT }));
    note(&app, NewAuditLine { reason: Some(SCRIPT.to_owned()), ..act }).await;
    let maker = Some(Role::Admin);
    let token = Actor::Token {
        name: SCRIPT.to_owned(),
        made_by: "bob".to_owned(),
        role: Role::Lead,
        maker,
        address: Some("203.0.113.9".parse().unwrap()),
    };
    app.desk.audit_export(&token, Permission::SeeLedger, "clears.csv").await.unwrap();
    app.clock.advance(SignedDuration::from_mins(5));
    let page = seen(&app, "/audit", &lead).await;
    assert!(!runs(&page.body), "{}", page.body);
    let told = crate::support::pages::words(&page.body);
    let changed = "Account changed alice <script>alert(1)</script> \
                   Daily reading allowance: 4,000 → 5,000 Kind: shop → other later: <script>alert(1)</script> \
                   <script>alert(1)</script>";
    assert!(told.contains(&format!("2026-03-14 09:30:00 UTC+8 {changed}")), "{told}");
    assert!(!told.contains("Name:"), "what stayed is not told: {told}");
    assert!(told.contains("Exported bob with the token <script>alert(1)</script> 203.0.113.9 clears.csv"), "{told}");
    assert!(page.body.contains("title=\"5 min ago · entry "), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_stand_in_the_address_and_hold_for_older_lines() {
    let app = TestApp::new().await;
    for n in 0..60 {
        note(&app, NewAuditLine::on(AuditAction::Sampled, format!("shop-{n:02}."))).await;
    }
    // Shortly before midnight in Shanghai, where pages read times; in UTC the day is another.
    app.clock.advance(SignedDuration::from_hours(14));
    note(&app, NewAuditLine::on(AuditAction::BackedUp, "late.db")).await;
    app.clock.advance(SignedDuration::from_hours(1));
    note(&app, NewAuditLine::on(AuditAction::BackedUp, "next-day.db")).await;
    let lead = app.sign_in(Role::Lead).await;
    let told = async |query: &str| read(&app, &format!("/audit{query}"), &lead).await;

    let first = told("?who=alice&what=sampled").await;
    assert!(first.contains("shop-59.") && first.contains("shop-10.") && !first.contains("shop-09."), "{first}");
    assert!(!first.contains("late.db") && first.contains("Older"), "{first}");
    let html = seen(&app, "/audit?who=alice&what=sampled", &lead).await.body;
    let (_, rest) = html.split_once("before=").unwrap();
    let before: String = rest.chars().take_while(char::is_ascii_digit).collect();
    assert!(html.contains(&format!("/audit?who=alice&amp;what=sampled&amp;before={before}")), "{html}");
    assert!(html.contains("/audit/export.csv?who=alice&amp;what=sampled\""), "{html}");
    let second = told(&format!("?who=alice&what=sampled&before={before}")).await;
    assert!(second.contains("shop-09.") && second.contains("shop-00.") && !second.contains("shop-10."), "{second}");
    assert!(!second.contains("Older") && second.contains("Newest"), "{second}");

    let day = told("?from=2026-03-14&to=2026-03-14&text=.DB").await;
    assert!(day.contains("late.db") && !day.contains("next-day.db") && !day.contains("shop-"), "{day}");
    let day = told("?from=2026-03-15").await;
    assert!(day.contains("next-day.db") && !day.contains("late.db"), "{day}");
    assert!(told("?text=nothing-of-it").await.contains("No entries match these filters"));
    let misspelt = told("?what=stolen&from=yesterday&before=x").await;
    assert!(misspelt.contains("next-day.db"), "what is misspelt asks for nothing: {misspelt}");
    let reflected = "/audit?text=%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
    assert!(!runs(&seen(&app, reflected, &lead).await.body));
}

/// Has the seals checked, and reads what came of it.
async fn checked(app: &TestApp, session: &str) -> String {
    let reply = app.ask(Ask::post("/form/audit/check").form(&[]).session(session)).await;
    assert_eq!(reply.headers[header::LOCATION], "/audit");
    read(app, "/audit", session).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trail_is_checked_where_that_is_asked_for() {
    let app = TestApp::new().await;
    let lead = app.sign_in(Role::Lead).await;
    note(&app, NewAuditLine::on(AuditAction::Sampled, "first")).await;
    let told = read(&app, "/audit", &lead).await;
    assert!(told.contains("Verify integrity") && !told.contains("intact"), "{told}");
    let told = checked(&app, &lead).await;
    assert!(told.contains("The audit trail is intact: 3 entries"), "{told}");

    let file = app.folder().join("wxquota.db");
    let mut database = SqliteConnectOptions::new().filename(file).connect().await.unwrap();
    database.execute("DROP TRIGGER audit_never_changes; DROP TRIGGER audit_never_shrinks").await.unwrap();
    database.execute("UPDATE audit SET subject = 'another' WHERE id = 3").await.unwrap();
    let told = checked(&app, &lead).await;
    assert!(told.contains("The audit trail was changed: the hash of entry 3 does not match"), "{told}");
    database.execute("DELETE FROM audit WHERE id = 3").await.unwrap();
    let told = checked(&app, &lead).await;
    assert!(told.contains("The end of the audit trail is missing: 2 entries are left"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_it_holds_no_formulas_and_all_its_lines() {
    let app = TestApp::new().await;
    let lead = app.sign_in(Role::Lead).await;
    // More than are read at once.
    for n in 0..510 {
        note(&app, NewAuditLine::on(AuditAction::Sampled, format!("shop-{n}"))).await;
    }
    for formula in ["=HYPERLINK(\"http://evil.example\",\"x\")", "@SUM(1)", "＋1", "-2+3"] {
        note(
            &app,
            NewAuditLine {
                reason: Some(formula.to_owned()),
                ..NewAuditLine::on(AuditAction::ClearOrdered, "商城, \"A\"\nzwei")
            },
        )
        .await;
    }
    let reply = export(&app, "csv?who=alice", &lead).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    assert_eq!(reply.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"wxquota-audit-2026-03-14.csv\"");
    assert_eq!(reply.headers[header::CACHE_CONTROL], "no-store");
    let table = Sheet::of_people(&reply.body);
    assert_eq!(table.rows.len(), 514);
    let reasons = &table.of("col-why")[..4];
    assert_eq!(reasons, ["'-2+3", "'＋1", "'@SUM(1)", "'=HYPERLINK(\"http://evil.example\",\"x\")"]);
    assert_eq!(table.times("col-at")[0], "2026-03-14 09:30:00");
    let subjects = table.of("col-on-what");
    assert_eq!([subjects[0], subjects[4], subjects[513]], ["商城, \"A\"\nzwei", "shop-509", "shop-0"]);
    let ids: Vec<i64> = table.of("file-number").iter().map(|id| id.parse().unwrap()).collect();
    assert!(ids.windows(2).all(|pair| pair[0] == pair[1] + 1), "each line once: {ids:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_asked_for_from_here_and_as_a_whole() {
    let app = TestApp::new().await;
    let lead = app.sign_in(Role::Lead).await;
    for path in ["/audit/export.csv", "/audit/export.json"] {
        let head = app.ask(Ask::head(path).session(&lead)).await;
        assert_eq!(
            (head.status, &head.headers[header::ALLOW]),
            (StatusCode::METHOD_NOT_ALLOWED, &"GET".parse().unwrap())
        );
        let from = |site| Ask::get(path).session(&lead).header("sec-fetch-site", site);
        for site in ["cross-site", "same-site"] {
            let foreign = app.ask(from(site)).await;
            assert_eq!(foreign.status, StatusCode::FORBIDDEN, "{site}");
            assert!(!foreign.headers.contains_key(header::CONTENT_DISPOSITION), "{path}");
        }
        assert_eq!(exports(&app).await, 0, "{path}");
    }
    for site in ["same-origin", "none"] {
        let reply = app.ask(Ask::get("/audit/export.csv").session(&lead).header("sec-fetch-site", site)).await;
        assert_eq!(reply.status, StatusCode::OK, "{site}");
    }
    assert_eq!(exports(&app).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_an_act_and_tells_what_was_taken() {
    let app = TestApp::new().await;
    let lead = app.sign_in(Role::Lead).await;
    note(&app, NewAuditLine::on(AuditAction::Sampled, "shop").after(json!({ "x": 1 }))).await;
    assert_eq!(exports(&app).await, 0);
    let reply = export(&app, "json?what=sampled&text=sho&page=9", &lead).await;
    assert_eq!(reply.headers[header::CONTENT_TYPE], "application/json");
    let lines = reply.json();
    assert_eq!(lines.as_array().unwrap().len(), 1, "{lines}");
    assert_eq!((&lines[0]["subject"], &lines[0]["after"]["x"]), (&json!("shop"), &json!(1)));
    assert_eq!(lines[0]["at"], "2026-03-14T01:30:00Z");
    assert_eq!(exports(&app).await, 1);
    let told = read(&app, "/audit?what=exported", &lead).await;
    assert!(told.contains("Exported lead audit.json?what=sampled&text=sho"), "{told}");

    let secret = "fa4e0000000000000000000000000a1a";
    export(&app, &format!("csv?text=secret%3D{secret}"), &lead).await;
    assert!(!read(&app, "/audit", &lead).await.contains(secret), "what was looked for is masked");
    let empty = export(&app, "json?who=nobody-of-that-name", &lead).await;
    assert_eq!(empty.json(), Value::Array(Vec::new()), "{}", empty.body);
    let all = export(&app, "json", &lead).await.json();
    let whats: Vec<_> = all.as_array().unwrap().iter().map(|line| line["what"].as_str().unwrap()).collect();
    assert_eq!(whats[..3], ["exported", "exported", "exported"], "its own line is in it: {whats:?}");
}
