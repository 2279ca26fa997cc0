//! `GET accounts`.

use std::cmp::Reverse;
use std::collections::HashMap;

use axum::Json;
use desk::Desk;
use desk::accounts::AccountError;
use desk::clears::LedgerError;
use desk::groups::GroupError;
use domain::{AccountId, Actor, GroupId, Permission};

use super::parameters::Parameters;
use super::problem::{ApiResult, Problem};
use super::token::Caller;
use crate::shapes::accounts::{AccountShape, Accounts};
use crate::shapes::budget::Budgets;

/// Lists all accounts, including retired ones, newest first.
#[utoipa::path(
    get, path = "/api/v1/accounts", tag = "accounts", security(("token" = [])),
    params(
        ("group" = Option<String>, Query, description = "only accounts in this group (ID or name)"),
    ),
    responses(
        (status = 200, body = Accounts),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "`unknown-group`"),
    )
)]
pub(crate) async fn list(caller: Caller, parameters: Parameters) -> ApiResult<Accounts> {
    let (desk, actor) = caller.may(Permission::SeeUsage)?;
    let group = group(&desk, &actor, parameters.text("group").as_deref()).await?;
    all(&desk, &actor, group).await.map(Json)
}

/// All accounts, or those in a group, with what is left of their clears this month, the newest first.
pub(crate) async fn all<E: From<AccountError> + From<LedgerError>>(
    desk: &Desk,
    actor: &Actor,
    group: Option<GroupId>,
) -> Result<Accounts, E> {
    let budgets = desk.budgets(actor, None).await?;
    let mut budgets: HashMap<_, _> = budgets.into_iter().map(|of| (of.account.id, of.budgets)).collect();
    let mut accounts = Vec::new();
    for account in desk.accounts(actor).await? {
        if group.is_some_and(|group| !account.is_in(group)) {
            continue;
        }
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

/// The group that a parameter names by id or name, where it is given.
pub(super) async fn group(desk: &Desk, actor: &Actor, word: Option<&str>) -> Result<Option<GroupId>, Problem> {
    let Some(word) = word else { return Ok(None) };
    match desk.find_group(actor, word).await {
        Ok(group) => Ok(Some(group.id)),
        Err(GroupError::Forbidden(forbidden)) => Err(Problem::forbidden(forbidden)),
        Err(GroupError::Internal(error)) => Err(Problem::internal(&error)),
        Err(_) => Err(Problem::unknown_group(word)),
    }
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
