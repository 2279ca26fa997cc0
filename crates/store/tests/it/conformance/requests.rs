use domain::clears::advice::ClearWarning;
use domain::clears::{Barrier, EXPIRES_AFTER, RequestId, RequestState};
use domain::{AccountId, ClearState, Figures, Role, UserId, Via};
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use store::clears::{
    ApprovalFacts, CheckOutcome, Clear, ClearEnd, ClearRequest, DecideError, OrderError, RequestRejection, UsageBefore,
};
use store::{AuditActor, Store};

use super::clears::{NewClear, OrderedClear, barred, counting, ended, insisting, intended, looked_at, made, new};
use super::{account, at, by, by_command, by_user, path, user};
use store::{AccountChange, Change, UserChange};

/// An account of whose account-wide clears so many are left.
async fn with_left(store: &dyn Store, number: u64, left: i64) -> AccountId {
    let (id, _) = account(store, number).await;
    let told = AccountChange { cleared_before: Change::To(Some(10 - left)), ..Default::default() };
    store.change_account(id, told, &by(), at(0)).await.unwrap();
    id
}

/// What `alice` asks for at the base time: the last account-wide clear of an account.
async fn asked(store: &dyn Store, account: AccountId, key: &str) -> ClearRequest {
    requested(store, new(account, None, key), at(0)).await
}

async fn requested(store: &dyn Store, new: NewClear, at: Timestamp) -> ClearRequest {
    match store.order_clear(new, &by(), at, &counting()).await.unwrap() {
        OrderedClear::Requested(request) => request,
        other => panic!("{other:?}"),
    }
}

/// Two leads who did not ask.
async fn leads(store: &dyn Store) -> [AuditActor; 2] {
    [by_user(user(store, "bob", Role::Lead).await), by_user(user(store, "carol", Role::Lead).await)]
}

async fn agreed(store: &dyn Store, id: RequestId, by: &AuditActor, at: Timestamp) -> Result<Clear, DecideError> {
    store.approve_request(id, &ApprovalFacts::default(), by, at, &counting()).await
}

async fn turned_down(
    store: &dyn Store,
    id: RequestId,
    how: RequestRejection,
    by: &AuditActor,
    at: Timestamp,
) -> Result<ClearRequest, DecideError> {
    store.turn_down_request(id, how, by, at).await
}

fn declined() -> RequestRejection {
    RequestRejection::Declined("还早".to_owned())
}

async fn end(store: &dyn Store, clear: &Clear, state: ClearState) {
    store.end_clear(clear.id, ended(state), at(1), &counting()).await.unwrap();
}

pub(crate) async fn a_second_person_is_asked_where_nothing_else_is_missing(store: &dyn Store) {
    let two_left = with_left(store, 1, 2).await;
    assert_eq!(intended(store, new(two_left, None, "two"), at(0)).await.budget_left, Some(2));

    let one = with_left(store, 2, 1).await;
    let nameless = NewClear { name_typed: false, ..new(one, None, "k") };
    assert_eq!(barred(store, nameless, at(0)).await, Barrier::NameNeeded { left: 1 });
    let single = store.interfaces_of(one).await.unwrap()[0].id;
    let open = intended(store, new(one, Some(single), "single"), at(0)).await;
    assert_eq!(open.budget_left, Some(50), "the other budget is another one");
    let in_flight = Barrier::Open { id: open.id, in_flight: true };
    assert_eq!(barred(store, insisting(new(one, None, "k")), at(0)).await, in_flight);
    end(store, &open, ClearState::Accepted).await;
    let in_the_way = Barrier::Open { id: open.id, in_flight: false };
    assert_eq!(barred(store, new(one, None, "k"), at(1)).await, in_the_way);
    let none = with_left(store, 3, 0).await;
    assert_eq!(barred(store, new(none, None, "none"), at(0)).await, Barrier::BudgetSpent { only_guessed: true });
    assert!(store.clear_requests(10).await.unwrap().is_empty(), "something else was missing each time");

    let request = requested(store, insisting(new(one, None, "k")), at(2)).await;
    assert_eq!((request.account_id, request.account_name.as_str(), &request.interface), (one, "account 2", &None));
    assert_eq!((request.actor.as_str(), request.via, request.reason.as_str()), ("cli:alice", Via::Token, "促销 🛒"));
    assert_eq!(request.override_reason.as_deref(), Some("必须"));
    assert_eq!((request.asked_at, request.expires_at), (at(2), at(62)));
    assert_eq!((request.written, request.state(at(61))), (RequestState::Waiting, RequestState::Waiting));
    assert_eq!((request.clear, request.decided_at), (None, None));
    assert_eq!((&request.decided_by, &request.decision_reason), (&None, &None));
    assert_eq!(store.clear_request(request.id).await.unwrap(), Some(request.clone()));
    assert_eq!(store.clear_by_key("cli:alice", "k").await.unwrap(), None, "it is not in the ledger");
    assert_eq!(store.open_clears(one).await.unwrap().len(), 1, "nor does it stand in anybody's way");
    assert_eq!(requested(store, insisting(new(none, None, "none")), at(0)).await.account_id, none);
}

pub(crate) async fn an_admin_goes_on_alone_and_that_is_kept(store: &dyn Store) {
    let alone = |account, key| NewClear { break_glass: true, ..new(account, None, key) };
    let id = with_left(store, 1, 1).await;
    let clear = intended(store, alone(id, "1"), at(0)).await;
    assert_eq!((clear.glass_broken, clear.approved_by.as_deref()), (true, None));
    let plenty = with_left(store, 2, 5).await;
    let clear = intended(store, alone(plenty, "2"), at(0)).await;
    assert!(!clear.glass_broken, "no glass had to be broken");
    assert!(store.clear_requests(10).await.unwrap().is_empty());
}

pub(crate) async fn a_key_makes_one_request(store: &dyn Store) {
    let id = with_left(store, 1, 1).await;
    let request = asked(store, id, "k").await;
    let again = store.order_clear(new(id, None, "k"), &by(), at(5), &counting()).await.unwrap();
    assert_eq!(again, OrderedClear::RequestedBefore(request.clone()));
    assert_eq!(store.request_by_key("cli:alice", "k").await.unwrap(), Some((request.clone(), [7; 32])));
    assert_eq!(store.request_by_key("cli:bob", "k").await.unwrap(), None);
    let other = NewClear { request_hash: [8; 32], ..new(id, None, "k") };
    let reused = store.order_clear(other, &by(), at(5), &counting()).await.unwrap_err();
    assert!(matches!(reused, OrderError::KeyReused(None)), "{reused}");
    let elsewhere = with_left(store, 2, 1).await;
    let bobs = store.order_clear(new(elsewhere, None, "k"), &by_command("bob"), at(5), &counting()).await.unwrap();
    assert!(
        matches!(&bobs, OrderedClear::Requested(bobs) if bobs.id != request.id),
        "keys are each actor's own: {bobs:?}"
    );

    // However it ends, the same page sent again tells that end.
    turned_down(store, request.id, RequestRejection::Withdrawn, &by(), at(6)).await.unwrap();
    let again = store.order_clear(new(id, None, "k"), &by(), at(7), &counting()).await.unwrap();
    assert!(matches!(again, OrderedClear::RequestedBefore(of) if of.written == RequestState::Withdrawn));

    let (counting, by) = (counting(), by());
    let at_once = (0..20).map(|_| store.order_clear(new(id, None, "many"), &by, at(8), &counting));
    let made =
        join_all(at_once).await.into_iter().filter(|made| matches!(made, Ok(OrderedClear::Requested(_)))).count();
    assert_eq!(made, 1);
}

pub(crate) async fn a_second_key_leads_to_the_request_that_waits(store: &dyn Store) {
    let [bob, _] = leads(store).await;
    let id = with_left(store, 1, 1).await;
    let request = asked(store, id, "1").await;
    let order = async |new: NewClear, who: &AuditActor, minute| {
        store.order_clear(new, who, at(minute), &counting()).await.unwrap()
    };
    let joined = OrderedClear::Joined(request.clone());
    let repeated = OrderedClear::RequestedBefore(request.clone());
    assert_eq!(order(new(id, None, "2"), &by(), 1).await, joined);
    assert_eq!(order(new(id, None, "2"), &by(), 2).await, repeated, "its repetition leads there too");
    assert_eq!(order(new(id, None, "3"), &by_command("bob"), 2).await, joined, "whoever orders it");
    assert_eq!(store.request_by_key("cli:alice", "2").await.unwrap(), Some((request.clone(), [7; 32])));
    assert_eq!(store.clear_requests(9).await.unwrap(), std::slice::from_ref(&request), "one is open");
    let other = NewClear { request_hash: [8; 32], ..new(id, None, "2") };
    let reused = store.order_clear(other, &by(), at(2), &counting()).await.unwrap_err();
    assert!(matches!(reused, OrderError::KeyReused(None)), "{reused}");
    for another in [insisting(new(id, None, "4")), NewClear { via: Via::Secret, ..new(id, None, "5") }] {
        let made = order(another, &by(), 3).await;
        assert!(matches!(&made, OrderedClear::Requested(of) if of.id != request.id), "another clear: {made:?}");
    }

    let clear = agreed(store, request.id, &bob, at(4)).await.unwrap();
    assert_eq!(order(new(id, None, "2"), &by(), 5).await, OrderedClear::Replay(clear.clone()), "its clear now");
    assert_eq!(order(new(id, None, "3"), &by_command("bob"), 5).await, OrderedClear::Replay(clear.clone()));
    let other = NewClear { request_hash: [8; 32], ..new(id, None, "2") };
    let reused = store.order_clear(other, &by(), at(5), &counting()).await.unwrap_err();
    assert!(matches!(reused, OrderError::KeyReused(Some(of)) if of == clear.id), "{reused}");
}

pub(crate) async fn who_ordered_the_same_is_told_what_became_of_it(store: &dyn Store) {
    let [bob, _] = leads(store).await;
    let ids = |requests: Vec<ClearRequest>| requests.into_iter().map(|request| request.id).collect::<Vec<_>>();
    let news = async |who: &str, minute| ids(store.unseen_requests(who, at(minute)).await.unwrap());
    let mut requests = Vec::new();
    for (number, key) in (1..).zip(["approved", "withdrawn"]) {
        let id = with_left(store, number, 1).await;
        let request = asked(store, id, key).await;
        for who in ["carol", "dave"] {
            let joined = store.order_clear(new(id, None, key), &by_command(who), at(1), &counting()).await.unwrap();
            assert_eq!(joined, OrderedClear::Joined(request.clone()));
        }
        requests.push(request.id);
    }
    let [approved, withdrawn] = requests[..] else { panic!() };
    assert!(news("cli:carol", 2).await.is_empty(), "they wait");
    agreed(store, approved, &bob, at(3)).await.unwrap();
    turned_down(store, withdrawn, RequestRejection::Withdrawn, &by(), at(3)).await.unwrap();
    assert_eq!(news("cli:alice", 4).await, [approved], "who withdrew one knows");
    for who in ["cli:carol", "cli:dave"] {
        assert_eq!(news(who, 4).await, [withdrawn, approved], "{who}");
    }
    store.request_seen(approved, "cli:carol", at(5)).await.unwrap();
    assert_eq!(news("cli:carol", 6).await, [withdrawn]);
    assert_eq!(news("cli:dave", 6).await, [withdrawn, approved], "everybody sees it themselves");
    assert_eq!(news("cli:alice", 6).await, [approved]);
    assert!(news("cli:dave", 24 * 60 + 4).await.is_empty(), "a day later it is no news");
}

pub(crate) async fn a_request_that_is_over_leads_nobody_to_it(store: &dyn Store) {
    let id = with_left(store, 1, 1).await;
    let declined_one = asked(store, id, "1").await;
    assert_eq!(
        store.order_clear(new(id, None, "2"), &by(), at(1), &counting()).await.unwrap(),
        OrderedClear::Joined(declined_one.clone())
    );
    turned_down(store, declined_one.id, declined(), &leads(store).await[0], at(2)).await.unwrap();
    let again = store.order_clear(new(id, None, "2"), &by(), at(3), &counting()).await.unwrap();
    assert!(matches!(&again, OrderedClear::RequestedBefore(of) if of.written == RequestState::Declined), "{again:?}");
    let expired = requested(store, new(id, None, "3"), at(3)).await;
    let anew = requested(store, new(id, None, "4"), expired.expires_at).await;
    assert_eq!(store.waiting_requests(expired.expires_at).await.unwrap(), [anew]);
}

pub(crate) async fn a_request_agreed_to_is_a_clear_of_both(store: &dyn Store) {
    let [bob, carol] = leads(store).await;
    let id = with_left(store, 1, 1).await;
    let request = asked(store, id, "k").await;
    let send = store.interfaces_of(id).await.unwrap()[0].id;
    let figures = Figures { daily_limit: 100, used: 99, remain: 1 };
    let cgi_path = path("/cgi-bin/message/custom/send");
    let usage = vec![UsageBefore { interface: send, cgi_path, sampled_at: at(20), figures }];
    let seen = ApprovalFacts {
        usage_before: usage.clone(),
        warnings: vec![ClearWarning::ResetsSoon],
        anyway_reason: Some("a rehearsal".to_owned()),
    };
    let clear = store.approve_request(request.id, &seen, &bob, at(21), &counting()).await.unwrap();
    assert_eq!((clear.state, clear.at, clear.budget_left), (ClearState::Intended, at(21), Some(1)));
    assert_eq!((clear.actor.as_deref(), clear.approved_by.as_ref()), (Some("cli:alice"), Some(&bob.actor)));
    assert_eq!((clear.reason.as_deref(), clear.via, clear.glass_broken), (Some("促销 🛒"), Some(Via::Token), false));
    assert_eq!(clear.override_reason, None);
    assert_eq!(store.usage_before(clear.id).await.unwrap(), usage, "as it is when it begins");
    assert_eq!(clear.warnings, [ClearWarning::ResetsSoon], "by the facts of then");
    assert_eq!(clear.anyway_reason.as_deref(), Some("a rehearsal"), "as whoever agreed said");

    let decided = store.clear_request(request.id).await.unwrap().unwrap();
    assert_eq!((decided.written, decided.clear), (RequestState::Approved, Some(clear.id)));
    assert_eq!((decided.decided_at, decided.decided_by.as_ref()), (Some(at(21)), Some(&bob.actor)));
    let again = store.order_clear(new(id, None, "k"), &by(), at(22), &counting()).await.unwrap();
    assert_eq!(again, OrderedClear::Replay(clear.clone()), "whoever asked finds the clear by the same page");
    assert_eq!(store.clear_by_key("cli:alice", "k").await.unwrap(), Some((clear.clone(), [7; 32])));
    let other = NewClear { request_hash: [8; 32], ..new(id, None, "k") };
    let reused = store.order_clear(other, &by(), at(22), &counting()).await.unwrap_err();
    assert!(matches!(reused, OrderError::KeyReused(Some(of)) if of == clear.id), "{reused}");

    for by in [&bob, &carol] {
        let over = agreed(store, request.id, by, at(23)).await.unwrap_err();
        assert!(matches!(over, DecideError::NotPending(of) if of.clear == Some(clear.id)), "once");
    }
    let late = turned_down(store, request.id, RequestRejection::Withdrawn, &by(), at(23)).await.unwrap_err();
    assert!(matches!(late, DecideError::NotPending(_)), "{late}");
    assert!(store.clear_sent(clear.id, at(23)).await.unwrap(), "it is carried out as any other");
    end(store, &clear, ClearState::Accepted).await;
}

pub(crate) async fn nobody_decides_their_own_request_nor_withdraws_anothers(store: &dyn Store) {
    let [bob, _] = leads(store).await;
    let id = with_left(store, 1, 1).await;
    let request = asked(store, id, "k").await;
    let not_theirs = |error: DecideError| assert!(matches!(error, DecideError::NotDecider), "{error}");
    not_theirs(agreed(store, request.id, &by(), at(1)).await.unwrap_err());
    not_theirs(turned_down(store, request.id, declined(), &by(), at(1)).await.unwrap_err());
    not_theirs(turned_down(store, request.id, RequestRejection::Withdrawn, &bob, at(1)).await.unwrap_err());
    assert_eq!(store.clear_request(request.id).await.unwrap(), Some(request));
    let nowhere = RequestId(99);
    assert!(matches!(agreed(store, nowhere, &bob, at(1)).await.unwrap_err(), DecideError::NoSuchRequest));
    let none = turned_down(store, nowhere, declined(), &bob, at(1)).await.unwrap_err();
    assert!(matches!(none, DecideError::NoSuchRequest), "{none}");
    assert_eq!(store.clear_request(nowhere).await.unwrap(), None);
}

pub(crate) async fn whoever_may_clear_no_more_is_not_agreed_with(store: &dyn Store) {
    let account = with_left(store, 1, 1).await;
    let [bob, _] = leads(store).await;
    let dave = user(store, "dave", Role::Lead).await;
    let by_dave = AuditActor { actor: "dave".to_owned(), ..by_user(dave) };
    let asked = store.order_clear(new(account, None, "k"), &by_dave, at(0), &counting()).await.unwrap();
    let OrderedClear::Requested(request) = asked else { panic!("{asked:?}") };
    store.change_user(dave, UserChange::Role(Role::Support), &by(), at(0)).await.unwrap();
    let refused = agreed(store, request.id, &bob, at(1)).await.unwrap_err();
    assert!(matches!(refused, DecideError::RequesterNotAllowed), "{refused}");
    store.change_user(dave, UserChange::Role(Role::Admin), &by(), at(1)).await.unwrap();
    assert_eq!(agreed(store, request.id, &bob, at(2)).await.unwrap().actor.as_deref(), Some("dave"));
}

pub(crate) async fn a_request_is_turned_down_by_either(store: &dyn Store) {
    let [bob, _] = leads(store).await;
    let (one, two) = (with_left(store, 1, 1).await, with_left(store, 2, 1).await);
    let (first, second) = (asked(store, one, "1").await, asked(store, two, "2").await);
    let down = turned_down(store, first.id, declined(), &bob, at(5)).await.unwrap();
    assert_eq!(
        (down.written, down.decided_at, down.decided_by.as_ref()),
        (RequestState::Declined, Some(at(5)), Some(&bob.actor))
    );
    assert_eq!((down.decision_reason.as_deref(), down.clear), (Some("还早"), None));
    let back = turned_down(store, second.id, RequestRejection::Withdrawn, &by(), at(6)).await.unwrap();
    assert_eq!(
        (back.written, back.decided_by.as_deref(), back.decision_reason),
        (RequestState::Withdrawn, Some("cli:alice"), None)
    );
    for request in [first.id, second.id] {
        assert!(matches!(agreed(store, request, &bob, at(7)).await.unwrap_err(), DecideError::NotPending(_)));
        let over = turned_down(store, request, declined(), &bob, at(7)).await.unwrap_err();
        assert!(matches!(over, DecideError::NotPending(_)), "{over}");
    }
    assert!(store.clears(&store::clears::ClearQuery { limit: 10, ..Default::default() }).await.unwrap().is_empty());
}

pub(crate) async fn an_expired_request_is_over(store: &dyn Store) {
    let [bob, carol] = leads(store).await;
    let (one, two) = (with_left(store, 1, 1).await, with_left(store, 2, 1).await);
    let (first, second) = (asked(store, one, "1").await, asked(store, two, "2").await);
    let ends = at(0) + EXPIRES_AFTER;
    let just_before = ends - SignedDuration::from_millis(1);
    assert_eq!(store.waiting_requests(just_before).await.unwrap(), [first.clone(), second.clone()]);
    assert!(store.waiting_requests(ends).await.unwrap().is_empty());
    for (how, who) in [(declined(), &bob), (RequestRejection::Withdrawn, &by())] {
        let over = turned_down(store, first.id, how, who, ends).await.unwrap_err();
        assert!(matches!(&over, DecideError::NotPending(of) if of.state(ends) == RequestState::Expired), "{over}");
    }
    assert!(matches!(agreed(store, first.id, &carol, ends).await.unwrap_err(), DecideError::NotPending(_)));
    assert_eq!(store.clear_request(first.id).await.unwrap(), Some(first));
    agreed(store, second.id, &carol, just_before).await.unwrap();
}

pub(crate) async fn what_stands_in_the_way_then_bars_the_clear_and_the_request_waits_on(store: &dyn Store) {
    let [bob, _] = leads(store).await;
    let id = with_left(store, 1, 1).await;
    let send = store.interfaces_of(id).await.unwrap()[0].id;
    let request = asked(store, id, "k").await;
    let barrier = async |minute| match agreed(store, request.id, &bob, at(minute)).await.unwrap_err() {
        DecideError::NotOrdered(OrderError::Barred(barrier, _)) => barrier,
        other => panic!("{other}"),
    };
    let flying = intended(store, new(id, Some(send), "1"), at(1)).await;
    assert_eq!(barrier(2).await, Barrier::Open { id: flying.id, in_flight: true });
    store.clear_sent(flying.id, at(2)).await.unwrap();
    end(store, &flying, ClearState::Accepted).await;
    assert_eq!(barrier(3).await, Barrier::Open { id: flying.id, in_flight: false }, "nobody gave a reason to go on");
    let insisted = requested(store, insisting(new(id, None, "insisting")), at(3)).await;
    assert_eq!(store.waiting_requests(at(4)).await.unwrap().len(), 2, "both wait on");
    looked_at(store, flying.id, CheckOutcome::Effective, at(4)).await;

    let clear = agreed(store, request.id, &bob, at(5)).await.unwrap();
    assert_eq!(clear.approved_by.as_ref(), Some(&bob.actor));
    store.clear_sent(clear.id, at(5)).await.unwrap();
    let said = ClearEnd { errcode: Some(48006), ..ended(ClearState::Refused) };
    store.end_clear(clear.id, said, at(5), &counting()).await.unwrap();
    let spent = agreed(store, insisted.id, &bob, at(6)).await.unwrap_err();
    let spent_for_certain = |error: &DecideError| {
        let DecideError::NotOrdered(OrderError::Barred(barrier, budget)) = error else { return false };
        *barrier == Barrier::BudgetSpent { only_guessed: false } && budget.said_spent
    };
    assert!(spent_for_certain(&spent), "{spent}");
    assert_eq!(store.clear_request(insisted.id).await.unwrap(), Some(insisted.clone()));

    assert!(store.retire_account(id, &by(), at(7)).await.unwrap());
    let gone = agreed(store, insisted.id, &bob, at(8)).await.unwrap_err();
    assert!(matches!(gone, DecideError::NotOrdered(OrderError::NoSuchAccount)), "{gone}");
    turned_down(store, insisted.id, RequestRejection::Withdrawn, &by(), at(9)).await.unwrap();
}

pub(crate) async fn a_reason_to_go_on_is_kept_where_it_was_needed(store: &dyn Store) {
    let [bob, _] = leads(store).await;
    let id = with_left(store, 1, 1).await;
    let send = store.interfaces_of(id).await.unwrap()[0].id;
    let request = requested(store, insisting(new(id, None, "1")), at(0)).await;
    let clear = agreed(store, request.id, &bob, at(1)).await.unwrap();
    assert_eq!(clear.override_reason, None, "nothing stood in the way by then");
    store.end_clear(clear.id, ended(ClearState::Failed), at(1), &counting()).await.unwrap();
    let request = requested(store, insisting(new(id, None, "2")), at(2)).await;
    made(store, new(id, Some(send), "3"), 3, ended(ClearState::Accepted)).await;
    let clear = agreed(store, request.id, &bob, at(4)).await.unwrap();
    assert_eq!(clear.override_reason.as_deref(), Some("必须"));
}

pub(crate) async fn requests_are_listed_until_whoever_asked_has_seen_their_end(store: &dyn Store) {
    let [bob, _] = leads(store).await;
    let mut asked_for = Vec::new();
    for (number, key) in (1..).zip(["approved", "declined", "withdrawn", "expired", "waiting"]) {
        let minute = if key == "waiting" { 30 } else { 0 };
        asked_for.push(requested(store, new(with_left(store, number, 1).await, None, key), at(minute)).await.id);
    }
    let carols = new(with_left(store, 6, 1).await, None, "carols");
    let OrderedClear::Requested(carols) =
        store.order_clear(carols, &by_command("carol"), at(31), &counting()).await.unwrap()
    else {
        panic!("the last one takes a second person")
    };
    let ids = |requests: Vec<ClearRequest>| requests.into_iter().map(|request| request.id).collect::<Vec<_>>();
    let waiting = async |minute| ids(store.waiting_requests(at(minute)).await.unwrap());
    let unseen = async |minute| ids(store.unseen_requests("cli:alice", at(minute)).await.unwrap());
    let [approved, declined_one, withdrawn, expired, waits] = asked_for[..] else { panic!() };
    assert_eq!(waiting(31).await, [approved, declined_one, withdrawn, expired, waits, carols.id], "the oldest first");
    assert!(unseen(31).await.is_empty());
    agreed(store, approved, &bob, at(32)).await.unwrap();
    turned_down(store, declined_one, declined(), &bob, at(32)).await.unwrap();
    turned_down(store, withdrawn, RequestRejection::Withdrawn, &by(), at(32)).await.unwrap();
    assert_eq!(waiting(32).await, [expired, waits, carols.id]);
    assert_eq!(unseen(32).await, [declined_one, approved], "what one took back oneself is no news");
    assert_eq!(unseen(60).await, [expired, declined_one, approved]);
    assert_eq!(waiting(60).await, [waits, carols.id]);
    assert!(store.unseen_requests("cli:carol", at(60)).await.unwrap().is_empty());

    store.request_seen(approved, "cli:carol", at(61)).await.unwrap();
    store.request_seen(declined_one, "cli:alice", at(61)).await.unwrap();
    store.request_seen(RequestId(99), "cli:alice", at(61)).await.unwrap();
    assert_eq!(unseen(61).await, [expired, approved]);
    assert_eq!(ids(store.clear_requests(3).await.unwrap()), [carols.id, waits, expired], "the newest first");
    assert_eq!(store.clear_requests(100).await.unwrap().len(), 6);
    for none in [0, -1] {
        assert!(store.clear_requests(none).await.unwrap().is_empty());
    }
}

pub(crate) async fn decided_at_once_has_one_outcome(store: &dyn Store) {
    let [bob, carol] = leads(store).await;
    let mut outcomes = Vec::new();
    for number in 1..=12 {
        let id = with_left(store, number, 1).await;
        let request = asked(store, id, &number.to_string()).await.id;
        let counting = counting();
        let (alice, dave) = (by(), by_user(UserId(99)));
        let approve =
            async |who| store.approve_request(request, &ApprovalFacts::default(), who, at(1), &counting).await.is_ok();
        let withdraw = async || turned_down(store, request, RequestRejection::Withdrawn, &alice, at(1)).await.is_ok();
        let decline = async || turned_down(store, request, declined(), &dave, at(1)).await.is_ok();
        let (agreed, again, withdrawn, declined) = if number % 2 == 0 {
            let (a, b, c, d) = futures::join!(withdraw(), approve(&bob), decline(), approve(&carol));
            (b, d, a, c)
        } else {
            futures::join!(approve(&bob), approve(&carol), withdraw(), decline())
        };
        let ended = [agreed, again, withdrawn, declined];
        assert_eq!(ended.into_iter().filter(|done| *done).count(), 1, "{ended:?}");
        let end = store.clear_request(request).await.unwrap().unwrap();
        let clears = store.open_clears(id).await.unwrap();
        assert_eq!(clears.len(), usize::from(agreed || again), "a clear where it was agreed to, and none else");
        assert_eq!(end.clear, clears.first().map(|clear: &Clear| clear.id));
        let expected = match ended {
            [_, _, true, _] => RequestState::Withdrawn,
            [_, _, _, true] => RequestState::Declined,
            _ => RequestState::Approved,
        };
        assert_eq!(end.written, expected);
        outcomes.push(expected);
    }
    outcomes.sort_by_key(|state| state.word());
    outcomes.dedup();
    assert!(outcomes.len() > 1, "now one was first, now another: {outcomes:?}");
}
