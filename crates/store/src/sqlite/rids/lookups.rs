//! Look-ups of rids, in SQLite.

use std::collections::HashMap;

use async_trait::async_trait;
use constcat::concat;
use domain::AccountId;
use domain::audit::AuditAction;
use jiff::Timestamp;
use serde_json::json;
use sqlx::SqliteConnection;

use super::super::SqliteStore;
use crate::rids::StoredRid;
use crate::rids::lookups::{
    CallTaken, FailedLookup, NewRidCall, NewRidLine, RequestedRid, RidCalls, RidLine, RidList, RidLookup, RidLookups,
};
use crate::sqlite::query::{column, execute, fetch_all, fetch_one, fetch_optional, from_row, params};
use crate::{AuditActor, NewAuditLine, StoreError};
use sqlx::sqlite::SqliteRow;

/// The beginning of a query for the columns of a [`RidLookup`]; a condition or an order follows.
const SELECT: &str =
    "SELECT rid, wanted_at, wanted_by, account_id, appid, cgi_path, errcode, tries, due_at, untold, ended_at
     FROM rid_lookups ";

const KEPT: &str = "SELECT EXISTS (SELECT 1 FROM rids WHERE rid = $1 AND ($2 IS NULL OR account_id = $2))";
/// What was known of the call before stays known, but for what may have kept it from being looked up.
const WANT: &str =
    "INSERT INTO rid_lookups (rid, wanted_at, wanted_by, account_id, appid, cgi_path, errcode, tries, due_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8)
     ON CONFLICT (rid) DO UPDATE SET wanted_at = excluded.wanted_at, wanted_by = excluded.wanted_by,
         account_id = excluded.account_id, appid = excluded.appid,
         cgi_path = COALESCE(excluded.cgi_path, CASE WHEN cgi_path NOT LIKE '/sns/%' THEN cgi_path END),
         errcode = COALESCE(excluded.errcode, errcode),
         tries = 0, due_at = excluded.due_at";
const ONE: &str = concat!(SELECT, "WHERE rid = $1");
/// Those that people wait for come first, whatever incidents want looked up.
const DUE: &str = concat!(SELECT, "WHERE due_at <= $1 ORDER BY wanted_by = 'desk', due_at, rid LIMIT $2");
const UNTOLD: &str = "UPDATE rid_lookups SET tries = tries + 1, untold = $2, due_at = $3, ended_at = $4
     WHERE rid = $1 AND wanted_at = $5 AND tries = $6";
const ADD_LIST: &str = "INSERT INTO rid_lists (made_at, made_by, beside) VALUES ($1, $2, $3) RETURNING id";
const ADD_LINE: &str = "INSERT INTO rid_list_lines (list_id, position, rid, near) VALUES ($1, $2, $3, $4)";
const LIST: &str = "SELECT made_at, made_by, beside FROM rid_lists WHERE id = $1";
const LINES: &str = "SELECT rid, near FROM rid_list_lines WHERE list_id = $1 ORDER BY position";
/// A list tells what a request was answered: without an errcode that takes the answer, with one no body at all. It has no
/// notes.
const LIST_KEPT: &str = "SELECT id, rid, account_id, at, cost_in_ms, '' AS request_url, '' AS request_body,
         IIF(errcode IS NULL, response_body, '') AS response_body, client_ip, errcode, looked_up_at, looked_up_by,
         cgi_path, limit_hit, limit_left, limit_ended_by, ticket, noted_at, noted_by, NULL AS newest_note
     FROM rids WHERE rid IN (SELECT rid FROM rid_list_lines WHERE list_id = $1) ORDER BY looked_up_at, id";
const LIST_LOOKUPS: &str = concat!(SELECT, "WHERE rid IN (SELECT rid FROM rid_list_lines WHERE list_id = $1)");
const CALLS: &str = "SELECT COUNT(*), COUNT(*) FILTER (WHERE made_by = $3)
     FROM rid_calls WHERE account_id = $1 AND at >= $2";
const TAKE_CALL: &str = "INSERT INTO rid_calls (account_id, rid, at, made_by) VALUES ($1, $2, $3, $4)";
const ALL_CALLS: &str = "SELECT account_id, COUNT(*), COUNT(*) FILTER (WHERE made_by = $2)
     FROM rid_calls WHERE at >= $1 GROUP BY account_id";
const LAST_TOLD: &str = "SELECT id, told_at FROM
         (SELECT id, (SELECT MAX(looked_up_at) FROM rids WHERE account_id = accounts.id) AS told_at FROM accounts)
     WHERE told_at IS NOT NULL";
const FORGET: [&str; 2] =
    ["DELETE FROM rid_lookups WHERE due_at IS NULL AND ended_at < $1", "DELETE FROM rid_calls WHERE at < $1"];

from_row! { RidLookup { wanted = RequestedRid::from_row, wanted_at, wanted_by, tries, due_at, untold = untold } }

from_row! { RequestedRid { rid, account: account_id, appid, cgi_path, errcode } }

/// Writes down that a rid is wanted, and when it is looked up; whether it is, since no request of it is kept.
async fn want(
    write: &mut SqliteConnection,
    wanted: &RequestedRid,
    by: &str,
    (at, due_at): (Timestamp, Timestamp),
) -> Result<bool, StoreError> {
    let RequestedRid { rid, account, appid, cgi_path, errcode } = wanted;
    if fetch_one(write, KEPT, params![rid, account]).await? {
        return Ok(false);
    }
    execute(write, WANT, params![rid, at, by, account, appid, cgi_path, errcode, due_at]).await?;
    Ok(true)
}

/// Why the last try told nothing, and when that was.
fn untold(row: &SqliteRow) -> Result<Option<(String, Timestamp)>, StoreError> {
    let (why, ended_at): (Option<String>, Option<Timestamp>) = (column(row, "untold")?, column(row, "ended_at")?);
    Ok(why.zip(ended_at))
}

#[async_trait]
impl RidLookups for SqliteStore {
    async fn request_rid_lookups(
        &self,
        wanted: &[RequestedRid],
        by: &str,
        at: Timestamp,
        due_at: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        let mut write = self.begin().await?;
        let mut to_be_made = Vec::new();
        for wanted in wanted {
            if want(&mut write, wanted, by, (at, due_at)).await? {
                to_be_made.push(wanted.rid.clone());
            }
        }
        write.commit().await?;
        Ok(to_be_made)
    }

    async fn refuse_rid_lookups(
        &self,
        refused: &[(RequestedRid, String)],
        by: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        if refused.is_empty() {
            return Ok(());
        }
        let mut write = self.begin().await?;
        for (wanted, why) in refused {
            if want(&mut write, wanted, by, (at, at)).await? {
                let never: Option<Timestamp> = None;
                execute(&mut write, UNTOLD, params![wanted.rid, why, never, at, at, 0_i64]).await?;
            }
        }
        write.commit().await
    }

    async fn rid_lookup(&self, rid: &str) -> Result<Option<RidLookup>, StoreError> {
        self.fetch_optional(ONE, params![rid]).await
    }

    async fn due_rid_lookups(&self, now: Timestamp, limit: i64) -> Result<Vec<RidLookup>, StoreError> {
        self.fetch_all(DUE, params![now, limit]).await
    }

    async fn rid_lookup_failed(
        &self,
        lookup: &RidLookup,
        untold: &FailedLookup,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let RidLookup { wanted, wanted_at, tries, .. } = lookup;
        let params = params![wanted.rid, untold.why, untold.due_at, at, wanted_at, tries];
        self.execute(UNTOLD, params).await.map(drop)
    }

    async fn add_rid_list(
        &self,
        lines: &[NewRidLine],
        beside: &str,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<i64, StoreError> {
        let mut write = self.begin().await?;
        let id: i64 = fetch_one(&mut write, ADD_LIST, params![at, by.actor, beside]).await?;
        for (position, NewRidLine { rid, near }) in (0_i64..).zip(lines) {
            execute(&mut write, ADD_LINE, params![id, position, rid, near]).await?;
        }
        let rids: Vec<_> = lines.iter().map(|line| &line.rid).collect();
        let act = NewAuditLine::on(AuditAction::RidLookedUp, format!("list {id}")).after(json!({ "rids": rids }));
        write.commit_with(act, by, at).await?;
        Ok(id)
    }

    async fn rid_list(&self, id: i64) -> Result<Option<RidList>, StoreError> {
        // One look at everything, so that no rid is seen between its look-up and what came of it.
        let mut read = self.reader.begin().await?;
        let list: Option<(Timestamp, String, String)> = fetch_optional(&mut read, LIST, params![id]).await?;
        let Some((made_at, made_by, beside)) = list else { return Ok(None) };
        let rids: Vec<(String, Option<String>)> = fetch_all(&mut read, LINES, params![id]).await?;
        let kept: Vec<StoredRid> = fetch_all(&mut read, LIST_KEPT, params![id]).await?;
        let lookups: Vec<RidLookup> = fetch_all(&mut read, LIST_LOOKUPS, params![id]).await?;
        let mut by_rid: HashMap<String, RidLine> = HashMap::new();
        let line = |rid: &str| RidLine { rid: rid.to_owned(), near: None, kept: None, lookup: None };
        for kept in kept {
            // The one looked up last, as everywhere.
            let rid = kept.rid.clone();
            by_rid.entry(rid.clone()).or_insert_with(|| line(&rid)).kept = Some(kept);
        }
        for lookup in lookups {
            let rid = lookup.wanted.rid.clone();
            by_rid.entry(rid.clone()).or_insert_with(|| line(&rid)).lookup = Some(lookup);
        }
        let line = |(rid, near): (String, Option<String>)| {
            let line = by_rid.remove(&rid).unwrap_or_else(|| line(&rid));
            RidLine { near, ..line }
        };
        Ok(Some(RidList { made_at, made_by, beside, lines: rids.into_iter().map(line).collect() }))
    }

    async fn take_rid_call(&self, call: &NewRidCall<'_>) -> Result<CallTaken, StoreError> {
        let NewRidCall { rid, account, by, at, since, limit, limit_of_one } = *call;
        let mut write = self.begin().await?;
        let (all, own): (i64, i64) = fetch_one(&mut write, CALLS, params![account, since, by]).await?;
        if all >= limit {
            return Ok(CallTaken::AccountSpent);
        }
        if limit_of_one.is_some_and(|limit| own >= limit) {
            return Ok(CallTaken::PersonSpent);
        }
        execute(&mut write, TAKE_CALL, params![account, rid, at, by]).await?;
        write.commit().await?;
        Ok(CallTaken::Taken)
    }

    async fn rid_calls(&self, since: Timestamp, by: &str) -> Result<Vec<RidCalls>, StoreError> {
        let calls: Vec<(AccountId, i64, i64)> = self.fetch_all(ALL_CALLS, params![since, by]).await?;
        Ok(calls.into_iter().map(|(account, all, own)| RidCalls { account, all, own }).collect())
    }

    async fn last_rid_answers(&self) -> Result<Vec<(AccountId, Timestamp)>, StoreError> {
        self.fetch_all(LAST_TOLD, params![]).await
    }

    async fn forget_lookups(&self, before: Timestamp) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        for forget in FORGET {
            execute(&mut write, forget, params![before]).await?;
        }
        write.commit().await
    }
}
