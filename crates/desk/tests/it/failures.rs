//! What goes wrong is a reading too, with its reason; and stays with its account.

use desk::accounts::CheckReport;
use desk::sampling::status::SamplingState;
use domain::{Failure, UsageState};
use jiff::SignedDuration;
use sandbox::{AccountChange, AccountState, Fault, FaultKind};
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;

use crate::test_desk::{SECRET, SEND, TestDesk, USERS, appid, tester};

const READ: &str = "/cgi-bin/openapi/quota/get";

#[tokio::test]
async fn one_slow_account_holds_up_no_other() {
    let test = TestDesk::new().await;
    let (slow, good) = (test.add(1).await, test.add(2).await);
    let sandbox = &test.wechat.sandbox;
    sandbox.add_fault(Fault::on(READ, FaultKind::Hold).account(&appid(1)));
    test.desk.beat(&CancellationToken::new()).await.unwrap();
    sandbox.wait_until_held(2).await;
    // The other account is read while the first still waits for its answers.
    while test.row(good, USERS).await.state != UsageState::Ok || test.row(good, SEND).await.state != UsageState::Ok {
        tokio::task::yield_now().await;
    }
    assert_eq!(test.row(slow, SEND).await.state, UsageState::Never);
    test.desk.wait_for_rounds().await;
    assert_eq!(test.row(slow, SEND).await.failure, Some(Failure::NoAnswer));
    assert_eq!(test.row(slow, SEND).await.state, UsageState::Failed);
    sandbox.clear_faults();
}

#[tokio::test]
async fn a_refusal_just_before_midnight_starves_only_that_day() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.advance(12 * 60 - 1);
    let refused = FaultKind::Errcode { errcode: 44993, errmsg: None };
    test.wechat.sandbox.add_fault(Fault::on(READ, refused));
    test.beat().await;
    test.wechat.sandbox.clear_faults();
    // Under a clock that ran ahead, such a time may lie years away; it stops nothing either.
    let ahead = test.store.account(account).await.unwrap().unwrap().starved_until.unwrap();
    assert_eq!(ahead.to_string(), "2026-11-22T16:00:00Z");
    test.store.set_starved_until(account, Some(ahead + SignedDuration::from_hours(9_000))).await.unwrap();
    test.advance(61);
    assert_eq!(test.beat().await, 1);
    assert_eq!(test.row(account, SEND).await.state, UsageState::Ok);
}

#[tokio::test]
async fn each_fault_on_the_wire_is_its_own_failure_and_never_a_zero() {
    let html = FaultKind::Html;
    let cases = [
        (html, Failure::BadAnswer),
        (FaultKind::Malformed, Failure::BadAnswer),
        (FaultKind::Truncated, Failure::BadAnswer),
        (FaultKind::DropBefore, Failure::NoAnswer),
        (FaultKind::DropAfter, Failure::NoAnswer),
        (FaultKind::Errcode { errcode: 45009, errmsg: None }, Failure::Refused(45009)),
    ];
    for (kind, expected) in cases {
        let test = TestDesk::new().await;
        let account = test.add(1).await;
        test.wechat.sandbox.add_fault(Fault::on(READ, kind.clone()));
        test.beat().await;
        let row = test.row(account, SEND).await;
        assert_eq!((row.failure, row.state), (Some(expected), UsageState::Failed), "{kind:?}");
        assert_eq!(row.figures, None, "{kind:?}");
    }
}

#[tokio::test]
async fn no_figure_is_unsupported() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.wechat.sandbox.add_fault(Fault::on(READ, FaultKind::Zero));
    test.beat().await;
    let row = test.row(account, SEND).await;
    assert_eq!((row.state, row.figures, row.failure), (UsageState::Unsupported, None, None));
}

#[tokio::test]
async fn one_failed_reading_hides_no_fresh_figures() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.beat().await;
    test.wechat.sandbox.add_fault(Fault::on(READ, FaultKind::DropBefore));
    test.advance(60);
    test.beat().await;
    let row = test.row(account, SEND).await;
    assert_eq!(row.state, UsageState::Ok);
    assert_eq!(row.failure, Some(Failure::NoAnswer));
    test.wechat.sandbox.clear_faults();
    test.advance(60);
    test.beat().await;
    assert_eq!(test.row(account, SEND).await.failure, None);
}

#[tokio::test]
async fn refused_readings_stop_the_account_until_the_reset() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let refused = FaultKind::Errcode { errcode: 44993, errmsg: Some("reach max api day frequence limit".to_owned()) };
    test.wechat.sandbox.add_fault(Fault::on(READ, refused));
    test.beat().await;
    let asked = test.asked();
    let status = test.desk.sampler_status(&tester()).await.unwrap();
    let SamplingState::RefusedUntil(until) = status.accounts[0].state else { panic!("{:?}", status.accounts[0].state) };
    assert_eq!(until.to_string(), "2026-11-22T16:00:00Z", "the reset: midnight in Shanghai");
    for _ in 0..11 {
        test.advance(60);
        test.beat().await;
    }
    assert_eq!(test.asked(), asked, "nothing more is asked that day");
    test.wechat.sandbox.clear_faults();
    test.advance(61);
    test.beat().await;
    assert_eq!(test.row(account, USERS).await.state, UsageState::Ok);
}

#[tokio::test]
async fn a_wrong_secret_is_explained_and_mended() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let wrong: SecretString = "ffffffffffffffffffffffffffffffff".to_owned().into();
    test.desk.replace_secret(&tester(), account, &wrong).await.unwrap();
    test.beat().await;
    let row = test.row(account, SEND).await;
    assert_eq!((row.state, row.failure), (UsageState::Failed, Some(Failure::TokenRefused(40125))));
    let page = test.desk.account_page(&tester(), &account.to_string()).await.unwrap();
    assert_eq!(
        (page.account.token.state.as_str(), page.account.token.last_failure),
        ("refused", Some(Failure::TokenRefused(40125)))
    );
    let report = test.desk.check_account(&tester(), account).await.unwrap();
    assert!(!report.works());
    assert_eq!(report.token.unwrap().failure, Failure::TokenRefused(40125));

    test.desk.replace_secret(&tester(), account, &SECRET.to_owned().into()).await.unwrap();
    test.beat().await;
    assert_eq!(test.row(account, SEND).await.state, UsageState::Ok, "read at once, not in an hour");
    let report = test.desk.check_account(&tester(), account).await.unwrap();
    assert!(matches!(&report, CheckReport { token: None, reading: Some((_, Ok(_))), .. }), "{report:?}");
}

#[tokio::test]
async fn fifty_interfaces_with_a_wrong_secret_make_few_token_calls() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let paths: Vec<_> = (0..50).map(|n| format!("/cgi-bin/many/{n}")).collect();
    test.desk.watch(&tester(), account, &paths).await.unwrap();
    let change = AccountChange { secret: Some("ffffffffffffffffffffffffffffffff".to_owned()), ..Default::default() };
    test.wechat.sandbox.change_account(&appid(1), change).unwrap();
    test.beat().await;
    assert_eq!(test.received("/cgi-bin/stable_token"), 1);
    assert!(test.rows().await.iter().all(|row| row.state == UsageState::Failed));
}

#[tokio::test]
async fn the_address_wechat_saw_is_told() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let fenced = AccountChange { ip_allowed: Some(vec!["203.0.113.7".parse().unwrap()]), ..Default::default() };
    test.wechat.sandbox.change_account(&appid(1), fenced).unwrap();
    test.beat().await;
    let row = test.row(account, SEND).await;
    assert_eq!(row.failure.and_then(Failure::errcode), Some(40164));
    assert!(row.detail.unwrap().contains("127.0.0.1"));
    let page = test.desk.account_page(&tester(), &account.to_string()).await.unwrap();
    assert_eq!(page.account.token.state, "ip-refused");
}

#[tokio::test]
async fn a_frozen_account_is_frozen() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let frozen = AccountChange { state: Some(AccountState::SecretFrozen), ..Default::default() };
    test.wechat.sandbox.change_account(&appid(1), frozen).unwrap();
    test.beat().await;
    let page = test.desk.account_page(&tester(), &account.to_string()).await.unwrap();
    assert_eq!(page.account.token.state, "frozen");
}

#[tokio::test]
async fn a_revoked_token_is_fetched_anew_within_the_reading() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.beat().await;
    test.wechat.sandbox.revoke_tokens(&appid(1)).unwrap();
    test.advance(60);
    test.beat().await;
    assert_eq!(test.row(account, SEND).await.failure, None);
}
