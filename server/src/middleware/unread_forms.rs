//! Forms whose body cannot be read: leptos would send the browser back to where it says it came from, with the error in the address,
//! or answer that the program failed.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, Method};

use super::errors::HttpError;

/// The header by which leptos marks the answer of a server function that failed; of ours, only reading its fields can.
const FAILED: HeaderName = HeaderName::from_static("serverfnerror");

/// Answers a form that could not be read with a page that says so.
pub(crate) async fn refuse(request: Request, next: Next) -> Response {
    let is_posted = *request.method() == Method::POST;
    let response = next.run(request).await;
    if is_posted && response.headers().contains_key(FAILED) { HttpError::Unreadable.into() } else { response }
}
