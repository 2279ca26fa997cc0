use std::io::ErrorKind;
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use domain::ChannelKind;
use secrecy::SecretString;
use tokio::io::AsyncWriteExt;
use url::Url;
use wechat::webhook::signature;
use wechat::{Attempt, AttemptOutcome, WebhookMessage, WebhookTimeouts, WebhookUrl, Webhooks};

use crate::logged::Log;
use crate::server::{answering, raw};

const SECRET: &str = "whsec_0123456789abcdef";
const KEY: &str = "Kd93-vL82-a1b2";
const DELIVERY: &str = "5f0c9a3e-6a9f-4a53-8d0c-0e6d8c7e9b11";
const BODY: &str = r#"{"event":"quota.threshold","text":"额度已用 92 %"}"#;

static PATIENT: LazyLock<Webhooks> = LazyLock::new(|| Webhooks::new(WebhookTimeouts::default()).unwrap());
static IMPATIENT: LazyLock<Webhooks> = LazyLock::new(|| {
    let options = WebhookTimeouts { call_timeout: Duration::from_millis(500), ..WebhookTimeouts::default() };
    Webhooks::new(options).unwrap()
});

fn message<'a>(url: &'a WebhookUrl, secret: &'a SecretString) -> WebhookMessage<'a> {
    WebhookMessage {
        kind: ChannelKind::Webhook,
        url,
        secret,
        event: "quota.threshold",
        delivery: DELIVERY,
        timestamp_s: 1_635_156_704,
        body: BODY.as_bytes(),
    }
}

/// Tells of it whoever listens at `base`, all hosts being allowed, or none.
async fn told(webhooks: &Webhooks, base: &str, allowed: bool) -> Attempt {
    let url = WebhookUrl::parse(&format!("{}/services/{KEY}?team=T0000001", base.trim_end_matches('/'))).unwrap();
    let attempt = webhooks.post(&message(&url, &SECRET.into()), &|_: &str| allowed).await;
    let told = format!("{attempt:?} {} {}", attempt.outcome, serde_json::to_string(&attempt.outcome).unwrap());
    for secret in [SECRET, KEY, "T0000001", "/services"] {
        assert!(!told.contains(secret), "{told}");
    }
    attempt
}

async fn outcome(base: &Url) -> AttemptOutcome {
    told(&PATIENT, base.as_str(), true).await.outcome
}

async fn outcome_unless_allowed(base: &str) -> AttemptOutcome {
    told(&PATIENT, base, false).await.outcome
}

/// A name too long to be one, so that no name server needs to be asked.
fn no_such_host() -> String {
    format!("https://{}.invalid", "x".repeat(64))
}

fn with_status(status: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

#[tokio::test]
async fn messages_are_written_as_promised_and_signed() {
    let (base, seen) = answering(with_status("200 OK", "ok")).await;
    assert_eq!(outcome(&base).await, AttemptOutcome::Delivered { status: 200 });
    let requests = seen.lock().unwrap().clone();
    let [request] = &requests[..] else { panic!("{requests:?}") };
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with(&format!("POST /services/{KEY}?team=T0000001 HTTP/1.1\r\n")), "{head}");
    let header = |name: &str| {
        let of = |line: &str| line.to_ascii_lowercase().starts_with(&format!("{name}: ")).then(|| line.to_owned());
        let lines: Vec<_> = head.lines().filter_map(of).collect();
        assert_eq!(lines.len(), 1, "{name} in {head}");
        lines[0][name.len() + 2..].to_owned()
    };
    assert_eq!(header("x-quota-event"), "quota.threshold");
    assert_eq!(header("x-quota-delivery"), DELIVERY);
    assert_eq!(header("x-quota-timestamp"), "1635156704");
    assert_eq!(header("content-type"), "application/json; charset=utf-8");
    assert_eq!(header("user-agent"), concat!("wxquota/", env!("CARGO_PKG_VERSION")));
    assert_eq!(header("content-length"), BODY.len().to_string());
    assert_eq!(body, BODY);
    let timestamp = header("x-quota-timestamp").parse().unwrap();
    assert_eq!(header("x-quota-signature"), signature(&SecretString::from(SECRET), timestamp, body.as_bytes()));
}

#[tokio::test]
async fn only_statuses_from_200_to_299_are_successes() {
    for status in [200, 201, 204, 299] {
        let (base, _) = answering(format!("HTTP/1.1 {status} x\r\nContent-Length: 0\r\n\r\n")).await;
        assert_eq!(outcome(&base).await, AttemptOutcome::Delivered { status });
    }
    for status in [300, 304, 400, 401, 404, 410, 429, 500, 503] {
        let (base, seen) = answering(format!("HTTP/1.1 {status} x\r\nContent-Length: 0\r\n\r\n")).await;
        assert_eq!(outcome(&base).await, AttemptOutcome::Refused { status, said: String::new() });
        assert_eq!(seen.lock().unwrap().len(), 1, "sent once and not again");
    }
    let (base, _) = answering(with_status("500 x", "\r\n<h1>内部\u{1b}错误</h1>\r\n")).await;
    assert_eq!(outcome(&base).await, AttemptOutcome::Refused { status: 500, said: "<h1>内部错误</h1>".to_owned() });
}

#[tokio::test]
async fn redirects_are_refusals() {
    let (elsewhere, seen) = answering(with_status("200 OK", "ok")).await;
    for status in [301, 302, 303, 307, 308] {
        let (base, _) =
            answering(format!("HTTP/1.1 {status} x\r\nLocation: {elsewhere}\r\nContent-Length: 0\r\n\r\n")).await;
        assert_eq!(outcome(&base).await, AttemptOutcome::Refused { status, said: String::new() });
    }
    assert!(seen.lock().unwrap().is_empty(), "the message was carried elsewhere");
}

#[tokio::test]
async fn what_a_receiver_echoes_is_masked() {
    let body = format!("Cannot POST /services/{KEY}?team=T0000001 (secret {SECRET}, team T0000001)");
    let (base, _) = answering(with_status("404 Not Found", &body)).await;
    let said = "Cannot POST ‹masked› (secret ‹masked›, team ‹masked›)".to_owned();
    assert_eq!(outcome(&base).await, AttemptOutcome::Refused { status: 404, said });

    let (base, _) = raw(|mut stream| async move {
        let body = format!("no key {KEY}");
        stream.write_all(format!("HTTP/1.1 403 x\r\n\r\n{body}").as_bytes()).await.ok();
    })
    .await;
    let said = "no key ‹masked›".to_owned();
    assert_eq!(outcome(&base).await, AttemptOutcome::Refused { status: 403, said });
}

#[tokio::test]
async fn of_megabytes_the_beginning_is_read() {
    let megabytes = "额".repeat(1 << 20);
    for head in [format!("Content-Length: {}", megabytes.len()), "Connection: close".to_owned()] {
        let (base, _) = answering(format!("HTTP/1.1 500 x\r\n{head}\r\n\r\n{megabytes}")).await;
        assert_eq!(outcome(&base).await, AttemptOutcome::Refused { status: 500, said: "额".repeat(300) });
        let (base, _) = answering(format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n{megabytes}")).await;
        assert_eq!(outcome(&base).await, AttemptOutcome::Delivered { status: 200 });
    }
}

#[tokio::test]
async fn slow_receivers_run_out_of_time() {
    let (base, seen) = raw(|stream| async move {
        let _open = stream;
        std::future::pending::<()>().await;
    })
    .await;
    let attempt = told(&IMPATIENT, base.as_str(), true).await;
    assert_eq!(attempt.outcome, AttemptOutcome::TimedOut);
    assert!(attempt.took >= Duration::from_millis(500), "{attempt:?}");
    assert_eq!(seen.lock().unwrap().len(), 1);

    let refused = AttemptOutcome::Refused { status: 500, said: "one moment".to_owned() };
    for (status, expected) in [(200, AttemptOutcome::Delivered { status: 200 }), (500, refused)] {
        let (base, _) = raw(move |mut stream| async move {
            let head = format!("HTTP/1.1 {status} x\r\nContent-Length: 100\r\n\r\none moment");
            stream.write_all(head.as_bytes()).await.unwrap();
            std::future::pending::<()>().await;
        })
        .await;
        let attempt = told(&IMPATIENT, base.as_str(), true).await;
        assert_eq!(attempt.outcome, expected, "the status has told the outcome");
    }
}

#[tokio::test]
async fn connections_that_break_are_told_from_those_that_never_stood() {
    for dropped_after in ["", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Le", "this is no HTTP\r\n\r\n"] {
        let (base, seen) = answering(dropped_after).await;
        let outcome = outcome(&base).await;
        assert!(matches!(&outcome, AttemptOutcome::ConnectionLost { detail } if !detail.is_empty()), "{outcome:?}");
        assert_eq!(seen.lock().unwrap().len(), 1, "sent once and not again");
    }
    let (base, _) = answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf").await;
    assert_eq!(outcome(&base).await, AttemptOutcome::Delivered { status: 200 });
    let (base, _) = answering("HTTP/1.1 500 x\r\nContent-Length: 100\r\n\r\nhalf").await;
    assert_eq!(outcome(&base).await, AttemptOutcome::Refused { status: 500, said: "half".to_owned() });
}

#[tokio::test]
async fn without_a_connection_it_is_said_why() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let outcome = told(&PATIENT, &closed, true).await.outcome;
    assert!(matches!(&outcome, AttemptOutcome::NoConnection { detail } if !detail.is_empty()), "{outcome:?}");

    let outcome = outcome_unless_allowed(&no_such_host()).await;
    assert!(matches!(&outcome, AttemptOutcome::NoSuchHost { detail } if !detail.is_empty()), "{outcome:?}");

    let plain = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let no_tls = format!("https://{}", plain.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = plain.accept().await {
            stream.write_all(b"HTTP/1.1 400 this is not TLS\r\n\r\n").await.ok();
        }
    });
    let outcome = told(&PATIENT, &no_tls, true).await.outcome;
    assert!(matches!(&outcome, AttemptOutcome::Tls { detail } if !detail.is_empty()), "{outcome:?}");
}

#[tokio::test]
async fn a_tls_handshake_that_hangs_is_no_connection() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let outcome = told(&IMPATIENT, &format!("https://{}", listener.local_addr().unwrap()), true).await.outcome;
    assert!(matches!(&outcome, AttemptOutcome::NoConnection { .. }), "{outcome:?}");
}

/// Whatever of this machine is called, and however it is spelled, no connection may even have been tried.
#[tokio::test]
async fn what_is_not_allowed_is_not_connected_to() {
    let listener = std::net::TcpListener::bind("0.0.0.0:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let private = |host: &str| AttemptOutcome::PrivateAddress { host: host.to_owned() };
    for (host, named) in [
        ("127.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("127.8.8.8", "127.8.8.8"),
        ("0.0.0.0", "0.0.0.0"),
        ("[::ffff:127.0.0.1]", "127.0.0.1"),
        ("[::127.0.0.1]", "::7f00:1"),
        ("[64:ff9b::127.0.0.1]", "64:ff9b::7f00:1"),
        ("[::1]", "::1"),
        ("[::]", "::"),
        ("localhost", "localhost"),
        ("LocalHost", "localhost"),
    ] {
        let named = if named.contains(':') { format!("[{named}]:{port}") } else { format!("{named}:{port}") };
        assert_eq!(outcome_unless_allowed(&format!("https://{host}:{port}")).await, private(&named), "{host}");
        let plain = AttemptOutcome::PlainHttp { host: named };
        assert_eq!(outcome_unless_allowed(&format!("http://{host}:{port}")).await, plain, "{host}");
    }
    for host in ["10.0.0.1", "169.254.169.254", "100.100.100.200", "[fd00:ec2::254]", "[fe80::1]"] {
        let outcome = outcome_unless_allowed(&format!("https://{host}")).await;
        assert_eq!(outcome, private(&format!("{host}:443")));
    }
    assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock, "a connection was tried");
}

#[tokio::test]
async fn an_admin_is_asked_for_host_and_port_alone() {
    let (base, seen) = answering(with_status("200 OK", "")).await;
    let port = base.port().unwrap();
    let url = WebhookUrl::parse(&format!("http://LocalHost:{port}/services/{KEY}")).unwrap();
    let expected = format!("localhost:{port}");
    let asked = Mutex::new(Vec::new());
    let may_reach = |host: &str| {
        asked.lock().unwrap().push(host.to_owned());
        host == expected
    };
    assert!(PATIENT.post(&message(&url, &SECRET.into()), &may_reach).await.outcome.is_delivered());
    assert_eq!(*asked.lock().unwrap(), [expected]);
    assert_eq!(seen.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn calls_do_not_hinder_one_another_or_share_connections() {
    let (base, seen) = answering(with_status("200 OK", "ok")).await;
    let outcomes = futures::future::join_all((0..8).map(|_| outcome(&base))).await;
    assert!(outcomes.iter().all(AttemptOutcome::is_delivered), "{outcomes:?}");
    assert_eq!(seen.lock().unwrap().len(), 8);
}

#[tokio::test]
async fn no_secret_of_a_webhook_is_logged_at_any_level() {
    let log = Log::of_everything();
    let (base, _) = answering(with_status("404 x", &format!("no {KEY} with {SECRET}"))).await;
    outcome(&base).await;
    let (base, _) = answering("").await;
    outcome(&base).await;
    outcome_unless_allowed("https://127.0.0.1:9").await;
    outcome_unless_allowed(&no_such_host()).await;
    let text = log.text();
    assert!(text.contains("refused with HTTP status 404: no ‹masked› with ‹masked›"), "{text}");
    assert!(text.contains("the connection broke"), "{text}");
    assert!(!text.contains(SECRET) && !text.contains(KEY) && !text.contains("/services"), "{text}");
}

#[tokio::test]
async fn calls_can_be_spawned() {
    let (base, _) = answering(with_status("200 OK", "ok")).await;
    assert!(tokio::spawn(async move { outcome(&base).await }).await.unwrap().is_delivered());
}
