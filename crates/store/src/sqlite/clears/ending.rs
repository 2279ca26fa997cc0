//! How a clear ends: its call, and later what a person or WeChat's own count says of an unknown one.

use domain::audit::AuditAction;
use domain::clears::verification::next_check;
use domain::{ClearId, ClearState};
use jiff::Timestamp;
use serde_json::json;
use sqlx::SqliteConnection;

use super::budgets;
use super::queries::{add_event, one, there};
use crate::clears::{Clear, ClearEnd, Counting, DETAIL_NO_ROOM, Settlement};
use crate::sqlite::query::{execute, fetch_all, params};
use crate::sqlite::reconsider::after_clear;
use crate::sqlite::{accounts, clipped};
use crate::{NewAuditLine, StoreError};

const END: &str = "UPDATE clears SET state = $2, ended_at = $3, failure = $4, errcode = $5, errmsg = $6, rid = $7
     WHERE id = $1 AND state IN ('intended', 'sent')";
const SET_LEFT: &str = "UPDATE clears SET budget_left = $2 WHERE id = $1";
pub(super) const SET_STATE: &str = "UPDATE clears SET state = $2 WHERE id = $1";
const VERIFY: &str = "INSERT INTO verifications (clear_id, due_at) VALUES ($1, $2)";
pub(super) const VERIFY_NO_MORE: &str = "DELETE FROM verifications WHERE clear_id = $1";
/// The unknown clears of a scope in a period, the oldest first.
const UNKNOWN: &str = "SELECT id FROM clears
     WHERE account_id = $1 AND (interface_id IS NULL) = $2 AND state = 'unknown'
       AND COALESCE(sent_at, at) >= $3 AND COALESCE(sent_at, at) < $4
     ORDER BY id";

/// Ends a clear under way, with what is left after it; `write` is a transaction.
pub(super) async fn end(
    write: &mut SqliteConnection,
    id: ClearId,
    end: &ClearEnd,
    detail: Option<&str>,
    at: Timestamp,
    counting: &Counting,
) -> Result<Option<Clear>, StoreError> {
    let ClearEnd { state, failure, errcode, errmsg, rid } = end;
    let errmsg = errmsg.as_deref().map(clipped);
    if execute(write, END, params![id, state, at, failure, errcode, errmsg, rid]).await? == 0 {
        return one(write, id).await;
    }
    add_event(write, id, at, end.state, detail, None).await?;
    after_clear(write, id, end.state, at).await?;
    if matches!(end.state, ClearState::Accepted | ClearState::Unknown)
        && let Some(due) = next_check(at, at)
    {
        execute(write, VERIFY, params![id, due]).await?;
    }
    let clear = there(write, id).await?;
    if clear.state == ClearState::Accepted {
        make_room(write, &clear, at, counting).await?;
    }
    count_left(write, &clear, counting).await.map(Some)
}

/// Stores with a clear how many of its scope are left in the period in which it was sent, whenever its answer came.
pub(super) async fn count_left(
    write: &mut SqliteConnection,
    clear: &Clear,
    counting: &Counting,
) -> Result<Clear, StoreError> {
    let periods = counting.periods(clear.counted_at());
    let left = budgets::of_one(write, clear.account_id, periods, counting.limits).await?.of(clear.scope()).left;
    execute(write, SET_LEFT, params![clear.id, left]).await?;
    there(write, clear.id).await
}

/// Gives unknown clears back for which an accepted one leaves no room: had they been carried out, WeChat would not have
/// accepted it.
async fn make_room(
    write: &mut SqliteConnection,
    accepted: &Clear,
    at: Timestamp,
    counting: &Counting,
) -> Result<(), StoreError> {
    let periods = counting.periods(accepted.counted_at());
    let period = if accepted.interface.is_some() { periods.interface } else { periods.account };
    let budget = *budgets::of_one(write, accepted.account_id, periods, counting.limits).await?.of(accepted.scope());
    let too_many = usize::try_from(budget.spent + budget.unknown - budget.limit).unwrap_or(0);
    let (account, whole) = (accepted.account_id, accepted.interface.is_none());
    let unknown: Vec<ClearId> = fetch_all(write, UNKNOWN, params![account, whole, period.from, period.to]).await?;
    for id in unknown.into_iter().take(too_many) {
        let clear = there(write, id).await?;
        settle(write, &clear, Settlement::GivenBack, (Some(DETAIL_NO_ROOM), None), at, counting).await?;
    }
    Ok(())
}

/// Settles an unknown clear, with what is said of it and by whom; `write` is a transaction.
pub(super) async fn settle(
    write: &mut SqliteConnection,
    clear: &Clear,
    settlement: Settlement,
    (detail, actor): (Option<&str>, Option<&str>),
    at: Timestamp,
    counting: &Counting,
) -> Result<Clear, StoreError> {
    set_state(write, clear.id, settlement.state(), (detail, actor), at).await?;
    execute(write, VERIFY_NO_MORE, params![clear.id]).await?;
    count_left(write, clear, counting).await
}

/// Brings a clear into another state, with what is said of it and by whom.
pub(super) async fn set_state(
    write: &mut SqliteConnection,
    id: ClearId,
    state: ClearState,
    (detail, actor): (Option<&str>, Option<&str>),
    at: Timestamp,
) -> Result<(), StoreError> {
    execute(write, SET_STATE, params![id, state]).await?;
    add_event(write, id, at, state, detail, actor).await?;
    after_clear(write, id, state, at).await
}

/// A settlement, as the audit trail has it.
pub(super) async fn settled_act(
    write: &mut SqliteConnection,
    settled: &Clear,
    reason: &str,
) -> Result<NewAuditLine, StoreError> {
    let account = accounts::subject_of(write, settled.account_id).await?;
    let act = NewAuditLine::on(AuditAction::ClearSettled, account)
        .before(json!({ "clear": settled.id, "state": ClearState::Unknown }));
    let after = json!({ "clear": settled.id, "state": settled.state, "left": settled.budget_left });
    Ok(NewAuditLine { reason: Some(reason.to_owned()), ..act.after(after) })
}
