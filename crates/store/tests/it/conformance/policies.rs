use std::collections::HashSet;

use domain::audit::AuditAction;
use domain::clears::verification::InconclusiveReason;
use domain::policies::{BlockedReason, Mode, PolicyLimits, Quiet, Trigger, Verdict};
use domain::{AccountId, ClearId, ClearState, Event, InterfaceId, NoticeContent, PolicyId, Rules};
use serde_json::{Value, json};
use store::Store;
use store::clears::{CheckOutcome, Clear, Settlement};
use store::notices::{Announcement, NewDecision, NewNotice, NoticeQuery, StateChange, Subject};
use store::policies::{ChangePolicyOutcome, DecisionQuery, KillSwitch, Policy, PolicyChange, WantedAction};

use super::audit::Trail;
use super::automatics::{Place, came_to, ordered, withheld};
use super::clears::{counting, ended, intended, looked_at, made, new};
use super::{account, at, by, by_command, figures, path};

/// A policy that clears; nothing of its own keeps it from that.
pub(super) fn rules(name: &str) -> Rules {
    let restraint =
        PolicyLimits { a_day: 9, a_month: 9, cooldown_minutes: 0, before_reset_minutes: 0, ..PolicyLimits::default() };
    Rules {
        name: name.to_owned(),
        accounts: vec![AccountId(1), AccountId(7)],
        paths: vec![path("/wxa/msg_sec_check")],
        excluded: vec![path("/cgi-bin/message/custom/send")],
        trigger: Trigger::Used { percent: 90 },
        mode: Mode::Clear,
        restraint,
    }
}

/// A policy that is there.
pub(super) async fn policy(store: &dyn Store, rules: &Rules) -> PolicyId {
    store.add_policy(rules, &by(), at(0)).await.unwrap().unwrap()
}

/// What a policy is now.
pub(super) async fn now(store: &dyn Store, id: PolicyId) -> Policy {
    store.policy(id).await.unwrap().unwrap()
}

/// Changes a policy, whatever its version.
pub(super) async fn changed(store: &dyn Store, id: PolicyId, change: PolicyChange, minute: i64) -> ChangePolicyOutcome {
    store.change_policy(id, None, change, &by(), at(minute)).await.unwrap()
}

pub(crate) async fn wanted_actions_are_taken_once(store: &dyn Store) {
    let (account, [first, second]) = account(store, 1).await;
    let policy = policy(store, &rules("one")).await;
    let wanted = |interface| WantedAction { policy, account, interface };
    assert_eq!(store.take_wanted_actions(at(0)).await.unwrap(), []);
    store.want_actions(&[wanted(second), wanted(first)], at(1)).await.unwrap();
    store.want_actions(&[wanted(first)], at(9)).await.unwrap();
    let mut both = [wanted(first), wanted(second)];
    both.sort();
    assert_eq!(store.take_wanted_actions(at(1)).await.unwrap(), both);
    assert_eq!(store.take_wanted_actions(at(0)).await.unwrap(), [], "they were taken");
    store.want_actions(&[wanted(first)], at(10)).await.unwrap();
    assert_eq!(store.take_wanted_actions(at(11)).await.unwrap(), [], "too old");
    assert_eq!(store.take_wanted_actions(at(0)).await.unwrap(), [], "and dropped");
}

fn other_rules(rules: Rules) -> PolicyChange {
    PolicyChange::Rules(Box::new(rules))
}

pub(crate) async fn names_are_unique_among_the_policies_that_are_there(store: &dyn Store) {
    assert!(store.policies().await.unwrap().is_empty());
    let two = store.add_policy(&rules("two"), &by(), at(1)).await.unwrap().unwrap();
    let one = store.add_policy(&rules("one"), &by_command("bob"), at(2)).await.unwrap().unwrap();
    let expected = Policy {
        id: one,
        rules: rules("one"),
        paused: false,
        made_at: at(2),
        made_by: "cli:bob".to_owned(),
        version: 1,
        changed_at: at(2),
        changed_by: "cli:bob".to_owned(),
        resumed_at: at(2),
        suspended_by: None,
        removed_at: None,
    };
    assert_eq!(store.policy(one).await.unwrap(), Some(expected.clone()));
    assert_eq!(store.policy(PolicyId(99)).await.unwrap(), None);
    assert_eq!(store.policies().await.unwrap(), [expected.clone(), now(store, two).await], "by name");

    assert_eq!(store.add_policy(&rules("two"), &by(), at(3)).await.unwrap(), None);
    assert_eq!(changed(store, one, other_rules(rules("two")), 3).await, ChangePolicyOutcome::NameTaken);
    assert_eq!(store.policies().await.unwrap(), [expected, now(store, two).await], "nothing was written");
    let told = Rules { mode: Mode::Notify, ..rules("one") };
    assert_eq!(
        changed(store, one, other_rules(told), 3).await,
        ChangePolicyOutcome::Written,
        "its own name is no other's"
    );

    assert_eq!(changed(store, two, PolicyChange::Removed, 4).await, ChangePolicyOutcome::Written);
    assert_eq!(changed(store, one, other_rules(rules("two")), 5).await, ChangePolicyOutcome::Written);
    let again = policy(store, &rules("one")).await;
    let names: Vec<_> = store.policies().await.unwrap().into_iter().map(|of| (of.id, of.rules.name)).collect();
    assert_eq!(names, [(again, "one".to_owned()), (one, "two".to_owned())]);
    assert_eq!(now(store, two).await.rules.name, "two", "one that is removed keeps its name");
}

pub(crate) async fn a_change_goes_by_the_version_that_was_seen(store: &dyn Store) {
    let (id, untouched) = (policy(store, &rules("one")).await, policy(store, &rules("other")).await);
    let before = now(store, untouched).await;
    let change = async |version, rules: Rules, minute| {
        let bob = by_command("bob");
        store.change_policy(id, version, other_rules(rules), &bob, at(minute)).await.unwrap()
    };
    let other = Rules { trigger: Trigger::Exhausted, ..rules("renamed") };
    assert_eq!(change(Some(1), other.clone(), 5).await, ChangePolicyOutcome::Written);
    let written = now(store, id).await;
    assert_eq!((written.version, &written.rules), (2, &other));
    assert_eq!((written.changed_at, written.changed_by.as_str()), (at(5), "cli:bob"));
    assert_eq!((written.made_at, written.made_by.as_str(), written.resumed_at), (at(0), "cli:alice", at(0)));

    for outdated in [1, 3] {
        assert_eq!(change(Some(outdated), rules("x"), 6).await, ChangePolicyOutcome::Outdated);
        assert_eq!(
            change(Some(outdated), other.clone(), 6).await,
            ChangePolicyOutcome::Outdated,
            "also where it is so"
        );
    }
    assert_eq!(change(Some(2), other.clone(), 6).await, ChangePolicyOutcome::Already);
    assert_eq!(now(store, id).await, written);
    assert_eq!(change(None, rules("x"), 7).await, ChangePolicyOutcome::Written);
    assert_eq!(now(store, id).await.version, 3);
    assert_eq!(now(store, untouched).await, before);
    assert_eq!(changed(store, PolicyId(99), PolicyChange::Paused, 8).await, ChangePolicyOutcome::NoSuchPolicy);
}

pub(crate) async fn a_policy_is_paused_resumed_and_removed(store: &dyn Store) {
    use PolicyChange::{Paused, Removed, Resumed};
    let (id, untouched) = (policy(store, &rules("one")).await, policy(store, &rules("other")).await);
    let (first, other) = (now(store, id).await, now(store, untouched).await);
    // Each minute somebody else.
    let who = |minute: i64| by_command(&format!("user-{minute}"));
    let change = async |change, minute| store.change_policy(id, None, change, &who(minute), at(minute)).await.unwrap();
    let is =
        |minute, version| Policy { version, changed_at: at(minute), changed_by: who(minute).actor, ..first.clone() };
    assert_eq!(change(Resumed, 1).await, ChangePolicyOutcome::Already);
    assert_eq!(now(store, id).await, first);
    assert_eq!(change(Paused, 2).await, ChangePolicyOutcome::Written);
    assert_eq!(now(store, id).await, Policy { paused: true, ..is(2, 2) });
    assert_eq!(change(Paused, 3).await, ChangePolicyOutcome::Already);
    assert_eq!(change(Resumed, 4).await, ChangePolicyOutcome::Written);
    assert_eq!(now(store, id).await, Policy { resumed_at: at(4), ..is(4, 3) });
    assert_eq!(change(Removed, 5).await, ChangePolicyOutcome::Written);
    let removed = Policy { resumed_at: at(4), removed_at: Some(at(5)), ..is(5, 4) };
    for late in [Removed, Paused, Resumed, other_rules(rules("x"))] {
        assert_eq!(change(late, 6).await, ChangePolicyOutcome::NoSuchPolicy);
    }
    assert_eq!(now(store, id).await, removed);
    assert_eq!(store.policies().await.unwrap(), [other]);
}

pub(crate) async fn acts_on_policies_leave_their_lines(store: &dyn Store) {
    let (account, [send, _]) = account(store, 1).await;
    let mut trail = Trail::of(store).await;
    let id = policy(store, &rules("one")).await;
    let first = json!({
        "name": "one",
        "accounts": ["account 1", "#7"],
        "paths": ["/wxa/msg_sec_check"],
        "excluded": ["/cgi-bin/message/custom/send"],
        "trigger": "used 90",
        "mode": "clear",
        "whole_account": false,
        "reserve_account": 3,
        "reserve_interface": 10,
        "a_day": 9,
        "a_month": 9,
        "cooldown_minutes": 0,
        "quiet": null,
        "before_reset_minutes": 0,
    });
    trail.says(0, AuditAction::PolicyAdded, "one", Value::Null, first.clone()).await;
    let quiet = Some(Quiet { from: 22 * 60, to: 6 * 60 + 5 });
    let restraint = PolicyLimits { quiet, ..rules("two").restraint };
    let trigger = Trigger::RunsOutBefore { minute: 18 * 60 };
    let two = Rules { mode: Mode::Notify, trigger, restraint, ..rules("two") };
    changed(store, id, other_rules(two.clone()), 1).await;
    let mut second = first.clone();
    for (field, value) in
        [("name", "two"), ("mode", "notify"), ("trigger", "runs-out-before 18:00"), ("quiet", "22:00-06:05")]
    {
        second[field] = json!(value);
    }
    trail.says(1, AuditAction::PolicyChanged, "one", first, second.clone()).await;
    changed(store, id, PolicyChange::Paused, 2).await;
    trail.says(2, AuditAction::PolicyPaused, "two", Value::Null, Value::Null).await;

    assert_eq!(store.add_policy(&two, &by(), at(3)).await.unwrap(), None);
    changed(store, id, PolicyChange::Paused, 3).await;
    changed(store, id, other_rules(two.clone()), 3).await;
    store.change_policy(id, Some(1), PolicyChange::Resumed, &by(), at(3)).await.unwrap();
    changed(store, PolicyId(99), PolicyChange::Removed, 3).await;
    trail.is_as_it_was("what changed nothing").await;

    changed(store, id, PolicyChange::Resumed, 4).await;
    trail.says(4, AuditAction::PolicyResumed, "two", Value::Null, Value::Null).await;
    let unknown = came_to(store, Place { policy: id, account, interface: send }, "k", 5, ClearState::Unknown).await;
    let mut trail = Trail::of(store).await;
    changed(store, id, PolicyChange::Resumed, 6).await;
    trail.says(6, AuditAction::PolicyResumed, "two", json!({ "suspended_by": unknown.id }), Value::Null).await;
    changed(store, id, PolicyChange::Removed, 7).await;
    trail.says(7, AuditAction::PolicyRemoved, "two", second, Value::Null).await;
}

pub(crate) async fn a_clear_that_came_to_nothing_by_itself_suspends_its_policy(store: &dyn Store) {
    use ClearState::{Accepted, Failed, Refused, Unknown};
    let (one, two) = (policy(store, &rules("one")).await, policy(store, &rules("two")).await);
    let (account_id, [send, check]) = account(store, 1).await;
    let place = |policy, interface| Place { policy, account: account_id, interface };
    let suspended = async || {
        let policies = store.policies().await.unwrap();
        policies.into_iter().map(|policy| policy.suspended_by).collect::<Vec<_>>()
    };
    for (key, state) in [("refused", Refused), ("failed", Failed), ("accepted", Accepted)] {
        let clear = came_to(store, place(one, send), key, 1, state).await;
        looked_at(store, clear.id, CheckOutcome::Effective, at(1)).await;
    }
    made(store, new(account(store, 2).await.0, None, "a person's"), 1, ended(Unknown)).await;
    let first = came_to(store, place(one, send), "1", 2, Accepted).await.id;
    let second = came_to(store, place(one, check), "2", 3, Accepted).await.id;
    assert_eq!(suspended().await, [None, None]);

    looked_at(store, second, CheckOutcome::Ineffective, at(10)).await;
    assert_eq!(suspended().await, [Some(second), None]);
    looked_at(store, first, CheckOutcome::Ineffective, at(11)).await;
    assert_eq!(suspended().await, [Some(second), None], "the newest clear, whichever was looked at last");
    let standing = store.policy_status(one, account_id, at(11)).await.unwrap();
    assert_eq!((standing.suspended_by, now(store, one).await.suspended_by), (Some(second), Some(second)));
    assert_eq!(withheld(store, place(one, send), "3", 12).await, BlockedReason::Suspended { clear: Some(second) });

    assert_eq!(changed(store, one, PolicyChange::Paused, 12).await, ChangePolicyOutcome::Written);
    assert_eq!(suspended().await, [Some(second), None]);
    assert_eq!(changed(store, one, PolicyChange::Resumed, 13).await, ChangePolicyOutcome::Written);
    assert_eq!(suspended().await, [None, None], "what came before suspends it no more");
    let third = came_to(store, place(one, send), "3", 14, Unknown).await.id;
    let fourth = came_to(store, place(two, check), "3", 14, Unknown).await.id;
    assert_eq!(suspended().await, [Some(third), Some(fourth)], "each by its own");
}

pub(crate) async fn what_a_person_or_time_says_later_suspends_no_more(store: &dyn Store) {
    let id = policy(store, &rules("one")).await;
    let (account, [send, _]) = account(store, 1).await;
    let unknown = came_to(store, Place { policy: id, account, interface: send }, "k", 5, ClearState::Unknown).await.id;
    assert_eq!(now(store, id).await.suspended_by, Some(unknown));
    assert_eq!(changed(store, id, PolicyChange::Resumed, 5).await, ChangePolicyOutcome::Written);
    assert_eq!(now(store, id).await.suspended_by, None, "up to that very instant");
    looked_at(store, unknown, CheckOutcome::Unproven(InconclusiveReason::NotSeen), at(6)).await;
    assert_eq!(now(store, id).await.suspended_by, None, "that it stays unknown is nothing new");
    store.settle_clear(unknown, Settlement::Counted, "x", &by(), at(7), &counting()).await.unwrap().unwrap();
    assert_eq!(now(store, id).await.suspended_by, None, "a person settled that one");

    let other = came_to(store, Place { policy: id, account, interface: send }, "l", 8, ClearState::Unknown).await.id;
    store.settle_clear(other, Settlement::GivenBack, "x", &by(), at(9), &counting()).await.unwrap().unwrap();
    assert_eq!(now(store, id).await.suspended_by, Some(other), "settled is not resumed");
}

pub(crate) async fn what_is_known_of_a_policy_goes_when_it_is_so_no_more(store: &dyn Store) {
    use PolicyChange::{Paused, Removed, Resumed};
    let id = policy(store, &rules("one")).await;
    let (account_id, [send, check]) = account(store, 1).await;
    let another = PolicyId(id.0 * 10 + 1);
    let others = [Subject::Met(another, send), Subject::Suspended(another), Subject::Usage(InterfaceId(id.0))];
    let suspended = Subject::Suspended(id);
    let begin = async |subject| {
        let change = StateChange { subject, from: None, to: Some("met".to_owned()) };
        store.tell(&Announcement { change: Some(change), decision: None, notice: None }, at(0)).await.unwrap();
    };
    for subject in others {
        begin(subject).await;
    }
    for (change, stays_suspended) in
        [(other_rules(rules("two")), true), (Paused, true), (Resumed, false), (Removed, false)]
    {
        for subject in [Subject::Met(id, send), Subject::Met(id, check), suspended] {
            begin(subject).await;
        }
        assert_eq!(store.standings(account_id).await.unwrap().len(), 6, "{change:?}");
        assert_eq!(changed(store, id, change.clone(), 1).await, ChangePolicyOutcome::Written);
        let left: HashSet<_> = store.standings(account_id).await.unwrap().into_iter().map(|(of, _)| of).collect();
        let expected = others.into_iter().chain(stays_suspended.then_some(suspended)).collect();
        assert_eq!(left, expected, "{change:?}");
    }
}

const WITHHELD: Verdict = Verdict::Blocked(BlockedReason::KillSwitch);

/// Whether people were told of a decision by so many used calls; it counts with one like it not older than `since`.
async fn decided(store: &dyn Store, place: Place, verdict: Verdict, used: i64, minute: i64, since: i64) -> bool {
    let Place { policy, account, interface } = place;
    let figures = (used > 0).then(|| figures(used));
    let decision = NewDecision { policy, account, interface, verdict, figures, folds_since: at(since) };
    let notice = NewNotice::of(NoticeContent::PolicyOver { policy: "one".to_owned() });
    let telling = Announcement { change: None, decision: Some(decision), notice: Some(notice) };
    store.tell(&telling, at(minute)).await.unwrap().is_some()
}

pub(crate) async fn decisions_that_say_the_same_are_counted(store: &dyn Store) {
    let (one, two) = (policy(store, &rules("one")).await, policy(store, &rules("two")).await);
    let (account, [send, check]) = account(store, 1).await;
    let place = Place { policy: one, account, interface: send };
    let kept = async || {
        let decisions = store.decisions(&DecisionQuery { limit: 100, ..Default::default() }).await.unwrap();
        decisions.into_iter().map(|of| (of.at, of.last_at, of.count, of.verdict, of.figures)).collect::<Vec<_>>()
    };
    let reserve = |left| Verdict::Blocked(BlockedReason::Reserve { left, reserve: 10 });
    assert!(decided(store, place, reserve(10), 910, 0, -60).await);
    assert!(!decided(store, place, reserve(9), 920, 5, 0).await, "one that is as old as that is not too old");
    assert!(!decided(store, place, reserve(8), 0, 3, 5).await, "a count's age is that of its last one");
    let row = (at(0), at(5), 3, reserve(8), None);
    assert_eq!(kept().await, std::slice::from_ref(&row), "the first and last time, and what was said last");

    assert!(decided(store, place, WITHHELD, 930, 6, 0).await, "another word");
    assert!(decided(store, Place { interface: check, ..place }, WITHHELD, 930, 6, 0).await, "another interface");
    assert!(decided(store, Place { policy: two, ..place }, WITHHELD, 930, 6, 0).await, "another policy");
    assert_eq!(kept().await[3], row);
    assert!(!decided(store, place, reserve(7), 940, 6, 0).await, "whatever came between");
    assert!(decided(store, place, WITHHELD, 940, 7, 7).await, "too old");
    assert!(!decided(store, place, WITHHELD, 950, 8, 0).await);
    let counts: Vec<_> = kept().await.iter().map(|row| (row.1, row.2)).collect();
    let newest = [(at(8), 2), (at(6), 1), (at(6), 1), (at(6), 1), (at(6), 4)];
    assert_eq!(counts, newest, "of two like it the newest counts it");

    let clear = ordered(store, place, "k", 9).await.id;
    let clears = Verdict::Clears { clear, whole_account: false };
    assert!(decided(store, place, clears, 950, 9, 0).await);
    let ordered: Vec<_> = kept().await.into_iter().map(|(_, _, count, verdict, _)| (count, verdict)).take(2).collect();
    assert_eq!(ordered, [(1, clears), (1, clears)], "that of an order counts nothing but that order");
}

pub(crate) async fn decisions_are_listed_newest_first(store: &dyn Store) {
    let (one, two) = (policy(store, &rules("one")).await, policy(store, &rules("two")).await);
    let (first, [send, check]) = account(store, 1).await;
    let (second, [of_second, _]) = account(store, 2).await;
    for (policy, account, interface, verdict) in [
        (one, first, send, Verdict::Notified),
        (one, first, check, Verdict::Over),
        (two, first, send, WITHHELD),
        (two, second, of_second, Verdict::Notified),
    ] {
        decided(store, Place { policy, account, interface }, verdict, 0, 0, 0).await;
    }
    let all = store.decisions(&DecisionQuery { limit: 10, ..Default::default() }).await.unwrap();
    let ids: Vec<_> = all.iter().map(|decision| decision.id).collect();
    let [d, c, b, a] = ids[..] else { panic!("{ids:?}") };
    assert!(d > c && c > b && b > a);
    let last = &all[0];
    assert_eq!((last.policy, last.policy_name.as_str(), last.count), (two, "two", 1));
    assert_eq!((last.account, last.account_name.as_str()), (second, "account 2"));
    assert_eq!((last.interface, &last.cgi_path), (of_second, &path("/cgi-bin/message/custom/send")));
    assert_eq!((all[1].verdict, all[2].verdict), (WITHHELD, Verdict::Over));

    let of = async |query: DecisionQuery| {
        let decisions = store.decisions(&query).await.unwrap();
        decisions.into_iter().map(|decision| decision.id).collect::<Vec<_>>()
    };
    let any = DecisionQuery { limit: 10, ..Default::default() };
    assert_eq!(of(DecisionQuery { policy: Some(one), ..any }).await, [b, a]);
    assert_eq!(of(DecisionQuery { interface: Some(send), ..any }).await, [c, a]);
    assert_eq!(of(DecisionQuery { policy: Some(two), interface: Some(send), ..any }).await, [c]);
    assert_eq!(of(DecisionQuery { before: Some(c), ..any }).await, [b, a]);
    assert_eq!(of(DecisionQuery { limit: 2, ..any }).await, [d, c]);
    for limit in [0, -1] {
        assert!(of(DecisionQuery { limit, ..any }).await.is_empty());
    }
}

pub(crate) async fn the_switch_is_set_once_and_told(store: &dyn Store) {
    let mut trail = Trail::of(store).await;
    let news = async || {
        let notices = store.notices(&NoticeQuery { limit: 10, ..Default::default() }).await.unwrap();
        notices.into_iter().map(|notice| (notice.at, notice.news)).collect::<Vec<_>>()
    };
    let (alice, bob) = (by(), by_command("bob"));
    assert_eq!(store.kill_switch().await.unwrap(), None);
    assert!(!store.set_kill_switch(false, Some("x"), &alice, at(0)).await.unwrap(), "it is off");
    assert!(store.set_kill_switch(true, Some("试验"), &alice, at(1)).await.unwrap());
    let line = trail.one_more().await;
    assert_eq!((line.what.as_str(), line.actor.as_str(), line.at), ("clears-stopped", "cli:alice", at(1)));
    assert_eq!((line.subject, line.reason.as_deref()), (None, Some("试验")));
    let on = KillSwitch { stopped_at: at(1), stopped_by: alice.actor.clone(), reason: Some("试验".to_owned()) };
    assert_eq!(store.kill_switch().await.unwrap().as_ref(), Some(&on));
    assert!(!store.set_kill_switch(true, None, &bob, at(2)).await.unwrap(), "it is on");
    assert_eq!(store.kill_switch().await.unwrap(), Some(on));
    let told = |on, by: &store::AuditActor, reason: Option<&str>| NoticeContent::KillSwitch {
        on,
        by: by.actor.clone(),
        reason: reason.map(str::to_owned),
    };
    let stopped = (at(1), told(true, &alice, Some("试验")));
    assert_eq!(news().await, std::slice::from_ref(&stopped));

    assert!(store.set_kill_switch(false, None, &bob, at(3)).await.unwrap());
    let line = trail.one_more().await;
    assert_eq!((line.what.as_str(), line.actor.as_str(), line.reason), ("clears-allowed", "cli:bob", None));
    assert_eq!(store.kill_switch().await.unwrap(), None);
    assert_eq!(news().await, [(at(3), told(false, &bob, None)), stopped]);
    let query = NoticeQuery { event: Some(Event::Stopped), limit: 10, ..Default::default() };
    assert_eq!(store.notices(&query).await.unwrap().len(), 1);
}

pub(crate) async fn what_a_policy_ordered_is_not_sent_once_the_switch_is_on(store: &dyn Store) {
    let id = policy(store, &rules("one")).await;
    let (account_id, [interface, _]) = account(store, 1).await;
    let automatic = ordered(store, Place { policy: id, account: account_id, interface }, "k", 0).await.id;
    let theirs = intended(store, new(account(store, 2).await.0, None, "k"), at(0)).await.id;
    assert!(store.set_kill_switch(true, None, &by(), at(1)).await.unwrap());
    let state = async |id: ClearId| store.clear(id).await.unwrap().as_ref().map(|clear: &Clear| clear.state);
    assert!(!store.clear_sent(automatic, at(2)).await.unwrap());
    assert!(store.clear_sent(theirs, at(2)).await.unwrap());
    assert_eq!((state(automatic).await, state(theirs).await), (Some(ClearState::Intended), Some(ClearState::Sent)));
    assert_eq!(store.clear_events(automatic).await.unwrap().len(), 1);
    assert!(store.set_kill_switch(false, None, &by(), at(3)).await.unwrap());
    assert!(store.clear_sent(automatic, at(4)).await.unwrap());
}
