//! Sessions: the user behind a browser's cookie. Whatever is not public is answered to signed-in users only.

use std::convert::Infallible;
use std::sync::Arc;

use app::context::SessionId;
use app::forms::cookie;
use app::forms::kept::forget_posted;
use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use desk::notices::HeaderSummary;
use desk::users::{SessionUser, Visit};
use domain::{Actor, paths};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::ExposeSecret;
use url::{Position, Url};

use super::client_address::client_address;
use super::crowd::Introduction;
use super::ended_sessions;
use super::errors::{HttpError, is_for_programs};
use super::requests::Shared;
use super::security_log;
use crate::state::AppState;

/// The user who is signed in, among the request's extensions.
#[derive(Debug, Clone)]
pub(crate) struct SignedInUser(pub(crate) Arc<SessionUser>);

/// What every page's header shows its reader; among the request's extensions.
#[derive(Debug, Clone)]
pub(crate) struct HeaderStatus(pub(crate) Arc<HeaderSummary>);

/// The actor of a request, with their address, for routes that are no pages.
#[derive(Debug, Clone)]
pub(crate) struct Visitor(pub(crate) Actor);

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let address = client_address(&parts.extensions);
        let person = parts.extensions.get::<SignedInUser>();
        Ok(Self(person.map_or(Actor::Anonymous { address }, |SignedInUser(who)| who.actor(address))))
    }
}

/// Pages and forms that answer whoever has not signed in.
const PUBLIC: [&str; 5] =
    [paths::SIGN_IN, paths::SET_UP, paths::POST_SIGN_IN, paths::POST_SET_UP, paths::POST_PREFERENCES];
/// What is answered, besides these, to whoever signed in with a password that an admin chose: another password, and signing out.
const WITH_INITIAL_PASSWORD: [&str; 3] = [paths::NEW_PASSWORD, paths::POST_OWN_PASSWORD, paths::POST_SIGN_OUT];
/// Paths that are answered without looking at a session: they are the same for everybody who may ask.
const WITHOUT_SESSION: [&str; 4] = ["/healthz", "/readyz", "/robots.txt", paths::METRICS];

/// The most bytes of an address that one is brought back to: the sign-in form goes on to none that is longer.
const MAX_RETURN_PATH: usize = 2_000;

/// Finds the session of a request, and redirects whoever has none to the sign-in page.
pub(crate) async fn require(State(shared): State<Shared>, mut request: Request, next: Next) -> Response {
    let Shared { app: state, requests } = shared;
    let path = request.uri().path();
    if is_for_programs(path) || path.starts_with("/pkg/") || WITHOUT_SESSION.contains(&path) {
        return next.run(request).await;
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads && state.assets.public(path, request.headers()).is_some() {
        return next.run(request).await;
    }
    let address = client_address(request.extensions());
    let session_id = session_id(request.headers(), &state);
    let visit = match &session_id {
        None => None,
        // A form's answer is a redirect, which must not lose the message that the form leaves under the old id.
        Some(id) => match state.desk.visit(id, address, reads).await {
            Ok(visit) => visit,
            Err(error) => {
                tracing::error!(%error, "a session could not be read");
                return HttpError::Broken.into();
            }
        },
    };
    let Some(Visit { who, renewed }) = visit else {
        if !requests.admit_stranger(&request, state.desk.clock().now()) {
            return HttpError::TooManyRequests.into();
        }
        if !PUBLIC.contains(&path) {
            return not_signed_in(&state, request, reads, session_id.as_deref()).await;
        }
        if let Some(id) = session_id {
            request.extensions_mut().insert(SessionId(id));
        }
        return next.run(request).await;
    };
    Introduction::make(request.extensions());
    let set_cookie = renewed.as_ref().and_then(|id| state.session_cookie().set(id.expose_secret()));
    let id = renewed.map(|id| id.expose_secret().to_owned()).or(session_id).unwrap_or_default();
    if who.user.must_change_password && !PUBLIC.contains(&path) && !WITH_INITIAL_PASSWORD.contains(&path) {
        return with_cookie(to_new_password(&request, reads), set_cookie);
    }
    let posted = (!reads).then(|| (id.clone(), path.to_owned()));
    request.extensions_mut().insert(SessionId(id));
    if reads {
        match state.desk.standing(&who.actor(address)).await {
            Ok(standing) => {
                request.extensions_mut().insert(HeaderStatus(Arc::new(standing)));
            }
            // The page itself says more, and says so where the database is gone.
            Err(error) => tracing::error!(%error, "the header of a page could not be loaded"),
        }
    }
    security_log::sent_by(request.extensions(), &who.actor(address));
    request.extensions_mut().insert(SignedInUser(Arc::new(who)));
    let response = next.run(request).await;
    // Where the form was not carried out, what was typed into it is still kept.
    if let Some((id, path)) = posted.filter(|_| response.status().is_redirection())
        && let Err(error) = forget_posted(&state.desk, &id, &path).await
    {
        tracing::error!(%error, "what was typed before could not be forgotten");
    }
    with_cookie(response, set_cookie)
}

fn with_cookie(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn session_id(headers: &HeaderMap, state: &AppState) -> Option<String> {
    cookie(headers, state.session_cookie().name()).filter(|id| (20..=100).contains(&id.len())).map(str::to_owned)
}

/// The page of ours that a form was sent from.
fn page_of_form(headers: &HeaderMap) -> Option<String> {
    let page = Url::parse(headers.get(header::REFERER)?.to_str().ok()?).ok()?;
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let ours = page[Position::BeforeHost..Position::AfterPort].eq_ignore_ascii_case(host);
    ours.then(|| page[Position::BeforePath..Position::AfterQuery].to_owned())
}

/// The answer to whoever is not signed in; of a form whose session ended by itself, what was typed is kept.
async fn not_signed_in(state: &AppState, request: Request, reads: bool, session_id: Option<&str>) -> Response {
    let Some(session_id) = session_id.filter(|_| !reads) else {
        return to_sign_in(&request, reads, session_id.is_some());
    };
    let from = page_of_form(request.headers());
    let unkept = to_sign_in(&request, reads, true);
    match ended_sessions::keep_typed(state, session_id, request).await {
        None => unkept,
        // The same page with its query, where the browser told it.
        Some(page) => {
            let from = from.filter(|from| from.split('?').next() == Some(page.as_str()));
            redirect(&[next_page(&from.unwrap_or(page)), Some("because=kept".to_owned())])
        }
    }
}

/// The parameter that names the page to go on to after signing in.
fn next_page(page: &str) -> Option<String> {
    let may_be_named = page.len() > 1 && page.len() <= MAX_RETURN_PATH;
    may_be_named.then(|| format!("next={}", utf8_percent_encode(page, NON_ALPHANUMERIC)))
}

/// To the page on which another password is chosen, and from there on to the page that was asked for.
fn to_new_password(request: &Request, reads: bool) -> Response {
    let asked = request.uri().path_and_query().map_or("/", |asked| asked.as_str());
    let next = next_page(asked).filter(|_| reads);
    redirect_to(&paths::new_password(&next.into_iter().collect::<Vec<_>>()))
}

/// To the sign-in page, and from there back to the page that was asked for.
fn to_sign_in(request: &Request, reads: bool, had_session: bool) -> Response {
    let asked = request.uri().path_and_query().map_or("/", |asked| asked.as_str());
    let because = |reason: &str| Some(format!("because={reason}"));
    if reads {
        return redirect(&[next_page(asked), because("ended").filter(|_| had_session)]);
    }
    if request.uri().path() == paths::POST_SIGN_OUT {
        // Without a session nothing is left to be ended, so nothing was lost either.
        return redirect(&[because("out")]);
    }
    // What was sent is gone; the page of the form is gone back to, where the browser told it.
    redirect(&[next_page(&page_of_form(request.headers()).unwrap_or_default()), because("form")])
}

fn redirect(query: &[Option<String>]) -> Response {
    let query: Vec<_> = query.iter().flatten().collect();
    redirect_to(&paths::sign_in(&query))
}

fn redirect_to(address: &str) -> Response {
    let mut response = Redirect::to(address).into_response();
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("cookie"));
    response
}
