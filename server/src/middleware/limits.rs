//! Limits of the size and the duration of requests and connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, Uri};
use http_body_util::BodyExt;
use tower_http::timeout::TimeoutBody;

use super::errors::HttpError;

/// Timeouts, and the number of connections at once.
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
    /// How many connections there may be; others wait. Fewer than the 1,024 files that a process may commonly have open,
    /// so that the database and calls to WeChat find room.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            headers: Duration::from_secs(15),
            stall: Duration::from_secs(20),
            answer: Duration::from_mins(1),
            connection: Duration::from_mins(10),
            connections: 512,
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
