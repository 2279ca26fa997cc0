//! Lists as files for people.

use std::collections::BTreeSet;

use desk::audit::AuditQuery;
use domain::audit::AuditAction;
use domain::{AccountId, Actor, CgiPath, Clock, Figures, InterfaceId, Outcome, Reading, Role, UserId};
use http::{StatusCode, header};
use http_body_util::BodyExt;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::{AuditActor, NewAuditLine, NewSample, StoredRid};

use crate::support::app::{Ask, Reply, TestApp, tester};
use crate::support::files::Sheet;
use crate::support::pages::{read, seen};

/// Each list as a file, what its file is called, and the least role that may have it.
const FILES: [(&str, &str, Role); 9] = [
    ("/export.csv", "overview-2026-03-14", Role::Viewer),
    ("/accounts/export.csv", "accounts-2026-03-14", Role::Viewer),
    ("/accounts/1/interfaces/1/export.csv", "readings-1-2026-03-14", Role::Viewer),
    ("/notices/export.csv", "notices-2026-03-14", Role::Viewer),
    ("/incidents/export.csv", "incidents-2026-03-14", Role::Support),
    ("/rid/export.csv", "rids-2026-03-14", Role::Support),
    ("/clears/export.csv", "clears-2026-03-14", Role::Lead),
    ("/budget/2026-03.csv", "budget-2026-03", Role::Lead),
    ("/audit/export.csv", "audit-2026-03-14", Role::Lead),
];
const PHONE: &str = "/wxa/business/getuserphonenumber";
const SECRET: &str = "fa4e0000000000000000000000000a1a";

/// The demo with something in every list.
async fn filled() -> TestApp {
    let app = TestApp::with_demo().await;
    let reporter = app.token(Role::Reporter).await;
    let report =
        |errcode: i32, errmsg: &str| json!({"account": "1", "errcode": errcode, "errmsg": errmsg, "cgi_path": PHONE});
    app.report(&reporter, &report(40163, "=1+1 中文; =2")).await;
    app.report(&reporter, &report(45011, &format!("appsecret={SECRET}"))).await;
    app.looked_into().await;
    let lead = app.token(Role::Lead).await;
    let order = json!({"account": 1, "scope": "interface", "interface": 1, "reason": "+1 大促"});
    assert_eq!(app.order(&lead, "k1", &order).await.status, 201);
    app.store.save_rid(&kept_rid(app.clock.now(), "617682e0-2b6f31d4-5b0f4b2a", Some(45009))).await.unwrap();
    app.store.save_rid(&kept_rid(app.clock.now(), "617682e0-2b6f31d4-5b0f4b2b", None)).await.unwrap();
    app
}

fn kept_rid(at: Timestamp, rid: &str, errcode: Option<i32>) -> StoredRid {
    StoredRid {
        rid: rid.to_owned(),
        account_id: AccountId(1),
        at: at - SignedDuration::from_hours(2),
        cost_in_ms: Some(120),
        request_url: String::new(),
        request_body: String::new(),
        response_body: "{}".to_owned(),
        client_ip: Some("203.0.113.9".to_owned()),
        errcode,
        looked_up_at: at,
        looked_up_by: "cli:ann".to_owned(),
        cgi_path: Some(CgiPath::from_stored(PHONE.to_owned())),
        limit: None,
        ticket: None,
        details_set: None,
        newest_note: None,
    }
}

async fn file(app: &TestApp, path: &str, lang: &str) -> Reply {
    let cookie = app.sign_in(Role::Admin).await;
    app.ask(Ask::get(path).session(&format!("lang={lang}; {cookie}"))).await
}

async fn sheet(app: &TestApp, path: &str) -> Sheet {
    let reply = file(app, path, "en").await;
    assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.body);
    Sheet::of_people(&reply.body)
}

/// The subjects of the exports that the audit trail tells of, the newest first.
async fn exported(app: &TestApp) -> Vec<String> {
    let query = AuditQuery { what: Some(AuditAction::Exported), limit: 100, ..AuditQuery::default() };
    let lines = app.desk.audit(&tester(), &query).await.unwrap();
    lines.into_iter().filter_map(|line| line.subject).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_list_is_a_file_in_the_readers_language() {
    let app = filled().await;
    for (path, name, _) in FILES {
        let english = file(&app, path, "en").await;
        assert_eq!(english.status, StatusCode::OK, "{path}");
        assert_eq!(english.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8", "{path}");
        assert_eq!(english.headers[header::CACHE_CONTROL], "no-store", "{path}");
        let attachment = format!("attachment; filename=\"wxquota-{name}.csv\"");
        assert_eq!(english.headers[header::CONTENT_DISPOSITION], attachment, "{path}");
        let chinese = file(&app, path, "zh-CN").await;
        let (english, chinese) = (Sheet::of_people(&english.body), Sheet::of_people(&chinese.body));
        assert!(!english.rows.is_empty(), "{path} is empty");
        assert!(english.heads.iter().all(|head| !head.is_empty() && head.is_ascii()), "{path}: {:?}", english.heads);
        let is_chinese = |text: &String| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        assert!(chinese.heads.iter().filter(|head| is_chinese(head)).count() * 2 > chinese.heads.len(), "{path}");
        assert_eq!(english.heads.len(), chinese.heads.len(), "{path}");
        let once: BTreeSet<_> = english.heads.iter().collect();
        assert_eq!(once.len(), english.heads.len(), "{path}: {:?}", english.heads);
        for cell in english.rows.iter().chain(&chinese.rows).flatten() {
            assert!(!cell.contains('⟦') && !cell.contains(SECRET), "{path}: {cell}");
        }
        let times = english.heads.iter().filter(|head| head.ends_with(" (Asia/Shanghai)"));
        let times: Vec<_> = times.flat_map(|head| english.column(head)).filter(|cell| !cell.is_empty()).collect();
        assert!(!times.is_empty(), "{path}");
        for time in times {
            assert!(jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", time).is_ok(), "{path}: {time}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_for_those_who_see_its_page_and_leaves_a_line() {
    let app = filled().await;
    let mut expected = Vec::new();
    for role in Role::FOR_USERS {
        let cookie = app.sign_in(role).await;
        for (path, name, least) in FILES {
            let reply = seen(&app, path, &cookie).await;
            let may = Role::FOR_USERS.iter().position(|other| *other == role)
                >= Role::FOR_USERS.iter().position(|other| *other == least);
            assert_eq!(reply.status == StatusCode::OK, may, "{role}: {path}: {}", reply.status);
            assert_eq!(reply.headers.contains_key(header::CONTENT_DISPOSITION), may, "{role}: {path}");
            if may {
                let name = name.strip_suffix("-2026-03-14").unwrap_or(name);
                expected.insert(0, format!("{name}.csv"));
            } else {
                assert_eq!(reply.status, StatusCode::FORBIDDEN, "{role}: {path}");
                assert!(reply.body.contains("<h1>"), "{role}: {path}: {}", reply.body);
            }
        }
    }
    assert_eq!(exported(&app).await, expected);
    for (path, ..) in FILES {
        assert_eq!(app.ask(Ask::get(path).nobody()).await.status, StatusCode::SEE_OTHER, "{path}");
        assert_eq!(app.ask(Ask::head(path)).await.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        for site in ["cross-site", "same-site"] {
            let foreign = app.ask(Ask::get(path).header("sec-fetch-site", site)).await;
            assert_eq!(foreign.status, StatusCode::FORBIDDEN, "{path} {site}");
            assert!(!foreign.headers.contains_key(header::CONTENT_DISPOSITION), "{path}");
        }
    }
    for missing in [
        "/accounts/1/interfaces/99/export.csv",
        "/accounts/2/interfaces/1/export.csv",
        "/accounts/9/interfaces/x/export.csv",
    ] {
        let reply = file(&app, missing, "en").await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{missing}");
        assert!(!reply.headers.contains_key(header::CONTENT_DISPOSITION), "{missing}");
    }
    assert_eq!(exported(&app).await, expected, "what was not given is not said to be");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_leads_to_its_file_with_its_filters() {
    let app = filled().await;
    let admin = app.sign_in(Role::Admin).await;
    for (page, file) in [
        ("/?state=exhausted&per=1&page=2", "/export.csv?state=exhausted"),
        ("/accounts", "/accounts/export.csv"),
        ("/accounts/1/interfaces/1?range=7d", "/accounts/1/interfaces/1/export.csv?range=7d"),
        ("/clears?scope=interface&before=9", "/clears/export.csv?scope=interface"),
        ("/incidents?state=done", "/incidents/export.csv?state=done"),
        ("/notices?severity=critical", "/notices/export.csv?severity=critical"),
        ("/rid?q=45009", "/rid/export.csv?q=45009"),
        ("/audit?what=sampled", "/audit/export.csv?what=sampled"),
        ("/budget", "/budget/2026-03.csv"),
    ] {
        let html = seen(&app, page, &admin).await.body;
        assert!(html.contains(&format!("href=\"{file}\" download")), "{page}: {html}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_filters_of_the_page_apply() {
    let app = filled().await;
    let all = sheet(&app, "/export.csv").await;
    assert_eq!(all.rows.len(), 29);
    assert_eq!((all.of("col-account")[0], all.of("col-interface")[0]), ("商城小程序", "Send subscription message"));
    assert_eq!(all.of("file-path")[0], "/cgi-bin/message/subscribe/send");
    assert_eq!([all.of("fact-used")[0], all.of("fact-left")[0], all.of("file-limit")[0]], ["1000000", "0", "1000000"]);
    let exhausted = sheet(&app, "/export.csv?state=exhausted&account=1&page=7&per=1").await;
    assert_eq!(exhausted.rows, all.rows[..1]);
    let sorted = sheet(&app, "/export.csv?sort=interface&q=msg_sec").await;
    assert_eq!(sorted.of("file-path"), ["/wxa/msg_sec_check"]);
    assert_eq!(exported(&app).await[0], "overview.csv?q=msg_sec&sort=interface");

    let incidents = sheet(&app, "/incidents/export.csv").await;
    assert_eq!(incidents.of("fact-errcode"), ["45011", "40163"]);
    assert_eq!(incidents.of("col-interface"), ["Get phone number"; 2]);
    assert_eq!(sheet(&app, "/incidents/export.csv?reaction=per-minute").await.of("fact-errcode"), ["45011"]);
    assert!(sheet(&app, "/incidents/export.csv?account=2").await.rows.is_empty());

    let clears = sheet(&app, "/clears/export.csv?scope=interface&month=2026-03").await;
    assert_eq!(clears.of("file-path"), [PHONE]);
    assert!(sheet(&app, "/clears/export.csv?scope=account").await.rows.is_empty());
    for misspelt in
        ["/clears/export.csv?account=nobody", "/export.csv?state=red", "/accounts/1/interfaces/1/export.csv?range=9d"]
    {
        let page = file(&app, misspelt, "en").await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{misspelt}");
        assert!(!page.headers.contains_key(header::CONTENT_DISPOSITION), "{misspelt}");
        assert!(page.body.contains("are not valid"), "{misspelt}: {}", page.body);
    }

    let notices = sheet(&app, "/notices/export.csv").await;
    let critical = sheet(&app, "/notices/export.csv?severity=critical").await;
    assert!(!critical.rows.is_empty() && critical.rows.len() < notices.rows.len(), "{notices:?}");
    assert_eq!(sheet(&app, "/notices/export.csv?unread=yes").await, notices, "nothing was read yet");
    app.desk.read_notices(&actor_of(&app, Role::Admin).await, domain::NoticeId(i64::MAX)).await.unwrap();
    assert!(sheet(&app, "/notices/export.csv?unread=yes").await.rows.is_empty());

    let rids = sheet(&app, "/rid/export.csv?q=45009").await;
    assert_eq!(
        (rids.of("rid-col-rid"), rids.of("rid-fact-errcode")),
        (vec!["617682e0-2b6f31d4-5b0f4b2a"], vec!["45009"])
    );
    assert_eq!(rids.times("rid-col-called"), ["2026-03-14 07:30:00"]);
    assert_eq!(sheet(&app, "/rid/export.csv?from=2026-03-14&to=2026-03-14").await.rows.len(), 2);
    assert!(sheet(&app, "/rid/export.csv?to=2026-03-13").await.rows.is_empty());

    let accounts = sheet(&app, "/accounts/export.csv").await;
    assert_eq!(accounts.rows.len(), 3);
    assert!(accounts.of("file-account-clears-left").iter().all(|left| left.parse::<i64>().is_ok()), "{accounts:?}");
}

async fn actor_of(app: &TestApp, role: Role) -> Actor {
    let (user, _) = app.store.user_by_key(role.word()).await.unwrap().unwrap();
    Actor::User { id: user.id, name: role.word().to_owned(), role, address: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_are_no_formulas_and_numbers_stay_numbers() {
    let app = filled().await;
    let incidents = sheet(&app, "/incidents/export.csv").await;
    assert_eq!(incidents.of("file-message")[1], "'=1+1 中文;' =2");
    assert!(incidents.of("file-message")[0].contains("‹masked›"), "{incidents:?}");
    let chinese = file(&app, "/incidents/export.csv", "zh-CN").await.body;
    assert!(chinese.contains("‹已脱敏›") && !chinese.contains("‹masked›"), "{chinese}");
    assert_eq!(sheet(&app, "/clears/export.csv").await.of("col-why"), ["'+1 大促"]);
    let minus = NewAuditLine { reason: Some("-1".to_owned()), ..NewAuditLine::on(AuditAction::Sampled, "\tx") };
    let alice = Actor::User { id: UserId(99), name: "alice".to_owned(), role: Role::Lead, address: None };
    app.store.note(minus, &AuditActor::from(&alice), app.clock.now()).await.unwrap();
    let audit = sheet(&app, "/audit/export.csv?who=alice").await;
    assert_eq!((audit.of("col-on-what"), audit.of("col-why")), (vec!["'\tx"], vec!["'-1"]));
}

/// A year of readings of the first interface, one an hour.
async fn with_a_year_of_readings(app: &TestApp) -> i64 {
    let hours = 360 * 24;
    let start = app.clock.now() - SignedDuration::from_hours(hours);
    let samples: Vec<_> = (0..hours).map(|hour| sample(start + SignedDuration::from_hours(hour), hour)).collect();
    for batch in samples.chunks(1000) {
        app.store.add_samples(batch).await.unwrap();
    }
    hours
}

fn sample(at: Timestamp, used: i64) -> NewSample {
    let figures = Figures { daily_limit: 50_000, used, remain: 50_000 - used };
    let reading = Reading { at, outcome: Outcome::Good(figures), rate_limit: None, component_rate_limit: None };
    NewSample { interface: InterfaceId(1), reading, detail: None, slot: None, of_day_before: false }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_years_history_comes_in_parts_that_are_read_one_by_one() {
    let app = TestApp::with_demo().await;
    let hours = with_a_year_of_readings(&app).await;
    let cookie = app.sign_in(Role::Viewer).await;
    let ask = Ask::get("/accounts/1/interfaces/1/export.csv?range=1y").session(&format!("lang=en; {cookie}"));
    let mut body = app.answer(ask).await.into_body();
    let mut parts: Vec<Vec<u8>> = Vec::new();
    while let Some(frame) = body.frame().await {
        parts.push(frame.unwrap().into_data().unwrap().to_vec());
        if parts.len() == 2 {
            // What comes late is in the file, since nobody has read as far as there.
            let early = app.clock.now() - SignedDuration::from_hours(hours - 1) + SignedDuration::from_mins(7);
            app.store.add_samples(&[sample(early, 777)]).await.unwrap();
        }
    }
    let longest = parts.iter().map(Vec::len).max().unwrap();
    assert!(parts.len() >= 17 && longest < 80_000, "{} parts of up to {longest} bytes", parts.len());
    let table = Sheet::of_people(&String::from_utf8(parts.concat()).unwrap());
    let times = table.times("col-at");
    assert!(times.is_sorted_by(|later, earlier| later >= earlier), "the newest first");
    assert_eq!(i64::try_from(table.rows.len()).unwrap(), hours + 2, "one more of now, and the late one");
    assert_eq!(table.of("fact-used").iter().filter(|used| **used == "777").count(), 2, "the late one and that hour's");
    let week = app.ask(Ask::get("/accounts/1/interfaces/1/export.csv?range=7d").session(&cookie)).await;
    let week = Sheet::of_people(&week.body).rows.len();
    assert!((6 * 24..=7 * 24 + 1).contains(&week), "{week}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_written_down_is_not_given() {
    let app = filled().await;
    app.sign_in(Role::Admin).await;
    let sabotage = "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END";
    sqlx::Executor::execute(&mut app.database().await, sabotage).await.unwrap();
    for (path, ..) in FILES {
        let reply = file(&app, path, "en").await;
        assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
        assert!(!reply.headers.contains_key(header::CONTENT_DISPOSITION), "{path}");
    }
    assert!(read(&app, "/incidents", &app.sign_in(Role::Admin).await).await.contains("40163"), "the page is there");
}
