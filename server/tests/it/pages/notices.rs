//! Notices as people read them: what happened in words, what is unread, what they are narrowed to.

use desk::incidents::Report;
use domain::clears::ClearState;
use domain::incidents::{Reaction, ReactionReason};
use domain::policies::{BlockedReason, Trigger};
use domain::{
    AccountId, ClearId, Clock, Failure, Figures, IncidentId, InterfaceId, Level, NoticeContent, NoticeId, Role,
};
use http::{StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use store::notices::{Announcement, NewNotice};

use crate::support::app::{Ask, TestApp, tester};
use crate::support::pages::{post, read, runs, seen, words};

const NOTICES: &str = "/notices";
const SCRIPT: &str = "<script>alert(1)</script>";
const FIGURES: Figures = Figures { daily_limit: 50_000, used: 49_120, remain: 880 };

fn usage(before: Level, now: Level) -> NoticeContent {
    NoticeContent::Usage { before, now, figures: FIGURES }
}

fn stopped(by: &str) -> NoticeContent {
    NoticeContent::KillSwitch { on: true, by: by.to_owned(), reason: None }
}

async fn tell(app: &TestApp, notice: NewNotice) -> NoticeId {
    let telling = Announcement { change: None, decision: None, notice: Some(notice) };
    app.store.tell(&telling, app.clock.now()).await.unwrap().unwrap()
}

/// News of the demo's first interface.
fn of_first(news: NoticeContent) -> NewNotice {
    NewNotice::of(news).on(AccountId(1), Some(InterfaceId(1)))
}

/// What a session reads beside "Notices" in the header.
async fn count(app: &TestApp, session: &str) -> Option<String> {
    let page = seen(app, "/settings", session).await.body;
    let (_, rest) = page.split_once("unread-count num\">")?;
    // Markers for the browser's half may stand between a text and the end of its element.
    assert!(rest.replace("<!>", "").contains("unread</span>"), "told to those who listen: {rest}");
    rest.split('<').next().map(str::to_owned)
}

/// The newest notice that a page offers to mark as read, with all before it.
fn offered(html: &str) -> Option<String> {
    let (_, rest) = html.split_once("name=\"up_to\" value=\"")?;
    rest.split('"').next().map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_them_and_is_led_only_where_they_may_go() {
    let app = TestApp::with_demo().await;
    tell(&app, of_first(usage(Level::Calm, Level::Critical))).await;
    tell(&app, NewNotice::of(stopped("ann"))).await;
    let clears =
        NoticeContent::PolicyClears { policy: "night watch".to_owned(), clear: ClearId(1), whole_account: false };
    tell(&app, of_first(clears)).await;
    let reported = NoticeContent::Incident {
        errcode: 45009,
        reaction: Reaction::Explained,
        because: ReactionReason::Known,
        after: None,
    };
    let report = Report { account: "1".to_owned(), errcode: 45009, ..Report::default() };
    app.desk.report_incident(&tester(), report).await.unwrap();
    tell(&app, NewNotice { incident: Some(IncidentId(1)), ..of_first(reported) }).await;
    for role in Role::FOR_USERS {
        let session = app.sign_in(role).await;
        let page = seen(&app, NOTICES, &session).await;
        assert_eq!(page.status, StatusCode::OK, "{role}");
        let told = words(&page.body);
        assert!(told.contains("Critical threshold reached: 49,120 of 50,000 used"), "{told}");
        assert!(told.contains("ann stopped all automatic clears"), "{told}");
        let leads = matches!(role, Role::Lead | Role::Admin);
        assert_eq!(page.body.contains("href=\"/channels\""), leads, "{role}");
        assert_eq!(page.body.contains("href=\"/clears/1\""), leads, "{role}");
        assert_eq!(page.body.contains("href=\"/incidents/1\""), role != Role::Viewer, "{role}");
        assert!(page.body.contains("href=\"/accounts/1/interfaces/1\""), "{role}");
    }
    let nobody = app.ask(Ask::get(NOTICES).nobody()).await;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER);
}

/// Every kind of news there is, with every reason.
fn all_news() -> Vec<NoticeContent> {
    let at: Timestamp = "2026-03-14T18:00:00+08:00".parse().unwrap();
    let clear = ClearId(7);
    let policy = || "night watch".to_owned();
    let withheld = [
        BlockedReason::KillSwitch,
        BlockedReason::Suspended { clear: Some(clear) },
        BlockedReason::Suspended { clear: None },
        BlockedReason::Changed,
        BlockedReason::QuietHours { until: at },
        BlockedReason::ResetSoon { at },
        BlockedReason::Cooldown { until: at },
        BlockedReason::DayLimit { limit: 1 },
        BlockedReason::MonthLimit { limit: 5 },
        BlockedReason::BudgetUncertain,
        BlockedReason::Reserve { left: 3, reserve: 3 },
        BlockedReason::Open { clear },
        BlockedReason::Unread,
        BlockedReason::NotMet { permille: 400 },
        BlockedReason::NotLifted,
        BlockedReason::PerMinute,
        BlockedReason::LowUse { permille: 100 },
        BlockedReason::NotClearable,
    ];
    let because = [
        ReactionReason::Pending,
        ReactionReason::Known,
        ReactionReason::Unknown,
        ReactionReason::MinuteLimit,
        ReactionReason::QuotaLeft { figures: FIGURES },
        ReactionReason::NoPolicy { figures: FIGURES },
        ReactionReason::PolicyTold { policy: policy(), figures: FIGURES },
        ReactionReason::PolicyClears { policy: policy(), figures: FIGURES },
        ReactionReason::PolicyWithheld { policy: policy(), why: BlockedReason::KillSwitch },
        ReactionReason::NoInterface,
        ReactionReason::NotWatched,
        ReactionReason::NotRead { failure: Some(Failure::NoAnswer) },
        ReactionReason::NotRead { failure: None },
        ReactionReason::OwnTokenWorks { again: false },
        ReactionReason::OwnTokenWorks { again: true },
        ReactionReason::RenewedElsewhere,
        ReactionReason::Forced,
        ReactionReason::NoToken { failure: Failure::TokenRefused(40125) },
        ReactionReason::NotActive,
    ];
    let met =
        |trigger, figures, runs_out_at| NoticeContent::PolicyMet { policy: policy(), trigger, figures, runs_out_at };
    let usages = [
        usage(Level::Calm, Level::Warning),
        usage(Level::Warning, Level::Critical),
        usage(Level::Critical, Level::Exhausted),
        usage(Level::Exhausted, Level::Critical),
        usage(Level::Critical, Level::Warning),
        usage(Level::Warning, Level::Calm),
        usage(Level::Critical, Level::Calm),
        usage(Level::Exhausted, Level::Calm),
    ];
    let switch = |on, reason: Option<&str>| NoticeContent::KillSwitch {
        on,
        by: "cli:ann".to_owned(),
        reason: reason.map(str::to_owned),
    };
    let others = [
        NoticeContent::Readings { failing: Some(Failure::Refused(40164)) },
        NoticeContent::Readings { failing: None },
        met(Trigger::Used { percent: 95 }, Some(FIGURES), None),
        met(Trigger::Exhausted, Some(FIGURES), None),
        met(Trigger::RunsOutBefore { minute: 1_080 }, Some(FIGURES), Some(at)),
        met(Trigger::RunsOutBefore { minute: 1_080 }, None, None),
        met(Trigger::Incident, None, None),
        NoticeContent::PolicyOver { policy: policy() },
        NoticeContent::PolicyClears { policy: policy(), clear, whole_account: true },
        NoticeContent::PolicyClears { policy: policy(), clear, whole_account: false },
        NoticeContent::PolicySuspended { policy: policy(), clear: None, state: None },
        NoticeContent::PolicySuspended { policy: policy(), clear: Some(clear), state: Some(ClearState::Ineffective) },
        switch(true, None),
        switch(true, Some("a broken meter")),
        switch(false, None),
        switch(false, Some("it is mended")),
        NoticeContent::Undelivered { channel: "ops".to_owned() },
    ];
    let withheld = withheld.map(|why| NoticeContent::PolicyWithheld { policy: policy(), why });
    let because = because.map(|because| NoticeContent::Incident {
        errcode: 45009,
        reaction: Reaction::Explained,
        because,
        after: None,
    });
    usages.into_iter().chain(others).chain(withheld).chain(because).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_news_reads_in_both_languages() {
    let app = TestApp::with_demo().await;
    let lead = app.sign_in(Role::Lead).await;
    for news in all_news() {
        let event = news.event().word();
        let id = tell(&app, of_first(news.clone())).await;
        let mut told = Vec::new();
        for lang in ["en", "zh-CN"] {
            let path = format!("{NOTICES}?before={}&kind={event}", id.0 + 1);
            let page = app.ask(Ask::get(&path).session(&format!("lang={lang}; {lead}"))).await;
            let (_, rest) = page.body.split_once("<tbody>").unwrap_or_else(|| panic!("{news:?}: {}", page.body));
            let row = words(rest.split("</tr>").next().unwrap());
            assert!(!row.contains(['⟦', '{']), "{news:?}: {row}");
            told.push(row);
        }
        assert_ne!(told[0], told[1], "{news:?}");
    }
    let told = read(&app, "/notices?kind=policy.withheld", &lead).await;
    for why in [
        "Policy night watch did not clear: all automatic clears are stopped",
        "did not clear: quiet hours until 18:00",
        "did not clear: it has reached its limit of 1 clear per day on this account",
        "did not clear: 3 left, and policies never use the last 3",
    ] {
        assert!(told.contains(why), "{why}: {told}");
    }
    let told = read(&app, "/notices?severity=critical", &lead).await;
    assert!(told.contains("resolved (critical) No longer used up: 49,120 of 50,000 used"), "{told}");
    assert!(told.contains("ann (command line) stopped all automatic clears: a broken meter"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_named_runs_nothing() {
    let app = TestApp::with_demo().await;
    let lead = app.sign_in(Role::Lead).await;
    tell(&app, NewNotice::of(stopped(SCRIPT))).await;
    tell(&app, of_first(NoticeContent::PolicyOver { policy: SCRIPT.to_owned() })).await;
    tell(&app, NewNotice::of(NoticeContent::Undelivered { channel: SCRIPT.to_owned() })).await;
    for path in [NOTICES, "/accounts/1/interfaces/1", "/notices?kind=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"] {
        let page = seen(&app, path, &lead).await;
        assert!(!runs(&page.body), "{path}: {}", page.body);
        assert!(words(&page.body).contains(SCRIPT) || path.contains('?'), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_unread_is_counted_on_every_page_until_it_is_marked() {
    let app = TestApp::with_demo().await;
    let (lead, viewer) = (app.sign_in(Role::Lead).await, app.sign_in(Role::Viewer).await);
    // The demo's readings have told something.
    let up_to = offered(&seen(&app, NOTICES, &lead).await.body).unwrap();
    for session in [&lead, &viewer] {
        post(&app, "/form/notices/read", session, &[("up_to", &up_to)]).await;
        assert_eq!(count(&app, session).await, None);
    }
    for _ in 0..3 {
        tell(&app, NewNotice::of(stopped("ann"))).await;
    }
    assert_eq!((count(&app, &lead).await.as_deref(), count(&app, &viewer).await.as_deref()), (Some("3"), Some("3")));
    let page = seen(&app, NOTICES, &lead).await.body;
    assert_eq!(words(&page).matches(" unread just now ").count(), 3, "{}", words(&page));
    let up_to = offered(&page).unwrap();
    // What comes while somebody reads was not seen.
    tell(&app, NewNotice::of(stopped("bob"))).await;
    assert_eq!(post(&app, "/form/notices/read", &lead, &[("up_to", &up_to)]).await, NOTICES);
    assert_eq!((count(&app, &lead).await.as_deref(), count(&app, &viewer).await.as_deref()), (Some("1"), Some("4")));
    let told = read(&app, "/notices?unread=yes", &lead).await;
    assert!(told.contains("bob stopped") && !told.contains("ann stopped"), "{told}");
    // A page that was left open marks nothing unread again; what is no notice marks nothing.
    for up_to in ["1", "", SCRIPT, "-5"] {
        post(&app, "/form/notices/read", &lead, &[("up_to", up_to)]).await;
    }
    assert_eq!(count(&app, &lead).await.as_deref(), Some("1"));
    let up_to = offered(&seen(&app, "/notices?unread=yes", &lead).await.body).unwrap();
    post(&app, "/form/notices/read", &lead, &[("up_to", &up_to)]).await;
    assert_eq!(count(&app, &lead).await, None);
    assert!(offered(&seen(&app, NOTICES, &lead).await.body).is_none(), "there is nothing to mark");
    assert!(read(&app, "/notices?unread=yes", &lead).await.contains("No unread notices"));
    for _ in 0..97 {
        tell(&app, NewNotice::of(stopped("ann"))).await;
    }
    assert_eq!((count(&app, &lead).await.as_deref(), count(&app, &viewer).await.as_deref()), (Some("97"), Some("99+")));
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_stand_in_the_address_and_hold_for_older_ones() {
    let app = TestApp::with_demo().await;
    let lead = app.sign_in(Role::Lead).await;
    for n in 0..60 {
        tell(&app, of_first(NoticeContent::PolicyOver { policy: format!("policy-{n:02}.") })).await;
    }
    tell(&app, NewNotice::of(usage(Level::Calm, Level::Warning)).on(AccountId(2), None)).await;
    let told = async |query: &str| read(&app, &format!("{NOTICES}{query}"), &lead).await;
    let first = told("?account=1&kind=policy.over").await;
    assert!(first.contains("policy-59.") && first.contains("policy-10.") && !first.contains("policy-09."), "{first}");
    assert!(!first.contains("Warning threshold reached") && first.contains("Older"), "{first}");
    let html = seen(&app, "/notices?account=1&kind=policy.over", &lead).await.body;
    assert!(offered(&html).is_none(), "some that are unread are not shown");
    let (_, rest) = html.split_once("before=").unwrap();
    let before: String = rest.chars().take_while(char::is_ascii_digit).collect();
    assert!(html.contains(&format!("/notices?account=1&amp;kind=policy.over&amp;before={before}")), "{html}");
    let second = told(&format!("?account=1&kind=policy.over&before={before}")).await;
    assert!(second.contains("policy-09.") && second.contains("Newest") && !second.contains("Older"), "{second}");
    assert!(told("?account=2&kind=policy.over").await.contains("No notices match these filters"));
    assert!(told("?account=2&severity=warning").await.contains("Warning threshold reached"));
    assert!(!told("?account=2&severity=critical").await.contains("Warning threshold reached"));
    assert!(told("?account=x&kind=channel.test&severity=worst&before=y").await.contains("Warning threshold reached"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_list_says_what_will_stand_there() {
    let app = TestApp::new().await;
    let viewer = app.sign_in(Role::Viewer).await;
    let told = read(&app, NOTICES, &viewer).await;
    assert!(told.contains("No notices yet A notice appears here when an interface reaches a threshold"), "{told}");
    assert_eq!(seen(&app, NOTICES, &viewer).await.headers[header::CACHE_CONTROL], "no-store");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interface_shows_its_own() {
    let app = TestApp::with_demo().await;
    let viewer = app.sign_in(Role::Viewer).await;
    let path = "/accounts/1/interfaces/1";
    let before = seen(&app, path, &viewer).await.body.matches("marker told").count();
    tell(&app, of_first(usage(Level::Calm, Level::Warning))).await;
    app.clock.advance(SignedDuration::from_mins(5));
    for n in 0..12 {
        tell(&app, of_first(NoticeContent::PolicyOver { policy: format!("policy-{n:02}.") })).await;
    }
    tell(&app, of_first(usage(Level::Warning, Level::Calm))).await;
    tell(&app, NewNotice::of(usage(Level::Calm, Level::Exhausted)).on(AccountId(1), Some(InterfaceId(2)))).await;
    let page = seen(&app, path, &viewer).await.body;
    // Once in the wide drawing and once in the narrow one: only what was reached is marked.
    assert_eq!(page.matches("marker told").count(), before + 2, "{page}");
    assert!(page.contains("threshold reached"), "the legend names it");
    let told = words(&page);
    let (_, told) = told.split_once("Notices of this interface").unwrap();
    assert!(told.contains("Back to normal") && told.contains("policy-11."), "{told}");
    assert!(told.contains("policy-03.") && !told.contains("policy-02."), "the newest ten: {told}");
}
