//! Rows of the ledger as clears.

use domain::{AccountId, CgiPath, ClearId, Failure, InterfaceId};

use super::{maybe_time, time, word};
use crate::StoreError;
use crate::clears::Clear;

/// A query of whole clears that ends as told.
macro_rules! select_clears {
    ($end:literal) => {
        concat!(
            "SELECT clears.id, clears.account_id, accounts.name AS account_name, clears.interface_id, interfaces.cgi_path,
                    clears.state, clears.at, clears.sent_at, clears.ended_at, clears.via, clears.actor, clears.reason,
                    clears.override_reason, clears.failure, clears.errcode, clears.errmsg, clears.rid, clears.budget_left,
                    clears.approved_by, clears.glass_broken,
                    EXISTS (SELECT 1 FROM verifications AS under_way WHERE under_way.clear_id = clears.id) AS being_verified,
                    (SELECT SUM(given_back) FROM clear_effects WHERE clear_effects.clear_id = clears.id) AS given_back
             FROM clears JOIN accounts ON accounts.id = clears.account_id
             LEFT JOIN interfaces ON interfaces.id = clears.interface_id ",
            $end
        )
    };
}
pub(super) use select_clears;

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: i64,
    account_id: i64,
    account_name: String,
    interface_id: Option<i64>,
    cgi_path: Option<String>,
    state: String,
    at: i64,
    sent_at: Option<i64>,
    ended_at: Option<i64>,
    via: Option<String>,
    actor: Option<String>,
    reason: Option<String>,
    override_reason: Option<String>,
    failure: Option<i64>,
    errcode: Option<i32>,
    errmsg: Option<String>,
    rid: Option<String>,
    budget_left: Option<i64>,
    approved_by: Option<String>,
    glass_broken: bool,
    being_verified: bool,
    given_back: Option<i64>,
}

impl TryFrom<Row> for Clear {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: ClearId(row.id),
            account_id: AccountId(row.account_id),
            account_name: row.account_name,
            interface: row.interface_id.map(InterfaceId).zip(row.cgi_path.map(CgiPath::from_stored)),
            state: word(&row.state)?,
            at: time(row.at)?,
            sent_at: maybe_time(row.sent_at)?,
            ended_at: maybe_time(row.ended_at)?,
            via: row.via.as_deref().map(word).transpose()?,
            actor: row.actor,
            reason: row.reason,
            override_reason: row.override_reason,
            failure: row.failure.map(Failure::from_code),
            errcode: row.errcode,
            errmsg: row.errmsg,
            rid: row.rid,
            budget_left: row.budget_left,
            approved_by: row.approved_by,
            glass_broken: row.glass_broken,
            being_verified: row.being_verified,
            given_back: row.given_back,
        })
    }
}
