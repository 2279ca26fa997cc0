//! Crowds: what one client address may take of connections and requests, and that others are answered meanwhile.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use domain::Role;
use jiff::SignedDuration;
use server::{Limits, Rate, Web};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use super::connections::Listening;
use crate::support::app::TestApp;

/// Longer than anything here takes; who waits for longer waits for ever.
const FOR_EVER: Duration = Duration::from_mins(1);
/// Two addresses of this machine: those of the crowd, and of somebody else.
const CROWD: [u8; 4] = [127, 0, 0, 1];
const ELSE: [u8; 4] = [127, 0, 0, 2];

fn limits() -> Limits {
    Limits { connections: 20, connections_each: Some(8), ..Limits::default() }
}

/// One end of a connection, from an address of this machine.
struct Client {
    stream: TcpStream,
    host: SocketAddr,
}

impl Client {
    async fn at(listening: &Listening, from: [u8; 4]) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from((IpAddr::from(from), 0))).unwrap();
        let host = listening.address();
        Self { stream: socket.connect(host).await.unwrap(), host }
    }

    async fn send(&mut self, line: &str, more: &str) {
        let request = format!("{line} HTTP/1.1\r\nHost: {}\r\nAccept-Language: en\r\n{more}\r\n", self.host);
        // The other end may have closed it.
        let _ = self.stream.write_all(request.as_bytes()).await;
    }

    /// The head and the body of the next answer; empty where the other end closes without one.
    async fn answer(&mut self) -> String {
        let mut read = Vec::new();
        loop {
            let text = String::from_utf8_lossy(&read).into_owned();
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                let head = head.to_ascii_lowercase();
                let chunked = head.contains("transfer-encoding: chunked");
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
                let is_whole = if chunked { body.ends_with("0\r\n\r\n") } else { body.len() >= length.unwrap_or(0) };
                if is_whole {
                    return text;
                }
            }
            match timeout(FOR_EVER, self.stream.read_buf(&mut read)).await.unwrap() {
                Ok(1..) => {}
                Ok(0) | Err(_) => return String::from_utf8_lossy(&read).into_owned(),
            }
        }
    }

    /// Begins a form and sends no byte of it; comes back once it is being answered.
    async fn hold(&mut self) {
        self.send("POST /preferences", "Content-Length: 100\r\nExpect: 100-continue\r\n").await;
        assert_eq!(status(&self.answer().await), 100);
    }

    async fn get(&mut self, path: &str) -> String {
        self.send(&format!("GET {path}"), "").await;
        self.answer().await
    }
}

/// The status of an answer; 0 where there was none.
fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn kept_connections_of_one_address_keep_nobody_else_out() {
    let app = TestApp::new().await;
    let listening = Listening::with(&app, limits()).await;
    let mut crowd = Vec::new();
    for _ in 0..60 {
        let mut client = Client::at(&listening, CROWD).await;
        assert_eq!(status(&client.get("/healthz").await), 200, "the newest always finds a place");
        crowd.push(client);
    }
    let mut other = Client::at(&listening, ELSE).await;
    assert_eq!([status(&other.get("/login").await), status(&other.get("/readyz").await)], [200, 200]);
    let mut open = 0;
    for client in &mut crowd {
        open += usize::from(status(&client.get("/healthz").await) == 200);
    }
    assert_eq!(open, 8, "those that were idle for longest made room");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_to_make_room_is_gone_at_once_though_headers_trickle() {
    let app = TestApp::new().await;
    let slow = Duration::from_hours(1);
    let listening = Listening::with(&app, Limits { headers: slow, answer: slow, ..limits() }).await;
    let mut crowd = Vec::new();
    for _ in 0..40 {
        let mut client = Client::at(&listening, CROWD).await;
        client.stream.write_all(b"GET /healthz HTTP/1.1\r\nAccept: text/html\r\n").await.unwrap();
        // By the time that somebody else is answered, the server has read it.
        assert_eq!(status(&Client::at(&listening, ELSE).await.get("/healthz").await), 200);
        crowd.push(client);
    }
    let rest = crowd.split_off(32);
    for mut client in crowd {
        assert_eq!(client.answer().await, "", "closed, and not only without a place");
    }
    for mut client in rest {
        let host = client.host;
        client.stream.write_all(format!("Host: {host}\r\n\r\n").as_bytes()).await.unwrap();
        assert_eq!(status(&client.answer().await), 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn busy_connections_of_one_address_leave_room_for_health_checks() {
    let app = TestApp::new().await;
    let listening = Listening::with(&app, limits()).await;
    let mut crowd = Vec::new();
    for _ in 0..8 {
        let mut client = Client::at(&listening, CROWD).await;
        client.hold().await;
        crowd.push(client);
    }
    let mut more = Client::at(&listening, CROWD).await;
    let refused = more.get("/login").await;
    assert!(refused.contains("Too many connections are open. Nothing was changed."), "{refused}");
    assert!(refused.to_ascii_lowercase().contains("retry-after: 5"), "{refused}");
    let call = Client::at(&listening, CROWD).await.get("/api/v1/accounts").await;
    assert!(status(&call) == 503 && call.contains("urn:wxquota:problem:too-many-connections"), "{call}");
    for path in ["/healthz", "/readyz"] {
        assert_eq!(status(&Client::at(&listening, CROWD).await.get(path).await), 200, "{path}");
    }
    assert_eq!(status(&Client::at(&listening, ELSE).await.get("/login").await), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_ask_so_often_and_no_more() {
    let app = TestApp::new().await;
    let strangers = Rate { burst: 5, every: SignedDuration::from_mins(1) };
    let listening = Listening::with(&app, Limits { strangers, ..limits() }).await;
    let mut client = Client::at(&listening, CROWD).await;
    for _ in 0..5 {
        assert_eq!(status(&client.get("/login").await), 200);
    }
    let refused = client.get("/login").await;
    assert!(
        status(&refused) == 429 && refused.contains("Too many requests came from your network address"),
        "{refused}"
    );
    assert!(refused.to_ascii_lowercase().contains("retry-after: 5"), "{refused}");
    assert_eq!(status(&Client::at(&listening, ELSE).await.get("/login").await), 200);
    // Whoever has signed in, has a token or watches the server asks on; calls without a token have a count of their own.
    assert_eq!(status(&client.get("/healthz").await), 200);
    let (user, token) = (app.sign_in(Role::Viewer).await, app.token(Role::Viewer).await);
    for _ in 0..10 {
        client.send("GET /accounts", &format!("Cookie: {user}\r\n")).await;
        assert_eq!(status(&client.answer().await), 200);
        client.send("GET /api/v1/accounts", &format!("Authorization: Bearer {token}\r\n")).await;
        assert_eq!(status(&client.answer().await), 200);
    }
    let mut calls = Vec::new();
    for _ in 0..6 {
        calls.push(status(&client.get("/api/v1/accounts").await));
    }
    assert_eq!(calls, [401, 401, 401, 401, 401, 429]);
    app.clock.advance(SignedDuration::from_mins(1));
    assert_eq!([status(&client.get("/login").await), status(&client.get("/login").await)], [200, 429]);
}

#[tokio::test(flavor = "multi_thread")]
async fn so_many_requests_of_one_address_are_answered_at_once() {
    let app = TestApp::new().await;
    let limits = Limits { requests_each: 2, patience: Duration::from_millis(100), ..limits() };
    let listening = Listening::with(&app, limits).await;
    let mut slow = Vec::new();
    for _ in 0..2 {
        let mut client = Client::at(&listening, CROWD).await;
        client.hold().await;
        slow.push(client);
    }
    assert_eq!(status(&Client::at(&listening, CROWD).await.get("/login").await), 429);
    let token = app.token(Role::Viewer).await;
    let mut with_token = Client::at(&listening, CROWD).await;
    with_token.send("GET /api/v1/accounts", &format!("Authorization: Bearer {token}\r\n")).await;
    assert_eq!(status(&with_token.answer().await), 200, "a token has its own limits");
    assert_eq!(status(&Client::at(&listening, CROWD).await.get("/healthz").await), 200);
    assert_eq!(status(&Client::at(&listening, ELSE).await.get("/login").await), 200);
    drop(slow);
    while status(&Client::at(&listening, CROWD).await.get("/login").await) != 200 {}
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_proxy_the_address_counts_that_it_names() {
    let app = TestApp::new().await.reached(Web { proxy_hops: 1, ..Web::default() });
    let strangers = Rate { burst: 3, every: SignedDuration::from_mins(1) };
    let limits = Limits { strangers, connections_each: None, ..limits() };
    let listening = Listening::with(&app, limits).await;
    let mut proxy = Vec::new();
    for _ in 0..15 {
        proxy.push(Client::at(&listening, CROWD).await);
    }
    let mut asked = async |at: usize, from: &str| {
        proxy[at].send("GET /login", &format!("X-Forwarded-For: 127.0.0.1, {from}\r\n")).await;
        status(&proxy[at].answer().await)
    };
    for at in 0..15 {
        assert_eq!(asked(at, "203.0.113.1").await, if at < 3 { 200 } else { 429 }, "its connections are kept");
    }
    assert_eq!(asked(0, "203.0.113.2").await, 200);
    let of_one_customer = ["2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8::4"];
    let mut statuses = Vec::new();
    for address in of_one_customer {
        statuses.push(asked(1, address).await);
    }
    assert_eq!(statuses, [200, 200, 200, 429]);
    assert_eq!(asked(1, "2001:db8:0:1::1").await, 200);
}
