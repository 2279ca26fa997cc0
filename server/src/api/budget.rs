//! `GET budget`: what a month leaves of every account's clears.

use axum::Json;
use axum::extract::{RawQuery, State};
use desk::Desk;
use desk::clears::LedgerError;
use domain::{Actor, May};

use super::clears::ledger_refusal;
use super::parameters::Parameters;
use super::problem::Problem;
use super::token::Caller;
use crate::shapes::clears::BudgetMonth;
use crate::state::AppState;

/// What a quota month leaves of every account's clears, by the accounts' names.
#[utoipa::path(
    get, path = "/api/v1/budget", tag = "clears", security(("token" = [])),
    params(("month" = Option<String>, Query, description = "a quota month, as 2026-11; the current one unless given")),
    responses(
        (status = 200, body = BudgetMonth),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`unauthorized`"),
        (status = 403, body = Problem, content_type = "application/problem+json", description = "`forbidden`"),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "`invalid-parameter`"),
    )
)]
pub(crate) async fn month(
    State(state): State<AppState>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Json<BudgetMonth>, Problem> {
    let actor = caller.may(May::SeeUsage)?;
    let mut parameters = Parameters::of(query.as_deref());
    let month = parameters.month(&state.desk.settings().quota_zone);
    parameters.done()?;
    let told = of_month(&state.desk, &actor, month).await;
    Ok(Json(told.map_err(|error| ledger_refusal(error, ""))?))
}

/// Every account's budgets of a month; of this one, where none is named.
pub(crate) async fn of_month(desk: &Desk, actor: &Actor, month: Option<String>) -> Result<BudgetMonth, LedgerError> {
    let budgets = desk.budgets(actor, month.as_deref()).await?;
    let month = month.unwrap_or_else(|| desk.settings().quota_zone.month_word(desk.clock().now()));
    Ok(BudgetMonth::of(month, &budgets))
}
