//! Channels of e-mail: what is sent, retried and given up, and what is kept of addresses and passwords.

use std::sync::{Arc, Mutex};

use desk::channels::{AttemptOutcome, ChannelError, ChannelFaults, ChannelId, DeliveryState, TypedChannel, UrlFault};
use domain::{ChannelKind, MailFault};
use jiff::SignedDuration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use crate::test_desk::{TestDesk, tester};

const PASSWORD: &str = "Mail-Pa55-word";

/// A mail server without TLS that gives `answers` to the first recipients, then takes every mail.
struct MailHost {
    at: String,
    said: Arc<Mutex<Vec<String>>>,
}

impl MailHost {
    async fn start(mut answers: Vec<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap().to_string();
        let said: Arc<Mutex<Vec<String>>> = Arc::default();
        let heard = Arc::clone(&said);
        answers.reverse();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let mut stream = BufReader::new(stream);
                stream.write_all(b"220 mail.example\r\n").await.unwrap();
                let mut in_mail = false;
                loop {
                    let mut line = String::new();
                    if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                        break;
                    }
                    let line = line.trim_end().to_owned();
                    let word = line.split(' ').next().unwrap_or_default().to_owned();
                    heard.lock().unwrap().push(line);
                    let reply = match word.as_str() {
                        "." => {
                            in_mail = false;
                            "250 queued"
                        }
                        _ if in_mail => continue,
                        "EHLO" => "250-mail.example\r\n250 AUTH PLAIN",
                        "AUTH" => "235 welcome",
                        "RCPT" => answers.pop().unwrap_or("250 ok"),
                        "DATA" => {
                            in_mail = true;
                            "354 go"
                        }
                        _ => "250 ok",
                    };
                    stream.write_all(format!("{reply}\r\n").as_bytes()).await.unwrap();
                }
            }
        });
        Self { at, said }
    }

    fn url(&self) -> String {
        format!("smtp://ops@from.example@{}", self.at)
    }

    /// How many lines begin so.
    fn count(&self, beginning: &str) -> usize {
        self.said.lock().unwrap().iter().filter(|line| line.starts_with(beginning)).count()
    }
}

fn typed(url: &str) -> TypedChannel {
    TypedChannel {
        name: "mail".to_owned(),
        kind: ChannelKind::Email.word().to_owned(),
        url: url.to_owned().into(),
        secret: PASSWORD.into(),
        from: "额度 <ops@from.example>".into(),
        to: "ann@to.example".into(),
        severity: "info".to_owned(),
        ..TypedChannel::default()
    }
}

impl TestDesk {
    async fn mail_channel(&self, host: &MailHost) -> ChannelId {
        self.desk.allow_host(&tester(), &host.at, true).await.unwrap();
        self.desk.add_channel(&tester(), &typed(&host.url())).await.unwrap()
    }
}

#[tokio::test]
async fn notices_that_are_due_together_share_a_mail() {
    let test = TestDesk::new().await;
    let host = MailHost::start(Vec::new()).await;
    let id = test.mail_channel(&host).await;
    for _ in 0..5 {
        test.tell_something().await;
    }
    assert_eq!(test.sent_due().await, 5);
    assert_eq!((host.count("DATA"), host.count("Subject: ")), (1, 1));
    assert!(test.messages(id).await.iter().all(|message| *message == (DeliveryState::Delivered, 1)));
    assert_eq!(test.outcomes(id).await, [AttemptOutcome::MailTaken { code: 250 }]);
    // The next one waits, so that what happens in one moment shares a mail.
    test.tell_something().await;
    assert_eq!(test.sent_due().await, 0);
    test.advance_by(SignedDuration::from_secs(15));
    assert_eq!(test.sent_due().await, 1);
    let (attempt, outcome) = test.desk.test_channel(&tester(), id).await.unwrap();
    assert!(attempt.delivered && outcome == AttemptOutcome::MailTaken { code: 250 });
}

#[tokio::test]
async fn a_greylisted_mail_is_sent_again_under_the_same_id() {
    let test = TestDesk::new().await;
    let host = MailHost::start(vec!["451 try again later"]).await;
    let id = test.mail_channel(&host).await;
    test.tell_something().await;
    test.sent_due().await;
    assert_eq!(test.messages(id).await, [(DeliveryState::Waiting, 1)]);
    assert_eq!((host.count("RCPT"), host.count("DATA")), (1, 0));
    test.advance_by(SignedDuration::from_mins(1));
    assert_eq!(test.sent_due().await, 1);
    assert_eq!(test.messages(id).await, [(DeliveryState::Delivered, 2)]);
    let refused =
        AttemptOutcome::MailRefused { code: 451, said: "try again later".to_owned(), fault: MailFault::Later };
    assert_eq!(test.outcomes(id).await, [AttemptOutcome::MailTaken { code: 250 }, refused]);
}

#[tokio::test]
async fn a_refused_recipient_is_final() {
    let test = TestDesk::new().await;
    let host = MailHost::start(vec!["550 <ann@to.example> no such user"]).await;
    let id = test.mail_channel(&host).await;
    test.tell_something().await;
    test.sent_due().await;
    assert_eq!(test.messages(id).await, [(DeliveryState::Dead, 1)]);
    let outcomes = test.outcomes(id).await;
    assert!(matches!(outcomes[0], AttemptOutcome::MailRefused { fault: MailFault::Recipient, .. }), "{outcomes:?}");
    assert!(!format!("{outcomes:?}").contains("ann@"), "{outcomes:?}");
}

#[tokio::test]
async fn addresses_are_kept_secret_and_changed_one_by_one() {
    let test = TestDesk::new().await;
    let host = MailHost::start(Vec::new()).await;
    let id = test.mail_channel(&host).await;
    let change = TypedChannel { to: "bob@to.example".into(), ..typed("") };
    let change = TypedChannel { secret: "".into(), from: "".into(), ..change };
    test.desk.edit_channel(&tester(), id, &change).await.unwrap();
    let shown = test.desk.channel_page(&tester(), id).await.unwrap().channel;
    assert_eq!(shown.masked_url, format!("smtp://…@{}", host.at));
    let (document, password) = test.store.channel_secrets(id).await.unwrap().unwrap();
    let shown = format!("{shown:?} {change:?} {document:?} {password:?}");
    assert!(!shown.contains("from.example") && !shown.contains("to.example") && !shown.contains(PASSWORD), "{shown}");
    test.desk.test_channel(&tester(), id).await.unwrap();
    assert_eq!((host.count("RCPT TO:<bob@to.example>"), host.count("RCPT TO:<ann@to.example>")), (1, 0));
    // The password goes to no other server.
    let moved = TypedChannel { secret: "".into(), ..typed("smtp://ops@elsewhere.example") };
    match test.desk.edit_channel(&tester(), id, &moved).await {
        Err(ChannelError::Faults(faults)) => {
            assert_eq!(*faults, ChannelFaults { password: true, ..ChannelFaults::default() });
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn faults_stand_at_their_fields() {
    let test = TestDesk::new().await;
    let faults = async |typed: TypedChannel| match test.desk.add_channel(&tester(), &typed).await {
        Err(ChannelError::Faults(faults)) => *faults,
        other => panic!("{other:?}"),
    };
    let right = || typed("smtp://ops@mail.example");
    let none = ChannelFaults::default;
    for (url, fault) in [
        ("", UrlFault::Missing),
        ("https://mail.example/x", UrlFault::NotAMailServer),
        ("smtp://mail.example", UrlFault::NotAMailServer),
        ("smtp://ops:pass@mail.example", UrlFault::MailPassword),
    ] {
        assert_eq!(faults(typed(url)).await, ChannelFaults { url: Some(fault), ..none() });
    }
    let from = TypedChannel { from: "A\r\nBcc: x@y.example <ops@from.example>".into(), ..right() };
    assert_eq!(faults(from).await, ChannelFaults { from: true, ..none() });
    assert_eq!(faults(TypedChannel { to: "ann".into(), ..right() }).await, ChannelFaults { to: true, ..none() });
    let without = TypedChannel { secret: " ".into(), ..right() };
    assert_eq!(faults(without).await, ChannelFaults { password: true, ..none() });
}
