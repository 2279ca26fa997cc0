use domain::audit::AuditAction;
use domain::policies::{Attempt, BlockedReason, PolicyLimits, Quiet, Verdict};
use domain::{AccountId, Actor, ClearState, InterfaceId, NoticeContent, PolicyId, Rules};
use futures::future::join_all;
use serde_json::{Value, json};
use store::clears::{CheckOutcome, Clear, ClearQuery, NewClear, UsageBefore};
use store::notices::{Notice, NoticeQuery};
use store::policies::{
    AutomaticError, AutomaticOrder, ChangePolicyOutcome, Decision, DecisionQuery, PolicyChange, PolicyStatus,
};
use store::{AccountChange, AuditActor, AuditLine, AuditQuery, Change, Store};

use super::audit::Trail;
use super::clears::{OrderedClear, counting, ended, insisting, looked_at, made, new};
use super::incidents::incident;
use super::policies::{changed, now, policy, rules};
use super::{account, appid, at, by, figures, path};

/// A policy, and by which interface of which account it decides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) policy: PolicyId,
    pub(super) account: AccountId,
    pub(super) interface: InterfaceId,
}

impl Place {
    /// By the rules that the policy has now.
    async fn order(self, store: &dyn Store) -> AutomaticOrder {
        let version = store.policy(self.policy).await.unwrap().map_or(1, |policy| policy.version);
        let Self { policy, interface, .. } = self;
        AutomaticOrder { policy, version, interface, figures: figures(950), incident: None }
    }

    /// Its interface alone; keys are each policy's own on each account.
    fn single(self, key: &str) -> NewClear {
        new(self.account, Some(self.interface), &format!("{}/{}/{key}", self.policy, self.account))
    }
}

fn by_policy() -> AuditActor {
    AuditActor::from(&Actor::Policy { name: "night watch".to_owned() })
}

type Ordered = Result<(Clear, bool), AutomaticError>;

async fn tried(store: &dyn Store, new: NewClear, order: &AutomaticOrder, minute: i64) -> Ordered {
    store.order_automatic(new, order, &by_policy(), at(minute), &counting()).await
}

/// A clear of the interface alone.
pub(super) async fn ordered(store: &dyn Store, place: Place, key: &str, minute: i64) -> Clear {
    let (clear, is_new) = tried(store, place.single(key), &place.order(store).await, minute).await.unwrap();
    assert!(is_new);
    clear
}

/// The same, and what it came to.
pub(super) async fn came_to(store: &dyn Store, place: Place, key: &str, minute: i64, state: ClearState) -> Clear {
    let clear = ordered(store, place, key, minute).await;
    assert!(store.clear_sent(clear.id, at(minute)).await.unwrap());
    store.end_clear(clear.id, ended(state), at(minute), &counting()).await.unwrap().unwrap()
}

/// All that orders write.
async fn written(store: &dyn Store) -> (Vec<Clear>, Vec<Decision>, Vec<Notice>, Vec<AuditLine>) {
    (
        store.clears(&ClearQuery { limit: 1_000, ..Default::default() }).await.unwrap(),
        store.decisions(&DecisionQuery { limit: 1_000, ..Default::default() }).await.unwrap(),
        store.notices(&NoticeQuery { limit: 1_000, ..Default::default() }).await.unwrap(),
        store.audit(&AuditQuery { limit: 1_000, ..Default::default() }).await.unwrap(),
    )
}

/// Why an order is withheld, of which nothing is written.
async fn kept_from(store: &dyn Store, new: NewClear, order: &AutomaticOrder, minute: i64) -> BlockedReason {
    let before = written(store).await;
    let error = tried(store, new, order, minute).await.unwrap_err();
    assert_eq!(written(store).await, before, "{error}");
    match error {
        AutomaticError::Blocked(why) => why,
        AutomaticError::Store(error) => panic!("{error}"),
    }
}

/// Why a clear of the interface alone is withheld.
pub(super) async fn withheld(store: &dyn Store, place: Place, key: &str, minute: i64) -> BlockedReason {
    kept_from(store, place.single(key), &place.order(store).await, minute).await
}

/// A policy within other limits, on an account of its own.
async fn restrained(store: &dyn Store, number: u64, restraint: PolicyLimits) -> Place {
    let policy = policy(store, &Rules { restraint, ..rules(&format!("policy {number}")) }).await;
    let (account, [interface, _]) = account(store, number).await;
    Place { policy, account, interface }
}

/// Nothing keeps it from a clear.
async fn free(store: &dyn Store, number: u64) -> Place {
    restrained(store, number, rules("").restraint).await
}

/// So many account-wide clears were made before.
async fn cleared_before(store: &dyn Store, account: AccountId, count: i64) {
    let told = AccountChange { cleared_before: Change::To(Some(count)), ..Default::default() };
    store.change_account(account, told, &by(), at(0)).await.unwrap();
}

pub(crate) async fn an_order_is_written_down_with_all_that_belongs_to_it(store: &dyn Store) {
    let place = free(store, 1).await;
    let Place { policy, account, interface } = place;
    let reported = incident(store, account, 0).await;
    let mut trail = Trail::of(store).await;
    let cgi_path = path("/cgi-bin/message/custom/send");
    let usage = UsageBefore { interface, cgi_path: cgi_path.clone(), sampled_at: at(4), figures: figures(950) };
    let order = AutomaticOrder { incident: Some(reported), ..place.order(store).await };
    let new_one = NewClear { usage_before: vec![usage.clone()], ..place.single("k") };
    let (clear, is_new) = tried(store, new_one, &order, 5).await.unwrap();
    assert!(is_new && clear.state == ClearState::Intended && clear.at == at(5));
    assert_eq!(clear.interface, Some((interface, cgi_path.clone())));
    assert_eq!((clear.account_id, clear.actor.as_deref()), (account, Some("policy:night watch")));
    assert_eq!((clear.budget_left, clear.glass_broken, clear.approved_by.as_deref()), (Some(50), false, None));
    assert_eq!(store.clear(clear.id).await.unwrap().as_ref(), Some(&clear));
    assert_eq!(store.usage_before(clear.id).await.unwrap(), [usage]);

    let after = json!({ "clear": clear.id, "scope": "interface", "interface": cgi_path, "via": "token",
        "left_before": 50, "override": null });
    let of = "account 1 (wx0000000000000001)";
    trail.says_of(&by_policy(), Some("促销 🛒"), 5, AuditAction::ClearOrdered, of, Value::Null, after).await;
    let (_, decisions, notices, _) = written(store).await;
    let decision = Decision {
        id: decisions[0].id,
        policy,
        policy_name: "policy 1".to_owned(),
        account,
        account_name: "account 1".to_owned(),
        interface,
        cgi_path: cgi_path.clone(),
        at: at(5),
        last_at: at(5),
        count: 1,
        verdict: Verdict::Clears { clear: clear.id, whole_account: false },
        figures: Some(figures(950)),
    };
    assert_eq!(decisions, [decision]);
    let news =
        |clear, whole_account| NoticeContent::PolicyClears { policy: "policy 1".to_owned(), clear, whole_account };
    let [notice] = &notices[..] else { panic!("{notices:?}") };
    assert_eq!((notice.at, &notice.news), (at(5), &news(clear.id, false)));
    assert_eq!(notice.account, Some((account, "account 1".to_owned(), appid(1))));
    assert_eq!(notice.interface, Some((interface, cgi_path)));
    assert_eq!((notice.policy, notice.incident, notice.clear), (Some(policy), Some(reported), Some(clear.id)));

    // All of the account, by the same interface.
    store.end_clear(clear.id, ended(ClearState::Failed), at(6), &counting()).await.unwrap();
    cleared_before(store, account, 0).await;
    let (whole, _) = tried(store, new(account, None, "l"), &order, 7).await.unwrap();
    let (_, decisions, notices, _) = written(store).await;
    assert_eq!((whole.interface, whole.budget_left, decisions[0].interface), (None, Some(10), interface));
    assert_eq!(decisions[0].verdict, Verdict::Clears { clear: whole.id, whole_account: true });
    assert_eq!((&notices[0].news, notices[0].clear), (&news(whole.id, true), Some(whole.id)));
    assert_eq!(notices[0].interface.as_ref().map(|(id, _)| *id), Some(interface));
}

pub(crate) async fn a_key_makes_one_automatic_clear(store: &dyn Store) {
    let place = free(store, 1).await;
    let clear = ordered(store, place, "k", 0).await;
    let before = written(store).await;
    let order = place.order(store).await;
    assert_eq!(tried(store, place.single("k"), &order, 1).await.unwrap(), (clear.clone(), false));
    assert!(store.set_kill_switch(true, None, &by(), at(2)).await.unwrap());
    assert_eq!(tried(store, place.single("k"), &order, 3).await.unwrap(), (clear, false), "whatever came since");
    assert_eq!(written(store).await.1, before.1);
    assert!(store.set_kill_switch(false, None, &by(), at(4)).await.unwrap());
    let other = NewClear { request_hash: [8; 32], ..place.single("k") };
    assert_eq!(kept_from(store, other, &order, 5).await, BlockedReason::Changed, "of another request");

    // What waits for a second person is no clear.
    let place = free(store, 2).await;
    cleared_before(store, place.account, 9).await;
    let asked = store.order_clear(new(place.account, None, "l"), &by_policy(), at(0), &counting()).await.unwrap();
    assert!(matches!(asked, OrderedClear::Requested(_)));
    let order = place.order(store).await;
    assert_eq!(kept_from(store, new(place.account, None, "l"), &order, 1).await, BlockedReason::Changed);
}

pub(crate) async fn what_a_policy_may_not_is_withheld_and_nothing_is_written(store: &dyn Store) {
    let day = 24 * 60;
    let plain = rules("").restraint;
    // After a clear at 16:00 (or none), withheld until this minute, and free in it.
    for (number, after_one, restraint, why, until) in [
        (
            1,
            false,
            PolicyLimits { quiet: Some(Quiet { from: 960, to: 1020 }), ..plain },
            BlockedReason::QuietHours { until: at(60) },
            60,
        ),
        (2, false, PolicyLimits { before_reset_minutes: 480, ..plain }, BlockedReason::ResetSoon { at: at(480) }, 480),
        (3, true, PolicyLimits { cooldown_minutes: 120, ..plain }, BlockedReason::Cooldown { until: at(120) }, 120),
        (4, true, PolicyLimits { a_day: 1, ..plain }, BlockedReason::DayLimit { limit: 1 }, 480),
        (5, true, PolicyLimits { a_month: 1, ..plain }, BlockedReason::MonthLimit { limit: 1 }, 8 * day + 480),
    ] {
        let place = restrained(store, number, restraint).await;
        if after_one {
            let clear = came_to(store, place, "first", 0, ClearState::Accepted).await;
            looked_at(store, clear.id, CheckOutcome::Effective, at(0)).await;
        }
        assert_eq!(withheld(store, place, "k", 0).await, why);
        // The last minutes of the day have a limit of their own.
        let last = if until % day == 480 && number != 2 { until - 6 } else { until - 1 };
        assert_eq!(withheld(store, place, "k", last).await, why);
        ordered(store, place, "k", until).await;
    }

    let place = free(store, 6).await;
    assert!(store.set_kill_switch(true, None, &by(), at(0)).await.unwrap());
    assert_eq!(withheld(store, place, "k", 1).await, BlockedReason::KillSwitch);
    assert!(store.set_kill_switch(false, None, &by(), at(2)).await.unwrap());
    let clear = ordered(store, place, "k", 3).await;
    store.end_clear(clear.id, ended(ClearState::Failed), at(3), &counting()).await.unwrap();
    assert!(store.retire_account(place.account, &by(), at(4)).await.unwrap());
    assert_eq!(withheld(store, place, "l", 5).await, BlockedReason::NotClearable);
}

pub(crate) async fn a_changed_policy_clears_nothing(store: &dyn Store) {
    let place = free(store, 1).await;
    let order = place.order(store).await;
    let nowhere = AutomaticOrder { policy: PolicyId(99), ..order };
    assert_eq!(kept_from(store, place.single("k"), &nowhere, 0).await, BlockedReason::Changed);
    for version in [order.version - 1, order.version + 1] {
        let order = AutomaticOrder { version, ..order };
        assert_eq!(kept_from(store, place.single("k"), &order, 0).await, BlockedReason::Changed);
    }
    assert_eq!(changed(store, place.policy, PolicyChange::Paused, 1).await, ChangePolicyOutcome::Written);
    assert_eq!(withheld(store, place, "k", 2).await, BlockedReason::Changed, "also by its newest version");
    assert_eq!(changed(store, place.policy, PolicyChange::Resumed, 3).await, ChangePolicyOutcome::Written);
    assert_eq!(kept_from(store, place.single("k"), &order, 4).await, BlockedReason::Changed, "it has changed since");
    let clear = ordered(store, place, "k", 5).await;
    store.end_clear(clear.id, ended(ClearState::Failed), at(5), &counting()).await.unwrap();
    assert_eq!(changed(store, place.policy, PolicyChange::Removed, 6).await, ChangePolicyOutcome::Written);
    assert_eq!(withheld(store, place, "l", 7).await, BlockedReason::Changed);
}

pub(crate) async fn an_open_clear_stands_in_a_policys_way_whatever_it_says(store: &dyn Store) {
    let place = free(store, 1).await;
    let theirs = made(store, new(place.account, Some(place.interface), "1"), 0, ended(ClearState::Accepted)).await.id;
    let order = place.order(store).await;
    let open = BlockedReason::Open { clear: theirs };
    assert_eq!(kept_from(store, place.single("k"), &order, 1).await, open);
    assert_eq!(kept_from(store, insisting(place.single("k")), &order, 1).await, open);
    cleared_before(store, place.account, 0).await;
    assert_eq!(kept_from(store, new(place.account, None, "k"), &order, 1).await, open);

    let check = store.interfaces_of(place.account).await.unwrap()[1].id;
    let flying = ordered(store, Place { interface: check, ..place }, "l", 2).await;
    looked_at(store, theirs, CheckOutcome::Effective, at(3)).await;
    assert_eq!(
        withheld(store, place, "k", 3).await,
        BlockedReason::Open { clear: flying.id },
        "one under way stays alone"
    );
    store.end_clear(flying.id, ended(ClearState::Accepted), at(4), &counting()).await.unwrap();
    let (clear, _) = tried(store, insisting(place.single("k")), &order, 5).await.unwrap();
    assert_eq!(clear.override_reason, None);
}

pub(crate) async fn what_few_are_left_a_policy_leaves_alone(store: &dyn Store) {
    let restraint = PolicyLimits { reserve_account: 4, reserve_interface: 50, ..rules("").restraint };
    let place = restrained(store, 1, restraint).await;
    let order = place.order(store).await;
    let whole = || new(place.account, None, "k");
    assert_eq!(withheld(store, place, "k", 0).await, BlockedReason::Reserve { left: 50, reserve: 50 });
    assert_eq!(kept_from(store, whole(), &order, 0).await, BlockedReason::BudgetUncertain, "nobody said what was used");
    for (used, left) in [(6, 4), (10, 0)] {
        cleared_before(store, place.account, used).await;
        assert_eq!(kept_from(store, whole(), &order, 0).await, BlockedReason::Reserve { left, reserve: 4 });
    }
    cleared_before(store, place.account, 5).await;
    assert_eq!(tried(store, whole(), &order, 0).await.unwrap().0.budget_left, Some(5));

    // Those that take a second person are left alone whatever the policy says.
    let place = restrained(store, 2, PolicyLimits { reserve_account: 0, ..restraint }).await;
    cleared_before(store, place.account, 9).await;
    let order = place.order(store).await;
    let last = || new(place.account, None, "l");
    assert_eq!(kept_from(store, last(), &order, 0).await, BlockedReason::Reserve { left: 1, reserve: 1 });
    cleared_before(store, place.account, 8).await;
    let (clear, _) = tried(store, NewClear { name_typed: false, ..last() }, &order, 0).await.unwrap();
    assert_eq!((clear.budget_left, clear.glass_broken), (Some(2), false), "a policy types no names");
}

pub(crate) async fn of_many_orders_at_once_a_day_has_as_many_as_it_allows(store: &dyn Store) {
    let place = restrained(store, 1, PolicyLimits { a_day: 1, ..rules("").restraint }).await;
    let (order, keys) = (place.order(store).await, (0..30).map(|key| key.to_string()).collect::<Vec<_>>());
    let results = join_all(keys.iter().map(|key| tried(store, place.single(key), &order, 0))).await;
    let (made, withheld): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    assert_eq!(made.len(), 1);
    let day = |error: AutomaticError| matches!(error, AutomaticError::Blocked(BlockedReason::DayLimit { limit: 1 }));
    assert!(withheld.into_iter().filter_map(Result::err).all(day));
    let (clears, decisions, notices, _) = written(store).await;
    assert_eq!((clears.len(), decisions.len(), notices.len()), (1, 1, 1));

    let place = free(store, 2).await;
    let order = place.order(store).await;
    let results = join_all((0..30).map(|_| tried(store, place.single("same"), &order, 0))).await;
    let results: Vec<_> = results.into_iter().map(Result::unwrap).collect();
    assert_eq!(results.iter().filter(|(_, is_new)| *is_new).count(), 1);
    assert!(results.iter().all(|(clear, _)| clear.id == results[0].0.id));
}

pub(crate) async fn attempts_are_a_policys_own_on_an_account_and_count_where_a_clear_may_be_used(store: &dyn Store) {
    use ClearState::{Accepted, Failed, Refused};
    let (place, others) = (free(store, 1).await, free(store, 2).await);
    let elsewhere = Place { policy: place.policy, ..others };
    came_to(store, Place { policy: others.policy, ..place }, "another policy's", 0, Refused).await;
    came_to(store, elsewhere, "on another account", 0, Refused).await;
    for (minute, state) in [(1, Refused), (2, Failed), (3, Accepted)] {
        came_to(store, place, &minute.to_string(), minute, state).await;
    }
    let check = store.interfaces_of(place.account).await.unwrap()[1].id;
    let last = ordered(store, Place { interface: check, ..place }, "4", 4).await.id;
    let standing =
        async |place: Place, minute| store.policy_status(place.policy, place.account, at(minute)).await.unwrap();
    let attempt = |minute, counts| Attempt { at: at(minute), counts };
    let attempts = [attempt(1, false), attempt(2, false), attempt(3, true), attempt(4, true)];
    let expected = PolicyStatus { kill_switch: false, suspended_by: None, attempts: attempts.to_vec() };
    assert_eq!(standing(place, 5).await, expected);
    assert_eq!(standing(elsewhere, 5).await.attempts, [attempt(0, false)]);
    store.end_clear(last, ended(ClearState::Unknown), at(5), &counting()).await.unwrap();
    assert!(store.set_kill_switch(true, None, &by(), at(5)).await.unwrap());
    let suspended = PolicyStatus { kill_switch: true, suspended_by: Some(last), ..expected };
    assert_eq!(standing(place, 6).await, suspended, "one of which nothing is known may be used");
    assert_eq!(now(store, place.policy).await.suspended_by, Some(last));

    let two_months = 62 * 24 * 60;
    assert_eq!(standing(place, two_months + 1).await.attempts.len(), 4);
    assert_eq!(standing(place, two_months + 2).await.attempts.len(), 3, "what is older matters to no limit");
    assert_eq!(standing(Place { policy: PolicyId(99), ..place }, 6).await, PolicyStatus::default());
}
