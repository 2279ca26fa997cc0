//! Mails to a server of the test: what it gets, and what becomes of each of its answers.

use std::sync::Mutex;
use std::time::Duration;

use secrecy::SecretString;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::*;
use crate::testing::{roots, server_config};
use crate::webhook::WebhookTimeouts;

const PASSWORD: &str = "Mail-Pa55-word";
const DELIVERY: &str = "5f0c9a3e-6a9f-4a53-8d0c-0e6d8c7e9b11";

/// How the server behaves.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Tls {
    None,
    Start,
    Implicit,
}

#[derive(Default)]
struct Heard {
    /// What the client said, by line, mails included.
    lines: Mutex<Vec<String>>,
}

impl Heard {
    fn all(&self) -> String {
        self.lines.lock().unwrap().join("\n")
    }
}

/// A mail server that answers the command `odd` with `answer`, and everything else as it should; nothing where it is empty.
async fn server(tls: Tls, odd: &'static str, answer: &'static [u8]) -> (SocketAddr, Arc<Heard>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let heard = Arc::new(Heard::default());
    let log = Arc::clone(&heard);
    tokio::spawn(async move {
        let acceptor = TlsAcceptor::from(server_config());
        while let Ok((tcp, _)) = listener.accept().await {
            let mut tcp = tcp;
            if tls == Tls::Implicit {
                let Ok(mut stream) = acceptor.accept(tcp).await else { continue };
                stream.write_all(b"220 mail.example ESMTP\r\n").await.unwrap();
                converse(stream, false, odd, answer, &log).await;
                continue;
            }
            tcp.write_all(b"220-mail.example\r\n220 ESMTP\r\n").await.unwrap();
            let Some(tcp) = converse(tcp, tls == Tls::Start, odd, answer, &log).await else { continue };
            let Ok(stream) = acceptor.accept(tcp).await else { continue };
            converse(stream, false, odd, answer, &log).await;
        }
    });
    (address, heard)
}

/// Speaks with a client; gives the stream back where TLS begins.
async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    offers_tls: bool,
    odd: &str,
    answer: &[u8],
    heard: &Heard,
) -> Option<S> {
    let mut stream = BufReader::new(stream);
    let mut in_mail = false;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let line = line.trim_end().to_owned();
        heard.lines.lock().unwrap().push(line.clone());
        let reply: &[u8] = match line.split([' ', ':']).next().unwrap_or_default() {
            _ if in_mail && line == "." => {
                in_mail = false;
                if odd == "." { answer } else { b"250 queued\r\n" }
            }
            _ if in_mail => continue,
            word if word == odd && answer.is_empty() => std::future::pending().await,
            word if word == odd => answer,
            "EHLO" if offers_tls => b"250-mail.example\r\n250-SIZE 1000\r\n250 STARTTLS\r\n",
            "EHLO" => b"250-mail.example\r\n250 AUTH PLAIN LOGIN\r\n",
            "STARTTLS" => {
                stream.write_all(b"220 go\r\n").await.ok()?;
                return Some(stream.into_inner());
            }
            "AUTH" => b"235 welcome\r\n",
            "DATA" => {
                in_mail = true;
                b"354 go\r\n"
            }
            _ => b"250 ok\r\n",
        };
        stream.write_all(reply).await.ok()?;
    }
}

fn channel(server: &str) -> MailChannel {
    MailChannel {
        server: MailServer::parse(server).unwrap(),
        from: mailbox_of("额度 <ops@from.example>").unwrap(),
        to: mailboxes_of("Ann <ann@to.example>, bob@to.example").unwrap(),
    }
}

fn letter<'a>(channel: &'a MailChannel, password: &'a SecretString, threads: &'a [String]) -> Letter<'a> {
    Letter {
        channel,
        password,
        subject: "【严重】额度将尽\r\nBcc: x@evil.example",
        text: "额度将尽\n\n服务号 <1> & co\nhttps://quota.example/notices/7?a=1&b=2",
        lang: "zh-CN",
        delivery: DELIVERY,
        threads,
        at: "2026-11-22T04:00:00Z".parse().unwrap(),
    }
}

fn impatient() -> WebhookTimeouts {
    WebhookTimeouts { call_timeout: Duration::from_millis(500), ..WebhookTimeouts::default() }
}

/// Sends a mail to a server on this machine whose name is taken to be `host`.
async fn sent_as(host: &str, scheme: &str, to: SocketAddr, trusted: bool) -> Result<u16, AttemptOutcome> {
    let trusted = if trusted { roots() } else { rustls::RootCertStore::empty() };
    let webhooks = Webhooks::trusting(trusted, WebhookTimeouts::default()).unwrap();
    let channel = channel(&format!("{scheme}://ops@from.example@{host}:{}", to.port()));
    let password = PASSWORD.into();
    let letter = letter(&channel, &password, &[]);
    webhooks.mail_to(&letter, &letter.message().unwrap(), &[to]).await
}

/// What became of a mail to a server on this machine without TLS.
async fn outcome(to: SocketAddr, allowed: bool) -> AttemptOutcome {
    let webhooks = Webhooks::trusting(roots(), impatient()).unwrap();
    let channel = channel(&format!("smtp://ops@from.example@{to}"));
    let (password, threads) = (PASSWORD.into(), ["incident-7".to_owned()]);
    let letter = letter(&channel, &password, &threads);
    let attempt = webhooks.mail(&letter, &|_: &str| allowed).await;
    let told =
        format!("{letter:?} {attempt:?} {} {}", attempt.outcome, serde_json::to_string(&attempt.outcome).unwrap());
    for secret in [PASSWORD, "ops@from.example", "ann@to.example", &BASE64.encode(PASSWORD.as_bytes())] {
        assert!(!told.contains(secret), "{told}");
    }
    attempt.outcome
}

#[tokio::test]
async fn a_mail_is_encrypted_signed_in_and_taken() {
    for (tls, scheme) in [(Tls::Start, "smtp"), (Tls::Implicit, "smtps")] {
        let (address, heard) = server(tls, "", b"").await;
        assert_eq!(sent_as("hooks.example.com", scheme, address, true).await, Ok(250), "{scheme}");
        let said = heard.all();
        let plain = BASE64.encode(format!("\0ops@from.example\0{PASSWORD}").as_bytes());
        assert!(said.contains(&format!("AUTH PLAIN {plain}")), "{said}");
        for line in ["MAIL FROM:<ops@from.example>", "RCPT TO:<ann@to.example>", "RCPT TO:<bob@to.example>", "QUIT"] {
            assert!(said.contains(line), "{line} in {said}");
        }
    }
}

#[tokio::test]
async fn another_certificate_is_refused_before_the_password() {
    for (tls, scheme) in [(Tls::Start, "smtp"), (Tls::Implicit, "smtps")] {
        let (address, heard) = server(tls, "", b"").await;
        for (host, trusted) in [("other.example.com", true), ("hooks.example.com", false)] {
            let refused = sent_as(host, scheme, address, trusted).await;
            assert!(matches!(refused, Err(AttemptOutcome::Certificate { .. })), "{refused:?}");
        }
        assert!(!heard.all().contains("AUTH"));
    }
}

#[tokio::test]
async fn nothing_is_sent_without_tls_except_on_this_machine() {
    let (address, heard) = server(Tls::None, "", b"").await;
    assert_eq!(outcome(address, true).await, AttemptOutcome::MailTaken { code: 250 });
    let private = AttemptOutcome::PrivateAddress { host: address.to_string() };
    let before = heard.lines.lock().unwrap().len();
    assert_eq!(outcome(address, false).await, private);
    assert_eq!(heard.lines.lock().unwrap().len(), before);
    // Implicit TLS to a server that has none.
    let refused = sent_as("hooks.example.com", "smtps", address, true).await;
    assert!(matches!(refused, Err(AttemptOutcome::Tls { .. })), "{refused:?}");
}

#[tokio::test]
async fn headers_are_encoded_and_name_the_incident() {
    let (address, heard) = server(Tls::None, "", b"").await;
    assert_eq!(outcome(address, true).await, AttemptOutcome::MailTaken { code: 250 });
    let said = heard.all();
    for line in [
        "Message-ID: <5f0c9a3e-6a9f-4a53-8d0c-0e6d8c7e9b11@from.example>",
        "In-Reply-To: <incident-7@from.example>",
        "References: <incident-7@from.example>",
        "Auto-Submitted: auto-generated",
        "Date: Sun, 22 Nov 2026 04:00:00 +0000",
    ] {
        assert!(said.lines().any(|said| said == line), "{line} in {said}");
    }
    assert!(said.contains("Subject: =?utf-8?b?") && said.contains("From: =?utf-8?b?"), "{said}");
    assert!(!said.contains("额度") && !said.lines().any(|line| line.starts_with("Bcc")), "{said}");
    let channel = channel("smtp://ops@mail.example");
    let password = PASSWORD.into();
    let html = letter(&channel, &password, &[]).html();
    assert!(html.contains("服务号 &lt;1&gt; &amp; co<br>"), "{html}");
    assert!(html.contains("<a href=\"https:&#x2F;&#x2F;quota") || html.contains("<a href=\"https://quota"), "{html}");
}

#[tokio::test]
async fn refusals_are_told_apart() {
    for (odd, answer, code, said, fault) in [
        (
            "AUTH",
            &b"535 Error: authentication failed\r\n"[..],
            535,
            "Error: authentication failed",
            MailFault::Password,
        ),
        ("AUTH", b"454 temporary\r\n", 454, "temporary", MailFault::Later),
        (
            "MAIL",
            b"501 mail from address must be same as authorization user\r\n",
            501,
            "mail from address must be same as authorization user",
            MailFault::Sender,
        ),
        ("MAIL", b"530 sign in first\r\n", 530, "sign in first", MailFault::Password),
        ("RCPT", b"550 <ann@to.example>: no such user\r\n", 550, "<‹masked›>: no such user", MailFault::Recipient),
        ("RCPT", b"451 greylisted, try again\r\n", 451, "greylisted, try again", MailFault::Later),
        (".", b"554 looks like spam\r\n", 554, "looks like spam", MailFault::Content),
        // Two lines; the second one in GBK.
        ("AUTH", b"535-no\r\n535 \xb5\xc7\xc2\xbc\r\n", 535, "", MailFault::Password),
    ] {
        let (address, _) = server(Tls::None, odd, answer).await;
        let refused = outcome(address, true).await;
        let AttemptOutcome::MailRefused { code: came, said: words, fault: why } = &refused else {
            panic!("{odd} {answer:?}: {refused:?}")
        };
        assert_eq!((*came, *why), (code, fault), "{words}");
        assert!(words == said || said.is_empty() && words.starts_with("no"), "{words}");
        assert_eq!(refused.may_pass(), fault == MailFault::Later);
    }
}

#[tokio::test]
async fn silence_and_strangers_are_no_mail_servers() {
    let (address, _) = server(Tls::None, "RCPT", b"").await;
    assert_eq!(outcome(address, true).await, AttemptOutcome::TimedOut);
    let (address, _) = server(Tls::None, "EHLO", b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    assert!(matches!(outcome(address, true).await, AttemptOutcome::MailUnfit { .. }));
    let (address, _) = server(Tls::None, "EHLO", b"250 mail.example\r\n").await;
    let without_sign_in = outcome(address, true).await;
    assert!(matches!(without_sign_in, AttemptOutcome::MailUnfit { .. }), "{without_sign_in:?}");
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    assert!(matches!(outcome(closed, true).await, AttemptOutcome::NoConnection { .. }));
}

#[tokio::test]
async fn starttls_is_required_of_other_machines() {
    let (address, heard) = server(Tls::None, "", b"").await;
    let mut tcp = TcpStream::connect(address).await.unwrap();
    assert!(!begin_tls(&mut tcp, &ClientId::Ipv4([127, 0, 0, 1].into())).await.is_ok_and(|offered| offered));
    assert_eq!(heard.all(), "EHLO [127.0.0.1]");
}
