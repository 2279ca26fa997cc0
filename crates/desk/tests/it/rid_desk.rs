//! The rid desk around a look-up: whom it asks first, when it asks again, many at once, what people add, what is revealed.

use std::sync::Arc;
use std::time::Duration;

use desk::clears::ReasonError;
use desk::rids::{
    DetailsError, DetailsFaults, LookupFailure, LookupState, MAX_NOTES, NoteError, NoteFault, Pasted, RevealError,
    RidError, RidSettings, Search, TypedRidDetails,
};
use domain::audit::AuditAction;
use domain::retention::Retention;
use domain::{AccountId, Actor, ClearState, PathError, Role, UserId};
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind, PlantedCall};
use serde_json::json;
use store::AuditQuery;
use tokio_util::sync::CancellationToken;
use wechat::Rid;

use crate::rids::{call_of, settings};
use crate::test_desk::{SEND, TestDesk, USERS, appid, tester};

const RID_GET: &str = "/cgi-bin/openapi/rid/get";

impl TestDesk {
    async fn pasted(&self, text: &str) -> Pasted {
        self.desk.parse_pasted_text(&tester(), text.to_owned()).await.unwrap()
    }

    /// Looks up the one rid of a text.
    async fn paste(&self, text: &str) -> Result<AccountId, LookupFailure> {
        let pasted = self.pasted(text).await;
        match self.desk.look_up_pasted(&tester(), &pasted.rids[0], None).await {
            Ok(told) => Ok(told.kept.account_id),
            Err(RidError::Lookup(untold)) => Err(untold),
            Err(error) => panic!("{error}"),
        }
    }

    async fn state(&self, rid: &Rid) -> LookupState {
        self.desk.rid_state(&tester(), rid).await.unwrap().0
    }

    /// What has become of each rid of a list, in a word.
    async fn list(&self, list: i64) -> Vec<&'static str> {
        let word = |line: &desk::rids::RidListEntry| match &line.state {
            LookupState::Found(_) => "told",
            LookupState::Waiting(_) => "waiting",
            LookupState::Failed(LookupFailure::Expired { .. }) => "expired",
            LookupState::Failed(_) => "untold",
            LookupState::NotLookedUp => "nothing",
        };
        self.desk.rid_list(&tester(), list).await.unwrap().lines.iter().map(word).collect()
    }

    async fn acts(&self, what: AuditAction) -> Vec<store::AuditLine> {
        self.store.audit(&AuditQuery { what: Some(what), limit: 100, ..AuditQuery::default() }).await.unwrap()
    }
}

fn admin() -> Actor {
    Actor::User { id: UserId(1), name: "ann".to_owned(), role: Role::Admin, address: None }
}

#[tokio::test]
async fn the_account_that_the_text_names_is_asked_first() {
    let test = TestDesk::new().await;
    let accounts = [test.add(1).await, test.add(2).await, test.add(3).await];
    let rid = test.plant(call_of(Some(3)));
    assert_eq!(test.paste(&format!("{} rid: {rid}", appid(3))).await, Ok(accounts[2]));
    assert_eq!(test.asked_for_rids(), 1);

    let rid = test.plant(call_of(Some(1)));
    assert_eq!(test.paste(&format!("{} rid: {rid}", appid(3))).await, Ok(accounts[0]), "the others after it");
    assert_eq!(test.asked_for_rids(), 3);

    let rid = test.plant(call_of(Some(1)));
    let stranger = test.paste(&format!("wx00000000000000ff rid: {rid}")).await;
    assert_eq!(stranger, Err(LookupFailure::UnknownAppId { appid: "wx00000000000000ff".to_owned() }));
    assert_eq!(test.asked_for_rids(), 3, "it is none of ours, so nobody is asked");
    let chosen = test.desk.look_up(&tester(), Some(accounts[0]), &rid).await.unwrap();
    assert_eq!(chosen.kept.account_id, accounts[0], "a person may choose all the same");

    test.desk.pause_account(&tester(), accounts[1], true).await.unwrap();
    let rid = test.plant(call_of(Some(2)));
    assert_eq!(test.paste(&format!("{} {rid}", appid(2))).await, Ok(accounts[1]), "although it is paused");
}

#[tokio::test]
async fn whoever_watches_the_interface_or_was_told_last_is_asked_next() {
    let test = TestDesk::new().await;
    let accounts = [test.add(1).await, test.add(2).await, test.add(3).await];
    test.desk.watch(&tester(), accounts[2], &["/cgi-bin/menu/create".to_owned()]).await.unwrap();
    let rid = test.plant(call_of(Some(3)));
    assert_eq!(test.paste(&format!("POST /cgi-bin/menu/create {rid}")).await, Ok(accounts[2]));
    assert_eq!(test.asked_for_rids(), 1);
    let kept = test.kept().await.remove(0);
    assert_eq!(kept.kept.cgi_path.as_ref().map(ToString::to_string).as_deref(), Some("/cgi-bin/menu/create"));
    let rid = test.plant(call_of(Some(3)));
    assert_eq!(test.paste(rid.as_str()).await, Ok(accounts[2]), "who answered is remembered");
    assert_eq!(test.asked_for_rids(), 2);
    // The interface becomes known with a later text, without asking again.
    assert_eq!(test.paste(&format!("https://api.weixin.qq.com/wxa/msg_sec_check {rid}")).await, Ok(accounts[2]));
    assert_eq!(test.asked_for_rids(), 2);
    assert_eq!(test.kept().await[0].kept.cgi_path.as_ref().unwrap().as_str(), "/wxa/msg_sec_check");
}

#[tokio::test]
async fn a_sign_in_call_is_not_asked_for() {
    let test = TestDesk::new().await;
    test.add(1).await;
    let rid = test.plant(PlantedCall { path: "/sns/jscode2session".to_owned(), ..call_of(Some(1)) });
    let log =
        format!("GET /sns/jscode2session?js_code=0a1 {{\"errcode\":40029,\"errmsg\":\"invalid code, rid: {rid}\"}}");
    assert_eq!(test.paste(&log).await, Err(LookupFailure::SignIn));
    assert_eq!(test.asked_for_rids(), 0);
    let (state, lookup) = test.desk.rid_state(&tester(), &rid).await.unwrap();
    assert_eq!(state, LookupState::Failed(LookupFailure::SignIn), "its page says so to everyone");
    assert_eq!(lookup.unwrap().wanted.errcode, Some(40029));
}

#[tokio::test]
async fn a_fresh_rid_is_looked_up_again_until_wechat_knows_it() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    settings(&test, json!({"rid_shows_after_s": 10}));
    let rid = test.plant(call_of(Some(1)));
    assert!(matches!(test.paste(rid.as_str()).await, Err(LookupFailure::NotFound(_))));
    assert!(matches!(test.state(&rid).await, LookupState::Waiting(Some(LookupFailure::NotFound(_)))));
    assert_eq!(test.desk.run_due_lookups().await.unwrap(), 0, "not at once");
    test.advance_by(SignedDuration::from_secs(4));
    assert_eq!(test.desk.run_due_lookups().await.unwrap(), 1);
    assert!(matches!(test.state(&rid).await, LookupState::Waiting(_)));
    // A restart forgets nothing.
    let test = test.restarted().await;
    test.advance_by(SignedDuration::from_secs(10));
    assert_eq!(test.desk.run_due_lookups().await.unwrap(), 1);
    let told = test.desk.kept_rid(&tester(), &rid).await.unwrap().unwrap();
    assert_eq!((told.kept.account_id, told.kept.looked_up_by.as_str()), (account, "cli:tester"));
    assert_eq!(test.state(&rid).await, LookupState::NotLookedUp, "its look-up is over");
    assert_eq!(test.acts(AuditAction::RidLookedUp).await.len(), 1, "somebody asked once");
}

#[tokio::test]
async fn what_stays_unknown_is_given_up_and_an_older_rid_is_not_asked_for_again() {
    let test = TestDesk::new().await;
    test.add(1).await;
    let nobodys = test.plant(call_of(None));
    assert!(test.paste(nobodys.as_str()).await.is_err());
    for (seconds, due) in [(4, 1), (10, 1), (30, 1), (120, 0)] {
        test.advance_by(SignedDuration::from_secs(seconds));
        assert_eq!(test.desk.run_due_lookups().await.unwrap(), due, "{seconds}");
    }
    assert!(matches!(test.state(&nobodys).await, LookupState::Failed(LookupFailure::NotFound(_))));
    assert_eq!(test.asked_for_rids(), 4);

    let older = test.plant(call_of(None));
    test.advance(2);
    assert!(test.paste(older.as_str()).await.is_err());
    assert!(matches!(test.state(&older).await, LookupState::Failed(_)));
}

#[tokio::test]
async fn look_ups_stay_within_the_days_allowance() {
    let rids = RidSettings { calls_a_day: 2, ..RidSettings::default() };
    let interfaces = [sandbox::InterfaceConfig::new(SEND, 1_000)];
    let test = TestDesk::on(3, &interfaces, desk::Settings { rids, ..desk::Settings::default() }).await;
    let first = test.add(1).await;
    test.add(2).await;
    for _ in 0..2 {
        let rid = test.plant(call_of(Some(1)));
        assert_eq!(test.paste(rid.as_str()).await, Ok(first));
    }
    let rid = test.plant(call_of(Some(1)));
    let error = test.paste(rid.as_str()).await.unwrap_err();
    let LookupFailure::OtherAccount(asked) = error else { panic!("{error}") };
    assert_eq!((asked.tried, asked.spent), (vec!["服务号 2".to_owned()], vec!["服务号 1".to_owned()]));
    let of_first = test.desk.look_up(&tester(), Some(first), &rid).await.unwrap_err();
    assert!(matches!(of_first, RidError::Lookup(LookupFailure::QuotaUsedUp(_))), "{of_first}");
    assert_eq!(test.asked_for_rids(), 3);
    test.advance(12 * 60);
    assert_eq!(test.paste(rid.as_str()).await, Ok(first), "the next day it may ask again");
}

#[tokio::test]
async fn many_are_looked_up_by_the_desk_and_what_is_kept_is_not_asked_for() {
    let test = TestDesk::new().await;
    test.add(1).await;
    let rids: Vec<_> = (0..50).map(|n| test.plant(call_of((n % 10 != 0).then_some(1)))).collect();
    test.paste(rids[1].as_str()).await.unwrap();
    let old = "617682e0-09059ac5-34a8e2ea";
    let lines = rids.iter().map(|rid| format!("POST {USERS} errcode: 45009 rid: {rid}"));
    let log = lines.chain([old.to_owned()]).collect::<Vec<_>>().join("\n");
    let pasted = test.pasted(&log).await;
    let asked = test.asked_for_rids();
    let list = test.desk.create_rid_list(&tester(), &pasted, None).await.unwrap();
    let counts = async |word: &str| test.list(list).await.iter().filter(|state| **state == word).count();
    assert_eq!((counts("told").await, counts("waiting").await), (1, 50));
    assert_eq!(test.asked_for_rids(), asked, "whoever pastes does not wait for them");

    let stop = CancellationToken::new();
    let running = tokio::spawn(Arc::clone(&test.desk).run_rid_desk(stop.clone()));
    for _ in 0..600 {
        if counts("told").await == 45 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stop.cancel();
    running.await.unwrap();
    let states = (counts("told").await, counts("waiting").await, counts("expired").await);
    assert_eq!(states, (45, 5, 1), "those of nobody may be too fresh");
    assert_eq!(test.asked_for_rids(), asked + 49);
    test.advance(5);
    while test.desk.run_due_lookups().await.unwrap() > 0 {
        test.advance(1);
    }
    assert_eq!((counts("told").await, counts("untold").await), (45, 5));
    assert_eq!(test.acts(AuditAction::RidLookedUp).await.len(), 2, "one line for all of them");

    test.desk.retry_rid_list(&tester(), list, None).await.unwrap();
    assert_eq!((counts("told").await, counts("waiting").await, counts("expired").await), (45, 5, 1));
    assert!(matches!(test.desk.rid_list(&tester(), list + 1).await, Err(RidError::NoSuchList)));
    let nobody = test.desk.create_rid_list(&tester(), &pasted, Some(AccountId(99))).await;
    assert!(matches!(nobody, Err(RidError::UnknownAccount)));
}

#[tokio::test]
async fn what_else_stood_in_a_text_is_told_in_bounds_and_masked() {
    let test = TestDesk::new().await;
    let hints = (0..60).map(|n| format!("hint: [{n}!]"));
    let secret = "hint: [access_token=50_abcdefghijklmnopqrstuvwxyzAB]".to_owned();
    let rids = (0..201).map(|n| format!("617682e0-09059ac5-{n:08x}"));
    let lines = [secret, "errcode: 45009 rid: 617682e0-09059ac5".to_owned()].into_iter().chain(hints).chain(rids);
    let pasted = test.pasted(&lines.collect::<Vec<_>>().join("\n")).await;
    let list = test.desk.create_rid_list(&tester(), &pasted, None).await.unwrap();
    let page = test.desk.rid_list(&tester(), list).await.unwrap();
    assert_eq!((page.lines.len(), page.beside.left_out, page.beside.hints.len()), (200, 1, 50));
    assert_eq!(page.beside.hints[0], "access_token=‹masked›");
    assert_eq!((page.beside.incomplete, page.beside.errcode), (vec!["617682e0-09059ac5".to_owned()], Some(45009)));
}

#[tokio::test]
async fn a_wechat_that_fails_is_told_of_each_and_asked_again_by_hand() {
    let test = TestDesk::new().await;
    test.add(1).await;
    let rids: Vec<_> = (0..3).map(|_| test.plant(call_of(Some(1)))).collect();
    let log = rids.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    test.wechat.sandbox.add_fault(Fault::on(RID_GET, FaultKind::DropBefore));
    let pasted = test.pasted(&log).await;
    let list = test.desk.create_rid_list(&tester(), &pasted, None).await.unwrap();
    assert_eq!(test.desk.run_due_lookups().await.unwrap(), 3);
    assert_eq!(test.list(list).await, ["untold"; 3]);
    test.wechat.sandbox.clear_faults();
    test.desk.retry_rid_list(&tester(), list, None).await.unwrap();
    assert_eq!(test.desk.run_due_lookups().await.unwrap(), 3);
    assert_eq!(test.list(list).await, ["told"; 3]);
}

#[tokio::test]
async fn interface_and_ticket_are_checked_and_written_down() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let rid = test.plant(call_of(Some(1)));
    test.paste(rid.as_str()).await.unwrap();
    let kept = test.kept().await.remove(0).kept;
    let typed = |path: &str, ticket: &str| TypedRidDetails {
        path: path.to_owned(),
        ticket: ticket.to_owned(),
        instead_of: kept.version(),
    };
    let set =
        async |rid: &Rid, typed: &TypedRidDetails| test.desk.set_rid_details(&tester(), rid, account, typed).await;
    for (wrong, faults) in [
        (typed("/sns/x", ""), DetailsFaults { path: Some(PathError::Sns), ..DetailsFaults::default() }),
        (typed("", "javascript:alert(1)"), DetailsFaults { ticket: true, ..DetailsFaults::default() }),
        (typed("", "https://a b"), DetailsFaults { ticket: true, ..DetailsFaults::default() }),
    ] {
        let error = set(&rid, &wrong).await.unwrap_err();
        assert!(matches!(&error, DetailsError::Faults(told) if *told == faults), "{error} {wrong:?}");
    }
    let secret = "access_token=50_abcdefghijklmnopqrstuvwxyzAB";
    let good = typed(&format!("https://api.weixin.qq.com{USERS}?x=1"), &format!("https://t.example/1?{secret}"));
    set(&rid, &good).await.unwrap();
    let noted = test.desk.kept_rid(&tester(), &rid).await.unwrap().unwrap().kept;
    assert_eq!(noted.cgi_path.unwrap().as_str(), USERS);
    assert_eq!(noted.ticket.as_deref(), Some("https://t.example/1?access_token=‹masked›"));
    assert_eq!(test.acts(AuditAction::RidNoted).await.len(), 1);
    let error = set(&rid, &good).await.unwrap_err();
    assert!(matches!(error, DetailsError::Conflict), "the form of a page that was open meanwhile: {error}");
    let error = set(&test.plant(call_of(Some(1))), &good).await.unwrap_err();
    assert!(matches!(error, DetailsError::NotFound), "{error}");
}

#[tokio::test]
async fn notes_are_masked_and_removed_by_their_author_or_an_admin() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let rid = test.plant(call_of(Some(1)));
    test.paste(rid.as_str()).await.unwrap();
    let person = |id: i64, name: &str, role| Actor::User { id: UserId(id), name: name.to_owned(), role, address: None };
    let (sam, lee) = (person(2, "sam", Role::Support), person(3, "lee", Role::Lead));
    let add = async |actor: &Actor, text: &str| test.desk.add_rid_note(actor, &rid, account, text).await;
    for (text, fault) in [(" \r\n", NoteFault::Missing), (&"x".repeat(2_001)[..], NoteFault::TooLong(2_001))] {
        let error = add(&sam, text).await.unwrap_err();
        assert!(matches!(error, NoteError::Text(told) if told == fault), "{error}");
    }
    assert!(matches!(add(&person(4, "vic", Role::Viewer), "x").await, Err(NoteError::Forbidden(_))));
    add(&sam, "手机 13800138000,\r\naccess_token=50_abcdefghijklmnopqrstuvwxyzAB").await.unwrap();
    test.advance(5);
    add(&lee, "fixed").await.unwrap();
    let thread = async || {
        let request = test.desk.kept_rid(&tester(), &rid).await.unwrap().unwrap();
        test.desk.rid_notes(&tester(), &request).await.unwrap()
    };
    let notes = thread().await;
    let told: Vec<_> = notes.iter().map(|note| (note.by.as_str(), note.text.as_str())).collect();
    assert_eq!(told, [("sam", "手机 ‹masked›,\naccess_token=‹masked›"), ("lee", "fixed")]);
    assert_eq!(notes[1].at.duration_since(notes[0].at).as_mins(), 5);
    let search = Search { words: "手机 45009".to_owned(), limit: 5, ..Search::default() };
    assert_eq!(test.desk.search_rids(&tester(), &search).await.unwrap().requests.len(), 1);

    let remove = async |actor: &Actor, note: i64| test.desk.remove_rid_note(actor, &rid, account, note).await;
    assert!(matches!(remove(&lee, notes[0].id).await, Err(NoteError::Forbidden(_))), "it is another's");
    remove(&lee, notes[1].id).await.unwrap();
    remove(&admin(), notes[0].id).await.unwrap();
    assert!(matches!(remove(&admin(), notes[0].id).await, Err(NoteError::NotFound)));
    assert!(thread().await.is_empty());
    let lines = test.acts(AuditAction::RidNoteRemoved).await;
    assert_eq!(lines.iter().map(|line| line.actor.as_str()).collect::<Vec<_>>(), ["ann", "lee"]);
    let written = serde_json::to_string(&lines.iter().map(|line| &line.before).collect::<Vec<_>>()).unwrap();
    assert!(written.contains("fixed") && !written.contains("13800138000"), "{written}");
}

#[tokio::test]
async fn personal_data_is_revealed_to_an_admin_once_with_a_reason() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let call = PlantedCall {
        request_body: json!({"touser": "oOpEnId0123456789abcdefghijk", "phone": "13800138000"}).to_string(),
        ..call_of(Some(1))
    };
    let rid = test.plant(call);
    let reveal = async |actor: &Actor, why: &str| test.desk.reveal(actor, &rid, account, why).await;
    assert!(matches!(reveal(&admin(), "x").await, Err(RevealError::NotFound)), "what is not kept is looked up first");
    test.paste(rid.as_str()).await.unwrap();
    let lead = Actor::User { id: UserId(2), name: "lee".to_owned(), role: Role::Lead, address: None };
    assert!(matches!(reveal(&lead, "x").await, Err(RevealError::Forbidden(_))));
    assert!(matches!(reveal(&admin(), " ").await, Err(RevealError::Reason(ReasonError::Missing))));
    let asked = test.asked_for_rids();
    let revealed = reveal(&admin(), "工单 4711").await.unwrap();
    assert_eq!(test.asked_for_rids(), asked + 1, "WeChat is asked again: nothing unmasked is kept");
    assert!(revealed.request_body.contains("oOpEnId0123456789abcdefghijk"), "{}", revealed.request_body);
    assert!(revealed.request_body.contains("13800138000") && revealed.request_url.contains("‹masked›"));
    assert!(!format!("{revealed:?}").contains("13800138000"));
    let lines = test.acts(AuditAction::RidRevealed).await;
    assert_eq!(
        (lines.len(), lines[0].reason.as_deref(), lines[0].subject.as_deref()),
        (1, Some("工单 4711"), Some(rid.as_str()))
    );

    test.wechat.sandbox.add_fault(Fault::on(RID_GET, FaultKind::DropBefore).times(1));
    assert!(matches!(reveal(&admin(), "again").await, Err(RevealError::Call(_))));
    assert_eq!(test.acts(AuditAction::RidRevealed).await.len(), 2, "what was tried is written down too");
    test.advance(7 * 24 * 60 + 1);
    assert!(matches!(reveal(&admin(), "later").await, Err(RevealError::Expired)));
}

#[tokio::test]
async fn around_a_request_its_use_and_clears_are_told() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.uses(SEND, 400);
    test.beat().await;
    test.advance(10);
    let rid = test.plant(call_of(Some(1)));
    test.uses(SEND, 100);
    test.advance(60);
    test.beat().await;
    test.paste(&format!("{SEND} {rid}")).await.unwrap();
    test.cleared(super::clears::order_one(account, SEND, "k")).await;
    test.cleared(super::clears::order_one(account, USERS, "k2")).await;
    let request = test.desk.kept_rid(&tester(), &rid).await.unwrap().unwrap();
    let around = test.desk.request_context(&tester(), &request).await.unwrap();
    let watched = around.watched.unwrap();
    let used = |reading: Option<domain::Reading>| reading.and_then(|reading| reading.outcome.figures()).unwrap().used;
    assert_eq!((used(watched.before), used(watched.after)), (400, 500));
    let clears: Vec<_> = around.clears.iter().map(|mark| mark.state).collect();
    assert_eq!(clears, [ClearState::Accepted], "the clear of another interface has nothing to do with it");

    let unknown = test.plant(call_of(Some(1)));
    test.paste(unknown.as_str()).await.unwrap();
    let request = test.desk.kept_rid(&tester(), &unknown).await.unwrap().unwrap();
    let around = test.desk.request_context(&tester(), &request).await.unwrap();
    assert!(around.watched.is_none() && around.clears.is_empty());
}

#[tokio::test]
async fn requests_are_kept_as_long_as_the_settings_say() {
    let retention = Retention { rids: 30, ..Retention::default() };
    let interfaces = [sandbox::InterfaceConfig::new(SEND, 1_000)];
    let test = TestDesk::on(1, &interfaces, desk::Settings { retention, ..desk::Settings::default() }).await;
    let account = test.add(1).await;
    let rid = test.plant(call_of(Some(1)));
    test.paste(rid.as_str()).await.unwrap();
    let noted = test.plant(call_of(Some(1)));
    test.paste(noted.as_str()).await.unwrap();
    test.desk.add_rid_note(&tester(), &noted, account, "促销当天").await.unwrap();
    test.advance(30 * 24 * 60);
    assert_eq!(test.desk.delete_old().await.unwrap(), 0);
    assert_eq!(test.kept().await.len(), 2);
    test.advance(1);
    assert_eq!(test.desk.delete_old().await.unwrap(), 1);
    let left: Vec<_> = test.kept().await.into_iter().map(|kept| kept.rid).collect();
    assert_eq!(left, [noted], "what somebody wrote about stays");
    assert_eq!(test.state(&rid).await, LookupState::NotLookedUp);
}

#[tokio::test]
async fn a_note_too_many_is_refused() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let rid = test.plant(call_of(Some(1)));
    test.paste(rid.as_str()).await.unwrap();
    for number in 0..MAX_NOTES {
        test.desk.add_rid_note(&tester(), &rid, account, &number.to_string()).await.unwrap();
    }
    let error = test.desk.add_rid_note(&tester(), &rid, account, "x").await.unwrap_err();
    assert!(matches!(error, NoteError::Text(NoteFault::TooMany)), "{error}");
}
