//! Limits of the number, the size and the duration of requests and connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, Uri};
use http_body_util::BodyExt;
use jiff::SignedDuration;
use tower_http::timeout::TimeoutBody;

use super::errors::HttpError;
use super::rate::Rate;
use crate::settings::Web;

/// Timeouts, and the numbers of connections and requests.
#[derive(Debug, Clone)]
pub struct Limits {
    /// How long a request's headers may take, and how long a connection may lie idle between two requests.
    pub headers: Duration,
    /// How long a body may bring nothing.
    pub stall: Duration,
    /// How long an answer may take. Readings that a person asked for wait for WeChat, some of them one after the other.
    pub answer: Duration,
    /// How long a connection may last; what it is answering then is still answered, within [`Limits::answer`].
    pub connection: Duration,
    /// How many connections there may be; those that are idle make room for others. Fewer than the 1,024 files that a process
    /// may commonly have open, so that the database and calls to WeChat find room.
    pub connections: usize,
    /// How many of them may come from one client network; `None` where they all come from proxies, which are trusted.
    pub connections_each: Option<usize>,
    /// How long a connection may take that found no place but a spare one.
    pub spare: Duration,
    /// How many requests of one client network are answered at once; those with a valid token do not count.
    pub requests_each: usize,
    /// How long a request waits for one of these before it is refused.
    pub patience: Duration,
    /// How often whoever has neither signed in nor a token may ask, by client network.
    pub strangers: Rate,
    /// How long the body of such a request may take.
    pub stranger_body: Duration,
}

impl Limits {
    /// The limits of a server that people reach in this way.
    pub(crate) fn behind(web: &Web) -> Self {
        let usual = Self::default();
        Self { connections_each: usual.connections_each.filter(|_| web.proxy_hops == 0), ..usual }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            headers: Duration::from_secs(15),
            stall: Duration::from_secs(20),
            answer: Duration::from_mins(1),
            connection: Duration::from_mins(10),
            connections: 512,
            connections_each: Some(100),
            spare: Duration::from_secs(2),
            requests_each: 32,
            patience: Duration::from_secs(2),
            strangers: Rate { burst: 500, every: SignedDuration::from_millis(10) },
            stranger_body: Duration::from_secs(10),
        }
    }
}

/// The most headers; browsers send some 20, each proxy adds a few.
const MAX_HEADERS: usize = 80;
/// The most bytes of all names and values.
const MAX_HEADER_BYTES: usize = 32 << 10;
/// The most bytes of an address with its query.
const MAX_ADDRESS: usize = 8 << 10;

/// Refuses what no browser and no program of good will sends; what is longer still never gets as far as this.
pub(crate) async fn head(request: Request, next: Next) -> Response {
    match exceeded(request.uri(), request.headers()) {
        Some(error) => error.into(),
        None => next.run(request).await,
    }
}

fn exceeded(address: &Uri, headers: &HeaderMap) -> Option<HttpError> {
    if address.path_and_query().is_some_and(|address| address.as_str().len() > MAX_ADDRESS) {
        return Some(HttpError::AddressTooLong);
    }
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    (headers.len() > MAX_HEADERS || bytes > MAX_HEADER_BYTES).then_some(HttpError::HeadersTooLarge)
}

/// Ends a request whose body brings nothing for so long, whatever its route makes of the part that came.
pub(crate) async fn stalled(State(longest): State<Duration>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let stalled = Arc::new(AtomicBool::new(false));
    let noted = Arc::clone(&stalled);
    let request = request.map(|body| {
        Body::new(TimeoutBody::new(longest, body).map_err(move |error| {
            noted.fetch_or(error.is::<tower_http::timeout::TimeoutError>(), Ordering::Relaxed);
            error
        }))
    });
    let response = next.run(request).await;
    if stalled.load(Ordering::Relaxed) { HttpError::Stalled.into() } else { response }
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    fn headers(count: usize, bytes_each: usize) -> HeaderMap {
        let named = |number| HeaderName::try_from(format!("x-{number:04}")).unwrap();
        let value = HeaderValue::try_from("a".repeat(bytes_each - 6)).unwrap();
        (0..count).map(|number| (named(number), value.clone())).collect()
    }

    #[test]
    fn connections_of_proxies_are_not_bounded_each() {
        let each = |proxy_hops| Limits::behind(&Web { proxy_hops, ..Web::default() }).connections_each;
        assert_eq!((each(0), each(1)), (Some(100), None));
    }

    #[test]
    fn headers_and_addresses_have_bounds() {
        let short = Uri::from_static("/");
        assert_eq!(exceeded(&short, &headers(80, 409)), None);
        assert_eq!(exceeded(&short, &headers(81, 10)), Some(HttpError::HeadersTooLarge));
        assert_eq!(exceeded(&short, &headers(64, 512)), None);
        assert_eq!(exceeded(&short, &headers(64, 513)), Some(HttpError::HeadersTooLarge));
        let address = |bytes: usize| Uri::try_from(format!("/?q={}", "a".repeat(bytes - 4))).unwrap();
        assert_eq!(exceeded(&address(MAX_ADDRESS), &HeaderMap::new()), None);
        assert_eq!(exceeded(&address(MAX_ADDRESS + 1), &HeaderMap::new()), Some(HttpError::AddressTooLong));
    }
}
