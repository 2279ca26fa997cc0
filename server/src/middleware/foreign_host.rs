//! Refuses requests for hosts that are not ours: a page elsewhere whose name was made to point at this machine (DNS
//! rebinding) would otherwise be of the same origin as we are.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::HOST;
use http::uri::Authority;
use url::Url;

use super::trouble::Trouble;

/// The hosts that requests may name.
#[derive(Debug, Clone)]
pub(crate) struct OwnHosts {
    public: Option<String>,
}

impl OwnHosts {
    /// This machine's, and that of the address people use.
    pub(crate) fn with(public: Option<&Url>) -> Self {
        Self { public: public.and_then(Url::host_str).map(str::to_ascii_lowercase) }
    }

    /// Any port is ours: a proxy or a tunnel on this machine has another, and the port adds no protection.
    fn holds(&self, host: &str) -> bool {
        let Ok(authority) = host.parse::<Authority>() else { return false };
        if host.contains('@') {
            return false;
        }
        let host = authority.host().to_ascii_lowercase();
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let loopback = bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.to_canonical().is_loopback());
        loopback || host == "localhost" || self.public.as_deref() == Some(&host)
    }
}

pub(crate) async fn refuse(State(own): State<OwnHosts>, request: Request, next: Next) -> Response {
    let mut named = request.headers().get_all(HOST).iter();
    let header = named.next().and_then(|value| value.to_str().ok());
    // An absolute address in the request line wins over the header, in HTTP and for whoever reads it after us.
    let in_line = request.uri().authority().map(Authority::as_str);
    let all_ours = [header, in_line].into_iter().flatten().all(|host| own.holds(host));
    if all_ours && (header.is_some() || in_line.is_some()) && named.next().is_none() {
        next.run(request).await
    } else {
        Trouble::ForeignHost.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_and_the_public_address_are_ours() {
        let own = OwnHosts::with(Some(&"https://Quota.example.com".parse().unwrap()));
        for host in [
            "127.0.0.1:8686",
            "localhost",
            "LOCALHOST:1",
            "[::1]:8686",
            "127.8.8.8",
            "quota.example.com",
            "quota.example.com:443",
        ] {
            assert!(own.holds(host), "{host}");
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
            assert!(!own.holds(host), "{host}");
        }
        assert!(!OwnHosts::with(None).holds("quota.example.com"));
    }
}
