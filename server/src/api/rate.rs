//! Limits per token in headers: `RateLimit-Policy` and `RateLimit` (IETF draft-ietf-httpapi-ratelimit-headers), and
//! `Retry-After` where a limit is reached.

use axum::response::{IntoResponse, Response};
use desk::Desk;
use desk::token_rates::{TokenUse, TooMany};
use domain::Actor;
use domain::rate::RateLeft;
use http::{HeaderName, HeaderValue};

use super::problem::Problem;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// Counts a use of an actor's token.
///
/// # Errors
/// The refusal of one that comes too soon.
pub(crate) fn count(desk: &Desk, actor: &Actor, use_: TokenUse) -> Result<(), Problem> {
    desk.count_use(actor, use_).map(drop).map_err(|TooMany { retry_after }| Problem::too_many_requests(retry_after))
}

/// The answer with what the token has left.
pub(crate) fn with_headers(answer: impl IntoResponse, desk: &Desk, actor: &Actor, use_: TokenUse) -> Response {
    let mut response = answer.into_response();
    if let Some(left) = desk.uses_left(actor, use_) {
        for (name, value) in [(POLICY, policy(use_, left)), (LIMIT, limit(use_, left))] {
            if let Ok(value) = HeaderValue::try_from(value) {
                response.headers_mut().insert(name, value);
            }
        }
    }
    response
}

/// `"clears";q=100;w=100`: so many in so many seconds.
fn policy(use_: TokenUse, RateLeft { rate, .. }: RateLeft) -> String {
    format!("\"{}\";q={};w={}", use_.word(), rate.burst, rate.window_s())
}

/// `"clears";r=99;t=1`: so many are left, and in so many seconds all are again.
fn limit(use_: TokenUse, RateLeft { left, full_in_s, .. }: RateLeft) -> String {
    format!("\"{}\";r={left};t={full_in_s}", use_.word())
}
