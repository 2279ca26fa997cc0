//! Channels: a message for each notice, sent until it is taken or given up, signed, and without secrets.

mod editing;
mod mail;
mod robots;

use std::sync::Arc;
use std::time::Duration;

use desk::Settings;
use desk::audit::AuditQuery;
use desk::channels::{AttemptOutcome, ChannelHealth, ChannelId, DeliveryState, TypedChannel};
use domain::audit::AuditAction;
use domain::{Actor, Event, NoticeContent, Role, Severity, UserId};
use jiff::SignedDuration;
use sandbox::InterfaceConfig;
use store::notices::{Announcement, NewNotice};
use tokio_util::sync::CancellationToken;

use crate::receiver::{Answer, HOOK, Receiver, SIGNED_WITH};
use crate::test_desk::{SECRET, SEND, TestDesk, USERS, appid, tester};

const OK: Answer = Answer::Status(204, "");

fn typed_channel(name: &str, url: &str, severity: Severity) -> TypedChannel {
    TypedChannel {
        name: name.to_owned(),
        url: url.to_owned().into(),
        secret: SIGNED_WITH.to_owned().into(),
        severity: severity.word().to_owned(),
        ..TypedChannel::default()
    }
}

impl TestDesk {
    /// A channel to a receiver on this machine, which may be called.
    async fn channel(&self, name: &str, receiver: &Receiver) -> ChannelId {
        self.desk.allow_host(&tester(), receiver.host(), true).await.unwrap();
        let typed = typed_channel(name, &receiver.url(), Severity::Info);
        self.desk.add_channel(&tester(), &typed).await.unwrap()
    }

    /// Something is told, of which each channel gets a message.
    async fn tell_something(&self) {
        let news = NoticeContent::KillSwitch { on: true, by: "ann".to_owned(), reason: None };
        let telling = Announcement { change: None, decision: None, notice: Some(NewNotice::of(news)) };
        self.store.tell(&telling, domain::Clock::now(&*self.clock)).await.unwrap();
    }

    /// A channel's messages, the newest first: what became of each, and how often it was sent.
    async fn messages(&self, id: ChannelId) -> Vec<(DeliveryState, u32)> {
        let page = self.desk.channel_page(&tester(), id).await.unwrap();
        page.deliveries.iter().map(|(delivery, _)| (delivery.state, delivery.tries)).collect()
    }

    /// What came of each attempt, the newest first.
    async fn outcomes(&self, id: ChannelId) -> Vec<AttemptOutcome> {
        let page = self.desk.channel_page(&tester(), id).await.unwrap();
        page.attempts.into_iter().map(|(_, outcome)| outcome.unwrap()).collect()
    }

    async fn sent_due(&self) -> usize {
        self.desk.send_due().await.unwrap()
    }
}

fn user(role: Role) -> Actor {
    Actor::User { id: UserId(7), name: role.word().to_owned(), role, address: None }
}

#[tokio::test]
async fn a_message_says_what_happened_and_is_signed() {
    let interfaces = [InterfaceConfig::new(SEND, 1_000), InterfaceConfig::new(USERS, 500)];
    let settings = Settings { address: Some("https://quota.example".to_owned()), ..Settings::default() };
    let test = TestDesk::on(1, &interfaces, settings).await;
    let receiver = Receiver::start(OK).await;
    let id = test.channel("ops", &receiver).await;
    let account = test.add(1).await;
    test.wechat.sandbox.consume(&appid(1), SEND, 960).unwrap();
    test.beat().await;
    assert_eq!(test.sent_due().await, 1);
    let got = receiver.got();
    let [message] = &got[..] else { panic!("{got:?}") };
    assert!(message.is_signed_with(SIGNED_WITH) && !message.is_signed_with("another secret of ours"));
    assert_eq!(message.header("x-quota-event"), "quota.threshold");
    assert_eq!(message.header("x-quota-timestamp"), "1795320000");
    assert_eq!(message.header("content-type"), "application/json; charset=utf-8");
    let row = test.row(account, SEND).await;
    let page = format!("https://quota.example/accounts/{account}/interfaces/{}", row.id);
    assert_eq!(
        message.json(),
        serde_json::json!({
            "event": "quota.threshold",
            "notice": 1,
            "at": "2026-11-22T04:00:00Z",
            "severity": "critical",
            "account": "服务号 1",
            "appid": appid(1),
            "cgi_path": SEND,
            "summary": format!("{SEND} of 服务号 1 is critical: 960 of 1000 calls used, 40 left."),
            "url": page,
            "facts": {
                "news": "usage",
                "before": "calm",
                "now": "critical",
                "figures": { "daily_limit": 1_000, "used": 960, "remain": 40 },
            },
        })
    );
    assert_eq!(test.messages(id).await, [(DeliveryState::Delivered, 1)]);
    assert_eq!(test.outcomes(id).await, [AttemptOutcome::Delivered { status: 204 }]);
    assert_eq!(test.sent_due().await, 0, "sent once");
}

#[tokio::test]
async fn what_was_not_taken_is_sent_again_and_then_given_up() {
    let test = TestDesk::new().await;
    let receiver = Receiver::start(Answer::Status(500, "no such hook")).await;
    let id = test.channel("ops", &receiver).await;
    test.tell_something().await;
    assert_eq!(test.sent_due().await, 1, "at once");
    for (minutes, tries) in [(1, 2), (5, 3), (30, 4), (120, 5)] {
        assert_eq!(test.messages(id).await, [(DeliveryState::Waiting, tries - 1)]);
        test.advance_by(SignedDuration::from_secs(minutes * 60 - 1));
        assert_eq!(test.sent_due().await, 0, "{minutes} min have not gone by");
        test.advance_by(SignedDuration::from_secs(1));
        assert_eq!(test.sent_due().await, 1, "{minutes} min have gone by");
    }
    assert_eq!(test.messages(id).await, [(DeliveryState::Dead, 5)]);
    test.advance(7 * 24 * 60);
    assert_eq!(test.sent_due().await, 0);
    let said = AttemptOutcome::Refused { status: 500, said: "no such hook".to_owned() };
    assert_eq!(test.outcomes(id).await, vec![said; 5]);
    let got = receiver.got();
    assert!(got.iter().all(|message| message.delivery() == got[0].delivery() && message.body == got[0].body));
    assert!(got.iter().all(|message| message.is_signed_with(SIGNED_WITH)));
    let times: Vec<_> = got.iter().map(|message| message.header("x-quota-timestamp").to_owned()).collect();
    assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "each time signed anew: {times:?}");
    assert_eq!(test.events().await, [Event::Stopped, Event::Undelivered], "and people are told");
}

#[tokio::test]
async fn that_messages_are_given_up_is_told_once_and_goes_out_through_no_channel() {
    let test = TestDesk::new().await;
    let (receiver, other) = (Receiver::start(Answer::Status(410, "")).await, Receiver::start(OK).await);
    let id = test.channel("ops", &receiver).await;
    test.channel("others", &other).await;
    let given_up = async || {
        test.tell_something().await;
        for minutes in [0, 1, 5, 30, 120] {
            test.advance(minutes);
            test.sent_due().await;
        }
        let events = test.events().await;
        events.into_iter().filter(|event| *event == Event::Undelivered).count()
    };
    assert_eq!((given_up().await, given_up().await), (1, 1));
    assert_eq!(other.got().len(), 2, "only what was told");
    // Once one is taken again, the next that is given up is news.
    receiver.answers(OK);
    assert_eq!(test.desk.resend(&tester(), id, None).await.unwrap(), 2);
    assert_eq!(test.sent_due().await, 2);
    receiver.answers(Answer::Status(410, ""));
    assert_eq!(given_up().await, 2);
}

#[tokio::test]
async fn what_was_given_up_is_sent_again_under_its_id() {
    let test = TestDesk::new().await;
    let receiver = Receiver::start(Answer::HangUp).await;
    let id = test.channel("ops", &receiver).await;
    test.tell_something().await;
    test.tell_something().await;
    for minutes in [0, 1, 5, 30, 120] {
        test.advance(minutes);
        assert_eq!(test.sent_due().await, 2);
    }
    let dead = test.desk.channel_page(&tester(), id).await.unwrap();
    assert_eq!((dead.channel.dead, dead.channel.waiting), (2, 0));
    let (first, uuid) = (dead.deliveries[1].0.id, dead.deliveries[1].0.uuid.clone());
    receiver.answers(OK);
    assert_eq!(test.desk.resend(&tester(), id, Some(first)).await.unwrap(), 1);
    assert_eq!(test.desk.resend(&tester(), id, Some(first)).await.unwrap(), 0, "it is under way");
    assert_eq!(test.sent_due().await, 1);
    assert_eq!(receiver.got().last().unwrap().delivery(), uuid);
    assert_eq!(test.messages(id).await, [(DeliveryState::Dead, 5), (DeliveryState::Delivered, 1)]);
    assert_eq!(test.desk.resend(&tester(), id, None).await.unwrap(), 1);
    assert_eq!(test.sent_due().await, 1);
    let query = AuditQuery { what: Some(AuditAction::MessagesResent), limit: 10, ..AuditQuery::default() };
    assert_eq!(test.desk.audit(&tester(), &query).await.unwrap().len(), 2);
    let foreign = test.channel("others", &receiver).await;
    assert_eq!(test.desk.resend(&tester(), foreign, Some(first)).await.unwrap(), 0, "not of this channel");
}

#[tokio::test]
async fn what_waits_is_sent_at_once_where_somebody_asks() {
    let test = TestDesk::new().await;
    let receiver = Receiver::start(Answer::Status(503, "")).await;
    let id = test.channel("ops", &receiver).await;
    let standing = async || test.desk.channel_page(&tester(), id).await.unwrap().standing;
    assert_eq!(standing().await, ChannelHealth::NeverUsed);
    test.tell_something().await;
    assert_eq!(test.desk.resend(&tester(), id, None).await.unwrap(), 0, "it is due already");
    test.sent_due().await;
    assert!(matches!(standing().await, ChannelHealth::Failed(Some(AttemptOutcome::Refused { status: 503, .. }))));
    receiver.answers(OK);
    assert_eq!(test.sent_due().await, 0);
    assert_eq!(test.desk.resend(&tester(), id, None).await.unwrap(), 1);
    assert_eq!(test.sent_due().await, 1);
    assert_eq!(test.messages(id).await, [(DeliveryState::Delivered, 1)]);
    assert_eq!(standing().await, ChannelHealth::Healthy);
    test.desk.allow_host(&tester(), receiver.host(), false).await.unwrap();
    let plain = AttemptOutcome::PlainHttp { host: receiver.host().to_owned() };
    assert_eq!(standing().await, ChannelHealth::Blocked(plain));
    test.desk.pause_channel(&tester(), id, true).await.unwrap();
    assert_eq!(standing().await, ChannelHealth::Paused);
}

#[tokio::test]
async fn each_way_of_failing_is_told_as_it_was() {
    let test = TestDesk::new().await;
    let receiver = Receiver::start(Answer::Silence).await;
    let id = test.channel("ops", &receiver).await;
    test.tell_something().await;
    assert_eq!(test.sent_due().await, 1);
    receiver.answers(Answer::HangUp);
    test.advance(1);
    assert_eq!(test.sent_due().await, 1);
    receiver.answers(Answer::Status(302, ""));
    test.advance(5);
    assert_eq!(test.sent_due().await, 1);
    let nobody = TypedChannel { url: "http://127.0.0.1:1/nobody".to_owned().into(), ..TypedChannel::default() };
    let nobody = TypedChannel { name: "ops".to_owned(), severity: "info".to_owned(), ..nobody };
    test.desk.allow_host(&tester(), "127.0.0.1:1", true).await.unwrap();
    test.desk.edit_channel(&tester(), id, &nobody).await.unwrap();
    test.advance(30);
    assert_eq!(test.sent_due().await, 1);
    let outcomes = test.outcomes(id).await;
    let [
        AttemptOutcome::NoConnection { .. },
        AttemptOutcome::Refused { status: 302, .. },
        AttemptOutcome::ConnectionLost { .. },
        AttemptOutcome::TimedOut,
    ] = &outcomes[..]
    else {
        panic!("{outcomes:?}")
    };
    let page = test.desk.channel_page(&tester(), id).await.unwrap();
    let timed_out = page.attempts.last().unwrap().0.took_ms;
    assert!((900..10_000).contains(&timed_out), "{timed_out} ms");
}

#[tokio::test]
async fn a_channel_takes_what_matters_enough() {
    let test = TestDesk::new().await;
    let receiver = Receiver::start(OK).await;
    let all = test.channel("all", &receiver).await;
    let typed = typed_channel("worst", &receiver.url(), Severity::Critical);
    let worst = test.desk.add_channel(&tester(), &typed).await.unwrap();
    test.add(1).await;
    test.wechat.sandbox.consume(&appid(1), SEND, 850).unwrap();
    test.beat().await;
    assert_eq!((test.messages(all).await.len(), test.messages(worst).await.len()), (1, 0));
    test.wechat.sandbox.consume(&appid(1), SEND, 110).unwrap();
    test.advance(60);
    test.beat().await;
    assert_eq!((test.messages(all).await.len(), test.messages(worst).await.len()), (2, 1));
}

#[tokio::test]
async fn a_paused_channel_waits() {
    let test = TestDesk::new().await;
    let receiver = Receiver::start(OK).await;
    let id = test.channel("ops", &receiver).await;
    test.tell_something().await;
    test.desk.pause_channel(&tester(), id, true).await.unwrap();
    test.tell_something().await;
    test.advance(24 * 60);
    assert_eq!(test.sent_due().await, 0);
    assert_eq!(test.messages(id).await, [(DeliveryState::Waiting, 0); 2]);
    test.desk.pause_channel(&tester(), id, false).await.unwrap();
    assert_eq!(test.sent_due().await, 2);
    assert_eq!(test.messages(id).await, [(DeliveryState::Delivered, 1); 2]);
}

#[tokio::test]
async fn of_a_channel_that_is_paused_or_removed_what_follows_is_not_sent() {
    let test = TestDesk::new().await;
    let receiver = Receiver::start(Answer::Silence).await;
    for (remove, sent) in [(false, 1), (true, 2)] {
        let id = test.channel(&format!("{remove}"), &receiver).await;
        test.tell_something().await;
        test.tell_something().await;
        let sending = tokio::spawn({
            let desk = Arc::clone(&test.desk);
            async move { desk.send_due().await.unwrap() }
        });
        receiver.until_got(sent).await;
        if remove {
            test.desk.remove_channel(&tester(), id).await.unwrap();
        } else {
            test.desk.pause_channel(&tester(), id, true).await.unwrap();
        }
        assert_eq!(sending.await.unwrap(), 1, "only the one that was on its way");
        assert_eq!(receiver.got().len(), sent);
    }
}

#[tokio::test]
async fn a_restart_between_two_tries_changes_nothing() {
    let mut test = TestDesk::new().await;
    let receiver = Receiver::start(Answer::Status(503, "")).await;
    let id = test.channel("ops", &receiver).await;
    test.tell_something().await;
    test.sent_due().await;
    test = test.restarted().await;
    assert_eq!(test.sent_due().await, 0, "it waits for its time");
    test.advance(1);
    assert_eq!(test.sent_due().await, 1);
    test = test.restarted().await;
    test.advance(5);
    receiver.answers(OK);
    assert_eq!(test.sent_due().await, 1);
    let got = receiver.got();
    assert!(got.len() == 3 && got.iter().all(|message| message.delivery() == got[0].delivery()));
    assert_eq!(test.messages(id).await, [(DeliveryState::Delivered, 3)]);
}

#[tokio::test]
async fn a_slow_channel_holds_up_itself_alone() {
    let test = TestDesk::new().await;
    let (slow, fast) = (Receiver::start(Answer::Silence).await, Receiver::start(OK).await);
    // By name and by id the slow one comes first.
    let slow_id = test.channel("a slow one", &slow).await;
    let fast_id = test.channel("fast", &fast).await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(Arc::clone(&test.desk).run_channels(stop.clone()));
    let tell_at_once = async || {
        test.tell_something().await;
        // There may be nothing to send again, but the outbox looks whether anything is due.
        test.desk.resend(&tester(), fast_id, None).await.unwrap();
    };
    tell_at_once().await;
    slow.until_got(1).await;
    fast.until_got(1).await;
    tell_at_once().await;
    fast.until_got(2).await;
    assert_eq!(slow.got().len(), 1, "it still thinks about the first");
    // Whoever has got a message may have to wait a moment until that is written down.
    while test.messages(fast_id).await != [(DeliveryState::Delivered, 1); 2] {
        tokio::task::yield_now().await;
    }
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(5), running).await.unwrap().unwrap();
    assert!(test.messages(slow_id).await.iter().all(|(state, _)| *state == DeliveryState::Waiting));
}

#[tokio::test]
async fn no_message_and_no_file_holds_a_secret() {
    let test = TestDesk::new().await;
    let receiver = Receiver::start(Answer::Status(404, "Cannot POST /services/Kd93-vL82-a1b2")).await;
    let id = test.channel("ops", &receiver).await;
    test.add(1).await;
    test.wechat.sandbox.consume(&appid(1), SEND, 1_000).unwrap();
    test.beat().await;
    let revoked = sandbox::AccountChange { secret: Some("another".to_owned()), ..sandbox::AccountChange::default() };
    test.wechat.sandbox.change_account(&appid(1), revoked).unwrap();
    test.wechat.sandbox.revoke_tokens(&appid(1)).unwrap();
    // A round, another, and one after nothing but failures for more than 75 minutes.
    for _ in 0..3 {
        test.advance(60);
        test.beat().await;
        test.sent_due().await;
    }
    let bodies: Vec<_> = receiver.got().into_iter().map(|got| String::from_utf8(got.body).unwrap()).collect();
    assert!(bodies.iter().any(|body| body.contains("account.failing")), "{bodies:?}");
    for body in &bodies {
        for secret in [SECRET, SIGNED_WITH, HOOK, "access_token"] {
            assert!(!body.contains(secret), "{body}");
        }
    }
    let page = test.desk.channel_page(&tester(), id).await.unwrap();
    for secret in [SIGNED_WITH, HOOK] {
        assert!(!format!("{page:?}").contains(secret), "{page:?}");
        let bytes = test.bytes_on_disk();
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret} lies in a file");
    }
    assert!(page.channel.masked_url.ends_with("/…a1b2"), "{}", page.channel.masked_url);
}
