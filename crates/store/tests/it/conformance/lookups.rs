use domain::AccountId;
use domain::audit::AuditAction;
use store::rids::lookups::{CallTaken, FailedLookup, NewRidCall, NewRidLine, RequestedRid, RidCalls, RidLookup};
use store::{AuditQuery, Store, StoredRid};

use super::{account, at, by};

const ONE: &str = "617682e0-09059ac5-34a8e2ea";
const TWO: &str = "6aac005a-01bfdbee-79769285";
const THREE: &str = "6aac0064-355b48ab-4c5b487e";

fn wanted(rid: &str) -> RequestedRid {
    RequestedRid { rid: rid.to_owned(), account: None, appid: None, cgi_path: None, errcode: None }
}

fn line(rid: &str) -> NewRidLine {
    NewRidLine { rid: rid.to_owned(), near: format!("near {rid}") }
}

/// A call of at most two of an account.
fn call(account: AccountId, minute: i64, since: i64) -> NewRidCall<'static> {
    NewRidCall { rid: ONE, account, by: "bob", at: at(minute), since: at(since), limit: 2, limit_of_one: None }
}

fn kept(rid: &str, account: AccountId) -> StoredRid {
    StoredRid {
        rid: rid.to_owned(),
        account_id: account,
        at: at(0),
        cost_in_ms: None,
        request_url: String::new(),
        request_body: String::new(),
        response_body: String::new(),
        client_ip: None,
        errcode: None,
        looked_up_at: at(1),
        looked_up_by: "cli:alice".to_owned(),
        cgi_path: None,
        limit: None,
        ticket: None,
        details_set: None,
        newest_note: None,
    }
}

async fn due(store: &dyn Store, minute: i64) -> Vec<String> {
    store.due_rid_lookups(at(minute), 10).await.unwrap().into_iter().map(|lookup| lookup.wanted.rid).collect()
}

pub(crate) async fn a_look_up_waits_until_it_is_due_and_is_told_why_it_came_to_nothing(store: &dyn Store) {
    let (first, _) = account(store, 1).await;
    assert_eq!(store.rid_lookup(ONE).await.unwrap(), None);
    let all = RequestedRid {
        account: Some(first),
        appid: Some("wx1".to_owned()),
        cgi_path: Some("/sns/jscode2session".to_owned()),
        errcode: Some(-1),
        ..wanted(ONE)
    };
    let made = store.request_rid_lookups(&[all.clone(), wanted(TWO)], "bob", at(0), at(3)).await.unwrap();
    assert_eq!(made, [ONE, TWO]);
    store.request_rid_lookups(&[wanted(THREE)], "bob", at(0), at(2)).await.unwrap();
    assert!(due(store, 1).await.is_empty());
    assert_eq!(due(store, 3).await, [THREE, ONE, TWO], "the longest due first");
    assert_eq!(store.due_rid_lookups(at(3), 1).await.unwrap().len(), 1);
    let lookup = store.rid_lookup(ONE).await.unwrap().unwrap();
    assert_eq!((&lookup.wanted, lookup.wanted_at, lookup.wanted_by.as_str()), (&all, at(0), "bob"));
    assert_eq!((lookup.tries, lookup.due_at, &lookup.untold), (0, Some(at(3)), &None));

    let again = FailedLookup { why: "not found".to_owned(), due_at: Some(at(5)) };
    store.rid_lookup_failed(&lookup, &again, at(4)).await.unwrap();
    let lookup = store.rid_lookup(ONE).await.unwrap().unwrap();
    let told = Some(("not found".to_owned(), at(4)));
    assert_eq!((lookup.tries, lookup.due_at, &lookup.untold), (1, Some(at(5)), &told));
    let over = FailedLookup { due_at: None, ..again };
    store.rid_lookup_failed(&RidLookup { tries: 0, ..lookup.clone() }, &over, at(6)).await.unwrap();
    assert_eq!(due(store, 60).await, [THREE, TWO, ONE], "what an older try came to is of no interest");
    store.rid_lookup_failed(&lookup, &over, at(6)).await.unwrap();
    assert_eq!(due(store, 60).await, [THREE, TWO]);

    store.request_rid_lookups(&[wanted(ONE)], "carol", at(7), at(7)).await.unwrap();
    let lookup = store.rid_lookup(ONE).await.unwrap().unwrap();
    assert_eq!((lookup.tries, lookup.wanted_by.as_str(), lookup.wanted.account), (0, "carol", None));
    assert_eq!(lookup.wanted.errcode, Some(-1), "what was known of the call stays known");
    assert_eq!(
        (lookup.wanted.cgi_path, lookup.wanted.appid),
        (None, None),
        "but for what kept it from being asked for"
    );
    assert_eq!(due(store, 7).await, [THREE, TWO, ONE]);
}

pub(crate) async fn look_ups_that_nobody_can_answer_are_refused_together(store: &dyn Store) {
    let (first, _) = account(store, 1).await;
    store.save_rid(&kept(THREE, first)).await.unwrap();
    let refused = [ONE, TWO, THREE].map(|rid| (wanted(rid), format!("nobody knows {rid}")));
    store.refuse_rid_lookups(&refused, "bob", at(4)).await.unwrap();
    for rid in [ONE, TWO] {
        let lookup = store.rid_lookup(rid).await.unwrap().unwrap();
        assert_eq!((lookup.wanted_by.as_str(), lookup.tries, lookup.due_at), ("bob", 1, None));
        assert_eq!(lookup.untold, Some((format!("nobody knows {rid}"), at(4))));
    }
    assert_eq!(store.rid_lookup(THREE).await.unwrap(), None, "what is kept needs none");
    assert!(due(store, 60).await.is_empty());
}

pub(crate) async fn what_is_kept_is_not_looked_up_again(store: &dyn Store) {
    let (first, _) = account(store, 1).await;
    let (second, _) = account(store, 2).await;
    store.request_rid_lookups(&[wanted(ONE)], "bob", at(0), at(0)).await.unwrap();
    store.save_rid(&kept(ONE, first)).await.unwrap();
    assert_eq!(store.rid_lookup(ONE).await.unwrap(), None, "its look-up is over");
    assert!(store.request_rid_lookups(&[wanted(ONE)], "bob", at(0), at(0)).await.unwrap().is_empty());
    let of_second = RequestedRid { account: Some(second), ..wanted(ONE) };
    assert_eq!(
        store.request_rid_lookups(&[of_second], "bob", at(0), at(0)).await.unwrap(),
        [ONE],
        "of another account it is not"
    );
}

pub(crate) async fn a_list_tells_what_became_of_each_rid(store: &dyn Store) {
    let (first, _) = account(store, 1).await;
    let id = store.add_rid_list(&[TWO, ONE, THREE].map(line), "beside", &by(), at(0)).await.unwrap();
    store.request_rid_lookups(&[wanted(ONE), wanted(TWO)], "bob", at(0), at(0)).await.unwrap();
    store.save_rid(&kept(ONE, first)).await.unwrap();
    let list = store.rid_list(id).await.unwrap().unwrap();
    assert_eq!((list.made_at, list.made_by.as_str(), list.beside.as_str()), (at(0), "cli:alice", "beside"));
    let lines: Vec<_> =
        list.lines.iter().map(|line| (line.rid.as_str(), line.kept.is_some(), line.lookup.is_some())).collect();
    assert_eq!(lines, [(TWO, false, true), (ONE, true, false), (THREE, false, false)]);
    assert_eq!(list.lines[0].near.as_deref(), Some(&*format!("near {TWO}")));
    assert_eq!(store.rid_list(id + 1).await.unwrap(), None);
    let query = AuditQuery { what: Some(AuditAction::RidLookedUp), limit: 10, ..AuditQuery::default() };
    let audit = store.audit(&query).await.unwrap();
    assert_eq!(audit[0].subject.as_deref(), Some(&*format!("list {id}")));
    assert_eq!(audit[0].after, Some(serde_json::json!({ "rids": [TWO, ONE, THREE] })));
}

pub(crate) async fn calls_are_taken_until_an_account_has_none_left(store: &dyn Store) {
    let (first, _) = account(store, 1).await;
    let (second, _) = account(store, 2).await;
    let take = async |account, minute, since| {
        store.take_rid_call(&call(account, minute, since)).await.unwrap() == CallTaken::Taken
    };
    assert!(take(first, 0, 0).await && take(first, 5, 0).await);
    assert!(!take(first, 6, 0).await, "two a day");
    assert!(take(second, 6, 0).await, "another account has its own");
    assert!(take(first, 7, 1).await, "of the next day's one was taken");
    assert!(!take(first, 8, 1).await);
    let mut calls = store.rid_calls(at(0), "bob").await.unwrap();
    calls.sort_by_key(|calls| calls.account);
    assert_eq!(calls, [RidCalls { account: first, all: 3, own: 3 }, RidCalls { account: second, all: 1, own: 1 }]);
    let of_one = NewRidCall { limit: 9, limit_of_one: Some(1), ..call(second, 9, 0) };
    assert_eq!(store.take_rid_call(&of_one).await.unwrap(), CallTaken::PersonSpent);
    let anns = NewRidCall { by: "ann", ..of_one };
    assert_eq!(store.take_rid_call(&anns).await.unwrap(), CallTaken::Taken, "another person has their own share");
    assert_eq!(store.take_rid_call(&anns).await.unwrap(), CallTaken::PersonSpent);
    let spent = NewRidCall { limit: 2, ..anns };
    assert_eq!(store.take_rid_call(&spent).await.unwrap(), CallTaken::AccountSpent);
    assert!(store.last_rid_answers().await.unwrap().is_empty());
    store.save_rid(&kept(ONE, first)).await.unwrap();
    assert_eq!(store.last_rid_answers().await.unwrap(), [(first, at(1))]);
}

pub(crate) async fn old_look_ups_are_forgotten(store: &dyn Store) {
    let (first, _) = account(store, 1).await;
    store.request_rid_lookups(&[wanted(ONE), wanted(TWO), wanted(THREE)], "bob", at(0), at(0)).await.unwrap();
    for (rid, due_at) in [(ONE, None), (TWO, Some(at(1)))] {
        let lookup = store.rid_lookup(rid).await.unwrap().unwrap();
        store.rid_lookup_failed(&lookup, &FailedLookup { why: "x".to_owned(), due_at }, at(0)).await.unwrap();
    }
    let once = NewRidCall { limit: 1, ..call(first, 0, 0) };
    assert_eq!(store.take_rid_call(&once).await.unwrap(), CallTaken::Taken);
    store.forget_lookups(at(0)).await.unwrap();
    assert!(store.rid_lookup(ONE).await.unwrap().is_some(), "of then on they stay");
    store.forget_lookups(at(1)).await.unwrap();
    assert_eq!(store.take_rid_call(&once).await.unwrap(), CallTaken::Taken, "its call is forgotten");
    assert_eq!(due(store, 60).await, [THREE, TWO], "what is still due goes on");
    assert_eq!(store.rid_lookup(ONE).await.unwrap(), None);
}
