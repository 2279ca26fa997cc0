use domain::clears::advice::ClearWarning;
use domain::clears::{
    Allotment, Barrier, ConfirmationRules, Limits, Period, ResetInterval, SecretForm, verification::InconclusiveReason,
};
use domain::{AccountId, ClearId, ClearState, Failure, Figures, InterfaceId, QuotaZone, Scope, Via};
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use store::clears::{
    Check, CheckOutcome, Clear, ClearEnd, ClearQuery, Counting, DETAIL_INTERRUPTED, OrderError, Periods, UsageBefore,
};
pub(super) use store::clears::{NewClear, OrderedClear};
use store::{AccountChange, Change, Store};

use super::guesses::guessed;
use super::{account, at, by, by_command, new_account, path};

pub(crate) fn counting() -> Counting {
    Counting { quota_zone: QuotaZone::default(), limits: Limits::default(), friction: ConfirmationRules::default() }
}

/// November 2026 in Shanghai.
pub(super) fn november() -> Period {
    counting().quota_zone.month(at(0))
}

/// The same period for both scopes.
pub(super) fn both(period: Period) -> Periods {
    Periods { account: period, interface: period }
}

pub(crate) fn new(account: AccountId, interface: Option<InterfaceId>, key: &str) -> NewClear {
    NewClear {
        account,
        interface,
        via: Via::Token,
        reason: "促销 🛒".to_owned(),
        override_reason: None,
        warnings: Vec::new(),
        anyway_reason: None,
        name_typed: true,
        break_glass: false,
        key: key.to_owned(),
        request_hash: [7; 32],
        usage_before: Vec::new(),
    }
}

/// The same, whatever stands in the way as long as a reason helps.
pub(super) fn insisting(new: NewClear) -> NewClear {
    NewClear { override_reason: Some("必须".to_owned()), ..new }
}

pub(super) async fn intended(store: &dyn Store, new: NewClear, at: Timestamp) -> Clear {
    match store.order_clear(new, &by(), at, &counting()).await.unwrap() {
        OrderedClear::New(clear) => clear,
        other => panic!("{other:?}"),
    }
}

pub(super) async fn barred(store: &dyn Store, new: NewClear, at: Timestamp) -> Barrier {
    match store.order_clear(new, &by(), at, &counting()).await.unwrap_err() {
        OrderError::Barred(barrier, _) => barrier,
        other => panic!("{other}"),
    }
}

pub(super) fn ended(state: ClearState) -> ClearEnd {
    let errcode = (state == ClearState::Accepted).then_some(0);
    ClearEnd { state, failure: None, errcode, errmsg: None, rid: None }
}

/// A clear that came to this end so many minutes after the base time.
pub(super) async fn made(store: &dyn Store, new: NewClear, minutes: i64, end: ClearEnd) -> Clear {
    let clear = intended(store, new, at(minutes)).await;
    assert!(store.clear_sent(clear.id, at(minutes)).await.unwrap());
    store.end_clear(clear.id, end, at(minutes), &counting()).await.unwrap().unwrap()
}

/// What a look at a clear's effect led to.
pub(super) async fn looked_at(store: &dyn Store, id: ClearId, end: CheckOutcome, at: Timestamp) -> Clear {
    store.write_check(id, &Check { effects: Vec::new(), end }, at).await.unwrap().unwrap()
}

pub(crate) async fn a_clear_is_written_down_step_by_step(store: &dyn Store) {
    let (id, [send, _]) = account(store, 1).await;
    let usage = vec![UsageBefore {
        interface: send,
        cgi_path: path("/cgi-bin/message/custom/send"),
        sampled_at: at(-5),
        figures: Figures { daily_limit: 100, used: 98, remain: 2 },
    }];
    let order = NewClear { usage_before: usage.clone(), ..new(id, Some(send), "k") };
    let clear = intended(store, order, at(1)).await;
    assert_eq!((clear.state, clear.at, clear.sent_at, clear.ended_at), (ClearState::Intended, at(1), None, None));
    assert_eq!((clear.account_id, clear.account_name.as_str(), clear.scope()), (id, "account 1", Scope::Interface));
    assert_eq!(clear.interface, Some((send, path("/cgi-bin/message/custom/send"))));
    assert_eq!((clear.actor.as_deref(), clear.reason.as_deref()), (Some("cli:alice"), Some("促销 🛒")));
    assert_eq!((clear.via, clear.budget_left, clear.override_reason.as_deref()), (Some(Via::Token), Some(50), None));
    assert_eq!((clear.approved_by.as_deref(), clear.glass_broken), (None, false));
    assert_eq!((clear.being_verified, clear.given_back), (false, None));
    assert_eq!(store.usage_before(clear.id).await.unwrap(), usage);

    assert!(store.clear_sent(clear.id, at(2)).await.unwrap());
    assert!(!store.clear_sent(clear.id, at(2)).await.unwrap(), "it is sent once");
    let end = ClearEnd {
        state: ClearState::Refused,
        failure: Some(Failure::Refused(48006)),
        errcode: Some(48006),
        errmsg: Some("字".repeat(2_000)),
        rid: Some("617682e0-09059ac5-34a8e2ea".to_owned()),
    };
    let ended_clear = store.end_clear(clear.id, end, at(3), &counting()).await.unwrap().unwrap();
    assert_eq!(
        (ended_clear.state, ended_clear.sent_at, ended_clear.ended_at),
        (ClearState::Refused, Some(at(2)), Some(at(3)))
    );
    assert_eq!((ended_clear.failure, ended_clear.errcode), (Some(Failure::Refused(48006)), Some(48006)));
    assert_eq!(ended_clear.errmsg.as_deref().map(|text| text.chars().count()), Some(1_000));
    assert_eq!((ended_clear.rid.as_deref(), ended_clear.budget_left), (Some("617682e0-09059ac5-34a8e2ea"), Some(0)));
    assert_eq!(store.clear(clear.id).await.unwrap(), Some(ended_clear.clone()));

    let again = store.end_clear(clear.id, ended(ClearState::Accepted), at(4), &counting()).await.unwrap();
    assert_eq!(again, Some(ended_clear), "what has ended stays as it is");
    let events = store.clear_events(clear.id).await.unwrap();
    let steps: Vec<_> = events.iter().map(|event| (event.state, event.at)).collect();
    assert_eq!(steps, [(ClearState::Intended, at(1)), (ClearState::Sent, at(2)), (ClearState::Refused, at(3))]);
    assert!(events[2].detail.as_deref().is_some_and(|detail| detail.starts_with('字')));
    assert!(events.iter().all(|event| event.actor.is_none()), "nobody brought it there but the call itself");

    assert_eq!(store.clear(ClearId(99)).await.unwrap(), None);
    assert_eq!(store.end_clear(ClearId(99), ended(ClearState::Failed), at(4), &counting()).await.unwrap(), None);
    assert!(store.clear_events(ClearId(99)).await.unwrap().is_empty());
    assert!(store.usage_before(ClearId(99)).await.unwrap().is_empty());
    assert!(!store.clear_sent(ClearId(99), at(4)).await.unwrap());
}

pub(crate) async fn a_key_makes_one_clear(store: &dyn Store) {
    let (id, [send, _]) = account(store, 1).await;
    let clear = intended(store, new(id, None, "k"), at(0)).await;
    let replay = store.order_clear(new(id, None, "k"), &by(), at(1), &counting()).await.unwrap();
    assert_eq!(replay, OrderedClear::Replay(clear.clone()), "also while the first runs");
    let other = NewClear { request_hash: [8; 32], ..new(id, Some(send), "k") };
    let reused = store.order_clear(other, &by(), at(1), &counting()).await.unwrap_err();
    assert!(matches!(reused, OrderError::KeyReused(of) if of == Some(clear.id)), "{reused}");
    assert_eq!(store.clear_by_key("cli:alice", "k").await.unwrap(), Some((clear.clone(), [7; 32])));
    assert_eq!(store.clear_by_key("cli:bob", "k").await.unwrap(), None, "keys are each actor's own");

    store.end_clear(clear.id, ended(ClearState::Failed), at(2), &counting()).await.unwrap();
    let bobs = store.order_clear(new(id, None, "k"), &by_command("bob"), at(3), &counting()).await.unwrap();
    assert!(matches!(&bobs, OrderedClear::New(other) if other.id != clear.id), "{bobs:?}");
    assert_eq!(store.clears(&ClearQuery { limit: 10, ..Default::default() }).await.unwrap().len(), 2);
    let nobody = store.order_clear(new(AccountId(99), None, "x"), &by(), at(3), &counting()).await.unwrap_err();
    assert!(matches!(nobody, OrderError::NoSuchAccount), "{nobody}");
    assert!(store.retire_account(id, &by(), at(0)).await.unwrap());
    let retired = store.order_clear(new(id, None, "y"), &by(), at(3), &counting()).await.unwrap_err();
    assert!(matches!(retired, OrderError::NoSuchAccount), "{retired}");
}

pub(crate) async fn fifty_at_once_get_one(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    let (counting, by) = (counting(), by());
    let asked = (0..50).map(|_| store.order_clear(new(id, None, "same"), &by, at(0), &counting));
    let results: Vec<_> = join_all(asked).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(results.iter().filter(|result| matches!(result, OrderedClear::New(_))).count(), 1);

    let (id, _) = account(store, 2).await;
    let keys: Vec<_> = (0..50).map(|key| key.to_string()).collect();
    let asked = keys.iter().map(|key| store.order_clear(new(id, None, key), &by, at(0), &counting));
    let results = join_all(asked).await;
    let made: Vec<_> = results.iter().filter_map(|result| result.as_ref().ok()).collect();
    assert_eq!(made.len(), 1, "with keys of their own, all but one find it in the way");
    let in_the_way = |error: &OrderError| matches!(error, OrderError::Barred(Barrier::Open { in_flight: true, .. }, _));
    assert!(results.iter().filter_map(|result| result.as_ref().err()).all(in_the_way));
}

pub(crate) async fn an_open_clear_stands_in_the_way(store: &dyn Store) {
    let (id, [send, check]) = account(store, 1).await;
    let first = intended(store, new(id, Some(send), "1"), at(0)).await;
    let flying = Barrier::Open { id: first.id, in_flight: true };
    let insisting = |key: &str| NewClear { override_reason: Some("必须".to_owned()), ..new(id, Some(send), key) };
    assert_eq!(barred(store, new(id, Some(check), "2"), at(0)).await, flying);
    assert_eq!(barred(store, insisting("2"), at(0)).await, flying);
    store.end_clear(first.id, ended(ClearState::Accepted), at(1), &counting()).await.unwrap();

    let open = Barrier::Open { id: first.id, in_flight: false };
    assert_eq!(barred(store, new(id, Some(send), "2"), at(35)).await, open);
    assert_eq!(barred(store, new(id, None, "2"), at(35)).await, open);
    assert_eq!(barred(store, new(id, None, "2"), at(10_000)).await, open, "until its effect was looked for to the end");
    assert_eq!(store.open_clears(id).await.unwrap().len(), 1);
    let other = made(store, new(id, Some(check), "2"), 2, ended(ClearState::Unknown)).await;
    assert_eq!(other.override_reason, None);
    let overridden = made(store, insisting("3"), 3, ended(ClearState::Refused)).await;
    assert_eq!(overridden.override_reason.as_deref(), Some("必须"));
    looked_at(store, first.id, CheckOutcome::Again { due_at: at(4) }, at(3)).await;
    assert_eq!(barred(store, new(id, Some(send), "4"), at(4)).await, open, "also while it is being verified");
    looked_at(store, first.id, CheckOutcome::Unproven(InconclusiveReason::NothingUsed), at(36)).await;
    assert_eq!(store.open_clears(id).await.unwrap(), [store.clear(other.id).await.unwrap().unwrap()]);
    let later = made(store, insisting("4"), 36, ended(ClearState::Refused)).await;
    assert_eq!(later.override_reason, None, "one that was not needed is not kept");
    assert_eq!(
        barred(store, new(id, Some(check), "5"), at(10_000)).await,
        Barrier::Open { id: other.id, in_flight: false },
        "an unknown one stays open"
    );
    let (elsewhere, _) = account(store, 2).await;
    assert_eq!(intended(store, new(elsewhere, None, "6"), at(0)).await.account_name, "account 2");
}

pub(crate) async fn budgets_are_counted_from_the_ledger(store: &dyn Store) {
    let long_ago = at(0) - SignedDuration::from_hours(24 * 60);
    let id = store.add_account(new_account(1), &by(), long_ago).await.unwrap();
    let [send, check] = [0, 1].map(|n| InterfaceId(n + 1));
    let limits = Limits::default();
    let budgets = async |period| store.budgets(Some(id), both(period), limits).await.unwrap()[0];
    let fresh = budgets(november()).await;
    assert_eq!((fresh.account.left, fresh.interface.left, fresh.account.at_most), (10, 50, false));

    made(store, new(id, Some(send), "1"), 0, ended(ClearState::Accepted)).await;
    made(store, new(id, Some(check), "2"), 0, ended(ClearState::Unknown)).await;
    let insisting = NewClear { override_reason: Some("x".to_owned()), ..new(id, None, "3") };
    let whole = made(store, insisting, 1, ended(ClearState::Accepted)).await;
    assert_eq!(whole.budget_left, Some(9));
    for (key, state) in [("4", ClearState::Refused), ("5", ClearState::Failed)] {
        let insisting = NewClear { override_reason: Some("x".to_owned()), ..new(id, None, key) };
        assert_eq!(made(store, insisting, 2, ended(state)).await.budget_left, Some(9), "{state:?} costs nothing");
    }
    let now = budgets(november()).await;
    assert_eq!((now.account.spent, now.account.unknown, now.account.left), (1, 0, 9));
    assert_eq!((now.interface.spent, now.interface.unknown, now.interface.left), (1, 1, 48));
    let december = Period { from: november().to, to: "2026-12-31T16:00:00Z".parse().unwrap() };
    let next = budgets(december).await;
    assert_eq!((next.account.left, next.interface.left), (10, 50), "the month turns");

    // Written down before the month turned, sent after: it counts where it was sent.
    let turn = december.from;
    let insisting = NewClear { override_reason: Some("x".to_owned()), ..new(id, None, "6") };
    let late = intended(store, insisting, turn - SignedDuration::from_secs(1)).await;
    store.clear_sent(late.id, turn).await.unwrap();
    store.end_clear(late.id, ended(ClearState::Accepted), turn, &counting()).await.unwrap();
    assert_eq!(budgets(december).await.account.spent, 1);
    assert_eq!(budgets(november()).await.account.spent, 1);

    let said = ClearEnd { errcode: Some(48006), ..ended(ClearState::Refused) };
    let insisting = NewClear { override_reason: Some("x".to_owned()), ..new(id, None, "7") };
    assert_eq!(made(store, insisting, 3, said).await.budget_left, Some(0));
    let corrected = budgets(november()).await;
    assert_eq!((corrected.account.elsewhere, corrected.account.left, corrected.account.said_spent), (9, 0, true));
    assert_eq!(corrected.interface.left, 48, "the other budget is another one");
    let insisting = NewClear { override_reason: Some("x".to_owned()), ..new(id, None, "8") };
    assert_eq!(barred(store, insisting, at(50)).await, Barrier::BudgetSpent { only_guessed: false });

    let (young, _) = account(store, 2).await;
    let all = store.budgets(None, both(november()), limits).await.unwrap();
    assert_eq!(all.iter().map(|budgets| budgets.account_id).collect::<Vec<_>>(), [id, young]);
    assert!(all[1].account.at_most && all[1].account.counted_from == at(0));
    let told = AccountChange { cleared_before: Change::To(Some(4)), ..Default::default() };
    store.change_account(young, told, &by(), at(0)).await.unwrap();
    let told = store.budgets(Some(young), both(november()), limits).await.unwrap()[0].account;
    assert_eq!((told.elsewhere, told.left, told.at_most), (4, 6, false));
    let next = store.budgets(Some(young), both(december), limits).await.unwrap()[0].account;
    assert_eq!((next.elsewhere, next.left), (0, 10), "that month only");
    assert!(store.budgets(Some(AccountId(99)), both(november()), limits).await.unwrap().is_empty());
}

pub(crate) async fn a_desk_that_begins_again_counts_its_own_clears_once(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    for key in ["1", "2", "3"] {
        let insisting = NewClear { override_reason: Some("x".to_owned()), ..new(id, None, key) };
        made(store, insisting, 1, ended(ClearState::Accepted)).await;
    }
    assert!(store.retire_account(id, &by(), at(0)).await.unwrap());
    let again = store::NewAccount { cleared_before: Some(5), ..new_account(1) };
    assert_eq!(store.add_account(again, &by(), at(60)).await.unwrap(), id);
    let budget = store.budgets(Some(id), both(november()), Limits::default()).await.unwrap()[0].account;
    assert_eq!((budget.spent, budget.elsewhere, budget.left), (3, 2, 5), "three of the five told are ours");
    assert_eq!(budget.counted_from, at(60));
}

pub(crate) async fn a_clear_belongs_to_the_month_it_was_sent_in(store: &dyn Store) {
    let id = store.add_account(new_account(1), &by(), at(0) - SignedDuration::from_hours(24 * 60)).await.unwrap();
    let turn = november().to;
    let clear = intended(store, new(id, None, "1"), turn - SignedDuration::from_secs(5)).await;
    store.clear_sent(clear.id, turn - SignedDuration::from_secs(4)).await.unwrap();
    let late = turn + SignedDuration::from_secs(5);
    let end = store.end_clear(clear.id, ended(ClearState::Accepted), late, &counting()).await.unwrap().unwrap();
    assert_eq!(end.budget_left, Some(9), "of November, though it was answered in December");

    // WeChat's no right after the turn may be of the month before: it is a guess, and may be overridden.
    let said = ClearEnd { errcode: Some(48006), ..ended(ClearState::Refused) };
    let insisting = |key: &str| NewClear { override_reason: Some("x".to_owned()), ..new(id, None, key) };
    let clear = intended(store, insisting("2"), late).await;
    store.clear_sent(clear.id, late).await.unwrap();
    store.end_clear(clear.id, said, late, &counting()).await.unwrap();
    let december = counting().quota_zone.month(late);
    let budget = store.budgets(Some(id), both(december), Limits::default()).await.unwrap()[0].account;
    assert_eq!((budget.left, budget.elsewhere, budget.said_spent, budget.said_early), (0, 10, false, true));
    let hour_later = late + SignedDuration::from_hours(1);
    let barrier = barred(store, new(id, None, "3"), hour_later).await;
    assert_eq!(barrier, Barrier::BudgetSpent { only_guessed: true });
    let alone = NewClear { break_glass: true, ..insisting("3") };
    let clear = intended(store, alone, hour_later).await;
    assert_eq!(clear.override_reason.as_deref(), Some("x"));
    // Where it accepts one after that, it had meant the month before.
    store.clear_sent(clear.id, hour_later).await.unwrap();
    let end = store.end_clear(clear.id, ended(ClearState::Accepted), hour_later, &counting()).await.unwrap().unwrap();
    assert_eq!(end.budget_left, Some(9));
}

pub(crate) async fn what_was_under_way_is_given_up(store: &dyn Store) {
    let (one, _) = account(store, 1).await;
    let (two, _) = account(store, 2).await;
    let (three, _) = account(store, 3).await;
    let never_sent = intended(store, new(one, None, "1"), at(0)).await;
    let perhaps = intended(store, new(two, None, "2"), at(0)).await;
    store.clear_sent(perhaps.id, at(0)).await.unwrap();
    made(store, new(three, None, "3"), 0, ended(ClearState::Accepted)).await;

    let given_up = store.give_up_clears(at(9), &counting()).await.unwrap();
    let ends: Vec<_> =
        given_up.iter().map(|clear| (clear.id, clear.state, clear.ended_at, clear.budget_left)).collect();
    assert_eq!(
        ends,
        [
            (never_sent.id, ClearState::Failed, Some(at(9)), Some(10)),
            (perhaps.id, ClearState::Unknown, Some(at(9)), Some(9))
        ]
    );
    let events = store.clear_events(perhaps.id).await.unwrap();
    assert_eq!(events.last().unwrap().detail.as_deref(), Some(DETAIL_INTERRUPTED));
    assert!(!store.clear_sent(never_sent.id, at(9)).await.unwrap(), "what was given up is not sent");
    assert!(store.give_up_clears(at(9), &counting()).await.unwrap().is_empty());
}

pub(crate) async fn the_ledger_is_listed_newest_first(store: &dyn Store) {
    let (one, [send, _]) = account(store, 1).await;
    let (two, _) = account(store, 2).await;
    let first = made(store, new(one, None, "1"), 0, ended(ClearState::Accepted)).await.id;
    looked_at(store, first, CheckOutcome::Unproven(InconclusiveReason::NothingUsed), at(36)).await;
    let second = made(store, new(one, Some(send), "2"), 40, ended(ClearState::Refused)).await.id;
    let third = made(store, new(two, None, "3"), 60 * 24 * 20, ended(ClearState::Accepted)).await.id;
    let listed = async |query: ClearQuery| {
        let clears = store.clears(&ClearQuery { limit: 10, ..query }).await.unwrap();
        clears.into_iter().map(|clear| clear.id).collect::<Vec<_>>()
    };
    assert_eq!(listed(ClearQuery::default()).await, [third, second, first]);
    assert_eq!(listed(ClearQuery { account: Some(one), ..Default::default() }).await, [second, first]);
    let november = Some((november().from, november().to));
    assert_eq!(listed(ClearQuery { period: november, ..Default::default() }).await, [second, first]);
    assert_eq!(listed(ClearQuery { scope: Some(Scope::Account), ..Default::default() }).await, [third, first]);
    assert_eq!(listed(ClearQuery { scope: Some(Scope::Interface), ..Default::default() }).await, [second]);
    assert_eq!(listed(ClearQuery { state: Some(ClearState::Accepted), ..Default::default() }).await, [third, first]);
    assert_eq!(listed(ClearQuery { before: Some(second), ..Default::default() }).await, [first]);
    assert_eq!(store.clears(&ClearQuery { limit: 1, ..Default::default() }).await.unwrap()[0].id, third);
}

pub(crate) async fn the_ledger_is_asked_for_whoever_made_clears(store: &dyn Store) {
    assert!(store.clear_actors().await.unwrap().is_empty());
    let (one, [send, check]) = account(store, 1).await;
    let (two, _) = account(store, 2).await;
    let alices = [
        made(store, new(one, Some(send), "1"), 0, ended(ClearState::Accepted)).await.id,
        made(store, new(one, Some(check), "2"), 0, ended(ClearState::Refused)).await.id,
    ];
    let bobs = store.order_clear(new(two, None, "1"), &by_command("bob"), at(1), &counting()).await.unwrap();
    let OrderedClear::New(bobs) = bobs else { panic!("{bobs:?}") };
    guessed(store, two, at(2)).await;
    let of = async |actor: &str, limit| {
        let query = ClearQuery { actor: Some(actor.to_owned()), limit, ..Default::default() };
        store.clears(&query).await.unwrap().into_iter().map(|clear| clear.id).collect::<Vec<_>>()
    };
    assert_eq!(of("cli:alice", 10).await, [alices[1], alices[0]]);
    assert_eq!(of("cli:alice", 1).await, [alices[1]]);
    assert_eq!(of("cli:bob", 10).await, [bobs.id]);
    assert!(of("cli:bo", 10).await.is_empty());
    assert_eq!(store.clear_actors().await.unwrap(), ["cli:alice", "cli:bob"], "a guess is nobody's");
}

pub(crate) async fn clears_of_a_scope_are_counted_by_the_day_where_that_is_set(store: &dyn Store) {
    let id = store.add_account(new_account(1), &by(), at(-60 * 24 * 60)).await.unwrap();
    let send = InterfaceId(1);
    let limits = Limits { interface: Allotment { limit: 2, every: ResetInterval::Day }, ..Limits::default() };
    let counting = Counting { limits, friction: ConfirmationRules { name_from: -1, second_from: -1 }, ..counting() };
    let insisting = |interface, key: &str| NewClear {
        override_reason: Some("x".to_owned()),
        name_typed: false,
        ..new(id, interface, key)
    };
    let cleared = async |interface, key: &str, at| match store
        .order_clear(insisting(interface, key), &by(), at, &counting)
        .await
    {
        Ok(OrderedClear::New(clear)) => {
            store.clear_sent(clear.id, at).await.unwrap();
            store.end_clear(clear.id, ended(ClearState::Accepted), at, &counting).await.unwrap().unwrap().budget_left
        }
        Ok(other) => panic!("{other:?}"),
        Err(OrderError::Barred(Barrier::BudgetSpent { only_guessed: false }, budget)) => Some(-budget.spent),
        Err(other) => panic!("{other}"),
    };
    let midnight = counting.quota_zone.next_reset(at(0));
    assert_eq!(cleared(Some(send), "1", at(0)).await, Some(1));
    assert_eq!(cleared(Some(send), "2", midnight - SignedDuration::from_secs(1)).await, Some(0));
    assert_eq!(cleared(Some(send), "3", midnight - SignedDuration::from_secs(1)).await, Some(-2), "none is left today");
    assert_eq!(cleared(Some(send), "3", midnight).await, Some(1), "the day turns");
    assert_eq!(cleared(None, "4", midnight).await, Some(9));

    let [left] = store.budgets(Some(id), counting.periods(midnight), limits).await.unwrap()[..] else { panic!() };
    assert_eq!((left.interface.spent, left.interface.left, left.interface.every), (1, 1, ResetInterval::Day));
    assert_eq!(left.interface.counted_from, midnight);
    assert_eq!(left.interface.resets_at, midnight + SignedDuration::from_hours(24));
    assert_eq!(
        (left.account.left, left.account.every, left.account.resets_at),
        (9, ResetInterval::Month, november().to)
    );
    let [whole] = store.budgets(Some(id), both(november()), limits).await.unwrap()[..] else { panic!() };
    assert_eq!((whole.interface.spent, whole.account.spent), (3, 1), "the month's own count");

    // The other way round: what counts one scope by the day leaves the other alone.
    let limits = Limits { account: Allotment { limit: 1, every: ResetInterval::Day }, ..Limits::default() };
    let next_day = counting.periods(midnight + SignedDuration::from_hours(24));
    let periods = Periods { account: next_day.interface, interface: next_day.account };
    let [left] = store.budgets(Some(id), periods, limits).await.unwrap()[..] else { panic!() };
    assert_eq!((left.account.left, left.account.spent, left.interface.spent), (1, 0, 3));
}

pub(crate) async fn how_a_secret_is_taken_is_remembered(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    assert_eq!(store.secret_form(id).await.unwrap(), SecretForm::Body);
    for form in [SecretForm::Query, SecretForm::Body] {
        store.set_secret_form(id, form).await.unwrap();
        assert_eq!(store.secret_form(id).await.unwrap(), form);
    }
    assert_eq!(store.secret_form(AccountId(99)).await.unwrap(), SecretForm::Body);
}

pub(crate) async fn what_spoke_against_a_clear_is_kept(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    let clear = intended(store, new(id, None, "none"), at(0)).await;
    assert_eq!((clear.warnings.as_slice(), clear.anyway_reason.as_ref()), (&[][..], None));
    store.end_clear(clear.id, ended(ClearState::Refused), at(0), &counting()).await.unwrap();
    let warnings = ClearWarning::ALL.to_vec();
    let against = NewClear { warnings, anyway_reason: Some("演练 🛒".to_owned()), ..new(id, None, "all") };
    let clear = intended(store, against.clone(), at(1)).await;
    assert_eq!(clear.warnings, ClearWarning::ALL);
    assert_eq!(clear.anyway_reason.as_deref(), Some("演练 🛒"));
    assert_eq!(store.clear(clear.id).await.unwrap(), Some(clear.clone()));
    let again =
        store.order_clear(NewClear { warnings: Vec::new(), ..against }, &by(), at(2), &counting()).await.unwrap();
    assert_eq!(again, OrderedClear::Replay(clear), "as it was ordered");
}

pub(crate) async fn a_refusal_of_an_interface_is_found(store: &dyn Store) {
    let (id, [send, check]) = account(store, 1).await;
    let refused = |errcode| ClearEnd { errcode: Some(errcode), ..ended(ClearState::Refused) };
    made(store, new(id, Some(send), "1"), 0, refused(45009)).await;
    made(store, new(id, None, "2"), 1, refused(76022)).await;
    assert_eq!(store.found_not_clearable(send).await.unwrap(), None, "of another kind, and of the whole account");
    let first = made(store, new(id, Some(send), "3"), 2, refused(76022)).await;
    assert_eq!(store.found_not_clearable(send).await.unwrap(), first.ended_at);
    let second = made(store, new(id, Some(send), "4"), 5, refused(76022)).await;
    assert_eq!(store.found_not_clearable(send).await.unwrap(), second.ended_at, "the newest");
    assert_eq!(store.found_not_clearable(check).await.unwrap(), None);
}
