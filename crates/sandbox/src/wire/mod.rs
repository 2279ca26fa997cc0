//! The HTTP side of WeChat's API: requests to the simulated platform, and its answers.

mod delivery;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderValue;
use axum::http::header::DATE;
use axum::response::Response;
use jiff::fmt::rfc2822::DateTimePrinter;

use crate::platform::Call;
use crate::sandbox::Sandbox;

/// The longest body of a request, in bytes. The connection of a longer one is closed, as gateways do.
const MAX_BODY: usize = 2 * 1024 * 1024;

/// Answers any request that is not for the control API.
pub(crate) async fn answer(State(sandbox): State<Sandbox>, request: Request) -> Response {
    let Some(call) = read(request).await else {
        return delivery::closed(None);
    };
    // Before the request is processed, so that a release right after it is not missed.
    let released = sandbox.released();
    let (fault, reply) = sandbox.process(&call);
    let errcode = reply.as_ref().map(|reply| reply.errcode);
    tracing::debug!(path = %call.path, method = %call.method, errcode, fault = fault.is_some(), "answered");
    let mut response = delivery::deliver(&sandbox, released, fault, reply).await;
    if let Some(date) = date(&sandbox) {
        response.headers_mut().insert(DATE, date);
    }
    response
}

/// The `Date` of an answer, by the sandbox's clock and not the machine's.
fn date(sandbox: &Sandbox) -> Option<HeaderValue> {
    let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&sandbox.clock().now).ok()?;
    HeaderValue::try_from(date).ok()
}

async fn read(request: Request<Body>) -> Option<Call> {
    let (head, body) = request.into_parts();
    let client_ip = head.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    Some(Call {
        method: head.method,
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        body: to_bytes(body, MAX_BODY).await.ok()?.to_vec(),
        client_ip: client_ip.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)),
    })
}
