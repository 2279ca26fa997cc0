//! What holds for every answer and every connection, whatever is thrown at them.

use std::net::SocketAddr;
use std::time::Duration;

use domain::Role;
use http::Method;
use insta::assert_snapshot;
use server::{Limits, Way, Web, answer, every_route, router};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::app::{Ask, Reply, TestApp};

/// Longer than anything here takes; who waits for longer waits for ever.
const FOR_EVER: Duration = Duration::from_mins(1);

/// Status and headers, what differs each time left out.
fn head(reply: &Reply) -> String {
    let headers = reply.headers.iter().filter(|(name, _)| *name != "content-length");
    let mut lines: Vec<_> = headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    lines.sort();
    let text = format!("{}\n{}", reply.status.as_u16(), lines.join("\n"));
    let text = masked(text, "'nonce-", "'");
    masked(text, "x-request-id: ", "\n")
}

fn masked(text: String, before: &str, after: &str) -> String {
    let Some((start, rest)) = text.split_once(before) else { return text };
    let end = rest.find(after).unwrap_or(rest.len());
    format!("{start}{before}…{}", &rest[end..])
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_come_with_their_headers() {
    let app = TestApp::new().await;
    let page = app.ask(Ask::get("/accounts")).await;
    assert_snapshot!(head(&page), @r"
    200
    cache-control: no-store
    content-security-policy: default-src 'none'; script-src 'self' 'nonce-…' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'
    content-type: text/html; charset=utf-8
    cross-origin-opener-policy: same-origin
    cross-origin-resource-policy: same-origin
    permissions-policy: camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()
    referrer-policy: same-origin
    vary: accept-encoding
    x-content-type-options: nosniff
    x-frame-options: DENY
    x-request-id: …
    ");
    let other = app.ask(Ask::get("/accounts")).await;
    let policy = |reply: &Reply| reply.headers["content-security-policy"].to_str().unwrap().to_owned();
    assert_ne!(policy(&page), policy(&other), "a nonce is for once");
    assert!(!policy(&page).contains("unsafe-inline"));
}

#[tokio::test(flavor = "multi_thread")]
async fn other_answers_come_with_the_same_headers() {
    let app = TestApp::new().await;
    let call = app.get("/api/v1/accounts", &app.token(Role::Viewer).await).await;
    assert_snapshot!(head(&call), @r"
    200
    cache-control: no-store
    content-security-policy: default-src 'none'; script-src 'self' 'nonce-…' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'
    content-type: application/json
    cross-origin-opener-policy: same-origin
    cross-origin-resource-policy: same-origin
    permissions-policy: camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()
    referrer-policy: same-origin
    x-content-type-options: nosniff
    x-frame-options: DENY
    x-request-id: …
    ");
    assert_snapshot!(head(&app.ask(Ask::get("/pkg/wxquota.js")).await), @r"
    404
    cache-control: no-store
    content-security-policy: default-src 'none'; script-src 'self' 'nonce-…' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'
    content-type: text/plain; charset=utf-8
    cross-origin-opener-policy: same-origin
    cross-origin-resource-policy: same-origin
    permissions-policy: camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()
    referrer-policy: same-origin
    x-content-type-options: nosniff
    x-frame-options: DENY
    x-request-id: …
    ");
    assert_snapshot!(head(&app.ask(Ask::get("/healthz")).await), @r"
    200
    cache-control: no-store
    content-security-policy: default-src 'none'; script-src 'self' 'nonce-…' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'
    content-type: text/plain; charset=utf-8
    cross-origin-opener-policy: same-origin
    cross-origin-resource-policy: same-origin
    permissions-policy: camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()
    referrer-policy: same-origin
    x-content-type-options: nosniff
    x-frame-options: DENY
    x-request-id: …
    ");
    let refused = app.ask(Ask::get("/").header("host", "evil.example")).await;
    assert_snapshot!(head(&refused), @r"
    421
    cache-control: no-store
    content-security-policy: default-src 'none'; script-src 'self' 'nonce-…' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'
    content-type: text/html; charset=utf-8
    cross-origin-opener-policy: same-origin
    cross-origin-resource-policy: same-origin
    permissions-policy: camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()
    referrer-policy: same-origin
    x-content-type-options: nosniff
    x-frame-options: DENY
    x-request-id: …
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn browsers_are_held_to_tls_only_where_people_come_by_it() {
    let ways = [(Way::Tls, Some("max-age=63072000")), (Way::Loopback, None), (Way::Clear, None)];
    for (way, told) in ways {
        let app = TestApp::new().await.reached(Web { way, ..Web::default() });
        for path in ["/healthz", "/accounts"] {
            let reply = app.ask(Ask::get(path)).await;
            let held = reply.headers.get("strict-transport-security").map(|value| value.to_str().unwrap());
            assert_eq!(held, told, "{way:?} {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_figures_are_kept_nowhere() {
    let app = TestApp::with_demo().await;
    let token = app.token(Role::Admin).await;
    let mut seen = 0;
    for (method, path) in every_route(&app.state) {
        let some = |part| if str::contains(part, [':', '{']) { "1" } else { part };
        let path = path.split('/').map(some).collect::<Vec<_>>().join("/");
        let ask = if method == Method::GET { Ask::get(&path) } else { Ask::post(&path) };
        let reply = app.ask(if path.starts_with("/api/") { ask.token(&token) } else { ask }).await;
        let kind = reply.headers.get("content-type").map_or("", |kind| kind.to_str().unwrap());
        if kind.contains("html") || kind.contains("json") {
            assert_eq!(reply.headers["cache-control"], "no-store", "{method} {path}");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_of_machines_are_ours_where_plain_http_is_allowed() {
    let web = Web { way: Way::Clear, beyond_loopback: true, ..Web::default() };
    let app = TestApp::new().await.reached(web);
    for (host, status) in [("192.0.2.7:8686", 302), ("[2001:db8::7]:8686", 302), ("evil.example", 421)] {
        // As browsers send forms to an address without TLS: with an origin, without fetch metadata.
        let form = Ask::post("/preferences").header("host", host).header("origin", format!("http://{host}"));
        let form = form.header("accept", "text/html").header("content-type", "application/x-www-form-urlencoded");
        assert_eq!(app.ask(form).await.status, status, "{host}");
    }
    let foreign = Ask::post("/preferences").header("host", "192.0.2.7:8686").header("origin", "http://192.0.2.8:8686");
    assert_eq!(app.ask(foreign).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_headers_and_too_long_addresses_are_refused_in_words() {
    let app = TestApp::new().await;
    let english = |ask: Ask| ask.header("accept-language", "en");
    let many = (0..90).fold(english(Ask::get("/")), |ask, number| ask.header(format!("x-{number}"), "x"));
    let large = english(Ask::get("/")).header("cookie", "a".repeat(40 << 10));
    for ask in [many, large] {
        let page = app.ask(ask).await;
        assert_eq!(page.status, 431);
        assert!(page.body.contains("Its headers are larger than 32 KiB, or more than 80."), "{}", page.body);
    }
    let long = app.ask(english(Ask::get(&format!("/?q={}", "a".repeat(9 << 10))))).await;
    assert_eq!(long.status, 414);
    assert!(long.body.contains("That address is too long"), "{}", long.body);
    let call = app.ask(Ask::get("/api/v1/accounts").header("x-long", "a".repeat(40 << 10))).await;
    assert_snapshot!(call.told(), @r#"
    431 application/problem+json
    {
      "detail": "Its headers are larger than 32 KiB, or more than 80. Nothing was changed. Send fewer; in a browser, delete the cookies it keeps for this address.",
      "status": 431,
      "title": "Request Header Fields Too Large",
      "type": "urn:wxquota:problem:headers-too-large"
    }
    "#);
}

/// A server on a port of its own.
struct Listening {
    address: SocketAddr,
    stop: CancellationToken,
    served: JoinHandle<()>,
}

impl Listening {
    async fn with(app: &TestApp, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let router = router(&app.state, &limits).unwrap();
        let served = tokio::spawn(answer(listener, router, limits, stop.clone()));
        Self { address, stop, served }
    }

    /// A connection on which so much was said.
    async fn told(&self, bytes: impl AsRef<[u8]>) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(bytes.as_ref()).await.unwrap();
        stream
    }

    /// Whatever is answered until the other end closes.
    async fn answered(&self, bytes: impl AsRef<[u8]>) -> String {
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
fn begun(line: &str) -> String {
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
    assert!(page.starts_with("HTTP/1.1 408 ") && page.contains("Only a part of it arrived"), "{page}");
    let body = format!("Authorization: Bearer {token}\r\nContent-Length: 100\r\n\r\n{{\"text\":");
    let call = listening.answered(format!("{}{body}", begun("POST /api/v1/rids"))).await;
    assert!(call.starts_with("HTTP/1.1 408 ") && call.contains("urn:wxquota:problem:stalled"), "{call}");
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_megabytes_are_refused_in_words_once_they_were_sent() {
    let app = TestApp::new().await;
    let listening = Listening::with(&app, Limits::default()).await;
    let body = vec![b'a'; 10_000_000];
    for path in ["/preferences", "/api/v1/accounts"] {
        let length = format!("Content-Length: {}\r\n\r\n", body.len());
        let mut request = format!("{}{length}", begun(&format!("POST {path}"))).into_bytes();
        request.extend_from_slice(&body);
        let answer = listening.answered(&request).await;
        assert!(answer.starts_with("HTTP/1.1 413 "), "{path}: {answer}");
        assert!(answer.contains("What was sent is larger than 3 MiB. Nothing was changed."), "{path}: {answer}");
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
async fn no_path_leads_out_of_the_files_that_are_served() {
    let app = TestApp::new().await;
    let cookie = app.sign_in(Role::Admin).await;
    let listening = Listening::with(&app, Limits::default()).await;
    for path in [
        "/../Cargo.toml",
        "/../../../../etc/passwd",
        "/%2e%2e/Cargo.toml",
        "/%2e%2e%2f%2e%2e%2fetc/passwd",
        "/pkg/../manifest.json",
        "/pkg/..%2fmanifest.json",
        "/pkg/..%2f..%2f..%2fCargo.toml",
        "/pkg/%2fetc%2fpasswd",
        "/pkg//etc/passwd",
        "/..\\Cargo.toml",
        "//etc/passwd",
        "/%00",
    ] {
        let signed_in = format!("{}Cookie: {cookie}\r\n\r\n", begun(&format!("GET {path}")));
        let answer = listening.answered(signed_in).await;
        let refused = ["HTTP/1.1 404 ", "HTTP/1.1 400 "].iter().any(|start| answer.starts_with(start));
        assert!(refused, "{path}: {answer}");
        assert!(
            !answer.contains("root:") && !answer.contains("[package]") && !answer.contains("output_name"),
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_host_is_refused_however_it_is_named() {
    let app = TestApp::new().await;
    let listening = Listening::with(&app, Limits::default()).await;
    for request in [
        "GET / HTTP/1.1\r\nHost: evil.example\r\n",
        "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n",
        "GET / HTTP/1.1\r\nHost: localhost@evil.example\r\n",
        "GET / HTTP/1.0\r\n",
        "GET / HTTP/1.1\r\nHost:\r\n",
        "GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: localhost\r\n",
    ] {
        let answer = listening.answered(format!("{request}Connection: close\r\n\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 421 ") || answer.starts_with("HTTP/1.0 421 "), "{request}: {answer}");
    }
    let trusted =
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n";
    assert!(listening.answered(trusted).await.ends_with("ok\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_beyond_the_bound_wait_for_a_place() {
    let app = TestApp::new().await;
    let listening = Listening::with(&app, Limits { connections: 1, ..Limits::default() }).await;
    let first = listening.told(begun("GET /healthz")).await;
    let mut second = listening.told(get("/healthz")).await;
    let early = timeout(Duration::from_millis(200), second.read_u8()).await;
    assert!(early.is_err(), "it was answered beside the first: {early:?}");
    drop(first);
    assert!(all_of(second).await.ends_with("ok\n"));
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
