//! The ledger as a file.

use std::sync::Arc;

use app::files::clears::{ClearLine, columns};
use app::pages::clears::ledger::ledger_query;
use app::parameters::Parameters;
use axum::extract::{Request, State};
use axum::response::Response;
use desk::Desk;
use desk::clears::LedgerQuery;
use domain::{Actor, ClearId, Permission, paths};

use super::sheet::{List, answer, read_by};
use super::{NoFile, PER_PART, filters, parameters};
use crate::long_body::Part;
use crate::middleware::sessions::Visitor;
use crate::routes::Route;
use crate::state::AppState;

pub(super) fn route() -> Route {
    Route::get(paths::CLEARS_CSV, export)
}

async fn export(State(state): State<AppState>, Visitor(actor): Visitor, request: Request) -> Response {
    let mut asked = parameters(&request);
    let list = list(&state, &actor, &mut asked).await;
    answer(&state, &actor, asked, list, request).await
}

async fn list(state: &AppState, actor: &Actor, asked: &mut Parameters) -> Result<List<ClearLine, ClearId>, NoFile> {
    let whose = asked.whose(&state.desk, actor).await?;
    let wanted = ledger_query(asked, &whose, &state.desk.settings().quota_zone, state.desk.clock().now());
    Ok(List {
        name: "clears".to_owned(),
        may: Permission::SeeLedger,
        filters: filters(asked, &["account", "group", "month", "scope", "state", "actor"]),
        columns,
        read: read_by(state, actor, wanted, rows),
    })
}

async fn rows(
    desk: Arc<Desk>,
    actor: Actor,
    wanted: LedgerQuery,
    before: Option<ClearId>,
) -> Result<Part<ClearLine, ClearId>, NoFile> {
    let ledger = desk.ledger(&actor, &LedgerQuery { before, limit: PER_PART, ..wanted }).await?;
    let accounts = desk.accounts(&actor).await?;
    let rows = ledger.clears.into_iter().map(|clear| ClearLine::new(clear, &accounts)).collect();
    Ok(Part { rows, next: ledger.next })
}
