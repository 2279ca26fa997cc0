//! Authentication: the actor behind a bearer token.

use axum::extract::FromRequestParts;
use desk::api_tokens::AuthenticateError;
use domain::{Actor, May};
use http::header;
use http::request::Parts;

use super::problem::Problem;
use crate::middleware::client_address::client_address;
use crate::state::AppState;

/// The actor of a call.
#[derive(Debug)]
pub(crate) struct Caller(pub(crate) Actor);

impl Caller {
    /// Refuses what the role does not allow, before anything else is looked at. The use case asks again.
    pub(crate) fn may(self, what: May) -> Result<Actor, Problem> {
        self.0.require(what, None).map_err(Problem::forbidden)?;
        Ok(self.0)
    }
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let bearer = bearer(parts).ok_or_else(Problem::unauthorized)?;
        let address = client_address(&parts.extensions);
        match state.desk.authenticate(bearer, address).await {
            Ok(actor) => Ok(Self(actor)),
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
