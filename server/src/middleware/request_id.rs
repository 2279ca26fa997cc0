//! Request ids: a short id for each request, in the log and in the answer, so that a report can be matched to the log.

use std::sync::atomic::{AtomicU64, Ordering};

use http::{HeaderName, HeaderValue, Request};
use tower_http::request_id::{MakeRequestId, RequestId};

/// The header of an answer that holds the request id.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Numbers requests from when the server began, in seconds, and their order; no one need be unable to guess them.
#[derive(Debug, Clone)]
pub(crate) struct Numbers {
    began: i64,
    next: std::sync::Arc<AtomicU64>,
}

impl Numbers {
    pub(crate) fn since(began: i64) -> Self {
        Self { began, next: std::sync::Arc::default() }
    }
}

impl MakeRequestId for Numbers {
    fn make_request_id<B>(&mut self, _: &Request<B>) -> Option<RequestId> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        HeaderValue::try_from(format!("{:x}-{number}", self.began)).ok().map(RequestId::new)
    }
}

/// Removes the request id that a request brings along: it would stand in our log as ours.
pub(crate) async fn forget_foreign(mut request: axum::extract::Request) -> axum::extract::Request {
    request.headers_mut().remove(HEADER);
    request
}
