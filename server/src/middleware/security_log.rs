//! What requests were refused, for the security log: of those who are known by their session or token, and of strangers.

use std::sync::{Arc, OnceLock};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use desk::Desk;
use desk::security_log::{self, StrangerEvent};
use domain::Actor;
use http::{Extensions, StatusCode};

use super::client_address::client_address;
use super::errors::HttpError;

/// The most characters of a path that are logged.
const LOGGED_PATH: usize = 200;

/// Who sent a request, once that is known; among the request's extensions.
#[derive(Debug, Clone, Default)]
struct Sender(Arc<OnceLock<Actor>>);

/// Notes who sent a request, for the log.
pub(crate) fn sent_by(extensions: &Extensions, actor: &Actor) {
    if let Some(Sender(sender)) = extensions.get::<Sender>() {
        let _ = sender.set(actor.clone());
    }
}

/// Logs what is refused by the layers within and by handlers. Forms, whose answer is a redirect, log their refusals themselves.
pub(crate) async fn watch(State(desk): State<Arc<Desk>>, mut request: Request, next: Next) -> Response {
    let sender = Sender::default();
    request.extensions_mut().insert(sender.clone());
    let address = client_address(request.extensions());
    let path: String = request.uri().path().chars().take(LOGGED_PATH).collect();
    let method = request.method().clone();
    let response = next.run(request).await;
    let error = response.extensions().get::<HttpError>();
    let stranger = match (error, response.status()) {
        (Some(HttpError::ForeignHost), _) => Some(StrangerEvent::ForeignHost),
        (Some(HttpError::CrossSite), _) => Some(StrangerEvent::CrossSite),
        (Some(HttpError::PastProxies), _) => Some(StrangerEvent::PastProxies),
        (_, StatusCode::UNAUTHORIZED) => Some(StrangerEvent::Unauthorized),
        (_, StatusCode::TOO_MANY_REQUESTS) => Some(StrangerEvent::Throttled),
        _ => None,
    };
    match (stranger, sender.0.get()) {
        (Some(event), None) => desk.note_stranger(event, address),
        (_, Some(actor)) if response.status() == StatusCode::FORBIDDEN => {
            security_log::refused(actor, &format!("{method} {path}"));
        }
        _ => {}
    }
    response
}
