use std::net::IpAddr;

use domain::audit::AuditAction;
use domain::clears::RequestId;
use domain::{AccountId, Actor, ClearState, Contact, InterfaceId, Kind, LimitKind, Role, UserId};
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::{Value, json};
use store::clears::{ApprovalFacts, CheckOutcome, RequestRejection, Settlement};
use store::{
    AccountChange, AddUserOutcome, AuditActor, AuditChain, AuditLine, AuditQuery, Change, ChangeUserOutcome,
    NewApiToken, NewAuditLine, NewSession, NewUser, SessionSelection, Store, UserChange,
};

use super::{account, appid, at, by, by_user, clears, guesses, new_account, new_password, new_user, path, user};

const ACCOUNT: &str = "account 1 (wx0000000000000001)";
/// Nothing of these may ever be in the trail; see [`new_account`] and [`new_user`] for the first two.
const SECRETS: [&str; 6] = ["secret-of-", "$argon2id", "other-secret", "7,7,7", "070707", "BwcHBwcH"];

/// Every line, newest first.
async fn all(store: &dyn Store) -> Vec<AuditLine> {
    store.audit(&AuditQuery { limit: 1000, ..Default::default() }).await.unwrap()
}

/// Follows what is written from one act to the next.
pub(super) struct Trail<'a> {
    store: &'a dyn Store,
    lines: Vec<AuditLine>,
}

impl<'a> Trail<'a> {
    pub(super) async fn of(store: &'a dyn Store) -> Self {
        Self { store, lines: all(store).await }
    }

    /// The one line more than there were.
    pub(super) async fn one_more(&mut self) -> AuditLine {
        let lines = all(self.store).await;
        assert_eq!(lines[1..], self.lines, "{:?}", lines.first());
        self.lines = lines;
        let line = self.lines[0].clone();
        assert_eq!(usize::try_from(line.id), Ok(self.lines.len()));
        line
    }

    /// The one line more is of this, and was done by the command at this time.
    pub(super) async fn says(&mut self, minute: i64, what: AuditAction, subject: &str, before: Value, after: Value) {
        let reason = (what == AuditAction::ClearOrdered).then_some("促销 🛒");
        self.says_of(&by(), reason, minute, what, subject, before, after).await;
    }

    /// The same, done by whom and why.
    #[expect(clippy::too_many_arguments, reason = "a line has as many parts")]
    pub(super) async fn says_of(
        &mut self,
        by: &AuditActor,
        reason: Option<&str>,
        minute: i64,
        what: AuditAction,
        subject: &str,
        before: Value,
        after: Value,
    ) {
        let line = self.one_more().await;
        assert_eq!((line.what.as_str(), line.subject.as_deref()), (what.word(), Some(subject)));
        let or_none = |value: Value| (!value.is_null()).then_some(value);
        assert_eq!((&line.before, &line.after), (&or_none(before), &or_none(after)), "{what}");
        assert_eq!(
            (line.at, &line.actor, line.token, line.address),
            (at(minute), &by.actor, None, by.address),
            "{what}"
        );
        assert_eq!(line.reason.as_deref(), reason, "{what}");
    }

    /// There is no line more.
    pub(super) async fn is_as_it_was(&self, after: &str) {
        assert_eq!(all(self.store).await, self.lines, "{after}");
    }
}

pub(crate) async fn every_act_leaves_its_line(store: &dyn Store) {
    let mut trail = Trail::of(store).await;
    assert_eq!(trail.lines, []);
    assert_eq!(store.audit_chain().await.unwrap(), AuditChain::Whole { lines: 0 });
    let account = acts_on_accounts(&mut trail).await;
    acts_on_interfaces_and_clears(&mut trail, account).await;
    acts_on_requests(&mut trail).await;
    acts_on_what_nobody_could_tell(&mut trail).await;
    acts_on_tokens(&mut trail).await;
    let bob = acts_on_users(&mut trail).await;
    acts_on_sessions(&mut trail, bob).await;

    assert!(store.retire_account(account, &by(), at(50)).await.unwrap());
    trail.says(50, AuditAction::AccountRetired, ACCOUNT, Value::Null, Value::Null).await;
    assert_eq!(store.add_account(new_account(1), &by(), at(51)).await.unwrap(), account);
    let after = json!({ "name": "account 1", "kind": "mini-program", "interfaces": 2 });
    trail.says(51, AuditAction::AccountAdded, ACCOUNT, Value::Null, after).await;
    store.note(NewAuditLine::on(AuditAction::RidLookedUp, "617682e0-09059ac5-34a8e2ea"), &by(), at(52)).await.unwrap();
    trail.says(52, AuditAction::RidLookedUp, "617682e0-09059ac5-34a8e2ea", Value::Null, Value::Null).await;

    let text = serde_json::to_string(&trail.lines).unwrap();
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret}");
    }
    let lines = i64::try_from(trail.lines.len()).unwrap();
    assert_eq!(store.audit_chain().await.unwrap(), AuditChain::Whole { lines });
}

async fn acts_on_accounts(trail: &mut Trail<'_>) -> AccountId {
    let store = trail.store;
    let id = store.add_account(new_account(1), &by(), at(1)).await.unwrap();
    let after = json!({ "name": "account 1", "kind": "mini-program", "interfaces": 2 });
    trail.says(1, AuditAction::AccountAdded, ACCOUNT, Value::Null, after).await;

    let change = AccountChange {
        name: Some("商城".to_owned()),
        kind: Some(Kind::Shop),
        daily_readings: Some(500),
        cleared_before: Change::To(Some(2)),
        contact: Some(Contact { owner: Some("支付组".to_owned()), note: None }),
        seen: None,
    };
    store.change_account(id, change, &by(), at(2)).await.unwrap();
    let before = json!({ "name": "account 1", "kind": "mini-program", "daily_readings": 3000, "cleared_before": null,
        "owner": null, "note": null });
    let after = json!({ "name": "商城", "kind": "shop", "daily_readings": 500, "cleared_before": 2,
        "owner": "支付组", "note": null });
    trail.says(2, AuditAction::AccountChanged, ACCOUNT, before, after).await;
    let back = AccountChange { name: Some("account 1".to_owned()), ..Default::default() };
    store.change_account(id, back, &by(), at(3)).await.unwrap();
    let line = trail.one_more().await;
    assert_eq!(line.subject.as_deref(), Some("商城 (wx0000000000000001)"), "as it was called before");

    assert!(store.replace_secret(id, &SecretString::from("other-secret"), &by(), at(4)).await.unwrap());
    trail.says(4, AuditAction::SecretReplaced, ACCOUNT, Value::Null, Value::Null).await;
    assert!(store.pause_account(id, true, &by(), at(5)).await.unwrap());
    trail.says(5, AuditAction::AccountPaused, ACCOUNT, Value::Null, Value::Null).await;
    assert!(store.pause_account(id, false, &by(), at(6)).await.unwrap());
    trail.says(6, AuditAction::AccountResumed, ACCOUNT, Value::Null, Value::Null).await;
    id
}

async fn acts_on_interfaces_and_clears(trail: &mut Trail<'_>, account: AccountId) {
    let store = trail.store;
    let paths = ["/cgi-bin/message/custom/send", "/wxa/getwxacodeunlimit", "/wxa/img_sec_check"].map(path);
    store.watch(account, &paths, &by(), at(10)).await.unwrap();
    let new = json!({ "paths": ["/wxa/getwxacodeunlimit", "/wxa/img_sec_check"] });
    trail.says(10, AuditAction::InterfacesWatched, ACCOUNT, Value::Null, new).await;
    let send = store.interfaces_of(account).await.unwrap()[0].id;
    assert!(store.unwatch(send, &by(), at(11)).await.unwrap());
    let gone = json!({ "path": "/cgi-bin/message/custom/send" });
    trail.says(11, AuditAction::InterfaceUnwatched, ACCOUNT, gone, Value::Null).await;
    assert!(store.set_limit_kind(send, Some(LimitKind::Total), &by(), at(11)).await.unwrap());
    let (before, after) = (
        json!({ "limit_kind": "automatic" }),
        json!({ "path": "/cgi-bin/message/custom/send", "limit_kind": "total" }),
    );
    trail.says(11, AuditAction::LimitKindSet, ACCOUNT, before, after).await;
    let contact = Contact { owner: None, note: Some("call 8001".to_owned()) };
    assert!(store.set_contact(send, &contact, &by(), at(11)).await.unwrap());
    let line = |note: Value| json!({ "path": "/cgi-bin/message/custom/send", "owner": null, "note": note });
    let (before, after) = (line(Value::Null), line("call 8001".into()));
    trail.says(11, AuditAction::InterfaceChanged, ACCOUNT, before, after).await;

    let clear = clears::intended(store, clears::new(account, None, "1"), at(12)).await;
    let after = json!({ "clear": clear.id, "scope": "account", "interface": null, "via": "token", "left_before": 8, "override": null });
    trail.says(12, AuditAction::ClearOrdered, ACCOUNT, Value::Null, after).await;
    store.clear_sent(clear.id, at(12)).await.unwrap();
    store.end_clear(clear.id, clears::ended(ClearState::Accepted), at(13), &clears::counting()).await.unwrap();
    trail.is_as_it_was("a clear's call is the ledger's").await;

    let insisting =
        clears::NewClear { override_reason: Some("必须".to_owned()), ..clears::new(account, Some(send), "2") };
    let clear = clears::intended(store, insisting, at(14)).await;
    let after = json!({ "clear": clear.id, "scope": "interface", "interface": "/cgi-bin/message/custom/send", "via": "token",
        "left_before": 50, "override": "必须" });
    trail.says(14, AuditAction::ClearOrdered, ACCOUNT, Value::Null, after).await;
    store.give_up_clears(at(15), &clears::counting()).await.unwrap();
    trail.is_as_it_was("nobody gave it up").await;
}

/// The account and who decides; both are there already.
async fn asked_for_the_last(trail: &mut Trail<'_>) -> (AccountId, AuditActor) {
    let store = trail.store;
    let bob = by_user(user(store, "decider", Role::Lead).await);
    let (id, _) = account(store, 2).await;
    let told = AccountChange { cleared_before: Change::To(Some(9)), ..Default::default() };
    store.change_account(id, told, &by(), at(0)).await.unwrap();
    trail.lines = all(store).await;
    (id, bob)
}

/// The first request is declined by somebody else, the second withdrawn by whoever asked.
async fn decide(trail: &mut Trail<'_>, request: RequestId, number: usize, bob: &AuditActor, minute: i64) {
    const OF: &str = "account 2 (wx0000000000000002)";
    let store = trail.store;
    let of = json!({ "request": request, "asked_by": "cli:alice" });
    if number == 1 {
        let no = RequestRejection::Declined("还早".to_owned());
        store.turn_down_request(request, no, bob, at(minute)).await.unwrap();
        trail.says_of(bob, Some("还早"), minute, AuditAction::RequestDeclined, OF, Value::Null, of).await;
    } else {
        store.turn_down_request(request, RequestRejection::Withdrawn, &by(), at(minute)).await.unwrap();
        trail.says_of(&by(), None, minute, AuditAction::RequestWithdrawn, OF, Value::Null, of).await;
    }
}

async fn acts_on_requests(trail: &mut Trail<'_>) {
    const OF: &str = "account 2 (wx0000000000000002)";
    let store = trail.store;
    let (id, bob) = asked_for_the_last(trail).await;
    let counting = clears::counting();
    let mut requests = Vec::new();
    for (minute, key) in [(16, "a"), (17, "b"), (18, "c")] {
        // Another key of an open request would lead to it.
        if let Some(open) = requests.last() {
            decide(trail, *open, requests.len(), &bob, minute).await;
        }
        let order = clears::insisting(clears::new(id, None, key));
        let clears::OrderedClear::Requested(request) =
            store.order_clear(order, &by(), at(minute), &counting).await.unwrap()
        else {
            panic!("the last one takes a second person")
        };
        let after =
            json!({ "request": request.id, "scope": "account", "interface": null, "via": "token", "override": "必须" });
        trail.says_of(&by(), Some("促销 🛒"), minute, AuditAction::ClearRequested, OF, Value::Null, after).await;
        requests.push(request.id);
    }
    let [first, _, third] = requests[..] else { panic!("{requests:?}") };
    store.request_seen(first, "cli:alice", at(19)).await.unwrap();
    trail.is_as_it_was("that one has seen it").await;

    let clear = store.approve_request(third, &ApprovalFacts::default(), &bob, at(19), &counting).await.unwrap();
    let after = json!({ "clear": clear.id, "scope": "account", "interface": null, "via": "token", "left_before": 1,
        "override": null, "asked_by": "cli:alice" });
    trail.says_of(&bob, Some("促销 🛒"), 19, AuditAction::RequestApproved, OF, Value::Null, after).await;
    store.end_clear(clear.id, clears::ended(ClearState::Failed), at(19), &counting).await.unwrap();

    let alone = clears::NewClear { break_glass: true, ..clears::new(id, None, "alone") };
    let clear = clears::intended(store, alone, at(19)).await;
    let after = json!({ "clear": clear.id, "scope": "account", "interface": null, "via": "token", "left_before": 1,
        "override": null, "glass_broken": true });
    trail.says(19, AuditAction::ClearOrdered, OF, Value::Null, after).await;
    store.end_clear(clear.id, clears::ended(ClearState::Failed), at(19), &counting).await.unwrap();
    trail.is_as_it_was("a clear's call is the ledger's").await;
}

async fn acts_on_what_nobody_could_tell(trail: &mut Trail<'_>) {
    const OF: &str = "account 3 (wx0000000000000003)";
    let (store, counting) = (trail.store, clears::counting());
    let (id, [send, check]) = account(store, 3).await;
    let bob = by_user(UserId(1));
    let mut unknown = Vec::new();
    for (interface, key) in [(send, "u1"), (check, "u2")] {
        let order = clears::new(id, Some(interface), key);
        unknown.push(clears::made(store, order, 16, clears::ended(ClearState::Unknown)).await.id);
    }
    let whole = guesses::guessed(store, id, at(16)).await;
    trail.lines = all(store).await;
    let was = |id, state: &str| json!({ "clear": id, "state": state });
    let is = |id, state: &str, left: i64| json!({ "clear": id, "state": state, "left": left });
    for (id, settlement, state, left) in
        [(unknown[0], Settlement::Counted, "ineffective", 48), (unknown[1], Settlement::GivenBack, "failed", 49)]
    {
        store.settle_clear(id, settlement, "问了微信", &bob, at(17), &counting).await.unwrap().unwrap();
        let (before, after) = (was(id, "unknown"), is(id, state, left));
        trail.says_of(&bob, Some("问了微信"), 17, AuditAction::ClearSettled, OF, before, after).await;
    }
    store.dismiss_guess(whole.id, "测试", &bob, at(18), &counting).await.unwrap().unwrap();
    let (before, after) = (was(whole.id, "elsewhere"), is(whole.id, "dismissed", 10));
    trail.says_of(&bob, Some("测试"), 18, AuditAction::GuessDismissed, OF, before, after).await;

    let looked_at = clears::made(store, clears::new(id, None, "looked"), 18, clears::ended(ClearState::Accepted)).await;
    trail.lines = all(store).await;
    clears::looked_at(store, looked_at.id, CheckOutcome::Again { due_at: at(19) }, at(18)).await;
    clears::looked_at(store, looked_at.id, CheckOutcome::Effective, at(19)).await;
    guesses::guessed(store, id, at(19)).await;
    trail.is_as_it_was("what the desk sees by itself is no act").await;
}

async fn acts_on_tokens(trail: &mut Trail<'_>) {
    let store = trail.store;
    let new = NewApiToken {
        name: "ci".to_owned(),
        role: Role::Reporter,
        owner: None,
        hash: [7; 32],
        expires_at: Some(at(600)),
    };
    let id = store.add_token(new.clone(), &by(), at(20)).await.unwrap().unwrap();
    let after = json!({ "role": "reporter", "expires_at": at(600) });
    trail.says(20, AuditAction::TokenMade, "ci", Value::Null, after.clone()).await;
    store.token_used(id, at(21)).await.unwrap();
    trail.is_as_it_was("a token's use is no act of its own").await;
    assert!(store.revoke_token("ci", &by(), at(22)).await.unwrap());
    trail.says(22, AuditAction::TokenRevoked, "ci", Value::Null, Value::Null).await;
    let id = store.add_token(NewApiToken { hash: [8; 32], ..new }, &by(), at(23)).await.unwrap().unwrap();
    trail.says(23, AuditAction::TokenMade, "ci", Value::Null, after).await;
    store.revoke_token_by_id(id, &by(), at(24)).await.unwrap().unwrap();
    trail.says(24, AuditAction::TokenRevoked, "ci", Value::Null, Value::Null).await;
}

async fn acts_on_users(trail: &mut Trail<'_>) -> UserId {
    let store = trail.store;
    let AddUserOutcome::Added(alice) = store.add_user(new_user("Alice", Role::Admin), &by(), at(30)).await.unwrap()
    else {
        panic!("Alice is new")
    };
    trail.says(30, AuditAction::UserAdded, "Alice", Value::Null, json!({ "role": "admin" })).await;
    let AddUserOutcome::Added(bob) = store.add_user(new_user("bob", Role::Lead), &by(), at(31)).await.unwrap() else {
        panic!("bob is new")
    };
    trail.says(31, AuditAction::UserAdded, "bob", Value::Null, json!({ "role": "lead" })).await;

    store.change_user(bob, UserChange::Role(Role::Viewer), &by(), at(32)).await.unwrap();
    trail.says(32, AuditAction::RoleChanged, "bob", json!({ "role": "lead" }), json!({ "role": "viewer" })).await;
    store.change_user(bob, UserChange::Disabled, &by(), at(33)).await.unwrap();
    trail.says(33, AuditAction::UserDisabled, "bob", Value::Null, Value::Null).await;
    store.change_user(bob, UserChange::Enabled, &by(), at(34)).await.unwrap();
    trail.says(34, AuditAction::UserEnabled, "bob", Value::Null, Value::Null).await;
    assert!(store.set_password(bob, new_password("$argon2id$set"), &by(), at(35)).await.unwrap());
    trail.says(35, AuditAction::PasswordSet, "bob", Value::Null, Value::Null).await;
    assert!(store.set_password(bob, new_password("$argon2id$own"), &by_user(bob), at(36)).await.unwrap());
    let line = trail.one_more().await;
    assert_eq!((line.what.as_str(), line.subject.as_deref()), ("password-changed", Some("bob")));
    assert_eq!(line.address, Some("203.0.113.7".parse::<IpAddr>().unwrap()));
    assert!(store.set_password(bob, new_password("$argon2id$reset"), &by_user(alice), at(37)).await.unwrap());
    assert_eq!(trail.one_more().await.what, "password-set", "another user's is not one's own");
    store.set_preferences(bob, &store::Preferences::default()).await.unwrap();
    trail.is_as_it_was("how pages are liked is nobody else's business").await;
    bob
}

async fn acts_on_sessions(trail: &mut Trail<'_>, bob: UserId) {
    let store = trail.store;
    let password_set_at = store.user(bob).await.unwrap().unwrap().password_set_at;
    let new = |hash| NewSession {
        user: bob,
        password_set_at,
        id_hash: hash,
        replaces: None,
        expires_at: at(600),
        user_agent: None,
    };
    for (minute, hash) in [(40, [7; 32]), (41, [8; 32]), (42, [9; 32])] {
        store.begin_session(new(hash), &by(), at(minute)).await.unwrap();
        trail.says(minute, AuditAction::SignedIn, "bob", Value::Null, Value::Null).await;
    }
    store.session_seen(1, None, at(43), at(700)).await.unwrap();
    store.renew_session(&[7; 32], &[17; 32]).await.unwrap();
    store.put_flash(&[17; 32], "saved", at(43), at(44)).await.unwrap();
    trail.is_as_it_was("a session that goes on").await;

    assert!(store.sign_out(&[17; 32], &by_user(bob), at(44)).await.unwrap());
    let line = trail.one_more().await;
    let name = format!("user {bob}");
    assert_eq!((line.what.as_str(), line.actor.as_str()), ("signed-out", name.as_str()));
    assert_eq!(line.subject, Some(name), "oneself");
    assert_eq!(store.end_sessions(bob, SessionSelection::AllBut(None), &by(), at(45)).await.unwrap(), 2);
    trail.says(45, AuditAction::SessionsEnded, "bob", Value::Null, json!({ "ended": 2 })).await;
}

pub(crate) async fn whoever_joins_a_request_leaves_a_reason(store: &dyn Store) {
    let mut trail = Trail::of(store).await;
    let (id, _) = asked_for_the_last(&mut trail).await;
    let (by, counting) = (by(), clears::counting());
    let order = async |key, reason: &str| {
        let order = clears::NewClear { reason: reason.to_owned(), ..clears::new(id, None, key) };
        store.order_clear(order, &by, at(1), &counting).await.unwrap()
    };
    assert!(matches!(order("first", "大促").await, clears::OrderedClear::Requested(_)));
    assert!(matches!(order("second", "客服在等").await, clears::OrderedClear::Joined(_)));
    assert!(matches!(order("second", "客服在等").await, clears::OrderedClear::RequestedBefore(_)));
    let lines = all(store).await.into_iter().filter(|line| line.what == AuditAction::ClearRequested.word());
    let reasons: Vec<_> = lines.filter_map(|line| line.reason).collect();
    assert_eq!(reasons, ["客服在等", "大促"], "a repetition leaves no line");
}

pub(crate) async fn what_could_not_be_decided_leaves_no_line(store: &dyn Store) {
    let mut trail = Trail::of(store).await;
    let (id, bob) = asked_for_the_last(&mut trail).await;
    let (by, counting) = (by(), clears::counting());
    let intend = async |hash| {
        let order = clears::NewClear { request_hash: hash, ..clears::new(id, None, "k") };
        store.order_clear(order, &by, at(1), &counting).await
    };
    let Ok(clears::OrderedClear::Requested(request)) = intend([7; 32]).await else {
        panic!("a second person is needed")
    };
    trail.lines = all(store).await;
    assert!(matches!(intend([7; 32]).await, Ok(clears::OrderedClear::RequestedBefore(_))));
    intend([9; 32]).await.unwrap_err();
    let decline = || RequestRejection::Declined("x".to_owned());
    for (request, who, minute) in [(request.id, &by, 1), (RequestId(99), &bob, 1), (request.id, &bob, 61)] {
        store.approve_request(request, &ApprovalFacts::default(), who, at(minute), &counting).await.unwrap_err();
        store.turn_down_request(request, decline(), who, at(minute)).await.unwrap_err();
    }
    store.turn_down_request(request.id, RequestRejection::Withdrawn, &bob, at(1)).await.unwrap_err();
    trail.is_as_it_was("requests").await;

    let single = store.interfaces_of(id).await.unwrap()[0].id;
    let flying = clears::intended(store, clears::new(id, Some(single), "flying"), at(2)).await;
    trail.lines = all(store).await;
    store.approve_request(request.id, &ApprovalFacts::default(), &bob, at(2), &counting).await.unwrap_err();
    assert_eq!(store.settle_clear(flying.id, Settlement::Counted, "x", &by, at(2), &counting).await.unwrap(), None);
    assert_eq!(store.dismiss_guess(flying.id, "x", &by, at(2), &counting).await.unwrap(), None);
    trail.is_as_it_was("what is neither unknown nor a guess").await;
}

pub(crate) async fn what_was_refused_leaves_no_line(store: &dyn Store) {
    let (one, [send, _]) = account(store, 1).await;
    account(store, 2).await;
    let alice = user(store, "alice", Role::Admin).await;
    let clear = clears::intended(store, clears::new(one, None, "k"), at(0)).await;
    let token = |name: &str| NewApiToken {
        name: name.to_owned(),
        role: Role::Viewer,
        owner: None,
        hash: [1; 32],
        expires_at: None,
    };
    store.add_token(token("ci"), &by(), at(0)).await.unwrap();
    let trail = Trail::of(store).await;
    let (by, nobody, no_user) = (by(), AccountId(99), UserId(99));

    let same_name = store::NewAccount { appid: appid(3), ..new_account(1) };
    store.add_account(same_name, &by, at(1)).await.unwrap_err();
    store.add_account(new_account(2), &by, at(1)).await.unwrap_err();
    let same_name = AccountChange { name: Some("account 2".to_owned()), ..Default::default() };
    store.change_account(one, same_name, &by, at(1)).await.unwrap_err();
    store.change_account(nobody, AccountChange::default(), &by, at(1)).await.unwrap_err();
    assert!(!store.pause_account(nobody, true, &by, at(1)).await.unwrap());
    assert!(!store.retire_account(nobody, &by, at(1)).await.unwrap());
    assert!(!store.replace_secret(nobody, &SecretString::from("x"), &by, at(1)).await.unwrap());
    trail.is_as_it_was("accounts").await;

    store.watch(one, &[path("/cgi-bin/message/custom/send")], &by, at(1)).await.unwrap();
    store.watch(one, &[], &by, at(1)).await.unwrap();
    store.watch(nobody, &[path("/wxa/msg_sec_check")], &by, at(1)).await.unwrap_err();
    assert!(!store.unwatch(InterfaceId(99), &by, at(1)).await.unwrap());
    trail.is_as_it_was("interfaces").await;

    let intend = async |new| store.order_clear(new, &by, at(1), &clears::counting()).await;
    assert_eq!(intend(clears::new(one, None, "k")).await.unwrap(), clears::OrderedClear::Replay(clear));
    intend(clears::NewClear { request_hash: [9; 32], ..clears::new(one, None, "k") }).await.unwrap_err();
    intend(clears::new(one, Some(send), "in the way")).await.unwrap_err();
    intend(clears::new(nobody, None, "x")).await.unwrap_err();
    trail.is_as_it_was("clears").await;

    assert_eq!(store.add_token(token("ci"), &by, at(1)).await.unwrap(), None);
    assert!(!store.revoke_token("other", &by, at(1)).await.unwrap());
    assert_eq!(store.revoke_token_by_id(99, &by, at(1)).await.unwrap(), None);
    trail.is_as_it_was("tokens").await;

    assert_eq!(store.add_user(new_user("ALICE", Role::Lead), &by, at(1)).await.unwrap(), AddUserOutcome::NameTaken);
    let first = NewUser { only_first: true, ..new_user("bob", Role::Admin) };
    assert_eq!(store.add_user(first, &by, at(1)).await.unwrap(), AddUserOutcome::NotFirst);
    let change = async |id, change| store.change_user(id, change, &by, at(1)).await.unwrap();
    assert_eq!(change(alice, UserChange::Role(Role::Admin)).await, ChangeUserOutcome::Unchanged);
    assert_eq!(change(alice, UserChange::Enabled).await, ChangeUserOutcome::Unchanged);
    assert_eq!(change(alice, UserChange::Disabled).await, ChangeUserOutcome::LastAdmin);
    assert_eq!(change(alice, UserChange::Role(Role::Lead)).await, ChangeUserOutcome::LastAdmin);
    assert_eq!(change(no_user, UserChange::Disabled).await, ChangeUserOutcome::NoSuchUser);
    assert!(!store.set_password(no_user, new_password("$argon2id$x"), &by, at(1)).await.unwrap());
    trail.is_as_it_was("users").await;

    assert!(!store.sign_out(&[1; 32], &by, at(1)).await.unwrap());
    assert_eq!(store.end_sessions(alice, SessionSelection::AllBut(None), &by, at(1)).await.unwrap(), 0);
    assert_eq!(store.end_sessions(no_user, SessionSelection::One(1), &by, at(1)).await.unwrap(), 0);
    let session = |user, password_set_at| NewSession {
        user,
        password_set_at,
        id_hash: [1; 32],
        replaces: None,
        expires_at: at(9),
        user_agent: None,
    };
    assert!(!store.begin_session(session(no_user, at(0)), &by, at(1)).await.unwrap());
    let stale = store.user(alice).await.unwrap().unwrap().password_set_at - jiff::SignedDuration::from_secs(1);
    assert!(!store.begin_session(session(alice, stale), &by, at(1)).await.unwrap(), "the password is another one");
    trail.is_as_it_was("sessions").await;
}

pub(crate) async fn lines_tell_who_and_through_what(store: &dyn Store) {
    let alice = UserId(7);
    let address: Option<IpAddr> = Some("2001:db8::1".parse().unwrap());
    let token = |maker| Actor::Token {
        name: "ci".to_owned(),
        made_by: "王 小明".to_owned(),
        role: Role::Admin,
        maker,
        address,
    };
    let actors = [
        (Actor::User { id: alice, name: "Alice".to_owned(), role: Role::Viewer, address }, "Alice", None, address),
        (Actor::Cli { os_user: "root".to_owned() }, "cli:root", None, None),
        (token(Some(Role::Admin)), "王 小明", Some("ci"), address),
        (token(None), "王 小明", Some("ci"), address),
        (Actor::Desk, "desk", None, None),
        (Actor::Anonymous { address }, "nobody", None, address),
    ];
    for (minute, (actor, name, token, address)) in (0..).zip(&actors) {
        store.note(NewAuditLine::on(AuditAction::Sampled, "x"), &AuditActor::from(actor), at(minute)).await.unwrap();
        let line = all(store).await.remove(0);
        assert_eq!((line.actor.as_str(), line.token.as_deref(), line.address), (*name, *token, *address));
        assert_eq!((line.id, line.at), (minute + 1, at(minute)));
    }
    assert_eq!(store.audit_actors().await.unwrap(), ["Alice", "cli:root", "desk", "nobody", "王 小明"]);
}

pub(crate) async fn lines_hold_any_text(store: &dyn Store) {
    let odd = "a \"quoted\" \\ back\nslash, \0 nothing, 🛒 and '; DROP TABLE audit; --";
    let act = NewAuditLine {
        what: AuditAction::Exported,
        subject: Some(odd.to_owned()),
        before: Some(json!({ odd: [1, 2.5, -3, null, true, i64::MAX] })),
        after: Some(json!(odd)),
        reason: Some(odd.to_owned()),
    };
    store.note(act.clone(), &by(), at(0)).await.unwrap();
    let bare = NewAuditLine { what: AuditAction::BackedUp, subject: None, before: None, after: None, reason: None };
    store.note(bare, &by(), at(-60 * 24 * 365 * 60)).await.unwrap();
    let long = NewAuditLine {
        reason: Some("由".repeat(5000)),
        ..NewAuditLine::on(AuditAction::Exported, "题".repeat(5000))
    };
    store.note(long, &by(), at(1)).await.unwrap();

    let lines = all(store).await;
    let [long, bare, kept] = &lines[..] else { panic!("{lines:?}") };
    assert_eq!((&kept.subject, &kept.before), (&act.subject, &act.before));
    assert_eq!((&kept.after, &kept.reason), (&act.after, &act.reason));
    assert_eq!((&bare.subject, &bare.before, &bare.after, &bare.reason), (&None, &None, &None, &None));
    assert!(bare.at < Timestamp::UNIX_EPOCH, "a clock that was never set");
    let characters = |text: &Option<String>| text.as_ref().map(|text| text.chars().count());
    assert_eq!((characters(&long.subject), characters(&long.reason)), (Some(1000), Some(1000)));
    assert_eq!(
        store.audit_chain().await.unwrap(),
        AuditChain::Whole { lines: 3 },
        "what was cut is sealed as it is kept"
    );
}

pub(crate) async fn the_trail_is_filtered_newest_first(store: &dyn Store) {
    let noted = [
        (AuditAction::AccountAdded, "Mall (wx0000000000000001)", None, "alice", 0),
        (AuditAction::ClearOrdered, "商城小程序 (wx0000000000000002)", Some("双十一 Promotion"), "alice", 10),
        (AuditAction::ClearOrdered, "Mall (wx0000000000000001)", Some("100% used_up"), "bob", 20),
        // The clock was set back before this one.
        (AuditAction::SignedIn, "bob", None, "bob", 15),
        (AuditAction::AccountPaused, "MALL 2 (wx0000000000000003)", None, "Alice", 30),
    ];
    for (what, subject, reason, actor, minute) in noted {
        let by = AuditActor { actor: actor.to_owned(), ..by() };
        let act = NewAuditLine { reason: reason.map(str::to_owned), ..NewAuditLine::on(what, subject) };
        store.note(act, &by, at(minute)).await.unwrap();
    }
    let listed = async |query: AuditQuery| {
        let lines = store.audit(&AuditQuery { limit: 10, ..query }).await.unwrap();
        lines.into_iter().map(|line| line.id).collect::<Vec<_>>()
    };
    let any = AuditQuery::default;
    assert_eq!(listed(any()).await, [5, 4, 3, 2, 1], "as they were written, whatever the clock said");

    let of = |actor: &str| AuditQuery { actor: Some(actor.to_owned()), ..any() };
    assert_eq!(listed(of("alice")).await, [2, 1]);
    assert_eq!(listed(of("bob")).await, [4, 3]);
    assert!(listed(of("ali")).await.is_empty());
    assert_eq!(listed(AuditQuery { what: Some(AuditAction::ClearOrdered), ..any() }).await, [3, 2]);
    assert!(listed(AuditQuery { what: Some(AuditAction::BackedUp), ..any() }).await.is_empty());
    let with = |text: &str| AuditQuery { text: Some(text.to_owned()), ..any() };
    for (text, expected) in [
        ("mall", &[5, 3, 1][..]),
        ("MALL 2", &[5]),
        ("城小", &[2]),
        ("双十一 pro", &[2]),
        ("wx0000000000000001", &[3, 1]),
        ("BOB", &[4]),
        ("100%", &[3]),
        ("used_up", &[3]),
        ("m%l", &[]),
        ("usedxup", &[]),
        ("signed", &[]),
        ("", &[5, 4, 3, 2, 1]),
    ] {
        assert_eq!(listed(with(text)).await, expected, "{text:?}");
    }

    assert_eq!(listed(AuditQuery { from: Some(at(15)), ..any() }).await, [5, 4, 3], "from is in");
    assert_eq!(listed(AuditQuery { to: Some(at(15)), ..any() }).await, [2, 1], "to is not");
    assert_eq!(listed(AuditQuery { from: Some(at(10)), to: Some(at(20)), ..any() }).await, [4, 2]);
    assert_eq!(listed(AuditQuery { before: Some(4), ..any() }).await, [3, 2, 1]);
    assert_eq!(listed(AuditQuery { before: Some(3), ..with("mall") }).await, [1]);
    let all_at_once =
        AuditQuery { what: Some(AuditAction::ClearOrdered), from: Some(at(5)), to: Some(at(25)), ..with("wx") };
    assert_eq!(listed(AuditQuery { actor: Some("bob".to_owned()), ..all_at_once }).await, [3]);

    for (limit, expected) in [(2, &[5, 4][..]), (0, &[]), (-1, &[])] {
        let lines = store.audit(&AuditQuery { limit, ..any() }).await.unwrap();
        assert_eq!(lines.iter().map(|line| line.id).collect::<Vec<_>>(), expected, "{limit}");
    }
}
