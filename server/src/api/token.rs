//! Authentication: the actor behind a bearer token, looked up once, before anything else is done for a call.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use desk::Desk;
use desk::api_tokens::AuthenticateError;
use domain::{Actor, Permission};
use http::request::Parts;
use http::{HeaderMap, header};

use super::problem::Problem;
use crate::state::AppState;

/// The actor of a call, and the desk that they ask.
#[derive(Debug)]
pub(crate) struct Caller {
    actor: Actor,
    desk: Arc<Desk>,
}

impl Caller {
    /// The desk and the actor, unless the role does not allow this; asked before anything else. The use case asks again.
    pub(crate) fn may(self, what: Permission) -> Result<(Arc<Desk>, Actor), Problem> {
        self.actor.require(what, None).map_err(Problem::forbidden)?;
        Ok((self.desk, self.actor))
    }
}

/// The actor behind the token of a call, among its extensions.
#[derive(Debug, Clone)]
pub(crate) struct Authenticated(pub(crate) Actor);

/// The actor behind the token among a request's headers, at the client's address; `None` where there is no token that is
/// accepted.
///
/// # Errors
/// [`Problem`] where the token cannot be looked up.
pub(crate) async fn authenticate(
    desk: &Desk,
    headers: &HeaderMap,
    address: Option<IpAddr>,
) -> Result<Option<Authenticated>, Problem> {
    let Some(bearer) = bearer(headers) else { return Ok(None) };
    match desk.authenticate(bearer, address).await {
        Ok(actor) => Ok(Some(Authenticated(actor))),
        Err(AuthenticateError::NotAccepted) => Ok(None),
        Err(AuthenticateError::Internal(error)) => Err(Problem::internal(&error)),
    }
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let Authenticated(actor) = parts.extensions.get().ok_or_else(Problem::unauthorized)?;
        Ok(Self { actor: actor.clone(), desk: Arc::clone(&state.desk) })
    }
}

/// The token of the only `Authorization` header; the scheme's name is written in any case.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (scheme, token) = values.next()?.to_str().ok()?.split_once(' ')?;
    let only = values.next().is_none() && scheme.eq_ignore_ascii_case("bearer");
    only.then(|| token.trim()).filter(|token| !token.is_empty() && token.len() <= 200)
}
