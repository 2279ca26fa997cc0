//! The refusal of requests that come in clear, past the proxies that end TLS in front of us: such a request would be answered with the
//! sign-in form, and the password be sent as it came.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::client_address;
use super::errors::HttpError;
use super::health_checks::is_health_check;
use crate::settings::Web;

/// The number of proxies that a request has to come through, where people come by TLS.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Proxies(Option<u8>);

impl Proxies {
    /// The proxies in front, where every request is to come through them.
    pub(crate) fn of(web: &Web) -> Self {
        Self(web.https().then_some(web.proxy_hops))
    }

    fn were_bypassed_by(self, request: &Request) -> bool {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        // What comes from this machine went over no network. Health checks are asked for by machines beside the proxies.
        let from_elsewhere = peer.is_some_and(|peer| !peer.to_canonical().is_loopback());
        if !from_elsewhere || is_health_check(request.uri().path()) {
            return false;
        }
        let added = client_address::forwarded(request.headers()).filter(|entry| !entry.is_empty()).count();
        self.0.is_some_and(|hops| added < usize::from(hops))
    }
}

pub(crate) async fn refuse(State(proxies): State<Proxies>, request: Request, next: Next) -> Response {
    if proxies.were_bypassed_by(&request) { HttpError::PastProxies.into() } else { next.run(request).await }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use http::StatusCode;
    use tower::ServiceExt;

    use super::*;
    use crate::settings::Way;

    async fn status(web: &Web, peer: &str, forwarded: &[&str], path: &str) -> StatusCode {
        let router: Router = Router::new().fallback(|| async {}).layer(from_fn_with_state(Proxies::of(web), refuse));
        let peer = ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 4711));
        let asked = Request::builder().method("POST").uri(path).extension(peer);
        let asked = forwarded.iter().fold(asked, |asked, line| asked.header("x-forwarded-for", *line));
        router.oneshot(asked.body(Body::empty()).unwrap()).await.unwrap().status()
    }

    fn behind(proxy_hops: u8) -> Web {
        Web { way: Way::Tls, proxy_hops, beyond_loopback: true, ..Web::default() }
    }

    #[tokio::test]
    async fn whoever_did_not_come_through_all_proxies_is_refused() {
        let elsewhere = "192.0.2.7";
        for (hops, forwarded, through) in [
            (1, &[][..], false),
            (1, &[""], false),
            (1, &[" , "], false),
            (1, &["203.0.113.9"], true),
            (1, &["forged", "203.0.113.9"], true),
            (2, &["203.0.113.9"], false),
            (2, &["203.0.113.9, 10.0.0.2"], true),
            (2, &["203.0.113.9", "10.0.0.2"], true),
        ] {
            let expected = if through { StatusCode::OK } else { StatusCode::FORBIDDEN };
            for path in ["/form/sign-in", "/login", "/api/v1/clears"] {
                assert_eq!(status(&behind(hops), elsewhere, forwarded, path).await, expected, "{hops} {forwarded:?}");
            }
        }
    }

    #[tokio::test]
    async fn this_machine_and_watchers_come_as_they_are() {
        for peer in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(status(&behind(1), peer, &[], "/login").await, StatusCode::OK, "{peer}");
        }
        for path in ["/healthz", "/readyz"] {
            assert_eq!(status(&behind(1), "192.0.2.7", &[], path).await, StatusCode::OK, "{path}");
        }
        assert_eq!(status(&behind(1), "::ffff:192.0.2.7", &[], "/healthz/x").await, StatusCode::FORBIDDEN);
    }

    #[tokio::test]
    async fn where_nobody_comes_by_tls_nobody_is_refused() {
        for way in [Way::Clear, Way::Loopback] {
            let web = Web { way, ..behind(1) };
            assert_eq!(status(&web, "192.0.2.7", &[], "/login").await, StatusCode::OK, "{way:?}");
        }
    }
}
