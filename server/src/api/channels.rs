//! Channels: where notices are sent, and what the other side answered.

use axum::Json;
use axum::extract::Path;
use desk::Desk;
use desk::channels::{AttemptId, ChannelError, ChannelId};
use domain::{Actor, Permission};

use super::cursor::first_page;
use super::parameters::{Page, Parameters};
use super::problem::{ApiResult, Problem};
use super::token::Caller;
use crate::shapes::channels::{Channels, Deliveries};

/// Lists the channels with their state and queue, sorted by name. Addresses are masked.
#[utoipa::path(
    get, path = "/api/v1/channels", tag = "channels", security(("token" = [])),
    responses(
        (status = 200, body = Channels),
    )
)]
pub(crate) async fn list(caller: Caller) -> ApiResult<Channels> {
    let (desk, actor) = caller.may(Permission::Automate)?;
    Ok(Json(all(&desk, &actor).await?))
}

/// All channels with their states.
pub(crate) async fn all(desk: &Desk, actor: &Actor) -> Result<Channels, ChannelError> {
    let mut channels = Vec::new();
    for (channel, health) in desk.channels_with_health(actor).await? {
        let last = desk.last_results(actor, channel.id).await?;
        channels.push((channel, health, last));
    }
    Ok(Channels::of(channels))
}

/// Lists the attempts to deliver messages of a channel, newest first, with what the other side answered, masked.
#[utoipa::path(
    get, path = "/api/v1/channels/{id}/deliveries", tag = "channels", security(("token" = [])),
    params(
        ("id" = i64, Path, description = "the ID of the channel"),
        Page,
    ),
    responses(
        (status = 200, body = Deliveries),
        (status = 404, body = Problem, content_type = "application/problem+json", description = "`not-found`"),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "`invalid-parameter`"),
    )
)]
pub(crate) async fn deliveries(
    caller: Caller,
    Path(id): Path<String>,
    mut parameters: Parameters,
) -> ApiResult<Deliveries> {
    let (desk, actor) = caller.may(Permission::Automate)?;
    let id = id.parse().map(ChannelId).map_err(|_| Problem::not_found("channel"))?;
    let limit = parameters.limit(Page::LIMIT);
    let before: Option<AttemptId> = parameters.cursor();
    parameters.done()?;
    // One more tells whether there are more.
    let wanted = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let log = desk.delivery_log(&actor, id, before, wanted).await?;
    let (log, next) = first_page(&log, limit, |(line, _)| line.id);
    Ok(Json(Deliveries::of(log, next)))
}
