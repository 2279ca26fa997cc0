//! Clears made elsewhere, guessed from counts that fell.

use desk::clears::SettleError;
use domain::{AccountId, Actor, ClearState, InterfaceId, Role, Scope};
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind, InterfaceChange};
use serde_json::json;
use store::clears::{Clear, ClearQuery};

use super::{order, order_one};
use crate::test_desk::{SEND, TestDesk, USERS, appid, tester};

const QUOTA: &str = "/cgi-bin/openapi/quota/get";

impl TestDesk {
    /// The console clears all of the first account, or one interface.
    fn console_clears(&self, path: Option<&str>) {
        self.wechat.sandbox.clear_elsewhere(&appid(1), path).unwrap();
    }

    /// An hour goes by, and everything is read once.
    async fn hour(&self) {
        self.advance(60);
        self.beat().await;
    }

    /// Falls that were seen are looked at again, a minute later.
    async fn minute(&self) {
        self.advance(1);
        self.watch().await;
    }

    /// What was guessed, the oldest first: the whole account, or an interface.
    async fn guesses(&self) -> Vec<Clear> {
        let query = ClearQuery { state: Some(ClearState::Elsewhere), limit: i64::MAX, ..ClearQuery::default() };
        let mut guesses = self.store.clears(&query).await.unwrap();
        guesses.reverse();
        guesses
    }

    async fn guessed(&self) -> Vec<Option<InterfaceId>> {
        self.guesses().await.iter().map(|guess| guess.interface.as_ref().map(|(id, _)| *id)).collect()
    }
}

/// A desk with an account that has used both of its interfaces and was read at 13:00.
async fn used() -> (TestDesk, AccountId) {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.uses(SEND, 900);
    test.uses(USERS, 400);
    test.hour().await;
    (test, account)
}

#[tokio::test]
async fn a_fall_of_most_is_a_guess_of_the_account_once_it_is_seen_again() {
    let (test, account) = used().await;
    test.advance(20);
    test.console_clears(None);
    test.hour().await;
    let seen_at = test.desk.clock().now();
    assert_eq!(test.watch().await, 0, "not before it was looked at again");
    assert!(test.guesses().await.is_empty());
    let asked = test.asked();
    test.minute().await;
    assert_eq!(test.asked() - asked, 2);
    let guess = test.guesses().await.remove(0);
    assert_eq!((guess.scope(), guess.at, guess.budget_left), (Scope::Account, seen_at, Some(9)));
    assert_eq!((guess.via, guess.actor, guess.being_verified), (None, None, false));
    let budget = test.budget(account, Scope::Account).await;
    assert_eq!((budget.elsewhere, budget.spent, budget.left), (1, 0, 9));
    assert_eq!(test.budget(account, Scope::Interface).await.left, 50);

    for _ in 0..3 {
        test.hour().await;
        test.minute().await;
    }
    assert_eq!(test.guessed().await, [None], "what fell once is guessed once");
}

#[tokio::test]
async fn a_fall_of_one_of_several_is_a_guess_of_that_one() {
    let (test, account) = used().await;
    let send = test.row(account, SEND).await.id;
    test.console_clears(Some(SEND));
    test.hour().await;
    test.minute().await;
    assert_eq!(test.guessed().await, [Some(send)]);
    let left = [test.budget(account, Scope::Account).await.left, test.budget(account, Scope::Interface).await.left];
    assert_eq!(left, [10, 49]);
    // Another one, much later, is another guess.
    test.uses(SEND, 500);
    for _ in 0..3 {
        test.hour().await;
    }
    test.console_clears(Some(SEND));
    test.hour().await;
    test.minute().await;
    assert_eq!(test.guessed().await, [Some(send), Some(send)]);
}

#[tokio::test]
async fn interfaces_read_at_different_minutes_are_one_guess() {
    let (test, _) = used().await;
    test.advance(30);
    test.console_clears(None);
    // One beat a minute, as the sampler does: each interface is read at its own.
    for _ in 0..60 {
        test.minute().await;
        test.beat().await;
    }
    assert_eq!(test.guessed().await, [None]);
}

#[tokio::test]
async fn nothing_is_guessed_of_the_days_turn() {
    for shows_late in [0, 20 * 60] {
        let (test, _) = used().await;
        test.wechat_is(json!({ "reset_shows_after_s": shows_late }));
        // From 13:00 over midnight to the next morning, with a reading every few minutes around midnight.
        for _ in 0..10 {
            test.hour().await;
            test.minute().await;
        }
        for _ in 0..20 {
            test.advance(5);
            test.desk.sample_all(&tester(), None).await.unwrap();
            test.minute().await;
        }
        for _ in 0..4 {
            test.hour().await;
            test.minute().await;
        }
        assert!(test.guesses().await.is_empty(), "{shows_late}");
    }
}

#[tokio::test]
async fn a_clear_of_ours_explains_what_falls_however_late_it_shows() {
    for (whole, shows_after) in [(true, 0), (true, 1_200), (false, 1_200), (true, 100 * 60)] {
        let (test, account) = used().await;
        test.wechat_is(json!({ "clear_shows_after_s": shows_after }));
        let clear = test.cleared(if whole { order(account, "k") } else { order_one(account, SEND, "k") }).await;
        for _ in 0..13 {
            test.advance(10);
            test.desk.sample_all(&tester(), Some(account)).await.unwrap();
            test.minute().await;
        }
        assert!(test.guesses().await.is_empty(), "{whole} {shows_after}");
        assert!(test.now(&clear).await.state.is_spent());
    }
}

#[tokio::test]
async fn one_of_unknown_outcome_explains_a_fall_and_one_that_was_refused_does_not() {
    for (kind, guesses) in [(FaultKind::DropAfter, 0), (FaultKind::Errcode { errcode: 45009, errmsg: None }, 1)] {
        let (test, account) = used().await;
        test.wechat.sandbox.add_fault(Fault::on(super::CLEAR, kind).times(1));
        test.cleared(order(account, "k")).await;
        if guesses > 0 {
            test.console_clears(None);
        }
        test.hour().await;
        test.minute().await;
        assert_eq!(test.guesses().await.len(), guesses);
    }
}

#[tokio::test]
async fn a_clear_of_ours_explains_only_what_it_resets() {
    let (test, account) = used().await;
    let users = test.row(account, USERS).await.id;
    test.cleared(order_one(account, SEND, "k")).await;
    test.uses(SEND, 500);
    test.console_clears(Some(USERS));
    test.hour().await;
    test.minute().await;
    assert_eq!(test.guessed().await, [Some(users)], "the account was not cleared: SEND fell by ours");
}

#[tokio::test]
async fn noise_limits_that_change_and_calls_made_again_are_no_fall() {
    let (test, _) = used().await;
    test.wechat_is(json!({ "noise_percent": 1.0 }));
    for limit in [2_000, 1_000, 5_000, 900, 1_000] {
        let change = InterfaceChange { daily_limit: Some(limit), ..InterfaceChange::default() };
        test.wechat.sandbox.change_interface(&appid(1), SEND, &change).unwrap();
        test.hour().await;
        for _ in 0..5 {
            test.minute().await;
            test.desk.sample_all(&tester(), None).await.unwrap();
        }
    }
    test.wechat_is(json!({ "noise_percent": 0.0 }));
    test.hour().await;
    // Used anew before anybody looks: this cannot be seen.
    test.console_clears(None);
    test.uses(SEND, 900);
    test.uses(USERS, 400);
    test.hour().await;
    test.minute().await;
    assert!(test.guesses().await.is_empty());
}

#[tokio::test]
async fn a_fall_that_is_gone_a_minute_later_was_none() {
    let (test, _) = used().await;
    // Some of WeChat's machines answer with figures of their own.
    test.wechat.sandbox.add_fault(Fault::on(QUOTA, quota_of(3)).times(2));
    test.hour().await;
    test.minute().await;
    assert!(test.guesses().await.is_empty());
    test.advance(10);
    assert_eq!(test.watch().await, 0, "and that is the end of it");
}

/// Another answer to a reading than the true one.
fn quota_of(used: i64) -> FaultKind {
    let quota = json!({ "daily_limit": 1_000, "used": used, "remain": 1_000 - used });
    FaultKind::Status { status: 200, body: json!({ "errcode": 0, "errmsg": "ok", "quota": quota }).to_string() }
}

#[tokio::test]
async fn a_restart_forgets_no_suspicion() {
    let (mut test, _) = used().await;
    test.console_clears(None);
    test.hour().await;
    test = test.restarted().await;
    test.minute().await;
    assert_eq!(test.guessed().await, [None]);

    // Also one that comes back much later.
    test.uses(SEND, 500);
    test.uses(USERS, 300);
    for _ in 0..3 {
        test.hour().await;
    }
    test.console_clears(None);
    test.hour().await;
    test.advance(90);
    test = test.restarted().await;
    test.watch().await;
    assert_eq!(test.guessed().await, [None, None]);
}

#[tokio::test]
async fn what_cannot_be_read_again_is_tried_until_it_can_be() {
    let (test, _) = used().await;
    test.console_clears(None);
    test.hour().await;
    test.wechat.sandbox.add_fault(Fault::on(QUOTA, FaultKind::Html));
    for _ in 0..3 {
        test.minute().await;
    }
    assert!(test.guesses().await.is_empty());
    test.wechat.sandbox.clear_faults();
    test.advance(5);
    test.watch().await;
    assert_eq!(test.guessed().await, [None]);
}

#[tokio::test]
async fn what_cannot_be_read_for_hours_uses_few_readings_and_is_guessed_after_all() {
    let (test, account) = used().await;
    let users = test.row(account, USERS).await.id;
    test.console_clears(Some(USERS));
    test.hour().await;
    let no_figure = |no_figure| InterfaceChange { no_figure: Some(no_figure), ..InterfaceChange::default() };
    test.wechat.sandbox.change_interface(&appid(1), USERS, &no_figure(true)).unwrap();
    let asked = test.asked();
    for _ in 0..5 * 60 {
        test.minute().await;
    }
    assert_eq!(test.asked() - asked, 2 * 7, "of the 200 that are kept for clears");
    assert!(test.guesses().await.is_empty());
    test.wechat.sandbox.change_interface(&appid(1), USERS, &no_figure(false)).unwrap();
    for _ in 0..90 {
        test.minute().await;
    }
    assert_eq!(test.guessed().await, [Some(users)]);
}

#[tokio::test]
async fn what_can_be_read_does_not_wait_for_what_cannot() {
    let (test, _) = used().await;
    test.console_clears(None);
    test.hour().await;
    let no_figure = InterfaceChange { no_figure: Some(true), ..InterfaceChange::default() };
    test.wechat.sandbox.change_interface(&appid(1), USERS, &no_figure).unwrap();
    test.minute().await;
    assert_eq!(test.guessed().await, [None], "by what tells it");
}

#[tokio::test]
async fn what_is_no_longer_watched_or_read_is_not_waited_for() {
    let (test, account) = used().await;
    test.console_clears(None);
    test.hour().await;
    let users = test.row(account, USERS).await.id;
    test.desk.unwatch(&tester(), account, users).await.unwrap();
    test.minute().await;
    assert_eq!(test.guessed().await, [None], "by what is left to tell it");

    let (test, account) = used().await;
    test.console_clears(None);
    test.hour().await;
    test.desk.pause_account(&tester(), account, true).await.unwrap();
    test.minute().await;
    test.desk.pause_account(&tester(), account, false).await.unwrap();
    test.advance(10);
    assert_eq!(test.watch().await, 0);
    assert!(test.guesses().await.is_empty());
}

#[tokio::test]
async fn a_clear_of_ours_between_the_two_looks_changes_nothing() {
    let (test, account) = used().await;
    test.console_clears(Some(SEND));
    test.hour().await;
    let send = test.row(account, SEND).await.id;
    test.advance_by(SignedDuration::from_secs(30));
    test.cleared(order(account, "k")).await;
    test.advance_by(SignedDuration::from_secs(40));
    test.watch().await;
    assert_eq!(test.guessed().await, [Some(send)], "USERS fell by ours");
}

#[tokio::test]
async fn a_guess_is_dismissed_with_a_reason() {
    let (test, account) = used().await;
    test.console_clears(None);
    test.hour().await;
    test.minute().await;
    let guess = test.guesses().await.remove(0);
    let lead = |role| Actor::User { id: domain::UserId(7), name: "lead".to_owned(), role, address: None };
    for role in [Role::Viewer, Role::Support] {
        let refused = test.desk.dismiss_guess(&lead(role), guess.id, "x").await.unwrap_err();
        assert!(matches!(refused, SettleError::Forbidden(_)), "{refused}");
    }
    let dismiss = async |why: &str| test.desk.dismiss_guess(&lead(Role::Lead), guess.id, why).await;
    for why in ["", "  ", "字".repeat(501).as_str()] {
        assert!(matches!(dismiss(why).await, Err(SettleError::Reason(_))));
    }
    let dismissed = dismiss("测试账号").await.unwrap();
    assert_eq!((dismissed.state, dismissed.budget_left), (ClearState::Dismissed, Some(10)));
    assert_eq!(test.budget(account, Scope::Account).await.elsewhere, 0);
    let page = test.desk.clear_page(&tester(), guess.id).await.unwrap();
    let last = page.events.last().unwrap();
    assert_eq!((last.actor.as_deref(), last.detail.as_deref()), (Some("lead"), Some("测试账号")));
    assert!(matches!(dismiss("again").await, Err(SettleError::NotOpen(_))));
    let ours = test.cleared(order(account, "k")).await;
    let no_guess = test.desk.dismiss_guess(&lead(Role::Lead), ours.id, "x").await.unwrap_err();
    assert!(matches!(no_guess, SettleError::NotOpen(of) if of.id == ours.id));
    let nowhere = test.desk.dismiss_guess(&lead(Role::Lead), domain::ClearId(99), "x").await.unwrap_err();
    assert!(matches!(nowhere, SettleError::NoSuchClear), "{nowhere}");

    for _ in 0..3 {
        test.hour().await;
        test.minute().await;
    }
    assert!(test.guesses().await.is_empty(), "it is not guessed again");
}

#[tokio::test]
async fn looking_again_stays_within_the_days_readings() {
    let (test, account) = used().await;
    let day = test.desk.settings().quota_zone.day_start(test.desk.clock().now());
    test.console_clears(None);
    test.hour().await;
    let taken = test.store.readings_taken(account, day).await.unwrap();
    test.store.take_readings(account, day, 2_999 - taken, 3_000).await.unwrap();
    let asked = test.asked();
    test.minute().await;
    assert_eq!(test.asked() - asked, 1);
    assert_eq!(test.store.readings_taken(account, day).await.unwrap(), 3_000);
    test.advance(5);
    test.watch().await;
    assert_eq!(test.asked() - asked, 1);
}
