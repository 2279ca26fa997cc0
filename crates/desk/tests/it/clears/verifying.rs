//! What a clear did, told from readings after it.

mod scheduling;

use domain::clears::advice::{ResetEffect, Warning};
use domain::clears::verification::{CountResult, InconclusiveReason};
use domain::{AccountId, ClearState, Scope};
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind, InterfaceChange, InterfaceConfig};
use serde_json::json;
use store::clears::Clear;

use super::{ONE, order, order_one};
use crate::test_desk::{SEND, TestDesk, USERS, appid, tester};

pub(super) const QUOTA: &str = "/cgi-bin/openapi/quota/get";
/// Seconds after its call at which a clear is looked at.
const LOOKS: [i64; 8] = [4, 30, 120, 300, 600, 1_080, 1_620, 2_160];

/// A desk with one account that has used so much of [`SEND`] and [`USERS`], and has been read.
pub(super) async fn used(send: u64, users: u64) -> (TestDesk, AccountId) {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.uses(SEND, send);
    test.uses(USERS, users);
    test.beat().await;
    (test, account)
}

impl TestDesk {
    /// The first account's services make calls.
    pub(crate) fn uses(&self, path: &str, calls: u64) {
        self.wechat.sandbox.consume(&appid(1), path, calls).unwrap();
    }

    pub(super) fn wechat_is(&self, settings: serde_json::Value) {
        self.wechat.sandbox.change_settings(settings).unwrap();
    }

    /// The clear as it is by now.
    pub(super) async fn now(&self, clear: &Clear) -> Clear {
        self.store.clear(clear.id).await.unwrap().unwrap()
    }

    /// Lets so many seconds after the clear's call go by, with a look whenever one is due.
    pub(super) async fn look_for(&self, clear: &Clear, seconds: i64) {
        let ended_at = clear.ended_at.unwrap();
        for due in LOOKS.into_iter().filter(|due| *due <= seconds) {
            let to_go = (ended_at + SignedDuration::from_secs(due)).duration_since(self.desk.clock().now());
            if to_go.is_positive() {
                self.advance_by(to_go);
                self.watch().await;
            }
        }
    }

    /// What was said when the clear came to where it is.
    pub(super) async fn last_word(&self, clear: &Clear) -> Option<String> {
        self.store.clear_events(clear.id).await.unwrap().pop().unwrap().detail
    }

    async fn lifts(&self, account: AccountId, path: &str) -> ResetEffect {
        let shown = self.desk.confirmation(&tester(), &account.to_string(), Some(path)).await.unwrap();
        shown.lifts(shown.interface.as_ref().unwrap().id)
    }
}

#[tokio::test]
async fn a_clear_that_works_is_effective_at_the_first_look() {
    use ClearState::{Accepted, Effective, Intended, Sent, Verifying};
    for (whole, given_back, read, left) in [(true, 1_390, 2, 9), (false, 990, 1, 49)] {
        let (test, account) = used(990, 400).await;
        let clear = test.cleared(if whole { order(account, "k") } else { order_one(account, SEND, "k") }).await;
        assert!(clear.state == Accepted && clear.being_verified);
        assert_eq!(test.watch().await, 0, "nothing is due yet");
        let asked = test.asked();
        test.advance_by(SignedDuration::from_secs(6));
        assert_eq!(test.watch().await, 1, "within 10 s");
        let clear = test.now(&clear).await;
        assert_eq!((clear.state, clear.being_verified, clear.given_back), (Effective, false, Some(given_back)));
        assert_eq!(
            (clear.budget_left, test.asked() - asked),
            (Some(left), read),
            "what the clear did not reset is not read"
        );
        assert_eq!(test.states(&clear).await, [Intended, Sent, Accepted, Verifying, Effective]);
        let page = test.desk.clear_page(&tester(), clear.id).await.unwrap();
        assert_eq!((page.before.len(), page.after.len(), page.verified_until), (read, read, None));
        assert_eq!((page.after[0].cgi_path.as_str(), page.after[0].figures.used), (SEND, 0), "what gave most first");
        assert_eq!(
            test.row(account, SEND).await.figures.map(|figures| figures.used),
            Some(0),
            "the figures are everyone's"
        );
        assert_eq!(test.watch().await, 0);
        let again = test.cleared(order_one(account, SEND, "again")).await;
        assert_eq!(again.override_reason, None, "it stands in nobody's way any more");
    }
}

#[tokio::test]
async fn an_effect_that_shows_late_is_waited_for_at_growing_intervals() {
    let (test, account) = used(990, 400).await;
    test.wechat_is(json!({ "clear_shows_after_s": 1_200 }));
    let clear = test.cleared(order(account, "k")).await;
    let asked = test.asked();
    test.look_for(&clear, 1_080).await;
    assert_eq!(test.asked() - asked, 2 * 6, "six looks within 18 minutes");
    let waiting = test.now(&clear).await;
    assert_eq!((waiting.state, waiting.being_verified, waiting.given_back), (ClearState::Verifying, true, None));
    let page = test.desk.clear_page(&tester(), clear.id).await.unwrap();
    assert_eq!(page.verified_until, Some(clear.ended_at.unwrap() + SignedDuration::from_mins(36)));
    test.look_for(&clear, 1_620).await;
    let effective = test.now(&clear).await;
    assert_eq!((effective.state, effective.given_back), (ClearState::Effective, Some(1_390)));
    assert_eq!(test.asked() - asked, 2 * 7);
    assert_eq!(test.states(&clear).await.len(), 5, "looks that change nothing are no steps");
}

#[tokio::test]
async fn a_clear_that_gave_nothing_back_is_ineffective_after_the_window() {
    for whole in [true, false] {
        let (test, account) = used(990, 400).await;
        test.wechat_is(json!({ "clears_lift": false }));
        let clear = test.cleared(if whole { order(account, "k") } else { order_one(account, SEND, "k") }).await;
        test.look_for(&clear, 2_159).await;
        assert_eq!(test.now(&clear).await.state, ClearState::Verifying);
        test.uses(SEND, 5);
        test.look_for(&clear, 2_160).await;
        let ended = test.now(&clear).await;
        assert_eq!((ended.state, ended.being_verified, ended.given_back), (ClearState::Ineffective, false, None));
        assert_eq!(ended.budget_left, Some(if whole { 9 } else { 49 }), "it is spent all the same");
        assert_eq!(test.lifts(account, SEND).await, ResetEffect::Disproved, "it was read when it would have shown");
        let users = if whole { ResetEffect::Disproved } else { ResetEffect::Expected };
        assert_eq!(test.lifts(account, USERS).await, users, "each by its own count");
        test.advance(60);
        assert_eq!(test.watch().await, 0);
    }
}

#[tokio::test]
async fn what_the_results_told_is_said_before_the_next_clear() {
    let (test, account) = used(990, 400).await;
    let other = test.add(2).await;
    let no_lift = InterfaceChange { clear_lifts: Some(false), ..InterfaceChange::default() };
    test.wechat.sandbox.change_interface(&appid(1), USERS, &no_lift).unwrap();
    assert_eq!(test.lifts(account, SEND).await, ResetEffect::Expected, "the catalogue's guess");
    let clear = test.cleared(order(account, "k")).await;
    test.look_for(&clear, 4).await;
    let so_far = test.now(&clear).await;
    assert_eq!((so_far.state, so_far.being_verified), (ClearState::Effective, true), "990 of 1,390 came back");
    let shown = test.desk.confirmation(&tester(), &account.to_string(), None).await.unwrap();
    assert_eq!(shown.in_the_way, None, "the rest is read on, in nobody's way");
    test.look_for(&clear, 2_159).await;
    assert_eq!(test.lifts(account, SEND).await, ResetEffect::Proved);
    assert_eq!(test.lifts(account, USERS).await, ResetEffect::Expected, "the other may still fall");
    test.look_for(&clear, 2_160).await;
    let ended = test.now(&clear).await;
    assert_eq!((ended.state, ended.being_verified), (ClearState::Effective, false));
    assert_eq!(test.states(&clear).await.len(), 5, "it is said once");
    for (path, own, of_another) in
        [(SEND, ResetEffect::Proved, ResetEffect::Expected), (USERS, ResetEffect::Disproved, ResetEffect::Unlikely)]
    {
        assert_eq!(test.lifts(account, path).await, own, "{path}");
        assert_eq!(test.lifts(other, path).await, of_another, "{path}: what another account showed is no proof");
    }
    let shown = test.desk.confirmation(&tester(), &account.to_string(), Some(USERS)).await.unwrap();
    assert!(shown.warnings.contains(&Warning::NotLifted { proved: true }), "{:?}", shown.warnings);
    assert_eq!(shown.does_not_help.len(), 1);
}

#[tokio::test]
async fn the_newest_result_of_a_path_is_a_guess_for_accounts_without_one() {
    let test = TestDesk::new().await;
    let accounts = [test.add(1).await, test.add(2).await, test.add(3).await];
    for (number, lift) in [(2, false), (1, true)] {
        let account = accounts[number - 1];
        let appid = appid(u32::try_from(number).unwrap());
        test.wechat.sandbox.consume(&appid, SEND, 900).unwrap();
        test.advance(60);
        test.beat().await;
        test.wechat_is(json!({ "clears_lift": lift }));
        let clear = test.cleared(order_one(account, SEND, "k".repeat(number).as_str())).await;
        test.look_for(&clear, 2_160).await;
    }
    assert_eq!(test.lifts(accounts[1], SEND).await, ResetEffect::Disproved, "its own");
    assert_eq!(test.lifts(accounts[0], SEND).await, ResetEffect::Proved, "its own");
    assert_eq!(test.lifts(accounts[2], SEND).await, ResetEffect::Expected, "by the last one anywhere");
}

#[tokio::test]
async fn what_could_not_have_been_seen_to_fall_tells_nothing() {
    // So little that its fall could not be told from noise, beside one that clears do not reset.
    let (test, account) = used(990, 15).await;
    let third = "/cgi-bin/user/info";
    test.desk.watch(&tester(), account, &[third.to_owned()]).await.unwrap();
    test.uses(third, 300);
    test.advance(60);
    test.beat().await;
    let no_lift = InterfaceChange { clear_lifts: Some(false), ..InterfaceChange::default() };
    test.wechat.sandbox.change_interface(&appid(1), third, &no_lift).unwrap();
    let clear = test.cleared(order(account, "k")).await;
    test.look_for(&clear, 2_159).await;
    // Other readings go on meanwhile.
    test.uses(USERS, 12);
    test.advance(5);
    test.desk.sample_all(&tester(), Some(account)).await.unwrap();
    test.look_for(&clear, 2_160).await;
    assert_eq!(test.now(&clear).await.state, ClearState::Effective);
    assert_eq!(test.lifts(account, USERS).await, ResetEffect::Expected, "15 before and 12 after say nothing");
    assert_eq!(test.lifts(account, third).await, ResetEffect::Disproved);
}

#[tokio::test]
async fn a_window_that_crosses_midnight_proves_nothing() {
    let (test, account) = used(500, 0).await;
    test.wechat_is(json!({ "clears_lift": false }));
    test.advance(11 * 60 + 45);
    test.uses(SEND, 400);
    test.beat().await;
    test.advance(5);
    let clear = test.cleared(order_one(account, SEND, "k")).await;
    test.look_for(&clear, 300).await;
    assert_eq!(test.now(&clear).await.state, ClearState::Verifying);
    let asked = test.asked();
    test.look_for(&clear, 600).await;
    let ended = test.now(&clear).await;
    assert_eq!((ended.state, ended.being_verified), (ClearState::Accepted, false));
    assert_eq!(test.last_word(&clear).await.as_deref(), Some(InconclusiveReason::Midnight.word()));
    assert_eq!((ended.given_back, ended.budget_left), (None, Some(49)));
    assert_eq!(test.asked() - asked, 1);
    assert_eq!(
        test.row(account, SEND).await.figures.map(|figures| figures.used),
        Some(0),
        "it fell, but by the day's turn"
    );
    assert_eq!(test.cleared(order_one(account, SEND, "next")).await.override_reason, None);
}

#[tokio::test]
async fn a_fall_seen_before_midnight_is_proof() {
    let (test, account) = used(500, 0).await;
    test.advance(11 * 60 + 59);
    test.beat().await;
    let clear = test.cleared(order_one(account, SEND, "k")).await;
    test.look_for(&clear, 4).await;
    assert_eq!(test.now(&clear).await.state, ClearState::Effective);
}

#[tokio::test]
async fn a_clear_that_had_nothing_to_reset_ends_at_the_first_look_and_blocks_nothing() {
    for (send, whole, why) in [
        (0, false, InconclusiveReason::NothingUsed),
        (0, true, InconclusiveReason::NothingUsed),
        (15, false, InconclusiveReason::LittleUsed),
    ] {
        let (test, account) = used(send, 0).await;
        let clear = test.cleared(if whole { order(account, "k") } else { order_one(account, SEND, "k") }).await;
        let shown = test.desk.confirmation(&tester(), &account.to_string(), None).await.unwrap();
        assert_eq!(shown.in_the_way.map(|open| open.id), Some(clear.id), "until it was looked at");
        test.look_for(&clear, 4).await;
        let ended = test.now(&clear).await;
        assert_eq!((ended.state, ended.being_verified, ended.given_back), (ClearState::Accepted, false, None));
        assert_eq!(ended.nothing_to_reset, why == InconclusiveReason::NothingUsed);
        assert_eq!(ended.budget_left, Some(if whole { 9 } else { 49 }), "it is spent");
        assert_eq!(test.last_word(&clear).await.as_deref(), Some(why.word()));
        let shown = test.desk.confirmation(&tester(), &account.to_string(), None).await.unwrap();
        assert_eq!(shown.in_the_way, None);
        assert_eq!(test.lifts(account, SEND).await, ResetEffect::Expected, "it proves nothing");
        let page = test.desk.clear_page(&tester(), clear.id).await.unwrap();
        let result = page.result_of(&page.after[0]);
        let expected = if send == 0 { CountResult::NothingToReset } else { CountResult::LittleUsed };
        assert_eq!(result, Some(expected));
    }
}

#[tokio::test]
async fn an_interface_without_use_in_another_clear_is_said_so() {
    let (test, account) = used(990, 0).await;
    let clear = test.cleared(order(account, "k")).await;
    test.look_for(&clear, 4).await;
    let ended = test.now(&clear).await;
    assert_eq!((ended.state, ended.being_verified), (ClearState::Effective, false), "nothing is left to be read");
    let page = test.desk.clear_page(&tester(), clear.id).await.unwrap();
    let results: Vec<_> = page.after.iter().map(|after| page.result_of(after).unwrap()).collect();
    assert_eq!(results, [CountResult::Fell, CountResult::NothingToReset]);
    assert_eq!(test.lifts(account, USERS).await, ResetEffect::Expected, "that proves nothing of it");
}

/// A desk whose one interface allows few calls, and has used some.
async fn used_of_small_limit(limit: u64, used: u64) -> (TestDesk, AccountId) {
    let test = TestDesk::on(1, &[InterfaceConfig::new(SEND, limit)], desk::Settings::default()).await;
    let typed = desk::accounts::TypedAccount { watch: vec![SEND.to_owned()], ..crate::test_desk::typed(1) };
    let account = test.desk.add_account(&tester(), typed).await.unwrap().id;
    test.uses(SEND, used);
    test.beat().await;
    (test, account)
}

#[tokio::test]
async fn a_small_limit_verifies() {
    for (limit, used, whole) in [(10, 10, false), (10, 10, true), (10, 1, false), (10, 2, true), (199, 20, false)] {
        let (test, account) = used_of_small_limit(limit, used).await;
        let clear = test.cleared(if whole { order(account, "k") } else { order_one(account, SEND, "k") }).await;
        test.look_for(&clear, 4).await;
        let effective = test.now(&clear).await;
        let given_back = Some(i64::try_from(used).unwrap());
        assert_eq!((effective.state, effective.given_back), (ClearState::Effective, given_back), "{used} of {limit}");
        assert!(!effective.being_verified);
        assert_eq!(test.lifts(account, SEND).await, ResetEffect::Proved);
    }
    let (test, account) = used_of_small_limit(10, 10).await;
    test.wechat_is(json!({ "clears_lift": false }));
    let clear = test.cleared(order_one(account, SEND, "k")).await;
    test.look_for(&clear, 2_160).await;
    assert_eq!(test.now(&clear).await.state, ClearState::Ineffective);
    assert_eq!(test.lifts(account, SEND).await, ResetEffect::Disproved);
    let (test, account) = used_of_small_limit(200, 20).await;
    let clear = test.cleared(order_one(account, SEND, "k")).await;
    test.look_for(&clear, 4).await;
    assert_eq!(test.last_word(&clear).await.as_deref(), Some(InconclusiveReason::LittleUsed.word()));
}

#[tokio::test]
async fn an_effective_clear_is_followed_by_another_without_a_reason_to_go_on() {
    let (test, account) = used(990, 400).await;
    let no_lift = InterfaceChange { clear_lifts: Some(false), ..InterfaceChange::default() };
    test.wechat.sandbox.change_interface(&appid(1), USERS, &no_lift).unwrap();
    let first = test.cleared(order(account, "1")).await;
    test.look_for(&first, 30).await;
    assert!(test.now(&first).await.being_verified);
    let second = test.cleared(order_one(account, USERS, "2")).await;
    assert_eq!((second.state, second.override_reason.as_ref()), (ClearState::Accepted, None));
    test.look_for(&first, 2_160).await;
    let first = test.now(&first).await;
    assert_eq!((first.state, first.being_verified, first.given_back), (ClearState::Effective, false, Some(990)));
    test.look_for(&second, 2_160).await;
    assert_eq!(test.now(&second).await.state, ClearState::Ineffective, "judged by its own readings");
    assert_eq!(test.lifts(account, USERS).await, ResetEffect::Disproved);
    assert_eq!(test.lifts(account, SEND).await, ResetEffect::Proved);
}

#[tokio::test]
async fn readings_that_fail_prove_nothing() {
    for kind in [FaultKind::DropBefore, FaultKind::Errcode { errcode: 48001, errmsg: None }, FaultKind::Zero] {
        let (test, account) = used(990, 0).await;
        let clear = test.cleared(order_one(account, SEND, "k")).await;
        test.wechat.sandbox.add_fault(Fault::on(QUOTA, kind.clone()));
        test.look_for(&clear, 2_160).await;
        assert_eq!(test.now(&clear).await.state, ClearState::Accepted, "{kind:?}");
        assert_eq!(test.last_word(&clear).await.as_deref(), Some(InconclusiveReason::Unread.word()), "{kind:?}");
        assert_eq!(test.lifts(account, SEND).await, ResetEffect::Expected);
    }
    // Readings that come in time after all are proof.
    let (test, account) = used(990, 0).await;
    let clear = test.cleared(order_one(account, SEND, "k")).await;
    test.wechat.sandbox.add_fault(Fault::on(QUOTA, FaultKind::Html));
    test.look_for(&clear, 1_620).await;
    test.wechat.sandbox.clear_faults();
    test.look_for(&clear, 2_160).await;
    assert_eq!(test.now(&clear).await.state, ClearState::Effective);
}

#[tokio::test]
async fn a_restart_at_any_point_changes_nothing() {
    for shows_after in [0, 25, 1_200] {
        let (mut test, account) = used(990, 400).await;
        test.wechat_is(json!({ "clear_shows_after_s": shows_after }));
        let clear = test.cleared(order(account, "k")).await;
        let asked = test.asked();
        let mut looks = 0;
        for due in LOOKS {
            test = test.restarted().await;
            assert!(test.desk.end_interrupted_clears().await.unwrap().is_empty());
            test.watch().await;
            if test.now(&clear).await.state == ClearState::Effective {
                break;
            }
            test.look_for(&clear, due).await;
            looks += 1;
        }
        let ended = test.now(&clear).await;
        assert_eq!((ended.state, ended.given_back), (ClearState::Effective, Some(1_390)), "{shows_after}");
        assert_eq!(test.states(&clear).await.len(), 5, "{shows_after}");
        assert_eq!(test.asked() - asked, 2 * looks, "no look is made twice or left out: {shows_after}");
    }
}

#[tokio::test]
async fn a_desk_that_was_down_through_the_window_sees_a_fall_but_blames_nobody() {
    let (mut test, account) = used(990, 0).await;
    let works = test.cleared(order_one(account, SEND, "k")).await;
    test.uses(SEND, 200);
    test.advance(3 * 60);
    test = test.restarted().await;
    test.watch().await;
    let works = test.now(&works).await;
    assert_eq!((works.state, works.given_back), (ClearState::Effective, Some(790)), "990 before, 200 now");

    // All that was given back is used again by the time the desk is up.
    test.uses(SEND, 800);
    test.beat().await;
    let refilled = test.cleared(order_one(account, SEND, "2")).await;
    test.uses(SEND, 1_000);
    test.advance(3 * 60);
    test = test.restarted().await;
    test.watch().await;
    assert_eq!(test.now(&refilled).await.state, ClearState::Accepted);
    assert_eq!(
        test.last_word(&refilled).await.as_deref(),
        Some(InconclusiveReason::Unread.word()),
        "nobody looked in time"
    );
    assert_eq!(test.lifts(account, SEND).await, ResetEffect::Proved, "by the one before");
}

#[tokio::test]
async fn hourly_readings_tell_too() {
    let (test, account) = used(990, 0).await;
    test.wechat_is(json!({ "clear_shows_after_s": 20 * 60 }));
    let clear = test.cleared(order_one(account, SEND, "k")).await;
    test.look_for(&clear, 1_080).await;
    test.advance(5);
    test.desk.sample_all(&tester(), Some(account)).await.unwrap();
    let asked = test.asked();
    test.advance(4);
    test.watch().await;
    assert_eq!(test.now(&clear).await.state, ClearState::Effective);
    assert_eq!(test.asked(), asked, "what has fallen already is not read again");
}

#[tokio::test]
async fn what_a_later_clear_did_is_not_told_of_the_one_before() {
    // One that gave nothing back, and one that was perhaps never made; then one that works.
    for unknown in [false, true] {
        let (test, account) = used(990, 400).await;
        test.wechat_is(json!({ "clears_lift": false }));
        if unknown {
            test.wechat.sandbox.add_fault(Fault::on(ONE, FaultKind::DropBefore).times(1));
        }
        let first = test.cleared(order_one(account, SEND, "1")).await;
        test.look_for(&first, 300).await;
        test.wechat_is(json!({ "clears_lift": true }));
        test.advance(2);
        let mut second = order_one(account, SEND, "2");
        second.override_reason = Some("nothing happens".to_owned());
        let second = test.cleared(second).await;
        test.look_for(&second, 4).await;
        assert_eq!(test.now(&second).await.state, ClearState::Effective);
        test.look_for(&first, 600).await;
        let ended = test.now(&first).await;
        let expected = if unknown { ClearState::Unknown } else { ClearState::Accepted };
        assert_eq!((ended.state, ended.being_verified, ended.given_back), (expected, false, None));
        assert_eq!(test.last_word(&first).await.as_deref(), Some(InconclusiveReason::Followed.word()));
        let budget = test.budget(account, Scope::Interface).await;
        let expected = if unknown { (1, 1) } else { (2, 0) };
        assert_eq!((budget.spent, budget.unknown), expected);
    }
}

#[tokio::test]
async fn a_fall_seen_before_a_later_clear_is_still_told() {
    let (test, account) = used(400, 990).await;
    let no_lift = InterfaceChange { clear_lifts: Some(false), ..InterfaceChange::default() };
    test.wechat.sandbox.change_interface(&appid(1), USERS, &no_lift).unwrap();
    let first = test.cleared(order(account, "1")).await;
    test.look_for(&first, 300).await;
    assert_eq!(test.now(&first).await.state, ClearState::Verifying, "most of the use may still come back");
    let mut second = order_one(account, USERS, "2");
    second.override_reason = Some("that one too".to_owned());
    test.cleared(second).await;
    test.look_for(&first, 600).await;
    let first = test.now(&first).await;
    assert_eq!((first.state, first.being_verified, first.given_back), (ClearState::Effective, false, Some(400)));
}
