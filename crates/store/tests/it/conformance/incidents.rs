use domain::incidents::ReactionReason;
use domain::{
    AccountId, ClearId, ClearState, Failure, IncidentId, IncidentState, InterfaceId, LimitHit, NoticeContent, Outcome,
    Reaction, Reading,
};
use jiff::{SignedDuration, Timestamp};
use store::clears::{Check, CheckOutcome, Effect, Settlement};
use store::incidents::{Incident, IncidentEnd, IncidentQuery, NewIncident};
use store::notices::{NewNotice, NoticeQuery};
use store::{NewSample, Store};

use super::clears::{counting, ended, insisting, looked_at, made, new};
use super::{account, at, by, figures, path};

const WITHIN: SignedDuration = SignedDuration::from_mins(10);
const SEND: &str = "/cgi-bin/message/custom/send";
const CHECK: &str = "/wxa/msg_sec_check";
const RID: &str = "617682e0-09059ac5-34a8e2ea";

/// A report of a call of no interface.
pub(super) fn report(account: AccountId, errcode: i32, minute: i64) -> NewIncident {
    NewIncident {
        account,
        errcode,
        errmsg: "reach max api daily quota limit".to_owned(),
        cgi_path: None,
        rid: None,
        by: "ci".to_owned(),
        at: at(minute),
    }
}

async fn reported(store: &dyn Store, reports: &[NewIncident]) -> Vec<(IncidentId, i64)> {
    let reports: Vec<_> = reports.iter().collect();
    let told = store.report_incidents(&reports, WITHIN, &mut |_| true).await.unwrap();
    told.into_iter().map(Option::unwrap).collect()
}

/// An incident of its own.
pub(super) async fn incident(store: &dyn Store, account: AccountId, minute: i64) -> IncidentId {
    let never = SignedDuration::from_secs(-1);
    let told = store.report_incidents(&[&report(account, 45009, minute)], never, &mut |_| true).await.unwrap();
    told[0].unwrap().0
}

async fn one(store: &dyn Store, id: IncidentId) -> Incident {
    store.incident(id).await.unwrap().unwrap()
}

/// How many wait, whoever reported them.
async fn queued(store: &dyn Store) -> i64 {
    store.queued_incidents().await.unwrap().into_iter().map(|(_, count)| count).sum()
}

async fn taken(store: &dyn Store, limit: i64) -> Vec<IncidentId> {
    store.take_incidents(limit, at(1_000)).await.unwrap().into_iter().map(|incident| incident.id).collect()
}

fn done(reaction: Reaction, because: ReactionReason) -> IncidentEnd {
    IncidentEnd { state: IncidentState::Done, reaction, because, limit: None, clear: None, again_at: None }
}

pub(super) fn explained() -> IncidentEnd {
    done(Reaction::Explained, ReactionReason::Known)
}

pub(crate) async fn reports_of_the_same_within_a_time_are_one_incident(store: &dyn Store) {
    let ((one, _), (two, _)) = (account(store, 1).await, account(store, 2).await);
    let of = |cgi_path, minute| NewIncident { cgi_path: Some(path(cgi_path)), ..report(one, 45009, minute) };
    let (send, check) = ("/cgi-bin/message/custom/send", "/wxa/msg_sec_check");
    let told = reported(
        store,
        &[
            of(send, 0),
            of(check, 0),
            report(one, 45009, 0),
            report(one, 45011, 0),
            report(two, 45009, 0),
            of(send, 0),
            report(one, 45009, 1),
            of(send, 2),
        ],
    )
    .await;
    let ids: Vec<_> = told.iter().map(|(id, _)| *id).collect();
    let counts: Vec<_> = told.iter().map(|(_, count)| *count).collect();
    assert!(ids[..5].is_sorted() && ids[..5].windows(2).all(|pair| pair[0] != pair[1]), "each is its own: {ids:?}");
    assert_eq!((ids[5], ids[6], ids[7]), (ids[0], ids[2], ids[0]));
    assert_eq!(counts, [1, 1, 1, 1, 1, 2, 2, 3]);

    assert_eq!(reported(store, &[of(send, 10)]).await, [(ids[0], 4)], "the time is that since the first");
    let [(later, 1)] = reported(store, &[of(send, 11)]).await[..] else { panic!("too late") };
    let [(earlier, 1)] = reported(store, &[of(check, -1)]).await[..] else { panic!("before the first") };
    assert!(ids[4] < later && later < earlier);
    assert_eq!(reported(store, &[of(check, 0)]).await, [(earlier, 2)]);
    assert!(reported(store, &[]).await.is_empty());
    assert_eq!(queued(store).await, 7);
}

pub(crate) async fn what_goes_on_is_looked_into_again(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    let of = |minute| report(id, 45009, minute);
    let [(incident, 1)] = reported(store, &[of(0)]).await[..] else { panic!() };
    assert_eq!(taken(store, 10).await, [incident]);
    reported(store, &[of(4)]).await;
    assert_eq!(taken(store, 10).await, [], "it is being looked into");
    let by_minute = done(Reaction::PerMinute, ReactionReason::MinuteLimit);
    let end = IncidentEnd { limit: Some(LimitHit::PerMinute), again_at: Some(at(7)), ..by_minute.clone() };
    assert!(store.end_incident(incident, &end, None, at(4)).await.unwrap());
    reported(store, &[of(6)]).await;
    assert_eq!(taken(store, 10).await, [], "too early");
    assert_eq!(reported(store, &[of(7)]).await, [(incident, 4)]);
    let waits = one(store, incident).await;
    assert_eq!(
        (waits.state, waits.reaction, waits.limit),
        (IncidentState::Queued, Reaction::PerMinute, Some(LimitHit::PerMinute)),
        "what was said stands until then"
    );
    assert_eq!(taken(store, 10).await, [incident]);
    assert!(store.end_incident(incident, &by_minute, None, at(8)).await.unwrap());
    reported(store, &[of(9)]).await;
    assert_eq!(taken(store, 10).await, [], "not asked for");
}

/// An incident that a clear has ended; looked into again from the tenth minute on.
async fn cleared(store: &dyn Store, account: AccountId, clear: ClearId) -> (IncidentId, IncidentEnd) {
    let id = incident(store, account, 0).await;
    assert_eq!(taken(store, 10).await, [id]);
    let because = ReactionReason::ClearedBy { clear };
    let end = IncidentEnd { clear: Some(clear), again_at: Some(at(5)), ..done(Reaction::Cleared, because) };
    assert!(store.end_incident(id, &end, None, at(4)).await.unwrap());
    (id, end)
}

pub(crate) async fn what_is_reported_after_a_clear_is_open_again(store: &dyn Store) {
    let (account, _) = account(store, 1).await;
    let clear = made(store, new(account, None, "k"), 0, ended(ClearState::Accepted)).await.id;
    let (id, end) = cleared(store, account, clear).await;
    assert_eq!(reported(store, &[report(account, 45009, 4)]).await, [(id, 2)]);
    let open = one(store, id).await;
    assert_eq!((open.state, open.reaction, open.ended_at), (IncidentState::Working, Reaction::None, None));
    assert_eq!((open.because, open.clear), (ReactionReason::ReportedAgain { clear }, Some(clear)));
    let due = async |minute| store.take_incidents(10, at(minute)).await.unwrap().len();
    assert_eq!((queued(store).await, due(4).await), (1, 0), "not before the time");
    assert!(!store.end_incident(id, &end, None, at(4)).await.unwrap(), "nobody works on it");
    assert_eq!(due(5).await, 1);
    assert!(store.end_incident(id, &end, None, at(5)).await.unwrap());
    assert_eq!(one(store, id).await.reaction, Reaction::Cleared);
}

pub(crate) async fn a_clear_that_ends_nothing_opens_its_incident_again(store: &dyn Store) {
    let (account, _) = account(store, 1).await;
    let clear = made(store, new(account, None, "k"), 0, ended(ClearState::Accepted)).await.id;
    let (id, end) = cleared(store, account, clear).await;
    looked_at(store, clear, CheckOutcome::Ineffective, at(40)).await;
    let open = one(store, id).await;
    assert_eq!((open.state, open.reaction, open.clear), (IncidentState::Working, Reaction::None, Some(clear)));
    assert_eq!(open.because, ReactionReason::ClearVoid { clear, state: ClearState::Ineffective });
    assert_eq!(taken(store, 10).await, [id]);

    // The clear's outcome may come while the incident is looked into.
    let unknown = made(store, insisting(new(account, None, "l")), 41, ended(ClearState::Unknown)).await.id;
    let end = IncidentEnd { clear: Some(unknown), ..end };
    assert!(!store.end_incident(id, &end, None, at(42)).await.unwrap(), "an unknown clear ended nothing");
    let open = one(store, id).await;
    assert_eq!(open.because, ReactionReason::ClearVoid { clear: unknown, state: ClearState::Unknown });
    assert_eq!(taken(store, 10).await, [id]);
    let refused = IncidentEnd { clear: Some(unknown), ..done(Reaction::RefusedByPolicy, ReactionReason::Known) };
    assert!(store.end_incident(id, &refused, None, at(43)).await.unwrap());
    store.settle_clear(unknown, Settlement::GivenBack, "no", &by(), at(44), &counting()).await.unwrap().unwrap();
    assert_eq!(one(store, id).await.reaction, Reaction::RefusedByPolicy, "that changes nothing");
}

pub(crate) async fn an_old_incident_is_no_longer_called_cleared(store: &dyn Store) {
    let (account, _) = account(store, 1).await;
    let clear = made(store, new(account, None, "k"), 0, ended(ClearState::Accepted)).await.id;
    let (id, _) = cleared(store, account, clear).await;
    looked_at(store, clear, CheckOutcome::Ineffective, at(300)).await;
    let noted = one(store, id).await;
    assert_eq!((noted.state, noted.reaction), (IncidentState::Done, Reaction::Explained));
    assert_eq!(noted.because, ReactionReason::ClearVoid { clear, state: ClearState::Ineffective });
    assert_eq!(taken(store, 10).await, [], "it is too long ago to be looked into");
}

pub(crate) async fn a_clear_that_works_ends_what_was_reported_before_it(store: &dyn Store) {
    let (account, [send, _]) = account(store, 1).await;
    let send_path = path(SEND);
    let of = |minute| NewIncident { cgi_path: Some(send_path.clone()), ..report(account, 45009, minute) };
    let end = IncidentEnd { limit: Some(LimitHit::DayQuota), ..explained() };
    let ids: Vec<_> = reported(store, &[of(0), report(account, 45009, 0)]).await.iter().map(|(id, _)| *id).collect();
    assert_eq!(taken(store, 10).await, ids);
    for id in &ids {
        assert!(store.end_incident(*id, &end, None, at(1)).await.unwrap());
    }
    let clear = made(store, new(account, Some(send), "k"), 2, ended(ClearState::Accepted)).await.id;
    let effects = vec![effect(send, SEND, at(3), Some(90))];
    store.write_check(clear, &Check { effects, end: CheckOutcome::Effective }, at(3)).await.unwrap();
    assert_eq!(taken(store, 10).await, ids[..1], "the other one may be of another interface");
    assert_eq!(one(store, ids[0]).await.reaction, Reaction::Explained, "until it is looked into");
}

fn effect(interface: InterfaceId, of: &str, sampled_at: Timestamp, given_back: Option<i64>) -> Effect {
    Effect { interface, cgi_path: path(of), sampled_at, figures: figures(10), given_back, tells: true }
}

pub(crate) async fn a_clear_of_the_account_ends_what_fell_and_no_more(store: &dyn Store) {
    let (account, [send, check]) = account(store, 1).await;
    let of = |cgi_path, minute| NewIncident { cgi_path: Some(path(cgi_path)), ..report(account, 45009, minute) };
    let ids: Vec<_> = reported(store, &[of(SEND, 0), of(CHECK, 0)]).await.iter().map(|(id, _)| *id).collect();
    assert_eq!(taken(store, 10).await, ids);
    let clear = made(store, new(account, None, "k"), 1, ended(ClearState::Accepted)).await.id;
    let because = ReactionReason::ClearedBy { clear };
    let cleared = IncidentEnd { clear: Some(clear), ..done(Reaction::Cleared, because.clone()) };
    for id in &ids {
        assert!(store.end_incident(*id, &cleared, None, at(2)).await.unwrap());
    }
    let looked = async |minute, effects, end| {
        store.write_check(clear, &Check { effects, end }, at(minute)).await.unwrap().unwrap().state
    };
    let fell = effect(send, SEND, at(3), Some(90));
    let so_far = CheckOutcome::EffectiveSoFar { due_at: at(33) };
    let early = Effect { tells: false, ..effect(check, CHECK, at(3), None) };
    assert_eq!(looked(3, vec![fell.clone(), early], so_far).await, ClearState::Effective);
    assert_eq!(taken(store, 10).await, [], "the other one may still fall");
    looked(33, vec![fell, effect(check, CHECK, at(33), None)], CheckOutcome::Effective).await;
    assert_eq!(taken(store, 10).await, [ids[1]], "its count did not fall");
    let open = one(store, ids[1]).await;
    assert_eq!(open.because, ReactionReason::ClearVoid { clear, state: ClearState::Ineffective });
    assert_eq!(one(store, ids[0]).await.because, because);
}

pub(crate) async fn what_could_not_be_read_is_looked_into_once_it_is(store: &dyn Store) {
    let (account, [send, check]) = account(store, 1).await;
    let of = |cgi_path, minute| NewIncident { cgi_path: Some(path(cgi_path)), ..report(account, 45009, minute) };
    let ids: Vec<_> = reported(store, &[of(SEND, 0), of(CHECK, 0)]).await.iter().map(|(id, _)| *id).collect();
    assert_eq!(taken(store, 10).await, ids);
    let end = IncidentEnd { limit: Some(LimitHit::NotKnown), ..explained() };
    for id in &ids {
        assert!(store.end_incident(*id, &end, None, at(1)).await.unwrap());
    }
    let read = async |interface, minute, outcome| {
        let reading = Reading { at: at(minute), outcome, rate_limit: None, component_rate_limit: None };
        store
            .add_samples(&[NewSample { interface, reading, detail: None, slot: None, of_day_before: false }])
            .await
            .unwrap();
    };
    read(send, 30, Outcome::Failed(Failure::NoAnswer)).await;
    assert_eq!(taken(store, 10).await, [], "it still could not");
    read(check, 121, Outcome::Good(figures(10))).await;
    assert_eq!(taken(store, 10).await, [], "too late to tell anything");
    read(send, 60, Outcome::Good(figures(10))).await;
    assert_eq!(taken(store, 10).await, ids[..1]);
}

pub(crate) async fn the_incident_before_is_of_the_same(store: &dyn Store) {
    let (account, _) = account(store, 1).await;
    let first = incident(store, account, 0).await;
    reported(store, &[report(account, 45011, 1)]).await;
    let second = incident(store, account, 20).await;
    let before = async |id| store.incident_before(id).await.unwrap().map(|incident| incident.id);
    assert_eq!((before(second).await, before(first).await), (Some(first), None));
}

pub(crate) async fn of_several_the_newest_counts_a_report(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    let (first, second) = (incident(store, id, 0).await, incident(store, id, 5).await);
    assert_eq!(reported(store, &[report(id, 45009, 6)]).await, [(second, 2)]);
    assert_eq!(taken(store, 10).await, [first, second]);
    assert!(store.end_incident(second, &explained(), None, at(6)).await.unwrap());
    assert_eq!(reported(store, &[report(id, 45009, 7)]).await, [(second, 3)], "also one that has ended");
    let counted = one(store, second).await;
    assert_eq!((counted.state, counted.last_at, counted.ended_at), (IncidentState::Done, at(7), Some(at(6))));
    assert_eq!(one(store, first).await.count, 1);
}

pub(crate) async fn what_may_not_begin_an_incident_still_counts(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    let known = reported(store, &[report(id, 45009, 0)]).await[0].0;
    let reports = [report(id, 45009, 1), report(id, 45011, 1), report(id, 40001, 1), report(id, 45009, 2)];
    let reports: Vec<_> = reports.iter().collect();
    let mut asked = Vec::new();
    let mut may_begin = |place| {
        asked.push(place);
        place == 2
    };
    let told = store.report_incidents(&reports, WITHIN, &mut may_begin).await.unwrap();
    assert_eq!(asked, [1, 2], "only those that would begin one");
    let counts: Vec<_> = told.iter().map(|told| told.map(|(_, count)| count)).collect();
    assert_eq!((counts, told[0].unwrap().0), (vec![Some(2), None, Some(1), Some(3)], known));
    let all = IncidentQuery { limit: 10, ..IncidentQuery::default() };
    assert_eq!(store.incidents(&all).await.unwrap().len(), 2);
}

pub(crate) async fn the_first_report_tells_and_a_later_rid_fills_in(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    let first =
        NewIncident { errmsg: "字".repeat(2_000), cgi_path: Some(path("/wxa/msg_sec_check")), ..report(id, 45009, 0) };
    let with = |rid: Option<&str>, minute| NewIncident {
        errmsg: "other".to_owned(),
        rid: rid.map(str::to_owned),
        by: "bob".to_owned(),
        at: at(minute),
        ..first.clone()
    };
    let (incident, _) = reported(store, std::slice::from_ref(&first)).await[0];
    let expected = Incident {
        id: incident,
        account: id,
        account_name: "account 1".to_owned(),
        errcode: 45009,
        errmsg: "字".repeat(1_000),
        cgi_path: first.cgi_path.clone(),
        rid: None,
        reported_by: "ci".to_owned(),
        first_at: at(0),
        last_at: at(0),
        count: 1,
        state: IncidentState::Queued,
        reaction: Reaction::None,
        because: ReactionReason::Pending,
        limit: None,
        clear: None,
        ended_at: None,
    };
    assert_eq!(one(store, incident).await, expected);
    reported(store, &[with(None, 4), with(Some(RID), 3), with(Some("6aac005a-01bfdbee-79769285"), 2)]).await;
    let counted = Incident { count: 4, last_at: at(4), rid: Some(RID.to_owned()), ..expected };
    assert_eq!(one(store, incident).await, counted, "the first rid, and the latest time");
    assert_eq!(store.incident(IncidentId(99)).await.unwrap(), None);
}

pub(crate) async fn the_oldest_are_taken_first_and_wait_again(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    assert_eq!((queued(store).await, taken(store, 10).await), (0, Vec::new()));
    let mut ids = Vec::new();
    for minute in [30, 0, 60, 90] {
        ids.push(incident(store, id, minute).await);
    }
    let [a, b, c, d] = ids[..] else { panic!("{ids:?}") };
    for none in [0, -1] {
        assert!(taken(store, none).await.is_empty());
    }
    let two = store.take_incidents(2, at(1_000)).await.unwrap();
    assert_eq!(two, [one(store, a).await, one(store, b).await], "as they were reported, whatever the clock said");
    assert!(two.iter().all(|incident| incident.state == IncidentState::Working));
    assert_eq!(queued(store).await, 2);
    assert_eq!(taken(store, 1).await, [c], "nothing is taken twice");
    assert!(store.end_incident(b, &explained(), None, at(100)).await.unwrap());

    assert_eq!(store.requeue_incidents().await.unwrap(), 2);
    assert_eq!((one(store, a).await.state, one(store, b).await.state), (IncidentState::Queued, IncidentState::Done));
    assert_eq!((queued(store).await, store.requeue_incidents().await.unwrap()), (3, 0));
    assert_eq!(taken(store, 10).await, [a, c, d]);
}

pub(crate) async fn reporters_take_turns(store: &dyn Store) {
    let (account, _) = account(store, 1).await;
    let of = |by: &str, errcode| NewIncident { by: by.to_owned(), ..report(account, errcode, 0) };
    let reports =
        [of("flood", 1), of("flood", 2), of("flood", 3), of("flood", 4), of("ci", 5), of("alice", 6), of("ci", 7)];
    let ids: Vec<_> = reported(store, &reports).await.into_iter().map(|(id, _)| id).collect();
    let mut waiting = store.queued_incidents().await.unwrap();
    waiting.sort();
    assert_eq!(waiting, [("alice".to_owned(), 1), ("ci".to_owned(), 2), ("flood".to_owned(), 4)]);
    let of = |places: &[usize]| places.iter().map(|place| ids[*place]).collect::<Vec<_>>();
    assert_eq!(taken(store, 4).await, of(&[0, 4, 5, 1]));
    assert_eq!(taken(store, 2).await, of(&[2, 6]), "those that are taken count no more");
    assert_eq!(taken(store, 10).await, of(&[3]));
}

pub(crate) async fn an_incident_ends_once_together_with_its_notice(store: &dyn Store) {
    let (account, [send, _]) = account(store, 1).await;
    let clear = made(store, new(account, None, "k"), 0, ended(ClearState::Accepted)).await.id;
    let (id, other) = (incident(store, account, 0).await, incident(store, account, 1).await);
    let because = ReactionReason::PolicyClears { policy: "night watch".to_owned(), figures: figures(1_000) };
    let end = IncidentEnd { clear: Some(clear), ..done(Reaction::Cleared, because.clone()) };
    let news =
        NoticeContent::Incident { errcode: 45009, reaction: Reaction::Cleared, because: because.clone(), after: None };
    let notice = NewNotice { incident: Some(id), ..NewNotice::of(news).on(account, Some(send)) };
    let end_it = async |id, notice: &NewNotice, minute| store.end_incident(id, &end, Some(notice), at(minute)).await;
    let told = async || store.notices(&NoticeQuery { limit: 10, ..Default::default() }).await.unwrap();
    assert!(!end_it(id, &notice, 2).await.unwrap(), "nobody works on it");
    assert_eq!(taken(store, 10).await, [id, other]);
    let to_nobody = NewNotice { account: Some(AccountId(99)), ..notice.clone() };
    end_it(id, &to_nobody, 3).await.unwrap_err();
    assert_eq!(one(store, id).await.state, IncidentState::Working, "where nobody can be told it has not ended");
    assert!(told().await.is_empty());

    let before = one(store, id).await;
    assert!(end_it(id, &notice, 4).await.unwrap());
    let expected = Incident {
        state: IncidentState::Done,
        reaction: Reaction::Cleared,
        because,
        clear: Some(clear),
        ended_at: Some(at(4)),
        ..before
    };
    assert_eq!(one(store, id).await, expected);
    assert!(!end_it(id, &notice, 5).await.unwrap(), "once");
    let failed = IncidentEnd { state: IncidentState::Failed, ..done(Reaction::None, ReactionReason::Pending) };
    assert!(store.end_incident(other, &failed, None, at(6)).await.unwrap());
    assert!(!store.end_incident(IncidentId(99), &failed, None, at(6)).await.unwrap());
    assert_eq!(one(store, id).await, expected);
    assert_eq!((one(store, other).await.state, one(store, other).await.ended_at), (IncidentState::Failed, Some(at(6))));
    let told = told().await;
    assert_eq!(told.iter().map(|notice| (notice.at, notice.incident)).collect::<Vec<_>>(), [(at(4), Some(id))]);
}

pub(crate) async fn incidents_are_listed_newest_first(store: &dyn Store) {
    let ((first, _), (second, _)) = (account(store, 1).await, account(store, 2).await);
    let mut ids = Vec::new();
    for (account, minute) in [(first, 60), (second, 0), (first, 0), (second, 0)] {
        ids.push(incident(store, account, minute).await);
    }
    let [a, b, c, d] = ids[..] else { panic!("{ids:?}") };
    assert_eq!(taken(store, 3).await, [a, b, c]);
    assert!(store.end_incident(a, &explained(), None, at(1)).await.unwrap());
    assert!(store.end_incident(b, &done(Reaction::PerMinute, ReactionReason::MinuteLimit), None, at(1)).await.unwrap());
    let of = async |query: IncidentQuery| {
        let incidents = store.incidents(&query).await.unwrap();
        incidents.into_iter().map(|incident| incident.id).collect::<Vec<_>>()
    };
    let any = || IncidentQuery { limit: 10, ..Default::default() };
    assert_eq!(of(any()).await, [d, c, b, a]);
    assert_eq!(of(IncidentQuery { account: Some(first), ..any() }).await, [c, a]);
    for (state, expected) in
        [(IncidentState::Queued, &[d][..]), (IncidentState::Working, &[c]), (IncidentState::Done, &[b, a])]
    {
        assert_eq!(of(IncidentQuery { state: Some(state), ..any() }).await, expected);
    }
    assert_eq!(of(IncidentQuery { reaction: Some(Reaction::None), ..any() }).await, [d, c]);
    assert_eq!(of(IncidentQuery { reaction: Some(Reaction::PerMinute), ..any() }).await, [b]);
    assert_eq!(of(IncidentQuery { before: Some(c), ..any() }).await, [b, a]);
    assert_eq!(of(IncidentQuery { limit: 2, ..any() }).await, [d, c]);
    for limit in [0, -1] {
        assert!(of(IncidentQuery { limit, ..any() }).await.is_empty());
    }
    assert_eq!(of(IncidentQuery { errcode: Some(45009), ..any() }).await, [d, c, b, a]);
    assert_eq!(of(IncidentQuery { errcode: Some(44993), ..any() }).await, []);
    assert_eq!(of(IncidentQuery { cgi_path: Some(path(SEND)), ..any() }).await, []);
    assert_eq!(store.incidents(&any()).await.unwrap()[3], one(store, a).await);
}

pub(crate) async fn incidents_of_an_account_are_counted_since_a_time(store: &dyn Store) {
    let ((first, _), (second, _)) = (account(store, 1).await, account(store, 2).await);
    let reports = [(first, 40001, 0), (first, 42001, 20), (first, 42001, 21), (first, 45009, 20), (second, 40001, 20)];
    reported(store, &reports.map(|(account, errcode, minute)| report(account, errcode, minute))).await;
    let since =
        async |account, errcodes: &[i32], minute| store.incidents_since(account, errcodes, at(minute)).await.unwrap();
    assert_eq!(since(first, &[40001, 40014, 42001], 0).await, 2, "incidents, not reports");
    assert_eq!(since(first, &[40001, 40014, 42001], 1).await, 1, "those that began since");
    assert_eq!(since(first, &[45009], 0).await, 1);
    assert_eq!(since(second, &[40001, 42001], 0).await, 1);
    assert_eq!(since(first, &[], 0).await, 0);
    assert_eq!(since(first, &[4000], 0).await, 0);
}
