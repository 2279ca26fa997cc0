//! Incidents: reporting one in milliseconds, and what became of them.

use axum::Json;
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::BytesRejection;
use axum::response::Response;
use desk::incidents::{IncidentQuery, Report, ReportError};
use desk::token_rates::TokenUse;
use domain::{IncidentId, Permission};
use http::{HeaderMap, StatusCode};

use super::accounts;
use super::body::{Fields, not_read};
use super::cursor::first_page;
use super::parameters::{Page, Parameters};
use super::problem::{ApiResult, Problem};
use super::rate;
use super::rids::lang;
use super::token::Caller;
use crate::shapes::incidents::{IncidentReport, Incidents, OneIncident, ReportedIncident};

/// Reports an error that a service got from WeChat. The answer confirms that the report is saved; `GET incidents/{id}` shows
/// the result. Reports of the same account, errcode and interface within ten minutes are one incident.
#[utoipa::path(
    post, path = "/api/v1/incidents", tag = "incidents", security(("token" = [])),
    request_body = IncidentReport,
    responses(
        (status = 202, body = ReportedIncident),
        (status = 400, body = Problem, content_type = "application/problem+json", description = "`malformed-body`"),
        (status = 404, body = Problem, content_type = "application/problem+json", description = "`unknown-account`"),
        (status = 413, body = Problem, content_type = "application/problem+json", description = "`too-large`"),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "`invalid-parameter`"),
        (status = 429, body = Problem, content_type = "application/problem+json", description = "`too-many-reports`, \
         with `Retry-After`: the report was not saved; send it again. Only reports that begin an incident are limited per \
         token; every answer has `RateLimit-Policy` and `RateLimit`"),
    )
)]
pub(crate) async fn report(caller: Caller, body: Result<Bytes, BytesRejection>) -> Result<Response, Problem> {
    let (desk, actor) = caller.may(Permission::ReportIncidents)?;
    let report = body.map_err(|rejection| not_read(&rejection)).and_then(|body| read(&body))?;
    let word = report.account.clone();
    let reported = desk.report_incident(&actor, report).await.map_err(|error| refusal(&error, &word));
    let answer = reported.map(|reported| (StatusCode::ACCEPTED, Json(ReportedIncident::of(reported))));
    Ok(rate::with_headers(answer, &desk, &actor, TokenUse::NewIncidents))
}

fn read(body: &[u8]) -> Result<Report, Problem> {
    let mut fields = Fields::of(body)?;
    fields.need("account");
    fields.need("errcode");
    let errcode = fields.word("errcode").and_then(|text| {
        let errcode = text.trim().parse().ok().filter(|errcode| *errcode != 0);
        errcode.or_else(|| fields.fault("errcode", "must be the number of an error, such as 45009, and not 0"))
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

fn refusal(error: &ReportError, account: &str) -> Problem {
    match error {
        ReportError::Forbidden(forbidden) => Problem::forbidden(*forbidden),
        ReportError::NoSuchAccount => Problem::no_account_to_report(account),
        ReportError::Busy { retry_after } => Problem::too_many_reports(*retry_after),
        ReportError::Internal(error) => Problem::internal(error),
    }
}

/// Lists incidents, newest first.
#[utoipa::path(
    get, path = "/api/v1/incidents", tag = "incidents", security(("token" = [])),
    params(
        ("account" = Option<String>, Query, description = "only incidents of this account (ID, AppID or name)"),
        ("group" = Option<String>, Query, description = "only incidents of accounts in this group (ID or name)"),
        ("state" = Option<String>, Query, description = "only incidents in this state: `queued working done failed`"),
        ("reaction" = Option<String>, Query, description = "only incidents with this reaction"),
        Page,
        ("Accept-Language" = Option<String>, Header, description = "the language of the explanation, `zh` or `en`; \
         default: English"),
    ),
    responses(
        (status = 200, body = Incidents),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "`unknown-account`, `unknown-group`, `invalid-parameter`"),
    )
)]
pub(crate) async fn list(caller: Caller, mut parameters: Parameters, headers: HeaderMap) -> ApiResult<Incidents> {
    let (desk, actor) = caller.may(Permission::LookUpRids)?;
    let (word, of_group) = (parameters.text("account"), parameters.text("group"));
    let (of_state, reaction) = (parameters.word("state"), parameters.word("reaction"));
    let limit = parameters.limit(Page::LIMIT);
    let before = parameters.cursor();
    parameters.done()?;
    let account = accounts::named(&desk, &actor, word.as_deref()).await?;
    let group = accounts::group(&desk, &actor, of_group.as_deref()).await?;
    // One more tells whether there are more.
    let wanted = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let query =
        IncidentQuery { account, group, state: of_state, reaction, before, limit: wanted, ..IncidentQuery::default() };
    let found = desk.incidents(&actor, &query).await?;
    let (found, next) = first_page(&found, limit, |incident| incident.id);
    Ok(Json(Incidents::of(found, next, lang(&headers))))
}

/// Shows one incident and its result.
#[utoipa::path(
    get, path = "/api/v1/incidents/{id}", tag = "incidents", security(("token" = [])),
    params(
        ("id" = i64, Path, description = "the ID of the incident"),
        ("Accept-Language" = Option<String>, Header, description = "the language of the explanation, `zh` or `en`; \
         default: English"),
    ),
    responses(
        (status = 200, body = OneIncident),
        (status = 404, body = Problem, content_type = "application/problem+json", description = "`not-found`"),
    )
)]
pub(crate) async fn one(caller: Caller, Path(id): Path<String>, headers: HeaderMap) -> ApiResult<OneIncident> {
    let (desk, actor) = caller.may(Permission::LookUpRids)?;
    let id = id.parse().map(IncidentId).map_err(|_| Problem::not_found("incident"))?;
    let page = desk.incident_page(&actor, id).await?;
    Ok(Json(OneIncident::of(&page.incident, lang(&headers))))
}
