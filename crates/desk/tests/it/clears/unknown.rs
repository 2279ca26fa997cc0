//! Clears of which nobody knows whether they were carried out: seen from readings, or settled by a person.

use std::sync::Arc;

use desk::clears::{Order, SettleError};
use domain::clears::verification::InconclusiveReason;
use domain::{ClearState, Scope, SettingKey};
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind};
use store::clears::Settlement;

use super::verifying::{QUOTA, used};
use super::{CLEAR, ONE, order, order_one};
use crate::test_desk::{SEND, appid, tester};

#[tokio::test]
async fn an_unknown_clear_whose_counts_fell_was_carried_out() {
    for (whole, endpoint) in [(true, CLEAR), (false, ONE)] {
        let (test, account) = used(990, 400).await;
        test.wechat.sandbox.add_fault(Fault::on(endpoint, FaultKind::DropAfter).times(1));
        let clear = test.cleared(if whole { order(account, "k") } else { order_one(account, SEND, "k") }).await;
        assert_eq!((clear.state, test.carried_out()), (ClearState::Unknown, 1));
        test.look_for(&clear, 4).await;
        let clear = test.now(&clear).await;
        assert_eq!((clear.state, clear.being_verified), (ClearState::Effective, false));
        let budget = test.budget(account, clear.scope()).await;
        assert_eq!((budget.spent, budget.unknown), (1, 0));
    }
}

#[tokio::test]
async fn an_unknown_clear_that_was_not_seen_to_work_stays_unknown_until_somebody_settles_it() {
    for (settlement, state, left) in
        [(Settlement::Counted, ClearState::Ineffective, 9), (Settlement::GivenBack, ClearState::Failed, 10)]
    {
        let (test, account) = used(990, 400).await;
        test.wechat.sandbox.add_fault(Fault::on(CLEAR, FaultKind::DropBefore).times(1));
        let clear = test.cleared(order(account, "k")).await;
        assert_eq!((clear.state, test.carried_out()), (ClearState::Unknown, 0));
        test.look_for(&clear, 2_160).await;
        let clear = test.now(&clear).await;
        assert_eq!((clear.state, clear.being_verified, clear.budget_left), (ClearState::Unknown, false, Some(9)));
        assert_eq!(test.last_word(&clear).await.as_deref(), Some(InconclusiveReason::NotSeen.word()));
        let shown = test.desk.confirmation(&tester(), &account.to_string(), None).await.unwrap();
        assert_eq!(shown.in_the_way.map(|open| open.id), Some(clear.id), "until it is settled");

        let settle = async |why: &str| test.desk.settle_clear(&tester(), clear.id, settlement, why).await;
        assert!(matches!(settle(" ").await, Err(SettleError::Reason(_))));
        let settled = settle("问了微信 access_token=50_abcdefgh").await.unwrap();
        assert_eq!((settled.state, settled.budget_left), (state, Some(left)));
        let event = test.store.clear_events(clear.id).await.unwrap().pop().unwrap();
        assert_eq!((event.state, event.actor.as_deref()), (state, Some("cli:tester")));
        assert_eq!(event.detail.as_deref(), Some("问了微信 access_token=‹masked›"), "with a reason, redacted");
        assert!(matches!(settle("again").await, Err(SettleError::NotOpen(of)) if of.state == state));
        let shown = test.desk.confirmation(&tester(), &account.to_string(), None).await.unwrap();
        assert_eq!(shown.in_the_way, None);
        assert_eq!(test.budget(account, Scope::Account).await.left, left);
    }
}

#[tokio::test]
async fn what_is_settled_is_not_looked_at_any_more() {
    let (test, account) = used(990, 400).await;
    test.wechat.sandbox.add_fault(Fault::on(CLEAR, FaultKind::DropAfter).times(1));
    let clear = test.cleared(order(account, "k")).await;
    // The look is under way when somebody settles it.
    test.wechat.sandbox.add_fault(Fault::on(QUOTA, FaultKind::Hold).times(1));
    test.advance_by(SignedDuration::from_secs(5));
    test.desk.run_due_clear_jobs().await.unwrap();
    test.wechat.sandbox.wait_until_held(1).await;
    let settled = test.desk.settle_clear(&tester(), clear.id, Settlement::GivenBack, "x").await.unwrap();
    test.wechat.sandbox.release();
    test.desk.watched().await;
    assert_eq!(test.now(&clear).await, settled, "a person has said so");
    test.advance(40);
    assert_eq!(test.watch().await, 0);
}

#[tokio::test]
async fn one_of_several_that_fell_does_not_prove_an_unknown_clear_of_all() {
    let (test, account) = used(990, 400).await;
    test.wechat.sandbox.add_fault(Fault::on(CLEAR, FaultKind::DropBefore).times(1));
    let clear = test.cleared(order(account, "k")).await;
    test.wechat.sandbox.clear_elsewhere(&appid(1), Some(SEND)).unwrap();
    test.look_for(&clear, 2_160).await;
    let clear = test.now(&clear).await;
    assert_eq!((clear.state, clear.being_verified, clear.given_back), (ClearState::Unknown, false, Some(990)));
}

#[tokio::test]
async fn what_a_crash_left_unknown_is_looked_for_too() {
    let (test, account) = used(990, 400).await;
    test.wechat.sandbox.add_fault(Fault::on(CLEAR, FaultKind::Hold));
    let desk = Arc::clone(&test.desk);
    let ordered = tokio::spawn(async move { desk.clear(&tester(), order(account, "1")).await });
    test.wechat.sandbox.wait_until_held(1).await;
    let given_up = test.desk.end_interrupted_clears().await.unwrap().remove(0);
    assert_eq!((given_up.state, given_up.being_verified), (ClearState::Unknown, true));
    test.wechat.sandbox.release();
    ordered.await.unwrap().unwrap();
    test.look_for(&given_up, 4).await;
    assert_eq!(test.now(&given_up).await.state, ClearState::Effective, "WeChat had carried it out");
}

#[tokio::test]
async fn a_limit_that_is_set_by_mistake_meanwhile_gives_nothing_back() {
    let (test, account) = used(990, 400).await;
    test.wechat.sandbox.add_fault(Fault::on(CLEAR, FaultKind::DropBefore).times(1));
    let unknown = test.cleared(order(account, "1")).await;
    assert_eq!(unknown.state, ClearState::Unknown);
    test.wechat.sandbox.add_fault(Fault::on(CLEAR, FaultKind::Hold).times(1));
    let desk = Arc::clone(&test.desk);
    let next = Order { override_reason: Some("calls fail".to_owned()), ..order(account, "2") };
    let ordered = tokio::spawn(async move { desk.clear(&tester(), next).await });
    test.wechat.sandbox.wait_until_held(1).await;
    // While its call is under way, somebody types 1 for 10.
    let mistake = [(SettingKey::AccountClears, "1".to_owned()).into()];
    test.desk.change_settings(&tester(), &mistake, None).await.unwrap();
    test.wechat.sandbox.release();
    let accepted = ordered.await.unwrap().unwrap();
    assert_eq!(super::the_clear(&accepted).state, ClearState::Accepted);
    assert_eq!(test.now(&unknown).await.state, ClearState::Unknown, "WeChat's 10 leave room for both");
}
