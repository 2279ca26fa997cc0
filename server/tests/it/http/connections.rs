//! Connections: how long they may take, and what is too large. How many there may be: `crowds.rs`.

use std::net::SocketAddr;
use std::time::Duration;

use domain::Role;
use server::{Limits, answer, router};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::support::app::TestApp;

/// Longer than anything here takes; who waits for longer waits for ever.
const FOR_EVER: Duration = Duration::from_mins(1);

/// A server on a port of its own.
pub(super) struct Listening {
    address: SocketAddr,
    stop: CancellationToken,
    served: JoinHandle<()>,
}

impl Listening {
    pub(super) async fn with(app: &TestApp, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let router = router(&app.state, &limits).unwrap();
        let served = tokio::spawn(answer(listener, router, limits, stop.clone()));
        Self { address, stop, served }
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// A connection on which so much was said.
    async fn told(&self, bytes: impl AsRef<[u8]>) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(bytes.as_ref()).await.unwrap();
        stream
    }

    /// Whatever is answered until the other end closes.
    pub(super) async fn answered(&self, bytes: impl AsRef<[u8]>) -> String {
        all_of(self.told(bytes).await).await
    }
}

/// All that arrives until the other end closes, or breaks off.
async fn all_of(mut stream: TcpStream) -> String {
    let mut arrived = Vec::new();
    let _ = timeout(FOR_EVER, stream.read_to_end(&mut arrived)).await.unwrap();
    String::from_utf8_lossy(&arrived).into_owned()
}

/// So much of a request that only its last empty line is missing.
pub(super) fn begun(line: &str) -> String {
    format!("{line} HTTP/1.1\r\nHost: localhost\r\nAccept-Language: en\r\nConnection: close\r\n")
}

fn get(path: &str) -> String {
    format!("{}\r\n", begun(&format!("GET {path}")))
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_headers_are_cut() {
    let app = TestApp::new().await;
    let limits = Limits { headers: Duration::from_millis(200), ..Limits::default() };
    let listening = Listening::with(&app, limits).await;
    for said in ["", "G", &begun("GET /healthz")] {
        assert_eq!(listening.answered(said).await, "", "{said:?}");
    }
    // A header now and then does not make it longer.
    let (mut reads, mut writes) = listening.told(begun("GET /healthz")).await.into_split();
    let trickle = async {
        while writes.write_all(b"X-More: x\r\n").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let mut arrived = Vec::new();
    let ended = async { timeout(FOR_EVER, reads.read_to_end(&mut arrived)).await.unwrap() };
    tokio::select! {
        _ = ended => {}
        () = trickle => {}
    }
    assert_eq!(arrived, b"");
    // Nor does one answer give leave to be slow with the next request.
    let kept = get("/healthz").replace("Connection: close\r\n", "");
    let answers = listening.answered(format!("{kept}GET /heal")).await;
    assert_eq!(answers.matches("HTTP/1.1 ").count(), 1, "{answers}");
}

#[tokio::test(flavor = "multi_thread")]
async fn stalled_bodies_are_cut_in_words() {
    let app = TestApp::new().await;
    let token = app.token(Role::Support).await;
    let limits = Limits { stall: Duration::from_millis(200), ..Limits::default() };
    let listening = Listening::with(&app, limits).await;
    let form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nlang=en";
    let page = listening.answered(format!("{}{form}", begun("POST /preferences"))).await;
    assert!(page.starts_with("HTTP/1.1 408 ") && page.contains("Incomplete request"), "{page}");
    let body = format!("Authorization: Bearer {token}\r\nContent-Length: 100\r\n\r\n{{\"text\":");
    let call = listening.answered(format!("{}{body}", begun("POST /api/v1/rids"))).await;
    assert!(call.starts_with("HTTP/1.1 408 ") && call.contains("urn:wxquota:problem:stalled"), "{call}");
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_megabytes_are_refused_in_words_once_they_were_sent() {
    let app = TestApp::new().await;
    let listening = Listening::with(&app, Limits::default()).await;
    let body = vec![b'a'; 10_000_000];
    let token = app.token(Role::Support).await;
    for (path, most) in [("/preferences", "16 KiB"), ("/api/v1/rids", "6 MiB")] {
        let more = format!("Authorization: Bearer {token}\r\nContent-Length: {}\r\n\r\n", body.len());
        let mut request = format!("{}{more}", begun(&format!("POST {path}"))).into_bytes();
        request.extend_from_slice(&body);
        let answer = listening.answered(&request).await;
        assert!(answer.starts_with("HTTP/1.1 413 "), "{path}: {answer}");
        let told = format!("The request is larger than {most}. Nothing was changed.");
        assert!(answer.contains(&told), "{path}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bomb_of_headers_ends_its_connection_alone() {
    let app = TestApp::new().await;
    let listening = Listening::with(&app, Limits::default()).await;
    let bombs = [
        format!("{}X: {}\r\n\r\n", begun("GET /"), "a".repeat(1 << 20)),
        format!("{}{}\r\n", begun("GET /"), "x: y\r\n".repeat(5_000)),
        get(&format!("/{}", "a".repeat(1 << 20))),
    ];
    for bomb in bombs {
        let mut stream = TcpStream::connect(listening.address).await.unwrap();
        // It may be refused before all of it was sent.
        let _ = stream.write_all(bomb.as_bytes()).await;
        let answer = all_of(stream).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    assert!(listening.answered(get("/healthz")).await.ends_with("ok\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_form_is_refused_before_it_is_read() {
    let app = TestApp::new().await;
    let listening = Listening::with(&app, Limits::default()).await;
    for path in ["/form/sign-in", "/form/set-up", "/preferences"] {
        // Nothing of the body is ever sent.
        let head = format!("{}Content-Length: 3000000\r\n\r\n", begun(&format!("POST {path}")));
        let (mut reads, _writes) = listening.told(head).await.into_split();
        let mut answer = vec![0; 12];
        timeout(FOR_EVER, reads.read_exact(&mut answer)).await.unwrap().unwrap();
        assert_eq!(String::from_utf8_lossy(&answer), "HTTP/1.1 413", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_form_that_trickles_in_is_cut() {
    let app = TestApp::new().await;
    let limits = Limits { stranger_body: Duration::from_millis(200), ..Limits::default() };
    let listening = Listening::with(&app, limits).await;
    let head = format!("{}Content-Length: 10000\r\n\r\n", begun("POST /form/sign-in"));
    let (mut reads, mut writes) = listening.told(head).await.into_split();
    let trickle = async {
        while writes.write_all(b"a").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let mut answer = vec![0; 12];
    tokio::select! {
        read = timeout(FOR_EVER, reads.read_exact(&mut answer)) => { read.unwrap().unwrap(); }
        () = trickle => {}
    }
    assert_eq!(String::from_utf8_lossy(&answer), "HTTP/1.1 408");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_lasts_so_long_and_no_longer() {
    let app = TestApp::new().await;
    let limits = Limits { connection: Duration::from_millis(200), headers: FOR_EVER * 2, ..Limits::default() };
    let listening = Listening::with(&app, limits).await;
    let kept = get("/healthz").replace("Connection: close\r\n", "");
    assert!(listening.answered(kept).await.ends_with("ok\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_waits_for_no_idle_connection() {
    let app = TestApp::new().await;
    let listening = Listening::with(&app, Limits { headers: FOR_EVER * 2, ..Limits::default() }).await;
    let unused = listening.told("").await;
    let mut idle = listening.told(get("/healthz").replace("Connection: close\r\n", "")).await;
    let mut answer = Vec::new();
    while !answer.ends_with(b"ok\n") {
        assert_ne!(timeout(FOR_EVER, idle.read_buf(&mut answer)).await.unwrap().unwrap(), 0);
    }
    listening.stop.cancel();
    timeout(FOR_EVER, listening.served).await.unwrap().unwrap();
    drop((unused, idle));
}
