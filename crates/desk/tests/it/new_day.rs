//! The turn of the quota day: what was used yesterday says nothing of today.

use desk::overview::reason;
use desk::policies::TypedPolicy;
use desk::sampling::Target;
use domain::incidents::ReactionReason;
use domain::{AccountId, Figures, UsageState};
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind};
use serde_json::json;
use store::notices::NoticeQuery;

use crate::incidents::report;
use crate::policies::clearing;
use crate::test_desk::{SEND, TestDesk, USERS, appid, read_once, tester};

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
    assert_eq!((row.forecast.runs_out_at(), row.exhausted_since), (None, None));
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

/// Moves the clock on, minute by minute, with what the desk does in each.
async fn minutes(test: &TestDesk, minutes: i64) {
    for _ in 0..minutes {
        test.advance(1);
        test.beat().await;
        while test.desk.investigate_queued().await.unwrap() > 0 {}
        test.desk.run_due_policies().await;
    }
}

/// An account with a policy and an interface that is used up at 23:55, whose count turns at 00:20; it is 00:00.
async fn used_up_before_a_late_turn(policy: &TypedPolicy) -> (TestDesk, AccountId) {
    let (test, account) = read_once().await;
    test.wechat.sandbox.change_settings(json!({ "reset_shows_after_s": 1_200 })).unwrap();
    for _ in 0..11 {
        test.advance(60);
        test.beat().await;
    }
    test.advance(55);
    test.wechat.sandbox.consume(&appid(1), SEND, 1_000).unwrap();
    test.desk.sample_now(&tester(), Target::Account(account)).await.unwrap();
    test.policy(policy).await;
    test.advance(5);
    (test, account)
}

#[tokio::test]
async fn no_policy_clears_on_yesterdays_figures_however_often_they_are_read() {
    let (test, account) = used_up_before_a_late_turn(&clearing(95)).await;
    minutes(&test, 4).await;
    for minute in [5, 10, 15, 19] {
        test.desk.sample_now(&tester(), Target::Account(account)).await.unwrap();
        minutes(&test, 1).await;
        let row = test.row(account, SEND).await;
        let told = (row.state, row.figures, row.new_day, row.used_up_yesterday, row.forecast.runs_out_at());
        assert_eq!(told, (UsageState::Ok, None, true, true, None), "00:{minute}");
        minutes(&test, if minute == 15 { 2 } else { 4 }).await;
    }
    minutes(&test, 20).await;
    let row = test.row(account, SEND).await;
    assert_eq!(row.figures.map(|figures| figures.used), Some(0), "{row:?}");
    assert_eq!(test.carried_out(), 0);
    assert!(test.decisions().await.is_empty(), "{:?}", test.decisions().await);
}

#[tokio::test]
async fn an_incident_before_the_count_turns_is_looked_into_again_once_it_has() {
    let on_incidents = TypedPolicy { trigger: "incident".to_owned(), ..clearing(95) };
    let (test, account) = used_up_before_a_late_turn(&on_incidents).await;
    minutes(&test, 10).await;
    let incident = test.looked_into(report(45009, Some(SEND))).await;
    assert_eq!(incident.because, ReactionReason::NotTurned, "{incident:?}");
    assert_eq!(test.row(account, SEND).await.state, UsageState::Ok);
    minutes(&test, 25).await;
    let incident = test.incident(incident.id).await;
    assert!(matches!(incident.because, ReactionReason::QuotaBack { figures } if figures.used == 0), "{incident:?}");
    assert_eq!(test.carried_out(), 0);
}

#[tokio::test]
async fn a_count_that_turned_is_the_new_days_at_once() {
    let (test, account) = read_once().await;
    midnight_and(&test, -30).await;
    test.wechat.sandbox.consume(&appid(1), SEND, 500).unwrap();
    test.desk.sample_now(&tester(), Target::Account(account)).await.unwrap();
    test.advance(5);
    test.desk.sample_now(&tester(), Target::Account(account)).await.unwrap();
    assert_eq!(test.row(account, SEND).await.figures.map(|figures| figures.used), Some(0));
    test.wechat.sandbox.consume(&appid(1), SEND, 990).unwrap();
    test.advance(5);
    test.desk.sample_now(&tester(), Target::Account(account)).await.unwrap();
    let row = test.row(account, SEND).await;
    assert_eq!((row.state, row.new_day), (UsageState::Critical, false), "more than yesterday, and yet of today");
}
