//! Channels are added, changed, tested and removed; hosts inside are allowed by admins.

use desk::audit::AuditQuery;
use desk::channels::{AttemptOutcome, ChannelError, ChannelFaults, ChannelId, SHORTEST_SECRET, TypedChannel, UrlFault};
use domain::audit::AuditAction;
use domain::{Event, Role, Severity};

use super::{OK, typed_channel, user};
use crate::receiver::{Answer, Receiver, SIGNED_WITH};
use crate::test_desk::{TestDesk, tester};

#[tokio::test]
async fn hosts_inside_are_called_only_where_an_admin_allows_it() {
    let test = TestDesk::new().await;
    let receiver = Receiver::start(OK).await;
    let typed = typed_channel("ops", &receiver.url(), Severity::Info);
    let id = test.desk.add_channel(&tester(), &typed).await.unwrap();
    let inside = typed_channel("inside", "https://10.0.0.7/hook", Severity::Info);
    let inside = test.desk.add_channel(&tester(), &inside).await.unwrap();
    test.tell_something().await;
    assert_eq!(test.sent_due().await, 2);
    assert_eq!(test.outcomes(id).await, [AttemptOutcome::PlainHttp { host: receiver.host().to_owned() }]);
    assert_eq!(test.outcomes(inside).await, [AttemptOutcome::PrivateAddress { host: "10.0.0.7:443".to_owned() }]);
    assert_eq!(receiver.got().len(), 0);

    for typed in ["", " ", "http://127.0.0.1", "127.0.0.1/x", "a b", "user@10.0.0.7", "*.example.com", "a,b"] {
        let refused = test.desk.allow_host(&tester(), typed, true).await;
        assert!(matches!(refused, Err(ChannelError::Host)), "{typed}: {refused:?}");
    }
    let host = receiver.host();
    let lead = test.desk.allow_host(&user(Role::Lead), host, true).await;
    assert!(matches!(lead, Err(ChannelError::Forbidden(_))));
    let allow = async |typed: &str| test.desk.allow_host(&tester(), typed, true).await.unwrap();
    assert_eq!(allow("127.0.0.1").await.as_deref(), Some("127.0.0.1:443"), "that of https where none is typed");
    assert_eq!(allow("127.0.0.1:1").await.as_deref(), Some("127.0.0.1:1"));
    test.advance(1);
    assert_eq!(test.sent_due().await, 2);
    assert_eq!(receiver.got().len(), 0, "another port of the host is another door");
    assert_eq!(allow(&format!(" {host} ")).await.as_deref(), Some(host));
    assert_eq!(allow(host).await, None, "it was so already");
    assert_eq!(allow("::1").await.as_deref(), Some("[::1]:443"));
    test.advance(5);
    assert_eq!(test.sent_due().await, 2);
    assert_eq!(receiver.got().len(), 1);
    assert!(test.desk.channel_page(&tester(), id).await.unwrap().host_is_allowed);
    assert!(!test.desk.channel_page(&tester(), inside).await.unwrap().host_is_allowed);

    for other in ["127.0.0.1", "127.0.0.1:1"] {
        test.desk.allow_host(&tester(), other, false).await.unwrap();
    }
    assert_eq!(test.desk.allow_host(&tester(), host, false).await.unwrap().as_deref(), Some(host));
    assert_eq!(test.desk.allow_host(&tester(), host, false).await.unwrap(), None);
    let hosts: Vec<_> = test.desk.hosts(&user(Role::Lead)).await.unwrap();
    assert_eq!(hosts.iter().map(|host| host.host.as_str()).collect::<Vec<_>>(), ["[::1]:443"]);
    test.tell_something().await;
    assert_eq!(test.sent_due().await, 2);
    assert_eq!(receiver.got().len(), 1, "not any more");
}

#[tokio::test]
async fn a_test_tells_what_came_and_sends_nothing_else() {
    let test = TestDesk::new().await;
    let receiver = Receiver::start(OK).await;
    let id = test.channel("ops", &receiver).await;
    let tried = async || {
        test.advance(1);
        test.desk.test_channel(&tester(), id).await.unwrap()
    };
    let (attempt, came) = tried().await;
    assert_eq!(came, AttemptOutcome::Delivered { status: 204 });
    assert!(attempt.delivered && attempt.delivery.is_none());
    let got = receiver.got();
    assert_eq!(got[0].header("x-quota-event"), "channel.test");
    assert!(got[0].is_signed_with(SIGNED_WITH));
    assert_eq!(got[0].json()["event"], "channel.test");
    receiver.answers(Answer::Status(401, "bad signature"));
    let refused = AttemptOutcome::Refused { status: 401, said: "bad signature".to_owned() };
    assert_eq!(tried().await.1, refused);
    test.desk.pause_channel(&tester(), id, true).await.unwrap();
    assert!(!tried().await.0.delivered, "a paused one is tried all the same");
    assert_eq!(test.messages(id).await, []);
    assert_eq!(test.outcomes(id).await.len(), 3);
    assert_eq!(test.events().await, []);
    let query = AuditQuery { what: Some(AuditAction::ChannelTested), limit: 10, ..AuditQuery::default() };
    assert_eq!(test.desk.audit(&tester(), &query).await.unwrap().len(), 3);
    let gone = test.desk.test_channel(&tester(), ChannelId(99)).await;
    assert!(matches!(gone, Err(ChannelError::NoSuchChannel)));
}

#[tokio::test]
async fn a_channel_is_tried_once_in_ten_seconds_by_whatever_process() {
    let test = TestDesk::new().await;
    let receiver = Receiver::start(OK).await;
    let id = test.channel("ops", &receiver).await;
    let other = test.channel("other", &receiver).await;
    assert!(test.desk.test_channel(&tester(), id).await.unwrap().0.delivered);
    let command = test.beside().await;
    for desk in [&test.desk, &command] {
        let refused = desk.test_channel(&tester(), id).await;
        assert!(matches!(refused, Err(ChannelError::TooSoon { seconds: 10 })), "{refused:?}");
    }
    assert!(command.test_channel(&tester(), other).await.is_ok(), "another channel");
    assert_eq!(receiver.got().len(), 2);
    test.advance_by(jiff::SignedDuration::from_secs(9));
    assert!(matches!(test.desk.test_channel(&tester(), id).await, Err(ChannelError::TooSoon { seconds: 1 })));
    test.advance_by(jiff::SignedDuration::from_secs(1));
    let by = tester();
    let both = tokio::join!(test.desk.test_channel(&by, id), command.test_channel(&by, id));
    assert_eq!([both.0.is_ok(), both.1.is_ok()].iter().filter(|ok| **ok).count(), 1, "at once too");
    test.advance(-60);
    assert!(test.desk.test_channel(&tester(), id).await.is_ok(), "a clock that was set back locks nobody out");
}

#[tokio::test]
async fn what_is_typed_is_looked_at_all_at_once() {
    let test = TestDesk::new().await;
    let add = async |typed: TypedChannel| match test.desk.add_channel(&tester(), &typed).await {
        Err(ChannelError::Faults(faults)) => *faults,
        other => panic!("{other:?}"),
    };
    let faults = add(TypedChannel::default()).await;
    assert!(faults.name.is_some() && faults.secret && faults.severity);
    assert_eq!(faults.url, Some(UrlFault::Missing));
    let right = || typed_channel("ops", "https://hooks.example.com/x", Severity::Warning);
    for (url, fault) in [
        ("hooks.example.com", UrlFault::NotAnAddress),
        ("ftp://hooks.example.com/x", UrlFault::NotHttp),
        ("https://ann@hooks.example.com/x", UrlFault::UserName),
        ("https://hooks.example.com/x#y", UrlFault::Fragment),
    ] {
        let faults = add(TypedChannel { url: url.to_owned().into(), ..right() }).await;
        assert_eq!(faults, ChannelFaults { url: Some(fault), ..ChannelFaults::default() });
    }
    for secret in ["x".repeat(SHORTEST_SECRET - 1), "x".repeat(201), format!("{}\u{1}", "x".repeat(20))] {
        assert!(add(TypedChannel { secret: secret.into(), ..right() }).await.secret);
    }
    test.desk.add_channel(&tester(), &right()).await.unwrap();
    assert!(add(right()).await.name.is_some(), "the name is taken");
    assert_eq!(test.desk.channels(&tester()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_left_empty_stays_and_what_is_typed_replaces_it() {
    let test = TestDesk::new().await;
    let (receiver, other) = (Receiver::start(OK).await, Receiver::start(OK).await);
    let id = test.channel("ops", &receiver).await;
    test.desk.allow_host(&tester(), other.host(), true).await.unwrap();
    let named = TypedChannel { name: "on duty".to_owned(), severity: "critical".to_owned(), ..TypedChannel::default() };
    test.desk.edit_channel(&tester(), id, &named).await.unwrap();
    let page = test.desk.channel_page(&tester(), id).await.unwrap();
    assert_eq!((page.channel.name.as_str(), page.channel.severity), ("on duty", Severity::Critical));
    test.tell_something().await;
    test.sent_due().await;
    assert!(receiver.got()[0].is_signed_with(SIGNED_WITH));
    let moved = TypedChannel {
        url: other.url().into(),
        secret: "quite another secret".to_owned().into(),
        name: "on duty".to_owned(),
        severity: "critical".to_owned(),
        ..TypedChannel::default()
    };
    test.desk.edit_channel(&tester(), id, &moved).await.unwrap();
    test.tell_something().await;
    test.sent_due().await;
    assert_eq!(receiver.got().len(), 1);
    assert!(other.got()[0].is_signed_with("quite another secret"));
    let wrong = TypedChannel { url: "nowhere".to_owned().into(), secret: "short".to_owned().into(), ..named };
    let refused = test.desk.edit_channel(&tester(), id, &wrong).await;
    let Err(ChannelError::Faults(faults)) = refused else { panic!("{refused:?}") };
    assert!(faults.secret && faults.url == Some(UrlFault::NotAnAddress) && faults.name.is_none());
}

#[tokio::test]
async fn a_removed_channel_is_gone_with_its_secrets() {
    let test = TestDesk::new().await;
    let receiver = Receiver::start(OK).await;
    let id = test.channel("ops", &receiver).await;
    test.tell_something().await;
    test.desk.remove_channel(&tester(), id).await.unwrap();
    assert!(matches!(test.desk.remove_channel(&tester(), id).await, Err(ChannelError::NoSuchChannel)));
    assert_eq!(test.sent_due().await, 0, "what waited is not sent");
    assert!(test.store.channel_secrets(id).await.unwrap().is_none());
    assert!(matches!(test.desk.channel_page(&tester(), id).await, Err(ChannelError::NoSuchChannel)));
    assert_eq!(test.desk.resend(&tester(), id, None).await.unwrap(), 0);
    assert_eq!(test.events().await, [Event::Stopped], "that is no news");
    test.channel("ops", &receiver).await;
    test.tell_something().await;
    assert_eq!(test.sent_due().await, 1, "the name is free again");
}

#[tokio::test]
async fn channels_are_for_leads_and_admins() {
    let test = TestDesk::new().await;
    let receiver = Receiver::start(OK).await;
    let id = test.channel("ops", &receiver).await;
    for role in [Role::Viewer, Role::Support, Role::Reporter] {
        let actor = user(role);
        let typed = typed_channel("eve", "https://hooks.example.com/x", Severity::Info);
        let refusals = [
            test.desk.channels(&actor).await.err(),
            test.desk.channel_page(&actor, id).await.err(),
            test.desk.add_channel(&actor, &typed).await.err(),
            test.desk.edit_channel(&actor, id, &typed).await.err(),
            test.desk.pause_channel(&actor, id, true).await.err(),
            test.desk.remove_channel(&actor, id).await.err(),
            test.desk.resend(&actor, id, None).await.err(),
            test.desk.hosts(&actor).await.err(),
            test.desk.allow_host(&actor, receiver.host(), false).await.err(),
            test.desk.test_channel(&actor, id).await.err(),
        ];
        for (at, refusal) in refusals.iter().enumerate() {
            assert!(matches!(refusal, Some(ChannelError::Forbidden(_))), "{role}, {at}: {refusal:?}");
        }
    }
    assert!(test.desk.channel_page(&user(Role::Lead), id).await.is_ok());
    assert_eq!(receiver.got().len(), 0);
}
