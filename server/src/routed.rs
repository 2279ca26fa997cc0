//! A route as the router takes it and as a test walks it, so that there is none which is not walked.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodRouter, get, post};
use http::Method;

use crate::state::AppState;

/// A method, a path and what answers.
pub(crate) struct Route {
    method: Method,
    path: &'static str,
    answers: MethodRouter<AppState>,
}

impl Route {
    /// Reads.
    pub(crate) fn get<T: 'static>(path: &'static str, handler: impl Handler<T, AppState>) -> Self {
        Self { method: Method::GET, path, answers: get(handler) }
    }

    /// Acts.
    pub(crate) fn post<T: 'static>(path: &'static str, handler: impl Handler<T, AppState>) -> Self {
        Self { method: Method::POST, path, answers: post(handler) }
    }

    /// Its method, and its path below `root`.
    pub(crate) fn named(&self, root: &str) -> (Method, String) {
        (self.method.clone(), format!("{root}{}", self.path))
    }
}

/// A router of these, below `root`.
pub(crate) fn routed(root: &str, routes: Vec<Route>) -> Router<AppState> {
    routes
        .into_iter()
        .fold(Router::new(), |router, route| router.route(&format!("{root}{}", route.path), route.answers))
}
