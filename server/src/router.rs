//! The router: which layer comes when, and which routes there are.

use std::sync::Arc;

use app::routes::App;
use app::shell::shell;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::middleware::{from_fn, from_fn_with_state, map_request};
use axum::response::{IntoResponse, Redirect, Response};
use domain::paths;
use http::{Extensions, HeaderMap, Method, StatusCode, Uri, Version};
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::{
    AxumRouteListing, LeptosRoutes, generate_route_list_with_exclusions_and_ssg_and_context,
    render_app_async_with_context,
};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::{ConfigError, CsrfLayer, ProtectionError};
use tower_http::request_id::{PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::Level;

use crate::api::problem::Problem;
use crate::metrics;
use crate::metrics::route;
use crate::middleware::allowed_hosts::AllowedHosts;
use crate::middleware::bodies::Bodies;
use crate::middleware::errors::{ErrorPages, HttpError, is_for_programs};
use crate::middleware::limits::Limits;
use crate::middleware::proxy_bypass::Proxies;
use crate::middleware::request_id::Numbers;
use crate::middleware::requests::{Requests, Shared};
use crate::middleware::{
    allowed_hosts, bodies, client_address, crowd, errors, limits, masks, proxy_bypass, request_id, requests,
    security_headers, security_log, sessions, unread_forms, unwritable,
};
use crate::routes::{Route, router_of};
use crate::state::AppState;
use crate::{api, exports, pages, uploads};

/// The most bytes of a path that are logged.
const LOGGED_PATH: usize = 500;

/// The router of everything that is served: routes, and the layers around them.
///
/// # Errors
/// [`ConfigError`] where the address people use is none a browser would send as an origin.
pub fn router(state: &AppState, limits: &Limits) -> Result<Router, ConfigError> {
    let csrf = CsrfLayer::new().with_rejection_response(|_: ProtectionError| Response::from(HttpError::CrossSite));
    let csrf = match &state.web.public_url {
        Some(url) => csrf.add_trusted_origin(url.origin().ascii_serialization())?,
        None => csrf,
    };
    let context_state = state.clone();
    let shared = Shared { app: state.clone(), requests: Arc::new(Requests::new(limits)) };
    let unguarded = Router::new()
        .nest(api::ROOT, api::routes())
        .merge(router_of("", others()))
        .leptos_routes_with_context(state, pages_of(state), move || pages::provide(&context_state), shell)
        .fallback(not_found)
        // Bodies are bounded by a layer of ours, which knows who sends them.
        .layer(DefaultBodyLimit::disable())
        .with_state(state.clone());
    // The last layer is the outermost: a request passes them from the bottom up, its answer from the top down.
    let guarded = unguarded
        .layer(from_fn(unread_forms::refuse))
        .layer(from_fn(masks::translate))
        // Pages only. Files are compressed when they are built; the API's answers are small. What lengths could tell is
        // little: of secrets a page holds a new token, once, the code of the setup link that asked for it, until there is a
        // user, or the demo's logins, which are there for all to see.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(is_page))
        // Inside of what finds out who it is.
        .layer(from_fn_with_state(Arc::new(Bodies::new(limits)), bodies::bound))
        // Before a body is read; and whoever is not signed in learns nothing of it but from the sign-in form.
        .layer(from_fn_with_state(state.clone(), unwritable::refuse))
        // This and the next refusals before any handler runs, so that no route can be forgotten.
        .layer(from_fn_with_state(shared.clone(), sessions::require))
        .layer(from_fn_with_state(shared, requests::share))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, limits.answer))
        .layer(from_fn_with_state(limits.stall, limits::stalled))
        .layer(csrf)
        .layer(from_fn_with_state(AllowedHosts::of(&state.web), allowed_hosts::refuse))
        .layer(from_fn_with_state(Proxies::of(&state.web), proxy_bypass::refuse))
        // Outside of all that refuses by who asks, inside of what says where they ask from.
        .layer(from_fn_with_state(Arc::clone(&state.desk), security_log::watch))
        .layer(from_fn_with_state(state.web.proxy_hops, client_address::record))
        .layer(from_fn(crowd::refuse))
        .layer(from_fn(limits::head))
        .layer(CatchPanicLayer::custom(errors::panicked))
        // Pages and problem documents for whatever the layers above refused.
        .layer(from_fn_with_state(ErrorPages::of(state), errors::explain))
        // The path only: a query may hold what a person pasted, and cookies and tokens are nobody's business.
        .layer(TraceLayer::new_for_http().make_span_with(span).on_response(DefaultOnResponse::new().level(Level::INFO)))
        // Outside of all that can answer, so that every answer has these headers.
        .layer(from_fn_with_state(state.web.https(), security_headers::write))
        .layer(PropagateRequestIdLayer::new(request_id::HEADER))
        .layer(SetRequestIdLayer::new(request_id::HEADER, Numbers::since(state.desk.clock().now().as_second())))
        .layer(map_request(request_id::forget_foreign))
        // Outside of all that can answer, so that every answer counts.
        .layer(from_fn_with_state(Arc::clone(&state.metrics), metrics::http::count));
    state.metrics.begin_routes(every_route(state));
    Ok(guarded)
}

/// Every method and path that is routed, so that a test can walk them all: pages, forms, API calls and the rest.
pub fn every_route(state: &AppState) -> Vec<(Method, String)> {
    let of_others = of_others();
    let pages = pages_of(state).into_iter().map(|page| page.path().to_owned());
    let pages = pages.filter(|path| !of_others.contains(path)).map(|path| (Method::GET, path));
    let forms = server_fn_paths().map(|(path, method)| (method, path.to_owned()));
    let others = others();
    let others = others.iter().flat_map(|other| std::iter::once(other.named("")).chain(other.named_also("")));
    let mut all: Vec<_> = pages.chain(forms).chain(api::every_call()).chain(others).collect();
    all.sort_by(|(a_method, a), (b_method, b)| (a, a_method.as_str()).cmp(&(b, b_method.as_str())));
    all
}

/// Routes that are neither forms nor API calls, nor pages that the app's own routes answer alone.
fn others() -> Vec<Route> {
    let mut others = exports::routes::all();
    others.push(uploads::route());
    others.push(Route::get("/healthz", || async { "ok\n" }));
    others.push(Route::get(paths::METRICS, route::answer));
    others.push(Route::get("/readyz", ready));
    others.push(Route::get("/pkg/{*name}", pkg));
    others
}

fn pages_of(state: &AppState) -> Vec<AxumRouteListing> {
    let state = state.clone();
    generate_route_list_with_exclusions_and_ssg_and_context(App, Some(of_others()), move || pages::provide(&state)).0
}

/// Paths of [`others`], some of which the app has a page for: those see to it themselves.
fn of_others() -> Vec<String> {
    others().iter().map(|other| other.path().to_owned()).collect()
}

async fn ready(State(state): State<AppState>) -> Response {
    match state.desk.ready().await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::error!(%error, "not ready");
            let why = error.write_fault().map(|fault| format!(": {fault}")).unwrap_or_default();
            (StatusCode::SERVICE_UNAVAILABLE, format!("not ready{why}\n")).into_response()
        }
    }
}

async fn pkg(State(state): State<AppState>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    state.assets.pkg(&name, &headers)
}

/// Files of `public/`, else the app's page for addresses that have none.
async fn not_found(State(state): State<AppState>, request: Request) -> Response {
    let path = request.uri().path();
    if is_for_programs(path) {
        return Problem::no_such_call().into_response();
    }
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        if let Some(address) = without_slash(request.uri()) {
            return Redirect::permanent(&address).into_response();
        }
        if let Some(file) = state.assets.public(path, request.headers()) {
            return file;
        }
        if path == "/robots.txt" {
            return "User-agent: *\nDisallow: /\n".into_response();
        }
    }
    let page = render_app_async_with_context(move || pages::provide(&state), shell);
    let mut response = page(request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

/// The address without the slash at its end. `None` where it has none, and of `//host/`, which would lead elsewhere.
fn without_slash(uri: &Uri) -> Option<String> {
    let path = uri.path().strip_suffix('/').filter(|path| path.len() > 1 && !path.starts_with("//"))?;
    Some(uri.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}")))
}

fn is_page(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    masks::is_page(headers)
}

fn span(request: &Request) -> tracing::Span {
    let id = request.headers().get(request_id::HEADER).and_then(|id| id.to_str().ok()).unwrap_or_default();
    let path = request.uri().path();
    let path = &path[..path.floor_char_boundary(LOGGED_PATH)];
    tracing::info_span!("request", id, method = %request.method(), path)
}
