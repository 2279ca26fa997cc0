//! The accounts as a file.

use std::sync::Arc;

use app::files::accounts::columns;
use app::parameters::Parameters;
use axum::extract::{Request, State};
use axum::response::Response;
use desk::Desk;
use desk::account_page::AccountCard;
use domain::{Actor, Permission, paths};

use super::NoFile;
use super::sheet::{List, answer, read_by};
use crate::long_body::Part;
use crate::middleware::sessions::Visitor;
use crate::routes::Route;
use crate::state::AppState;

pub(super) fn route() -> Route {
    Route::get(paths::ACCOUNTS_CSV, export)
}

async fn export(State(state): State<AppState>, Visitor(actor): Visitor, request: Request) -> Response {
    let list = list(&state, &actor);
    answer(&state, &actor, Parameters::default(), Ok(list), request).await
}

fn list(state: &AppState, actor: &Actor) -> List<AccountCard, ()> {
    List {
        name: "accounts".to_owned(),
        may: Permission::SeeUsage,
        filters: Vec::new(),
        columns,
        read: read_by(state, actor, (), rows),
    }
}

async fn rows(desk: Arc<Desk>, actor: Actor, (): (), _: Option<()>) -> Result<Part<AccountCard, ()>, NoFile> {
    Ok(Part::whole(desk.account_cards(&actor).await?))
}
