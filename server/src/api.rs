//! `/api/v1`: what programs call, with a bearer token. Shapes are in [`crate::shapes`].

pub(crate) mod accounts;
mod cursor;
pub(crate) mod interfaces;
mod openapi;
mod parameters;
pub(crate) mod problem;
mod samples;
mod token;

use axum::Router;
use axum::routing::get;

use crate::state::AppState;
use problem::Problem;

/// Where the API lies.
pub(crate) const ROOT: &str = "/api/v1";

/// The paths of the calls, below [`ROOT`]; all of them are read with GET.
pub(crate) const CALLS: [&str; 4] = ["/accounts", "/interfaces", "/interfaces/{id}/samples", "/openapi.json"];

/// The API's routes, below [`ROOT`].
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/accounts", get(accounts::list))
        .route("/interfaces", get(interfaces::list))
        .route("/interfaces/{id}/samples", get(samples::list))
        .route("/openapi.json", get(openapi::document))
        .fallback(|| async { Problem::no_such_call() })
        .method_not_allowed_fallback(|| async { Problem::wrong_method() })
}
