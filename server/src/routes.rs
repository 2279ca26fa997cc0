//! Routes as the router takes them and as tests list them, so that no route is without a test.

use axum::Router;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};
use http::Method;

use crate::api::csv::{self, CsvList};
use crate::state::AppState;

/// A method, a path and what answers.
pub(crate) struct Route {
    method: Method,
    path: &'static str,
    /// Addresses that come in by `path` and are answered in another way than it is.
    also: Vec<&'static str>,
    answers: MethodRouter<AppState>,
}

impl Route {
    /// A route that reads.
    pub(crate) fn get<T: 'static>(path: &'static str, handler: impl Handler<T, AppState>) -> Self {
        Self { method: Method::GET, path, also: Vec::new(), answers: get(handler) }
    }

    /// A route that reads a list of the API, which is also given as CSV.
    pub(crate) fn list<T: 'static>(list: &'static CsvList, handler: impl Handler<T, AppState>) -> Self {
        let route = Self::get(list.path, handler);
        Self { answers: route.answers.layer(from_fn_with_state(list, csv::answer)), ..route }
    }

    /// A route that changes something.
    pub(crate) fn post<T: 'static>(path: &'static str, handler: impl Handler<T, AppState>) -> Self {
        Self { method: Method::POST, path, also: Vec::new(), answers: post(handler) }
    }

    /// Names addresses that come in by its path and are answered in another way: the router's parameters are whole parts
    /// of a path, so that `/{month}` takes `/{month}.csv` too.
    pub(crate) fn also(self, paths: &[&'static str]) -> Self {
        Self { also: paths.to_vec(), ..self }
    }

    /// The path by which the router knows it.
    pub(crate) fn path(&self) -> &'static str {
        self.path
    }

    /// Its method, and its path below `root`.
    pub(crate) fn named(&self, root: &str) -> (Method, String) {
        (self.method.clone(), format!("{root}{}", self.path))
    }

    /// The same of each address that comes in by its path.
    pub(crate) fn named_also(&self, root: &str) -> impl Iterator<Item = (Method, String)> {
        self.also.iter().map(move |path| (self.method.clone(), format!("{root}{path}")))
    }
}

/// A router of these, below `root`.
pub(crate) fn router_of(root: &str, routes: Vec<Route>) -> Router<AppState> {
    routes
        .into_iter()
        .fold(Router::new(), |router, route| router.route(&format!("{root}{}", route.path), route.answers))
}
