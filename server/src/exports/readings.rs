//! The history of an interface as a file: every reading of the time range that its page shows, the newest first.

use std::sync::Arc;

use app::files::readings::{ReadingLine, columns};
use app::parameters::Instead;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use desk::Desk;
use desk::history::{Range, ShownRange};
use domain::{Actor, InterfaceId, Permission};
use jiff::Timestamp;

use super::sheet::{List, answer, read_by};
use super::{NoFile, PER_PART, filters, parameters};
use crate::long_body::Part;
use crate::middleware::sessions::Visitor;
use crate::routes::Route;
use crate::shapes::interfaces::interface_id;
use crate::state::AppState;

pub(super) fn route() -> Route {
    Route::get("/accounts/{account}/interfaces/{id}/export.csv", export)
}

async fn export(
    State(state): State<AppState>,
    Visitor(actor): Visitor,
    Path((account, id)): Path<(String, String)>,
    request: Request,
) -> Response {
    let mut asked = parameters(&request);
    let range = asked.one_of("range", &Range::ALL, Range::word, Instead::Today).unwrap_or_default();
    // What is no id names no interface, as 0 does.
    let id = interface_id(&id).unwrap_or(InterfaceId(0));
    let list = List {
        name: format!("readings-{id}"),
        may: Permission::SeeUsage,
        filters: filters(&asked, &["range"]),
        columns,
        read: read_by(&state, &actor, Wanted { account, id, range }, rows),
    };
    answer(&state, &actor, asked, Ok(list), request).await
}

#[derive(Debug, Clone)]
struct Wanted {
    account: String,
    id: InterfaceId,
    range: Range,
}

/// The readings before an instant of a range.
struct Before(Arc<ShownRange>, Timestamp);

async fn rows(
    desk: Arc<Desk>,
    actor: Actor,
    wanted: Wanted,
    before: Option<Before>,
) -> Result<Part<ReadingLine, Before>, NoFile> {
    let Before(of, before) = if let Some(before) = before {
        before
    } else {
        let account = desk.find_account(&actor, &wanted.account).await?.id;
        let of = desk.shown_range(&actor, account, wanted.id, wanted.range).await?;
        let end = of.to;
        Before(Arc::new(of), end)
    };
    let page = desk.readings(&actor, wanted.id, of.from, before, PER_PART).await?;
    let next = page.next_before.map(|before| Before(Arc::clone(&of), before));
    let line = |reading| ReadingLine { of: Arc::clone(&of), reading };
    Ok(Part { rows: page.readings.into_iter().map(line).collect(), next })
}
