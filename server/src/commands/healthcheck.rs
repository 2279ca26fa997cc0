//! `wxquota healthcheck`: asks the dashboard whether it answers, for supervisors and containers.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::timeout;

use super::say;
use crate::failure::CommandError;
use crate::settings::{Listen, Settings};

/// The timeout of the whole question. Supervisors wait longer: Docker 30 s.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The beginning of an answer that is read, in bytes: its first line.
const READ: u64 = 200;
const REQUEST: &[u8] = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

pub(crate) async fn run(settings: &Settings) -> Result<(), CommandError> {
    let place = reachable(&settings.listen);
    let unwell = |why: String| CommandError::Wanting(format!("{} does not answer: {why}", place.place()));
    let answer = match timeout(TIMEOUT, ask(&place)).await {
        Ok(answer) => answer.map_err(|error| unwell(error.to_string()))?,
        Err(_) => return Err(unwell(format!("no answer within {} s", TIMEOUT.as_secs()))),
    };
    match status(&answer) {
        Some(200) => say(format_args!("{} answers", place.place())),
        Some(status) => Err(unwell(format!("/healthz answers {status}"))),
        None => Err(unwell("another program listens there".to_owned())),
    }
}

/// The place to connect to: where a server listens on all addresses, this machine's own.
fn reachable(listen: &Listen) -> Listen {
    match listen {
        Listen::Tcp(address) if address.ip().is_unspecified() => {
            let ip = match address.ip() {
                IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
                IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
            };
            Listen::Tcp(SocketAddr::new(ip, address.port()))
        }
        listen => listen.clone(),
    }
}

async fn ask(place: &Listen) -> io::Result<Vec<u8>> {
    match place {
        Listen::Tcp(address) => answer(TcpStream::connect(address).await?).await,
        Listen::Unix(path) => answer(UnixStream::connect(path).await?).await,
    }
}

async fn answer(mut stream: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<Vec<u8>> {
    stream.write_all(REQUEST).await?;
    let mut answer = Vec::new();
    stream.take(READ).read_to_end(&mut answer).await?;
    Ok(answer)
}

/// The status in the first line of an answer; `None` where it is not one of HTTP/1.
fn status(answer: &[u8]) -> Option<u16> {
    let line = str::from_utf8(answer.split(|byte| *byte == b'\r').next()?).ok()?;
    line.strip_prefix("HTTP/1.")?.split(' ').nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_on_all_addresses_is_asked_on_this_machine() {
        for (listen, asked) in [
            ("0.0.0.0:80", "127.0.0.1:80"),
            ("[::]:80", "[::1]:80"),
            ("192.0.2.1:80", "192.0.2.1:80"),
            ("unix:/run/w.sock", "unix:/run/w.sock"),
        ] {
            assert_eq!(reachable(&listen.parse().unwrap()).to_string(), asked);
        }
    }

    #[test]
    fn only_the_status_of_http_is_one() {
        assert_eq!(status(b"HTTP/1.1 200 OK\r\n"), Some(200));
        assert_eq!(status(b"HTTP/1.1 503 \r\n"), Some(503));
        for other in [&b""[..], b"SSH-2.0", b"HTTP/1.1", b"\xff\r\n", b"200"] {
            assert_eq!(status(other), None);
        }
    }
}
