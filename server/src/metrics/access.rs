//! Who reads the metrics: this machine, and whoever has the token.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request};
use http::{HeaderMap, HeaderName, header};
use secrecy::ExposeSecret;
use subtle::ConstantTimeEq;

use crate::api::problem::Problem;
use crate::api::token::bearer;
use crate::middleware::allowed_hosts::is_for_this_machine;
use crate::middleware::client_address::client_address;
use crate::settings::MetricsSettings;

/// Headers that proxies add to what they pass on.
const OF_PROXIES: [HeaderName; 6] = [
    header::FORWARDED,
    header::VIA,
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-forwarded-host"),
    HeaderName::from_static("x-forwarded-proto"),
    HeaderName::from_static("x-real-ip"),
];

/// Whether a request may read the metrics.
///
/// # Errors
/// The refusal: 401 where a token is set, 404 where none is.
pub(crate) fn admit(settings: &MetricsSettings, request: &Request) -> Result<(), Problem> {
    if is_from_this_machine(request) {
        return Ok(());
    }
    match &settings.token {
        None => Err(Problem::metrics_are_local()),
        Some(token) if has_token(request.headers(), token.expose_secret()) => Ok(()),
        Some(_) => Err(Problem::metrics_token()),
    }
}

/// Whether a program on this machine asks, and no proxy on it for somebody else.
fn is_from_this_machine(request: &Request) -> bool {
    let extensions = request.extensions();
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip().to_canonical());
    let is_local = |address: Option<std::net::IpAddr>| address.is_some_and(|address| address.is_loopback());
    is_local(peer)
        && is_local(client_address(extensions))
        && is_for_this_machine(request)
        && !OF_PROXIES.iter().any(|name| request.headers().contains_key(name))
}

fn has_token(headers: &HeaderMap, token: &str) -> bool {
    bearer(headers).is_some_and(|sent| bool::from(sent.as_bytes().ct_eq(token.as_bytes())))
}
