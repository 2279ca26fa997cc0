//! `/api/v1`: what programs call, with a bearer token. Shapes are in [`crate::shapes`].

pub(crate) mod accounts;
mod body;
pub(crate) mod budget;
pub(crate) mod channels;
pub(crate) mod clears;
pub(crate) mod csv;
pub(crate) mod cursor;
pub(crate) mod incidents;
pub(crate) mod interfaces;
pub(crate) mod notices;
mod openapi;
mod parameters;
pub(crate) mod problem;
mod rate;
pub(crate) mod rids;
mod samples;
pub(crate) mod token;

use axum::Router;
use http::Method;

pub(crate) use domain::paths::API as ROOT;

use crate::routes::{Route, router_of};
use crate::state::AppState;
use problem::Problem;

/// All calls.
fn calls() -> Vec<Route> {
    vec![
        Route::list(&csv::ACCOUNTS, accounts::list),
        Route::list(&csv::INTERFACES, interfaces::list),
        Route::list(&csv::SAMPLES, samples::list),
        Route::get("/rids/{rid}", rids::look_up),
        Route::get("/clears/{id}", clears::one),
        Route::list(&csv::BUDGET, budget::month),
        Route::get("/incidents/{id}", incidents::one),
        Route::post(rids::PATH, rids::find),
        Route::list(&csv::CLEARS, clears::list),
        Route::post("/clears", clears::order),
        Route::list(&csv::INCIDENTS, incidents::list),
        Route::post("/incidents", incidents::report),
        Route::list(&csv::CHANNELS, channels::list),
        Route::list(&csv::DELIVERIES, channels::deliveries),
        Route::list(&csv::NOTICES, notices::list),
        Route::post("/notices/{id}/acknowledge", notices::acknowledge),
        Route::get("/openapi.json", openapi::document),
    ]
}

/// The methods and paths of all calls.
pub(crate) fn every_call() -> impl Iterator<Item = (Method, String)> {
    calls().into_iter().map(|call| call.named(ROOT))
}

/// The API's routes, below [`ROOT`].
pub(crate) fn routes() -> Router<AppState> {
    router_of("", calls())
        .fallback(|| async { Problem::no_such_call() })
        .method_not_allowed_fallback(|| async { Problem::wrong_method() })
}
