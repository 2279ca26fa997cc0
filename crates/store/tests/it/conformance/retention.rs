use domain::policies::Verdict;
use domain::retention::Aging;
use domain::{IncidentId, NoticeContent, Severity};
use jiff::SignedDuration;
use store::Store;
use store::channels::{DeliveryAttempt, DeliveryEnd};
use store::incidents::{IncidentEnd, IncidentQuery};
use store::notices::{Announcement, NewDecision, NewNotice, NoticeQuery};
use store::policies::DecisionQuery;
use store::rids::lookups::NewRidLine;

use super::automatics::{Place, ordered};
use super::channels::{channel, deliveries};
use super::incidents::{explained, incident};
use super::notices::{told, told_news};
use super::policies::{policy, rules};
use super::{account, at, by, figures};

async fn deleted(store: &dyn Store, kind: Aging, minute: i64) -> u64 {
    store.delete_old(kind, at(minute), 100).await.unwrap()
}

pub(crate) async fn old_incidents_that_are_done_are_deleted_in_steps(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    let mut ids = Vec::new();
    for minute in 0..5 {
        ids.push(incident(store, id, minute).await);
    }
    // Its notice outlives it.
    let notice = NewNotice::of(NoticeContent::PolicyOver { policy: "x".to_owned() }).on(id, None);
    let notice = told(store, NewNotice { incident: Some(ids[0]), ..notice }, 0).await;
    assert_eq!(deleted(store, Aging::Incidents, 60).await, 0, "none of them is done");
    for incident in store.take_incidents(4, at(10)).await.unwrap() {
        assert!(store.end_incident(incident.id, &explained(), None, at(10)).await.unwrap());
    }
    let left = async || {
        let all = IncidentQuery { limit: 10, ..IncidentQuery::default() };
        store.incidents(&all).await.unwrap().into_iter().map(|incident| incident.id).collect::<Vec<IncidentId>>()
    };
    assert_eq!(store.delete_old(Aging::Incidents, at(3), 2).await.unwrap(), 2, "no more at once");
    assert_eq!(left().await, [ids[4], ids[3], ids[2]], "the oldest first");
    assert_eq!(store.notice(notice).await.unwrap().unwrap().incident, None);
    assert_eq!(deleted(store, Aging::Incidents, 3).await, 1);
    assert_eq!(deleted(store, Aging::Incidents, 3).await, 0, "one of that very minute stays");
    assert_eq!(deleted(store, Aging::Incidents, 60).await, 1);
    assert_eq!(left().await, [ids[4]], "nobody has looked into it yet");
    assert_eq!(incident(store, id, 7).await.0, ids[4].0 + 1, "ids are not used again");
}

pub(crate) async fn an_incident_that_is_reported_on_stays(store: &dyn Store) {
    let (id, _) = account(store, 1).await;
    let first = incident(store, id, 0).await;
    let again = super::incidents::report(id, 45009, 9);
    store.report_incidents(&[&again], SignedDuration::from_mins(10), &mut |_| true).await.unwrap();
    store.take_incidents(4, at(10)).await.unwrap();
    let end = IncidentEnd { again_at: None, ..explained() };
    assert!(store.end_incident(first, &end, None, at(10)).await.unwrap());
    assert_eq!(deleted(store, Aging::Incidents, 5).await, 0);
    assert_eq!(deleted(store, Aging::Incidents, 10).await, 1);
}

pub(crate) async fn a_decision_that_ordered_a_clear_is_never_deleted(store: &dyn Store) {
    let policy = policy(store, &rules("one")).await;
    let (account, [send, _]) = account(store, 1).await;
    let decision = NewDecision {
        policy,
        account,
        interface: send,
        verdict: Verdict::Notified,
        figures: Some(figures(900)),
        folds_since: at(0),
    };
    let telling = Announcement { change: None, decision: Some(decision), notice: None };
    store.tell(&telling, at(0)).await.unwrap();
    let place = Place { policy, account, interface: send };
    let clear = ordered(store, place, "k", 1).await.id;
    assert_eq!(deleted(store, Aging::Decisions, 0).await, 0);
    assert_eq!(deleted(store, Aging::Decisions, 1_000).await, 1);
    let left = store.decisions(&DecisionQuery { limit: 10, ..DecisionQuery::default() }).await.unwrap();
    let left: Vec<_> = left.into_iter().map(|decision| decision.verdict).collect();
    assert!(matches!(left[..], [Verdict::Clears { clear: of, .. }] if of == clear), "{left:?}");
    assert!(store.clear(clear).await.unwrap().is_some());
}

pub(crate) async fn messages_are_deleted_and_the_newest_attempt_stays(store: &dyn Store) {
    let channel = channel(store, "ops", Severity::Critical).await;
    for minute in 0..4 {
        told_news(store, Severity::Critical, minute).await;
    }
    let all = deliveries(store, channel).await;
    // The three oldest are delivered, the last still waits.
    for (minute, delivery) in (10..).zip(all.iter().rev().take(3)) {
        let attempt = DeliveryAttempt {
            at: at(minute),
            took_ms: 1,
            delivered: true,
            outcome: "{}".to_owned(),
            delivery: Some(delivery.id),
        };
        store.deliveries_sent(&[(delivery, DeliveryEnd::Delivered)], &attempt, at(minute)).await.unwrap();
    }
    let left = async || deliveries(store, channel).await.into_iter().map(|of| of.id).collect::<Vec<_>>();
    assert_eq!(deleted(store, Aging::Messages, 11).await, 1);
    assert_eq!(left().await, [all[0].id, all[1].id, all[2].id]);
    assert_eq!(deleted(store, Aging::Messages, 1_000).await, 1);
    assert_eq!(left().await, [all[0].id, all[1].id], "that says how the channel is");
    assert_eq!(store.delivery_attempts(channel, 10).await.unwrap().len(), 1);
    // An attempt that tries the channel is newer.
    let test = |minute| DeliveryAttempt {
        at: at(minute),
        took_ms: 1,
        delivered: true,
        outcome: "{}".to_owned(),
        delivery: None,
    };
    store.channel_tested(channel, &test(20), &by()).await.unwrap();
    store.channel_tested(channel, &test(21), &by()).await.unwrap();
    assert_eq!(deleted(store, Aging::Messages, 1_000).await, 2, "the message, and the first of both tests");
    assert_eq!((left().await, store.delivery_attempts(channel, 10).await.unwrap()), (vec![all[0].id], vec![test(21)]));
}

pub(crate) async fn a_notice_is_deleted_with_its_messages_unless_one_waits(store: &dyn Store) {
    let channel = channel(store, "ops", Severity::Critical).await;
    let ids = [told_news(store, Severity::Critical, 0).await, told_news(store, Severity::Critical, 1).await];
    let plain = told_news(store, Severity::Warning, 2).await;
    let waiting = deliveries(store, channel).await;
    let attempt = DeliveryAttempt {
        at: at(5),
        took_ms: 1,
        delivered: true,
        outcome: "{}".to_owned(),
        delivery: Some(waiting[1].id),
    };
    store.deliveries_sent(&[(&waiting[1], DeliveryEnd::Delivered)], &attempt, at(5)).await.unwrap();
    store.channel_tested(channel, &DeliveryAttempt { delivery: None, ..attempt }, &by()).await.unwrap();
    assert_eq!(deleted(store, Aging::Notices, 0).await, 0);
    assert_eq!(deleted(store, Aging::Notices, 1_000).await, 2);
    let left = store.notices(&NoticeQuery { limit: 10, ..NoticeQuery::default() }).await.unwrap();
    assert_eq!(left.iter().map(|notice| notice.id).collect::<Vec<_>>(), [ids[1]], "its message waits; {plain} is gone");
    let messages: Vec<_> = deliveries(store, channel).await.into_iter().map(|of| of.notice).collect();
    assert_eq!(messages, [ids[1]]);
}

pub(crate) async fn old_lists_are_deleted(store: &dyn Store) {
    let line = NewRidLine { rid: "617682e0-09059ac5-34a8e2ea".to_owned(), near: "{}".to_owned() };
    let mut ids = Vec::new();
    for minute in 0..3 {
        ids.push(store.add_rid_list(std::slice::from_ref(&line), "", &by(), at(minute)).await.unwrap());
    }
    assert_eq!(deleted(store, Aging::Lists, 1).await, 1);
    assert_eq!(store.delete_old(Aging::Lists, at(60), 1).await.unwrap(), 1);
    assert_eq!(store.delete_old(Aging::Lists, at(60), 0).await.unwrap(), 0);
    assert_eq!(store.rid_list(ids[1]).await.unwrap(), None);
    assert_eq!(store.rid_list(ids[2]).await.unwrap().unwrap().lines.len(), 1);
}
