//! What may be ordered, how often, and on which facts.

use std::sync::Arc;

use desk::clears::confirming::key_prefix;
use desk::clears::{ClearError, ConfirmedFacts, LedgerError, LedgerQuery, NotClearable, Order, ReasonError};
use domain::clears::advice::ClearWarning;
use domain::{AccountId, Actor, ClearState, Role, Scope, Via};
use futures::future::join_all;
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind};
use store::clears::DETAIL_INTERRUPTED;

use super::{CLEAR, ONE, order, order_one, the_clear};
use crate::test_desk::{SEND, TestDesk, USERS, appid, tester};

fn token(role: Role) -> Actor {
    Actor::Token { name: "ci".to_owned(), made_by: "cli:alice".to_owned(), role, maker: None, address: None }
}

async fn refused(test: &TestDesk, order: Order) -> ClearError {
    test.desk.clear(&tester(), order).await.unwrap_err()
}

#[tokio::test]
async fn a_clear_is_made_with_who_why_and_what_was_used() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.wechat.sandbox.consume(&appid(1), SEND, 990).unwrap();
    test.beat().await;
    let clear = the_clear(&test.desk.clear(&token(Role::Lead), order_one(account, SEND, "k")).await.unwrap());
    assert_eq!((clear.state, clear.scope(), clear.via), (ClearState::Accepted, Scope::Interface, Some(Via::Token)));
    assert_eq!((clear.actor.as_deref(), clear.reason.as_deref()), (Some("cli:alice"), Some("促销")));
    assert_eq!(clear.budget_left, Some(49));
    let page = test.desk.clear_page(&tester(), clear.id).await.unwrap();
    assert_eq!(page.before.len(), 1);
    assert_eq!((page.before[0].cgi_path.as_str(), page.before[0].figures.used), (SEND, 990));
    assert_eq!(page.verified_until, Some(clear.ended_at.unwrap() + SignedDuration::from_mins(36)));
    let cleared = &test.wechat.sandbox.counts().clears[0];
    assert_eq!((cleared.path.as_deref(), cleared.given_back), (Some(SEND), 990));

    let whole = Order { override_reason: Some("still".to_owned()), ..order(account, "k2") };
    let whole = test.cleared(whole).await;
    assert_eq!((whole.scope(), whole.budget_left), (Scope::Account, Some(9)));
    assert_eq!(test.desk.clear_page(&tester(), whole.id).await.unwrap().before.len(), 2);
    assert_eq!(test.received(CLEAR), 1);
}

#[tokio::test]
async fn the_same_order_fifty_times_at_once_is_one_call() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let tester = tester();
    let asked = (0..50).map(|_| test.desk.clear(&tester, order(account, "k")));
    let all: Vec<_> = join_all(asked).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(all.iter().filter(|ordered| !ordered.replayed).count(), 1);
    assert!(all.iter().all(|ordered| the_clear(ordered).id == the_clear(&all[0]).id));
    assert_eq!((test.received(CLEAR), test.carried_out()), (1, 1));
    let late = test.desk.clear(&tester, order(account, "k")).await.unwrap();
    assert!(late.replayed && the_clear(&late).state == ClearState::Accepted);

    // Keys of their own: one goes through, the others find it in the way.
    let other = test.add(2).await;
    let keys: Vec<_> = (0..50).map(|n| n.to_string()).collect();
    let all = join_all(keys.iter().map(|key| test.desk.clear(&tester, order(other, key)))).await;
    assert_eq!(all.iter().filter(|result| result.is_ok()).count(), 1);
    assert!(all.iter().filter_map(|result| result.as_ref().err()).all(|e| matches!(e, ClearError::Conflict { .. })));
    assert_eq!(test.carried_out(), 2);
}

#[tokio::test]
async fn refusals_come_in_the_order_of_the_contract() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let first = test.cleared(order(account, "k")).await;
    let bad = Order { account: "nobody".to_owned(), reason: " ".to_owned(), key: String::new(), ..Order::default() };
    for role in [Role::Viewer, Role::Support, Role::Reporter] {
        let error = test.desk.clear(&token(role), bad.clone()).await.unwrap_err();
        assert!(matches!(error, ClearError::Forbidden(_)), "{error}");
    }
    for key in [String::new(), "  ".to_owned(), "k".repeat(256)] {
        let error = refused(&test, Order { key, ..bad.clone() }).await;
        assert!(matches!(error, ClearError::KeyMissing), "{error}");
    }
    let reused = refused(&test, Order { key: "k".to_owned(), ..bad.clone() }).await;
    assert!(matches!(reused, ClearError::KeyReused(Some(id)) if id == first.id), "{reused}");
    let error = refused(&test, Order { key: "2".to_owned(), ..bad.clone() }).await;
    assert!(matches!(error, ClearError::Reason(ReasonError::Missing)), "{error}");
    let long = Order { reason: "字".repeat(501), ..order(account, "2") };
    assert!(matches!(refused(&test, long).await, ClearError::Reason(ReasonError::TooLong)));
    let long = Order { override_reason: Some("字".repeat(501)), ..order(account, "2") };
    assert!(matches!(refused(&test, long).await, ClearError::Override));
    assert!(matches!(refused(&test, order(AccountId(99), "2")).await, ClearError::NoSuchAccount));
    assert!(matches!(refused(&test, order_one(account, "/cgi-bin/no", "2")).await, ClearError::NoSuchInterface));
    assert!(matches!(refused(&test, order_one(account, "0", "2")).await, ClearError::NoSuchInterface));
    let one_by_secret = Order { via: Via::Secret, ..order_one(account, SEND, "2") };
    let error = refused(&test, one_by_secret).await;
    assert!(matches!(error, ClearError::NotClearable(NotClearable::InterfaceBySecret)), "{error}");
    assert!(
        matches!(refused(&test, order(account, "2")).await, ClearError::Conflict { id, in_flight: false } if id == first.id)
    );

    test.desk.retire_account(&tester(), account).await.unwrap();
    assert!(matches!(refused(&test, order(account, "2")).await, ClearError::NoSuchAccount));
    assert_eq!(test.received(CLEAR), 1);
}

#[tokio::test]
async fn an_interface_is_of_its_own_account() {
    let test = TestDesk::new().await;
    let (one, two) = (test.add(1).await, test.add(2).await);
    let of_two = test.row(two, SEND).await.id;
    let tampered = order_one(one, &of_two.to_string(), "k");
    assert!(matches!(refused(&test, tampered).await, ClearError::NoSuchInterface));
    let by_id = order_one(two, &of_two.to_string(), "k");
    assert_eq!(test.cleared(by_id).await.interface.map(|(id, _)| id), Some(of_two));
}

#[tokio::test]
async fn a_call_under_way_is_in_the_way_whatever_one_says() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let sandbox = &test.wechat.sandbox;
    sandbox.add_fault(Fault::on(ONE, FaultKind::Hold).times(1));
    let desk = Arc::clone(&test.desk);
    let first = tokio::spawn(async move { desk.clear(&tester(), order_one(account, SEND, "1")).await });
    sandbox.wait_until_held(1).await;
    let insisting = Order { override_reason: Some("now".to_owned()), ..order_one(account, USERS, "2") };
    assert!(matches!(refused(&test, insisting).await, ClearError::Conflict { in_flight: true, .. }));
    let replay = test.desk.clear(&tester(), order_one(account, SEND, "1")).await.unwrap();
    assert!(replay.replayed && the_clear(&replay).state == ClearState::Sent, "also while the first still runs");
    // Whoever ordered goes away; the clear goes on and is written down.
    first.abort();
    sandbox.release();
    test.desk.wait_for_clears().await;
    let ended = test.store.clear(the_clear(&replay).id).await.unwrap().unwrap();
    assert_eq!(ended.state, ClearState::Accepted);
    assert_eq!(test.carried_out(), 1);
}

#[tokio::test]
async fn wechats_no_corrects_the_count_until_the_month_turns() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    for _ in 0..10 {
        test.wechat.sandbox.clear_elsewhere(&appid(1), None).unwrap();
    }
    let before = test.budget(account, Scope::Account).await;
    assert_eq!((before.left, before.at_most), (10, true), "nobody said how many were used before");
    let clear = test.cleared(order(account, "1")).await;
    assert_eq!((clear.state, clear.errcode, clear.budget_left), (ClearState::Refused, Some(48006), Some(0)));
    assert!(clear.rid.is_some());
    let corrected = test.budget(account, Scope::Account).await;
    assert_eq!((corrected.left, corrected.elsewhere, corrected.spent), (0, 10, 0));
    let insisting = Order { override_reason: Some("x".to_owned()), ..order(account, "2") };
    let error = refused(&test, insisting).await;
    assert!(matches!(error, ClearError::BudgetSpent { only_guessed: false, .. }), "{error}");
    assert_eq!(test.cleared(order_one(account, SEND, "3")).await.state, ClearState::Accepted, "the other budget");
    assert_eq!(test.received(CLEAR), 1);
    // 22 November to 1 December.
    test.advance(9 * 24 * 60);
    test.watch().await;
    assert_eq!(test.budget(account, Scope::Account).await.left, 10);
    assert_eq!(test.cleared(order(account, "4")).await.state, ClearState::Accepted);
}

#[tokio::test]
async fn the_name_is_asked_for_when_three_are_left() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let told = desk::accounts::TypedChange {
        cleared_before: desk::accounts::Change::To(Some(7)),
        ..desk::accounts::TypedChange::default()
    };
    test.desk.edit_account(&tester(), account, told).await.unwrap();
    for confirm in [None, Some("服务号".to_owned())] {
        let error = refused(&test, Order { confirm, ..order(account, "k") }).await;
        assert!(matches!(error, ClearError::ConfirmNeeded { left: 3 }), "{error}");
    }
    let named = Order { confirm: Some(" 服务号 1 ".to_owned()), ..order(account, "k") };
    assert_eq!(test.cleared(named).await.budget_left, Some(2));
}

/// An order as the page for `account` sends it.
async fn confirmed(test: &TestDesk, account: AccountId, interface: Option<&str>) -> Order {
    let shown = test.desk.confirmation(&tester(), &account.to_string(), interface).await.unwrap();
    let id = shown.interface.as_ref().map(|row| row.id.to_string());
    let prefix = key_prefix(&account.to_string(), id.as_deref());
    assert!(shown.key.starts_with(&prefix));
    let seen = Some(ConfirmedFacts { key_prefix: prefix, facts: shown.seen });
    Order { interface: id, key: shown.key, seen, ..order(account, "") }
}

#[tokio::test]
async fn two_tabs_make_one_clear_and_a_later_page_another() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let (one, two) = (confirmed(&test, account, Some(SEND)).await, confirmed(&test, account, Some(SEND)).await);
    let first = test.cleared(one.clone()).await;
    let second = test.desk.clear(&tester(), two).await.unwrap();
    assert!(second.replayed && the_clear(&second).id == first.id);
    test.advance(36);
    test.watch().await;
    assert!(test.desk.clear(&tester(), one).await.unwrap().replayed, "the back button, much later");
    let anew = confirmed(&test, account, Some(SEND)).await;
    assert_ne!(test.cleared(anew).await.id, first.id);
    assert_eq!(test.received(ONE), 2);
}

#[tokio::test]
async fn the_same_form_fifty_times_at_once_is_one_clear() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let form = confirmed(&test, account, None).await;
    let tester = tester();
    let asked = (0..50).map(|_| test.desk.clear(&tester, form.clone()));
    let all: Vec<_> = join_all(asked).await.into_iter().map(Result::unwrap).collect();
    assert!(
        all.iter().all(|ordered| the_clear(ordered).id == the_clear(&all[0]).id),
        "none is told that the facts have changed"
    );
    assert_eq!((test.received(CLEAR), test.carried_out()), (1, 1));
}

#[tokio::test]
async fn whoever_orders_may_go_away_at_any_moment() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    // From nothing of it to all of it, however many steps that takes on a busy machine.
    let (mut made, mut whole, mut steps) = (0, 0, 0);
    while whole < 5 {
        steps += 1 + steps / 8;
        let key = steps.to_string();
        let order = Order { override_reason: Some("again".to_owned()), ..order_one(account, SEND, &key) };
        let tester = tester();
        let mut ordering = Box::pin(test.desk.clear(&tester, order));
        // As far as it comes in so many steps; then the connection is gone.
        for _ in 1..steps {
            if futures::poll!(ordering.as_mut()).is_ready() {
                whole += 1;
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(ordering);
        test.desk.wait_for_clears().await;
        let known = test.store.clear_by_key("cli:tester", &key).await.unwrap();
        assert!(known.as_ref().is_none_or(|(clear, _)| clear.state == ClearState::Accepted), "{steps}: {known:?}");
        made += usize::from(known.is_some());
        assert_eq!(test.carried_out(), made, "{steps}");
    }
    assert!(made >= whole, "{made}");
}

#[tokio::test]
async fn what_was_confirmed_must_still_be_so() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let changed = |error: ClearError| assert!(matches!(error, ClearError::Outdated), "{error}");
    // Over midnight: the day's counts began anew by themselves.
    let kept_open = confirmed(&test, account, None).await;
    test.advance(12 * 60);
    changed(refused(&test, kept_open).await);
    // Over the month's end.
    let kept_open = confirmed(&test, account, None).await;
    test.advance(9 * 24 * 60);
    changed(refused(&test, kept_open).await);
    // Someone else cleared in between.
    let kept_open = confirmed(&test, account, Some(USERS)).await;
    test.cleared(order_one(account, SEND, "other")).await;
    changed(refused(&test, kept_open).await);
    // Another target than the one that was shown.
    let mut tampered = confirmed(&test, account, Some(USERS)).await;
    tampered.interface = None;
    changed(refused(&test, tampered).await);
    assert_eq!((test.received(CLEAR), test.received(ONE)), (0, 1));
}

#[tokio::test]
async fn a_confirmation_says_what_is_in_the_way() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.wechat.sandbox.consume(&appid(1), SEND, 990).unwrap();
    test.wechat.sandbox.consume(&appid(1), USERS, 100).unwrap();
    test.beat().await;
    let word = account.to_string();
    let shown = test.desk.confirmation(&tester(), &word, None).await.unwrap();
    let helps: Vec<_> = shown.helps.iter().map(|row| row.cgi_path.as_str()).collect();
    assert_eq!(helps, [SEND, USERS], "the most used first");
    assert!(!shown.asks_for_name() && !shown.asks_for_override() && !shown.is_impossible());
    let one = test.desk.confirmation(&tester(), &word, Some(USERS)).await.unwrap();
    assert_eq!((one.helps.len(), one.scope, one.budget.left), (1, Scope::Interface, 50));

    let clear = test.cleared(order_one(account, SEND, "k")).await;
    let shown = test.desk.confirmation(&tester(), &word, None).await.unwrap();
    assert_eq!(shown.in_the_way.as_ref().map(|open| open.id), Some(clear.id));
    assert!(shown.asks_for_override() && !shown.is_impossible());
    let other = test.desk.confirmation(&tester(), &word, Some(USERS)).await.unwrap();
    assert_eq!(other.in_the_way, None);
    let viewer = test.desk.confirmation(&token(Role::Support), &word, None).await.unwrap_err();
    assert!(matches!(viewer, ClearError::Forbidden(_)));
}

#[tokio::test]
async fn what_a_desk_left_under_way_is_given_up_by_the_next() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let sandbox = test.wechat.sandbox.clone();
    sandbox.add_fault(Fault::on(CLEAR, FaultKind::Hold));
    let desk = Arc::clone(&test.desk);
    let order = tokio::spawn(async move { desk.clear(&tester(), order(account, "1")).await });
    sandbox.wait_until_held(1).await;
    // As after a crash: what the ledger says is all that is known.
    let given_up = test.desk.end_interrupted_clears().await.unwrap();
    assert_eq!(given_up.iter().map(|clear| clear.state).collect::<Vec<_>>(), [ClearState::Unknown]);
    sandbox.release();
    let ended = the_clear(&order.await.unwrap().unwrap());
    assert_eq!(ended.state, ClearState::Unknown, "what was given up stays so, whoever comes late");
    let page = test.desk.clear_page(&tester(), ended.id).await.unwrap();
    assert_eq!(page.events.last().unwrap().detail.as_deref(), Some(DETAIL_INTERRUPTED));
    assert!(test.desk.end_interrupted_clears().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_ledger_is_for_those_who_answer_for_it() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let clear = test.cleared(order(account, "k")).await;
    for role in [Role::Viewer, Role::Support] {
        let error = test.desk.ledger(&token(role), &LedgerQuery::default()).await.unwrap_err();
        assert!(matches!(error, LedgerError::Forbidden(_)), "{role}");
        assert!(test.desk.clear_page(&token(role), clear.id).await.is_err(), "{role}");
        assert_eq!(test.desk.budgets(&token(role), None).await.unwrap()[0].budgets.account.left, 9, "{role}");
    }
    assert!(test.desk.budgets(&token(Role::Reporter), None).await.is_err());
    let query = LedgerQuery { month: Some("2026-11".to_owned()), limit: 10, ..LedgerQuery::default() };
    assert_eq!(test.desk.ledger(&token(Role::Lead), &query).await.unwrap().clears.len(), 1);
    let other = LedgerQuery { month: Some("2026-10".to_owned()), limit: 10, ..LedgerQuery::default() };
    assert!(test.desk.ledger(&tester(), &other).await.unwrap().clears.is_empty());
    for month in ["", "11-2026"] {
        assert!(matches!(test.desk.budgets(&tester(), Some(month)).await, Err(LedgerError::NoSuchMonth)));
    }
}

#[tokio::test]
async fn a_secret_typed_as_a_reason_is_masked_in_the_ledger() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let reason = format!("secret={} phone 13800138000 access_token=50_abcdefgh", crate::test_desk::SECRET);
    let clear = test.cleared(Order { reason, ..order(account, "k") }).await;
    assert!(clear.reason.unwrap().contains("‹masked›"));
    let on_disk = test.bytes_on_disk();
    for planted in [crate::test_desk::SECRET, "50_abcdefgh"] {
        assert!(!on_disk.windows(planted.len()).any(|bytes| bytes == planted.as_bytes()), "{planted}");
    }
}

#[tokio::test]
async fn a_pointless_clear_takes_a_typed_reason_from_people_and_carries_a_warning_for_programs() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.wechat.sandbox.consume(&appid(1), SEND, 9).unwrap();
    test.beat().await;
    for interface in [None, Some(SEND)] {
        let form = confirmed(&test, account, interface).await;
        for anyway_reason in [None, Some("  ".to_owned())] {
            let order = Order { anyway_reason, ..form.clone() };
            assert!(matches!(refused(&test, order).await, ClearError::Anyway(ReasonError::Missing)), "{interface:?}");
        }
        let long = Order { anyway_reason: Some("字".repeat(501)), ..form.clone() };
        assert!(matches!(refused(&test, long).await, ClearError::Anyway(ReasonError::TooLong)));
    }
    assert_eq!(test.carried_out(), 0, "nothing was spent");
    for number in 1..=3 {
        let form = confirmed(&test, account, None).await;
        assert!(matches!(refused(&test, form.clone()).await, ClearError::Anyway(ReasonError::Missing)), "each time");
        let anyway_reason = Some("演练 access_token=50_abcdefgh".to_owned());
        let clear = test.cleared(Order { anyway_reason, ..form }).await;
        assert_eq!(clear.anyway_reason.as_deref(), Some("演练 access_token=‹masked›"));
        assert_eq!(clear.warnings, [ClearWarning::Pointless]);
        assert_eq!(test.carried_out(), number);
        test.advance_by(SignedDuration::from_secs(5));
        test.watch().await;
    }
    let by_program = order(account, "program");
    let made = test.cleared(by_program.clone()).await;
    assert_eq!((made.warnings.as_slice(), made.anyway_reason.as_ref()), (&[ClearWarning::Pointless][..], None));
    let replayed = test.desk.clear(&tester(), by_program).await.unwrap();
    assert_eq!((replayed.replayed, the_clear(&replayed).warnings), (true, made.warnings));
}

#[tokio::test]
async fn a_clear_that_gives_back_asks_nothing_more_and_what_speaks_against_it_is_kept() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let unread = test.cleared(order_one(account, USERS, "unread")).await;
    assert_eq!(unread.warnings, [ClearWarning::NoFigures]);
    test.wechat.sandbox.consume(&appid(1), SEND, 990).unwrap();
    test.wechat.sandbox.consume(&appid(1), USERS, 100).unwrap();
    test.beat().await;
    let open = Order { override_reason: Some("x".to_owned()), ..order_one(account, USERS, "open") };
    assert_eq!(test.cleared(open).await.warnings, [ClearWarning::LowUse, ClearWarning::ClearOpen]);
    let form = confirmed(&test, account, Some(SEND)).await;
    let clear = test.cleared(Order { anyway_reason: Some("not asked for".to_owned()), ..form }).await;
    assert_eq!((clear.warnings, clear.anyway_reason), (vec![], None));
}

#[tokio::test]
async fn an_interface_that_wechat_refused_to_clear_is_not_clearable_until_it_is_read_again() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let no = FaultKind::Errcode { errcode: 76022, errmsg: None };
    test.wechat.sandbox.add_fault(Fault::on(ONE, no.clone()).times(1));
    test.wechat.sandbox.consume(&appid(1), SEND, 990).unwrap();
    test.beat().await;
    test.advance_by(SignedDuration::from_secs(1));
    assert_eq!(test.cleared(order_one(account, SEND, "1")).await.state, ClearState::Refused);
    let calls = test.received(ONE);
    let again = refused(&test, order_one(account, SEND, "2")).await;
    assert!(matches!(again, ClearError::NotClearable(NotClearable::RefusedBefore)), "{again}");
    assert_eq!(test.received(ONE), calls);
    let shown = test.desk.confirmation(&tester(), &account.to_string(), Some(SEND)).await.unwrap();
    assert!(shown.refused_before && shown.is_impossible());
    let users = test.cleared(order_one(account, USERS, "other")).await;
    assert_eq!(users.state, ClearState::Accepted, "another interface");
    let whole = Order { override_reason: Some("x".to_owned()), ..order(account, "whole") };
    assert_eq!(test.cleared(whole).await.state, ClearState::Accepted, "the whole account");

    // A reading that fails gives no figure.
    test.wechat.sandbox.add_fault(Fault::on("/cgi-bin/openapi/quota/get", no));
    test.advance(60);
    test.beat().await;
    let again = refused(&test, order_one(account, SEND, "3")).await;
    assert!(matches!(again, ClearError::NotClearable(NotClearable::RefusedBefore)), "{again}");
    test.wechat.sandbox.clear_faults();
    test.advance(60);
    test.beat().await;
    let read = Order { override_reason: Some("x".to_owned()), ..order_one(account, SEND, "4") };
    assert_eq!(test.cleared(read).await.state, ClearState::Accepted);
}
