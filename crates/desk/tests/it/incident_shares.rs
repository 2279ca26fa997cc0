//! What incidents may use: the account they name and no other, and at most half of its look-ups and readings.

use desk::incidents::{Report, ReportError};
use desk::rids::{LookupFailure, LookupState, Rid, RidSettings};
use desk::sampling::{RequestedReadingError, Target};
use domain::{Actor, IncidentState, QuotaZone, Role};
use jiff::SignedDuration;
use sandbox::InterfaceConfig;

use crate::incidents::report;
use crate::rids::call_of;
use crate::test_desk::{SEND, TestDesk, read_once, tester};

const RID_GET: &str = "/cgi-bin/openapi/rid/get";

fn a_day(calls_a_day: i64) -> desk::Settings {
    desk::Settings { rids: RidSettings { calls_a_day, ..RidSettings::default() }, ..desk::Settings::default() }
}

impl TestDesk {
    /// Reports an error with a rid that nobody knows, an hour old, and gives the rid.
    async fn reported_with_rid(&self, n: i32) -> Rid {
        let at = self.desk.clock().now().as_second() - 3_600;
        let rid = format!("{at:08x}-0a{n:06x}-1234abcd");
        let report = Report { errmsg: format!("some error rid: {rid}"), ..report(48_001 + n, Some(SEND)) };
        self.looked_into(report).await;
        rid.parse().unwrap()
    }
}

#[tokio::test]
async fn an_incident_has_its_own_account_asked_and_no_other() {
    let test = TestDesk::new().await;
    test.add(1).await;
    test.add(2).await;
    let unknown = test.reported_with_rid(0).await;
    assert_eq!(test.desk.run_due_lookups().await.unwrap(), 1);
    assert_eq!(test.received(RID_GET), 1, "the other account has nothing to do with it");
    let (state, _) = test.desk.rid_state(&tester(), &unknown).await.unwrap();
    assert!(matches!(state, LookupState::Failed(LookupFailure::NotFound(_))), "{state:?}");
    // A call of the other account, that a person can still look up.
    let rid = test.plant(call_of(Some(2)));
    test.looked_into(Report { errmsg: format!("x rid: {rid}"), ..report(48_009, Some(SEND)) }).await;
    test.desk.run_due_lookups().await.unwrap();
    assert_eq!(test.received(RID_GET), 2);
    assert_eq!(test.desk.look_up(&tester(), None, &rid).await.unwrap().account_name, "服务号 2");
}

#[tokio::test]
async fn half_of_the_look_ups_are_left_for_people() {
    let test = TestDesk::on(1, &[InterfaceConfig::new(SEND, 1_000)], a_day(20)).await;
    test.add(1).await;
    let mut last = None;
    for n in 0..15 {
        last = Some(test.reported_with_rid(n).await);
        test.desk.run_due_lookups().await.unwrap();
    }
    assert_eq!(test.received(RID_GET), 10, "half of 20");
    let (state, _) = test.desk.rid_state(&tester(), &last.unwrap()).await.unwrap();
    let LookupState::Failed(LookupFailure::QuotaUsedUp(asked)) = state else { panic!("{state:?}") };
    assert_eq!(asked.incidents_spent, ["服务号 1"]);
    let allowance = test.desk.lookup_allowance(&tester()).await.unwrap();
    assert_eq!(allowance.least, 10);
    let rid = test.plant(call_of(Some(1)));
    assert!(test.desk.look_up(&tester(), None, &rid).await.is_ok());
}

#[tokio::test]
async fn those_that_people_wait_for_come_first() {
    let test = TestDesk::new().await;
    test.add(1).await;
    for n in 0..25 {
        test.reported_with_rid(n).await;
    }
    let rid = test.plant(call_of(Some(1)));
    let pasted = test.desk.parse_pasted_text(&tester(), format!("{rid}\n617682e0-09059ac5-34a8e2ea")).await.unwrap();
    test.desk.create_rid_list(&tester(), &pasted, None).await.unwrap();
    test.desk.run_due_lookups().await.unwrap();
    assert!(test.desk.kept_rid(&tester(), &rid).await.unwrap().is_some(), "before the 25 that were due earlier");
}

#[tokio::test]
async fn half_of_the_readings_are_left_for_others() {
    let (test, account) = read_once().await;
    let day = QuotaZone::default().day_start(test.desk.clock().now());
    // Of 3,000 a day 200 are kept for clears; 1,399 were read for incidents already.
    assert_eq!(test.store.take_readings_for_incidents(account, day, 1_399, 2_800, 1_400).await.unwrap(), 1_399);
    let asked = test.asked();
    for _ in 0..4 {
        test.advance_by(SignedDuration::from_secs(601));
        test.looked_into(report(45009, Some(SEND))).await;
    }
    assert_eq!(test.asked() - asked, 1, "the last of the incidents' half");
    let target = Target::Account(account);
    let by_hand = test.desk.sample_now(&tester(), target).await.unwrap();
    assert_eq!((by_hand.readings.good, by_hand.readings.starved), (2, 0));
}

/// A token with this name.
fn token(name: &str, role: Role) -> Actor {
    Actor::Token { name: name.to_owned(), made_by: "alice".to_owned(), role, maker: None, address: None }
}

#[tokio::test]
async fn half_of_the_places_to_be_looked_into_are_left_for_others() {
    let test = TestDesk::new().await;
    test.add(1).await;
    let report_as = async |name: &str, errcode| {
        test.desk.report_incident(&token(name, Role::Reporter), report(errcode, Some(SEND))).await
    };
    for n in 0..1_000 {
        if n == 500 {
            test.advance_by(SignedDuration::from_mins(10));
        }
        report_as("flood", 100_000 + n).await.unwrap();
    }
    // It may begin more again, but none of its thousand was looked into.
    test.advance_by(SignedDuration::from_mins(10));
    let refused = report_as("flood", 200_000).await;
    assert!(matches!(refused, Err(ReportError::Busy { retry_after: 60 })), "{refused:?}");
    let other = report_as("ci", 200_000).await.unwrap().id;
    test.desk.investigate_queued().await.unwrap();
    assert_eq!(test.incident(other).await.state, IncidentState::Done, "before the thousand that came earlier");
    // As many are counted as waited before the round that comes next.
    test.desk.investigate_queued().await.unwrap();
    report_as("flood", 200_001).await.unwrap();
}

#[tokio::test]
async fn a_token_has_readings_made_so_often() {
    let (test, account) = read_once().await;
    let token = |name: &str| token(name, Role::Support);
    let other_account = test.add(2).await;
    let (one, two) = (Target::Account(account), Target::Account(other_account));
    for n in 0..100 {
        let read = test.desk.sample_now(&token("ci"), one).await;
        assert_eq!(read.is_ok(), n == 0, "an account is read once a minute, whoever asks");
    }
    let refused = test.desk.sample_now(&token("ci"), two).await;
    assert!(matches!(refused, Err(RequestedReadingError::TooSoon { seconds: 1 })), "{refused:?}");
    assert!(test.desk.sample_now(&token("other"), two).await.is_ok());
    test.advance(1);
    assert!(test.desk.sample_now(&token("ci"), two).await.is_ok());
}
