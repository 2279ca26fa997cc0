//! The notices as a file.

use std::sync::Arc;

use app::files::notices::columns;
use app::pages::notices::filters::NoticeFilters;
use app::parameters::Parameters;
use axum::extract::{Request, State};
use axum::response::Response;
use desk::Desk;
use desk::notices::{Notice, NoticeQuery};
use domain::{Actor, NoticeId, Permission, paths};

use super::sheet::{List, answer, read_by};
use super::{NoFile, PER_PART, filters, parameters};
use crate::long_body::Part;
use crate::middleware::sessions::Visitor;
use crate::routes::Route;
use crate::state::AppState;

pub(super) fn route() -> Route {
    Route::get(paths::NOTICES_CSV, export)
}

async fn export(State(state): State<AppState>, Visitor(actor): Visitor, request: Request) -> Response {
    let mut asked = parameters(&request);
    let list = list(&state, &actor, &mut asked).await;
    answer(&state, &actor, asked, list, request).await
}

async fn list(state: &AppState, actor: &Actor, asked: &mut Parameters) -> Result<List<Notice, Place>, NoFile> {
    let whose = asked.whose(&state.desk, actor).await?;
    let wanted = NoticeFilters::of(asked, &whose);
    Ok(List {
        name: "notices".to_owned(),
        may: Permission::SeeUsage,
        filters: filters(asked, &["account", "group", "kind", "severity", "unread", "acknowledged"]),
        columns,
        read: read_by(state, actor, wanted, rows),
    })
}

/// A place in the notices, and up to which one the reader had read at the beginning.
struct Place {
    before: NoticeId,
    read_up_to: NoticeId,
}

async fn rows(
    desk: Arc<Desk>,
    actor: Actor,
    wanted: NoticeFilters,
    place: Option<Place>,
) -> Result<Part<Notice, Place>, NoFile> {
    let read_up_to = match &place {
        Some(place) => place.read_up_to,
        None => desk.notices(&actor, &NoticeQuery::default()).await?.1,
    };
    let limit = i64::try_from(PER_PART).unwrap_or(i64::MAX);
    let wanted = wanted.query(read_up_to, place.map(|place| place.before), limit);
    let (notices, _) = desk.notices(&actor, &wanted).await?;
    Ok(Part::of(notices, PER_PART, |notice| Place { before: notice.id, read_up_to }))
}
