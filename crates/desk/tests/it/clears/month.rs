//! The lead's month.

use desk::clears::{ClearSettings, LedgerError, MonthReview};
use domain::clears::pace::Pace;
use domain::clears::totals::UsedClears;
use domain::clears::{Allotment, Limits, ResetInterval};
use domain::{AccountId, Actor, ClearState, Role, Scope, SettingKey, UserId};
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind};
use serde_json::json;

use super::{CLEAR, order, order_one};
use crate::test_desk::{SEND, TestDesk, USERS, appid, tester};

/// From noon of 22 November to the turn of the month, in minutes.
const TO_DECEMBER: i64 = (8 * 24 + 12) * 60;

impl TestDesk {
    async fn month(&self, word: Option<&str>) -> MonthReview {
        self.desk.month(&tester(), word).await.unwrap()
    }

    /// Lets the effect of all that was cleared be looked for until that has ended.
    async fn settle(&self) {
        for minutes in [1, 35, 1] {
            self.advance(minutes);
            self.watch().await;
        }
    }
}

#[tokio::test]
async fn a_month_says_what_was_used_and_what_it_gave_back() {
    use ClearState::{Effective, Ineffective, Unknown};
    let test = TestDesk::new().await;
    let (account, quiet) = (test.add(1).await, test.add(2).await);
    test.has_left(account, 8).await;
    test.uses(SEND, 900);
    test.uses(USERS, 300);
    test.beat().await;
    let effective = test.cleared(order(account, "1")).await;
    test.settle().await;
    test.uses(SEND, 700);
    test.advance(60);
    test.beat().await;
    let single = test.cleared(order_one(account, SEND, "2")).await;
    test.settle().await;
    test.wechat_is(json!({ "clears_lift": false }));
    test.uses(SEND, 600);
    test.advance(60);
    test.beat().await;
    let useless = test.cleared(order_one(account, SEND, "3")).await;
    test.settle().await;
    test.wechat.sandbox.add_fault(Fault::on(CLEAR, FaultKind::DropBefore).times(1));
    let unknown = test.cleared(order(account, "4")).await;
    let states = [&effective, &single, &useless, &unknown].map(|clear| test.now(clear));
    let states: Vec<_> = futures::future::join_all(states).await.into_iter().map(|clear| clear.state).collect();
    assert_eq!(states, [Effective, Effective, Ineffective, Unknown]);

    let month = test.month(None).await;
    assert_eq!(
        (month.word.as_str(), month.before.as_deref(), month.after.as_deref(), month.is_now),
        ("2026-11", Some("2026-10"), None, true)
    );
    let ids: Vec<_> = month.clears.iter().map(|clear| clear.id).collect();
    assert_eq!(ids, [effective.id, single.id, useless.id, unknown.id], "the oldest first");
    let whole = UsedClears { spent: 1, unknown: 1, elsewhere: 2, did_nothing: 0, given_back: 1_200 };
    assert_eq!((month.used(Scope::Account), whole.all()), (whole, 4));
    let singles = UsedClears { spent: 2, unknown: 0, elsewhere: 0, did_nothing: 1, given_back: 700 };
    assert_eq!(month.used(Scope::Interface), singles);
    assert_eq!((month.left(Scope::Account), month.left(Scope::Interface)), ((6 + 10, 20), (48 + 50, 100)));
    let names: Vec<_> = month.accounts.iter().map(|of| (of.account.id, of.budgets.account.left)).collect();
    assert_eq!(names, [(account, 6), (quiet, 10)]);
    assert!(month.past.is_empty(), "nothing is known of months before");
    assert_eq!(test.month(Some("2026-10")).await.before, None, "so no way leads further back");
}

#[tokio::test]
async fn the_pace_is_that_of_the_days_that_are_known() {
    let test = TestDesk::new().await;
    let (told, untold) = (test.add(1).await, test.add(2).await);
    test.has_left(told, 6).await;
    test.cleared(order(told, "1")).await;
    test.cleared(order(untold, "2")).await;
    let of = async |account: AccountId| {
        let month = test.month(None).await;
        let of = month.accounts.into_iter().find(|of| of.account.id == account).unwrap();
        (of.pace(Scope::Account), of.pace(Scope::Interface))
    };
    assert_eq!(of(untold).await, (None, None), "half an hour says nothing");
    test.advance(2 * 24 * 60);
    // 1 used in 2 days, 6 days and a half to go.
    let (pace, singles) = of(untold).await;
    assert_eq!(pace, Some(Pace { needed: 4, by_end: 5, lasts: true }));
    assert_eq!(singles, Some(Pace { needed: 0, by_end: 0, lasts: true }));
    // 5 used in 23 days and a half of November, as was told: not in the 2 days that the desk has seen.
    let (pace, _) = of(told).await;
    assert_eq!(pace, Some(Pace { needed: 2, by_end: 7, lasts: true }));
    test.advance(7 * 24 * 60);
    assert!(
        test.month(Some("2026-11")).await.accounts.iter().all(|of| of.pace(Scope::Account).is_none()),
        "it is over"
    );
}

#[tokio::test]
async fn months_before_are_compared_with() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.uses(SEND, 900);
    test.beat().await;
    test.cleared(order(account, "1")).await;
    test.settle().await;
    test.advance(TO_DECEMBER);
    test.cleared(order_one(account, SEND, "2")).await;
    let december = test.month(None).await;
    assert_eq!((december.word.as_str(), december.clears.len()), ("2026-12", 1));
    let [november] = &december.past[..] else { panic!("{:?}", december.past) };
    assert_eq!(november.word, "2026-11");
    assert_eq!(november.account, UsedClears { spent: 1, given_back: 900, ..UsedClears::default() });
    assert_eq!(november.interface, UsedClears::default());

    let november = test.month(Some("2026-11")).await;
    assert_eq!((november.is_now, november.after.as_deref()), (false, Some("2026-12")));
    assert_eq!((november.clears.len(), november.past.len()), (1, 0));
    assert_eq!(november.left(Scope::Account), (9, 10), "what was left when it ended");
    let october = test.month(Some("2026-10")).await;
    assert!(october.clears.is_empty() && october.used(Scope::Account).all() == 0);
    test.advance(31 * 24 * 60);
    let words: Vec<_> = test.month(None).await.past.into_iter().map(|month| month.word).collect();
    assert_eq!(words, ["2026-12", "2026-11"], "the newest first");
    for word in ["2027-02", "2026-13", "11-2026", "", "2026-11-01"] {
        let error = test.desk.month(&tester(), Some(word)).await.unwrap_err();
        assert!(matches!(error, LedgerError::NoSuchMonth), "{word}: {error}");
    }
}

#[tokio::test]
async fn a_clear_belongs_to_the_month_in_which_it_was_sent() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.advance(TO_DECEMBER);
    test.advance_by(SignedDuration::from_secs(-1));
    test.cleared(order(account, "1")).await;
    test.advance_by(SignedDuration::from_secs(1));
    let mut second = order(account, "2");
    second.override_reason = Some("another month".to_owned());
    test.cleared(second).await;
    for word in ["2026-11", "2026-12"] {
        let month = test.month(Some(word)).await;
        assert_eq!(
            (month.clears.len(), month.used(Scope::Account).spent, month.left(Scope::Account)),
            (1, 1, (9, 10)),
            "{word}"
        );
    }
}

#[tokio::test]
async fn a_retired_account_is_shown_where_it_used_some_and_leaves_nothing() {
    let test = TestDesk::new().await;
    let (gone, idle, live) = (test.add(1).await, test.add(2).await, test.add(3).await);
    test.cleared(order(gone, "1")).await;
    for account in [gone, idle] {
        test.desk.retire_account(&tester(), account).await.unwrap();
    }
    let month = test.month(None).await;
    let shown: Vec<_> = month.accounts.iter().map(|of| of.account.id).collect();
    assert_eq!(shown, [gone, live]);
    assert_eq!((month.used(Scope::Account).spent, month.left(Scope::Account)), (1, (10, 10)));
    test.advance(3 * 24 * 60);
    let month = test.month(None).await;
    let pace = |account| month.accounts.iter().find(|of| of.account.id == account).unwrap().pace(Scope::Account);
    assert!(pace(gone).is_none() && pace(live).is_some());
}

#[tokio::test]
async fn the_account_with_the_fewest_left_is_named_beside_a_sum() {
    let test = TestDesk::new().await;
    let (one, two) = (test.add(1).await, test.add(2).await);
    test.has_left(two, 4).await;
    let fewest = async |scope| test.month(None).await.fewest_left(scope).map(|of| of.account.id);
    assert_eq!((fewest(Scope::Account).await, fewest(Scope::Interface).await), (Some(two), Some(one)));
    test.desk.retire_account(&tester(), two).await.unwrap();
    assert_eq!(fewest(Scope::Account).await, None, "one account is no sum");
    let month = test.month(None).await;
    assert_eq!((month.used_by_others(Scope::Account), month.used(Scope::Account).elsewhere), (6, 6));
}

#[tokio::test]
async fn a_retired_account_is_in_the_month_that_used_some_though_its_day_did_not() {
    let limits = Limits { interface: Allotment { limit: 5, every: ResetInterval::Day }, ..Limits::default() };
    let test = TestDesk::with(ClearSettings { limits, ..ClearSettings::default() }).await;
    let account = test.add(1).await;
    test.cleared(order_one(account, SEND, "1")).await;
    test.desk.retire_account(&tester(), account).await.unwrap();
    test.advance(24 * 60);
    let month = test.month(None).await;
    assert_eq!(
        (month.accounts.len(), month.used(Scope::Interface).spent, month.left(Scope::Interface)),
        (1, 1, (0, 0))
    );
}

#[tokio::test]
async fn where_single_ones_are_counted_by_the_day_the_month_is_counted_too() {
    let limits = Limits { interface: Allotment { limit: 5, every: ResetInterval::Day }, ..Limits::default() };
    let test = TestDesk::with(ClearSettings { limits, ..ClearSettings::default() }).await;
    let account = test.add(1).await;
    for key in ["1", "2"] {
        test.cleared(order_one(account, SEND, key)).await;
        test.advance(24 * 60);
        test.watch().await;
    }
    test.cleared(order_one(account, SEND, "3")).await;
    let budget = test.budget(account, Scope::Interface).await;
    assert_eq!((budget.spent, budget.left, budget.every), (1, 4, ResetInterval::Day));
    let month = test.month(None).await;
    assert_eq!(month.used(Scope::Interface).spent, 3, "used is the month's");
    assert_eq!(month.left(Scope::Interface), (4, 5), "left is today's");
    assert_eq!(month.accounts[0].pace(Scope::Interface), None, "a day's budget has no pace of a month");
    assert!(month.accounts[0].pace(Scope::Account).is_some());
    test.advance(TO_DECEMBER);
    let past = test.month(None).await.past.remove(0);
    assert_eq!((past.word.as_str(), past.interface.spent), ("2026-11", 3));
}

#[tokio::test]
async fn the_month_is_for_those_who_answer_for_it() {
    let test = TestDesk::new().await;
    let user = |role| Actor::User { id: UserId(7), name: "x".to_owned(), role, address: None };
    for role in [Role::Viewer, Role::Support] {
        assert!(matches!(test.desk.month(&user(role), None).await, Err(LedgerError::Forbidden(_))));
        assert!(matches!(test.desk.clear_actors(&user(role)).await, Err(LedgerError::Forbidden(_))));
    }
    assert!(test.desk.month(&user(Role::Lead), None).await.unwrap().accounts.is_empty());
    let account = test.add(1).await;
    test.cleared(order(account, "k")).await;
    assert_eq!(test.desk.clear_actors(&user(Role::Lead)).await.unwrap(), ["cli:tester"]);
    assert_eq!(test.wechat.sandbox.counts().clears[0].appid, appid(1));
}

#[tokio::test]
async fn a_month_that_is_over_keeps_the_number_of_clears_that_held_in_it() {
    let test = TestDesk::new().await;
    test.add(1).await;
    let set = async |test: &TestDesk, number: &str| {
        let typed = [(SettingKey::AccountClears, number.to_owned()).into()];
        test.desk.change_settings(&tester(), &typed, None).await.unwrap();
    };
    let limits = async |test: &TestDesk, month: Option<&str>| {
        let budgets = test.desk.budgets(&tester(), month).await.unwrap();
        let review = test.month(month).await;
        assert_eq!(budgets[0].budgets.account.limit, review.accounts[0].budgets.account.limit);
        budgets[0].budgets.account.limit
    };
    test.advance(TO_DECEMBER);
    // Nothing was changed in November, and nothing recorded.
    set(&test, "8").await;
    assert_eq!((limits(&test, Some("2026-11")).await, limits(&test, None).await), (10, 8));
    test.advance(31 * 24 * 60);
    set(&test, "6").await;
    set(&test, "5").await;
    for _ in 0..2 {
        let all =
            [limits(&test, Some("2026-11")).await, limits(&test, Some("2026-12")).await, limits(&test, None).await];
        assert_eq!(all, [10, 8, 5]);
        test.desk.refresh_settings().await.unwrap();
    }
    let test = test.restarted().await;
    assert_eq!(limits(&test, Some("2026-12")).await, 8);
}
