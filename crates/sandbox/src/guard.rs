//! The refusal of requests that a browser sends for a page elsewhere: those that name a host which is not this machine's (DNS
//! rebinding), and those that come from a page, which the sandbox has none of. The control API shows and changes everything
//! without a password.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{HOST, HeaderName, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The hosts that requests may name, on any port.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hosts {
    /// Names from the config.
    named: Arc<[String]>,
    /// Whether every IP address may be named: those of a machine that listens for others are not known.
    addresses: bool,
}

impl Hosts {
    /// This machine's, and those of the config.
    pub(crate) fn of(named: &[String], addresses: bool) -> Self {
        Self { named: named.iter().map(|name| name.to_ascii_lowercase()).collect(), addresses }
    }

    fn contain(&self, host: &str) -> bool {
        let Ok(authority) = host.parse::<Authority>() else { return false };
        if host.contains('@') {
            return false;
        }
        let host = authority.host().to_ascii_lowercase();
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let is_address = bare.parse::<IpAddr>().is_ok_and(|ip| self.addresses || ip.to_canonical().is_loopback());
        is_address || host == "localhost" || self.named.contains(&host)
    }

    /// Whether a request with these headers and this authority in its request line names a host of ours.
    fn admit(&self, headers: &HeaderMap, in_line: Option<&str>) -> bool {
        let mut named = headers.get_all(HOST).iter();
        let header = named.next().and_then(|value| value.to_str().ok());
        let all_ours = [header, in_line].into_iter().flatten().all(|host| self.contain(host));
        all_ours && (header.is_some() || in_line.is_some()) && named.next().is_none()
    }
}

/// Whether a page sent the request; an address typed into a browser is none (`Sec-Fetch-Site: none`).
fn is_of_page(headers: &HeaderMap) -> bool {
    headers.contains_key(ORIGIN) || headers.get(FETCH_SITE).is_some_and(|site| site != "none")
}

pub(crate) async fn refuse(State(hosts): State<Hosts>, request: Request, next: Next) -> Response {
    let in_line = request.uri().authority().map(Authority::as_str);
    let refused = if !hosts.admit(request.headers(), in_line) {
        "the sandbox does not answer to this host name; add it to `hosts` in its config"
    } else if is_of_page(request.headers()) {
        "the sandbox does not answer pages in a browser"
    } else {
        return next.run(request).await;
    };
    (StatusCode::FORBIDDEN, axum::Json(serde_json::json!({ "error": refused }))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_and_the_configured_hosts_are_ours() {
        let hosts = Hosts::of(&["WeChat.internal".to_owned()], false);
        for host in ["127.0.0.1:8690", "localhost", "LOCALHOST:1", "[::1]:8690", "127.8.8.8", "wechat.internal:80"] {
            assert!(hosts.contain(host), "{host}");
        }
        for host in ["", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "a@localhost", "192.0.2.1"]
        {
            assert!(!hosts.contain(host), "{host}");
        }
        assert!(Hosts::of(&[], true).contain("192.0.2.1:8690"));
        assert!(!Hosts::of(&[], true).contain("nas"));
    }
}
