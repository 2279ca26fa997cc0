//! Calls through a proxy: what reached WeChat when the proxy refuses, breaks off, or WeChat does.

use std::sync::mpsc::TryRecvError;
use std::time::Duration;

use super::{Connections, Options, Transport};
use crate::error::{CallError, Cause, RequestProgress};
use crate::proxy::{OutboundProxy, ProxyUrl};
use crate::testing::{Proxying, proxy, receiver, roots};
use crate::token::Token;

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 27\r\n\r\n{\"errcode\":0,\"errmsg\":\"ok\"}";
const PASSWORD: &str = "Proxy-Pa55-word";

/// A clear, made through the proxy at `proxy`.
async fn clear(proxy: &str) -> Result<(), CallError> {
    clear_trusting(roots(), proxy).await
}

async fn clear_trusting(roots: rustls::RootCertStore, proxy: &str) -> Result<(), CallError> {
    let options = Options {
        connect_timeout: Duration::from_millis(800),
        call_timeout: Duration::from_secs(4),
        connections: Connections::PerCall,
        proxy: OutboundProxy::all(ProxyUrl::parse(proxy).unwrap()),
        observer: None,
    };
    let transport = Transport::trusting(roots, "https://hooks.example.com:8443".parse().unwrap(), options).unwrap();
    assert!(!format!("{transport:?}").contains(PASSWORD), "{transport:?}");
    let result = transport.clear_quota(&Token::new("50_token"), &"wx448f04719cd48f69".parse().unwrap()).await;
    if let Err(error) = &result {
        assert!(!format!("{error} {error:?}").contains(PASSWORD), "{error:?}");
    }
    result
}

/// The detail of a failure before anything was sent.
#[track_caller]
fn not_sent(result: Result<(), CallError>) -> String {
    match result {
        Err(CallError { reach: RequestProgress::NotSent, cause: Cause::ConnectFailed { detail }, .. }) => detail,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_call_goes_through_the_tunnel_with_the_password_that_was_set() {
    let (there, told) = receiver(OK);
    let (at, asked) = proxy(Proxying::To(there));
    assert_eq!(clear(&format!("http://ann:{PASSWORD}%40%25@{at}")).await, Ok(()));
    let request = told.recv().unwrap();
    assert!(request.starts_with("POST /cgi-bin/clear_quota?access_token=50_token HTTP/1.1\r\n"), "{request}");
    let asked = asked.recv().unwrap();
    assert!(asked.starts_with("CONNECT hooks.example.com:8443 HTTP/1.1\r\n"), "{asked}");
    let header = data_encoding::BASE64.encode(format!("ann:{PASSWORD}@%").as_bytes());
    assert!(asked.contains(&format!("proxy-authorization: Basic {header}\r\n")), "{asked}");
    assert!(!asked.contains("50_token"), "the proxy sees no request: {asked}");
}

#[tokio::test]
async fn every_character_of_a_password_arrives() {
    let (at, asked) = proxy(Proxying::Answering(""));
    for c in (' '..='~').chain(['é', '密']) {
        let encoded: String = c.to_string().bytes().map(percent_encoding::percent_encode_byte).collect();
        let plain = if "@:/?#%[]\\ ".contains(c) { encoded.clone() } else { c.to_string() };
        for typed in [encoded, plain] {
            not_sent(clear(&format!("http://ann:x{typed}y@{at}")).await);
            let header = data_encoding::BASE64.encode(format!("ann:x{c}y").as_bytes());
            let asked = asked.recv_timeout(Duration::from_secs(5)).unwrap();
            assert!(asked.contains(&format!("Basic {header}\r\n")), "{c:?}: {asked}");
        }
    }
}

#[tokio::test]
async fn a_refused_tunnel_reaches_nobody() {
    let refusals = [
        ("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno", "refused to open the connection"),
        ("HTTP/1.1 407 x\r\n\r\n<h1>Proxy-Pa55-word is wrong</h1>", "requires a user name and a password"),
        ("HTTP/1.1 500 x\r\n\r\n", "refused to open the connection"),
        ("HTTP/1.1 502 Bad Gateway\r\n\r\n<h1>Proxy-Pa55-word</h1>", "refused to open the connection"),
        ("HTTP/1.1 302 Found\r\nLocation: https://sign-in.example/\r\n\r\n", "refused to open the connection"),
        ("this is no proxy\r\n\r\n", "refused to open the connection"),
        ("", "closed the connection without an answer"),
        ("HTTP/1.1 200", "closed the connection without an answer"),
    ];
    for (answer, told) in refusals {
        let (at, _) = proxy(Proxying::Answering(answer));
        let detail = not_sent(clear(&format!("http://ann:{PASSWORD}@{at}")).await);
        assert_eq!(detail.split(" http").next().unwrap(), "the proxy", "{answer}: {detail}");
        assert!(detail.contains(&format!("http://‹masked›@{at} {told}")), "{answer}: {detail}");
    }
}

#[tokio::test]
async fn without_a_proxy_to_connect_to_nobody_is_reached() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    drop(listener);
    for scheme in ["http", "https"] {
        let detail = not_sent(clear(&format!("{scheme}://ann:{PASSWORD}@{at}")).await);
        assert!(detail.starts_with(&format!("the proxy {scheme}://‹masked›@{at} cannot be reached: ")), "{detail}");
    }
    let detail = not_sent(clear(&format!("socks5h://ann:{PASSWORD}@{at}")).await);
    assert!(detail.starts_with(&format!("through the proxy socks5h://‹masked›@{at}: ")), "{detail}");
    // A name too long to be one, so that no name server needs to be asked.
    let unknown = format!("{}.invalid", "x".repeat(64));
    let detail = not_sent(clear(&format!("http://ann:{PASSWORD}@{unknown}:3128")).await);
    assert!(detail.contains("cannot be reached"), "{detail}");
    let (at, _) = proxy(Proxying::Silent);
    not_sent(clear(&format!("http://ann:{PASSWORD}@{at}")).await);
}

#[tokio::test]
async fn a_tunnel_that_breaks_leaves_open_what_became_of_the_call() {
    let (at, _) = proxy(Proxying::Answering("HTTP/1.1 200 Connection established\r\n\r\n"));
    let error = clear(&format!("http://ann:{PASSWORD}@{at}")).await.unwrap_err();
    assert_eq!(error.reach, RequestProgress::SentNoAnswer, "{error}");
    let Cause::Broken { detail } = error.cause else { panic!("{error:?}") };
    assert!(detail.starts_with("through the proxy"), "{detail}");
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_is_sent_no_request() {
    // A proxy that reads along puts its own certificate in place of WeChat's.
    let (there, told) = receiver(OK);
    let (at, _) = proxy(Proxying::To(there));
    let roots = rustls::RootCertStore::empty();
    let detail = not_sent(clear_trusting(roots, &format!("http://ann:{PASSWORD}@{at}")).await);
    assert!(detail.contains("certificate"), "{detail}");
    assert_eq!(told.try_recv(), Err(TryRecvError::Empty));
}

#[tokio::test]
async fn a_break_after_the_request_leaves_open_what_became_of_it() {
    for cut in ["", "HTTP/1.1 200 O"] {
        let (there, told) = receiver(cut);
        let (at, _) = proxy(Proxying::To(there));
        let error = clear(&format!("http://ann:{PASSWORD}@{at}")).await.unwrap_err();
        assert_eq!(error.reach, RequestProgress::SentNoAnswer, "{error}");
        assert!(told.recv().unwrap().starts_with("POST /cgi-bin/clear_quota"));
        assert_eq!(told.recv_timeout(Duration::from_millis(50)).ok(), None, "sent once and not again");
    }
    let (there, _) = receiver("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
    let (at, _) = proxy(Proxying::To(there));
    let error = clear(&format!("http://{at}")).await.unwrap_err();
    assert_eq!((error.reach, error.cause), (RequestProgress::Answered, Cause::HttpStatus(502)));
}
