//! `POST rids` and `GET rids/{rid}`: the rid desk for programs.

use axum::Json;
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use desk::Desk;
use desk::rids::{LookedUp, LookupFailure, MAX_TEXT, Rid, RidError, Verdict};
use desk::token_rates::TokenUse;
use domain::{Actor, Lang, Permission};
use http::{HeaderMap, header};
use serde::Deserialize;
use utoipa::ToSchema;

use super::accounts;
use super::parameters::Parameters;
use super::problem::{ApiResult, LOOK_UPS_SPENT, Problem, RID_EXPIRED, RID_NOT_FOUND, TOO_LARGE, WECHAT_FAILED};
use super::rate;
use super::token::Caller;
use crate::lang;
use crate::shapes::rids::{FoundRids, LookedUpShape};

/// The path of `POST rids`.
pub(crate) const PATH: &str = "/rids";
/// The most that a text may take on its way: JSON spells a byte with up to six.
pub(crate) const MAX_BODY: usize = 6 * MAX_TEXT + 1024;

/// A text to be searched.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct PastedText {
    /// Anything, up to 1 MiB.
    text: String,
}

/// Every rid in a text with what the text says of its call, and what was meant as one: in order of first appearance, each
/// once. Asks nobody.
#[utoipa::path(
    post, path = "/api/v1/rids", tag = "rids", security(("token" = [])),
    request_body = PastedText,
    responses(
        (status = 200, body = FoundRids),
        (status = 400, body = Problem, content_type = "application/problem+json", description = "`malformed-body`"),
        (status = 413, body = Problem, content_type = "application/problem+json", description = "`too-large`"),
        (status = 429, body = Problem, content_type = "application/problem+json", description = "`too-many-requests`, with \
         `Retry-After`. Every answer has `RateLimit-Policy` and `RateLimit`"),
    )
)]
pub(crate) async fn find(caller: Caller, body: Bytes) -> Result<Response, Problem> {
    let (desk, actor) = caller.may(Permission::LookUpRids)?;
    let answer = match rate::count(&desk, &actor, TokenUse::Texts) {
        Ok(()) => found(&desk, &actor, &body).await,
        Err(problem) => Err(problem),
    };
    Ok(rate::with_headers(answer, &desk, &actor, TokenUse::Texts))
}

async fn found(desk: &Desk, actor: &Actor, body: &[u8]) -> ApiResult<FoundRids> {
    let read = serde_json::from_slice::<PastedText>(body);
    let PastedText { text } =
        read.map_err(|_| Problem::malformed_body("send a JSON object with a text: {\"text\":\"…\"}"))?;
    let pasted = desk.parse_pasted_text(actor, text).await.map_err(|error| problem(&error, None))?;
    Ok(Json(FoundRids::of(&pasted)))
}

/// What the request with this rid was: from the archive, else from WeChat. Without `account` the active accounts are asked
/// one after the other.
#[utoipa::path(
    get, path = "/api/v1/rids/{rid}", tag = "rids", security(("token" = [])),
    params(
        ("rid" = String, Path, description = "the rid; upper case and other dashes are accepted"),
        ("account" = Option<String>, Query, description = "the account that made the call (ID, AppID or name)"),
        ("Accept-Language" = Option<String>, Header, description = "the language of the explanation, `zh` or `en`; \
         default: English"),
    ),
    responses(
        (status = 200, body = LookedUpShape),
        (status = 404, body = Problem, content_type = "application/problem+json", description = "`rid-not-found`"),
        (status = 410, body = Problem, content_type = "application/problem+json", description = "`rid-expired`"),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "`unknown-account`"),
        (status = 429, body = Problem, content_type = "application/problem+json", description = "`look-ups-spent`"),
        (status = 502, body = Problem, content_type = "application/problem+json", description = "`wechat-failed`"),
    )
)]
pub(crate) async fn look_up(
    caller: Caller,
    Path(rid): Path<String>,
    parameters: Parameters,
    headers: HeaderMap,
) -> ApiResult<LookedUpShape> {
    let (desk, actor) = caller.may(Permission::LookUpRids)?;
    let word = parameters.text("account");
    let account = accounts::named(&desk, &actor, word.as_deref()).await?;
    let rid = Rid::parse_lenient(&rid).map_err(|error| Problem::of(RID_NOT_FOUND, error.to_string()))?;
    let found = desk.look_up(&actor, account, &rid).await.map_err(|error| problem(&error, word.as_deref()))?;
    let shape = with_verdict(&desk, &actor, &found, lang(&headers)).await.map_err(|error| problem(&error, None))?;
    Ok(Json(shape))
}

/// A request with its verdict and its notes.
pub(crate) async fn with_verdict(
    desk: &Desk,
    actor: &Actor,
    found: &LookedUp,
    lang: Lang,
) -> Result<LookedUpShape, RidError> {
    let around = desk.request_context(actor, found).await?;
    let notes = desk.rid_notes(actor, found).await?;
    Ok(LookedUpShape::of(found, Verdict::of(found, &around, lang), notes))
}

/// The language asked for; that of the API's other texts where none is.
pub(super) fn lang(headers: &HeaderMap) -> Lang {
    if headers.contains_key(header::ACCEPT_LANGUAGE) { lang::of(headers) } else { Lang::En }
}

/// The refusal for an error of the rid desk; `account` as the caller named it.
pub(crate) fn problem(error: &RidError, account: Option<&str>) -> Problem {
    match error {
        RidError::Forbidden(forbidden) => Problem::forbidden(*forbidden),
        RidError::TooLong => Problem::of(TOO_LARGE, "the text is longer than 1 MiB; send only the part with the error"),
        RidError::UnknownAccount => Problem::unknown_account(account.unwrap_or_default()),
        RidError::Lookup(untold) => match untold {
            LookupFailure::NotFound(_)
            | LookupFailure::OtherAccount(_)
            | LookupFailure::UnknownAppId { .. }
            | LookupFailure::Malformed
            | LookupFailure::Implausible
            | LookupFailure::SignIn
            | LookupFailure::NoOwner
            | LookupFailure::NoAccount => Problem::of(RID_NOT_FOUND, untold.to_string()),
            LookupFailure::QuotaUsedUp(_) => Problem::of(LOOK_UPS_SPENT, untold.to_string()),
            LookupFailure::Expired { .. } => Problem::of(RID_EXPIRED, untold.to_string()),
            LookupFailure::Call { .. } | LookupFailure::Failed => Problem::of(WECHAT_FAILED, untold.to_string()),
        },
        // No such call over HTTP.
        RidError::NoSuchList => Problem::of(RID_NOT_FOUND, error.to_string()),
        RidError::Internal(error) => Problem::internal(error),
    }
}
