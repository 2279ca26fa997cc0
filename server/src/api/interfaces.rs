//! `GET interfaces`: the overview for programs.

use axum::Json;
use axum::extract::{RawQuery, State};
use desk::Desk;
use desk::accounts::AccountError;
use desk::overview::{OverviewError, OverviewQuery, Row, Sort, Urgency};
use domain::{AccountId, Actor, May, UsageState};

use super::cursor::Cursor;
use super::parameters::Parameters;
use super::problem::Problem;
use super::token::Caller;
use crate::shapes::{InterfaceShape, Interfaces};
use crate::state::AppState;

const DEFAULT_LIMIT: usize = 100;

/// Every watched interface of accounts that are not retired, the worst first.
#[utoipa::path(
    get, path = "/api/v1/interfaces", tag = "interfaces", security(("token" = [])),
    params(
        ("account" = Option<String>, Query, description = "only of this account: its id, appid or name"),
        ("state" = Option<String>, Query, description = "only in this state: `ok warning critical exhausted stale failed unsupported never`"),
        ("q" = Option<String>, Query, description = "only where path, name or account hold this text, in whatever case"),
        ("limit" = Option<u16>, Query, description = "rows in one answer, 1 to 1000; 100 unless given", minimum = 1, maximum = 1000),
        ("cursor" = Option<String>, Query, description = "`next` of the answer before"),
    ),
    responses(
        (status = 200, body = Interfaces),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`unauthorized`"),
        (status = 403, body = Problem, content_type = "application/problem+json", description = "`forbidden`"),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "`unknown-account`, `invalid-parameter`"),
    )
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Json<Interfaces>, Problem> {
    let actor = caller.may(May::SeeUsage)?;
    let mut parameters = Parameters::of(query.as_deref());
    let word = parameters.text("account");
    let text = parameters.text("q").unwrap_or_default();
    let wanted = parameters.read("state", |word| word.parse::<UsageState>().map_err(|error| error.to_string()));
    let limit = parameters.limit(DEFAULT_LIMIT);
    let after = parameters.cursor::<Urgency>();
    parameters.done()?;
    let account = match word {
        Some(word) => Some(account(&state.desk, &actor, &word).await?),
        None => None,
    };
    let rows = worst_first(&state.desk, &actor, account, wanted, &text).await.map_err(|error| match error {
        OverviewError::Forbidden(forbidden) => Problem::forbidden(forbidden),
        error @ OverviewError::Internal(_) => Problem::internal(&error),
    })?;
    Ok(Json(page(&rows, after, limit)))
}

/// The account that a parameter names.
pub(super) async fn account(desk: &Desk, actor: &Actor, word: &str) -> Result<AccountId, Problem> {
    match desk.find_account(actor, word).await {
        Ok(account) => Ok(account.id),
        Err(AccountError::Forbidden(forbidden)) => Err(Problem::forbidden(forbidden)),
        Err(AccountError::NoSuchAccount) => Err(Problem::unknown_account(word)),
        Err(error) => Err(Problem::internal(&error)),
    }
}

/// All rows under the filters, in the order of their cursors.
pub(crate) async fn worst_first(
    desk: &Desk,
    actor: &Actor,
    account: Option<AccountId>,
    state: Option<UsageState>,
    text: &str,
) -> Result<Vec<Row>, OverviewError> {
    let text = text.to_owned();
    let query = OverviewQuery { account, state, text, sort: Sort::Urgency, offset: 0, limit: usize::MAX };
    Ok(desk.overview(actor, &query).await?.rows)
}

fn page(rows: &[Row], after: Option<Urgency>, limit: usize) -> Interfaces {
    let start = after.map_or(0, |after| rows.partition_point(|row| row.urgency() <= after));
    let rows = rows.get(start..).unwrap_or_default();
    let shown = &rows[..rows.len().min(limit)];
    let more = rows.len() > shown.len();
    Interfaces {
        interfaces: shown.iter().map(InterfaceShape::of).collect(),
        next: shown.last().filter(|_| more).map(|row| row.urgency().to_text()),
    }
}
