//! The turn of the quota day: what was used yesterday says nothing of today.

use desk::overview::reason;
use domain::{Figures, UsageState};
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind};
use serde_json::json;
use store::notices::NoticeQuery;

use crate::test_desk::{SEND, TestDesk, USERS, appid, read_once};

const READ: &str = "/cgi-bin/openapi/quota/get";

/// Moves the clocks to this long after midnight, from noon.
async fn midnight_and(test: &TestDesk, seconds: i64) {
    for _ in 0..11 {
        test.advance(60);
        test.beat().await;
    }
    test.advance(59);
    test.beat().await;
    test.advance_by(SignedDuration::from_secs(60 + seconds));
}

async fn notices(test: &TestDesk) -> usize {
    test.store.notices(&NoticeQuery { limit: 100, ..NoticeQuery::default() }).await.unwrap().len()
}

#[tokio::test]
async fn what_was_used_up_yesterday_is_not_exhausted_today() {
    let (test, account) = read_once().await;
    test.wechat.sandbox.consume(&appid(1), SEND, 1_000).unwrap();
    test.advance(60);
    test.beat().await;
    assert_eq!(test.row(account, SEND).await.state, UsageState::Exhausted);
    // At 23:59 its own minute may lie behind; it is read once more before the turn.
    for _ in 0..10 {
        test.advance(60);
        test.beat().await;
    }
    test.advance_by(SignedDuration::from_secs(3_601));
    let row = test.row(account, SEND).await;
    assert_eq!((row.state, row.figures, row.used_up_yesterday), (UsageState::Ok, None, true));
    assert_eq!((row.exhausts_at, row.exhausted_since), (None, None));
    assert_eq!(reason(&row).as_deref(), Some("new-day"));
    let other = test.row(account, USERS).await;
    assert_eq!((other.state, other.new_day, other.used_up_yesterday), (UsageState::Ok, true, false));
    test.advance(10);
    test.beat().await;
    let row = test.row(account, SEND).await;
    assert_eq!(row.figures, Some(Figures { daily_limit: 1_000, used: 0, remain: 1_000 }));
    assert_eq!((row.state, reason(&row)), (UsageState::Ok, None));
}

#[tokio::test]
async fn the_first_round_of_a_day_is_made_within_ten_minutes_once() {
    let (test, account) = read_once().await;
    midnight_and(&test, 0).await;
    let asked = test.asked();
    let mut read = Vec::new();
    for minute in 0..60 {
        test.beat().await;
        read.push((minute, test.asked() - asked));
        test.advance(1);
    }
    assert_eq!(read[10].1, 2, "both interfaces: {read:?}");
    assert_eq!(read[59].1, 2, "and once: {read:?}");
    let asked = test.asked();
    for _ in 0..60 {
        test.beat().await;
        test.advance(1);
    }
    assert_eq!(test.asked() - asked, 2, "the second hour has its own round");
    assert_eq!(test.row(account, SEND).await.state, UsageState::Ok);
}

#[tokio::test]
async fn a_first_reading_that_does_not_come_makes_it_stale_or_failed() {
    let (test, account) = read_once().await;
    midnight_and(&test, 0).await;
    test.advance(135);
    assert_eq!(test.row(account, SEND).await.state, UsageState::Ok);
    test.advance(1);
    let row = test.row(account, SEND).await;
    assert_eq!((row.state, row.new_day), (UsageState::Stale, false));
    test.wechat.sandbox.add_fault(Fault::on(READ, FaultKind::DropBefore));
    test.beat().await;
    assert_eq!(test.row(account, SEND).await.state, UsageState::Failed);
}

#[tokio::test]
async fn nothing_is_raised_from_yesterdays_figures_that_wechat_still_gives() {
    let (test, account) = read_once().await;
    test.wechat.sandbox.change_settings(json!({ "reset_shows_after_s": 1_200 })).unwrap();
    midnight_and(&test, -30).await;
    test.beat().await;
    let before = notices(&test).await;
    test.wechat.sandbox.consume(&appid(1), SEND, 990).unwrap();
    for _ in 0..25 {
        test.advance(1);
        test.beat().await;
    }
    assert_eq!(notices(&test).await, before);
    for _ in 0..10 {
        test.advance(1);
        test.beat().await;
    }
    let row = test.row(account, SEND).await;
    assert_eq!(row.figures.map(|figures| figures.used), Some(0), "it is read again at half past, not in an hour");
    assert_eq!(notices(&test).await, before);
}
