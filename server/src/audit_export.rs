//! The audit trail as a file: CSV for tables, JSON for programs, with the filters of the page.
//!
//! Lines are read and sent a part at a time, so that a trail of any length takes little memory. A part that cannot be read
//! breaks the download off, which browsers tell; a file that only looks whole would be worse.

use std::io;
use std::sync::Arc;

use app::pages::audit::filters::AuditFilters;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use desk::Desk;
use desk::audit::AuditLine;
use domain::{Actor, paths};
use futures::stream::try_unfold;
use jiff::tz::TimeZone;

use crate::exports::{self, Format};
use crate::middleware::signed_in::Visitor;
use crate::routed::Route;
use crate::state::AppState;

/// Lines that are read at once.
const PER_PART: i64 = 500;

/// The routes of the exports.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(paths::AUDIT_CSV, |state, visitor, request| export(Format::Csv, state, visitor, request)),
        Route::get(paths::AUDIT_JSON, |state, visitor, request| export(Format::Json, state, visitor, request)),
    ]
}

async fn export(format: Format, State(state): State<AppState>, Visitor(actor): Visitor, request: Request) -> Response {
    if let Some(refused) = exports::refused(&request) {
        return refused;
    }
    let zone = exports::zone(&state, &request);
    let asked = asked(request.uri().query());
    let subject = subject(&state.desk, format, &asked);
    if let Err(refused) = exports::as_act(&state, &actor, &subject, paths::AUDIT, request).await {
        return refused;
    }
    let day = state.desk.clock().now().to_zoned(zone.clone()).date();
    let part = Part { desk: Arc::clone(&state.desk), actor, asked, zone, format, at: At::Start };
    exports::file(&format!("audit-{day}"), format, Body::from_stream(try_unfold(part, Part::next)))
}

fn asked(query: Option<&str>) -> AuditFilters {
    let pairs: Vec<_> = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()).collect();
    AuditFilters::from_query(|name| {
        pairs.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone().into_owned())
    })
}

/// What is taken out, as the trail has it: `audit.csv?who=alice`.
fn subject(desk: &Desk, format: Format, asked: &AuditFilters) -> String {
    let filters: Vec<_> = asked.pairs().into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mark = if filters.is_empty() { "" } else { "?" };
    // What somebody looked for may be a secret.
    let filters = filters.join("&");
    format!("audit.{}{mark}{}", format.ending(), desk.redactor().redact(&filters))
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
    asked: AuditFilters,
    zone: TimeZone,
    format: Format,
    at: At,
}

impl Part {
    async fn next(mut self) -> io::Result<Option<(Vec<u8>, Self)>> {
        let (before, mut text) = match self.at {
            At::Start => (None, head(self.format)?),
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
            write_line(self.format, line, is_first, &self.zone, &mut text)?;
            self.at = At::Line(line.id);
        }
        if i64::try_from(lines.len()).is_ok_and(|count| count < PER_PART) {
            text.extend_from_slice(foot(self.format));
            self.at = At::End;
        }
        Ok(Some((text, self)))
    }
}

fn head(format: Format) -> io::Result<Vec<u8>> {
    match format {
        Format::Csv => {
            exports::heads(&["id", "at", "actor", "token", "address", "what", "subject", "before", "after", "reason"])
        }
        Format::Json => Ok(b"[".to_vec()),
    }
}

fn write_line(format: Format, line: &AuditLine, is_first: bool, zone: &TimeZone, into: &mut Vec<u8>) -> io::Result<()> {
    match format {
        Format::Csv => exports::row(&cells(line, zone), into),
        Format::Json => {
            into.extend_from_slice(if is_first { b"\n" } else { b",\n" });
            Ok(serde_json::to_writer(into, line)?)
        }
    }
}

fn foot(format: Format) -> &'static [u8] {
    match format {
        Format::Csv => b"",
        Format::Json => b"\n]\n",
    }
}

fn cells(line: &AuditLine, zone: &TimeZone) -> [String; 10] {
    let json = |value: &Option<serde_json::Value>| value.as_ref().map(ToString::to_string).unwrap_or_default();
    [
        line.id.to_string(),
        exports::moment(line.at, zone),
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
