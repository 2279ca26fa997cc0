//! The connection itself: where it goes, and whose certificate it takes. The wire is tested in `tests/it`.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::*;

const RECEIVER: &[u8] = include_bytes!("receiver.pem");

fn certificate() -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(RECEIVER).unwrap()
}

/// Answers over TLS, as hooks.example.com, and hands on what it read.
fn receiver() -> (SocketAddr, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let key = PrivateKeyDer::from_pem_slice(RECEIVER).unwrap();
    let config = Arc::new(config.with_no_client_auth().with_single_cert(vec![certificate()], key).unwrap());
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A client that does not trust us hangs up.
            if let Ok(request) = answer(stream, Arc::clone(&config)) {
                tell.send(request).ok();
            }
        }
    });
    (address, told)
}

fn answer(stream: TcpStream, config: Arc<ServerConfig>) -> std::io::Result<String> {
    let connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
    let mut stream = StreamOwned::new(connection, stream);
    let mut request = Vec::new();
    let mut buffer = [0; 4_096];
    while !request.ends_with(b"{}") {
        let read = stream.read(&mut buffer)?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        request.extend_from_slice(&buffer[..read]);
    }
    stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n")?;
    stream.conn.send_close_notify();
    stream.flush()?;
    Ok(String::from_utf8_lossy(&request).into_owned())
}

/// Calls `url`, whose host is taken to be at `address`.
async fn called(webhooks: &Webhooks, url: &str, address: SocketAddr) -> Result<u16, AttemptOutcome> {
    let url = WebhookUrl::parse(url).unwrap();
    let message = WebhookMessage {
        url: &url,
        secret: &"whsec_test0123".into(),
        event: "test",
        delivery: "5f0c9a3e-6a9f-4a53-8d0c-0e6d8c7e9b11",
        timestamp_s: 1_635_156_704,
        body: b"{}",
    };
    let response = webhooks.call(&message, vec![address], Instant::now()).await?;
    Ok(response.status().as_u16())
}

#[tokio::test]
async fn the_connection_goes_to_the_address_looked_at_and_expects_the_name_asked_for() {
    let (address, told) = receiver();
    let mut roots = RootCertStore::empty();
    roots.add(certificate()).unwrap();
    let webhooks = Webhooks::trusting(roots, WebhookTimeouts::default()).unwrap();
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
    let (address, _) = receiver();
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
    assert_eq!(refused, Err(AttemptOutcome::PrivateAddress { host: "localhost".to_owned() }));
}

#[test]
fn nothing_secret_prints_itself() {
    let url = WebhookUrl::parse("https://hooks.example.com/services/Kd93a1b2").unwrap();
    let message = WebhookMessage {
        url: &url,
        secret: &"whsec_test0123".into(),
        event: "test",
        delivery: "5f0c9a3e-6a9f-4a53-8d0c-0e6d8c7e9b11",
        timestamp_s: 1_635_156_704,
        body: b"{}",
    };
    let text = format!("{message:?}");
    assert!(!text.contains("whsec") && !text.contains("Kd93a1b2"), "{text}");
    let webhooks = Webhooks::trusting(RootCertStore::empty(), WebhookTimeouts::default()).unwrap();
    assert_eq!(
        format!("{webhooks:?}"),
        "Webhooks { options: WebhookTimeouts { connect_timeout: 5s, call_timeout: 10s }, .. }"
    );
}
