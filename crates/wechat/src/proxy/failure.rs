//! What went wrong on the way through a proxy, in words.

use std::error::Error;
use std::io;
use std::io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};

use super::ProxyUrl;
use crate::error::root_cause;

/// How the errors of hyper's tunnel begin.
const TUNNEL: &str = "tunnel error: ";

/// The reason why a call got no answer, without the URL; where a proxy was used, with its masked address.
pub(crate) fn failure_detail(error: &reqwest::Error, proxy: Option<&ProxyUrl>) -> String {
    let cause = root_cause(error);
    let Some(proxy) = proxy else { return cause };
    match tunnel_error(error).as_deref() {
        Some("proxy authorization required") => wants_credentials(proxy),
        Some("unsuccessful") => format!("the proxy {proxy} refused to open the connection"),
        Some("unexpected end of file") => format!("the proxy {proxy} closed the connection without an answer"),
        Some("failed to create underlying connection") => format!("the proxy {proxy} cannot be reached: {cause}"),
        _ => format!("through the proxy {proxy}: {cause}"),
    }
}

/// Whether the connection broke off after the proxy had opened it. The request is written only when TLS is set up, but that
/// the other side was WeChat is the proxy's word alone: what became of the call is left open.
pub(crate) fn broke_in_tunnel(error: &reqwest::Error) -> bool {
    let broke =
        |error: &io::Error| matches!(error.kind(), UnexpectedEof | ConnectionReset | ConnectionAborted | BrokenPipe);
    let is_broken = causes(error).any(|cause| cause.downcast_ref().is_some_and(broke));
    is_broken && tunnel_error(error).is_none()
}

/// The errors that led to an error, the nearest first.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}

/// What a proxy's status 407 means.
pub(crate) fn wants_credentials(proxy: &ProxyUrl) -> String {
    format!("the proxy {proxy} requires a user name and a password, or does not accept the given ones")
}

/// The message of the error of the tunnel, whose type hyper does not export.
fn tunnel_error(error: &reqwest::Error) -> Option<String> {
    causes(error).find_map(|cause| cause.to_string().strip_prefix(TUNNEL).map(str::to_owned))
}
