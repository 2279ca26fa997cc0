//! The audit trail as a file: CSV for people, JSON for programs, with the filters of the page.

use std::io;
use std::sync::Arc;

use app::files::audit::columns;
use app::pages::audit::filters::AuditFilters;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use desk::Desk;
use desk::audit::AuditLine;
use domain::{Actor, Permission, paths};
use jiff::tz::TimeZone;

use super::sheet::{self, ReadPart, read_by};
use super::{Format, NoFile, PER_PART, file, no_file, parameters, record, refused, subject, viewer};
use crate::long_body::{self, Part};
use crate::middleware::sessions::Visitor;
use crate::routes::Route;
use crate::state::AppState;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(paths::AUDIT_CSV, |state, visitor, request| export(Format::Csv, state, visitor, request)),
        Route::get(paths::AUDIT_JSON, |state, visitor, request| export(Format::Json, state, visitor, request)),
    ]
}

async fn export(format: Format, State(state): State<AppState>, Visitor(actor): Visitor, request: Request) -> Response {
    if let Some(refused) = refused(&request) {
        return refused;
    }
    let mut asked = parameters(&request);
    let filters = AuditFilters::of(&mut asked);
    if !asked.is_clean() {
        return no_file(&state, NoFile::NotUnderstood, request).await;
    }
    let subject = subject(&state.desk, "audit", format, &filters.pairs());
    let viewer = viewer(&state, &request);
    let name = format!("audit-{}", viewer.formats().date(viewer.now));
    let read = read_by(&state, &actor, (filters, viewer.display_zone.clone()), lines);
    let written = async {
        // Before the trail is read, so that its own line is in it.
        record(&state, &actor, Permission::SeeLedger, &subject).await?;
        match format {
            Format::Csv => sheet::body(&state, viewer, columns, read).await,
            Format::Json => json(read).await,
        }
    };
    match written.await {
        Ok(body) => file(&name, format, body),
        Err(why) => no_file(&state, why, request).await,
    }
}

async fn lines(
    desk: Arc<Desk>,
    actor: Actor,
    (filters, zone): (AuditFilters, TimeZone),
    before: Option<i64>,
) -> Result<Part<AuditLine, i64>, NoFile> {
    let limit = i64::try_from(PER_PART).unwrap_or(i64::MAX);
    let lines = desk.audit(&actor, &filters.query(&zone, before, limit)).await?;
    Ok(Part::of(lines, PER_PART, |line| line.id))
}

/// The lines as a JSON array.
async fn json(read: ReadPart<AuditLine, i64>) -> Result<Body, NoFile> {
    let first = read(None).await?;
    let mut text = b"[".to_vec();
    let mut separator: &[u8] = b"\n";
    for line in &first.rows {
        text.extend_from_slice(separator);
        text.extend(super::json(line)?);
        separator = b",\n";
    }
    end_where_last(&first, &mut text);
    Ok(long_body::body((text, first.next), move |place| {
        let part = read(Some(place));
        async move {
            let part = part.await.map_err(io::Error::other)?;
            let mut text = Vec::new();
            for line in &part.rows {
                text.extend_from_slice(b",\n");
                text.extend(super::json(line)?);
            }
            end_where_last(&part, &mut text);
            Ok((text, part.next))
        }
    }))
}

fn end_where_last(part: &Part<AuditLine, i64>, text: &mut Vec<u8>) {
    if part.next.is_none() {
        text.extend_from_slice(b"\n]\n");
    }
}
