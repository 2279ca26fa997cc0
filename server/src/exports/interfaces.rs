//! The overview as a file.

use std::sync::Arc;

use app::files::interfaces::columns;
use app::pages::overview::page::overview_query;
use app::parameters::Parameters;
use axum::extract::{Request, State};
use axum::response::Response;
use desk::Desk;
use desk::overview::{OverviewQuery, Row};
use domain::{Actor, Permission, paths};

use super::sheet::{List, answer, read_by};
use super::{NoFile, filters, parameters};
use crate::long_body::Part;
use crate::middleware::sessions::Visitor;
use crate::routes::Route;
use crate::state::AppState;

pub(super) fn route() -> Route {
    Route::get(paths::OVERVIEW_CSV, export)
}

async fn export(State(state): State<AppState>, Visitor(actor): Visitor, request: Request) -> Response {
    let mut asked = parameters(&request);
    let list = list(&state, &actor, &mut asked).await;
    answer(&state, &actor, asked, list, request).await
}

async fn list(state: &AppState, actor: &Actor, asked: &mut Parameters) -> Result<List<Row, ()>, NoFile> {
    let whose = asked.whose(&state.desk, actor).await?;
    let wanted = overview_query(asked, &whose);
    Ok(List {
        name: "overview".to_owned(),
        may: Permission::SeeUsage,
        filters: filters(asked, &["q", "account", "group", "state", "sort"]),
        columns,
        read: read_by(state, actor, wanted, rows),
    })
}

/// All at once: what is watched is bounded, and its order is that of one moment.
async fn rows(desk: Arc<Desk>, actor: Actor, wanted: OverviewQuery, _: Option<()>) -> Result<Part<Row, ()>, NoFile> {
    Ok(Part::whole(desk.overview(&actor, &wanted).await?.rows))
}
