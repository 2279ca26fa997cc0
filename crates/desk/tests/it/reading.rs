//! Hourly readings: each slot answered once, within the allowance, whatever happens to the desk.

use std::sync::Arc;

use desk::audit::AuditQuery;
use desk::history::Range;
use desk::overview::OverviewQuery;
use desk::sampling::{RequestedReadingError, SamplerStatus, Target};
use domain::audit::AuditAction;
use domain::forecast::Forecast;
use domain::{AccountStatus, Actor, UsageState};
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind};
use tokio_util::sync::CancellationToken;

use crate::test_desk::{SEND, TestDesk, USERS, appid, tester};

#[tokio::test]
async fn every_interface_is_read_once_an_hour() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.beat().await;
    assert_eq!(test.asked(), 2, "a new interface is read at once");
    for hour in 1..=5 {
        // However often the sampler looks, an hour brings one reading each.
        for _ in 0..12 {
            test.advance(5);
            test.beat().await;
        }
        assert_eq!(test.asked(), 2 + 2 * hour);
    }
    let row = test.row(account, SEND).await;
    assert_eq!(row.state, UsageState::Ok);
    assert_eq!(row.recent.len(), 6);
}

#[tokio::test]
async fn a_restart_neither_skips_a_reading_nor_doubles_one() {
    let mut test = TestDesk::new().await;
    test.add(1).await;
    test.beat().await;
    test = test.restarted().await;
    test.beat().await;
    assert_eq!(test.asked(), 2, "not doubled");
    // Down for most of three hours: what was missed cannot be read any more, what is due now is read once.
    test.advance(170);
    test = test.restarted().await;
    test.beat().await;
    test.beat().await;
    assert_eq!(test.asked(), 4, "not skipped");
}

#[tokio::test]
async fn figures_are_those_of_wechat() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.wechat.sandbox.consume(&appid(1), SEND, 960).unwrap();
    test.wechat.sandbox.consume(&appid(1), USERS, 500).unwrap();
    test.beat().await;
    let send = test.row(account, SEND).await;
    assert_eq!(send.state, UsageState::Critical);
    assert_eq!(send.figures.map(|f| (f.daily_limit, f.used, f.remain)), Some((1_000, 960, 40)));
    let users = test.row(account, USERS).await;
    assert_eq!((users.state, users.exhausted_since), (UsageState::Exhausted, users.sampled_at));
    test.advance(60);
    test.beat().await;
    assert_eq!(test.row(account, USERS).await.exhausted_since, users.sampled_at, "since it was first seen");
    let rows = test.rows().await;
    assert_eq!(rows[0].cgi_path.as_str(), USERS, "worst first");
}

#[tokio::test]
async fn the_forecast_goes_by_the_usual_day_and_today() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let day = async |an_hour: u64, hours: u64| {
        for _ in 0..hours {
            test.wechat.sandbox.consume(&appid(1), SEND, an_hour).unwrap();
            test.beat().await;
            test.advance(60);
        }
    };
    // From noon on the first day; the days after are known whole.
    day(20, 12).await;
    assert_eq!(test.row(account, SEND).await.forecast, Forecast::NotEnoughData, "no past day");
    for _ in 0..3 {
        day(20, 24).await;
    }
    day(20, 12).await;
    assert_eq!(test.row(account, SEND).await.forecast, Forecast::NotToday, "480 of 1,000 a day");
    day(150, 3).await;
    let row = test.row(account, SEND).await;
    let Forecast::RunsOut { at, earliest, latest } = row.forecast else { panic!("{:?}", row.forecast) };
    let read_at = row.sampled_at.unwrap();
    // 310 left, at 150 an hour, which fades to what is usual.
    assert!(at > read_at + SignedDuration::from_hours(2), "{at}, read at {read_at}");
    assert!(earliest <= at && at <= latest);
}

#[tokio::test]
async fn a_change_of_the_limit_is_an_event() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.beat().await;
    let change = sandbox::InterfaceChange { daily_limit: Some(5_000), ..Default::default() };
    test.wechat.sandbox.change_interface(&appid(1), SEND, &change).unwrap();
    test.advance(60);
    test.beat().await;
    let id = test.row(account, SEND).await.id;
    let page = test.desk.interface_page(&tester(), account, id, Range::Day).await.unwrap();
    let changes: Vec<_> = page.limit_changes.iter().map(|change| (change.from, change.to)).collect();
    assert_eq!(changes, [(1_000, 5_000)]);
    assert_eq!(page.readings.len(), 2);
}

#[tokio::test]
async fn the_allowance_is_never_passed_and_the_account_is_starved_visibly() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let day = domain::QuotaZone::default().day_start(domain::Clock::now(&*test.clock));
    test.store.take_readings(account, day, 2_799, 3_000).await.unwrap();
    test.beat().await;
    assert_eq!(test.asked(), 1, "2,800 of 3,000 are the sampler's, and 2,799 were used");
    assert_eq!((test.beat().await, test.beat().await), (0, 0), "it is not tried again all day");
    let SamplerStatus { accounts, hours } = test.desk.sampler_status(&tester()).await.unwrap();
    assert_eq!((hours[0].good, hours[0].starved), (1, 1));
    assert_eq!(accounts[0].last.as_ref().map(|last| last.good), Some(1), "the last round stays to be seen");
    let overview = test.desk.overview(&tester(), &OverviewQuery::default()).await.unwrap();
    assert_eq!(overview.next_read_at, None);
    assert_eq!(accounts[0].state, desk::sampling::status::SamplingState::AllowanceSpent);
    assert_eq!((accounts[0].taken, accounts[0].allowance), (2_800, 2_800));
    test.advance(12 * 60);
    test.beat().await;
    assert_eq!(test.asked(), 3, "a new quota day");
}

#[tokio::test]
async fn readings_that_were_never_made_are_given_back() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let change = sandbox::AccountChange { secret: Some("another".to_owned()), ..Default::default() };
    test.wechat.sandbox.change_account(&appid(1), change).unwrap();
    test.beat().await;
    assert_eq!(test.asked(), 0, "without a token no quota is asked for");
    let SamplerStatus { accounts, .. } = test.desk.sampler_status(&tester()).await.unwrap();
    assert_eq!((accounts[0].account.id, accounts[0].taken), (account, 0));
}

#[tokio::test]
async fn sample_now_is_limited_and_answers_the_hours_slot() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let report = test.desk.sample_now(&tester(), Target::Account(account)).await.unwrap();
    assert_eq!((report.readings.good, report.readings.failed), (2, 0));
    test.beat().await;
    assert_eq!(test.asked(), 2, "the slot was open, and is answered");
    let again = test.desk.sample_now(&tester(), Target::Account(account)).await;
    assert!(matches!(again, Err(RequestedReadingError::TooSoon { seconds: 60 })), "{again:?}");
    test.advance(1);
    test.desk.sample_now(&tester(), Target::Account(account)).await.unwrap();
    assert_eq!(test.asked(), 4);

    let id = test.row(account, SEND).await.id;
    test.desk.sample_now(&tester(), Target::Interface(account, id)).await.unwrap();
    assert_eq!(test.asked(), 5);
    let foreign = test.add(2).await;
    let wrong = test.desk.sample_now(&tester(), Target::Interface(foreign, id)).await;
    assert!(matches!(wrong, Err(RequestedReadingError::NoSuchInterface)));
}

#[tokio::test]
async fn a_reading_asked_for_while_a_round_is_under_way_waits_for_it() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let sandbox = &test.wechat.sandbox;
    sandbox.add_fault(Fault::on("/cgi-bin/openapi/quota/get", FaultKind::Hold));
    test.desk.beat(&CancellationToken::new()).await.unwrap();
    sandbox.wait_until_held(2).await;
    let due = tokio::spawn({
        let desk = Arc::clone(&test.desk);
        async move { desk.sample_due(&tester(), account).await }
    });
    sandbox.clear_faults();
    sandbox.release();
    let report = due.await.unwrap().unwrap();
    assert_eq!((report.readings.good, test.asked()), (0, 2), "what the round before read is not read again");
}

#[tokio::test]
async fn readings_are_kept_when_whoever_asked_goes_away() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let sandbox = &test.wechat.sandbox;
    sandbox.add_fault(Fault::on("/cgi-bin/openapi/quota/get", FaultKind::Hold));
    let asked = tokio::spawn({
        let desk = Arc::clone(&test.desk);
        async move { desk.sample_now(&tester(), Target::Account(account)).await.map(|_| ()) }
    });
    sandbox.wait_until_held(2).await;
    asked.abort();
    sandbox.clear_faults();
    sandbox.release();
    test.desk.wait_for_rounds().await;
    assert_eq!(test.row(account, SEND).await.state, UsageState::Ok);
    assert_eq!(test.row(account, USERS).await.state, UsageState::Ok);
}

#[tokio::test]
async fn a_paused_account_is_not_read_and_a_resumed_one_is() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.desk.pause_account(&tester(), account, true).await.unwrap();
    assert_eq!(test.beat().await, 0);
    let refused = test.desk.sample_now(&tester(), Target::Account(account)).await;
    assert!(matches!(refused, Err(RequestedReadingError::NotRead(AccountStatus::Paused))));
    test.desk.pause_account(&tester(), account, false).await.unwrap();
    assert_eq!(test.beat().await, 1);
    assert_eq!(test.asked(), 2);
}

#[tokio::test]
async fn a_clock_stepping_back_neither_stops_nor_floods_the_readings() {
    let test = TestDesk::new().await;
    test.add(1).await;
    test.beat().await;
    let days = SignedDuration::from_hours(24 * 40);
    test.clock.advance(-days);
    let before = test.asked();
    for _ in 0..24 {
        test.clock.advance(SignedDuration::from_mins(5));
        test.beat().await;
    }
    let read = test.asked() - before;
    assert!((4..=6).contains(&read), "two interfaces, two hours: {read}");
    assert!(test.rows().await.iter().all(|row| row.state == UsageState::Ok));
}

#[tokio::test]
async fn readings_that_somebody_asks_for_are_written_down_and_the_desks_own_are_not() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let sampled = async || {
        let query = AuditQuery { what: Some(AuditAction::Sampled), limit: 10, ..AuditQuery::default() };
        let lines = test.desk.audit(&tester(), &query).await.unwrap();
        lines.into_iter().map(|line| (line.actor, line.subject.unwrap())).collect::<Vec<_>>()
    };
    test.desk.sample_all(&Actor::Desk, None).await.unwrap();
    test.beat().await;
    assert_eq!(sampled().await, []);
    test.desk.sample_all(&tester(), None).await.unwrap();
    test.desk.sample_now(&tester(), Target::Account(account)).await.unwrap();
    let name = test.desk.find_account(&tester(), &account.to_string()).await.unwrap().name;
    assert_eq!(sampled().await, [(tester().to_string(), name), (tester().to_string(), "*".to_owned())]);
}
