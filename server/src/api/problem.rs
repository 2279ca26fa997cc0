//! Refusals that programs read: RFC 9457, `application/problem+json`.

use axum::Json;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use desk::Internal;
use desk::accounts::AccountError;
use desk::channels::ChannelError;
use desk::clears::LedgerError;
use desk::history::HistoryError;
use desk::incidents::IncidentError;
use desk::notices::NoticeError;
use desk::overview::OverviewError;
use domain::roles::Forbidden;
use domain::{ClearId, WriteFault};
use http::{HeaderValue, StatusCode, header};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A refusal.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Ends in the word that programs tell refusals apart by.
    #[serde(rename = "type")]
    kind: String,
    /// What the word means.
    title: &'static str,
    /// The HTTP status.
    #[serde(serialize_with = "status_number")]
    #[schema(value_type = u16)]
    status: StatusCode,
    /// What to do about it.
    detail: String,
    /// Which parameters or fields are wrong, where some are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
    /// What a clear was refused for.
    #[serde(flatten)]
    why: Option<Box<WhyNoClear>>,
    /// Seconds of the header `Retry-After`.
    #[serde(skip)]
    retry_after: Option<u64>,
}

/// The header `Retry-After` while nothing can be saved, in seconds: writes go on within as many once they can.
pub(crate) const RETRY_UNWRITABLE_AFTER: u64 = 5;

/// The answer of a call, or its refusal.
pub(crate) type ApiResult<T> = Result<Json<T>, Problem>;

/// Errors of use cases as refusals: a role that is not enough is `forbidden`, a fault inside `internal`, the others as
/// they are mapped here.
macro_rules! refusals {
    ($($error:ident { $($others:pat => $problem:expr),* })+) => {$(
        impl From<$error> for Problem {
            fn from(error: $error) -> Self {
                match error {
                    $error::Forbidden(forbidden) => Self::forbidden(forbidden),
                    $($others => $problem,)*
                    $error::Internal(error) => Self::internal(&error),
                }
            }
        }
    )+};
}

refusals! {
    OverviewError {}
    HistoryError { HistoryError::NoSuchInterface => Problem::not_found("interface") }
    IncidentError { IncidentError::NoSuchIncident => Problem::not_found("incident") }
    ChannelError {
        ChannelError::NoSuchChannel => Problem::not_found("channel"),
        error @ (ChannelError::Faults(_) | ChannelError::Host | ChannelError::TooSoon { .. }) => Problem::internal(&error)
    }
    NoticeError { NoticeError::NoSuchNotice => Problem::not_found("notice") }
    AccountError { error @ (AccountError::NoSuchAccount | AccountError::Faults(_)) => Problem::internal(&error) }
    LedgerError {
        LedgerError::NoSuchAccount => Problem::unknown_account(""),
        LedgerError::NoSuchClear => Problem::not_found("clear"),
        error @ LedgerError::NoSuchMonth => Problem::internal(&error)
    }
}

/// What stands beside the refusal of a clear; each only where it applies.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub(crate) struct WhyNoClear {
    /// The clear that stands in the way, or that the key made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) clear_id: Option<i64>,
    /// How many clears of the scope are left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) left: Option<i64>,
    /// How many there are a period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<i64>,
    /// When the period turns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) resets_at: Option<Timestamp>,
    /// Whether the same order with an `override` would be carried out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) override_possible: Option<bool>,
}

/// A parameter, or a field of a body, that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct FieldError {
    /// Its name behind a slash; empty for a body as a whole.
    pub(crate) pointer: String,
    /// What is wrong with it.
    pub(crate) detail: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn status_number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

/// A kind of refusal: its HTTP status, the word in which its `type` ends, and its title.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind(StatusCode, &'static str, &'static str);

pub(crate) const KEY_MISSING: Kind = Kind(StatusCode::BAD_REQUEST, "key-missing", "No idempotency key");
pub(crate) const RID_NOT_FOUND: Kind = Kind(StatusCode::NOT_FOUND, "rid-not-found", "Request not found");
pub(crate) const RID_EXPIRED: Kind = Kind(StatusCode::GONE, "rid-expired", "WeChat no longer has this request");
pub(crate) const LOOK_UPS_SPENT: Kind =
    Kind(StatusCode::TOO_MANY_REQUESTS, "look-ups-spent", "today's lookups are used up");
/// WeChat refused or did not answer; the detail is redacted.
pub(crate) const WECHAT_FAILED: Kind = Kind(StatusCode::BAD_GATEWAY, "wechat-failed", "The lookup at WeChat failed");
/// Nothing can be saved, so nothing was done.
pub(crate) const NOT_WRITABLE: Kind =
    Kind(StatusCode::SERVICE_UNAVAILABLE, "not-writable", "Nothing can be saved at the moment");
pub(crate) const TOO_LARGE: Kind = Kind(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "Payload Too Large");

impl Problem {
    /// A refusal of a kind.
    pub(crate) fn of(Kind(status, word, title): Kind, detail: impl Into<String>) -> Self {
        Self::new(status, word, title, detail)
    }

    fn new(status: StatusCode, word: &str, title: &'static str, detail: impl Into<String>) -> Self {
        let kind = format!("urn:wxquota:problem:{word}");
        Self { kind, title, status, detail: detail.into(), errors: Vec::new(), why: None, retry_after: None }
    }

    pub(crate) fn unauthorized() -> Self {
        let detail = "send a valid API token as `Authorization: Bearer …`; create one with `wxquota token create`";
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", "The API token is missing or not valid", detail)
    }

    /// Metrics that only this machine may read.
    pub(crate) fn metrics_are_local() -> Self {
        let detail = "/metrics is answered on loopback only; set WXQUOTA_METRICS_TOKEN to read it from elsewhere";
        Self::new(StatusCode::NOT_FOUND, "not-found", "Not found", detail)
    }

    /// Metrics that are read with a token, which was not sent.
    pub(crate) fn metrics_token() -> Self {
        let detail = "send the token of WXQUOTA_METRICS_TOKEN as `Authorization: Bearer …`";
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", "The token is missing or not valid", detail)
    }

    pub(crate) fn forbidden(forbidden: Forbidden) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", "The token's role does not allow this", forbidden.to_string())
    }

    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "Not found", format!("there is no such {what}"))
    }

    pub(crate) fn no_such_call() -> Self {
        let detail = format!("{}/openapi.json lists all calls", super::ROOT);
        Self::new(StatusCode::NOT_FOUND, "not-found", "Call not found", detail)
    }

    pub(crate) fn wrong_method() -> Self {
        let detail = "the header Allow lists the methods of this call";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "Method not allowed", detail)
    }

    pub(crate) fn unknown_account(word: &str) -> Self {
        let word: String = word.chars().take(80).collect();
        let detail = format!("no account has the ID, AppID or name {word:?}");
        Self::of_field("unknown-account", "Account not found", "account", detail)
    }

    pub(crate) fn unknown_group(word: &str) -> Self {
        let word: String = word.chars().take(80).collect();
        let detail = format!("no group has the ID or name {word:?}");
        Self::of_field("unknown-group", "Group not found", "group", detail)
    }

    /// A report about an account that there is not.
    pub(crate) fn no_account_to_report(word: &str) -> Self {
        Self { status: StatusCode::NOT_FOUND, ..Self::unknown_account(word) }
    }

    pub(crate) fn too_many_reports(retry_after: u64) -> Self {
        let detail = format!("the report was not saved; send it again in {retry_after} s");
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-reports", "Too many reports", detail);
        Self { retry_after: Some(retry_after), ..problem }
    }

    /// A call that one token makes too often.
    pub(crate) fn too_many_requests(retry_after: u64) -> Self {
        let detail = format!("this token made too many such calls; try again in {retry_after} s");
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", "Too many requests", detail);
        Self { retry_after: Some(retry_after), ..problem }
    }

    /// One field, or parameter, that cannot be worked with.
    pub(crate) fn of_field(word: &str, title: &'static str, name: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let errors = vec![FieldError { pointer: format!("/{name}"), detail: detail.clone() }];
        Self { errors, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, word, title, detail) }
    }

    pub(crate) fn key_reused(clear: Option<ClearId>) -> Self {
        let detail = match clear {
            Some(clear) => format!("this key belongs to clear #{clear} of a different request; use another key"),
            None => "this key belongs to a different request for approval; use another key".to_owned(),
        };
        let why = WhyNoClear { clear_id: clear.map(|clear| clear.0), ..WhyNoClear::default() };
        let title = "The key was used for a different request";
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, ..Self::conflict("key-reused", title, detail, why) }
    }

    /// A request that is understood and cannot be carried out as things stand.
    pub(crate) fn conflict(word: &str, title: &'static str, detail: impl Into<String>, why: WhyNoClear) -> Self {
        Self { why: Some(Box::new(why)), ..Self::new(StatusCode::CONFLICT, word, title, detail) }
    }

    pub(crate) fn malformed_body(detail: &str) -> Self {
        let errors = vec![FieldError { pointer: String::new(), detail: detail.to_owned() }];
        Self { errors, ..Self::new(StatusCode::BAD_REQUEST, "malformed-body", "The body is invalid", detail) }
    }

    pub(crate) fn invalid_parameters(errors: Vec<FieldError>) -> Self {
        let detail: Vec<_> = errors.iter().map(|error| format!("{}: {}", &error.pointer[1..], error.detail)).collect();
        let title = "A parameter is invalid";
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Self { errors, ..Self::new(status, "invalid-parameter", title, detail.join("; ")) }
    }

    /// A refusal because nothing can be saved.
    pub(crate) fn not_writable(fault: WriteFault) -> Self {
        let detail = format!("{}; nothing was done, so send the request again later", fault.sentence());
        Self { retry_after: Some(RETRY_UNWRITABLE_AFTER), ..Self::of(NOT_WRITABLE, detail) }
    }

    /// Whatever went wrong stands in the log; it is not for the caller. That nothing can be saved is.
    pub(crate) fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        if let Some(fault) = error.downcast_ref::<Internal>().and_then(Internal::write_fault) {
            return Self::not_writable(fault);
        }
        tracing::error!(%error, "an API call failed");
        let detail = "see the log of wxquota; try again in a minute";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Internal error", detail)
    }

    /// A refusal made before any call was chosen.
    pub(crate) fn before_routing(status: StatusCode, word: &str, detail: &str) -> Self {
        Self::new(status, word, status.canonical_reason().unwrap_or("Refused"), detail)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"wxquota\""));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
