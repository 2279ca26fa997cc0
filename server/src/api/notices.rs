//! Notices: what wxquota told people, and who takes care of it.

use axum::Json;
use axum::extract::Path;
use desk::notices::NoticeQuery;
use domain::{Event, NoticeId, Permission};

use super::accounts;
use super::cursor::first_page;
use super::parameters::{Page, Parameters};
use super::problem::{ApiResult, Problem};
use super::token::Caller;
use crate::shapes::notices::{Notices, OneNotice};

/// Lists notices, newest first.
#[utoipa::path(
    get, path = "/api/v1/notices", tag = "notices", security(("token" = [])),
    params(
        ("account" = Option<String>, Query, description = "only notices about this account (ID, AppID or name)"),
        ("group" = Option<String>, Query, description = "only notices about accounts in this group (ID or name)"),
        ("kind" = Option<String>, Query, description = "only notices of this kind, such as `quota.threshold`"),
        ("severity" = Option<String>, Query, description = "only notices of at least this severity: `info warning critical`"),
        ("acknowledged" = Option<bool>, Query, description = "`true`: only acknowledged notices; `false`: only those that \
         nobody has acknowledged"),
        Page,
    ),
    responses(
        (status = 200, body = Notices),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "`unknown-account`, `unknown-group`, `invalid-parameter`"),
    )
)]
pub(crate) async fn list(caller: Caller, mut parameters: Parameters) -> ApiResult<Notices> {
    let (desk, actor) = caller.may(Permission::SeeUsage)?;
    let (word, of_group) = (parameters.text("account"), parameters.text("group"));
    let event: Option<Event> = parameters.word("kind");
    let severity = parameters.word("severity");
    let acknowledged = parameters.flag("acknowledged");
    let limit = parameters.limit(Page::LIMIT);
    let before: Option<NoticeId> = parameters.cursor();
    parameters.done()?;
    let account = accounts::named(&desk, &actor, word.as_deref()).await?;
    let group = accounts::group(&desk, &actor, of_group.as_deref()).await?;
    // One more tells whether there are more.
    let wanted = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let query =
        NoticeQuery { account, group, event, severity, acknowledged, before, limit: wanted, ..NoticeQuery::default() };
    let (found, _) = desk.notices(&actor, &query).await?;
    let (found, next) = first_page(&found, limit, |notice| notice.id);
    Ok(Json(Notices::of(found, next)))
}

/// Acknowledges a notice: whoever does takes care of it. The first acknowledgement stays; a repeated call changes nothing.
#[utoipa::path(
    post, path = "/api/v1/notices/{id}/acknowledge", tag = "notices", security(("token" = [])),
    params(("id" = i64, Path, description = "the ID of the notice")),
    responses(
        (status = 200, body = OneNotice),
        (status = 404, body = Problem, content_type = "application/problem+json", description = "`not-found`"),
    )
)]
pub(crate) async fn acknowledge(caller: Caller, Path(id): Path<String>) -> ApiResult<OneNotice> {
    let (desk, actor) = caller.may(Permission::Acknowledge)?;
    let id = id.parse().map(NoticeId).map_err(|_| Problem::not_found("notice"))?;
    let notice = desk.acknowledge_notice(&actor, id).await?;
    Ok(Json(OneNotice::of(&notice)))
}
