//! A WeChat that is reached by its name, over TLS and through a proxy only.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// Certificate and key of the name below.
pub(crate) const CERTIFICATE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/wechat/src/testing/receiver.pem");
/// Where it is; no name server knows it.
pub(crate) const BASE_URL: &str = "https://hooks.example.com";

/// What the proxy does with a `CONNECT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Connecting {
    /// Opens the tunnel to WeChat.
    Opens,
    /// Answers this and closes.
    Answers(&'static str),
}

/// The proxy, and WeChat behind it, which hangs up on clears without an answer.
pub(crate) struct FarWechat {
    pub(crate) proxy: SocketAddr,
    does: Arc<Mutex<Connecting>>,
    /// The first lines of the requests that reached WeChat.
    reached: Arc<Mutex<Vec<String>>>,
}

impl FarWechat {
    pub(crate) fn start() -> Self {
        let (does, reached) = (Arc::new(Mutex::new(Connecting::Opens)), Arc::<Mutex<Vec<String>>>::default());
        let pem = std::fs::read(CERTIFICATE).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let certificate = CertificateDer::from_pem_slice(&pem).unwrap();
        let key = PrivateKeyDer::from_pem_slice(&pem).unwrap();
        let config = Arc::new(config.with_no_client_auth().with_single_cert(vec![certificate], key).unwrap());
        let seen = Arc::clone(&reached);
        let wechat = serve(move |stream| {
            let connection = ServerConnection::new(Arc::clone(&config)).map_err(std::io::Error::other)?;
            answer(&mut StreamOwned::new(connection, stream), &seen)
        });
        let what = Arc::clone(&does);
        let proxy = serve(move |stream| {
            let does = *what.lock().unwrap();
            connect(stream, does, wechat)
        });
        Self { proxy, does, reached }
    }

    pub(crate) fn set(&self, does: Connecting) {
        *self.does.lock().unwrap() = does;
    }

    /// How many requests to this path reached WeChat.
    pub(crate) fn reached(&self, path: &str) -> usize {
        self.reached.lock().unwrap().iter().filter(|line| line.split(['?', ' ']).nth(1) == Some(path)).count()
    }
}

fn serve(answer: impl Fn(TcpStream) -> std::io::Result<()> + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let answer = Arc::new(answer);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            std::thread::spawn(move || answer(stream).ok());
        }
    });
    address
}

fn connect(mut stream: TcpStream, does: Connecting, wechat: SocketAddr) -> std::io::Result<()> {
    head(&mut stream)?;
    match does {
        Connecting::Answers(answer) => stream.write_all(answer.as_bytes()),
        Connecting::Opens => {
            let there = TcpStream::connect(wechat)?;
            stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
            let (mut from, mut to) = (there.try_clone()?, stream.try_clone()?);
            std::thread::spawn(move || {
                std::io::copy(&mut from, &mut to).ok();
                to.shutdown(std::net::Shutdown::Both).ok();
            });
            std::io::copy(&mut stream, &mut &there).map(drop)
        }
    }
}

/// Answers one request as WeChat does.
fn answer(stream: &mut (impl Read + Write), reached: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let head = head(stream)?;
    let line = head.lines().next().unwrap_or_default().to_owned();
    reached.lock().unwrap().push(line.clone());
    let body = match line.split(['?', ' ']).nth(1) {
        Some("/cgi-bin/stable_token") => r#"{"access_token":"77_far","expires_in":7200}"#,
        Some("/cgi-bin/openapi/quota/get") => {
            r#"{"errcode":0,"errmsg":"ok","quota":{"daily_limit":5000,"used":4900,"remain":100}}"#
        }
        Some("/cgi-bin/clear_quota") => return Ok(()),
        _ => r#"{"errcode":40066,"errmsg":"invalid url"}"#,
    };
    write!(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len())?;
    stream.flush()
}

/// The head of a request; its body is read too, by its Content-Length.
fn head(stream: &mut impl Read) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4_096];
    loop {
        let read = stream.read(&mut buffer)?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        bytes.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let lower = head.to_ascii_lowercase();
        let length = lower.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()?.parse().ok());
        if body.len() >= length.unwrap_or(0) {
            return Ok(head.to_owned());
        }
    }
}
