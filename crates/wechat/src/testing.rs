//! For tests: a receiver that answers over TLS, and a proxy that misbehaves.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};

const RECEIVER: &[u8] = include_bytes!("testing/receiver.pem");

/// Root certificates that hold the one of [`receiver`], for hooks.example.com.
pub(crate) fn roots() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add(certificate()).unwrap();
    roots
}

fn certificate() -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(RECEIVER).unwrap()
}

/// TLS as hooks.example.com.
pub(crate) fn server_config() -> Arc<ServerConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let key = PrivateKeyDer::from_pem_slice(RECEIVER).unwrap();
    Arc::new(config.with_no_client_auth().with_single_cert(vec![certificate()], key).unwrap())
}

/// Answers each request over TLS, as hooks.example.com, with these bytes, none to hang up; hands on what it read.
pub(crate) fn receiver(answer: &'static str) -> (SocketAddr, Receiver<String>) {
    let config = server_config();
    serve(move |stream| {
        let connection = ServerConnection::new(Arc::clone(&config)).map_err(std::io::Error::other)?;
        let mut stream = StreamOwned::new(connection, stream);
        // A client that does not trust us hangs up.
        let request = read_request(&mut stream)?;
        if !answer.is_empty() {
            stream.write_all(answer.as_bytes())?;
            stream.conn.send_close_notify();
            stream.flush()?;
        }
        Ok(request)
    })
}

/// What a [`proxy`] does.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Proxying {
    /// Opens the tunnel to this address, whatever host is asked for.
    To(SocketAddr),
    /// Answers this and closes; nothing, where it is empty.
    Answering(&'static str),
    /// Waits for nothing and answers nothing.
    Silent,
}

/// A proxy; hands on the head of each request that came to it.
pub(crate) fn proxy(what: Proxying) -> (SocketAddr, Receiver<String>) {
    serve(move |mut stream| {
        let request = read_request(&mut stream)?;
        match what {
            Proxying::To(target) => {
                let there = TcpStream::connect(target)?;
                stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
                tunnel(&stream, &there)?;
                tunnel(&there, &stream)?;
            }
            Proxying::Answering(answer) => stream.write_all(answer.as_bytes())?,
            Proxying::Silent => {
                std::thread::spawn(move || stream.read(&mut [0]));
            }
        }
        Ok(request)
    })
}

fn tunnel(from: &TcpStream, to: &TcpStream) -> std::io::Result<()> {
    let (mut from, mut to) = (from.try_clone()?, to.try_clone()?);
    std::thread::spawn(move || {
        std::io::copy(&mut from, &mut to).ok();
        to.shutdown(std::net::Shutdown::Write).ok();
    });
    Ok(())
}

fn serve(answer: impl Fn(TcpStream) -> std::io::Result<String> + Send + 'static) -> (SocketAddr, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for request in listener.incoming().flatten().flat_map(answer) {
            tell.send(request).ok();
        }
    });
    (address, told)
}

/// Head and body of one request, by its Content-Length.
fn read_request(stream: &mut impl Read) -> std::io::Result<String> {
    let mut request = Vec::new();
    let mut buffer = [0; 4_096];
    loop {
        let read = stream.read(&mut buffer)?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        request.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&request).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let head = head.to_ascii_lowercase();
        let length = head.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next()?.parse().ok());
        if body.len() >= length.unwrap_or(0) {
            return Ok(text);
        }
    }
}
