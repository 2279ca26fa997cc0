//! `/api/v1`: what programs call, with a bearer token. Shapes are in [`crate::shapes`].

pub(crate) mod accounts;
mod body;
pub(crate) mod budget;
pub(crate) mod clears;
pub(crate) mod cursor;
pub(crate) mod interfaces;
mod openapi;
mod parameters;
pub(crate) mod problem;
pub(crate) mod rids;
mod samples;
mod token;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use http::Method;
use tower_http::limit::RequestBodyLimitLayer;

use crate::state::AppState;
use problem::Problem;

/// Where the API lies.
pub(crate) const ROOT: &str = "/api/v1";

/// The methods and paths of the calls, below [`ROOT`].
pub(crate) const CALLS: [(Method, &str); 10] = [
    (Method::GET, "/accounts"),
    (Method::GET, "/interfaces"),
    (Method::GET, "/interfaces/{id}/samples"),
    (Method::POST, "/rids"),
    (Method::GET, "/rids/{rid}"),
    (Method::POST, "/clears"),
    (Method::GET, "/clears"),
    (Method::GET, "/clears/{id}"),
    (Method::GET, "/budget"),
    (Method::GET, "/openapi.json"),
];

/// The API's routes, below [`ROOT`].
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/accounts", get(accounts::list))
        .route("/interfaces", get(interfaces::list))
        .route("/interfaces/{id}/samples", get(samples::list))
        .route("/rids/{rid}", get(rids::look_up))
        .route("/clears/{id}", get(clears::one))
        .route("/budget", get(budget::month))
        .route("/openapi.json", get(openapi::document))
        .fallback(|| async { Problem::no_such_call() })
        .method_not_allowed_fallback(|| async { Problem::wrong_method() })
}

/// Routes below [`ROOT`] of which each sees to the length of a body by itself.
pub(crate) fn long_routes() -> Router<AppState> {
    let longer = Router::new()
        .route(&format!("{ROOT}/rids"), post(rids::find))
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(rids::MAX_BODY));
    // An order's role and key come before its body, however long that is; axum's limit is met when the body is read.
    longer.route(&format!("{ROOT}/clears"), get(clears::list).post(clears::order))
}
