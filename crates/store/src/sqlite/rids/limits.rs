//! The limits that requests hit: writing down the conclusions, and marking those that are to be drawn again.

use domain::{AccountId, InterfaceId, LimitVerdict};
use jiff::Timestamp;
use sqlx::SqliteConnection;

use crate::StoreError;
use crate::rids::DueLimit;
use crate::sqlite::query::{execute, params};

/// A request that was marked again meanwhile stays marked.
const CONCLUDE: &str = "UPDATE rids SET limit_hit = $3, limit_left = $4, limit_ended_by = $5, limit_due = 0
     WHERE rid = $1 AND account_id = $2 AND limit_due = $6";
/// `$1` is a list of interfaces.
const READ: &str = "UPDATE rids SET limit_due = limit_due + 1
     WHERE errcode = 45009 AND at BETWEEN $2 AND $3
       AND EXISTS (SELECT 1 FROM json_each($1) AS read JOIN interfaces ON interfaces.id = read.value
                   WHERE interfaces.account_id = rids.account_id AND interfaces.cgi_path = rids.cgi_path)";
const CLEARED: &str = "UPDATE rids SET limit_due = limit_due + 1
     WHERE errcode = 45009 AND at BETWEEN $3 AND $4 AND account_id = $1
       AND ($2 IS NULL OR cgi_path = (SELECT cgi_path FROM interfaces WHERE id = $2))";
const KIND_CHANGED: &str = "UPDATE rids SET limit_due = limit_due + 1
     WHERE errcode = 45009
       AND (account_id, cgi_path) = (SELECT account_id, cgi_path FROM interfaces WHERE id = $1)";

/// Writes down the limit that a request hit.
pub(super) async fn conclude(
    write: &mut SqliteConnection,
    due: &DueLimit,
    verdict: Option<LimitVerdict>,
) -> Result<(), StoreError> {
    let (limit, left) = (verdict.map(|it| it.limit), verdict.and_then(|it| it.left_permille));
    let ended_by = verdict.and_then(|it| it.ended_by);
    let params = params![due.request.rid, due.request.account_id, limit, left, ended_by, due.mark];
    execute(write, CONCLUDE, params).await.map(drop)
}

/// Marks requests made in a time whose interfaces were read since; `interfaces` is a JSON list of ids.
pub(in crate::sqlite) async fn mark_read(
    write: &mut SqliteConnection,
    interfaces: &str,
    (from, to): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    execute(write, READ, params![interfaces, from, to]).await.map(drop)
}

/// Marks requests made in a time whose counts a clear may have reset: of one interface, or of the whole account.
pub(in crate::sqlite) async fn mark_cleared(
    write: &mut SqliteConnection,
    account: AccountId,
    interface: Option<InterfaceId>,
    (from, to): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    execute(write, CLEARED, params![account, interface, from, to]).await.map(drop)
}

/// Marks requests of an interface whose count is of another kind than was thought.
pub(in crate::sqlite) async fn mark_kind_changed(
    write: &mut SqliteConnection,
    interface: InterfaceId,
) -> Result<(), StoreError> {
    execute(write, KIND_CHANGED, params![interface]).await.map(drop)
}
