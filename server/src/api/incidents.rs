//! Incidents: reporting one in milliseconds, and what became of them.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use desk::incidents::{IncidentError, IncidentQuery, Report, ReportError};
use domain::{IncidentId, IncidentState, May, Reaction};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::body::{Fields, not_read};
use super::cursor::Cursor;
use super::interfaces::account;
use super::parameters::Parameters;
use super::problem::Problem;
use super::rids::lang;
use super::token::Caller;
use crate::shapes::incidents::{IncidentReport, IncidentShape, Incidents, OneIncident, ReportedIncident};
use crate::state::AppState;

const DEFAULT_LIMIT: usize = 100;

/// Reports what a service got from WeChat. The answer says that it is written down; what the desk does about it is told by
/// `GET incidents/{id}`. Reports of the same account, errcode and interface within ten minutes are one incident.
#[utoipa::path(
    post, path = "/api/v1/incidents", tag = "incidents", security(("token" = [])),
    request_body = IncidentReport,
    responses(
        (status = 202, body = ReportedIncident),
        (status = 400, body = Problem, content_type = "application/problem+json", description = "`malformed-body`"),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`unauthorized`"),
        (status = 403, body = Problem, content_type = "application/problem+json", description = "`forbidden`"),
        (status = 404, body = Problem, content_type = "application/problem+json", description = "`unknown-account`"),
        (status = 413, body = Problem, content_type = "application/problem+json", description = "`too-large`"),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "`invalid-parameter`"),
        (status = 429, body = Problem, content_type = "application/problem+json", description = "`too-many-reports`, with `Retry-After`: nothing was written, send the same again"),
    )
)]
pub(crate) async fn report(
    State(state): State<AppState>,
    caller: Caller,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Response> {
    let actor = caller.may(May::ReportIncidents).map_err(IntoResponse::into_response)?;
    let report = body.map_err(|rejection| not_read(&rejection)).and_then(|body| read(&body));
    let report = report.map_err(IntoResponse::into_response)?;
    let word = report.account.clone();
    let reported = state.desk.report_incident(&actor, report).await.map_err(|error| refusal(&error, &word))?;
    Ok((StatusCode::ACCEPTED, Json(ReportedIncident::of(reported))).into_response())
}

fn read(body: &[u8]) -> Result<Report, Problem> {
    let mut fields = Fields::of(body)?;
    fields.need("account");
    fields.need("errcode");
    let errcode = fields.word("errcode").and_then(|text| {
        let errcode = text.trim().parse().ok().filter(|errcode| *errcode != 0);
        errcode.or_else(|| fields.fault("errcode", "an error's number is expected, such as 45009; 0 is none"))
    });
    let report = Report {
        account: fields.word("account").unwrap_or_default(),
        errcode: errcode.unwrap_or_default(),
        // Whatever a service has at hand is better than nothing.
        errmsg: fields.anything("errmsg").unwrap_or_default(),
        cgi_path: fields.text("cgi_path"),
    };
    fields.done()?;
    Ok(report)
}

fn refusal(error: &ReportError, account: &str) -> Response {
    match error {
        ReportError::Forbidden(forbidden) => Problem::forbidden(*forbidden).into_response(),
        ReportError::NoSuchAccount => Problem::no_account_to_report(account).into_response(),
        ReportError::Busy { retry_after } => {
            let mut response = Problem::too_many_reports(*retry_after).into_response();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*retry_after));
            response
        }
        ReportError::Internal(error) => Problem::internal(error).into_response(),
    }
}

/// Incidents, the newest first.
#[utoipa::path(
    get, path = "/api/v1/incidents", tag = "incidents", security(("token" = [])),
    params(
        ("account" = Option<String>, Query, description = "only of this account: its id, appid or name"),
        ("state" = Option<String>, Query, description = "only in this state: `queued working done failed`"),
        ("reaction" = Option<String>, Query, description = "only with this reaction"),
        ("limit" = Option<u16>, Query, description = "rows in one answer, 1 to 1000; 100 unless given", minimum = 1, maximum = 1000),
        ("cursor" = Option<String>, Query, description = "`next` of the answer before"),
        ("Accept-Language" = Option<String>, Header, description = "the language of the explanation, `zh` or `en`; English unless given"),
    ),
    responses(
        (status = 200, body = Incidents),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`unauthorized`"),
        (status = 403, body = Problem, content_type = "application/problem+json", description = "`forbidden`"),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "`unknown-account`, `invalid-parameter`"),
    )
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Json<Incidents>, Problem> {
    let actor = caller.may(May::LookUpRids)?;
    let mut parameters = Parameters::of(query.as_deref());
    let word = parameters.text("account");
    let of_state = parameters.read("state", |word| word.parse::<IncidentState>().map_err(|error| error.to_string()));
    let reaction = parameters.read("reaction", |word| word.parse::<Reaction>().map_err(|error| error.to_string()));
    let limit = parameters.limit(DEFAULT_LIMIT);
    let before = parameters.cursor::<IncidentId>();
    parameters.done()?;
    let account = match &word {
        Some(word) => Some(account(&state.desk, &actor, word).await?),
        None => None,
    };
    // One more tells whether there are more.
    let wanted = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let query = IncidentQuery { account, state: of_state, reaction, before, limit: wanted };
    let mut found = state.desk.incidents(&actor, &query).await.map_err(|error| not_told(&error))?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|incident| incident.id.to_text());
    let lang = lang(&headers);
    Ok(Json(Incidents { incidents: found.iter().map(|one| IncidentShape::of(one, lang)).collect(), next }))
}

/// One incident, and what was done about it.
#[utoipa::path(
    get, path = "/api/v1/incidents/{id}", tag = "incidents", security(("token" = [])),
    params(
        ("id" = i64, Path, description = "the incident's id"),
        ("Accept-Language" = Option<String>, Header, description = "the language of the explanation, `zh` or `en`; English unless given"),
    ),
    responses(
        (status = 200, body = OneIncident),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`unauthorized`"),
        (status = 403, body = Problem, content_type = "application/problem+json", description = "`forbidden`"),
        (status = 404, body = Problem, content_type = "application/problem+json", description = "`not-found`"),
    )
)]
pub(crate) async fn one(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<OneIncident>, Problem> {
    let actor = caller.may(May::LookUpRids)?;
    let id = id.parse().map(IncidentId).map_err(|_| Problem::not_found("incident"))?;
    let page = state.desk.incident_page(&actor, id).await.map_err(|error| not_told(&error))?;
    Ok(Json(OneIncident { incident: IncidentShape::of(&page.incident, lang(&headers)) }))
}

fn not_told(error: &IncidentError) -> Problem {
    match error {
        IncidentError::Forbidden(forbidden) => Problem::forbidden(*forbidden),
        IncidentError::NoSuchIncident => Problem::not_found("incident"),
        IncidentError::Internal(error) => Problem::internal(error),
    }
}
