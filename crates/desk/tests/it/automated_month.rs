//! A month on the sandbox's clock: traffic, policies, incidents, faults, restarts, a kill switch in the middle. Whatever
//! happens, automatics never pass the reserve, and no clear is spent where it cannot help.

use std::collections::HashMap;

use desk::accounts::TypedAccount;
use desk::clears::SettleError;
use desk::incidents::Report;
use desk::policies::{Decision, PolicyChange, TypedPolicy};
use domain::clears::Scope;
use domain::policies::{BlockedReason, Mode, Verdict};
use domain::{AccountId, ClearState, Event, IncidentState, InterfaceId, NoticeContent, Reaction};
use jiff::SignedDuration;
use sandbox::{AccountConfig, Config, Fault, FaultKind, InterfaceConfig, Kind, Profile, Shape};
use store::clears::{Clear, Settlement};

use crate::clears::ONE;
use crate::policies::clearing;
use crate::test_desk::{SECRET, TestDesk, appid, tester};

/// Used up by the afternoon on most days.
const BUSY: &str = "/cgi-bin/message/custom/send";
/// Nearly used up by the evening.
const EVENING: &str = "/cgi-bin/user/get";
/// Never near its limit.
const QUIET: &str = "/wxa/msg_sec_check";
/// A total for ever, which clears do not reset.
const LIFETIME: &str = "/wxa/getwxacode";
const QUOTA: &str = "/cgi-bin/openapi/quota/get";

/// 1 November, midnight in Shanghai, and a little.
const BEGIN: &str = "2026-11-01T00:05:00+08:00";
const DAYS: i64 = 30;
/// How many single-interface clears automatics never touch: all but four.
const RESERVE: i64 = 46;

fn world() -> Config {
    let daily = |path: &str, share: f64| InterfaceConfig {
        traffic: Shape::Daily { share, profile: Profile::Shoppers, at_start: None },
        ..InterfaceConfig::new(path, 10_000)
    };
    let lifetime = InterfaceConfig {
        traffic: Shape::Lifetime { at_start: 0.999, per_day: 0.001 },
        clear_lifts: false,
        ..InterfaceConfig::new(LIFETIME, 100_000)
    };
    let accounts = (1..=2).map(|n| {
        AccountConfig::new(&format!("account {n}"), &appid(n), SECRET, Kind::MiniProgram).with([
            daily(BUSY, 1.4),
            daily(EVENING, 0.97),
            daily(QUIET, 0.3),
            lifetime.clone(),
        ])
    });
    Config { start_at: Some(BEGIN.parse().unwrap()), frozen: true, accounts: accounts.collect(), ..Config::default() }
}

fn account(n: u32) -> TypedAccount {
    TypedAccount {
        name: format!("小程序 {n}"),
        appid: appid(n),
        kind: "mini-program".to_owned(),
        secret: SECRET.to_owned().into(),
        watch: [BUSY, EVENING, QUIET, LIFETIME].map(str::to_owned).to_vec(),
        cleared_before: Some(0),
        groups: Vec::new(),
    }
}

fn policies() -> [TypedPolicy; 3] {
    let spending = TypedPolicy {
        name: "spending".to_owned(),
        reserve_interface: RESERVE.to_string(),
        a_month: "30".to_owned(),
        ..clearing(98)
    };
    let on_incident = TypedPolicy {
        name: "on incidents".to_owned(),
        trigger: "incident".to_owned(),
        quiet_from: "01:00".to_owned(),
        quiet_to: "06:00".to_owned(),
        ..spending.clone()
    };
    let telling = TypedPolicy { name: "telling".to_owned(), mode: Mode::Notify.word().to_owned(), ..clearing(95) };
    [spending, on_incident, telling]
}

/// What a month saw.
#[derive(Default)]
struct Month {
    /// The fewest single-interface clears that any account had left.
    fewest_left: i64,
    reported: usize,
}

impl TestDesk {
    /// What happens in one hour of the month.
    async fn an_hour_of(&self, hour: i64, month: &mut Month) {
        let (day, of_day) = (hour / 24, hour % 24);
        if day % 5 == 2 && of_day == 9 {
            self.wechat.sandbox.add_fault(Fault::on(QUOTA, FaultKind::Html).times(7));
        }
        if day == 3 && of_day == 12 {
            // The first clear from here on goes nobody knows where.
            self.wechat.sandbox.add_fault(Fault::on(ONE, FaultKind::DropBefore).times(1));
        }
        if day == 10 && of_day == 0 {
            self.desk.set_kill_switch(&tester(), true, "an audit").await.unwrap();
        }
        if day == 15 && of_day == 0 {
            self.desk.set_kill_switch(&tester(), false, "").await.unwrap();
        }
        // What clears did is looked at within the hour.
        for minutes in [5, 30] {
            self.advance(minutes);
            self.watch().await;
        }
        self.advance(25);
        self.beat().await;
        self.desk.run_due_policies().await;
        if of_day == 16 || of_day == 3 {
            for (errcode, path) in [(45009, Some(BUSY)), (45009, Some(QUIET)), (45011, Some(BUSY)), (40001, None)] {
                let report = Report {
                    account: appid(1),
                    errcode,
                    errmsg: format!("error {errcode}"),
                    cgi_path: path.map(str::to_owned),
                };
                self.desk.report_incident(&tester(), report).await.unwrap();
                month.reported += 1;
            }
            while self.desk.investigate_queued().await.unwrap() > 0 {}
        }
        for id in [1, 2] {
            let left = self.budget(AccountId(id), Scope::Interface).await.left;
            month.fewest_left = month.fewest_left.min(left);
        }
    }
}

#[tokio::test]
async fn a_month_goes_by() {
    let mut test = TestDesk::of(world(), desk::Settings::default()).await;
    for n in [1, 2] {
        test.desk.add_account(&tester(), account(n)).await.unwrap();
    }
    test.beat().await;
    for policy in policies() {
        test.policy(&policy).await;
    }
    let mut month = Month { fewest_left: i64::MAX, ..Month::default() };
    for hour in 0..DAYS * 24 - 1 {
        test.an_hour_of(hour, &mut month).await;
        if hour % 97 == 0 {
            test = test.restarted().await;
            test.desk.end_interrupted_clears().await.unwrap();
            test.desk.requeue_incidents().await.unwrap();
        }
        if hour % 24 == 20 {
            test.somebody_looks().await;
        }
    }
    let clears = test.ledger().await;
    spent_within_the_reserve(&clears, &month);
    test.nothing_was_spent_in_vain(&clears).await;
    test.decided_and_told(&clears).await;
    test.reacted(&month).await;
}

impl TestDesk {
    /// Once a day a lead settles what is unknown and lets suspended policies go on.
    async fn somebody_looks(&self) {
        for policy in self.desk.policies(&tester()).await.unwrap() {
            let Some(clear) = policy.suspended_by else { continue };
            match self.desk.settle_clear(&tester(), clear, Settlement::GivenBack, "looked at").await {
                Ok(_) | Err(SettleError::NotOpen(_)) => {}
                Err(error) => panic!("{error}"),
            }
            self.desk.change_policy_state(&tester(), policy.id, PolicyChange::Resumed).await.unwrap();
        }
    }

    /// Each clear was of an interface that clears reset, when it was nearly used up, and not in the last hour of a day.
    async fn nothing_was_spent_in_vain(&self, clears: &[Clear]) {
        let zone = self.desk.settings().quota_zone.clone();
        for clear in clears.iter().filter(|clear| clear.actor.is_some()) {
            let (_, path) = clear.interface.clone().unwrap();
            assert!([BUSY, EVENING].contains(&path.as_str()), "{path} was cleared");
            let used = self.store.usage_before(clear.id).await.unwrap()[0].figures.used_permille();
            assert!(used >= 980, "clear {} at {used} ‰", clear.id);
            let to_reset = zone.next_reset(clear.at).duration_since(clear.at);
            assert!(to_reset > SignedDuration::from_mins(60), "clear {} at {}", clear.id, clear.at);
        }
        assert_eq!(self.received("/cgi-bin/clear_quota"), 0, "never the whole account");
        assert_eq!(
            self.received(ONE),
            clears.iter().filter(|clear| clear.actor.is_some() && clear.sent_at.is_some()).count(),
            "one call for each that was sent"
        );
    }

    /// Decisions and notices tell the same as the ledger.
    async fn decided_and_told(&self, clears: &[Clear]) {
        let decisions = self.decisions().await;
        let decided = decisions.iter().filter(|decision| matches!(decision.verdict, Verdict::Clears { .. })).count();
        let automatic = clears.iter().filter(|clear| clear.actor.is_some()).count();
        assert_eq!(decided, automatic);
        let news = self.news().await;
        let count = |event: Event| news.iter().filter(|news| news.event() == event).count();
        assert_eq!(count(Event::PolicyClears), automatic);
        assert_eq!((count(Event::Stopped), count(Event::Resumed)), (1, 1));
        assert_eq!(count(Event::PolicySuspended), 1, "for the one that nobody knows of");
        let withheld = |word: &str| decisions.iter().filter(|decision| decision.verdict.word() == word).count();
        let of_total = |decision: &&Decision| decision.cgi_path.as_str() == LIFETIME;
        let clears_total = |decision: &Decision| matches!(decision.verdict, Verdict::Clears { .. });
        assert!(!decisions.iter().filter(of_total).any(clears_total), "a total is never cleared");
        for word in ["kill-switch", "reserve", "reset-soon"] {
            assert!(withheld(word) > 0, "{word}: {:?}", self.verdicts().await);
        }
        let stopped = decisions.iter().filter(|one| one.verdict == Verdict::Blocked(BlockedReason::KillSwitch));
        let days: Vec<_> = stopped.map(|one| self.desk.settings().quota_zone.day(one.at).day()).collect();
        // It is let go at five past midnight, after that hour's readings.
        assert!(days.iter().all(|day| (11..=16).contains(day)), "{days:?}");
        assert!(clears.iter().all(|clear| {
            let day = self.desk.settings().quota_zone.day(clear.at).day();
            clear.actor.is_none() || !(11..=15).contains(&day)
        }));
        every_level_was_left_again(&news);
    }

    async fn reacted(&self, month: &Month) {
        let all = desk::incidents::IncidentQuery { limit: 10_000, ..Default::default() };
        let incidents = self.desk.incidents(&tester(), &all).await.unwrap();
        assert_eq!(incidents.iter().map(|one| one.count).sum::<i64>(), i64::try_from(month.reported).unwrap());
        assert!(incidents.iter().all(|one| one.state == IncidentState::Done));
        for incident in &incidents {
            let path = incident.cgi_path.as_ref().map(domain::CgiPath::as_str);
            match (incident.errcode, path) {
                (45011, _) | (45009, Some(QUIET)) => {
                    let read = matches!(incident.reaction, Reaction::PerMinute | Reaction::Explained);
                    assert!(read && incident.clear.is_none(), "{incident:?}");
                }
                (40001, _) => assert_eq!(incident.reaction, Reaction::RefetchToken),
                _ => {}
            }
        }
    }
}

/// Each notice of usage tells a change, and there were many.
fn every_level_was_left_again(news: &[NoticeContent]) {
    let told = news.iter().filter_map(|news| match news {
        NoticeContent::Usage { before, now, figures } => Some((before, now, figures)),
        _ => None,
    });
    let mut changes = 0;
    for (before, now, figures) in told {
        assert_ne!(before, now, "{figures:?}");
        changes += 1;
    }
    assert!(changes > 4 * 20, "{changes}");
}

fn spent_within_the_reserve(clears: &[Clear], month: &Month) {
    let counted = |clear: &&Clear| !matches!(clear.state, ClearState::Refused | ClearState::Failed);
    let mut of_account: HashMap<AccountId, Vec<InterfaceId>> = HashMap::new();
    for clear in clears.iter().filter(counted) {
        let interface = clear.interface.as_ref().map(|(id, _)| *id).unwrap();
        of_account.entry(clear.account_id).or_default().push(interface);
    }
    assert!(month.fewest_left >= RESERVE, "{}", month.fewest_left);
    assert!(of_account.values().all(|spent| spent.len() <= 4), "{of_account:?}");
    assert_eq!(month.fewest_left, RESERVE, "it went as far as it may: {of_account:?}");
    let unsettled = clears.iter().filter(|clear| clear.state.in_flight() || clear.state == ClearState::Unknown);
    assert_eq!(unsettled.count(), 0);
}
