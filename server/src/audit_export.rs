//! The audit trail as a file: CSV for tables, JSON for programs, with the filters of the page.
//!
//! Lines are read and sent a part at a time, so that a trail of any length takes little memory. A part that cannot be read
//! breaks the download off, which browsers tell; a file that only looks whole would be worse.

use std::borrow::Cow;
use std::io;
use std::sync::Arc;

use app::pages::audit_asked::AuditAsked;
use app::shell::shell;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use desk::Desk;
use desk::audit::{AuditError, AuditLine};
use domain::Actor;
use futures::stream::try_unfold;
use http::{HeaderName, HeaderValue, Method, Uri, header};
use jiff::tz::TimeZone;
use leptos_axum::render_app_async_with_context;

use crate::middleware::signed_in::{Person, Visitor};
use crate::middleware::trouble::Trouble;
use crate::pages;
use crate::routed::Route;
use crate::state::AppState;

/// Whence a browser was brought to ask.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Lines that are read at once.
const PER_PART: i64 = 500;

/// The routes of the exports.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/audit/export.csv", |state, visitor, request| export(Format::Csv, state, visitor, request)),
        Route::get("/audit/export.json", |state, visitor, request| export(Format::Json, state, visitor, request)),
    ]
}

/// What sort of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    Json,
}

async fn export(format: Format, State(state): State<AppState>, Visitor(actor): Visitor, request: Request) -> Response {
    if let Some(refused) = refused_unread(&request) {
        return refused;
    }
    let asked = asked(request.uri().query());
    match state.desk.note_export(&actor, &subject(&state.desk, format, &asked)).await {
        Ok(()) => {}
        Err(AuditError::Forbidden(_)) => return page_instead(state, request, Uri::from_static("/audit")).await,
        Err(AuditError::Internal(error)) => {
            tracing::error!(%error, "an export could not be written down, so nothing was given");
            return Trouble::Broken.into();
        }
    }
    let person = request.extensions().get::<Person>().map(|Person(who)| &**who);
    let zone = pages::display_zone(&state, person);
    let day = state.desk.clock().now().to_zoned(zone.clone()).date();
    let name = format!("attachment; filename=\"wxquota-audit-{day}.{}\"", format.ending());
    let part = Part { desk: Arc::clone(&state.desk), actor, asked, zone, format, at: At::Start };
    let mut response = Body::from_stream(try_unfold(part, Part::next)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.kind()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(name) = HeaderValue::try_from(name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

/// Refuses what is no wish of somebody's for a file.
pub(crate) fn refused_unread(request: &Request) -> Option<Response> {
    // A look at the head alone takes nothing out, so it is no act; and none without a trace is given.
    if *request.method() == Method::HEAD {
        let mut refused = Response::from(Trouble::WrongMethod);
        refused.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET"));
        return Some(refused);
    }
    // Another site cannot read the file, but it could fill the trail by its visitors.
    let cross_site = request.headers().get(FETCH_SITE).is_some_and(|site| site == "cross-site");
    cross_site.then(|| Trouble::CrossSite.into())
}

fn asked(query: Option<&str>) -> AuditAsked {
    let pairs: Vec<_> = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()).collect();
    AuditAsked::of(|name| pairs.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone().into_owned()))
}

/// What is taken out, as the trail has it: `audit.csv?who=alice`.
fn subject(desk: &Desk, format: Format, asked: &AuditAsked) -> String {
    let filters: Vec<_> = asked.pairs().into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mark = if filters.is_empty() { "" } else { "?" };
    // What somebody looked for may be a secret.
    let filters = filters.join("&");
    format!("audit.{}{mark}{}", format.ending(), desk.redactor().redact(&filters))
}

/// Why not, in the words of the page that shows what was asked for.
pub(crate) async fn page_instead(state: AppState, mut request: Request, page: Uri) -> Response {
    *request.uri_mut() = page;
    render_app_async_with_context(move || pages::provide(&state), shell)(request).await
}

/// Where an export has come to.
#[derive(Debug, Clone, Copy)]
enum At {
    Start,
    /// After this line.
    Line(i64),
    End,
}

/// The next part of an export.
struct Part {
    desk: Arc<Desk>,
    actor: Actor,
    asked: AuditAsked,
    zone: TimeZone,
    format: Format,
    at: At,
}

impl Part {
    async fn next(mut self) -> io::Result<Option<(Vec<u8>, Self)>> {
        let (before, mut text) = match self.at {
            At::Start => (None, self.format.head()?),
            At::Line(id) => (Some(id), Vec::new()),
            At::End => return Ok(None),
        };
        let query = self.asked.query(&self.zone, before, PER_PART);
        let lines = self.desk.audit(&self.actor, &query).await.map_err(|error| {
            tracing::error!(%error, "an export broke off");
            io::Error::other(error)
        })?;
        for line in &lines {
            let is_first = matches!(self.at, At::Start);
            self.format.line(line, is_first, &self.zone, &mut text)?;
            self.at = At::Line(line.id);
        }
        if i64::try_from(lines.len()).is_ok_and(|count| count < PER_PART) {
            text.extend_from_slice(self.format.foot());
            self.at = At::End;
        }
        Ok(Some((text, self)))
    }
}

impl Format {
    fn ending(self) -> &'static str {
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

    fn head(self) -> io::Result<Vec<u8>> {
        match self {
            Self::Csv => {
                // Without this mark Excel takes UTF-8 for the machine's own encoding.
                let mut text = "\u{feff}".as_bytes().to_vec();
                let names = ["id", "at", "actor", "token", "address", "what", "subject", "before", "after", "reason"];
                row(&names, &mut text)?;
                Ok(text)
            }
            Self::Json => Ok(b"[".to_vec()),
        }
    }

    fn line(self, line: &AuditLine, is_first: bool, zone: &TimeZone, into: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Self::Csv => row(&cells(line, zone), into),
            Self::Json => {
                into.extend_from_slice(if is_first { b"\n" } else { b",\n" });
                Ok(serde_json::to_writer(into, line)?)
            }
        }
    }

    fn foot(self) -> &'static [u8] {
        match self {
            Self::Csv => b"",
            Self::Json => b"\n]\n",
        }
    }
}

fn cells(line: &AuditLine, zone: &TimeZone) -> [String; 10] {
    let json = |value: &Option<serde_json::Value>| value.as_ref().map(ToString::to_string).unwrap_or_default();
    [
        line.id.to_string(),
        line.at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S%:z").to_string(),
        line.actor.clone(),
        line.token.clone().unwrap_or_default(),
        line.address.map(|address| address.to_string()).unwrap_or_default(),
        line.what.clone(),
        line.subject.clone().unwrap_or_default(),
        json(&line.before),
        json(&line.after),
        line.reason.clone().unwrap_or_default(),
    ]
}

fn row<T: AsRef<str>>(cells: &[T], into: &mut Vec<u8>) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(into);
    writer.write_record(cells.iter().map(|cell| as_text(cell.as_ref()).into_owned()))?;
    writer.flush()
}

/// A cell that no program for tables takes for a formula, also not one in which full-width signs begin formulas.
fn as_text(cell: &str) -> Cow<'_, str> {
    let begins_formula = |c| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    if cell.starts_with(begins_formula) { format!("'{cell}").into() } else { cell.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"] {
            assert_eq!(as_text(formula), format!("'{formula}"));
        }
        for text in ["", "商城 = 小店", "'=1", "1-1", "{\"a\":\"=1\"}"] {
            assert_eq!(as_text(text), text);
        }
    }

    #[test]
    fn cells_are_quoted_so_that_they_stay_one() {
        let mut text = Vec::new();
        row(&["a,b", "say \"x\"", "two\nlines", "=HYPERLINK(\"http://evil.example\")"], &mut text).unwrap();
        let expected = "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"'=HYPERLINK(\"\"http://evil.example\"\")\"\r\n";
        assert_eq!(String::from_utf8(text).unwrap(), expected);
    }
}
