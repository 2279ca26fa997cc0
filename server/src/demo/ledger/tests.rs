use std::sync::Arc;

use desk::audit::{AuditChain, AuditQuery};
use domain::{Actor, ManualClock, Scope, Thresholds};
use domain::{Event, InterfaceId};
use jiff::tz::TimeZone;
use sandbox::Sandbox;
use store::TokenWriter;
use store::clears::Clear;
use store::notices::NoticeQuery;
use store::sqlite::SqliteStore;
use tempfile::TempDir;

use super::super::{span::began, users};
use super::*;
use crate::opening::Opened;
use crate::settings::Settings;

/// A demo as it begins at a time, without its server.
struct Demo {
    now: Timestamp,
    sandbox: Sandbox,
    clock: Arc<ManualClock>,
    opened: Opened,
    _folder: TempDir,
}

impl Demo {
    async fn at(now: &str) -> Self {
        let now: Timestamp = now.parse().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            listen: "127.0.0.1:8686".parse().unwrap(),
            listen_chosen: false,
            database_url: String::new(),
            wechat_base_url: "http://127.0.0.1:1".parse().unwrap(),
            outbound: crate::settings::Outbound::default(),
            master_key_file: folder.path().join("master.key"),
            time_zone: TimeZone::UTC,
            quota_zone: QuotaZone::default(),
            thresholds: Thresholds::default(),
            clears: desk::clears::ClearSettings::default(),
            rids: desk::rids::RidSettings::default(),
            retention: domain::retention::Retention::default(),
            reading_interval_hours: 1,
            readings_a_day: 3_000,
            given: Vec::new(),
            web: crate::settings::Web::default(),
            metrics: crate::settings::MetricsSettings::default(),
            clock_offset: SignedDuration::ZERO,
        };
        let store = Arc::new(SqliteStore::open_in(folder.path()).await.unwrap());
        let clock = Arc::new(ManualClock::at(now));
        let clock_of_desk: Arc<ManualClock> = Arc::clone(&clock);
        let opened = Opened::on(store, &settings, clock_of_desk, TokenWriter::Service).await.unwrap();
        let demo = Self { now, sandbox: sandbox_at(now), clock, opened, _folder: folder };
        demo.fill().await;
        demo
    }

    async fn fill(&self) {
        users::fill(&*self.opened.store, &self.opened.desk, &users::logins()).await.unwrap();
        super::super::past(&self.opened, &self.sandbox, &Config::demo()).await.unwrap();
    }

    async fn clears(&self) -> Vec<Clear> {
        self.opened.store.clears(&ClearQuery { limit: i64::MAX, ..ClearQuery::default() }).await.unwrap()
    }

    /// Spent and left of both scopes, by account: what the desk says, and what WeChat does.
    async fn budgets(&self) -> Vec<(String, [i64; 4], [i64; 4])> {
        let budgets = self.opened.desk.budgets(&Actor::Desk, None).await.unwrap();
        let views = self.sandbox.accounts();
        let of_account = |of: &desk::clears::AccountBudgets| {
            let view = views.iter().find(|view| view.appid == of.account.appid.as_str()).unwrap();
            let (whole, single) = (i64::from(view.account_clears_spent), i64::from(view.interface_clears_spent));
            let (account, interface) = (of.budgets.of(Scope::Account), of.budgets.of(Scope::Interface));
            let told = [account.spent + account.elsewhere, account.left, interface.spent, interface.left];
            (of.account.name.clone(), told, [whole, 10 - whole, single, 50 - single])
        };
        budgets.iter().map(of_account).collect()
    }
}

fn sandbox_at(now: Timestamp) -> Sandbox {
    Sandbox::new(Config { start_at: Some(now), frozen: true, ..Config::demo() })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_says_what_wechat_says_on_every_day_of_the_month() {
    let whole_story = [("商城小程序", 4, 7), ("会员服务号", 1, 1), ("门店号", 0, 0)];
    for (now, is_whole) in [
        ("2026-03-01T00:05:00+08:00", false),
        ("2026-03-01T02:00:00+08:00", false),
        ("2026-03-01T05:30:00+08:00", false),
        ("2026-03-01T23:59:00+08:00", false),
        ("2026-03-04T16:00:00+08:00", true),
        ("2026-03-15T13:00:00+08:00", true),
        ("2026-03-30T23:59:59+08:00", true),
        ("2026-03-31T23:50:00+08:00", true),
        ("2026-02-28T12:00:00+08:00", true),
    ] {
        let demo = Demo::at(now).await;
        for (name, told, counted) in demo.budgets().await {
            assert_eq!(told, counted, "{name} {now}");
            let expected = whole_story.iter().find(|(other, ..)| *other == name).unwrap();
            assert!(!is_whole || (told[0], told[2]) == (expected.1, expected.2), "{name} {now}: {told:?}");
        }
        let (clears, began) = (demo.clears().await, began(demo.now));
        for clear in clears.iter().filter(|clear| clear.state != ClearState::Elsewhere) {
            let ended = clear.ended_at.unwrap();
            assert!(began <= clear.at && ended <= demo.now - SETTLED_FOR + CALL, "{now}: {clear:?}");
            let is_over = !matches!(clear.state, ClearState::Unknown | ClearState::Verifying) && !clear.being_verified;
            assert!(is_over, "{now}: {clear:?}");
            let before = demo.opened.store.usage_before(clear.id).await.unwrap();
            assert!(before.iter().all(|usage| usage.sampled_at <= clear.at), "{now}: {clear:?} {before:?}");
            assert_eq!(before.is_empty(), clear.state == ClearState::Refused, "{now}: {clear:?}");
        }
        assert!(clears.iter().rev().map(|clear| clear.at).is_sorted(), "{now}: the newest first");
        let in_state = |state| clears.iter().filter(|clear| clear.state == state).count();
        assert_eq!((in_state(ClearState::Refused), in_state(ClearState::Failed)), (usize::from(is_whole), 1), "{now}");
        for account in 1..=3 {
            let open = demo.opened.store.open_clears(domain::AccountId(account)).await.unwrap();
            assert_eq!(open, [], "{now}: nothing stands in the way");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_month_before_has_some_too() {
    let demo = Demo::at("2026-03-15T13:00:00+08:00").await;
    let before = demo.clears().await.into_iter().filter(|clear| clear.at < QuotaZone::default().month_start(demo.now));
    assert!((3..10).contains(&before.count()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_that_goes_on_adds_what_the_new_month_lacks() {
    let mut demo = Demo::at("2026-03-15T13:00:00+08:00").await;
    let first = demo.clears().await;
    demo.fill().await;
    assert_eq!(demo.clears().await, first, "nothing is lacking");
    demo.now = "2026-04-10T13:00:00+08:00".parse().unwrap();
    demo.clock.set(demo.now);
    demo.sandbox = sandbox_at(demo.now);
    demo.fill().await;
    for (name, told, counted) in demo.budgets().await {
        assert_eq!(told, counted, "{name}");
    }
    let added = demo.clears().await.into_iter().filter(|clear| clear.at > first[0].at);
    let states: Vec<_> = added.map(|clear| clear.state).collect();
    assert_eq!(states.len(), 13);
    for state in [ClearState::Effective, ClearState::Ineffective, ClearState::Elsewhere] {
        assert!(states.contains(&state), "{state}: {states:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_trail_tells_the_story_in_the_order_of_time() {
    let demo = Demo::at("2026-03-15T13:00:00+08:00").await;
    let desk = &demo.opened.desk;
    let all = AuditQuery { limit: i64::MAX, ..AuditQuery::default() };
    let mut lines = desk.audit(&Actor::Desk, &all).await.unwrap();
    lines.reverse();
    assert!(lines.iter().map(|line| line.at).is_sorted() && lines.last().unwrap().at < demo.now);
    let told: Vec<_> = lines.iter().take(7).map(|line| (line.actor.as_str(), line.what.as_str())).collect();
    assert_eq!(told, [[("admin", "user-added"); 4].as_slice(), &[("admin", "account-added"); 3]].concat());
    assert_eq!(desk.audit_actors(&Actor::Desk).await.unwrap(), ["admin", "lead"]);
    demo.fill().await;
    let lines = i64::try_from(lines.len()).unwrap();
    assert_eq!(desk.audit_chain(&Actor::Desk).await.unwrap(), AuditChain::Whole { lines }, "nothing is lacking");
}

/// A clear's effects, and what the stored readings say around it.
async fn fell_in_readings(demo: &Demo, clear: &Clear, interface: InterfaceId) -> bool {
    let zone = QuotaZone::default();
    let (from, to) = (zone.day_start(clear.at), clear.at + SignedDuration::from_hours(1));
    let readings = demo.opened.store.readings(interface, from, to).await.unwrap();
    let used: Vec<_> =
        readings.iter().filter_map(|reading| Some((reading.at, reading.outcome.figures()?.used))).collect();
    let before = used.iter().rfind(|(at, _)| *at <= clear.at).unwrap().1;
    let after = used.iter().filter(|(at, _)| *at > clear.at).map(|(_, used)| *used).min().unwrap();
    after * 2 < before
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stored_curves_fall_where_the_ledger_says_so_and_nowhere_else() {
    let demo = Demo::at("2026-11-26T15:20:00+08:00").await;
    let store = &demo.opened.store;
    let (mut falls, mut others) = (0, 0);
    let mut clears = demo.clears().await;
    clears.retain(|clear| matches!(clear.state, ClearState::Effective | ClearState::Ineffective));
    for clear in &clears {
        let effects = store.effects(clear.id).await.unwrap();
        for effect in &effects {
            let fell = fell_in_readings(&demo, clear, effect.interface).await;
            assert_eq!(fell, effect.given_back.is_some(), "{clear:?} {effect:?}");
            falls += usize::from(fell);
            others += usize::from(!fell);
            let is_lifted = !matches!(effect.cgi_path.as_str(), "/wxa/getwxacode" | "/wxa/getwxacodeunlimit");
            assert!(is_lifted || !fell, "{effect:?}");
        }
        assert_eq!(effects.iter().any(|effect| effect.given_back.is_some()), clear.state == ClearState::Effective);
    }
    assert!(falls > 20 && others >= 6, "{falls} {others}");
    let ineffective = clears.iter().find(|clear| clear.state == ClearState::Ineffective).unwrap();
    assert_eq!(ineffective.interface.as_ref().unwrap().1.as_str(), "/wxa/getwxacodeunlimit");
    // And the other way round: nothing falls within a day but at a clear.
    let all = demo.clears().await;
    let day = |at| QuotaZone::default().day_start(at);
    for interface in store.interfaces_now(None).await.unwrap() {
        let readings = store.readings(interface.id, Timestamp::MIN, Timestamp::MAX).await.unwrap();
        let used: Vec<_> =
            readings.iter().filter_map(|reading| Some((reading.at, reading.outcome.figures()?.used))).collect();
        for pair in used.windows(2).filter(|pair| day(pair[0].0) == day(pair[1].0) && pair[1].1 < pair[0].1) {
            let explains = |clear: &&Clear| {
                let between = clear.at >= pair[0].0 && clear.at <= pair[1].0 + SignedDuration::from_secs(1);
                between && clear.interface.as_ref().is_none_or(|(id, _)| *id == interface.id)
            };
            // A clear made elsewhere is known from the first reading that shows it.
            let elsewhere = |clear: &&Clear| {
                clear.state == ClearState::Elsewhere
                    && clear.at.duration_since(pair[1].0).abs() < SignedDuration::from_hours(1)
            };
            assert!(all.iter().any(|clear| explains(&clear) || elsewhere(&clear)), "{interface:?} {pair:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_clear_lies_on_the_day_of_the_start() {
    let demo = Demo::at("2026-11-26T15:20:00+08:00").await;
    let today = QuotaZone::default().day_start(demo.now);
    let of_today: Vec<_> = demo.clears().await.into_iter().filter(|clear| clear.at >= today).collect();
    let [clear] = &of_today[..] else { panic!("{of_today:?}") };
    let (id, path) = clear.interface.as_ref().unwrap();
    assert_eq!((path.as_str(), clear.state), ("/wxa/img_sec_check", ClearState::Effective));
    assert!(fell_in_readings(&demo, clear, *id).await);
    let shown = demo.sandbox.accounts();
    let views = &shown.iter().find(|view| view.appid == sandbox::MALL_APPID).unwrap().interfaces;
    let view = views.iter().find(|view| view.path == "/wxa/img_sec_check").unwrap();
    assert!(view.figures.used * 2 < view.figures.daily_limit, "WeChat has it so too: {view:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_account_that_fails_has_its_notice() {
    let demo = Demo::at("2026-11-26T15:20:00+08:00").await;
    demo.fill().await;
    let query = NoticeQuery { event: Some(Event::AccountFailing), limit: 10, ..NoticeQuery::default() };
    let notices = demo.opened.store.notices(&query).await.unwrap();
    let [notice] = &notices[..] else { panic!("{notices:?}") };
    let account = demo.opened.store.find_account(sandbox::STORES_APPID).await.unwrap().unwrap();
    assert_eq!(notice.account.as_ref().map(|(id, ..)| *id), Some(account.id));
    assert!(notice.at < demo.now - SignedDuration::from_hours(48), "{notice:?}");
    let all = NoticeQuery { limit: i64::MAX, ..NoticeQuery::default() };
    let times: Vec<_> = demo.opened.store.notices(&all).await.unwrap().iter().map(|notice| notice.at).collect();
    assert!(times.iter().rev().is_sorted(), "the newest first: {times:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_keeps_the_clears_of_the_run_before() {
    let mut demo = Demo::at("2026-11-26T15:20:00+08:00").await;
    let store = Arc::clone(&demo.opened.store);
    let phone = store.interfaces_now(None).await.unwrap().swap_remove(0);
    assert_eq!(phone.cgi_path.as_str(), "/wxa/business/getuserphonenumber");
    let account = store.find_account(sandbox::MALL_APPID).await.unwrap().unwrap();
    let at = demo.now + SignedDuration::from_mins(5);
    let end = ClearEnd { state: ClearState::Accepted, failure: None, errcode: Some(0), errmsg: None, rid: None };
    let of = Some((phone.id, phone.cgi_path.clone()));
    let clear =
        Planned { at, account, interface: of, actor: "lead", reason: "r", rushes: Vec::new(), end: End::Accepted };
    order(&*store, &clear, Vec::new(), &counting(&demo.opened.desk)).await.unwrap().unwrap();
    let id = demo.clears().await[0].id;
    store.end_clear(id, end, at + CALL, &counting(&demo.opened.desk)).await.unwrap();
    demo.now += SignedDuration::from_hours(1);
    demo.clock.set(demo.now);
    demo.sandbox = sandbox_at(demo.now);
    demo.fill().await;
    let views = demo.sandbox.accounts();
    let view = views.iter().find(|view| view.appid == sandbox::MALL_APPID).unwrap();
    assert_eq!(view.interface_clears_spent, 8, "7 of the story, and this one");
    let figures = view.interfaces.iter().find(|view| view.path == phone.cgi_path.as_str()).unwrap().figures;
    assert!(figures.used * 2 < figures.daily_limit, "{figures:?}");
}
