//! Counting of HTTP requests.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::registry::{Metrics, OTHER};

/// Counts a request by its route, so that no path that somebody makes up becomes a series.
pub(crate) async fn count(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    // What a router within another answers for unknown paths has a route that the library made up.
    let route = route.as_ref().map(MatchedPath::as_str).filter(|route| !route.contains("__private"));
    metrics.http_answered(route.unwrap_or(OTHER).to_owned().into(), response.status(), begun.elapsed());
    response
}
