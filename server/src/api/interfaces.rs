//! `GET interfaces`: the overview for programs.

use axum::Json;
use desk::Desk;
use desk::overview::{OverviewError, OverviewQuery, Row, Sort, Urgency};
use domain::{Actor, Permission};

use super::accounts;
use super::cursor::first_page;
use super::parameters::{Page, Parameters};
use super::problem::{ApiResult, Problem};
use super::token::Caller;
use crate::shapes::interfaces::Interfaces;

/// Lists the watched interfaces of all accounts that are not retired, most urgent first.
#[utoipa::path(
    get, path = "/api/v1/interfaces", tag = "interfaces", security(("token" = [])),
    params(
        ("account" = Option<String>, Query, description = "only interfaces of this account (ID, AppID or name)"),
        ("group" = Option<String>, Query, description = "only interfaces of accounts in this group (ID or name)"),
        ("state" = Option<String>, Query, description = "only interfaces in this state: `ok warning critical \
         exhausted stale failed unsupported never`"),
        ("q" = Option<String>, Query, description = "only interfaces whose path, name or account contains this \
         text; not case-sensitive"),
        Page,
    ),
    responses(
        (status = 200, body = Interfaces),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "`unknown-account`, `unknown-group`, `invalid-parameter`"),
    )
)]
pub(crate) async fn list(caller: Caller, mut parameters: Parameters) -> ApiResult<Interfaces> {
    let (desk, actor) = caller.may(Permission::SeeUsage)?;
    let (word, of_group) = (parameters.text("account"), parameters.text("group"));
    let text = parameters.text("q").unwrap_or_default();
    let of_state = parameters.word("state");
    let limit = parameters.limit(Page::LIMIT);
    let after: Option<Urgency> = parameters.cursor();
    parameters.done()?;
    let account = accounts::named(&desk, &actor, word.as_deref()).await?;
    let group = accounts::group(&desk, &actor, of_group.as_deref()).await?;
    let query = OverviewQuery { account, group, state: of_state, text, ..OverviewQuery::default() };
    let rows = worst_first(&desk, &actor, query).await?;
    let start = after.map_or(0, |after| rows.partition_point(|row| row.urgency() <= after));
    let (shown, next) = first_page(rows.get(start..).unwrap_or_default(), limit, Row::urgency);
    Ok(Json(Interfaces::of(shown, next)))
}

/// All rows under the filters, in the order of their cursors.
pub(crate) async fn worst_first(desk: &Desk, actor: &Actor, filters: OverviewQuery) -> Result<Vec<Row>, OverviewError> {
    let query = OverviewQuery { sort: Sort::Urgency, offset: 0, limit: usize::MAX, ..filters };
    Ok(desk.overview(actor, &query).await?.rows)
}
