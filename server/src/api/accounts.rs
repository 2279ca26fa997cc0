//! `GET accounts`.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use desk::Desk;
use desk::accounts::AccountError;
use desk::clears::LedgerError;
use domain::{Actor, May};

use super::problem::Problem;
use super::token::Caller;
use crate::shapes::Accounts;
use crate::shapes::clears::Budgets;
use crate::state::AppState;

/// Every account, the newest first, retired ones too.
#[utoipa::path(
    get, path = "/api/v1/accounts", tag = "accounts", security(("token" = [])),
    responses(
        (status = 200, body = Accounts),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`unauthorized`"),
        (status = 403, body = Problem, content_type = "application/problem+json", description = "`forbidden`"),
    )
)]
pub(crate) async fn list(State(state): State<AppState>, caller: Caller) -> Result<Json<Accounts>, Problem> {
    let actor = caller.may(May::SeeUsage)?;
    let accounts = all(&state.desk, &actor).await.map_err(|error| match error {
        AccountError::Forbidden(forbidden) => Problem::forbidden(forbidden),
        error => Problem::internal(&error),
    })?;
    Ok(Json(accounts))
}

/// All accounts with what is left of their clears this month.
pub(crate) async fn all(desk: &Desk, actor: &Actor) -> Result<Accounts, AccountError> {
    let mut budgets: HashMap<_, _> = desk
        .budgets(actor, None)
        .await
        .map_err(account_error)?
        .into_iter()
        .map(|of| (of.account.id, of.budgets))
        .collect();
    let mut accounts = Vec::new();
    for account in desk.accounts(actor).await? {
        let budgets = match budgets.remove(&account.id) {
            Some(budgets) => budgets,
            // Retired, and none used.
            None => desk.budgets_of(actor, account.id).await.map_err(account_error)?,
        };
        accounts.push((account, Budgets::from(&budgets)));
    }
    Ok(Accounts::of(&accounts, desk.clock().now()))
}

fn account_error(error: LedgerError) -> AccountError {
    match error {
        LedgerError::Forbidden(forbidden) => forbidden.into(),
        LedgerError::Internal(error) => error.into(),
        LedgerError::NoSuchAccount | LedgerError::NoSuchClear | LedgerError::NoSuchMonth => AccountError::NoSuchAccount,
    }
}
