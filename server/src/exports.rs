//! Exports: CSV for tables and JSON for programs. Each is recorded in the audit trail, is asked for from this site only, and
//! has no cell that a spreadsheet takes for a formula.

pub(crate) mod audit;
pub(crate) mod budget;
pub(crate) mod clears;

use std::borrow::Cow;
use std::io;

use app::shell::shell;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use desk::audit::AuditError;
use domain::Actor;
use http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use leptos_axum::render_app_async_with_context;

use crate::middleware::errors::HttpError;
use crate::middleware::sessions::SignedInUser;
use crate::pages;
use crate::state::AppState;

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
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// The refusal of a request for the head alone, or that another site had sent.
pub(crate) fn refused(request: &Request) -> Option<Response> {
    // A look at the head alone takes nothing out, so it is no act; and none without a trace is given.
    if *request.method() == Method::HEAD {
        let mut refused = Response::from(HttpError::WrongMethod);
        refused.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET"));
        return Some(refused);
    }
    // Another site cannot read the file, but it could fill the trail by its visitors.
    let is_foreign = request.headers().get(FETCH_SITE).is_some_and(|site| site == "cross-site");
    is_foreign.then(|| HttpError::CrossSite.into())
}

/// Records in the audit trail that `subject` is exported, else answers with `page`, which says who may.
pub(crate) async fn record(
    state: &AppState,
    actor: &Actor,
    subject: &str,
    page: &'static str,
    request: Request,
) -> Result<(), Response> {
    match state.desk.audit_export(actor, subject).await {
        Ok(()) => Ok(()),
        Err(AuditError::Forbidden(_)) => Err(page_instead(state, Uri::from_static(page), request).await),
        Err(AuditError::Internal(error)) => {
            tracing::error!(%error, "an export was refused because it could not be recorded in the audit trail");
            Err(HttpError::Broken.into())
        }
    }
}

/// A page in place of a file: it says why there is none.
pub(crate) async fn page_instead(state: &AppState, page: Uri, mut request: Request) -> Response {
    let state = state.clone();
    *request.uri_mut() = page;
    render_app_async_with_context(move || pages::provide(&state), shell)(request).await
}

/// The page `page` in place of a file whose filters cannot be read: it names them. A file with other rows than were asked for
/// would be taken for the right one.
pub(crate) async fn not_understood(state: &AppState, page: &'static str, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let page = format!("{page}?{query}").parse().unwrap_or_else(|_| Uri::from_static(page));
    let mut response = page_instead(state, page, request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::BAD_REQUEST;
    }
    response
}

/// The zone in which whoever asks reads times.
pub(crate) fn zone(state: &AppState, request: &Request) -> TimeZone {
    let person = request.extensions().get::<SignedInUser>().map(|SignedInUser(who)| &**who);
    pages::display_zone(state, person)
}

/// A file to be kept: `wxquota-{name}.csv`.
pub(crate) fn file(name: &str, format: Format, body: Body) -> Response {
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

/// A column of a table: its name, and how a row fills it.
pub(crate) type Column<R> = (&'static str, fn(&R) -> String);

/// The beginning of a table: the names of its columns, behind the mark without which Excel takes UTF-8 for the machine's
/// own encoding.
pub(crate) fn header_row<R>(columns: &[Column<R>]) -> io::Result<Vec<u8>> {
    let mut text = "\u{feff}".as_bytes().to_vec();
    write_cells(columns.iter().map(|(name, _)| (*name).to_owned()), &mut text)?;
    Ok(text)
}

/// A line of a table.
pub(crate) fn row<R>(columns: &[Column<R>], row: &R, into: &mut Vec<u8>) -> io::Result<()> {
    write_cells(columns.iter().map(|(_, cell)| cell(row)), into)
}

fn write_cells(cells: impl Iterator<Item = String>, into: &mut Vec<u8>) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(into);
    writer.write_record(cells.map(|cell| without_formula(&cell).into_owned()))?;
    writer.flush()
}

/// A cell's text; empty where there is no value.
pub(crate) fn or_empty(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A time as tables have it: `2026-11-22 18:05:11+08:00`.
pub(crate) fn timestamp(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S%:z").to_string()
}

/// A cell that no spreadsheet takes for a formula, also not one in which full-width signs begin formulas.
fn without_formula(cell: &str) -> Cow<'_, str> {
    let begins_formula = |c| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    if cell.starts_with(begins_formula) { format!("'{cell}").into() } else { cell.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"] {
            assert_eq!(without_formula(formula), format!("'{formula}"));
        }
        for text in ["", "商城 = 小店", "'=1", "1-1", "{\"a\":\"=1\"}"] {
            assert_eq!(without_formula(text), text);
        }
    }

    #[test]
    fn cells_are_quoted_so_that_they_stay_one() {
        let mut text = Vec::new();
        let cells = ["a,b", "say \"x\"", "two\nlines", "=HYPERLINK(\"http://evil.example\")"];
        write_cells(cells.into_iter().map(str::to_owned), &mut text).unwrap();
        let expected = "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"'=HYPERLINK(\"\"http://evil.example\"\")\"\r\n";
        assert_eq!(String::from_utf8(text).unwrap(), expected);
    }
}
