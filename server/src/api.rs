//! `/api/v1`: what programs call, with a bearer token. Shapes are in [`crate::shapes`].

pub(crate) mod accounts;
mod body;
pub(crate) mod budget;
pub(crate) mod clears;
pub(crate) mod csv;
pub(crate) mod cursor;
pub(crate) mod incidents;
pub(crate) mod interfaces;
mod openapi;
mod parameters;
pub(crate) mod problem;
pub(crate) mod rids;
mod samples;
mod token;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use http::Method;
use tower_http::limit::RequestBodyLimitLayer;

pub(crate) use domain::paths::API as ROOT;

use crate::routes::{Route, router_of};
use crate::state::AppState;
use problem::Problem;

/// Calls whose bodies are as long as any form's.
fn calls() -> Vec<Route> {
    vec![
        Route::list(&csv::ACCOUNTS, accounts::list),
        Route::list(&csv::INTERFACES, interfaces::list),
        Route::list(&csv::SAMPLES, samples::list),
        Route::get("/rids/{rid}", rids::look_up),
        Route::get("/clears/{id}", clears::one),
        Route::list(&csv::BUDGET, budget::month),
        Route::get("/incidents/{id}", incidents::one),
        Route::get("/openapi.json", openapi::document),
    ]
}

/// Calls that take longer texts than forms do.
fn long_calls() -> Vec<Route> {
    vec![Route::post("/rids", rids::find)]
}

/// Calls whose role, and key, come before their body, however long that is; axum's limit is met when the body is read.
fn calls_with_roles() -> Vec<Route> {
    vec![
        Route::list(&csv::CLEARS, clears::list),
        Route::post("/clears", clears::order),
        Route::list(&csv::INCIDENTS, incidents::list),
        Route::post("/incidents", incidents::report),
    ]
}

/// The methods and paths of all calls.
pub(crate) fn every_call() -> impl Iterator<Item = (Method, String)> {
    let all = [calls(), long_calls(), calls_with_roles()];
    all.into_iter().flatten().map(|call| call.named(ROOT))
}

/// The API's routes, below [`ROOT`].
pub(crate) fn routes() -> Router<AppState> {
    router_of("", calls())
        .fallback(|| async { Problem::no_such_call() })
        .method_not_allowed_fallback(|| async { Problem::wrong_method() })
}

/// The API's routes, [`ROOT`] among their paths, of which each sees to the length of a body by itself.
pub(crate) fn long_routes() -> Router<AppState> {
    let longer = router_of(ROOT, long_calls())
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(rids::MAX_BODY));
    longer.merge(router_of(ROOT, calls_with_roles()))
}
