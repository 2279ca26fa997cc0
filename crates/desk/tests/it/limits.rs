//! Totals: how they become known, and everything that does not apply to them.

use desk::clears::{ClearError, NotClearable};
use desk::limits::lasts_days;
use desk::overview::{OverviewQuery, Row, Sort};
use desk::policies::TypedPolicy;
use domain::clears::advice::{NoPlanReason, Plan, Warning};
use domain::limits::pace::Lasts;
use domain::{AccountId, Clock, Figures, LimitKind, LimitKindSource, Outcome, Reading, UsageState};
use sandbox::{InterfaceConfig, Shape};
use store::NewSample;

use crate::clears::{order, order_one};
use crate::policies::clearing;
use crate::test_desk::{SEND, TestDesk, tester, typed};

/// Of this one the catalogue says that its count is a total, of the other nothing.
const CODES: &str = "/wxa/getwxacode";
const UNKNOWN: &str = "/cgi-bin/test/codes";

fn lifetime(path: &str, at_start: f64, per_day: f64) -> InterfaceConfig {
    InterfaceConfig {
        traffic: Shape::Lifetime { at_start, per_day },
        clear_lifts: false,
        ..InterfaceConfig::new(path, 100_000)
    }
}

/// An account that is read, with a total and [`SEND`].
async fn with_total(total: InterfaceConfig) -> (TestDesk, AccountId) {
    let path = total.path.clone();
    let test = TestDesk::on(1, &[total, InterfaceConfig::new(SEND, 1_000)], desk::Settings::default()).await;
    let typed = desk::accounts::TypedAccount { watch: vec![path, SEND.to_owned()], ..typed(1) };
    let account = test.desk.add_account(&tester(), typed).await.unwrap().id;
    test.beat().await;
    (test, account)
}

impl TestDesk {
    async fn hours(&self, hours: i64) {
        for _ in 0..hours {
            self.advance(60);
            self.beat().await;
        }
    }

    async fn kind(&self, account: AccountId, path: &str) -> (LimitKind, LimitKindSource) {
        let kind = self.row(account, path).await.limit_kind;
        (kind.kind, kind.source)
    }
}

#[tokio::test]
async fn readings_over_three_midnights_show_a_total_and_a_fall_takes_it_back() {
    let (test, account) = with_total(lifetime(UNKNOWN, 0.8, 0.01)).await;
    test.uses(SEND, 20);
    test.hours(36).await;
    assert_eq!(test.kind(account, UNKNOWN).await, (LimitKind::Daily, LimitKindSource::Default), "two midnights");
    test.hours(26).await;
    assert_eq!(test.kind(account, UNKNOWN).await, (LimitKind::Total, LimitKindSource::Evidence));
    assert_eq!(test.kind(account, SEND).await, (LimitKind::Daily, LimitKindSource::Catalogue));

    let row = test.row(account, UNKNOWN).await;
    let set = async |kind| test.desk.set_limit_kind(&tester(), account, row.id, kind).await.unwrap();
    set(Some(LimitKind::Daily)).await;
    assert_eq!(test.kind(account, UNKNOWN).await, (LimitKind::Daily, LimitKindSource::Admin));
    set(None).await;
    assert_eq!(test.kind(account, UNKNOWN).await, (LimitKind::Total, LimitKindSource::Evidence));

    let fallen = Reading {
        at: test.clock.now(),
        outcome: Outcome::Good(Figures { daily_limit: 100_000, used: 3, remain: 99_997 }),
        rate_limit: None,
        component_rate_limit: None,
    };
    test.advance(1);
    test.store
        .add_samples(&[NewSample {
            interface: row.id,
            reading: fallen,
            detail: None,
            slot: None,
            of_day_before: false,
        }])
        .await
        .unwrap();
    test.hours(1).await;
    assert_eq!(test.kind(account, UNKNOWN).await, (LimitKind::Daily, LimitKindSource::Default));
}

#[tokio::test]
async fn a_total_has_no_reset_and_lasts_by_the_pace_of_days() {
    let (test, account) = with_total(lifetime(CODES, 0.99, 0.0005)).await;
    let row = test.row(account, CODES).await;
    assert_eq!((row.state, row.limit_kind.source), (UsageState::Critical, LimitKindSource::Catalogue));
    assert_eq!((row.lasts, row.forecast.runs_out_at()), (Some(Lasts::NotEnoughData), None));
    for _ in 0..3 {
        test.hours(24).await;
    }
    let row = test.row(account, CODES).await;
    assert_eq!((row.state, row.forecast.runs_out_at(), row.before_reset), (UsageState::Critical, None, false));
    // About 850 left, 50 a day.
    assert!(lasts_days(&row).is_some_and(|days| (14..22).contains(&days)), "{:?}", row.lasts);
    let by_end = OverviewQuery { sort: Sort::RunsOut, ..OverviewQuery::default() };
    let rows: Vec<Row> = test.desk.overview(&tester(), &by_end).await.unwrap().rows;
    assert_eq!(rows[0].cgi_path.as_str(), CODES, "the other has no end");
    // The day turns while nothing is read.
    test.advance(13 * 60);
    let total = test.row(account, CODES).await;
    assert!(!total.before_reset && !total.new_day && test.row(account, SEND).await.new_day);
}

#[tokio::test]
async fn no_clear_is_made_of_a_total_nor_judged_by_it() {
    let (test, account) = with_total(lifetime(CODES, 0.99, 0.0)).await;
    test.uses(SEND, 30);
    test.hours(1).await;
    for target in [CODES.to_owned(), test.row(account, CODES).await.id.to_string()] {
        let refused = test.desk.clear(&tester(), order_one(account, &target, &target)).await;
        assert!(matches!(refused, Err(ClearError::NotClearable(NotClearable::Total))), "{refused:?}");
        let form = test.desk.confirmation(&tester(), &account.to_string(), Some(&target)).await;
        assert!(matches!(form, Err(ClearError::NotClearable(NotClearable::Total))));
    }
    let whole = test.desk.confirmation(&tester(), &account.to_string(), None).await.unwrap();
    let paths = |rows: &[Row]| rows.iter().map(|row| row.cgi_path.to_string()).collect::<Vec<_>>();
    assert_eq!((paths(&whole.helps), paths(&whole.does_not_help)), (vec![SEND.to_owned()], vec![CODES.to_owned()]));
    assert_eq!(whole.plan, Plan::None(NoPlanReason::NotLifted));
    assert!(whole.warnings.contains(&Warning::LowUse { permille: 30 }), "{:?}", whole.warnings);
    assert_eq!(test.carried_out(), 0);

    let clear = test.cleared(order(account, "k")).await;
    let before = test.store.usage_before(clear.id).await.unwrap();
    assert_eq!(before.iter().map(|usage| usage.cgi_path.as_str()).collect::<Vec<_>>(), [SEND]);
}

#[tokio::test]
async fn an_admin_makes_a_daily_count_a_total_for_all_that_follows() {
    let (test, account) = with_total(lifetime(UNKNOWN, 0.5, 0.0)).await;
    let send = test.row(account, SEND).await.id;
    test.desk.set_limit_kind(&tester(), account, send, Some(LimitKind::Total)).await.unwrap();
    let refused = test.desk.clear(&tester(), order_one(account, SEND, "k")).await;
    assert!(matches!(refused, Err(ClearError::NotClearable(NotClearable::Total))), "{refused:?}");
    let other = AccountId(99);
    assert!(test.desk.set_limit_kind(&tester(), other, send, None).await.is_err(), "of another account");
    test.desk.set_limit_kind(&tester(), account, send, None).await.unwrap();
    test.cleared(order_one(account, SEND, "k")).await;
}

#[tokio::test]
async fn policies_never_clear_a_total() {
    let (test, account) = with_total(lifetime(CODES, 0.99, 0.002)).await;
    test.policy(&clearing(50)).await;
    let by_six = TypedPolicy {
        name: "runs out".to_owned(),
        trigger: "runs-out-before".to_owned(),
        time: "23:59".to_owned(),
        mode: "notify".to_owned(),
        ..TypedPolicy::usual()
    };
    test.policy(&by_six).await;
    for _ in 0..8 {
        test.an_hour().await;
    }
    assert_eq!(test.verdicts().await, Vec::<&str>::new());
    assert_eq!((test.carried_out(), test.row(account, CODES).await.forecast.runs_out_at()), (0, None));
}
