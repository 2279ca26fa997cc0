//! `GET accounts`.

use axum::Json;
use axum::extract::State;
use desk::accounts::AccountError;
use domain::May;

use super::problem::Problem;
use super::token::Caller;
use crate::shapes::Accounts;
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
    let accounts = state.desk.accounts(&actor).await.map_err(|error| match error {
        AccountError::Forbidden(forbidden) => Problem::forbidden(forbidden),
        error => Problem::internal(&error),
    })?;
    Ok(Json(Accounts::of(&accounts, state.desk.clock().now())))
}
