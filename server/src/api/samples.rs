//! `GET interfaces/{id}/samples`: the readings of one interface.

use axum::Json;
use axum::extract::Path;
use domain::Permission;
use jiff::SignedDuration;

use super::cursor::{Before, Cursor};
use super::parameters::{MAX_LIMIT, Parameters};
use super::problem::{ApiResult, Problem};
use super::token::Caller;
use crate::shapes::interfaces::{Samples, interface_id};

/// The time span of an answer unless `from` says otherwise.
const DEFAULT_RANGE: SignedDuration = SignedDuration::from_hours(24);

/// The readings of one interface in `[from, to)`, the newest first.
#[utoipa::path(
    get, path = "/api/v1/interfaces/{id}/samples", tag = "interfaces", security(("token" = [])),
    params(
        ("id" = i64, Path, description = "the ID of the interface"),
        ("from" = Option<String>, Query, description = "the start, in RFC 3339; default: 24 hours before `to`"),
        ("to" = Option<String>, Query, description = "the end (excluded), in RFC 3339; default: now"),
        ("limit" = Option<u16>, Query, description = "the maximum number of rows, from 1 to 1000; default: 1000", minimum = 1, maximum = 1000),
        ("cursor" = Option<String>, Query, description = "the value of `next` in the previous answer"),
    ),
    responses(
        (status = 200, body = Samples),
        (status = 404, body = Problem, content_type = "application/problem+json", description = "`not-found`"),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "`invalid-parameter`"),
    )
)]
pub(crate) async fn list(caller: Caller, Path(id): Path<String>, mut parameters: Parameters) -> ApiResult<Samples> {
    let (desk, actor) = caller.may(Permission::SeeUsage)?;
    let id = interface_id(&id).ok_or_else(|| Problem::not_found("interface"))?;
    // A reading of this very millisecond is wanted too, and `to` is left out itself.
    let now = desk.clock().now() + SignedDuration::from_millis(1);
    let to = parameters.time("to").unwrap_or(now);
    let from = parameters.time("from").unwrap_or_else(|| to.saturating_sub(DEFAULT_RANGE).unwrap_or(to));
    let limit = parameters.limit(MAX_LIMIT);
    let before = parameters.cursor::<Before>();
    if from > to {
        parameters.fault("from", "must not be after `to`");
    }
    parameters.done()?;
    let end = before.map_or(to, |Before(before)| before.min(to)).max(from);
    let page = desk.readings(&actor, id, from, end, limit).await?;
    let next = page.next_before.map(|before| Before(before).to_text());
    Ok(Json(Samples::of(&page.readings, next)))
}
