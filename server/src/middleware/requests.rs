//! Fairness among clients: so many requests of one network at once, and strangers no more often than people do.
//!
//! A call with a valid token does not count for the network that it comes from: it has the limits of its token. Health checks
//! do not count at all.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::paths;
use jiff::Timestamp;
use tokio::sync::OwnedSemaphorePermit;

use super::client_address::{Source, client_address};
use super::crowd::Introduction;
use super::errors::{HttpError, is_for_programs};
use super::health_checks::is_health_check;
use super::limits::Limits;
use super::rate::Rates;
use super::security_log;
use super::turns::Turns;
use crate::api::token::authenticate;
use crate::metrics::access::admit;
use crate::state::AppState;

/// What clients have taken of the server.
#[derive(Debug)]
pub(crate) struct Requests {
    at_once: Turns<Source>,
    /// Tokens that are being looked up: short reads, which a slow request must not hold up.
    look_ups: Turns<Source>,
    patience: Duration,
    /// Requests of strangers, of people and of programs: a program whose token has ended keeps nobody from signing in.
    strangers: Rates<(Source, Asking)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Asking {
    Person,
    Program,
}

impl Requests {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            at_once: Turns::new(limits.requests_each),
            look_ups: Turns::new(limits.requests_each),
            patience: limits.patience,
            strangers: Rates::new(limits.strangers),
        }
    }

    /// A turn of a source, where it has to have one.
    async fn turn(
        &self,
        turns: &Turns<Source>,
        source: Option<Source>,
    ) -> Result<Option<OwnedSemaphorePermit>, NoTurn> {
        let Some(source) = source else { return Ok(None) };
        turns.take(source, self.patience).await.map(Some).ok_or(NoTurn)
    }

    /// Whether a request of somebody who has neither signed in nor a token is answered; it is then counted.
    pub(crate) fn admit_stranger(&self, request: &Request, now: Timestamp) -> bool {
        let asking = if is_for_programs(request.uri().path()) { Asking::Program } else { Asking::Person };
        Source::of(request.extensions()).is_none_or(|source| self.strangers.admit((source, asking), now))
    }
}

/// No turn came free in time.
struct NoTurn;

/// The state of the server, and what clients have taken of it.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    pub(crate) app: AppState,
    pub(crate) requests: Arc<Requests>,
}

/// Lets so many requests of a client network through at once, and finds out whose token a call has.
pub(crate) async fn share(State(shared): State<Shared>, mut request: Request, next: Next) -> Response {
    let Shared { app, requests } = shared;
    if is_health_check(request.uri().path()) {
        return next.run(request).await;
    }
    let source = Source::of(request.extensions());
    if is_for_programs(request.uri().path()) {
        let Ok(looking_up) = requests.turn(&requests.look_ups, source).await else {
            return HttpError::TooManyRequests.into();
        };
        let address = client_address(request.extensions());
        let found = authenticate(&app.desk, request.headers(), address).await;
        drop(looking_up);
        match found {
            Ok(Some(actor)) => {
                Introduction::make(request.extensions());
                security_log::sent_by(request.extensions(), &actor.0);
                request.extensions_mut().insert(actor);
                return next.run(request).await;
            }
            Ok(None) if requests.admit_stranger(&request, app.desk.clock().now()) => {}
            Ok(None) => return HttpError::TooManyRequests.into(),
            Err(problem) => return problem.into_response(),
        }
    }
    if request.uri().path() == paths::METRICS
        && let Err(refusal) = admit(&app.metrics_settings, &request)
    {
        // Whoever guesses tokens does not get far.
        let admitted = requests.admit_stranger(&request, app.desk.clock().now());
        return if admitted { refusal.into_response() } else { HttpError::TooManyRequests.into() };
    }
    match requests.turn(&requests.at_once, source).await {
        Ok(turn) => {
            let response = next.run(request).await;
            drop(turn);
            response
        }
        Err(NoTurn) => HttpError::TooManyRequests.into(),
    }
}
