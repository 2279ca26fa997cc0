//! What goes wrong on the wire, one clear each.

use domain::{ClearState, Failure, Scope, Via};
use sandbox::{AccountChange, AccountState, Fault, FaultKind};
use serde_json::json;

use super::{BY_SECRET, CLEAR, ONE, order, order_one, the_clear};
use crate::test_desk::{SECRET, SEND, TestDesk, appid, tester};

#[tokio::test]
async fn whatever_the_wire_does_a_clear_is_called_once_and_its_state_is_true() {
    use ClearState::{Refused, Unknown};
    let errcode = |errcode| FaultKind::Errcode { errcode, errmsg: None };
    let status = |status, body: &str| FaultKind::Status { status, body: body.to_owned() };
    let unchanged = json!({"errcode": 48006, "errmsg": "no"}).to_string();
    // The fault, the state, how often WeChat carried it out, what is left of 10.
    let cases = [
        (FaultKind::DropBefore, Unknown, 0, 9),
        (FaultKind::DropAfter, Unknown, 1, 9),
        (FaultKind::Html, Unknown, 0, 9),
        (FaultKind::Malformed, Unknown, 1, 9),
        (FaultKind::Truncated, Unknown, 1, 9),
        (FaultKind::Hold, Unknown, 1, 9),
        (errcode(-1), Unknown, 0, 9),
        (status(200, "{}"), Unknown, 0, 9),
        (status(200, r#"{"errcode":"no"}"#), Unknown, 0, 9),
        (status(200, r#""ok""#), Unknown, 0, 9),
        (status(200, ""), Unknown, 0, 9),
        (status(502, "<html>"), Unknown, 0, 9),
        (status(500, &unchanged), Unknown, 0, 9),
        (status(302, ""), Unknown, 0, 9),
        (errcode(45009), Refused, 0, 10),
        (errcode(40013), Refused, 0, 10),
        (errcode(48006), Refused, 0, 0),
    ];
    for (via, endpoint) in [(Via::Token, CLEAR), (Via::Secret, BY_SECRET)] {
        for (kind, state, carried_out, left) in &cases {
            let test = TestDesk::new().await;
            let account = test.add(1).await;
            let sandbox = &test.wechat.sandbox;
            sandbox.add_fault(Fault::on(endpoint, kind.clone()));
            let mut order = order(account, "k");
            order.via = via;
            let clear = test.cleared(order).await;
            sandbox.clear_faults();
            assert_eq!(clear.state, *state, "{via} {kind:?}: {clear:?}");
            assert_eq!(test.received(endpoint), 1, "{via} {kind:?}");
            assert_eq!(test.carried_out(), *carried_out, "{via} {kind:?}");
            assert_eq!(test.budget(account, Scope::Account).await.left, *left, "{via} {kind:?}");
            assert_eq!(clear.budget_left, Some(*left), "{via} {kind:?}");
            assert!(clear.failure.is_some() && clear.errmsg.is_some(), "{via} {kind:?}: {clear:?}");
            assert_eq!(test.states(&clear).await, [ClearState::Intended, ClearState::Sent, *state]);
        }
    }
}

#[tokio::test]
async fn a_slow_or_long_answer_is_still_an_answer() {
    for kind in [FaultKind::Delay { ms: 20 }, FaultKind::Big { bytes: 200_000 }] {
        let test = TestDesk::new().await;
        let account = test.add(1).await;
        test.wechat.sandbox.add_fault(Fault::on(ONE, kind.clone()));
        let clear = test.cleared(order_one(account, SEND, "k")).await;
        assert_eq!((clear.state, clear.errcode), (ClearState::Accepted, Some(0)), "{kind:?}");
        assert_eq!(test.carried_out(), 1);
    }
}

#[tokio::test]
async fn nothing_is_spent_where_no_connection_stands() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.beat().await;
    let sandbox = test.wechat.sandbox.clone();
    let (desk, _folder) = test.without_wechat().await;
    let ordered = the_clear(&desk.clear(&tester(), order(account, "k")).await.unwrap());
    assert_eq!((ordered.state, ordered.failure), (ClearState::Failed, Some(Failure::NoConnection)));
    assert!(ordered.sent_at.is_some(), "that it was about to be sent was written down before");
    assert!(sandbox.counts().clears.is_empty());
    assert_eq!(desk.budgets_of(&tester(), account).await.unwrap().account.left, 10);
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let frozen = AccountChange { state: Some(AccountState::SecretFrozen), ..AccountChange::default() };
    test.wechat.sandbox.change_account(&appid(1), frozen).unwrap();
    let clear = test.cleared(order(account, "k")).await;
    assert_eq!((clear.state, clear.failure), (ClearState::Failed, Some(Failure::TokenRefused(40243))));
    assert_eq!((clear.sent_at, test.received(CLEAR)), (None, 0));
    assert_eq!(test.states(&clear).await, [ClearState::Intended, ClearState::Failed]);
}

#[tokio::test]
async fn a_refused_token_is_renewed_and_the_clear_made_once() {
    for one in [false, true] {
        let test = TestDesk::new().await;
        let account = test.add(1).await;
        test.beat().await;
        test.wechat.sandbox.revoke_tokens(&appid(1)).unwrap();
        let clear = test.cleared(if one { order_one(account, SEND, "k") } else { order(account, "k") }).await;
        assert_eq!(clear.state, ClearState::Accepted);
        assert_eq!(test.received(if one { ONE } else { CLEAR }), 2, "refused, then made");
        assert_eq!(test.carried_out(), 1);
        assert_eq!(test.states(&clear).await, [ClearState::Intended, ClearState::Sent, ClearState::Accepted]);
    }
}

#[tokio::test]
async fn a_token_that_is_refused_for_good_is_a_refusal_of_the_clear() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.wechat.sandbox.add_fault(Fault::on(CLEAR, FaultKind::Errcode { errcode: 40001, errmsg: None }));
    let clear = test.cleared(order(account, "k")).await;
    assert_eq!((clear.state, clear.errcode), (ClearState::Refused, Some(40001)));
    assert_eq!((test.received(CLEAR), test.carried_out()), (2, 0), "one retry, never a loop");
    assert_eq!(test.budget(account, Scope::Account).await.left, 10);
}

#[tokio::test]
async fn the_form_in_which_a_secret_is_read_is_learned() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let by_secret = |key| {
        let mut order = order(account, key);
        order.via = Via::Secret;
        order.override_reason = Some("again".to_owned());
        order
    };
    let reads = |form: &str| test.wechat.sandbox.change_settings(json!({ "clear_form": form })).unwrap();
    reads("query");
    assert_eq!(test.cleared(by_secret("1")).await.state, ClearState::Accepted);
    assert_eq!((test.received(BY_SECRET), test.carried_out()), (2, 1), "the body was not read, and nothing spent");
    assert_eq!(test.cleared(by_secret("2")).await.state, ClearState::Accepted);
    assert_eq!((test.received(BY_SECRET), test.carried_out()), (3, 2), "the query comes first now");
    reads("body");
    assert_eq!(test.cleared(by_secret("3")).await.state, ClearState::Accepted);
    assert_eq!((test.received(BY_SECRET), test.carried_out()), (5, 3), "and is given up when it is read no longer");
    let on_disk = test.bytes_on_disk();
    assert!(!on_disk.windows(SECRET.len()).any(|bytes| bytes == SECRET.as_bytes()));
}

#[tokio::test]
async fn a_refused_secret_costs_nothing_and_keeps_the_form() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let other = AccountChange { secret: Some("f".repeat(32)), ..AccountChange::default() };
    test.wechat.sandbox.change_account(&appid(1), other).unwrap();
    let mut order = order(account, "k");
    order.via = Via::Secret;
    let clear = test.cleared(order).await;
    assert_eq!((clear.state, clear.errcode), (ClearState::Refused, Some(40125)));
    assert_eq!(test.received(BY_SECRET), 1);
}
