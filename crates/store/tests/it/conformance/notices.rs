use domain::policies::{BlockedReason, Verdict};
use domain::{
    AccountId, ClearState, Event, Failure, IncidentId, InterfaceId, Level, NoticeContent, NoticeId, Role, Severity,
    UserId,
};
use futures::future::join_all;
use store::channels::{ChannelChange, ChannelId, Delivery, DeliveryState};
use store::notices::{
    Acknowledgement, Announcement, NewDecision, NewNotice, Notice, NoticeQuery, StateChange, Subject,
};
use store::policies::DecisionQuery;
use store::{AccountChange, Store};

use super::audit::Trail;
use super::channels::{channel, deliveries};
use super::clears::{ended, made, new};
use super::incidents::incident;
use super::policies::{policy, rules};
use super::{account, appid, at, by, by_command, figures, path, user};

/// News that matters so much; none matters less than a warning.
pub(super) fn news(severity: Severity) -> NoticeContent {
    match severity {
        Severity::Critical => NoticeContent::Readings { failing: Some(Failure::NoAnswer) },
        _ => NoticeContent::PolicyOver { policy: "night watch".to_owned() },
    }
}

/// A notice that is told.
pub(super) async fn told(store: &dyn Store, notice: NewNotice, minute: i64) -> NoticeId {
    let telling = Announcement { change: None, decision: None, notice: Some(notice) };
    store.tell(&telling, at(minute)).await.unwrap().unwrap()
}

/// News of nothing in particular.
pub(super) async fn told_news(store: &dyn Store, severity: Severity, minute: i64) -> NoticeId {
    told(store, NewNotice::of(news(severity)), minute).await
}

fn change(subject: Subject, from: Option<&str>, to: Option<&str>) -> StateChange {
    StateChange { subject, from: from.map(str::to_owned), to: to.map(str::to_owned) }
}

fn usage(account: AccountId, interface: InterfaceId, before: Level, now: Level) -> NewNotice {
    NewNotice::of(NoticeContent::Usage { before, now, figures: figures(950) }).on(account, Some(interface))
}

async fn listed(store: &dyn Store, query: NoticeQuery) -> Vec<NoticeId> {
    store.notices(&query).await.unwrap().into_iter().map(|notice| notice.id).collect()
}

fn any() -> NoticeQuery {
    NoticeQuery { limit: 10, ..Default::default() }
}

async fn standings(store: &dyn Store, account: AccountId) -> Vec<(Subject, String)> {
    let mut standings = store.standings(account).await.unwrap();
    standings.sort_by_key(|(subject, _)| subject.to_string());
    standings
}

pub(crate) async fn a_change_is_told_once(store: &dyn Store) {
    let policy = policy(store, &rules("one")).await;
    let (id, [send, _]) = account(store, 1).await;
    let tell = async |from: Option<&str>, to: Option<&str>, minute| {
        let decision = NewDecision {
            policy,
            account: id,
            interface: send,
            verdict: Verdict::Notified,
            figures: None,
            folds_since: at(minute),
        };
        let notice = Some(usage(id, send, Level::Calm, Level::Warning));
        let telling =
            Announcement { change: Some(change(Subject::Usage(send), from, to)), decision: Some(decision), notice };
        store.tell(&telling, at(minute)).await.unwrap()
    };
    let known = async || standings(store, id).await;
    let is = |level: &str| [(Subject::Usage(send), level.to_owned())];
    assert_eq!(tell(None, None, 0).await, None, "calm as it was");
    assert_eq!(tell(Some("warning"), None, 0).await, None, "it was calm");
    assert_eq!(tell(Some("warning"), Some("critical"), 0).await, None, "and not on that line");
    assert!(known().await.is_empty());
    let first = tell(None, Some("warning"), 1).await.unwrap();
    assert_eq!(known().await, is("warning"));
    assert_eq!(tell(None, Some("warning"), 2).await, None, "that is known");
    assert_eq!(tell(Some("warning"), Some("warning"), 2).await, None);
    assert_eq!(tell(Some("critical"), None, 2).await, None);
    assert_eq!(known().await, is("warning"));
    let second = tell(Some("warning"), Some("critical"), 3).await.unwrap();
    assert_eq!(known().await, is("critical"));
    let third = tell(Some("critical"), None, 4).await.unwrap();
    assert!(known().await.is_empty());
    let fourth = tell(None, Some("warning"), 5).await.unwrap();
    assert_eq!(listed(store, any()).await, [fourth, third, second, first]);
    let decisions = store.decisions(&DecisionQuery { limit: 10, ..Default::default() }).await.unwrap();
    let at_minutes: Vec<_> = decisions.iter().map(|decision| decision.at).collect();
    assert_eq!(at_minutes, [at(5), at(4), at(3), at(1)], "nor is anything else written of what is known");

    let silent = Announcement {
        change: Some(change(Subject::Readings(id), None, Some("failing"))),
        decision: None,
        notice: None,
    };
    assert_eq!(store.tell(&silent, at(6)).await.unwrap(), None);
    assert_eq!(known().await.len(), 2, "a change that nobody is told of is known all the same");
    let again = [told_news(store, Severity::Warning, 7).await, told_news(store, Severity::Warning, 7).await];
    assert!(again[0] < again[1], "what is no change is told each time");
}

pub(crate) async fn told_at_once_by_many_it_is_told_once(store: &dyn Store) {
    let (id, [send, _]) = account(store, 1).await;
    let notice = Some(usage(id, send, Level::Calm, Level::Warning));
    let telling =
        Announcement { change: Some(change(Subject::Usage(send), None, Some("warning"))), decision: None, notice };
    let results = join_all((0..50).map(|_| store.tell(&telling, at(0)))).await;
    assert_eq!(results.into_iter().filter_map(Result::unwrap).count(), 1);
    assert_eq!(listed(store, any()).await.len(), 1);
}

pub(crate) async fn what_is_known_is_an_accounts_or_everybodys(store: &dyn Store) {
    let policy = policy(store, &rules("one")).await;
    let (one, [send, _]) = account(store, 1).await;
    let (two, [of_two, _]) = account(store, 2).await;
    let set = async |subject, decision, notice| {
        let telling = Announcement { change: Some(change(subject, None, Some("x"))), decision, notice };
        store.tell(&telling, at(0)).await.unwrap();
    };
    let of = |account| Some(NewNotice::of(news(Severity::Warning)).on(account, None));
    let decided = |account, interface| {
        let verdict = Verdict::Blocked(BlockedReason::KillSwitch);
        Some(NewDecision { policy, account, interface, verdict, figures: None, folds_since: at(0) })
    };
    set(Subject::Usage(send), None, of(one)).await;
    set(Subject::Readings(two), None, None).await;
    set(Subject::Met(policy, send), decided(one, send), None).await;
    set(Subject::Met(policy, of_two), decided(two, of_two), None).await;
    set(Subject::Suspended(policy), None, of(one)).await;
    set(Subject::Channel(ChannelId(3)), None, None).await;
    let known = async |account| {
        let standings = standings(store, account).await;
        standings.into_iter().map(|(subject, _)| subject).collect::<Vec<_>>()
    };
    let (channel, suspended) = (Subject::Channel(ChannelId(3)), Subject::Suspended(policy));
    assert_eq!(known(one).await, [channel, Subject::Met(policy, send), suspended, Subject::Usage(send)]);
    assert_eq!(known(two).await, [channel, Subject::Met(policy, of_two), Subject::Readings(two), suspended]);
    assert_eq!(known(AccountId(99)).await, [channel, suspended]);
}

pub(crate) async fn what_cannot_be_written_whole_is_not_written(store: &dyn Store) {
    let policy = policy(store, &rules("one")).await;
    let (account, [interface, _]) = account(store, 1).await;
    channel(store, "any", Severity::Info).await;
    let verdict = Verdict::Notified;
    let decision = NewDecision { policy, account, interface, verdict, figures: None, folds_since: at(0) };
    let telling = |notice| Announcement {
        change: Some(change(Subject::Met(policy, interface), None, Some("met"))),
        decision: Some(decision),
        notice: Some(notice),
    };
    let nowhere = NewNotice { incident: Some(IncidentId(99)), ..NewNotice::of(news(Severity::Critical)) };
    store.tell(&telling(nowhere), at(0)).await.unwrap_err();
    assert!(standings(store, account).await.is_empty());
    let decisions = async || store.decisions(&DecisionQuery { limit: 10, ..Default::default() }).await.unwrap().len();
    assert_eq!((decisions().await, listed(store, any()).await.len()), (0, 0));
    let notice = NewNotice::of(news(Severity::Critical)).on(account, None);
    store.tell(&telling(notice), at(1)).await.unwrap().unwrap();
    assert_eq!((decisions().await, standings(store, account).await.len()), (1, 1));
}

pub(crate) async fn notices_are_kept_with_what_they_are_about(store: &dyn Store) {
    let policy = policy(store, &rules("one")).await;
    let (account_id, [_, check]) = account(store, 1).await;
    let incident = incident(store, account_id, 0).await;
    let clear = made(store, new(account_id, None, "k"), 0, ended(ClearState::Accepted)).await.id;
    let about = NewNotice {
        incident: Some(incident),
        clear: Some(clear),
        ..usage(account_id, check, Level::Calm, Level::Exhausted)
    };
    let id = told(store, about.clone().by(policy), 7).await;
    let renamed = AccountChange { name: Some("商城".to_owned()), ..Default::default() };
    store.change_account(account_id, renamed, &by(), at(8)).await.unwrap();
    let expected = Notice {
        id,
        at: at(7),
        news: about.news,
        severity: Severity::Critical,
        account: Some((account_id, "商城".to_owned(), appid(1))),
        interface: Some((check, path("/wxa/msg_sec_check"))),
        policy: Some(policy),
        incident: Some(incident),
        clear: Some(clear),
        acknowledged: None,
    };
    assert_eq!(store.notice(id).await.unwrap().as_ref(), Some(&expected));
    assert_eq!(store.notices(&any()).await.unwrap(), [expected]);
    let bare = told_news(store, Severity::Warning, 9).await;
    let expected = Notice {
        id: bare,
        at: at(9),
        news: news(Severity::Warning),
        severity: Severity::Warning,
        account: None,
        interface: None,
        policy: None,
        incident: None,
        clear: None,
        acknowledged: None,
    };
    assert_eq!(store.notice(bare).await.unwrap(), Some(expected));
    assert_eq!(store.notice(NoticeId(99)).await.unwrap(), None);
}

pub(crate) async fn a_notice_is_acknowledged_once(store: &dyn Store) {
    let (account_id, [send, _]) = account(store, 1).await;
    let about = told(store, usage(account_id, send, Level::Calm, Level::Warning), 0).await;
    let bare = told_news(store, Severity::Warning, 1).await;
    assert_eq!(store.acknowledge_notice(NoticeId(99), &by(), at(2)).await.unwrap(), None);
    assert_eq!(store.acknowledge_notice(about, &by(), at(2)).await.unwrap(), Some(true));
    let mut trail = Trail::of(store).await;
    assert_eq!(store.acknowledge_notice(about, &by_command("bob"), at(3)).await.unwrap(), Some(false));
    trail.is_as_it_was("the first acknowledgement stays").await;
    let kept = store.notice(about).await.unwrap().unwrap().acknowledged;
    assert_eq!(kept, Some(Acknowledgement { at: at(2), by: by().actor }));
    assert_eq!(store.acknowledge_notice(bare, &by(), at(4)).await.unwrap(), Some(true));
    let line = trail.one_more().await;
    assert_eq!((line.what.as_str(), line.subject), ("notice-acknowledged", None), "it is about no account");
    let last = told_news(store, Severity::Warning, 5).await;
    let listed = async |acknowledged| {
        let found = store.notices(&NoticeQuery { acknowledged, ..any() }).await.unwrap();
        found.into_iter().map(|notice| notice.id).collect::<Vec<_>>()
    };
    assert_eq!(listed(Some(true)).await, [bare, about]);
    assert_eq!(listed(Some(false)).await, [last]);
    assert_eq!(listed(None).await, [last, bare, about]);
}

pub(crate) async fn notices_are_listed_newest_first(store: &dyn Store) {
    let ((first, [send, check]), (second, [of_second, _])) = (account(store, 1).await, account(store, 2).await);
    let a = told(store, usage(first, send, Level::Calm, Level::Warning), 0).await;
    let b = told(store, usage(first, check, Level::Calm, Level::Critical), 10).await;
    let c = told(store, usage(second, of_second, Level::Warning, Level::Calm), 20).await;
    // The clock was set back before this one.
    let d = told_news(store, Severity::Critical, 5).await;
    let of = async |query: NoticeQuery| listed(store, query).await;
    assert_eq!(of(any()).await, [d, c, b, a], "as they were written");
    assert_eq!(of(NoticeQuery { account: Some(first), ..any() }).await, [b, a]);
    assert_eq!(of(NoticeQuery { interface: Some(send), ..any() }).await, [a]);
    for (event, expected) in
        [(Event::Threshold, &[b, a][..]), (Event::Recovered, &[c]), (Event::AccountFailing, &[d]), (Event::Eased, &[])]
    {
        assert_eq!(of(NoticeQuery { event: Some(event), ..any() }).await, expected, "{event}");
    }
    for (severity, expected) in
        [(Severity::Info, &[d, c, b, a][..]), (Severity::Warning, &[d, c, b, a]), (Severity::Critical, &[d, b])]
    {
        assert_eq!(of(NoticeQuery { severity: Some(severity), ..any() }).await, expected, "{severity}");
    }
    assert_eq!(of(NoticeQuery { after: Some(b), ..any() }).await, [d, c]);
    assert_eq!(of(NoticeQuery { before: Some(c), ..any() }).await, [b, a]);
    assert_eq!(of(NoticeQuery { since: Some(at(10)), ..any() }).await, [c, b], "from then on");
    assert_eq!(of(NoticeQuery { limit: 2, ..any() }).await, [d, c]);
    for limit in [0, -1] {
        assert!(of(NoticeQuery { limit, ..any() }).await.is_empty());
    }
    let several = NoticeQuery { account: Some(first), severity: Some(Severity::Critical), after: Some(a), ..any() };
    assert_eq!(of(several).await, [b]);
}

pub(crate) async fn what_a_user_has_read_never_becomes_less(store: &dyn Store) {
    let (alice, bob) = (user(store, "alice", Role::Admin).await, user(store, "bob", Role::Viewer).await);
    let unread = async |user: UserId, most| store.unread_notices(user, most).await.unwrap();
    assert_eq!(unread(alice, 10).await, (NoticeId(0), 0));
    let mut ids = Vec::new();
    for minute in 0..5 {
        ids.push(told_news(store, Severity::Warning, minute).await);
    }
    assert_eq!(unread(alice, 10).await, (NoticeId(0), 5));
    assert_eq!((unread(alice, 4).await.1, unread(alice, 0).await.1, unread(alice, -1).await.1), (4, 0, 0));
    store.read_notices(alice, ids[1]).await.unwrap();
    assert_eq!(unread(alice, 10).await, (ids[1], 3));
    store.read_notices(alice, ids[0]).await.unwrap();
    assert_eq!(unread(alice, 10).await, (ids[1], 3), "an older page that is opened late");
    store.read_notices(alice, ids[4]).await.unwrap();
    assert_eq!(unread(alice, 10).await, (ids[4], 0));
    assert_eq!(unread(bob, 10).await, (NoticeId(0), 5), "each reads for oneself");
}

pub(crate) async fn a_notice_waits_in_each_channel_that_takes_it(store: &dyn Store) {
    let before = told_news(store, Severity::Critical, 0).await;
    let mut channels = Vec::new();
    for (name, severity) in [
        ("any", Severity::Info),
        ("warnings", Severity::Warning),
        ("critical", Severity::Critical),
        ("paused", Severity::Warning),
        ("removed", Severity::Info),
    ] {
        channels.push(channel(store, name, severity).await);
    }
    let [any, warnings, critical, paused, removed] = channels[..] else { panic!("{channels:?}") };
    let pause = ChannelChange { paused: Some(true), ..Default::default() };
    store.change_channel(paused, &pause, &by(), at(1)).await.unwrap();
    assert!(store.remove_channel(removed, &by(), at(1)).await.unwrap());
    let warning = told_news(store, Severity::Warning, 2).await;
    let worse = told_news(store, Severity::Critical, 3).await;
    assert!(before < warning && warning < worse);
    let mut all: Vec<Delivery> = Vec::new();
    for (id, expected) in [
        (any, &[worse, warning][..]),
        (warnings, &[worse, warning]),
        (critical, &[worse]),
        (paused, &[worse, warning]),
        (removed, &[]),
    ] {
        let waiting = deliveries(store, id).await;
        assert_eq!(waiting.iter().map(|delivery| delivery.notice).collect::<Vec<_>>(), expected, "channel {id}");
        all.extend(waiting);
    }
    let one = &all[0];
    assert_eq!((one.channel, one.state, one.tries), (any, DeliveryState::Waiting, 0));
    assert_eq!((one.made_at, one.due_at, one.ended_at), (at(3), Some(at(3)), None));
    let is_uuid = |text: &str| {
        let signs = text.chars().enumerate().all(|(place, sign)| match place {
            8 | 13 | 18 | 23 => sign == '-',
            14 => sign == '4',
            19 => matches!(sign, '8' | '9' | 'a' | 'b'),
            _ => matches!(sign, '0'..='9' | 'a'..='f'),
        });
        signs && text.len() == 36
    };
    assert!(all.iter().all(|delivery| is_uuid(&delivery.uuid)), "{all:?}");
    let mut uuids: Vec<_> = all.iter().map(|delivery| &delivery.uuid).collect();
    uuids.sort();
    uuids.dedup();
    assert_eq!(uuids.len(), all.len());
}
