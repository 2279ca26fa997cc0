//! The accounts as a file.

use std::sync::Arc;

use app::files::accounts::columns;
use app::parameters::{Parameters, Whose};
use axum::extract::{Request, State};
use axum::response::Response;
use desk::Desk;
use desk::account_page::AccountCard;
use domain::{Actor, Permission, paths};

use super::sheet::{List, answer, read_by};
use super::{NoFile, filters, parameters};
use crate::long_body::Part;
use crate::middleware::sessions::Visitor;
use crate::routes::Route;
use crate::state::AppState;

pub(super) fn route() -> Route {
    Route::get(paths::ACCOUNTS_CSV, export)
}

async fn export(State(state): State<AppState>, Visitor(actor): Visitor, request: Request) -> Response {
    let mut asked = parameters(&request);
    let list = list(&state, &actor, &mut asked).await;
    answer(&state, &actor, asked, list, request).await
}

async fn list(state: &AppState, actor: &Actor, asked: &mut Parameters) -> Result<List<AccountCard, ()>, NoFile> {
    let group = asked.group(&state.desk, actor).await?;
    Ok(List {
        name: "accounts".to_owned(),
        may: Permission::SeeUsage,
        filters: filters(asked, &["group"]),
        columns,
        read: read_by(state, actor, Whose { account: None, group }, rows),
    })
}

async fn rows(desk: Arc<Desk>, actor: Actor, whose: Whose, _: Option<()>) -> Result<Part<AccountCard, ()>, NoFile> {
    let mut cards = desk.account_cards(&actor).await?;
    cards.retain(|card| whose.covers(&card.account));
    Ok(Part::whole(cards))
}
