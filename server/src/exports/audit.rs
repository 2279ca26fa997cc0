//! The audit trail as a file: CSV for tables, JSON for programs, with the filters of the page.
//!
//! Lines are read and sent a part at a time, so that a trail of any length takes little memory. A part that cannot be read
//! breaks the download off, which browsers tell; a file that only looks whole would be worse.

use std::io;
use std::sync::Arc;

use app::pages::audit::filters::AuditFilters;
use app::parameters::Parameters;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use desk::Desk;
use desk::audit::AuditLine;
use domain::{Actor, paths};
use futures::stream::try_unfold;
use jiff::tz::TimeZone;

use crate::exports::{self, Column, Format, or_empty};
use crate::middleware::sessions::Visitor;
use crate::routes::Route;
use crate::state::AppState;

/// Lines that are read at once.
const PER_PART: i64 = 500;

/// The routes of the audit trail's exports.
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
    let mut parameters = Parameters::new(request.uri().query().unwrap_or_default());
    let asked = AuditFilters::of(&mut parameters);
    if !parameters.is_clean() {
        return exports::not_understood(&state, paths::AUDIT, request).await;
    }
    let subject = subject(&state.desk, format, &asked);
    if let Err(refused) = exports::record(&state, &actor, &subject, paths::AUDIT, request).await {
        return refused;
    }
    let day = state.desk.clock().now().to_zoned(zone.clone()).date();
    let part = Part { desk: Arc::clone(&state.desk), actor, asked, zone, format, at: At::Start };
    exports::file(&format!("audit-{day}"), format, Body::from_stream(try_unfold(part, Part::next)))
}

/// The subject of the export, as the audit trail records it: `audit.csv?who=alice`.
fn subject(desk: &Desk, format: Format, asked: &AuditFilters) -> String {
    let filters: Vec<_> = asked.pairs().into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mark = if filters.is_empty() { "" } else { "?" };
    // What somebody looked for may be a secret.
    let filters = filters.join("&");
    format!("audit.{}{mark}{}", format.ending(), desk.redactor().redact(&filters))
}

/// How far an export has come.
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
            tracing::error!(%error, "an export was interrupted");
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
        Format::Csv => exports::header_row(&columns()),
        Format::Json => Ok(b"[".to_vec()),
    }
}

fn write_line(format: Format, line: &AuditLine, is_first: bool, zone: &TimeZone, into: &mut Vec<u8>) -> io::Result<()> {
    match format {
        Format::Csv => exports::row(&columns(), &(line, zone), into),
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

/// The columns of the table, of a line and the zone of its time.
fn columns<'a>() -> [Column<(&'a AuditLine, &'a TimeZone)>; 10] {
    [
        ("id", |(line, _)| line.id.to_string()),
        ("at", |(line, zone)| exports::timestamp(line.at, zone)),
        ("actor", |(line, _)| line.actor.clone()),
        ("token", |(line, _)| or_empty(line.token.as_ref())),
        ("address", |(line, _)| or_empty(line.address)),
        ("what", |(line, _)| line.what.clone()),
        ("subject", |(line, _)| or_empty(line.subject.as_ref())),
        ("before", |(line, _)| or_empty(line.before.as_ref())),
        ("after", |(line, _)| or_empty(line.after.as_ref())),
        ("reason", |(line, _)| or_empty(line.reason.as_ref())),
    ]
}
