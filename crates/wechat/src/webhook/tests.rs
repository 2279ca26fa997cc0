//! The connection itself: where it goes, and whose certificate it takes. The wire is tested in `tests/it`.

use domain::ChannelKind;
use secrecy::SecretString;

use super::*;
use crate::testing::{Proxying, proxy, receiver, roots};

const TAKEN: &str = "HTTP/1.1 204 No Content\r\n\r\n";

/// A message to `url`.
fn message<'a>(url: &'a WebhookUrl, secret: &'a SecretString) -> WebhookMessage<'a> {
    WebhookMessage {
        kind: ChannelKind::Webhook,
        url,
        secret,
        event: "test",
        delivery: "5f0c9a3e-6a9f-4a53-8d0c-0e6d8c7e9b11",
        timestamp_s: 1_635_156_704,
        body: b"{}",
    }
}

/// Calls `url`, whose host is taken to be at `address`.
async fn called(webhooks: &Webhooks, url: &str, address: SocketAddr) -> Result<u16, AttemptOutcome> {
    let url = WebhookUrl::parse(url).unwrap();
    let secret = "whsec_test0123".into();
    let message = message(&url, &secret);
    let response = webhooks.call(&message, Route::Direct(vec![address]), Instant::now()).await?;
    Ok(response.status().as_u16())
}

#[tokio::test]
async fn the_connection_goes_to_the_address_looked_at_and_expects_the_name_asked_for() {
    let (address, told) = receiver(TAKEN);
    let webhooks = Webhooks::trusting(roots(), WebhookTimeouts::default()).unwrap();
    let at = |host: &str| format!("https://{host}:{}/quota?key=Kd93a1b2", address.port());

    assert_eq!(called(&webhooks, &at("hooks.example.com"), address).await, Ok(204));
    let request = told.recv().unwrap();
    assert!(request.starts_with("POST /quota?key=Kd93a1b2 HTTP/1.1\r\n"), "{request}");
    assert!(request.contains(&format!("host: hooks.example.com:{}\r\n", address.port())), "{request}");
    assert_eq!(called(&webhooks, &at("hooks.example.com."), address).await, Ok(204), "a name spelled whole");

    let other = called(&webhooks, &at("other.example.com"), address).await;
    let Err(AttemptOutcome::Tls { detail }) = other else { panic!("{other:?}") };
    assert!(detail.contains("not valid for name") && !detail.contains("Kd93a1b2"), "{detail}");
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    let (address, _) = receiver(TAKEN);
    let webhooks = Webhooks::new(WebhookTimeouts::default()).unwrap();
    let url = format!("https://hooks.example.com:{}/quota", address.port());
    let outcome = called(&webhooks, &url, address).await;
    let Err(AttemptOutcome::Tls { detail }) = outcome else { panic!("{outcome:?}") };
    assert!(detail.contains("UnknownIssuer"), "{detail}");
}

#[tokio::test]
async fn all_addresses_of_a_host_must_be_public() {
    let webhooks = Webhooks::trusting(RootCertStore::empty(), WebhookTimeouts::default()).unwrap();
    for literal in ["https://8.8.8.8/x", "https://[2606:4700:4700::1111]/x", "https://[64:ff9b::808:808]/x"] {
        let addresses = webhooks.addresses(&WebhookUrl::parse(literal).unwrap(), false).await;
        assert_eq!(addresses.unwrap()[0].port(), 443, "{literal}");
    }
    let localhost = WebhookUrl::parse("https://localhost:9/x").unwrap();
    let addresses = webhooks.addresses(&localhost, true).await.unwrap();
    assert!(addresses.iter().all(|address| address.ip().is_loopback() && address.port() == 9), "{addresses:?}");
    let refused = webhooks.addresses(&localhost, false).await;
    assert_eq!(refused, Err(AttemptOutcome::PrivateAddress { host: "localhost:9".to_owned() }));
}

#[test]
fn nothing_secret_prints_itself() {
    let url = WebhookUrl::parse("https://hooks.example.com/services/Kd93a1b2").unwrap();
    let secret = "whsec_test0123".into();
    let message = message(&url, &secret);
    let text = format!("{message:?}");
    assert!(!text.contains("whsec") && !text.contains("Kd93a1b2"), "{text}");
    let webhooks = Webhooks::trusting(RootCertStore::empty(), WebhookTimeouts::default()).unwrap();
    assert_eq!(
        format!("{webhooks:?}"),
        "Webhooks { options: WebhookTimeouts { connect_timeout: 5s, call_timeout: 10s }, .. }"
    );
}

const PASSWORD: &str = "Proxy-Pa55-word";

fn through(proxy: SocketAddr) -> Webhooks {
    let proxy = ProxyUrl::parse(&format!("http://ann:{PASSWORD}@{proxy}")).unwrap();
    Webhooks::trusting(roots(), WebhookTimeouts::default()).unwrap().through(OutboundProxy::all(proxy))
}

async fn posted(webhooks: &Webhooks, url: &str, allowed: bool) -> AttemptOutcome {
    let url = WebhookUrl::parse(url).unwrap();
    let secret = "whsec_test0123".into();
    let message = message(&url, &secret);
    let outcome = webhooks.post(&message, &|_: &str| allowed).await.outcome;
    assert!(!format!("{outcome} {outcome:?}").contains(PASSWORD), "{outcome:?}");
    outcome
}

#[tokio::test]
async fn behind_a_proxy_the_message_goes_through_its_tunnel() {
    let (there, told) = receiver(TAKEN);
    let (at, asked) = proxy(Proxying::To(there));
    let outcome = posted(&through(at), "https://hooks.example.com/quota?key=Kd93a1b2", true).await;
    assert_eq!(outcome, AttemptOutcome::Delivered { status: 204 });
    assert!(asked.recv().unwrap().starts_with("CONNECT hooks.example.com:443 "));
    assert!(told.recv().unwrap().starts_with("POST /quota?key=Kd93a1b2 HTTP/1.1\r\n"));

    // Another host's certificate is refused behind a proxy too.
    let outcome = posted(&through(at), "https://other.example.com/quota", true).await;
    assert!(matches!(outcome, AttemptOutcome::Tls { .. }), "{outcome:?}");
}

#[tokio::test]
async fn behind_a_proxy_hosts_have_to_be_known_or_allowed() {
    let (at, asked) = proxy(Proxying::Answering("HTTP/1.1 502 x\r\n\r\n"));
    let webhooks = through(at);
    // A name too long to be one, so that no name server needs to be asked.
    let unknown = format!("{}.invalid", "x".repeat(64));
    let private = |host: &str| AttemptOutcome::PrivateAddress { host: host.to_owned() };
    for (url, refused) in [
        (format!("https://{unknown}/x"), AttemptOutcome::UnknownBehindProxy { host: format!("{unknown}:443") }),
        (format!("http://{unknown}/x"), AttemptOutcome::PlainHttp { host: format!("{unknown}:80") }),
        ("https://10.0.0.1/x".to_owned(), private("10.0.0.1:443")),
        ("https://169.254.169.254/x".to_owned(), private("169.254.169.254:443")),
        ("https://127.0.0.1:9/x".to_owned(), private("127.0.0.1:9")),
        ("https://localhost:9/x".to_owned(), private("localhost:9")),
        (
            "http://qyapi.weixin.qq.com/x".to_owned(),
            AttemptOutcome::PlainHttp { host: "qyapi.weixin.qq.com:80".to_owned() },
        ),
    ] {
        assert_eq!(posted(&webhooks, &url, false).await, refused, "{url}");
    }
    assert!(asked.try_recv().is_err(), "the proxy was asked for one of them");

    for (url, allowed) in [
        (format!("https://{unknown}/x"), true),
        ("https://10.0.0.1/x".to_owned(), true),
        ("https://8.8.8.8/x".to_owned(), false),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k".to_owned(), false),
        ("https://oapi.dingtalk.com./robot/send".to_owned(), false),
    ] {
        let outcome = posted(&webhooks, &url, allowed).await;
        let AttemptOutcome::NoConnection { detail } = &outcome else { panic!("{url}: {outcome:?}") };
        assert!(detail.contains("refused to open the connection"), "{url}: {detail}");
        assert!(asked.recv().unwrap().starts_with("CONNECT "), "{url}");
    }
}

#[tokio::test]
async fn a_proxy_that_wants_another_password_and_repeats_it_is_told_from_a_receiver() {
    let page = "HTTP/1.1 407 x\r\n\r\nann:Proxy-Pa55-word YW5uOlByb3h5LVBhNTUtd29yZA==";
    let (at, asked) = proxy(Proxying::Answering(page));
    for url in ["http://hooks.example.com/x", "https://hooks.example.com/x"] {
        let outcome = posted(&through(at), url, true).await;
        let AttemptOutcome::NoConnection { detail } = &outcome else { panic!("{outcome:?}") };
        assert!(detail.contains("requires a user name and a password"), "{detail}");
        asked.recv().unwrap();
    }
    let (at, asked) = proxy(Proxying::Answering(
        "HTTP/1.1 403 x\r\n\r\nann:Proxy-Pa55-word YW5uOlByb3h5LVBhNTUtd29yZA== Proxy-Pa55-word",
    ));
    let said = "ann:‹masked› ‹masked› ‹masked›".to_owned();
    let outcome = posted(&through(at), "http://hooks.example.com/x", true).await;
    assert_eq!(outcome, AttemptOutcome::Refused { status: 403, said });
    assert!(asked.recv().unwrap().starts_with("POST http://hooks.example.com/x HTTP/1.1\r\n"));
}

#[tokio::test]
async fn this_machine_is_called_without_the_proxy() {
    let (there, told) = receiver(TAKEN);
    let (at, asked) = proxy(Proxying::Silent);
    let outcome = posted(&through(at), &format!("https://127.0.0.1:{}/x", there.port()), true).await;
    assert!(matches!(outcome, AttemptOutcome::Tls { .. }), "its certificate is for another name: {outcome:?}");
    assert!(told.try_recv().is_err() && asked.try_recv().is_err());
}
