//! The sending of an answer: as WeChat sends it, or changed by a fault.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, Response, StatusCode};
use futures::stream::{self, Stream, StreamExt};
use tokio::sync::watch;

use crate::platform::{FaultKind, Payload, Reply};
use crate::sandbox::Sandbox;

/// The content type that WeChat sends: `encoding`, not `charset`.
const JSON: HeaderValue = HeaderValue::from_static("application/json; encoding=utf-8");
const JPEG: HeaderValue = HeaderValue::from_static("image/jpeg");
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
const GATEWAY_PAGE: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";
/// The longest answer of the `big` fault, in bytes.
const MAX_PADDED: usize = 64 * 1024 * 1024;
const NO_FIGURES: &str = r#"{"errcode":0,"errmsg":"ok","quota":{"daily_limit":0,"used":0,"remain":0}}"#;

/// The response for a reply and a fault.
pub(super) async fn deliver(
    sandbox: &Sandbox,
    released: watch::Receiver<u64>,
    fault: Option<FaultKind>,
    reply: Option<Reply>,
) -> Response<Body> {
    let errcode = reply.as_ref().map_or(0, |reply| reply.errcode);
    let body = reply.map_or_else(|| Payload::Json(String::new()), |reply| reply.body);
    match fault {
        None | Some(FaultKind::Errcode { .. }) => whole(body),
        Some(FaultKind::Delay { ms }) => {
            let is_stopping = wait(sandbox, tokio::time::sleep(Duration::from_millis(ms))).await;
            if is_stopping { closed(None) } else { whole(body) }
        }
        Some(FaultKind::Hold) => {
            let is_stopping = hold(sandbox, released).await;
            if is_stopping { closed(None) } else { whole(body) }
        }
        Some(FaultKind::DropBefore | FaultKind::DropAfter) => closed(None),
        Some(FaultKind::Malformed) => json(as_text(&body).replacen([':', '}'], "=", 2)),
        Some(FaultKind::Html) => respond(StatusCode::OK, HTML, Body::from(GATEWAY_PAGE)),
        Some(FaultKind::Truncated) => closed(Some(&body)),
        Some(FaultKind::Slow { ms }) => byte_by_byte(sandbox, &body, Duration::from_millis(ms)),
        Some(FaultKind::Big { bytes }) => json(padded(as_text(&body), bytes)),
        Some(FaultKind::Status { status, body }) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            respond(status, JSON, Body::from(body))
        }
        Some(FaultKind::Zero) => {
            if errcode == 0 {
                json(NO_FIGURES.to_owned())
            } else {
                whole(body)
            }
        }
    }
}

fn whole(body: Payload) -> Response<Body> {
    match body {
        Payload::Json(text) => json(text),
        Payload::Jpeg(picture) => respond(StatusCode::OK, JPEG, Body::from(picture)),
    }
}

fn as_text(body: &Payload) -> String {
    String::from_utf8_lossy(body.bytes()).into_owned()
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

/// A streamed body with a `Content-Length`.
fn announced(length: usize, parts: impl Stream<Item = io::Result<Bytes>> + Send + 'static) -> Response<Body> {
    let mut response = respond(StatusCode::OK, JSON, Body::from_stream(parts));
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    response
}

/// A response that closes the connection: before the first byte, or after half of `body`.
///
/// An error in the body's stream makes hyper close the connection, and what was not flushed is not sent. So half an answer is
/// given a turn to be flushed; without `body` nothing is sent, not even a status.
pub(super) fn closed(body: Option<&Payload>) -> Response<Body> {
    let broken = stream::once(async {
        tokio::task::yield_now().await;
        Err(io::Error::from(io::ErrorKind::ConnectionAborted))
    });
    match body {
        None => {
            let at_once: [io::Result<Bytes>; 1] = [Err(io::ErrorKind::ConnectionAborted.into())];
            respond(StatusCode::OK, JSON, Body::from_stream(stream::iter(at_once)))
        }
        Some(body) => {
            let bytes = body.bytes();
            let half = Bytes::copy_from_slice(bytes.get(..bytes.len() / 2).unwrap_or_default());
            announced(bytes.len(), stream::iter([Ok(half)]).chain(broken))
        }
    }
}

fn byte_by_byte(sandbox: &Sandbox, body: &Payload, pause: Duration) -> Response<Body> {
    let sandbox = sandbox.clone();
    let rest = Bytes::copy_from_slice(body.bytes());
    let length = rest.len();
    let drops = stream::unfold((sandbox, rest), move |(sandbox, mut rest)| async move {
        if rest.is_empty() {
            return None;
        }
        let closing = wait(&sandbox, tokio::time::sleep(pause)).await;
        let drop = if closing { Err(io::ErrorKind::ConnectionAborted.into()) } else { Ok(rest.split_to(1)) };
        Some((drop, (sandbox, rest)))
    });
    announced(length, drops)
}

/// Waits for `what`, and returns whether the server began to stop before.
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

/// A guard that counts a held answer until it is dropped, also where the caller disconnects.
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
