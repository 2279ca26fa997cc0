//! The archive of requests that were looked up as a file.

use std::sync::Arc;

use app::files::rids::columns;
use app::pages::rids::archive::ArchiveFilters;
use app::parameters::Parameters;
use axum::extract::{Request, State};
use axum::response::Response;
use desk::Desk;
use desk::rids::{LookedUp, Search};
use domain::{Actor, Permission, paths};
use jiff::tz::TimeZone;

use super::sheet::{List, answer, read_by};
use super::{NoFile, PER_PART, filters, parameters, viewer};
use crate::long_body::Part;
use crate::middleware::sessions::Visitor;
use crate::routes::Route;
use crate::state::AppState;

pub(super) fn route() -> Route {
    Route::get(paths::RIDS_CSV, export)
}

async fn export(State(state): State<AppState>, Visitor(actor): Visitor, request: Request) -> Response {
    let mut asked = parameters(&request);
    let zone = viewer(&state, &request).display_zone.clone();
    let list = list(&state, &actor, &mut asked, &zone).await;
    answer(&state, &actor, asked, list, request).await
}

async fn list(
    state: &AppState,
    actor: &Actor,
    asked: &mut Parameters,
    zone: &TimeZone,
) -> Result<List<LookedUp, i64>, NoFile> {
    let group = asked.group(&state.desk, actor).await?;
    let wanted = ArchiveFilters::of(asked, group).search(zone);
    Ok(List {
        name: "rids".to_owned(),
        may: Permission::LookUpRids,
        filters: filters(asked, &["q", "group", "limit", "from", "to"]),
        columns,
        read: read_by(state, actor, wanted, rows),
    })
}

async fn rows(
    desk: Arc<Desk>,
    actor: Actor,
    wanted: Search,
    before: Option<i64>,
) -> Result<Part<LookedUp, i64>, NoFile> {
    let found = desk.search_rids(&actor, &Search { before, limit: PER_PART, ..wanted }).await?;
    Ok(Part { rows: found.requests, next: found.next_before })
}
