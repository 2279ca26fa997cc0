//! When a clear is verified: readings within the allowance, one account after the other, until wxquota stops.

use std::sync::Arc;

use desk::accounts::TypedChange;
use domain::ClearState;
use domain::clears::verification::InconclusiveReason;
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind, InterfaceConfig};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{QUOTA, used};
use crate::clears::{order, order_one};
use crate::test_desk::{SEND, TestDesk, appid, tester};

#[tokio::test]
async fn readings_after_a_clear_are_those_kept_for_it_and_never_more_than_the_days() {
    let (test, account) = used(990, 400).await;
    let few = TypedChange { daily_readings: Some(300), ..TypedChange::default() };
    test.desk.edit_account(&tester(), account, few).await.unwrap();
    let day = test.desk.settings().quota_zone.day_start(test.desk.clock().now());
    test.store.take_readings(account, day, 98, 100).await.unwrap();
    test.advance(60);
    test.beat().await;
    assert_eq!(test.asked(), 2, "the sampler has used its own 100");
    test.wechat_is(json!({ "clear_shows_after_s": 1_200 }));
    let clear = test.cleared(order(account, "k")).await;
    test.look_for(&clear, 4).await;
    assert_eq!(test.store.readings_taken(account, day).await.unwrap(), 102, "out of the 200 that are kept");

    // One is left of the day: it goes to what was used most, and then nothing is read any more.
    test.store.take_readings(account, day, 197, 300).await.unwrap();
    test.look_for(&clear, 1_620).await;
    assert_eq!(test.store.readings_taken(account, day).await.unwrap(), 300);
    assert_eq!(test.asked(), 2 + 2 + 1);
    test.look_for(&clear, 2_160).await;
    assert_eq!(test.now(&clear).await.state, ClearState::Accepted);
    assert_eq!(test.last_word(&clear).await.as_deref(), Some(InconclusiveReason::Unread.word()));
}

#[tokio::test]
async fn all_looks_at_many_interfaces_stay_within_what_is_kept_for_them() {
    let paths: Vec<_> = (0..30).map(|n| format!("/cgi-bin/test/{n}")).collect();
    let interfaces: Vec<_> = paths.iter().map(|path| InterfaceConfig::new(path, 1_000)).collect();
    let test = TestDesk::on(1, &interfaces, desk::Settings::default()).await;
    let typed = desk::accounts::TypedAccount { watch: paths.clone(), ..crate::test_desk::typed(1) };
    let account = test.desk.add_account(&tester(), typed).await.unwrap().id;
    for (path, calls) in paths.iter().zip(100..) {
        test.uses(path, calls);
    }
    test.beat().await;
    test.wechat_is(json!({ "clears_lift": false }));
    let clear = test.cleared(order(account, "k")).await;
    let asked = test.asked();
    test.look_for(&clear, 2_160).await;
    assert_eq!(test.now(&clear).await.state, ClearState::Ineffective);
    assert_eq!(test.asked() - asked, 8 * 20, "the 20 most used, at each look");
    let page = test.desk.clear_page(&tester(), clear.id).await.unwrap();
    assert!(page.after.iter().all(|effect| effect.figures.used >= 110));
}

#[tokio::test]
async fn wechats_own_limit_of_readings_ends_them_for_the_day() {
    let (test, account) = used(990, 400).await;
    let clear = test.cleared(order(account, "k")).await;
    let limit = FaultKind::Errcode { errcode: 44993, errmsg: None };
    test.wechat.sandbox.add_fault(Fault::on(QUOTA, limit));
    let asked = test.asked();
    test.look_for(&clear, 2_160).await;
    assert!(test.asked() - asked <= 2, "it said so once: {}", test.asked() - asked);
    let starved = test.desk.sampler_status(&tester()).await.unwrap().accounts.remove(0).state;
    assert!(
        matches!(starved, desk::sampling::status::SamplingState::RefusedUntil(_)),
        "{starved:?}: a state to be seen"
    );
    assert_eq!(test.last_word(&clear).await.as_deref(), Some(InconclusiveReason::Unread.word()));
}

#[tokio::test]
async fn an_account_that_is_paused_is_not_read() {
    let (test, account) = used(990, 400).await;
    let clear = test.cleared(order(account, "k")).await;
    test.desk.pause_account(&tester(), account, true).await.unwrap();
    let asked = test.asked();
    test.look_for(&clear, 2_160).await;
    assert_eq!((test.asked(), test.now(&clear).await.state), (asked, ClearState::Accepted));
    assert_eq!(test.last_word(&clear).await.as_deref(), Some(InconclusiveReason::Unread.word()));
}

#[tokio::test]
async fn a_slow_account_holds_up_nobody_and_a_look_is_made_once() {
    let (test, account) = used(990, 0).await;
    let other = test.add(2).await;
    test.wechat.sandbox.consume(&appid(2), SEND, 900).unwrap();
    test.advance(60);
    test.beat().await;
    let slow = test.cleared(order_one(account, SEND, "slow")).await;
    let quick = test.cleared(order_one(other, SEND, "quick")).await;
    test.wechat.sandbox.add_fault(Fault::on(QUOTA, FaultKind::Hold).account(&appid(1)).times(1));
    test.advance_by(SignedDuration::from_secs(5));
    assert_eq!(test.desk.run_due_clear_jobs().await.unwrap(), 2);
    test.wechat.sandbox.wait_until_held(1).await;
    while test.now(&quick).await.state != ClearState::Effective {
        tokio::task::yield_now().await;
    }
    assert_ne!(test.now(&slow).await.state, ClearState::Effective);
    assert_eq!(test.desk.run_due_clear_jobs().await.unwrap(), 0, "it is under way");
    test.wechat.sandbox.release();
    test.desk.watched().await;
    // Where this machine is slow, the reading that was held has been given up.
    test.look_for(&slow, 30).await;
    assert_eq!(test.now(&slow).await.state, ClearState::Effective);
}

#[tokio::test]
async fn the_desk_looks_by_itself_and_ends_what_it_began_when_it_stops() {
    let (test, account) = used(990, 0).await;
    let clear = test.cleared(order_one(account, SEND, "k")).await;
    test.advance_by(SignedDuration::from_secs(6));
    test.wechat.sandbox.add_fault(Fault::on(QUOTA, FaultKind::Delay { ms: 20 }));
    let stop = CancellationToken::new();
    let watching = tokio::spawn(Arc::clone(&test.desk).run_clear_scheduler(stop.clone()));
    while test.asked() < 3 {
        tokio::task::yield_now().await;
    }
    stop.cancel();
    watching.await.unwrap();
    assert_eq!(test.now(&clear).await.state, ClearState::Effective, "the reading under way was waited for");
}
