//! `GET accounts`.

use std::cmp::Reverse;
use std::collections::HashMap;

use axum::Json;
use desk::Desk;
use desk::accounts::AccountError;
use desk::clears::LedgerError;
use domain::{AccountId, Actor, Permission};

use super::problem::{ApiResult, Problem};
use super::token::Caller;
use crate::shapes::accounts::{AccountShape, Accounts};
use crate::shapes::budget::Budgets;

/// Lists all accounts, including retired ones, newest first.
#[utoipa::path(
    get, path = "/api/v1/accounts", tag = "accounts", security(("token" = [])),
    responses(
        (status = 200, body = Accounts),
    )
)]
pub(crate) async fn list(caller: Caller) -> ApiResult<Accounts> {
    let (desk, actor) = caller.may(Permission::SeeUsage)?;
    all(&desk, &actor).await.map(Json)
}

/// All accounts with what is left of their clears this month, the newest first.
pub(crate) async fn all<E: From<AccountError> + From<LedgerError>>(desk: &Desk, actor: &Actor) -> Result<Accounts, E> {
    let budgets = desk.budgets(actor, None).await?;
    let mut budgets: HashMap<_, _> = budgets.into_iter().map(|of| (of.account.id, of.budgets)).collect();
    let mut accounts = Vec::new();
    for account in desk.accounts(actor).await? {
        let budgets = match budgets.remove(&account.id) {
            Some(budgets) => budgets,
            // Retired, and none used.
            None => desk.budgets_of(actor, account.id).await?,
        };
        accounts.push(AccountShape::of(account, Budgets::of(&budgets), desk.clock().now()));
    }
    accounts.sort_by_key(|account| Reverse(account.id));
    Ok(Accounts::of(accounts))
}

/// The account that a parameter names by id, appid or name, where it is given.
pub(super) async fn named(desk: &Desk, actor: &Actor, word: Option<&str>) -> Result<Option<AccountId>, Problem> {
    let Some(word) = word else { return Ok(None) };
    match desk.find_account(actor, word).await {
        Ok(account) => Ok(Some(account.id)),
        Err(AccountError::NoSuchAccount) => Err(Problem::unknown_account(word)),
        Err(error) => Err(error.into()),
    }
}
