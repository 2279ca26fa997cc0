//! Policies: what they wait for, what they do then, and everything that keeps them from it.

mod editing;

use std::sync::Arc;

use desk::policies::{Decision, DecisionQuery, PolicyChange, PolicyError, TypedPolicy};
use domain::clears::Scope;
use domain::policies::{BlockedReason, Mode, Verdict};
use domain::{AccountId, Actor, ClearState, Event, Level, NoticeContent, PolicyId, Role};
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind, InterfaceConfig};
use serde_json::json;
use store::clears::{Clear, ClearQuery};
use store::notices::NoticeQuery;

use crate::clears::{ONE, order_one};
use crate::test_desk::{SEND, TestDesk, USERS, appid, read_once, tester, typed};

/// A policy that clears from a share on.
pub(crate) fn clearing(percent: i64) -> TypedPolicy {
    TypedPolicy {
        name: "night watch".to_owned(),
        percent: percent.to_string(),
        mode: Mode::Clear.word().to_owned(),
        ..TypedPolicy::usual()
    }
}

impl TestDesk {
    pub(crate) async fn policy(&self, typed: &TypedPolicy) -> PolicyId {
        self.desk.add_policy(&tester(), typed).await.unwrap()
    }

    /// An hour goes by; what is due is read, policies act, and what came of clears is looked at.
    pub(crate) async fn an_hour(&self) {
        self.advance(60);
        self.beat().await;
        self.desk.run_due_policies().await;
        self.watch().await;
    }

    /// What policies decided, the oldest first.
    pub(crate) async fn decisions(&self) -> Vec<Decision> {
        let all = DecisionQuery { limit: 10_000, ..DecisionQuery::default() };
        let mut decisions = self.store.decisions(&all).await.unwrap();
        decisions.reverse();
        decisions
    }

    pub(crate) async fn verdicts(&self) -> Vec<&'static str> {
        self.decisions().await.iter().map(|decision| decision.verdict.word()).collect()
    }

    /// What people were told, the oldest first.
    pub(crate) async fn news(&self) -> Vec<NoticeContent> {
        let all = NoticeQuery { limit: 10_000, ..NoticeQuery::default() };
        let mut notices = self.store.notices(&all).await.unwrap();
        notices.reverse();
        notices.into_iter().map(|notice| notice.news).collect()
    }

    pub(crate) async fn events(&self) -> Vec<Event> {
        self.news().await.iter().map(NoticeContent::event).collect()
    }

    /// The ledger, the oldest first.
    pub(crate) async fn ledger(&self) -> Vec<Clear> {
        let all = ClearQuery { limit: 10_000, ..ClearQuery::default() };
        let mut clears = self.store.clears(&all).await.unwrap();
        clears.reverse();
        clears
    }
}

#[tokio::test]
async fn a_policy_notifies_once_and_says_when_it_is_over() {
    let (test, _) = read_once().await;
    let typed = TypedPolicy { mode: "notify".to_owned(), ..clearing(90) };
    test.policy(&typed).await;
    test.uses(SEND, 899);
    test.an_hour().await;
    assert!(test.decisions().await.is_empty());
    test.uses(SEND, 1);
    test.an_hour().await;
    test.an_hour().await;
    assert_eq!(test.verdicts().await, ["notified"], "once, and a value on the line counts");
    assert_eq!(test.wechat.sandbox.counts().clears.len(), 0);
    test.desk.clear(&tester(), order_one(AccountId(1), SEND, "k")).await.unwrap();
    test.an_hour().await;
    assert_eq!(test.verdicts().await, ["notified", "over"]);
    let of_policies = test.events().await;
    let of_policies: Vec<_> = of_policies.iter().filter(|event| event.word().starts_with("policy")).collect();
    assert_eq!(of_policies, [&Event::PolicyMet, &Event::PolicyOver]);
}

#[tokio::test]
async fn a_policy_clears_the_interface_on_a_reading_of_its_own() {
    let (test, account) = read_once().await;
    let policy = test.policy(&clearing(95)).await;
    test.uses(SEND, 960);
    test.uses(USERS, 100);
    let asked = test.asked();
    test.an_hour().await;
    assert_eq!(test.asked() - asked, 3, "two due, and one right before");
    let clears = test.ledger().await;
    let [clear] = clears.as_slice() else { panic!("{clears:?}") };
    assert_eq!(clear.actor.as_deref(), Some("policy:night watch"));
    assert_eq!(clear.reason.as_deref(), Some("policy night watch: 960 of 1000 used"));
    assert_eq!(clear.interface.as_ref().map(|(_, path)| path.as_str()), Some(SEND));
    assert_eq!(test.received(ONE), 1);
    let decisions = test.decisions().await;
    let [decision] = decisions.as_slice() else { panic!("{decisions:?}") };
    assert_eq!(decision.verdict, Verdict::Clears { clear: clear.id, whole_account: false });
    assert_eq!((decision.policy, decision.account, decision.count), (policy, account, 1));
    assert_eq!(decision.figures.map(|figures| figures.used), Some(960));
    test.advance(1);
    test.watch().await;
    assert_eq!(test.ledger().await[0].state, ClearState::Effective);
    assert_eq!(
        test.events().await,
        [Event::Threshold, Event::PolicyClears, Event::Recovered],
        "the reading that crossed the line, the clear, and what it did"
    );
}

#[tokio::test]
async fn one_a_day_unless_set_and_every_refusal_is_written_down_once() {
    let (test, _) = read_once().await;
    test.policy(&clearing(95)).await;
    test.uses(SEND, 1_000);
    test.an_hour().await;
    test.uses(SEND, 1_000);
    for _ in 0..4 {
        test.an_hour().await;
    }
    assert_eq!(test.carried_out(), 1);
    assert_eq!(test.verdicts().await, ["clears", "cooldown", "day-limit"]);
    let decisions = test.decisions().await;
    assert_eq!((decisions[1].count, decisions[2].count), (1, 3), "it says so once, and counts");
    let withheld = test.events().await.into_iter().filter(|event| *event == Event::PolicyWithheld).count();
    assert_eq!(withheld, 2);
    // Until the reset is near.
    for _ in 0..6 {
        test.an_hour().await;
    }
    assert_eq!(test.verdicts().await.last(), Some(&"reset-soon"));
    assert_eq!(test.carried_out(), 1);
}

#[tokio::test]
async fn the_reserve_stays() {
    let (test, account) = read_once().await;
    let reserve = TypedPolicy {
        reserve_interface: "49".to_owned(),
        a_day: "9".to_owned(),
        cooldown: "0".to_owned(),
        ..clearing(95)
    };
    test.policy(&reserve).await;
    test.uses(SEND, 1_000);
    test.an_hour().await;
    assert_eq!(test.budget(account, Scope::Interface).await.left, 49);
    test.advance(1);
    test.watch().await;
    test.uses(SEND, 1_000);
    test.an_hour().await;
    assert_eq!(test.verdicts().await, ["clears", "reserve"]);
    assert_eq!(test.decisions().await[1].verdict, Verdict::Blocked(BlockedReason::Reserve { left: 49, reserve: 49 }));
    assert_eq!(test.budget(account, Scope::Interface).await.left, 49);
}

#[tokio::test]
async fn nothing_is_cleared_where_it_cannot_help() {
    let (lifetime, doubtful) = ("/wxa/getwxacode", "/cgi-bin/token");
    let watched = [lifetime, doubtful, SEND];
    let interfaces = watched.map(|path| InterfaceConfig::new(path, 1_000));
    let test = TestDesk::on(1, &interfaces, desk::Settings::default()).await;
    let watch = watched.map(str::to_owned).to_vec();
    let watched = desk::accounts::TypedAccount { watch, ..typed(1) };
    test.desk.add_account(&tester(), watched).await.unwrap();
    test.beat().await;
    test.policy(&TypedPolicy { paths: format!("{lifetime}\n{doubtful}"), ..clearing(95) }).await;
    test.policy(&TypedPolicy { name: "early".to_owned(), paths: SEND.to_owned(), ..clearing(50) }).await;
    test.uses(lifetime, 1_000);
    test.uses(doubtful, 1_000);
    test.uses(SEND, 600);
    test.an_hour().await;
    let mut verdicts = test.verdicts().await;
    verdicts.sort_unstable();
    assert_eq!(verdicts, ["low-use", "not-lifted"], "a total is none of a policy's business");
    assert_eq!(test.carried_out(), 0);
}

#[tokio::test]
async fn a_reading_by_another_process_is_acted_on() {
    let (test, _) = read_once().await;
    test.policy(&clearing(95)).await;
    let command = test.beside().await;
    test.uses(SEND, 960);
    test.advance(60);
    command.sample_all(&tester(), None).await.unwrap();
    assert_eq!(test.received(ONE), 0, "a command ends before policies act");
    assert_eq!(test.desk.run_due_policies().await, 1);
    assert_eq!(test.verdicts().await, ["clears"]);
    assert_eq!(test.received(ONE), 1);

    // What was wanted long ago is decided by the next reading instead.
    test.uses(USERS, 490);
    test.advance(60);
    command.sample_all(&tester(), None).await.unwrap();
    test.advance(61);
    assert_eq!(test.desk.run_due_policies().await, 0);
}

#[tokio::test]
async fn what_the_reading_right_before_says_is_what_counts() {
    let (test, _) = read_once().await;
    test.policy(&clearing(95)).await;
    test.uses(SEND, 1_000);
    test.advance(60);
    test.beat().await;
    // Somebody else is faster.
    test.wechat.sandbox.clear_elsewhere(&appid(1), Some(SEND)).unwrap();
    test.desk.run_due_policies().await;
    assert_eq!(test.decisions().await[0].verdict, Verdict::Blocked(BlockedReason::NotMet { permille: 0 }));
    assert_eq!(test.received(ONE), 0);
    // And where no reading comes, nothing is done.
    test.uses(SEND, 1_000);
    test.advance(60);
    test.beat().await;
    test.wechat.sandbox.add_fault(Fault::on("/cgi-bin/openapi/quota/get", FaultKind::DropBefore).times(1));
    test.desk.run_due_policies().await;
    assert_eq!(test.verdicts().await, ["not-met", "unread"]);
    assert_eq!(test.received(ONE), 0);
}

#[tokio::test]
async fn an_unknown_or_useless_clear_suspends_until_somebody_resumes() {
    let faults: [(&str, Option<FaultKind>); 2] = [("unknown", Some(FaultKind::DropAfter)), ("ineffective", None)];
    for (name, fault) in faults {
        let (test, _) = read_once().await;
        let policy =
            test.policy(&TypedPolicy { cooldown: "0".to_owned(), a_day: "9".to_owned(), ..clearing(95) }).await;
        if let Some(kind) = fault {
            test.wechat.sandbox.add_fault(Fault::on(ONE, kind).times(1));
        } else {
            test.wechat.sandbox.change_settings(json!({ "clear_shows_after_s": 100_000 })).unwrap();
        }
        test.uses(SEND, 1_000);
        test.an_hour().await;
        assert_eq!(test.ledger().await.len(), 1);
        // What it came to shows by the next hour at the latest.
        for _ in 0..40 {
            test.advance(1);
            test.watch().await;
        }
        test.wechat.sandbox.change_settings(json!({ "clear_shows_after_s": 0 })).unwrap();
        test.uses(SEND, 1_000);
        test.an_hour().await;
        let suspended = test.desk.policy_page(&tester(), policy, None).await.unwrap().policy;
        assert_eq!(suspended.suspended_by, Some(test.ledger().await[0].id), "{name}");
        let told = test.news().await;
        let suspensions = told.iter().filter(|news| news.event() == Event::PolicySuspended).count();
        assert_eq!(suspensions, 1, "{name}: {told:?}");
        assert_eq!(test.verdicts().await.last(), Some(&"suspended"), "{name}");
        assert_eq!(test.ledger().await.len(), 1);
        test.desk.change_policy_state(&tester(), policy, PolicyChange::Resumed).await.unwrap();
        let resumed = test.desk.policy_page(&tester(), policy, None).await.unwrap().policy;
        assert_eq!(resumed.suspended_by, None, "{name}");
    }
}

#[tokio::test]
async fn the_kill_switch_stops_all_automatic_clears_and_no_others() {
    let (test, account) = read_once().await;
    test.policy(&clearing(95)).await;
    test.desk.set_kill_switch(&tester(), true, "promotion").await.unwrap();
    test.uses(SEND, 1_000);
    test.an_hour().await;
    assert_eq!(test.verdicts().await, ["kill-switch"]);
    assert_eq!(test.received(ONE), 0);
    let lead = Actor::User { id: domain::UserId(9), name: "lead".to_owned(), role: Role::Viewer, address: None };
    let shown = test.desk.standing(&lead).await.unwrap().kill_switch.unwrap();
    assert_eq!((shown.stopped_by.as_str(), shown.reason.as_deref()), ("cli:tester", Some("promotion")));
    test.cleared(order_one(account, SEND, "k")).await;
    test.uses(SEND, 1_000);
    test.desk.set_kill_switch(&tester(), false, "").await.unwrap();
    for _ in 0..2 {
        test.an_hour().await;
    }
    assert_eq!(test.carried_out(), 2, "it goes on with the next reading");
}

#[tokio::test]
async fn running_out_before_a_time_is_told_by_the_forecast() {
    let (test, _) = read_once().await;
    // Noon of a Sunday; the days after are alike, and their nights too.
    for _ in 0..24 * 4 {
        test.uses(SEND, 20);
        test.an_hour().await;
    }
    let typed = TypedPolicy {
        trigger: "runs-out-before".to_owned(),
        time: "23:00".to_owned(),
        mode: "notify".to_owned(),
        ..clearing(95)
    };
    test.policy(&typed).await;
    test.uses(SEND, 20);
    test.an_hour().await;
    assert!(test.decisions().await.is_empty(), "a usual day lasts");
    for _ in 0..3 {
        test.uses(SEND, 190);
        test.an_hour().await;
    }
    assert_eq!(test.verdicts().await, ["notified"]);
    let told = test.news().await;
    let met = told.iter().find_map(|news| match news {
        NoticeContent::PolicyMet { runs_out_at, .. } => *runs_out_at,
        _ => None,
    });
    let now = test.desk.clock().now();
    assert!(
        met.is_some_and(|at| at > now - SignedDuration::from_hours(1) && at < now + SignedDuration::from_hours(8)),
        "{met:?}"
    );
}

#[tokio::test]
async fn the_whole_account_is_cleared_where_that_is_cheaper_and_allowed() {
    let paths: Vec<_> = (0..6).map(|n| format!("/cgi-bin/test/{n}")).collect();
    let interfaces: Vec<_> = paths.iter().map(|path| InterfaceConfig::new(path, 100)).collect();
    let test = TestDesk::on(1, &interfaces, desk::Settings::default()).await;
    let watched = desk::accounts::TypedAccount { watch: paths.clone(), cleared_before: Some(2), ..typed(1) };
    let account = test.desk.add_account(&tester(), watched).await.unwrap().id;
    test.beat().await;
    test.policy(&TypedPolicy { whole_account: "yes".to_owned(), ..clearing(95) }).await;
    for path in &paths {
        test.uses(path, 96);
    }
    test.an_hour().await;
    let clears = test.ledger().await;
    assert_eq!(clears.iter().map(Clear::scope).collect::<Vec<_>>(), [Scope::Account]);
    assert_eq!(test.budget(account, Scope::Account).await.left, 7);
}

#[tokio::test]
async fn how_many_were_used_before_has_to_be_told_for_the_whole_account() {
    let paths: Vec<_> = (0..6).map(|n| format!("/cgi-bin/test/{n}")).collect();
    let interfaces: Vec<_> = paths.iter().map(|path| InterfaceConfig::new(path, 100)).collect();
    let test = TestDesk::on(1, &interfaces, desk::Settings::default()).await;
    test.desk.add_account(&tester(), desk::accounts::TypedAccount { watch: paths.clone(), ..typed(1) }).await.unwrap();
    test.beat().await;
    test.policy(&TypedPolicy { whole_account: "yes".to_owned(), ..clearing(95) }).await;
    for path in &paths {
        test.uses(path, 96);
    }
    test.an_hour().await;
    assert!(test.verdicts().await.iter().all(|word| *word == "budget-uncertain"));
    assert_eq!(test.carried_out(), 0);
}

#[tokio::test]
async fn a_rule_that_was_changed_or_paused_meanwhile_clears_nothing() {
    let (test, _) = read_once().await;
    let policy = test.policy(&clearing(95)).await;
    test.uses(SEND, 1_000);
    test.advance(60);
    test.beat().await;
    test.desk.change_policy_state(&tester(), policy, PolicyChange::Paused).await.unwrap();
    test.desk.run_due_policies().await;
    test.an_hour().await;
    assert!(test.decisions().await.is_empty());
    test.desk.change_policy_state(&tester(), policy, PolicyChange::Resumed).await.unwrap();
    let excluded = TypedPolicy { excluded: SEND.to_owned(), ..clearing(95) };
    let version = test.desk.policy_page(&tester(), policy, None).await.unwrap().policy.version;
    test.desk.edit_policy(&tester(), policy, version, &excluded).await.unwrap();
    test.an_hour().await;
    assert!(test.decisions().await.is_empty(), "it leaves that one alone");
    let outdated = test.desk.edit_policy(&tester(), policy, version, &clearing(80)).await;
    assert!(matches!(outdated, Err(PolicyError::Conflict)));
}

#[tokio::test]
async fn two_that_are_met_at_once_make_one_clear() {
    let (test, _) = read_once().await;
    test.policy(&clearing(95)).await;
    test.policy(&TypedPolicy { name: "another".to_owned(), ..clearing(90) }).await;
    test.uses(SEND, 1_000);
    test.an_hour().await;
    assert_eq!(test.received(ONE), 1);
    let mut verdicts = test.verdicts().await;
    verdicts.sort_unstable();
    assert_eq!(verdicts, ["clears", "open"], "the first one's clear is still being looked at");
}

#[tokio::test]
async fn levels_are_told_from_every_reading() {
    let (test, account) = read_once().await;
    test.uses(SEND, 800);
    test.an_hour().await;
    let send = test.row(account, SEND).await.id;
    let desk = Arc::clone(&test.desk);
    test.uses(SEND, 150);
    desk.sample_now(&tester(), desk::sampling::Target::Interface(account, send)).await.unwrap();
    let levels: Vec<_> = test
        .news()
        .await
        .into_iter()
        .map(|news| match news {
            NoticeContent::Usage { before, now, .. } => (before, now),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(levels, [(Level::Calm, Level::Warning), (Level::Warning, Level::Critical)]);
}
