//! The address of the client behind a request, with as many proxies in front as the settings say.
//!
//! A proxy adds the address that it was asked from at the right of `X-Forwarded-For`; whatever stands left of the ones in
//! front was written by whoever asked them, and may be anything.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::ClientNetwork;
use http::{Extensions, HeaderMap, HeaderName};

const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The client's address, among a request's extensions; `None` where it came over no network, as in tests, or over a Unix
/// socket from a proxy that named no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub Option<IpAddr>);

/// Among the extensions of a request that came over a Unix socket: from a proxy on this machine, since nobody else may open
/// the socket.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OverSocket;

/// Whose requests count together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Source {
    /// Those of a client network.
    Network(ClientNetwork),
    /// Those over a Unix socket whose proxy named no address.
    Socket,
}

impl Source {
    /// The source of a request, by its extensions; `None` where it came over no network, as in tests.
    pub(crate) fn of(extensions: &Extensions) -> Option<Self> {
        let network = client_address(extensions).map(|address| Self::Network(address.into()));
        network.or_else(|| extensions.get::<OverSocket>().map(|_| Self::Socket))
    }
}

/// The client's address of a request, by its extensions; `None` where it is not known.
pub(crate) fn client_address(extensions: &Extensions) -> Option<IpAddr> {
    extensions.get::<ClientAddress>().and_then(|ClientAddress(address)| *address)
}

/// Records the [`ClientAddress`]; the state is how many proxies stand in front.
pub(crate) async fn record(State(hops): State<u8>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let address = client(peer, request.headers(), hops);
    request.extensions_mut().insert(ClientAddress(address));
    next.run(request).await
}

/// The address that connected to the outermost of our proxies; the peer where the header does not reach as far, or is no
/// address.
fn client(peer: Option<IpAddr>, headers: &HeaderMap, hops: u8) -> Option<IpAddr> {
    let added = usize::from(hops).checked_sub(1).and_then(|beyond| forwarded(headers).nth(beyond));
    let forwarded = added.and_then(|entry| address(str::from_utf8(entry).ok()?));
    forwarded.or(peer).map(|address| address.to_canonical())
}

/// The entries of `X-Forwarded-For`, over all its lines, from the right.
pub(super) fn forwarded(headers: &HeaderMap) -> impl Iterator<Item = &[u8]> {
    let lines = headers.get_all(FORWARDED).into_iter().collect::<Vec<_>>();
    let entries = lines.into_iter().rev().flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
    entries.map(<[u8]>::trim_ascii)
}

/// An address, in brackets or not, with a port or not.
fn address(text: &str) -> Option<IpAddr> {
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    let in_brackets = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<std::net::Ipv6Addr>().ok().map(IpAddr::V6);
    text.parse().ok().or_else(with_port).or_else(in_brackets)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use axum::{Extension, Router};
    use http::HeaderValue;
    use tower::ServiceExt;

    use super::*;

    fn client_of(lines: &[&str], hops: u8) -> String {
        let lines = lines.iter().map(|line| (FORWARDED, HeaderValue::from_bytes(line.as_bytes()).unwrap()));
        let mut headers = HeaderMap::new();
        lines.for_each(|(name, line)| {
            headers.append(name, line);
        });
        client(Some("192.0.2.1".parse().unwrap()), &headers, hops).unwrap().to_string()
    }

    /// What a handler behind the layer finds.
    async fn found(hops: u8) -> String {
        let handler =
            |Extension(ClientAddress(address)): Extension<ClientAddress>| async move { format!("{address:?}") };
        let router: Router = Router::new().route("/", get(handler)).layer(from_fn_with_state(hops, record));
        let peer = ConnectInfo("192.0.2.1:4711".parse::<SocketAddr>().unwrap());
        let request = Request::builder().uri("/").extension(peer).header(FORWARDED, "127.0.0.1, 203.0.113.9");
        let reply = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let body = axum::body::to_bytes(reply.into_body(), 100).await.unwrap();
        String::from_utf8(body.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn handlers_find_it_beside_the_request() {
        assert_eq!(found(0).await, "Some(192.0.2.1)");
        assert_eq!(found(1).await, "Some(203.0.113.9)");
    }

    #[test]
    fn over_a_socket_the_proxys_word_counts_and_without_one_all_count_together() {
        let source = |address: Option<&str>, over_socket: bool| {
            let mut extensions = Extensions::new();
            extensions.insert(ClientAddress(address.map(|address| address.parse().unwrap())));
            if over_socket {
                extensions.insert(OverSocket);
            }
            Source::of(&extensions)
        };
        let network = |address: &str| Some(Source::Network(address.parse::<IpAddr>().unwrap().into()));
        assert_eq!(source(Some("203.0.113.9"), true), network("203.0.113.9"));
        assert_eq!(source(None, true), Some(Source::Socket));
        assert_eq!(source(Some("2001:db8::1"), false), network("2001:db8::2"));
        assert_eq!(source(None, false), None);
    }

    #[test]
    fn without_proxies_the_peer_is_the_client_whatever_is_claimed() {
        assert_eq!(client_of(&[], 0), "192.0.2.1");
        assert_eq!(client_of(&["203.0.113.9"], 0), "192.0.2.1");
    }

    #[test]
    fn what_our_proxies_added_counts_and_what_was_forged_does_not() {
        assert_eq!(client_of(&["203.0.113.9"], 1), "203.0.113.9");
        assert_eq!(client_of(&["127.0.0.1, 203.0.113.9"], 1), "203.0.113.9");
        assert_eq!(client_of(&["127.0.0.1, 203.0.113.9, 10.0.0.2"], 2), "203.0.113.9");
        assert_eq!(client_of(&["127.0.0.1,127.0.0.1", "1.1.1.1", "203.0.113.9 , 10.0.0.2"], 2), "203.0.113.9");
        assert_eq!(client_of(&["127.0.0.1", "203.0.113.9", "10.0.0.2"], 2), "203.0.113.9", "over several lines");
        assert_eq!(client_of(&["\u{ff}", "203.0.113.9"], 1), "203.0.113.9");
    }

    #[test]
    fn where_the_header_does_not_reach_or_is_no_address_it_is_the_peer() {
        assert_eq!(client_of(&[], 1), "192.0.2.1");
        assert_eq!(client_of(&["203.0.113.9"], 2), "192.0.2.1");
        assert_eq!(client_of(&["203.0.113.9"], 255), "192.0.2.1");
        for odd in ["unknown", "_hidden", "", "203.0.113.9,", "203.0.113.999", "[203.0.113.9]", "a, \u{ff}", "1 2"] {
            assert_eq!(client_of(&[odd], 1), "192.0.2.1", "{odd:?}");
        }
        assert_eq!(client(None, &HeaderMap::new(), 1), None);
    }

    #[test]
    fn addresses_are_spelled_in_several_ways() {
        for (spelled, meant) in [
            ("203.0.113.9:4711", "203.0.113.9"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:DB8::1]:443", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            ("[::ffff:203.0.113.9]:80", "203.0.113.9"),
        ] {
            assert_eq!(client_of(&[spelled], 1), meant);
        }
        let mapped = Some("::ffff:192.0.2.1".parse().unwrap());
        assert_eq!(client(mapped, &HeaderMap::new(), 0), Some("192.0.2.1".parse().unwrap()));
    }
}
