//! Clears that a second person has to agree to.

use std::sync::Arc;

use desk::accounts::{Change, TypedChange};
use desk::clears::confirming::key_prefix;
use desk::clears::{
    ClearError, ConfirmedFacts, Order, OrderResult, PendingRequests, ReasonError, RequestError, SecondPerson,
};
use domain::audit::AuditAction;
use domain::clears::advice::ClearWarning;
use domain::clears::{RequestId, RequestState};
use domain::{AccountId, Actor, ClearState, Role, Scope};
use futures::future::join_all;
use sandbox::{Fault, FaultKind};
use store::clears::ClearRequest;
use store::{AddUserOutcome, AuditQuery, NewUser, UserChange};

use super::{CLEAR, order, order_one, the_clear};
use crate::test_desk::{SEND, TestDesk, USERS, appid, tester};

impl TestDesk {
    /// Somebody who has signed in.
    async fn colleague(&self, name: &str, role: Role) -> Actor {
        let new = NewUser {
            name: name.parse().unwrap(),
            role,
            password_hash: "$argon2id$".to_owned(),
            must_change_password: false,
            only_first: false,
        };
        let added = self.store.add_user(new, &(&tester()).into(), self.desk.clock().now()).await.unwrap();
        let AddUserOutcome::Added(id) = added else { panic!("{added:?}") };
        Actor::User { id, name: name.to_owned(), role, address: None }
    }

    /// Says how many of the account-wide clears are left.
    pub(super) async fn has_left(&self, account: AccountId, left: i64) {
        let told = TypedChange { cleared_before: Change::To(Some(10 - left)), ..TypedChange::default() };
        self.desk.edit_account(&tester(), account, told).await.unwrap();
    }

    /// An order as the account's page sends it.
    async fn form(&self, actor: &Actor, account: AccountId) -> Order {
        let shown = self.desk.confirmation(actor, &account.to_string(), None).await.unwrap();
        let seen = Some(ConfirmedFacts { key_prefix: key_prefix(&account.to_string(), None), facts: shown.seen });
        let confirm = shown.budget.left.le(&3).then(|| shown.account.name.clone());
        Order { key: shown.key, seen, confirm, ..order(account, "") }
    }

    async fn requested(&self, actor: &Actor, order: Order) -> ClearRequest {
        match self.desk.clear(actor, order).await.unwrap().made {
            OrderResult::Request(request) => request,
            OrderResult::Clear(clear) => panic!("{clear:?} was made at once"),
        }
    }

    /// What a decider's page of a request says of how things stand.
    async fn facts(&self, actor: &Actor, request: &ClearRequest) -> String {
        self.desk.request_page(actor, request.id).await.unwrap().facts.unwrap().seen
    }

    async fn over(&self, actor: &Actor) -> Vec<RequestId> {
        self.desk.waiting(actor).await.unwrap().over.iter().map(|request| request.id).collect()
    }
}

#[tokio::test]
async fn a_reason_to_go_on_is_for_what_was_shown() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.has_left(account, 0).await;
    let ann = test.colleague("ann", Role::Admin).await;
    let insisting = async |key: &str| {
        let form = test.form(&ann, account).await;
        let key = format!("{}{key}", form.key);
        let (over, glass) = (Some("two by the console".to_owned()), Some("break glass".to_owned()));
        Order { override_reason: over, break_glass: glass, key, ..form }
    };
    let (one, two) = (insisting("1").await, insisting("2").await);
    test.desk.clear(&ann, one).await.unwrap();
    test.advance(36);
    test.watch().await;
    let error = test.desk.clear(&ann, two).await.unwrap_err();
    assert!(matches!(error, ClearError::Outdated), "one was made since, though 0 are left as before: {error}");
    test.desk.clear(&ann, insisting("3").await).await.unwrap();
    assert_eq!(test.received(CLEAR), 2);
}

fn token(made_by: &str) -> Actor {
    let (name, made_by) = ("ci".to_owned(), made_by.to_owned());
    Actor::Token { name, made_by, role: Role::Admin, maker: Some(Role::Admin), address: None }
}

/// A desk where one account-wide clear of an account is left, and two leads, `alice` and `bob`.
async fn last_one() -> (TestDesk, AccountId, [Actor; 2]) {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.has_left(account, 1).await;
    let leads = [test.colleague("alice", Role::Lead).await, test.colleague("bob", Role::Lead).await];
    (test, account, leads)
}

#[tokio::test]
async fn the_last_clear_is_asked_for_agreed_to_and_made_with_both_names() {
    let (test, account, [alice, bob]) = last_one().await;
    let support = test.colleague("carol", Role::Support).await;
    test.uses(SEND, 990);
    test.beat().await;
    let shown = test.desk.confirmation(&alice, &account.to_string(), None).await.unwrap();
    assert_eq!(shown.second, Some(SecondPerson { deciders: vec!["bob".to_owned()], may_break_glass: false }));
    assert!(shown.asks_for_name() && shown.waiting.is_empty());
    let form = test.form(&alice, account).await;
    let asked = test.desk.clear(&alice, form.clone()).await.unwrap();
    let OrderResult::Request(request) = asked.made else { panic!("{asked:?}") };
    assert!(!asked.replayed);
    assert_eq!((request.actor.as_str(), request.scope(), request.reason.as_str()), ("alice", Scope::Account, "促销"));
    assert_eq!(
        (test.received(CLEAR), test.budget(account, Scope::Account).await.left),
        (0, 1),
        "it is not in the ledger"
    );

    let header = async |actor: &Actor| test.desk.waiting(actor).await.unwrap();
    let nothing = PendingRequests::default();
    assert_eq!(header(&alice).await, PendingRequests { own: vec![request.clone()], ..nothing.clone() });
    assert_eq!(header(&bob).await, PendingRequests { to_decide: vec![request.clone()], ..nothing.clone() });
    assert_eq!(header(&support).await, nothing);
    let page = test.desk.request_page(&bob, request.id).await.unwrap();
    assert_eq!(
        (page.state, page.is_own, page.deciders.as_slice()),
        (RequestState::Waiting, false, &["bob".to_owned()][..])
    );
    assert!(test.desk.request_page(&alice, request.id).await.unwrap().is_own);
    let shown = test.desk.confirmation(&bob, &account.to_string(), None).await.unwrap();
    assert_eq!(shown.waiting, std::slice::from_ref(&request), "whoever comes to clear the same sees it");
    let again = test.desk.clear(&alice, form.clone()).await.unwrap();
    assert!(again.replayed && again.made == OrderResult::Request(request.clone()), "the form sent twice");

    let agreed = test.desk.approve_request(&bob, request.id, &page.facts.unwrap().seen, None).await.unwrap();
    let clear = the_clear(&agreed);
    assert!(!agreed.replayed && clear.state == ClearState::Accepted);
    assert_eq!((clear.actor.as_deref(), clear.approved_by.as_deref()), (Some("alice"), Some("bob")));
    assert_eq!((clear.budget_left, clear.glass_broken, test.carried_out()), (Some(0), false, 1));
    let page = test.desk.clear_page(&bob, clear.id).await.unwrap();
    assert_eq!(page.before[0].figures.used, 990, "as it was when it began");

    let again = test.desk.clear(&alice, form).await.unwrap();
    assert!(again.replayed && the_clear(&again).id == clear.id, "the form finds what came of it");
    let twice = test.desk.approve_request(&bob, request.id, "", None).await.unwrap_err();
    assert!(matches!(&twice, RequestError::NotPending(of) if of.clear == Some(clear.id)), "{twice}");
    assert_eq!(header(&bob).await, nothing);
    assert_eq!(test.over(&alice).await, [request.id], "alice has not seen it yet");
    let page = test.desk.request_page(&alice, request.id).await.unwrap();
    assert!(page.state == RequestState::Approved && page.facts.is_none());
    assert!(test.over(&alice).await.is_empty());
    assert_eq!(test.received(CLEAR), 1);

    let query = AuditQuery { limit: 10, ..AuditQuery::default() };
    let lines = test.desk.audit(&tester(), &query).await.unwrap();
    let told: Vec<_> = lines.iter().map(|line| (line.what.as_str(), line.actor.as_str())).take(2).collect();
    assert_eq!(told, [(AuditAction::RequestApproved.word(), "bob"), (AuditAction::ClearRequested.word(), "alice")]);
}

#[tokio::test]
async fn the_tenth_of_ten_takes_a_second_person_and_the_one_before_does_not() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.has_left(account, 2).await;
    let alice = test.colleague("alice", Role::Admin).await;
    let named = |key: &str| Order {
        confirm: Some("服务号 1".to_owned()),
        override_reason: Some("again".to_owned()),
        ..order(account, key)
    };
    let ninth = test.desk.clear(&alice, named("9")).await.unwrap();
    assert_eq!(the_clear(&ninth).budget_left, Some(1));
    let asked = test.requested(&alice, named("10")).await;
    assert_eq!(asked.override_reason.as_deref(), Some("again"));
    let single = test.desk.clear(&alice, order_one(account, SEND, "x")).await;
    assert!(matches!(single, Err(ClearError::Conflict { .. })), "the other budget is another one, and has plenty");
    assert_eq!(test.received(CLEAR), 1);
}

#[tokio::test]
async fn a_request_expires_by_the_clock() {
    let (test, account, [alice, bob]) = last_one().await;
    let form = test.form(&alice, account).await;
    let request = test.requested(&alice, form.clone()).await;
    let facts = test.facts(&bob, &request).await;
    test.advance(59);
    assert_eq!(test.desk.waiting(&bob).await.unwrap().to_decide.len(), 1);
    test.advance(1);
    assert_eq!(test.desk.waiting(&bob).await.unwrap(), PendingRequests::default());
    let late = test.desk.approve_request(&bob, request.id, &facts, None).await.unwrap_err();
    assert!(matches!(late, RequestError::NotPending(_)), "{late}");
    let late = test.desk.decline_request(&bob, request.id, "x").await.unwrap_err();
    assert!(matches!(late, RequestError::NotPending(_)), "{late}");
    assert!(matches!(test.desk.withdraw_request(&alice, request.id).await, Err(RequestError::NotPending(_))));
    assert_eq!(test.over(&alice).await, [request.id]);
    let page = test.desk.request_page(&alice, request.id).await.unwrap();
    assert_eq!((page.state, page.request.written), (RequestState::Expired, RequestState::Waiting));
    assert!(test.over(&alice).await.is_empty());

    let old = test.desk.clear(&alice, form).await.unwrap();
    assert!(old.replayed, "the old form tells of the old request");
    let anew = test.form(&alice, account).await;
    assert_ne!(test.requested(&alice, anew).await.id, request.id, "a new page asks again");
    assert_eq!(test.received(CLEAR), 0);
}

#[tokio::test]
async fn whoever_agrees_agrees_to_what_is_so_now() {
    let (test, account, [alice, bob]) = last_one().await;
    test.advance(11 * 60 + 40);
    let form = test.form(&alice, account).await;
    let request = test.requested(&alice, form).await;
    let approve = async |facts: &str| test.desk.approve_request(&bob, request.id, facts, None).await;
    let changed = |error: RequestError| assert!(matches!(error, RequestError::Clear(ClearError::Outdated)), "{error}");
    let at_first = test.facts(&bob, &request).await;
    test.has_left(account, 2).await;
    changed(approve(&at_first).await.unwrap_err());
    test.has_left(account, 1).await;
    // Midnight: what is used up begins anew by itself.
    test.advance(21);
    changed(approve(&at_first).await.unwrap_err());
    changed(approve("").await.unwrap_err());

    // Another clear of the same counts came in between, and nobody gave a reason to go on.
    test.wechat.sandbox.add_fault(Fault::on(super::ONE, FaultKind::DropBefore).times(1));
    let unknown = test.cleared(order_one(account, USERS, "k")).await;
    let facts = test.facts(&bob, &request).await;
    let barred = approve(&facts).await.unwrap_err();
    let open = |error: &RequestError| matches!(error, RequestError::Clear(ClearError::Conflict { id, in_flight: false }) if *id == unknown.id);
    assert!(open(&barred), "{barred}");
    assert_eq!(test.desk.waiting(&bob).await.unwrap().to_decide.len(), 1, "it waits on");
    test.desk.settle_clear(&bob, unknown.id, store::clears::Settlement::GivenBack, "x").await.unwrap();
    assert_eq!(the_clear(&approve(&facts).await.unwrap()).state, ClearState::Accepted);
    assert_eq!(test.received(CLEAR), 1);
}

#[tokio::test]
async fn whoever_agrees_says_why_where_the_clear_has_become_pointless() {
    let (test, account, [alice, bob]) = last_one().await;
    test.uses(SEND, 990);
    test.beat().await;
    let form = test.form(&alice, account).await;
    let request = test.requested(&alice, form).await;
    test.wechat.sandbox.clear_elsewhere(&appid(1), None).unwrap();
    test.desk.sample_all(&tester(), None).await.unwrap();
    let facts = test.facts(&bob, &request).await;
    for (typed, fault) in [
        (None, ReasonError::Missing),
        (Some(" \n"), ReasonError::Missing),
        (Some(&*"字".repeat(501)), ReasonError::TooLong),
    ] {
        let refused = test.desk.approve_request(&bob, request.id, &facts, typed).await.unwrap_err();
        assert!(matches!(&refused, RequestError::Clear(ClearError::Anyway(why)) if *why == fault), "{refused}");
    }
    assert_eq!(test.received(CLEAR), 0, "nothing was spent");
    let agreed = test.desk.approve_request(&bob, request.id, &facts, Some("演练")).await.unwrap();
    let clear = the_clear(&agreed);
    assert_eq!(
        (clear.anyway_reason.as_deref(), clear.warnings.as_slice()),
        (Some("演练"), &[ClearWarning::Pointless][..])
    );
}

#[tokio::test]
async fn whoever_agrees_is_not_asked_again_why_the_requester_clears_anyway() {
    let (test, account, [alice, bob]) = last_one().await;
    test.beat().await;
    let form = Order { anyway_reason: Some("演练".to_owned()), ..test.form(&alice, account).await };
    let request = test.requested(&alice, form).await;
    let facts = test.facts(&bob, &request).await;
    let agreed = test.desk.approve_request(&bob, request.id, &facts, None).await.unwrap();
    assert_eq!(the_clear(&agreed).anyway_reason.as_deref(), Some("演练"));
}

#[tokio::test]
async fn what_is_gone_cannot_be_agreed_to() {
    let (test, account, [alice, bob]) = last_one().await;
    let form = test.form(&alice, account).await;
    let request = test.requested(&alice, form).await;
    let facts = test.facts(&bob, &request).await;
    test.desk.retire_account(&tester(), account).await.unwrap();
    let page = test.desk.request_page(&bob, request.id).await.unwrap();
    assert!(page.state == RequestState::Waiting && page.facts.is_none());
    let gone = test.desk.approve_request(&bob, request.id, &facts, None).await.unwrap_err();
    assert!(matches!(gone, RequestError::Clear(ClearError::NoSuchAccount)), "{gone}");
    test.desk.decline_request(&bob, request.id, "the account is gone").await.unwrap();
    let nowhere = test.desk.request_page(&bob, RequestId(99)).await.unwrap_err();
    assert!(matches!(nowhere, RequestError::NoSuchRequest), "{nowhere}");
    let nowhere = test.desk.approve_request(&bob, RequestId(99), &facts, None).await.unwrap_err();
    assert!(matches!(nowhere, RequestError::NoSuchRequest), "{nowhere}");
}

#[tokio::test]
async fn only_another_person_who_may_clear_decides() {
    let (test, account, [alice, bob]) = last_one().await;
    let (support, viewer) = (test.colleague("carol", Role::Support).await, test.colleague("dave", Role::Viewer).await);
    let form = test.form(&alice, account).await;
    let request = test.requested(&alice, form).await.id;
    let facts = test.desk.request_page(&bob, request).await.unwrap().facts.unwrap().seen;
    for nobody in [&support, &viewer, &Actor::Anonymous { address: None }] {
        assert!(matches!(
            test.desk.approve_request(nobody, request, &facts, None).await,
            Err(RequestError::Forbidden(_))
        ));
        assert!(matches!(test.desk.decline_request(nobody, request, "x").await, Err(RequestError::Forbidden(_))));
        assert!(matches!(test.desk.withdraw_request(nobody, request).await, Err(RequestError::Forbidden(_))));
        assert!(matches!(test.desk.request_page(nobody, request).await, Err(RequestError::Forbidden(_))));
        assert!(matches!(test.desk.clear_requests(nobody, 10).await, Err(RequestError::Forbidden(_))));
    }
    // Oneself, also through a token; a token of another; a command; the desk.
    for not_theirs in [&alice, &token("alice"), &token("bob"), &tester(), &Actor::Desk] {
        let error = test.desk.approve_request(not_theirs, request, &facts, None).await.unwrap_err();
        assert!(matches!(error, RequestError::NotDecider), "{not_theirs}: {error}");
        let error = test.desk.decline_request(not_theirs, request, "x").await.unwrap_err();
        assert!(matches!(error, RequestError::NotDecider), "{not_theirs}: {error}");
    }
    for others in [&bob, &token("bob"), &tester()] {
        let error = test.desk.withdraw_request(others, request).await.unwrap_err();
        assert!(matches!(error, RequestError::NotDecider), "{others}: {error}");
    }
    assert_eq!(test.desk.clear_requests(&bob, 10).await.unwrap()[0].written, RequestState::Waiting);

    // What a token asks for, who made it asked for: they do not agree to that either.
    test.desk.withdraw_request(&alice, request).await.unwrap();
    let by_token =
        test.requested(&token("bob"), Order { confirm: Some("服务号 1".to_owned()), ..order(account, "t") }).await;
    let own = test.desk.approve_request(&bob, by_token.id, &facts, None).await.unwrap_err();
    assert!(matches!(own, RequestError::NotDecider), "{own}");
    test.desk.approve_request(&alice, by_token.id, &facts, None).await.unwrap();
    assert_eq!(test.received(CLEAR), 1);
}

#[tokio::test]
async fn a_request_is_declined_with_a_reason_or_taken_back() {
    let (test, account, [alice, bob]) = last_one().await;
    let form = test.form(&alice, account).await;
    let request = test.requested(&alice, form).await;
    for (why, fault) in [(" ".to_owned(), ReasonError::Missing), ("字".repeat(501), ReasonError::TooLong)] {
        let error = test.desk.decline_request(&bob, request.id, &why).await.unwrap_err();
        assert!(matches!(error, RequestError::Reason(of) if of == fault), "{error}");
    }
    let why = "wait for midnight; access_token=50_abcdefgh";
    let declined = test.desk.decline_request(&bob, request.id, why).await.unwrap();
    assert_eq!((declined.written, declined.decided_by.as_deref()), (RequestState::Declined, Some("bob")));
    assert_eq!(declined.decision_reason.as_deref(), Some("wait for midnight; access_token=‹masked›"));
    assert_eq!(test.over(&alice).await, [request.id]);

    let form = test.form(&alice, account).await;
    let request = test.requested(&alice, form).await;
    assert_eq!(test.desk.withdraw_request(&alice, request.id).await.unwrap().written, RequestState::Withdrawn);
    assert_eq!(test.over(&alice).await.len(), 1, "that is no news");
    assert_eq!(test.desk.waiting(&bob).await.unwrap(), PendingRequests::default());
    assert_eq!((test.received(CLEAR), test.budget(account, Scope::Account).await.left), (0, 1));
}

#[tokio::test]
async fn nobody_approves_what_their_token_ordered() {
    let (test, account, [alice, bob]) = last_one().await;
    let bearer = test.desk.create_token_for(&tester(), Some("alice"), "deploy", Role::Lead, None).await.unwrap();
    let token = test.desk.authenticate(&bearer, None).await.unwrap();
    let by_token = Order { confirm: Some("服务号 1".to_owned()), ..order(account, "t") };
    let request = test.requested(&token, by_token).await;
    assert_eq!(request.actor, "alice");
    let facts = test.facts(&bob, &request).await;
    let own = test.desk.approve_request(&alice, request.id, &facts, None).await;
    assert!(matches!(own, Err(RequestError::NotDecider)), "{own:?}");
    test.desk.approve_request(&bob, request.id, &facts, None).await.unwrap();
}

#[tokio::test]
async fn an_admin_breaks_the_glass_with_the_phrase() {
    let (test, account, [alice, _]) = last_one().await;
    let admin = test.colleague("root", Role::Admin).await;
    let shown = test.desk.confirmation(&admin, &account.to_string(), None).await.unwrap().second.unwrap();
    assert!(shown.may_break_glass && shown.deciders == ["alice", "bob"]);
    let alone = |key: &str, phrase: &str| Order {
        confirm: Some("服务号 1".to_owned()),
        break_glass: Some(phrase.to_owned()),
        ..order(account, key)
    };
    let refused = async |actor: &Actor, phrase: &str| test.desk.clear(actor, alone("k", phrase)).await.unwrap_err();
    assert!(matches!(refused(&alice, "break glass").await, ClearError::Forbidden(_)), "a lead does not");
    for phrase in ["", "please", "breakglass", "紧急"] {
        assert!(matches!(refused(&admin, phrase).await, ClearError::GlassPhrase), "{phrase}");
    }
    for no_person in [token("root"), tester()] {
        assert!(matches!(refused(&no_person, "break glass").await, ClearError::GlassPhrase), "{no_person}");
    }
    assert!(test.desk.clear_requests(&admin, 10).await.unwrap().is_empty());

    let clear = the_clear(&test.desk.clear(&admin, alone("k", " Break  Glass ")).await.unwrap());
    assert_eq!((clear.state, clear.glass_broken, clear.approved_by), (ClearState::Accepted, true, None));
    let query = AuditQuery { what: Some(AuditAction::ClearOrdered), limit: 1, ..AuditQuery::default() };
    let line = test.desk.audit(&tester(), &query).await.unwrap().remove(0);
    assert_eq!(line.after.unwrap()["glass_broken"], true);

    let other = test.add(2).await;
    test.has_left(other, 1).await;
    let chinese =
        Order { confirm: Some("服务号 2".to_owned()), account: other.to_string(), ..alone("2", "紧急放行") };
    assert!(the_clear(&test.desk.clear(&admin, chinese).await.unwrap()).glass_broken);
    let plenty = test.add(3).await;
    let needless = Order { account: plenty.to_string(), ..alone("3", "break glass") };
    assert!(!the_clear(&test.desk.clear(&admin, needless).await.unwrap()).glass_broken, "no glass had to be broken");
}

#[tokio::test]
async fn where_nobody_else_could_decide_that_is_said_at_once() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.has_left(account, 1).await;
    let admin = test.colleague("root", Role::Admin).await;
    test.colleague("carol", Role::Support).await;
    let second = async || test.desk.confirmation(&admin, &account.to_string(), None).await.unwrap().second;
    let alone = Some(SecondPerson { deciders: Vec::new(), may_break_glass: true });
    assert_eq!(second().await, alone);
    let Actor::User { id: bob, .. } = test.colleague("bob", Role::Lead).await else { panic!() };
    assert_eq!(second().await.unwrap().deciders, ["bob"]);
    test.store.change_user(bob, UserChange::Disabled, &(&tester()).into(), test.desk.clock().now()).await.unwrap();
    assert_eq!(second().await, alone, "who cannot sign in cannot decide");
    test.has_left(account, 2).await;
    assert_eq!(second().await, None);
}

#[tokio::test]
async fn however_often_and_by_whom_it_is_decided_one_call_is_made() {
    let (test, account, [alice, bob]) = last_one().await;
    let carol = test.colleague("carol", Role::Admin).await;
    let form = test.form(&alice, account).await;
    let request = test.requested(&alice, form.clone()).await;
    let facts = test.facts(&bob, &request).await;
    let approvals = (0..20).map(|n| {
        let (desk, who, facts) =
            (Arc::clone(&test.desk), if n % 2 == 0 { bob.clone() } else { carol.clone() }, facts.clone());
        tokio::spawn(async move { desk.approve_request(&who, request.id, &facts, None).await })
    });
    let orders = (0..20).map(|_| {
        let (desk, alice, form) = (Arc::clone(&test.desk), alice.clone(), form.clone());
        tokio::spawn(async move { desk.clear(&alice, form).await })
    });
    let (approvals, orders) = futures::join!(join_all(approvals), join_all(orders));
    assert_eq!(approvals.into_iter().filter(|done| done.as_ref().unwrap().is_ok()).count(), 1);
    assert!(orders.into_iter().all(|done| done.unwrap().unwrap().replayed));
    assert_eq!((test.received(CLEAR), test.carried_out()), (1, 1));
}

#[tokio::test]
async fn whoever_agrees_may_go_away_and_a_restart_keeps_what_waits() {
    let (mut test, account, [alice, bob]) = last_one().await;
    let form = test.form(&alice, account).await;
    let request = test.requested(&alice, form).await;
    test = test.restarted().await;
    assert_eq!(test.desk.waiting(&bob).await.unwrap().to_decide, std::slice::from_ref(&request));
    let facts = test.facts(&bob, &request).await;
    test.wechat.sandbox.add_fault(Fault::on(CLEAR, FaultKind::Hold).times(1));
    let (desk, id) = (Arc::clone(&test.desk), request.id);
    let approving = tokio::spawn(async move { desk.approve_request(&bob, id, &facts, None).await });
    test.wechat.sandbox.wait_until_held(1).await;
    approving.abort();
    test.wechat.sandbox.release();
    test.desk.wait_for_clears().await;
    let made = test.store.clear_request(request.id).await.unwrap().unwrap().clear.unwrap();
    assert_eq!(test.store.clear(made).await.unwrap().unwrap().state, ClearState::Accepted);
    assert_eq!(test.wechat.sandbox.counts().clears[0].appid, appid(1));
}

#[tokio::test]
async fn the_same_key_is_the_same_request_and_no_other() {
    let (test, account, [alice, bob]) = last_one().await;
    let named = |key: &str| Order { confirm: Some("服务号 1".to_owned()), ..order(account, key) };
    let request = test.requested(&alice, named("k")).await;
    let again = test.desk.clear(&alice, named("k")).await.unwrap();
    assert!(again.replayed && again.made == OrderResult::Request(request.clone()) && again.clear().is_none());
    let other = Order { reason: "another".to_owned(), ..named("k") };
    assert!(matches!(test.desk.clear(&alice, other).await, Err(ClearError::KeyReused(None))));
    assert!(matches!(test.desk.check_key_unused(&alice, "k").await, Err(ClearError::KeyReused(None))));
    test.desk.check_key_unused(&bob, "k").await.unwrap();
    let nameless = Order { confirm: None, ..named("2") };
    assert!(matches!(test.desk.clear(&alice, nameless).await, Err(ClearError::ConfirmNeeded { left: 1 })));
    assert_eq!(test.desk.clear_requests(&bob, 10).await.unwrap(), [request]);
}
