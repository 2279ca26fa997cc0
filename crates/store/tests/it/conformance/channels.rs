use std::collections::HashSet;

use domain::audit::AuditAction;
use domain::{AccountId, ChannelKind, Event, Lang, NoticeContent, NoticeId, Severity};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use store::channels::{
    AllowedHost, ChangeChannelOutcome, Channel, ChannelChange, ChannelId, ChannelUrl, Delivery, DeliveryAttempt,
    DeliveryEnd, DeliveryState, LastResults, NewChannel,
};
use store::notices::{NoticeQuery, Subject};
use store::{AuditQuery, Store};

use super::audit::Trail;
use super::notices::told_news;
use super::{at, by, by_command};

/// An address that ends in what is secret of it.
fn url(name: &str) -> ChannelUrl {
    ChannelUrl {
        url: SecretString::from(format!("https://{name}.example.com/hooks?key=key-of-{name}")),
        masked: format!("https://{name}.example.com/…"),
        host: format!("{name}.example.com"),
    }
}

fn secret(name: &str) -> SecretString {
    SecretString::from(format!("secret-of-{name}"))
}

/// A channel to add.
pub(crate) fn new_channel(name: &str, severity: Severity) -> NewChannel {
    NewChannel {
        name: name.to_owned(),
        kind: ChannelKind::Webhook,
        lang: Lang::En,
        keyword: String::new(),
        url: url(name),
        secret: secret(name),
        severity,
    }
}

/// A channel that is there.
pub(crate) async fn channel(store: &dyn Store, name: &str, severity: Severity) -> ChannelId {
    match store.add_channel(&new_channel(name, severity), &by(), at(0)).await.unwrap() {
        ChangeChannelOutcome::Written(id) => id,
        refused => panic!("{name}: {refused:?}"),
    }
}

/// All of a channel's messages, the newest first.
pub(super) async fn deliveries(store: &dyn Store, id: ChannelId) -> Vec<Delivery> {
    store.deliveries(id, None, None, 100).await.unwrap()
}

/// Nothing of these may be shown or written down anywhere but in what is sealed; see [`new_channel`].
const SECRETS: [&str; 3] = ["key-of-", "secret-of-", "/hooks"];

fn holds_no_secret(text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

/// The secrets of a channel that is there.
async fn opened(store: &dyn Store, id: ChannelId) -> (String, String) {
    let (url, secret) = store.channel_secrets(id).await.unwrap().unwrap();
    (url.expose_secret().to_owned(), secret.expose_secret().to_owned())
}

fn secrets_of(name: &str) -> (String, String) {
    (url(name).url.expose_secret().to_owned(), secret(name).expose_secret().to_owned())
}

async fn one(store: &dyn Store, id: ChannelId) -> Channel {
    store.channels().await.unwrap().into_iter().find(|channel| channel.id == id).unwrap()
}

async fn changed(store: &dyn Store, id: ChannelId, change: ChannelChange) -> ChangeChannelOutcome {
    store.change_channel(id, &change, &by_command("bob"), at(5)).await.unwrap()
}

fn attempt(delivery: Option<&Delivery>, delivered: bool, minute: i64) -> DeliveryAttempt {
    let outcome = format!(r#"{{"status":{}}}"#, if delivered { 200 } else { 500 });
    DeliveryAttempt { at: at(minute), took_ms: minute, delivered, outcome, delivery: delivery.map(|of| of.id) }
}

/// Writes down that a message was sent.
async fn sent(store: &dyn Store, delivery: &Delivery, end: DeliveryEnd, minute: i64) {
    let attempt = attempt(Some(delivery), end == DeliveryEnd::Delivered, minute);
    store.deliveries_sent(&[(delivery, end)], &attempt, at(minute)).await.unwrap();
}

/// So many critical notices, a minute apart from the first minute on.
async fn news(store: &dyn Store, minutes: std::ops::Range<i64>) -> Vec<NoticeId> {
    let mut ids = Vec::new();
    for minute in minutes {
        ids.push(told_news(store, Severity::Critical, minute).await);
    }
    ids
}

async fn due(store: &dyn Store, minute: i64, of_each: i64) -> Vec<(ChannelId, NoticeId)> {
    let due = store.due_deliveries(at(minute), of_each).await.unwrap();
    due.into_iter().map(|delivery| (delivery.channel, delivery.notice)).collect()
}

pub(crate) async fn a_channel_is_kept_and_its_secrets_are_shown_to_nobody(store: &dyn Store) {
    assert!(store.channels().await.unwrap().is_empty());
    let two = channel(store, "two", Severity::Critical).await;
    let added = store.add_channel(&new_channel("one", Severity::Warning), &by_command("bob"), at(3)).await.unwrap();
    let ChangeChannelOutcome::Written(one) = added else { panic!("{added:?}") };
    let taken = store.add_channel(&new_channel("two", Severity::Info), &by(), at(4)).await.unwrap();
    assert_eq!(taken, ChangeChannelOutcome::NameTaken);
    let channels = store.channels().await.unwrap();
    let expected = Channel {
        id: one,
        name: "one".to_owned(),
        kind: ChannelKind::Webhook,
        lang: Lang::En,
        keyword: String::new(),
        masked_url: "https://one.example.com/…".to_owned(),
        host: "one.example.com".to_owned(),
        url_set_at: at(3),
        severity: Severity::Warning,
        paused: false,
        made_at: at(3),
        made_by: "cli:bob".to_owned(),
        waiting: 0,
        dead: 0,
    };
    assert_eq!(channels[0], expected);
    let of_two = &channels[1];
    assert_eq!((channels.len(), of_two.id, of_two.severity), (2, two, Severity::Critical), "by name");
    assert_eq!((opened(store, one).await, opened(store, two).await), (secrets_of("one"), secrets_of("two")));
    assert!(store.channel_secrets(ChannelId(99)).await.unwrap().is_none());
    holds_no_secret(&format!("{channels:?} {:?}", new_channel("one", Severity::Info)));
    holds_no_secret(&format!("{:?}", store.channel_secrets(one).await.unwrap()));
    holds_no_secret(&serde_json::to_string(&channels).unwrap());
}

pub(crate) async fn channels_change_in_what_is_given(store: &dyn Store) {
    let (id, other) = (channel(store, "one", Severity::Info).await, channel(store, "other", Severity::Info).await);
    let (mut expected, untouched) = (one(store, id).await, one(store, other).await);
    let name = |name: &str| ChannelChange { name: Some(name.to_owned()), ..Default::default() };
    let written = ChangeChannelOutcome::Written(id);
    assert_eq!(changed(store, id, ChannelChange::default()).await, written);
    assert_eq!((one(store, id).await, opened(store, id).await), (expected.clone(), secrets_of("one")));
    let taken = ChannelChange { paused: Some(true), secret: Some(secret("x")), ..name("other") };
    assert_eq!(changed(store, id, taken).await, ChangeChannelOutcome::NameTaken);
    assert_eq!((one(store, id).await, opened(store, id).await), (expected.clone(), secrets_of("one")));

    assert_eq!(changed(store, id, name("renamed")).await, written);
    expected.name = "renamed".to_owned();
    assert_eq!(one(store, id).await, expected);
    assert_eq!(changed(store, id, name("renamed")).await, written, "its own name is no other's");
    let severity = ChannelChange { severity: Some(Severity::Critical), ..Default::default() };
    assert_eq!(changed(store, id, severity).await, written);
    expected.severity = Severity::Critical;
    let words = ChannelChange { lang: Some(Lang::ZhCn), keyword: Some("额度".to_owned()), ..Default::default() };
    assert_eq!(changed(store, id, words).await, written);
    (expected.lang, expected.keyword) = (Lang::ZhCn, "额度".to_owned());
    for paused in [true, false] {
        let change = ChannelChange { paused: Some(paused), ..Default::default() };
        assert_eq!(changed(store, id, change).await, written);
        expected.paused = paused;
        assert_eq!(one(store, id).await, expected);
    }
    assert_eq!(opened(store, id).await, secrets_of("one"));
    let change = ChannelChange { secret: Some(secret("new")), ..Default::default() };
    assert_eq!(changed(store, id, change).await, written);
    assert_eq!(opened(store, id).await, (secrets_of("one").0, secrets_of("new").1));
    let change = ChannelChange { url: Some(url("new")), ..Default::default() };
    assert_eq!(changed(store, id, change).await, written);
    let now = Channel { masked_url: url("new").masked, host: url("new").host, url_set_at: at(5), ..expected };
    assert_eq!((one(store, id).await, opened(store, id).await), (now, secrets_of("new")));
    assert_eq!((one(store, other).await, opened(store, other).await), (untouched, secrets_of("other")));

    assert_eq!(changed(store, ChannelId(99), name("x")).await, ChangeChannelOutcome::NoSuchChannel);
    assert!(store.remove_channel(other, &by(), at(6)).await.unwrap());
    assert_eq!(changed(store, other, name("x")).await, ChangeChannelOutcome::NoSuchChannel);
    assert_eq!(changed(store, id, name("other")).await, written, "the name is free again");
    assert_ne!(channel(store, "renamed", Severity::Info).await, other);
}

pub(crate) async fn a_removed_channel_leaves_no_secret_and_nothing_waiting(store: &dyn Store) {
    let (id, other) = (channel(store, "one", Severity::Info).await, channel(store, "other", Severity::Info).await);
    news(store, 1..4).await;
    let [last, middle, first] = &deliveries(store, id).await[..] else { panic!("three were told") };
    sent(store, first, DeliveryEnd::Delivered, 4).await;
    assert!(store.remove_channel(id, &by(), at(5)).await.unwrap());
    assert!(!store.remove_channel(id, &by(), at(6)).await.unwrap());
    assert!(store.channel_secrets(id).await.unwrap().is_none());
    assert_eq!(store.channels().await.unwrap().len(), 1);
    let given_up =
        |of: &Delivery| Delivery { state: DeliveryState::Dead, due_at: None, ended_at: Some(at(5)), ..of.clone() };
    let left = deliveries(store, id).await;
    assert_eq!(left[..2], [given_up(last), given_up(middle)]);
    assert_eq!((left[2].state, left[2].ended_at), (DeliveryState::Delivered, Some(at(4))));
    // One was on its way meanwhile.
    sent(store, middle, DeliveryEnd::Again { due_at: at(7) }, 6).await;
    sent(store, last, DeliveryEnd::Dead, 6).await;
    assert_eq!(deliveries(store, id).await, left, "what was given up stays so");
    assert_eq!(store.delivery_attempts(id, 10).await.unwrap().len(), 3);
    assert_eq!(store.resend(id, None, &by(), at(7)).await.unwrap(), 0);
    let about = NoticeQuery { event: Some(Event::Undelivered), limit: 10, ..Default::default() };
    assert!(store.notices(&about).await.unwrap().is_empty(), "without a word");
    assert_eq!(due(store, 60, 10).await.len(), 3, "another one's wait on");
    assert_eq!((one(store, other).await.waiting, opened(store, other).await), (3, secrets_of("other")));
}

pub(crate) async fn the_longest_due_messages_go_first(store: &dyn Store) {
    let (one, two) = (channel(store, "one", Severity::Info).await, channel(store, "two", Severity::Info).await);
    let [a, b, c] = news(store, 1..4).await[..] else { panic!("three were told") };
    assert!(due(store, 0, 10).await.is_empty());
    assert_eq!(due(store, 1, 10).await, [(one, a), (two, a)], "as soon as they are due");
    // The oldest of the one waits for longer than the others.
    sent(store, &deliveries(store, one).await[2], DeliveryEnd::Again { due_at: at(9) }, 4).await;
    assert_eq!(due(store, 8, 10).await, [(two, a), (one, b), (two, b), (one, c), (two, c)]);
    assert_eq!(due(store, 9, 10).await.last(), Some(&(one, a)));
    assert_eq!(due(store, 9, 2).await, [(two, a), (one, b), (two, b), (one, c)], "so many of each");
    assert_eq!(due(store, 9, 1).await, [(two, a), (one, b)]);
    for none in [0, -1] {
        assert!(due(store, 9, none).await.is_empty());
    }
    let full = store.due_deliveries(at(9), 1).await.unwrap();
    assert_eq!(full, [deliveries(store, two).await[2].clone(), deliveries(store, one).await[1].clone()]);

    changed(store, two, ChannelChange { paused: Some(true), ..Default::default() }).await;
    assert_eq!(due(store, 9, 10).await, [(one, b), (one, c), (one, a)]);
    changed(store, two, ChannelChange { paused: Some(false), ..Default::default() }).await;
    assert_eq!(due(store, 9, 10).await.len(), 6, "what waited goes on");
}

pub(crate) async fn a_message_is_sent_until_it_is_taken_or_given_up(store: &dyn Store) {
    let (id, other) = (channel(store, "one", Severity::Info).await, channel(store, "other", Severity::Info).await);
    news(store, 1..4).await;
    let [kept, lost, taken] = &deliveries(store, id).await[..] else { panic!("three were told") };
    sent(store, taken, DeliveryEnd::Again { due_at: at(6) }, 5).await;
    let again = Delivery { tries: 1, due_at: Some(at(6)), ..taken.clone() };
    assert_eq!(deliveries(store, id).await[2], again);
    sent(store, taken, DeliveryEnd::Delivered, 6).await;
    sent(store, lost, DeliveryEnd::Dead, 7).await;
    let over = |of: &Delivery, state, tries, minute| Delivery {
        state,
        tries,
        due_at: None,
        ended_at: Some(at(minute)),
        ..of.clone()
    };
    let [taken_at, lost_at] = [over(taken, DeliveryState::Delivered, 2, 6), over(lost, DeliveryState::Dead, 1, 7)];
    let expected = [kept.clone(), lost_at.clone(), taken_at.clone()];
    assert_eq!(deliveries(store, id).await, expected);
    let counts = async |id| (one(store, id).await.waiting, one(store, id).await.dead);
    assert_eq!((counts(id).await, counts(other).await), ((1, 1), (3, 0)));

    sent(store, taken, DeliveryEnd::Dead, 8).await;
    sent(store, lost, DeliveryEnd::Delivered, 9).await;
    sent(store, taken, DeliveryEnd::Again { due_at: at(10) }, 10).await;
    assert_eq!(deliveries(store, id).await, expected, "what has ended stays as it is");
    let attempts = store.delivery_attempts(id, 10).await.unwrap();
    let minutes =
        [(taken, false, 10), (lost, true, 9), (taken, false, 8), (lost, false, 7), (taken, true, 6), (taken, false, 5)];
    assert_eq!(
        attempts,
        minutes.map(|(of, delivered, minute)| attempt(Some(of), delivered, minute)),
        "yet it was sent"
    );
    assert_eq!(store.delivery_attempts(id, 2).await.unwrap(), attempts[..2]);
    for (id, limit) in [(other, 10), (id, 0), (id, -1)] {
        assert!(store.delivery_attempts(id, limit).await.unwrap().is_empty());
    }
}

pub(crate) async fn messages_that_go_out_together_end_each_for_itself(store: &dyn Store) {
    let id = channel(store, "one", Severity::Info).await;
    news(store, 1..4).await;
    let [last, middle, first] = &deliveries(store, id).await[..] else { panic!("three were told") };
    let ends =
        [(first, DeliveryEnd::Dead), (middle, DeliveryEnd::Again { due_at: at(9) }), (last, DeliveryEnd::Delivered)];
    store.deliveries_sent(&ends, &attempt(Some(first), false, 5), at(5)).await.unwrap();
    let after = deliveries(store, id).await;
    let ended: Vec<_> = after.iter().map(|of| (of.state, of.tries, of.due_at)).collect();
    assert_eq!(
        ended,
        [(DeliveryState::Delivered, 1, None), (DeliveryState::Waiting, 1, Some(at(9))), (DeliveryState::Dead, 1, None),]
    );
    assert_eq!(store.delivery_attempts(id, 10).await.unwrap(), [attempt(Some(first), false, 5)], "one attempt");
    let held = [(middle, DeliveryEnd::Held { due_at: at(20) })];
    store.deliveries_sent(&held, &attempt(Some(middle), false, 9), at(9)).await.unwrap();
    let of_middle = &deliveries(store, id).await[1];
    assert_eq!((of_middle.tries, of_middle.due_at), (1, Some(at(20))), "no try");
    store.deliveries_sent(&[], &attempt(None, true, 6), at(6)).await.unwrap();
    assert_eq!(store.delivery_attempts(id, 10).await.unwrap().len(), 2, "of nothing there is none");
}

pub(crate) async fn a_channel_in_trouble_is_told_of_once_and_here_alone(store: &dyn Store) {
    let (id, other) = (channel(store, "one", Severity::Info).await, channel(store, "other", Severity::Info).await);
    news(store, 1..6).await;
    let [fifth, fourth, third, second, first] = &deliveries(store, id).await[..] else { panic!("five were told") };
    let told = async || {
        let query = NoticeQuery { event: Some(Event::Undelivered), limit: 10, ..Default::default() };
        let notices = store.notices(&query).await.unwrap();
        notices.into_iter().map(|notice| (notice.at, notice.news)).collect::<Vec<_>>()
    };
    let news = |minute, name: &str| (at(minute), NoticeContent::Undelivered { channel: name.to_owned() });
    sent(store, first, DeliveryEnd::Again { due_at: at(7) }, 6).await;
    assert!(told().await.is_empty(), "it may still be taken");
    sent(store, first, DeliveryEnd::Dead, 7).await;
    sent(store, second, DeliveryEnd::Dead, 8).await;
    sent(store, third, DeliveryEnd::Again { due_at: at(9) }, 8).await;
    assert_eq!(store.resend(id, Some(first.id), &by(), at(9)).await.unwrap(), 1);
    sent(store, first, DeliveryEnd::Dead, 10).await;
    assert_eq!(told().await, [news(7, "one")]);
    let of_other = &deliveries(store, other).await;
    sent(store, &of_other[0], DeliveryEnd::Delivered, 11).await;
    sent(store, &of_other[1], DeliveryEnd::Dead, 12).await;
    sent(store, fourth, DeliveryEnd::Dead, 13).await;
    assert_eq!(told().await, [news(12, "other"), news(7, "one")], "each channel by itself");
    sent(store, third, DeliveryEnd::Delivered, 14).await;
    sent(store, fifth, DeliveryEnd::Dead, 15).await;
    assert_eq!(told().await, [news(15, "one"), news(12, "other"), news(7, "one")]);
    assert_eq!(
        (deliveries(store, id).await.len(), deliveries(store, other).await.len()),
        (5, 5),
        "no channel takes it"
    );
    let known = async || {
        let known = store.standings(AccountId(0)).await.unwrap();
        known.into_iter().map(|(subject, _)| subject).collect::<HashSet<_>>()
    };
    assert_eq!(known().await, HashSet::from([Subject::Channel(id), Subject::Channel(other)]));
    assert!(store.remove_channel(other, &by(), at(16)).await.unwrap());
    assert_eq!(known().await, HashSet::from([Subject::Channel(id)]), "a removed one is in no trouble");
}

pub(crate) async fn what_was_given_up_is_sent_again(store: &dyn Store) {
    let (id, other) = (channel(store, "one", Severity::Info).await, channel(store, "other", Severity::Info).await);
    news(store, 1..5).await;
    let (own, others) = (deliveries(store, id).await, deliveries(store, other).await);
    sent(store, &own[0], DeliveryEnd::Delivered, 5).await;
    for given_up in [&own[1], &own[2], &others[0]] {
        sent(store, given_up, DeliveryEnd::Dead, 5).await;
    }
    let trail = Trail::of(store).await;
    for (id, delivery) in [(id, own[0].id), (id, own[3].id), (id, others[0].id), (ChannelId(99), own[1].id)] {
        assert_eq!(store.resend(id, Some(delivery), &by(), at(6)).await.unwrap(), 0, "{delivery}");
    }
    trail.is_as_it_was("nothing was sent again").await;
    assert_eq!(store.resend(id, Some(own[2].id), &by(), at(7)).await.unwrap(), 1);
    let now = deliveries(store, id).await;
    assert_eq!(
        now[2],
        Delivery { due_at: Some(at(7)), ..own[2].clone() },
        "all its tries are before it, by the same id"
    );
    assert_eq!((now[0].state, now[1].state), (DeliveryState::Delivered, DeliveryState::Dead));
    assert_eq!(now[3], own[3]);
    sent(store, &own[2], DeliveryEnd::Dead, 8).await;
    assert_eq!(store.resend(id, None, &by(), at(9)).await.unwrap(), 2);
    let states: Vec<_> = deliveries(store, id).await.iter().map(|of| (of.state, of.tries, of.due_at)).collect();
    let again = (DeliveryState::Waiting, 0, Some(at(9)));
    assert_eq!(states, [(DeliveryState::Delivered, 1, None), again, again, (DeliveryState::Waiting, 0, Some(at(1)))]);
    assert_eq!(one(store, other).await.dead, 1);
    assert_eq!(store.resend(id, None, &by(), at(10)).await.unwrap(), 0);
    let query = AuditQuery { what: Some(AuditAction::MessagesResent), limit: 10, ..Default::default() };
    let lines = store.audit(&query).await.unwrap();
    let told: Vec<_> = lines.iter().map(|line| (line.at, line.subject.as_deref(), line.after.clone())).collect();
    let line = |minute, count: i64| (at(minute), Some("one"), Some(json!({ "messages": count })));
    assert_eq!(told, [line(9, 2), line(7, 1)]);
}

pub(crate) async fn messages_are_listed_newest_first(store: &dyn Store) {
    let (id, other) = (channel(store, "one", Severity::Info).await, channel(store, "other", Severity::Info).await);
    news(store, 1..5).await;
    let all = deliveries(store, id).await;
    let ids: Vec<_> = all.iter().map(|delivery| delivery.id).collect();
    let [d, c, b, a] = ids[..] else { panic!("{ids:?}") };
    assert!(d > c && c > b && b > a && all.iter().all(|delivery| delivery.channel == id));
    sent(store, &all[0], DeliveryEnd::Dead, 5).await;
    sent(store, &all[2], DeliveryEnd::Delivered, 5).await;
    let of = async |state, before, limit| {
        let messages = store.deliveries(id, state, before, limit).await.unwrap();
        messages.into_iter().map(|delivery| delivery.id).collect::<Vec<_>>()
    };
    for (state, expected) in
        [(DeliveryState::Waiting, &[c, a][..]), (DeliveryState::Dead, &[d]), (DeliveryState::Delivered, &[b])]
    {
        assert_eq!(of(Some(state), None, 10).await, expected, "{state:?}");
    }
    assert_eq!(of(None, Some(c), 10).await, [b, a]);
    assert_eq!(of(Some(DeliveryState::Waiting), Some(c), 10).await, [a]);
    assert_eq!(of(None, None, 2).await, [d, c]);
    assert!(of(None, None, 0).await.is_empty() && of(None, None, -1).await.is_empty());
    assert_eq!(deliveries(store, other).await.len(), 4);
}

pub(crate) async fn the_log_of_a_channel_is_listed_newest_first(store: &dyn Store) {
    let (id, other) = (channel(store, "one", Severity::Info).await, channel(store, "other", Severity::Info).await);
    news(store, 1..3).await;
    assert_eq!(store.last_results(id).await.unwrap(), LastResults::default());
    let second = deliveries(store, id).await[0].clone();
    sent(store, &second, DeliveryEnd::Again { due_at: at(6) }, 5).await;
    sent(store, &second, DeliveryEnd::Delivered, 6).await;
    store.channel_tested(id, &attempt(None, false, 7), &by()).await.unwrap();
    sent(store, &deliveries(store, other).await[0], DeliveryEnd::Dead, 9).await;
    let log = store.delivery_log(id, None, 10).await.unwrap();
    let [test, delivered, failed] = &log[..] else { panic!("{log:?}") };
    assert_eq!((&test.attempt, &test.delivery, &test.event), (&attempt(None, false, 7), &None, &None));
    assert_eq!(delivered.attempt, attempt(Some(&second), true, 6));
    let now = deliveries(store, id).await[0].clone();
    assert_eq!((now.state, now.tries), (DeliveryState::Delivered, 2));
    for line in [delivered, failed] {
        assert_eq!(line.delivery.as_ref(), Some(&now), "as the message is now");
        assert!(line.event.is_some());
    }
    assert_eq!(store.delivery_log(id, Some(delivered.id), 10).await.unwrap(), log[2..]);
    assert_eq!(store.delivery_log(id, None, 2).await.unwrap(), log[..2]);
    assert!(store.delivery_log(id, None, -1).await.unwrap().is_empty());
    let last = LastResults { success: Some(at(6)), failure: Some(at(7)) };
    assert_eq!(store.last_results(id).await.unwrap(), last, "tests included");
    assert_eq!(store.last_results(other).await.unwrap(), LastResults { success: None, failure: Some(at(9)) });
}

pub(crate) async fn hosts_are_allowed_and_forbidden(store: &dyn Store) {
    let (alice, bob) = (by(), by_command("bob"));
    assert!(!store.allow_host("a.internal", false, &alice, at(0)).await.unwrap());
    assert!(store.allow_host("b.internal", true, &alice, at(1)).await.unwrap());
    assert!(store.allow_host("a.internal", true, &bob, at(2)).await.unwrap());
    assert!(!store.allow_host("b.internal", true, &bob, at(3)).await.unwrap());
    let host = |host: &str, minute, by: &store::AuditActor| AllowedHost {
        host: host.to_owned(),
        allowed_at: at(minute),
        allowed_by: by.actor.clone(),
    };
    let hosts = [host("a.internal", 2, &bob), host("b.internal", 1, &alice)];
    assert_eq!(store.allowed_hosts().await.unwrap(), hosts, "by name, as they were allowed first");
    assert!(store.allow_host("b.internal", false, &bob, at(4)).await.unwrap());
    assert_eq!(store.allowed_hosts().await.unwrap(), hosts[..1]);
}

pub(crate) async fn acts_on_channels_leave_lines_without_their_secrets(store: &dyn Store) {
    let mut trail = Trail::of(store).await;
    let id = channel(store, "one", Severity::Warning).await;
    let after = json!({ "kind": "webhook", "url": "https://one.example.com/…", "severity": "warning" });
    trail.says(0, AuditAction::ChannelAdded, "one", Value::Null, after).await;
    let is = |name: &str, of: &str, severity: &str, paused: bool| json!({ "name": name, "url": format!("https://{of}.example.com/…"), "severity": severity, "paused": paused });
    let change = async |change| store.change_channel(id, &change, &by(), at(1)).await.unwrap();
    let none = ChannelChange::default;
    change(ChannelChange {
        name: Some("two".to_owned()),
        severity: Some(Severity::Info),
        paused: Some(true),
        ..none()
    })
    .await;
    let (before, after) = (is("one", "one", "warning", false), is("two", "one", "info", true));
    trail.says(1, AuditAction::ChannelChanged, "one", before, after.clone()).await;
    change(ChannelChange { secret: Some(secret("new")), ..none() }).await;
    let mut replaced = after.clone();
    replaced["secret_replaced"] = json!(true);
    trail.says(1, AuditAction::ChannelChanged, "two", after.clone(), replaced).await;
    change(ChannelChange { url: Some(url("one")), ..none() }).await;
    trail.says(1, AuditAction::ChannelChanged, "two", after.clone(), after.clone()).await;
    change(ChannelChange { url: Some(url("new")), ..none() }).await;
    let now = is("two", "new", "info", true);
    trail.says(1, AuditAction::ChannelChanged, "two", after, now.clone()).await;

    store.channel_tested(id, &attempt(None, true, 2), &by()).await.unwrap();
    trail.says(2, AuditAction::ChannelTested, "two", Value::Null, json!({ "delivered": true })).await;
    assert_eq!(store.delivery_attempts(id, 10).await.unwrap(), [attempt(None, true, 2)]);
    assert!(store.allow_host("a.internal", true, &by(), at(3)).await.unwrap());
    trail.says(3, AuditAction::HostAllowed, "a.internal", Value::Null, Value::Null).await;
    assert!(store.allow_host("a.internal", false, &by(), at(4)).await.unwrap());
    trail.says(4, AuditAction::HostForbidden, "a.internal", Value::Null, Value::Null).await;
    news(store, 4..6).await;
    sent(store, &deliveries(store, id).await[0], DeliveryEnd::Dead, 5).await;
    trail.is_as_it_was("a message's call is the outbox's").await;
    assert!(store.remove_channel(id, &by(), at(6)).await.unwrap());
    trail.says(6, AuditAction::ChannelRemoved, "two", now, Value::Null).await;

    let other = channel(store, "other", Severity::Info).await;
    let trail = Trail::of(store).await;
    store.add_channel(&new_channel("other", Severity::Info), &by(), at(7)).await.unwrap();
    let same = ChannelChange { name: Some("other".to_owned()), paused: Some(false), ..none() };
    store.change_channel(other, &same, &by(), at(7)).await.unwrap();
    for gone in [id, ChannelId(99)] {
        store.change_channel(gone, &same, &by(), at(7)).await.unwrap();
        assert!(!store.remove_channel(gone, &by(), at(7)).await.unwrap());
        assert_eq!(store.resend(gone, None, &by(), at(7)).await.unwrap(), 0);
        store.channel_tested(gone, &attempt(None, false, 7), &by()).await.unwrap();
    }
    store.allow_host("a.internal", false, &by(), at(7)).await.unwrap();
    trail.is_as_it_was("what changed nothing").await;
    let lines = store.audit(&AuditQuery { limit: 1_000, ..Default::default() }).await.unwrap();
    holds_no_secret(&serde_json::to_string(&lines).unwrap());
}
