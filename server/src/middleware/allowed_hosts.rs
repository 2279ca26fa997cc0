//! The refusal of requests for hosts that are not ours: a page elsewhere whose name was made to point at this machine (DNS
//! rebinding) would otherwise be of the same origin as we are.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::HOST;
use http::uri::Authority;
use url::Url;

use super::errors::HttpError;
use crate::settings::Web;

/// The hosts that requests may name.
#[derive(Debug, Clone)]
pub(crate) struct AllowedHosts {
    public: Option<String>,
    /// Whether every address of a machine is: those of ours are not known where it listens on all, and another page is
    /// made to point at this machine by its name.
    addresses: bool,
}

impl AllowedHosts {
    /// This machine's, and that of the address people use; where other machines may connect and none was told, those
    /// that are no names.
    pub(crate) fn of(web: &Web) -> Self {
        let public = web.public_url.as_ref().and_then(Url::host_str).map(str::to_ascii_lowercase);
        Self { addresses: web.beyond_loopback && public.is_none(), public }
    }

    /// Any port is ours: a proxy or a tunnel on this machine has another, and the port adds no protection.
    fn contains(&self, host: &str) -> bool {
        let Ok(authority) = host.parse::<Authority>() else { return false };
        if host.contains('@') {
            return false;
        }
        let host = authority.host().to_ascii_lowercase();
        let address = || self.addresses && address(&host).is_some();
        names_this_machine(&host) || address() || self.public.as_deref() == Some(&host)
    }
}

/// Whether a host without a port, in lower case, is this machine by a name that no other machine has.
fn names_this_machine(host: &str) -> bool {
    host == "localhost" || address(host).is_some_and(|ip| ip.to_canonical().is_loopback())
}

fn address(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Whether a request names this machine by its loopback address, as no request does that a proxy passes on under its own name.
pub(crate) fn is_for_this_machine(request: &Request) -> bool {
    let header = request.headers().get(HOST).and_then(|value| value.to_str().ok()?.parse::<Authority>().ok());
    let named = request.uri().authority().cloned().or(header);
    named.is_some_and(|named| names_this_machine(&named.host().to_ascii_lowercase()))
}

pub(crate) async fn refuse(State(own): State<AllowedHosts>, request: Request, next: Next) -> Response {
    let mut named = request.headers().get_all(HOST).iter();
    let header = named.next().and_then(|value| value.to_str().ok());
    // An absolute address in the request line wins over the header, in HTTP and for whoever reads it after us.
    let in_line = request.uri().authority().map(Authority::as_str);
    let all_ours = [header, in_line].into_iter().flatten().all(|host| own.contains(host));
    if all_ours && (header.is_some() || in_line.is_some()) && named.next().is_none() {
        next.run(request).await
    } else {
        HttpError::ForeignHost.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_and_the_public_address_are_ours() {
        let public_url = Some("https://Quota.example.com".parse().unwrap());
        let own = AllowedHosts::of(&Web { public_url, beyond_loopback: true, ..Web::default() });
        for host in [
            "127.0.0.1:8686",
            "localhost",
            "LOCALHOST:1",
            "[::1]:8686",
            "127.8.8.8",
            "quota.example.com",
            "quota.example.com:443",
        ] {
            assert!(own.contains(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "a@localhost",
            "192.0.2.1",
            "0.0.0.0:8686",
            "local host",
        ] {
            assert!(!own.contains(host), "{host}");
        }
        assert!(!AllowedHosts::of(&Web::default()).contains("quota.example.com"));
    }

    #[test]
    fn addresses_are_ours_where_other_machines_connect_and_no_name_was_told() {
        let own = AllowedHosts::of(&Web { beyond_loopback: true, ..Web::default() });
        for host in ["192.0.2.1", "192.0.2.1:8686", "[2001:db8::1]:8686", "localhost"] {
            assert!(own.contains(host), "{host}");
        }
        for host in ["", "nas", "quota.example.com", "192.0.2.1.evil.example", "0x7f000001", "192.0.2", "[192.0.2.1"] {
            assert!(!own.contains(host), "{host}");
        }
        assert!(!AllowedHosts::of(&Web::default()).contains("192.0.2.1"));
    }
}
