use domain::audit::AuditAction;
use domain::retention::Aging;
use domain::{AccountId, ClearState, Failure, LimitHit, LimitKind, LimitVerdict, Outcome, Reading};
use store::clears::CheckOutcome;
use store::rids::{DetailsOutcome, DueLimit, MAX_NOTES, NewRidDetails, NoteOutcome, RidQuery};
use store::{AuditQuery, NewSample, Store, StoredRid};

use super::clears::{ended, looked_at, made, new};
use super::{account, at, by, figures, path};

const ONE: &str = "617682e0-09059ac5-34a8e2ea";
const TWO: &str = "6aac005a-01bfdbee-79769285";
const SEND: &str = "/cgi-bin/message/custom/send";
const USERS: &str = "/cgi-bin/user/get";

pub(super) fn kept(rid: &str, account: AccountId, minute: i64) -> StoredRid {
    StoredRid {
        rid: rid.to_owned(),
        account_id: account,
        at: at(-60),
        cost_in_ms: Some(30),
        request_url: "access_token=‹masked›".to_owned(),
        request_body: String::new(),
        response_body: r#"{"errcode":45009}"#.to_owned(),
        client_ip: Some("113.xx.70.51".to_owned()),
        errcode: Some(45009),
        looked_up_at: at(minute),
        looked_up_by: "cli:alice".to_owned(),
        cgi_path: None,
        limit: None,
        ticket: None,
        details_set: None,
        newest_note: None,
    }
}

/// The requests looked up last.
async fn newest(store: &dyn Store, limit: i64) -> Vec<StoredRid> {
    let query = RidQuery { limit, ..RidQuery::default() };
    store.search_rids(&query).await.unwrap().into_iter().map(|(_, kept)| kept).collect()
}

pub(crate) async fn looked_up_requests_are_kept_as_they_were(store: &dyn Store) {
    let (first, _) = account(store, 1).await;
    let (second, _) = account(store, 2).await;
    assert_eq!(store.kept_rid(ONE, None).await.unwrap(), None);
    assert_eq!(newest(store, 10).await, []);

    let bare = StoredRid { cost_in_ms: None, client_ip: None, errcode: None, ..kept(ONE, first, 0) };
    store.save_rid(&bare).await.unwrap();
    store.save_rid(&kept(ONE, first, 1)).await.unwrap();
    assert_eq!(store.kept_rid(ONE, None).await.unwrap(), Some(bare.clone()), "the first look-up stays");

    store.save_rid(&kept(ONE, second, 2)).await.unwrap();
    store.save_rid(&kept(TWO, first, 3)).await.unwrap();
    assert_eq!(store.kept_rid(ONE, None).await.unwrap(), Some(kept(ONE, second, 2)), "the newest of several");
    assert_eq!(store.kept_rid(ONE, Some(first)).await.unwrap(), Some(bare.clone()));
    assert_eq!(store.kept_rid(TWO, Some(second)).await.unwrap(), None);
    assert_eq!(newest(store, 2).await, [kept(TWO, first, 3), kept(ONE, second, 2)]);
    assert_eq!(newest(store, 10).await.last(), Some(&bare));

    assert!(store.save_rid(&kept(TWO, AccountId(99), 4)).await.is_err(), "there is no such account");
}

pub(crate) async fn an_accounts_failed_requests_are_listed_newest_first(store: &dyn Store) {
    let (first, _) = account(store, 1).await;
    let (second, _) = account(store, 2).await;
    let call = |number: i64, made: i64, errcode| StoredRid {
        rid: format!("617682e0-09059ac5-{number:08x}"),
        at: at(made),
        errcode,
        ..kept(ONE, first, 0)
    };
    let (older, newer) = (call(1, -20, Some(45009)), call(2, -10, Some(45011)));
    let no_failures =
        [call(3, -5, Some(0)), call(4, -5, None), StoredRid { account_id: second, ..call(5, -5, Some(45009)) }];
    for kept in [&newer, &older].into_iter().chain(&no_failures) {
        store.save_rid(kept).await.unwrap();
    }
    let failed = async |since| store.failed_rids(first, at(since)).await.unwrap();
    assert_eq!(failed(-60).await, [newer.clone(), older.clone()], "by when they were made, not looked up");
    assert_eq!(failed(-20).await.len(), 2, "from then on");
    assert_eq!(failed(-19).await, [newer]);
    assert!(failed(-9).await.is_empty());
}

/// The requests in which each of these words stands, the newest first.
async fn found(store: &dyn Store, words: &[&str]) -> Vec<String> {
    let words = words.iter().map(|word| (*word).to_owned()).collect();
    let query = RidQuery { words, limit: 10, ..RidQuery::default() };
    store.search_rids(&query).await.unwrap().into_iter().map(|(_, kept)| kept.rid).collect()
}

pub(crate) async fn requests_are_found_by_their_words(store: &dyn Store) {
    let (first, _) = account(store, 1).await;
    let (second, _) = account(store, 2).await;
    let phone = StoredRid { cgi_path: Some(path("/wxa/business/getuserphonenumber")), ..kept(ONE, first, 0) };
    let menu = StoredRid { errcode: Some(40001), looked_up_by: "王".to_owned(), at: at(-600), ..kept(TWO, second, 1) };
    for kept in [&phone, &menu] {
        store.save_rid(kept).await.unwrap();
    }
    for words in [
        &["617682e0"][..],
        &["4500"],
        &["45"],
        &["USERPHONE"],
        &["手机号"],
        &["号"],
        &["phone", "45009"],
        &["account 1"],
        &["wx0000000000000001"],
        &["45009", "1"],
    ] {
        assert_eq!(found(store, words).await, [ONE], "{words:?}");
    }
    for words in [&["王"][..], &["40001"], &["account 2", "40001"]] {
        assert_eq!(found(store, words).await, [TWO], "{words:?}");
    }
    for words in [&["45009", "40001"][..], &["%"], &["_"], &["\""], &["a\" OR \"b"], &["nothing of it"], &["*"]] {
        assert!(found(store, words).await.is_empty(), "{words:?}");
    }
    assert_eq!(found(store, &[]).await, [TWO, ONE]);
    assert_eq!(found(store, &["113.xx"]).await, [TWO, ONE], "both came from there");

    let made = async |from, to| {
        let query = RidQuery { made: Some((at(from), at(to))), limit: 10, ..RidQuery::default() };
        store.search_rids(&query).await.unwrap().into_iter().map(|(_, kept)| kept.rid).collect::<Vec<_>>()
    };
    assert_eq!(made(-60, -59).await, [ONE]);
    assert_eq!(made(-601, -60).await, [TWO], "the end is not of it");

    let newest = RidQuery { limit: 1, ..RidQuery::default() };
    let page = store.search_rids(&newest).await.unwrap();
    let older = RidQuery { before: Some(page[0].0), ..newest.clone() };
    assert_eq!(store.search_rids(&older).await.unwrap()[0].1, phone);
    assert!(store.search_rids(&RidQuery { limit: 0, ..newest }).await.unwrap().is_empty());
}

/// Before and after of the newest acts of a kind, the newest first.
async fn changes(store: &dyn Store, what: AuditAction) -> Vec<[Option<serde_json::Value>; 2]> {
    let query = AuditQuery { what: Some(what), limit: 10, ..AuditQuery::default() };
    store.audit(&query).await.unwrap().into_iter().map(|line| [line.before, line.after]).collect()
}

pub(crate) async fn interface_and_ticket_are_kept_and_found(store: &dyn Store) {
    let (first, _) = account(store, 1).await;
    let (second, _) = account(store, 2).await;
    store.save_rid(&kept(ONE, first, 0)).await.unwrap();
    store.save_rid(&kept(ONE, second, 0)).await.unwrap();
    let new = NewRidDetails {
        cgi_path: Some(path("/cgi-bin/user/get")),
        ticket: Some("https://tickets.example/4711".to_owned()),
        instead_of: kept(ONE, first, 0).version(),
    };
    let set = async |rid, new: &NewRidDetails, minute| {
        store.set_rid_details(rid, first, new, &by(), at(minute)).await.unwrap()
    };
    assert_eq!(set(ONE, &new, 5).await, DetailsOutcome::Written);
    assert_eq!(set(TWO, &new, 5).await, DetailsOutcome::NotFound);
    assert_eq!(set(ONE, &new, 5).await, DetailsOutcome::Changed, "it is not any more what was seen");
    let noted = store.kept_rid(ONE, Some(first)).await.unwrap().unwrap();
    assert_eq!((&noted.cgi_path, &noted.ticket), (&new.cgi_path, &new.ticket));
    assert_eq!(noted.details_set, Some((at(5), "cli:alice".to_owned())));
    assert_eq!(store.kept_rid(ONE, Some(second)).await.unwrap().unwrap().ticket, None, "it is of the other account");
    for word in ["4711", "user/get"] {
        assert_eq!(found(store, &[word]).await, [ONE], "{word}");
    }
    store.save_rid(&kept(ONE, first, 9)).await.unwrap();
    assert_eq!(store.kept_rid(ONE, Some(first)).await.unwrap().unwrap(), noted, "another look-up changes nothing");

    store.set_rid_path(ONE, first, &path("/wxa/msg_sec_check"), &by(), at(6)).await.unwrap();
    assert_eq!(store.kept_rid(ONE, Some(first)).await.unwrap().unwrap(), noted, "its interface was known");
    let nothing = NewRidDetails { instead_of: noted.version(), ..NewRidDetails::default() };
    assert_eq!(set(ONE, &nothing, 6).await, DetailsOutcome::Written);
    store.set_rid_path(ONE, second, &path("/wxa/msg_sec_check"), &by(), at(6)).await.unwrap();
    assert_eq!(found(store, &["msg_sec"]).await, [ONE]);
    assert!(found(store, &["4711"]).await.is_empty());
    let of = |path: serde_json::Value, ticket: serde_json::Value| {
        Some(serde_json::json!({ "cgi_path": path, "ticket": ticket }))
    };
    let (nothing, some) =
        (of(().into(), ().into()), of("/cgi-bin/user/get".into(), "https://tickets.example/4711".into()));
    assert_eq!(
        changes(store, AuditAction::RidNoted).await,
        [
            [None, Some(serde_json::json!({ "cgi_path": "/wxa/msg_sec_check" }))],
            [some.clone(), nothing.clone()],
            [nothing, some]
        ]
    );
}

pub(crate) async fn notes_are_a_thread(store: &dyn Store) {
    let (first, _) = account(store, 1).await;
    let (second, _) = account(store, 2).await;
    for kept in [kept(ONE, first, 0), kept(ONE, second, 0), kept(TWO, first, 0)] {
        store.save_rid(&kept).await.unwrap();
    }
    let add = async |rid, text, minute| store.add_rid_note(rid, first, text, &by(), at(minute)).await.unwrap();
    for (rid, text, minute) in [(ONE, "促销当天", 5), (ONE, "恢复了", 6), (TWO, "another", 7)] {
        assert_eq!(add(rid, text, minute).await, NoteOutcome::Added);
    }
    assert_eq!(add("617682e0-09059ac5-00000000", "nothing is kept of it", 7).await, NoteOutcome::NotFound);
    let notes = store.rid_notes(ONE, first).await.unwrap();
    let told: Vec<_> = notes.iter().map(|note| (note.text.as_str(), note.at, note.by.as_str())).collect();
    assert_eq!(told, [("促销当天", at(5), "cli:alice"), ("恢复了", at(6), "cli:alice")]);
    assert!(store.rid_notes(ONE, second).await.unwrap().is_empty(), "they are of the other account");
    let newest = async |account| store.kept_rid(ONE, Some(account)).await.unwrap().unwrap().newest_note;
    assert_eq!((newest(first).await.as_deref(), newest(second).await), (Some("恢复了"), None));
    for words in [&["促销"][..], &["促销当"], &["恢复", "45009"], &["促销", "恢复"]] {
        assert_eq!(found(store, words).await, [ONE], "{words:?}");
    }

    let remove = async |rid, note| store.remove_rid_note(rid, first, note, &by(), at(8)).await.unwrap();
    assert!(!remove(TWO, notes[0].id).await, "it is beside another request");
    assert!(remove(ONE, notes[0].id).await && !remove(ONE, notes[0].id).await);
    assert_eq!(store.rid_notes(ONE, first).await.unwrap(), notes[1..]);
    assert!(found(store, &["促销当"]).await.is_empty());
    let removed = serde_json::json!({ "note": "促销当天", "by": "cli:alice" });
    assert_eq!(changes(store, AuditAction::RidNoteRemoved).await, [[Some(removed), None]]);
    let added = changes(store, AuditAction::RidNoted).await;
    assert_eq!(added.last().unwrap(), &[None, Some(serde_json::json!({ "note": "促销当天" }))]);

    assert_eq!(store.delete_old(Aging::Rids, at(1), 10).await.unwrap(), 1, "that of the other account");
    assert_eq!((store.rid_notes(ONE, first).await.unwrap().len(), found(store, &["恢复了"]).await.len()), (1, 1));
    assert!(remove(ONE, notes[1].id).await && found(store, &["恢复了"]).await.is_empty());
    assert_eq!(store.delete_old(Aging::Rids, at(1), 10).await.unwrap(), 1, "nothing is written beside it any more");
}

pub(crate) async fn a_thread_of_notes_has_an_end(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    store.save_rid(&kept(ONE, id, 0)).await.unwrap();
    store.save_rid(&kept(TWO, id, 0)).await.unwrap();
    let add = async |rid| store.add_rid_note(rid, id, "x", &by(), at(5)).await.unwrap();
    for _ in 0..MAX_NOTES {
        assert_eq!(add(ONE).await, NoteOutcome::Added);
    }
    assert_eq!((add(ONE).await, add(TWO).await), (NoteOutcome::TooMany, NoteOutcome::Added));
    let notes = store.rid_notes(ONE, id).await.unwrap();
    assert_eq!(i64::try_from(notes.len()), Ok(MAX_NOTES));
    assert!(store.remove_rid_note(ONE, id, notes[0].id, &by(), at(6)).await.unwrap());
    assert_eq!(add(ONE).await, NoteOutcome::Added);
}

pub(crate) async fn old_requests_are_forgotten(store: &dyn Store) {
    let (first, _) = account(store, 1).await;
    store.save_rid(&kept(ONE, first, 0)).await.unwrap();
    store.save_rid(&kept(TWO, first, 1)).await.unwrap();
    assert_eq!(store.delete_old(Aging::Rids, at(1), 10).await.unwrap(), 1);
    assert_eq!(found(store, &["45009"]).await, [TWO]);
    assert_eq!(store.kept_rid(ONE, None).await.unwrap(), None);
}

pub(crate) async fn limits_are_concluded_and_found(store: &dyn Store) {
    let (account, _) = account(store, 1).await;
    let left = Some(LimitVerdict { left_permille: Some(310), ..LimitVerdict::of(LimitHit::PerMinute) });
    let first = StoredRid { limit: left, cgi_path: Some(path(SEND)), ..kept(ONE, account, 0) };
    store.save_rid(&first).await.unwrap();
    store.save_rid(&kept(TWO, account, 1)).await.unwrap();
    assert_eq!(store.kept_rid(ONE, None).await.unwrap(), Some(first.clone()));
    assert!(store.due_limits(10).await.unwrap().is_empty(), "whoever keeps one has concluded");

    let texts = vec![(LimitHit::PerMinute, "每分钟限制 The limit per minute".to_owned())];
    let found = async |words: &[&str], hit| {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        let query = RidQuery { words, hit, hit_texts: texts.clone(), limit: 10, ..RidQuery::default() };
        let rows = store.search_rids(&query).await.unwrap();
        rows.into_iter().map(|(_, kept)| kept.rid).collect::<Vec<_>>()
    };
    assert_eq!(found(&[], Some(LimitHit::PerMinute)).await, [ONE]);
    assert_eq!(found(&[], Some(LimitHit::DayQuota)).await, [""; 0]);
    for words in [&["Minute"][..], &["分钟"], &["钟"], &["per", "minute", "send"]] {
        assert_eq!(found(words, None).await, [ONE], "{words:?}");
    }
    assert_eq!(found(&["minute", "nothing"], None).await, [""; 0]);
}

pub(crate) async fn what_comes_later_has_limits_concluded_again(store: &dyn Store) {
    let (account, [send, check]) = account(store, 1).await;
    let call = StoredRid {
        cgi_path: Some(path(SEND)),
        limit: Some(LimitVerdict::of(LimitHit::NotKnown)),
        at: at(0),
        ..kept(ONE, account, 0)
    };
    let other = StoredRid {
        errcode: Some(45011),
        limit: Some(LimitVerdict::of(LimitHit::PerMinute)),
        ..StoredRid { rid: TWO.into(), ..call.clone() }
    };
    for one in [&call, &other] {
        store.save_rid(one).await.unwrap();
    }
    let due = async || {
        let due = store.due_limits(10).await.unwrap();
        let concluded: Vec<_> = due.iter().map(|one| (one.clone(), one.request.limit)).collect();
        store.conclude_limits(&concluded).await.unwrap();
        due.into_iter().map(|one| one.request.rid).collect::<Vec<_>>()
    };
    let read = async |interface, minute, outcome| {
        let reading = Reading { at: at(minute), outcome, rate_limit: None, component_rate_limit: None };
        store
            .add_samples(&[NewSample { interface, reading, detail: None, slot: None, of_day_before: false }])
            .await
            .unwrap();
    };
    read(send, 30, Outcome::Failed(Failure::NoAnswer)).await;
    read(check, 30, Outcome::Good(figures(10))).await;
    assert_eq!(due().await, [""; 0], "neither tells anything");
    read(send, 40, Outcome::Good(figures(10))).await;
    assert_eq!(due().await, [ONE]);
    read(send, 121, Outcome::Good(figures(20))).await;
    assert_eq!(due().await, [""; 0], "too late to tell anything");

    for kind in [Some(LimitKind::Total), None] {
        assert!(store.set_limit_kind(send, kind, &by(), at(122)).await.unwrap());
        assert_eq!(due().await, [ONE], "it may have been of a total, or of a day");
        assert!(store.keep_seen_limit_kind(send, kind).await.unwrap());
        assert_eq!(due().await, [ONE], "readings show the kind too");
        assert!(!store.keep_seen_limit_kind(send, kind).await.unwrap());
        assert!(store.set_limit_kind(check, kind, &by(), at(122)).await.unwrap());
        assert_eq!(due().await, [""; 0], "nothing changed, or another interface");
    }

    made(store, new(account, Some(check), "check"), 50, ended(ClearState::Accepted)).await;
    assert_eq!(due().await, [""; 0], "of another interface");
    let clear = made(store, new(account, Some(send), "k"), 50, ended(ClearState::Accepted)).await.id;
    assert_eq!(due().await, [ONE]);
    looked_at(store, clear, CheckOutcome::Effective, at(60)).await;
    let mark = store.due_limits(10).await.unwrap().remove(0);
    assert_eq!(due().await, [ONE]);

    let ended = Some(LimitVerdict { ended_by: Some(clear), ..LimitVerdict::of(LimitHit::DayQuota) });
    read(send, 41, Outcome::Good(figures(10))).await;
    let newer = store.due_limits(10).await.unwrap().remove(0);
    assert_ne!(mark, newer);
    store.conclude_limits(&[(DueLimit { mark: 7, ..newer.clone() }, ended)]).await.unwrap();
    assert_eq!(store.due_limits(10).await.unwrap(), std::slice::from_ref(&newer), "more came meanwhile");
    store.conclude_limits(&[(newer, ended)]).await.unwrap();
    assert_eq!(store.kept_rid(ONE, None).await.unwrap().unwrap().limit, ended);

    for (cgi_path, marked) in [(SEND, &[][..]), (USERS, &[ONE])] {
        let instead_of = store.kept_rid(ONE, None).await.unwrap().unwrap().version();
        let details = NewRidDetails { cgi_path: Some(path(cgi_path)), ticket: None, instead_of };
        let set = store.set_rid_details(ONE, account, &details, &by(), at(70)).await.unwrap();
        assert_eq!(set, DetailsOutcome::Written);
        assert_eq!(due().await, marked);
    }
}
