//! Exports: lists as CSV for people, in their language, and JSON for programs. Each has the filters and the roles of its page,
//! is recorded in the audit trail, and is asked for from this site only.

mod accounts;
mod audit;
mod budget;
mod clear;
mod clears;
mod guard;
mod incidents;
mod interfaces;
mod notices;
mod readings;
mod rids;
pub(crate) mod routes;
mod sheet;

use std::io;

use app::context::Viewer;
use app::parameters::Parameters;
use app::shell::shell;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use desk::Desk;
use domain::{Actor, Permission, WriteFault, visible};
use http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use leptos_axum::render_app_async_with_context;
use serde::Serialize;

use crate::long_body;
use crate::middleware::errors::HttpError;
use crate::middleware::unwritable;
use crate::pages;
use crate::state::AppState;

/// The number of rows that are read at once.
const PER_PART: usize = 500;
/// The end of the path of a list as a file; before it stands the path of its page.
const FILE: &str = "/export.";

/// The header in which a browser names the kind of site that sent it here.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// A table for people.
    Csv,
    /// For programs.
    Json,
}

impl Format {
    /// Every format.
    pub(crate) const ALL: [Self; 2] = [Self::Csv, Self::Json];

    /// The file name's extension.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Self::Csv => long_body::CSV,
            Self::Json => "application/json",
        }
    }
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoFile {
    /// The role is not enough, or there is no such thing.
    #[error("the page says why there is no file")]
    AsPage,
    /// Filters are not valid: a file with other rows than were asked for would be taken for the right one.
    #[error("the page says which filters are not valid")]
    NotUnderstood,
    /// The audit trail cannot be written, so nothing is given out.
    #[error("the page says why nothing can be saved")]
    Unwritable(WriteFault),
    /// The program failed.
    #[error("the log says why there is no file")]
    Broken,
}

impl From<io::Error> for NoFile {
    fn from(error: io::Error) -> Self {
        tracing::error!(%error, "an export could not be written");
        Self::Broken
    }
}

/// Errors of use cases, of which the page says all but the faults inside.
macro_rules! no_file {
    ($($error:path),+ $(,)?) => {$(
        impl From<$error> for NoFile {
            fn from(error: $error) -> Self {
                use $error as Error;
                let Error::Internal(error) = error else { return Self::AsPage };
                tracing::error!(%error, "an export could not be read");
                error.write_fault().map_or(Self::Broken, Self::Unwritable)
            }
        }
    )+};
}

no_file! {
    desk::accounts::AccountError,
    desk::audit::AuditError,
    desk::clears::LedgerError,
    desk::history::HistoryError,
    desk::incidents::IncidentError,
    desk::notices::NoticeError,
    desk::overview::OverviewError,
    desk::rids::RidError,
}

/// The refusal of a request for the head alone, or that another site had sent.
fn refused(request: &Request) -> Option<Response> {
    // A look at the head alone takes nothing out, so it is no act; and none without a trace is given.
    if *request.method() == Method::HEAD {
        let mut refused = Response::from(HttpError::WrongMethod);
        refused.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET"));
        return Some(refused);
    }
    // Another site cannot read the file, but it could fill the trail by its visitors; so could one that shares our domain.
    let site = request.headers().get(FETCH_SITE);
    let is_foreign = site.is_some_and(|site| site == "cross-site" || site == "same-site");
    is_foreign.then(|| HttpError::CrossSite.into())
}

/// Records in the audit trail that somebody who may do `what` exports `subject`.
async fn record(state: &AppState, actor: &Actor, what: Permission, subject: &str) -> Result<(), NoFile> {
    Ok(state.desk.audit_export(actor, what, subject).await?)
}

/// The subject of an export, as the audit trail records it: `audit.csv?who=alice`.
fn subject(desk: &Desk, name: &str, format: Format, filters: &[(&'static str, String)]) -> String {
    let filters: Vec<_> = filters.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mark = if filters.is_empty() { "" } else { "?" };
    // What somebody looked for may be a secret.
    let filters = filters.join("&");
    format!("{name}.{}{mark}{}", format.ending(), desk.redactor().redact(&filters))
}

/// The answer where there is no file: the page beside it says why.
async fn no_file(state: &AppState, why: NoFile, request: Request) -> Response {
    let page = page_of(request.uri());
    page_or_failure(state, page, why, request).await
}

/// The page in place of a file, or the failure of the program.
async fn page_or_failure(state: &AppState, page: Uri, why: NoFile, request: Request) -> Response {
    match why {
        NoFile::Broken => HttpError::Broken.into(),
        NoFile::Unwritable(fault) => unwritable::refused(fault),
        NoFile::AsPage => page_instead(state, page, request).await,
        NoFile::NotUnderstood => {
            let mut response = page_instead(state, page, request).await;
            if response.status() == StatusCode::OK {
                *response.status_mut() = StatusCode::BAD_REQUEST;
            }
            response
        }
    }
}

/// The page of a list with its filters, out of the address of its file.
fn page_of(file: &Uri) -> Uri {
    let path = file.path().rsplit_once(FILE).map_or("", |(page, _)| page);
    let query = file.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}{query}", if path.is_empty() { "/" } else { path }).parse().unwrap_or_default()
}

/// A page in place of a file: it says why there is none.
async fn page_instead(state: &AppState, page: Uri, mut request: Request) -> Response {
    let state = state.clone();
    *request.uri_mut() = page;
    render_app_async_with_context(move || pages::provide(&state), shell)(request).await
}

/// Whoever sent a request.
fn viewer(state: &AppState, request: &Request) -> Viewer {
    pages::viewer(state, request.headers(), request.uri(), request.extensions())
}

/// A file to be kept: `wxquota-{name}.csv`.
fn file(name: &str, format: Format, body: Body) -> Response {
    let name = format!("attachment; filename=\"wxquota-{name}.{}\"", format.ending());
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.kind()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(name) = HeaderValue::try_from(name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

/// A value as the JSON of a file, whose hidden characters are escaped.
fn json(value: &impl Serialize) -> io::Result<Vec<u8>> {
    Ok(visible::json(&serde_json::to_string(value)?).into_owned().into_bytes())
}

/// The same with line ends and indents, for whoever reads it.
fn pretty_json(value: &impl Serialize) -> io::Result<Vec<u8>> {
    Ok(visible::json(&serde_json::to_string_pretty(value)?).into_owned().into_bytes())
}

/// The parameters of a request's address.
fn parameters(request: &Request) -> Parameters {
    Parameters::new(request.uri().query().unwrap_or_default())
}

/// Those of these filters that are set, as they were typed.
fn filters(asked: &Parameters, names: &[&'static str]) -> Vec<(&'static str, String)> {
    names.iter().filter_map(|name| Some((*name, asked.text(name)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_lies_beside_its_page() {
        let page = |file: &str| page_of(&file.parse().unwrap()).to_string();
        assert_eq!(page("/export.csv?state=ok&q=%22"), "/?state=ok&q=%22");
        assert_eq!(page("/accounts/1/interfaces/2/export.csv"), "/accounts/1/interfaces/2");
        assert_eq!(page("/audit/export.json"), "/audit");
    }
}
