//! How an answer goes out: as WeChat sends it, or as a fault leaves it.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, Response, StatusCode};
use futures::stream::{self, Stream, StreamExt};
use tokio::sync::watch;

use crate::platform::{FaultKind, Reply};
use crate::sandbox::Sandbox;

/// What WeChat writes: `encoding`, not `charset`.
const JSON: HeaderValue = HeaderValue::from_static("application/json; encoding=utf-8");
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
const GATEWAY_PAGE: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";
/// Bytes of the longest answer that the `big` fault makes.
const MAX_PADDED: usize = 64 * 1024 * 1024;
const NO_FIGURES: &str = r#"{"errcode":0,"errmsg":"ok","quota":{"daily_limit":0,"used":0,"remain":0}}"#;

/// Sends a reply, if there is one and no fault keeps it.
pub(super) async fn deliver(
    sandbox: &Sandbox,
    released: watch::Receiver<u64>,
    fault: Option<FaultKind>,
    reply: Option<Reply>,
) -> Response<Body> {
    let errcode = reply.as_ref().map_or(0, |reply| reply.errcode);
    let text = reply.map(|reply| reply.body).unwrap_or_default();
    match fault {
        None | Some(FaultKind::Errcode { .. }) => json(text),
        Some(FaultKind::Delay { ms }) => {
            let closing = wait(sandbox, tokio::time::sleep(Duration::from_millis(ms))).await;
            if closing { broken_off(None) } else { json(text) }
        }
        Some(FaultKind::Hold) => {
            let closing = hold(sandbox, released).await;
            if closing { broken_off(None) } else { json(text) }
        }
        Some(FaultKind::DropBefore | FaultKind::DropAfter) => broken_off(None),
        Some(FaultKind::Malformed) => json(text.replacen([':', '}'], "=", 2)),
        Some(FaultKind::Html) => respond(StatusCode::OK, HTML, Body::from(GATEWAY_PAGE)),
        Some(FaultKind::Truncated) => broken_off(Some(text)),
        Some(FaultKind::Slow { ms }) => dripping(sandbox, text, Duration::from_millis(ms)),
        Some(FaultKind::Big { bytes }) => json(padded(text, bytes)),
        Some(FaultKind::Status { status, body }) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            respond(status, JSON, Body::from(body))
        }
        Some(FaultKind::Zero) => json(if errcode == 0 { NO_FIGURES.to_owned() } else { text }),
    }
}

fn respond(status: StatusCode, content_type: HeaderValue, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

fn json(text: String) -> Response<Body> {
    respond(StatusCode::OK, JSON, Body::from(text))
}

fn padded(mut text: String, bytes: usize) -> String {
    let missing = bytes.min(MAX_PADDED).saturating_sub(text.len());
    text.extend(std::iter::repeat_n(' ', missing));
    text
}

/// A body that is streamed, although its length has been announced.
fn announced(length: usize, parts: impl Stream<Item = io::Result<Bytes>> + Send + 'static) -> Response<Body> {
    let mut response = respond(StatusCode::OK, JSON, Body::from_stream(parts));
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    response
}

/// Closes the connection: before a byte of the answer is out, or after half of `text`.
///
/// An error in the body's stream makes hyper drop the connection. What was not flushed before is not sent, so the half
/// answer gets a turn to leave, and the whole absence of one leaves nothing, not even a status.
pub(super) fn broken_off(text: Option<String>) -> Response<Body> {
    let broken = stream::once(async {
        tokio::task::yield_now().await;
        Err(io::Error::from(io::ErrorKind::ConnectionAborted))
    });
    match text {
        None => {
            let at_once: [io::Result<Bytes>; 1] = [Err(io::ErrorKind::ConnectionAborted.into())];
            respond(StatusCode::OK, JSON, Body::from_stream(stream::iter(at_once)))
        }
        Some(text) => {
            let half = Bytes::copy_from_slice(text.as_bytes().get(..text.len() / 2).unwrap_or_default());
            announced(text.len(), stream::iter([Ok(half)]).chain(broken))
        }
    }
}

fn dripping(sandbox: &Sandbox, text: String, pause: Duration) -> Response<Body> {
    let sandbox = sandbox.clone();
    let length = text.len();
    let drops = stream::unfold((sandbox, Bytes::from(text)), move |(sandbox, mut rest)| async move {
        if rest.is_empty() {
            return None;
        }
        let closing = wait(&sandbox, tokio::time::sleep(pause)).await;
        let drop = if closing { Err(io::ErrorKind::ConnectionAborted.into()) } else { Ok(rest.split_to(1)) };
        Some((drop, (sandbox, rest)))
    });
    announced(length, drops)
}

/// Waits for `what`; true where the server was about to stop before.
async fn wait(sandbox: &Sandbox, what: impl Future<Output = ()>) -> bool {
    let mut closing = sandbox.closing().subscribe();
    tokio::select! {
        () = what => false,
        _ = closing.wait_for(|closing| *closing) => true,
    }
}

async fn hold(sandbox: &Sandbox, mut released: watch::Receiver<u64>) -> bool {
    let _held = Held::new(sandbox);
    wait(sandbox, async {
        // Cannot fail: the sender lives as long as the sandbox.
        let _ = released.changed().await;
    })
    .await
}

/// Counts as a held answer while it lives, also when the caller hangs up.
struct Held<'a>(&'a Sandbox);

impl<'a> Held<'a> {
    fn new(sandbox: &'a Sandbox) -> Self {
        sandbox.held_counter().send_modify(|held| *held += 1);
        Self(sandbox)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.held_counter().send_modify(|held| *held -= 1);
    }
}
