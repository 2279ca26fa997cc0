use std::sync::Arc;

use desk::audit::{AuditChain, AuditQuery};
use domain::{Actor, ManualClock, Scope, Thresholds};
use jiff::tz::TimeZone;
use sandbox::Sandbox;
use store::clears::Clear;
use store::sqlite::SqliteStore;
use tempfile::TempDir;

use super::super::{history, users};
use super::*;
use crate::opening::Opened;
use crate::settings::Settings;

/// A demo as it begins at a time, without its server.
struct Demo {
    now: Timestamp,
    sandbox: Sandbox,
    config: Config,
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
            web: crate::settings::Web::default(),
            clock_offset: SignedDuration::ZERO,
        };
        let store = Arc::new(SqliteStore::open_in(folder.path()).await.unwrap());
        let clock = Arc::new(ManualClock::at(now));
        let clock_of_desk: Arc<ManualClock> = Arc::clone(&clock);
        let opened = Opened::on(store, &settings, clock_of_desk).await.unwrap();
        let (sandbox, config) = sandbox_at(now);
        let demo = Self { now, sandbox, config, clock, opened, _folder: folder };
        demo.fill().await;
        demo
    }

    async fn fill(&self) {
        let (store, desk) = (&*self.opened.store, &self.opened.desk);
        let (seeded, traffic) = (self.sandbox.seeded_accounts(), self.sandbox.traffic());
        users::fill(store, desk, &users::logins()).await.unwrap();
        history::fill(store, desk, &self.config, &seeded, &traffic).await.unwrap();
        fill(store, desk, &self.config, &seeded, &traffic).await.unwrap();
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

fn sandbox_at(now: Timestamp) -> (Sandbox, Config) {
    let config = as_of(Config::demo(), &QuotaZone::default(), now);
    let config = Config { start_at: Some(now), frozen: true, ..config };
    (Sandbox::new(config.clone()), config)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_says_what_wechat_says_on_every_day_of_the_month() {
    let whole_story = [("商城小程序", 4, 7), ("会员服务号", 1, 0), ("门店号", 0, 0)];
    for (now, is_whole) in [
        ("2026-03-01T00:05:00+08:00", false),
        ("2026-03-01T02:00:00+08:00", false),
        ("2026-03-01T05:30:00+08:00", false),
        ("2026-03-01T23:59:00+08:00", true),
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
    (demo.sandbox, demo.config) = sandbox_at(demo.now);
    demo.fill().await;
    for (name, told, counted) in demo.budgets().await {
        assert_eq!(told, counted, "{name}");
    }
    let added = demo.clears().await.into_iter().filter(|clear| clear.at > first[0].at);
    let states: Vec<_> = added.map(|clear| clear.state).collect();
    assert_eq!(states.len(), 12);
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
