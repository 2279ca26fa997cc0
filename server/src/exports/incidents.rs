//! The incidents as a file.

use std::sync::Arc;

use app::files::incidents::columns;
use app::pages::incidents::list::incident_query;
use app::parameters::Parameters;
use axum::extract::{Request, State};
use axum::response::Response;
use desk::Desk;
use desk::incidents::{Incident, IncidentQuery};
use domain::{Actor, IncidentId, Permission, paths};

use super::sheet::{List, answer, read_by};
use super::{NoFile, PER_PART, filters, parameters};
use crate::long_body::Part;
use crate::middleware::sessions::Visitor;
use crate::routes::Route;
use crate::state::AppState;

pub(super) fn route() -> Route {
    Route::get(paths::INCIDENTS_CSV, export)
}

async fn export(State(state): State<AppState>, Visitor(actor): Visitor, request: Request) -> Response {
    let mut asked = parameters(&request);
    let list = list(&state, &actor, &mut asked).await;
    answer(&state, &actor, asked, list, request).await
}

async fn list(state: &AppState, actor: &Actor, asked: &mut Parameters) -> Result<List<Incident, IncidentId>, NoFile> {
    let whose = asked.whose(&state.desk, actor).await?;
    let wanted = incident_query(asked, &whose);
    Ok(List {
        name: "incidents".to_owned(),
        may: Permission::LookUpRids,
        filters: filters(asked, &["account", "group", "reaction", "state"]),
        columns,
        read: read_by(state, actor, wanted, rows),
    })
}

async fn rows(
    desk: Arc<Desk>,
    actor: Actor,
    wanted: IncidentQuery,
    before: Option<IncidentId>,
) -> Result<Part<Incident, IncidentId>, NoFile> {
    let wanted = IncidentQuery { before, limit: i64::try_from(PER_PART).unwrap_or(i64::MAX), ..wanted };
    Ok(Part::of(desk.incidents(&actor, &wanted).await?, PER_PART, |incident| incident.id))
}
