//! `GET budget`: what a month leaves of every account's clears.

use axum::Json;
use desk::Desk;
use desk::clears::LedgerError;
use domain::{Actor, Permission};

use super::parameters::Parameters;
use super::problem::{ApiResult, Problem};
use super::token::Caller;
use crate::shapes::budget::BudgetMonth;

/// Shows how many clears of a quota month each account has left, sorted by account name.
#[utoipa::path(
    get, path = "/api/v1/budget", tag = "clears", security(("token" = [])),
    params(("month" = Option<String>, Query, description = "a quota month, such as 2026-11; default: the current \
     month")),
    responses(
        (status = 200, body = BudgetMonth),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "`invalid-parameter`"),
    )
)]
pub(crate) async fn month(caller: Caller, mut parameters: Parameters) -> ApiResult<BudgetMonth> {
    let (desk, actor) = caller.may(Permission::SeeUsage)?;
    let month = parameters.month(&desk.settings().quota_zone);
    parameters.done()?;
    Ok(Json(of_month(&desk, &actor, month).await?))
}

/// Every account's budgets of a month; of this one, where none is named.
pub(crate) async fn of_month(desk: &Desk, actor: &Actor, month: Option<String>) -> Result<BudgetMonth, LedgerError> {
    let budgets = desk.budgets(actor, month.as_deref()).await?;
    let month = month.unwrap_or_else(|| desk.settings().quota_zone.month_word(desk.clock().now()));
    Ok(BudgetMonth::of(month, &budgets))
}
