//! Authentication: the actor behind a bearer token.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use desk::Desk;
use desk::api_tokens::AuthenticateError;
use domain::{Actor, Permission};
use http::header;
use http::request::Parts;

use super::problem::Problem;
use crate::middleware::client_address::client_address;
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

impl FromRequestParts<AppState> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let bearer = bearer(parts).ok_or_else(Problem::unauthorized)?;
        let address = client_address(&parts.extensions);
        match state.desk.authenticate(bearer, address).await {
            Ok(actor) => Ok(Self { actor, desk: Arc::clone(&state.desk) }),
            Err(AuthenticateError::NotAccepted) => Err(Problem::unauthorized()),
            Err(AuthenticateError::Internal(error)) => Err(Problem::internal(&error)),
        }
    }
}

/// The token of the only `Authorization` header; the scheme's name is written in any case.
fn bearer(parts: &Parts) -> Option<&str> {
    let mut values = parts.headers.get_all(header::AUTHORIZATION).iter();
    let (scheme, token) = values.next()?.to_str().ok()?.split_once(' ')?;
    let only = values.next().is_none() && scheme.eq_ignore_ascii_case("bearer");
    only.then(|| token.trim()).filter(|token| !token.is_empty() && token.len() <= 200)
}
