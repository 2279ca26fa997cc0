//! The refusal of whatever would have to be saved while nothing can be: before it is read, and before anything is done.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::{WriteFault, paths};
use http::{HeaderValue, Method, header};

use super::errors::{HttpError, is_for_programs};
use crate::api::problem::{Problem, RETRY_UNWRITABLE_AFTER};
use crate::state::AppState;

/// Refuses forms and calls that change something. Language and theme are kept in cookies alone.
pub(crate) async fn refuse(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD) || path == paths::POST_PREFERENCES;
    match state.desk.write_fault() {
        Some(fault) if !reads && is_for_programs(path) => Problem::not_writable(fault).into_response(),
        Some(fault) if !reads => refused(fault),
        _ => next.run(request).await,
    }
}

/// The answer where a page or a form needs to save something, and cannot.
pub(crate) fn refused(fault: WriteFault) -> Response {
    let mut response = Response::from(HttpError::Unwritable);
    response.extensions_mut().insert(fault);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(RETRY_UNWRITABLE_AFTER));
    response
}
