//! Requests to the program, and its answers.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// A connection on which nothing waits for longer than anybody would.
pub(super) fn connect(address: SocketAddr) -> Option<TcpStream> {
    const PATIENCE: Duration = Duration::from_secs(30);
    let stream = TcpStream::connect_timeout(&address, PATIENCE).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.set_write_timeout(Some(PATIENCE)).ok()?;
    Some(stream)
}

/// An answer.
pub(super) struct Answer {
    pub(super) status: u16,
    head: String,
    pub(super) body: String,
}

impl Answer {
    /// The value of a header; its first where there are several.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.head.lines().filter_map(|line| line.split_once(':'));
        headers.find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

/// The head of a request; `more` are headers, each with its line end.
pub(super) fn head(address: SocketAddr, line: &str, more: &str) -> String {
    format!("{line} HTTP/1.1\r\nHost: localhost:{}\r\nAccept: text/html\r\n{more}\r\n", address.port())
}

/// The headers of a form.
pub(super) fn form_headers(address: SocketAddr, length: usize) -> String {
    format!(
        "Origin: http://localhost:{}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n",
        address.port()
    )
}

/// The header by which a proxy names its client; the numbers are all those of other clients.
pub(super) fn forwarded(number: usize) -> String {
    format!("X-Forwarded-For: 198.{}.{}.{}\r\n", 18 + (number >> 16 & 1), number >> 8 & 255, number & 255)
}

/// Asks on a connection of its own; `None` where there is no answer.
pub(super) fn ask(address: SocketAddr, line: &str, more: &str, body: &[u8]) -> Option<Answer> {
    let mut stream = connect(address)?;
    let head = head(address, line, &format!("Connection: close\r\n{more}"));
    stream.write_all(head.as_bytes()).ok()?;
    // Whoever refuses it need not read all of it.
    let _ = stream.write_all(body);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, head: head.to_owned(), body: body.to_owned() })
}

pub(super) fn get(address: SocketAddr, path: &str, more: &str) -> Option<Answer> {
    ask(address, &format!("GET {path}"), more, b"")
}

/// Tries to sign in.
pub(super) fn sign_in(address: SocketAddr, name: &str, password: &str, more: &str) -> Option<Answer> {
    let form = format!("name={name}&password={}", password.replace(' ', "+"));
    let headers = format!("{}{more}", form_headers(address, form.len()));
    ask(address, "POST /form/sign-in", &headers, form.as_bytes())
}
