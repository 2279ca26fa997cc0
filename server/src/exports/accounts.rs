//! The accounts as a file.

use std::collections::HashMap;
use std::sync::Arc;

use app::files::accounts::{AccountLine, columns};
use app::parameters::Parameters;
use axum::extract::{Request, State};
use axum::response::Response;
use desk::Desk;
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

fn list(state: &AppState, actor: &Actor) -> List<AccountLine, ()> {
    List {
        name: "accounts".to_owned(),
        may: Permission::SeeUsage,
        filters: Vec::new(),
        columns,
        read: read_by(state, actor, (), rows),
    }
}

async fn rows(desk: Arc<Desk>, actor: Actor, (): (), _: Option<()>) -> Result<Part<AccountLine, ()>, NoFile> {
    let budgets = desk.budgets(&actor, None).await?;
    let mut budgets: HashMap<_, _> = budgets.into_iter().map(|of| (of.account.id, of.budgets)).collect();
    let mut lines = Vec::new();
    for card in desk.account_cards(&actor).await? {
        let budgets = match budgets.remove(&card.account.id) {
            Some(budgets) => budgets,
            // Retired, and none used.
            None => desk.budgets_of(&actor, card.account.id).await?,
        };
        lines.push(AccountLine { card, budgets });
    }
    Ok(Part::whole(lines))
}
