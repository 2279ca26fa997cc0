//! Look-ups of rids, in SQLite.

use std::collections::HashMap;

use async_trait::async_trait;
use domain::AccountId;
use domain::audit::What;
use jiff::Timestamp;
use serde_json::json;

use super::super::{SqliteStore, audit, maybe_time, time};
use super::KeptRow;
use crate::rids::KeptRid;
use crate::rids::lookups::{RidLine, RidList, RidLookup, RidLookups, RidUntold, WantedRid};
use crate::{Act, By, StoreError};

/// Whole look-ups.
macro_rules! select_lookups {
    ($end:literal) => {
        concat!(
            "SELECT rid, wanted_at, wanted_by, account_id, appid, cgi_path, errcode, tries, due_at, untold, ended_at
             FROM rid_lookups ",
            $end
        )
    };
}

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
const ONE: &str = select_lookups!("WHERE rid = $1");
const DUE: &str = select_lookups!("WHERE due_at <= $1 ORDER BY due_at, rid LIMIT $2");
const UNTOLD: &str = "UPDATE rid_lookups SET tries = tries + 1, untold = $2, due_at = $3, ended_at = $4
     WHERE rid = $1 AND wanted_at = $5 AND tries = $6";
const ADD_LIST: &str = "INSERT INTO rid_lists (made_at, made_by, beside) VALUES ($1, $2, $3) RETURNING id";
const ADD_LINE: &str = "INSERT INTO rid_list_lines (list_id, position, rid) VALUES ($1, $2, $3)";
const LIST: &str = "SELECT made_at, made_by, beside FROM rid_lists WHERE id = $1";
const LINES: &str = "SELECT rid FROM rid_list_lines WHERE list_id = $1 ORDER BY position";
/// A list tells what a request was answered: without an errcode that takes the answer, with one no body at all.
const LIST_KEPT: &str = "SELECT id, rid, account_id, at, cost_in_ms, '' AS request_url, '' AS request_body,
         IIF(errcode IS NULL, response_body, '') AS response_body, client_ip, errcode, looked_up_at, looked_up_by,
         cgi_path, note, ticket, noted_at, noted_by
     FROM rids WHERE rid IN (SELECT rid FROM rid_list_lines WHERE list_id = $1) ORDER BY looked_up_at, id";
const LIST_LOOKUPS: &str = select_lookups!("WHERE rid IN (SELECT rid FROM rid_list_lines WHERE list_id = $1)");
const TAKE_CALL: &str = "INSERT INTO rid_calls (account_id, rid, at)
     SELECT $1, $2, $3 WHERE (SELECT COUNT(*) FROM rid_calls WHERE account_id = $1 AND at >= $4) < $5";
const LAST_TOLD: &str = "SELECT id, told_at FROM
         (SELECT id, (SELECT MAX(looked_up_at) FROM rids WHERE account_id = accounts.id) AS told_at FROM accounts)
     WHERE told_at IS NOT NULL";
const FORGET: [&str; 3] = [
    "DELETE FROM rid_lists WHERE made_at < $1",
    "DELETE FROM rid_lookups WHERE due_at IS NULL AND ended_at < $1",
    "DELETE FROM rid_calls WHERE at < $1",
];

#[derive(sqlx::FromRow)]
struct Row {
    rid: String,
    wanted_at: i64,
    wanted_by: String,
    account_id: Option<i64>,
    appid: Option<String>,
    cgi_path: Option<String>,
    errcode: Option<i32>,
    tries: u32,
    due_at: Option<i64>,
    untold: Option<String>,
    ended_at: Option<i64>,
}

impl TryFrom<Row> for RidLookup {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row { rid, appid, cgi_path, errcode, .. } = row;
        Ok(Self {
            wanted: WantedRid { rid, account: row.account_id.map(AccountId), appid, cgi_path, errcode },
            wanted_at: time(row.wanted_at)?,
            wanted_by: row.wanted_by,
            tries: row.tries,
            due_at: maybe_time(row.due_at)?,
            untold: row.untold.zip(maybe_time(row.ended_at)?),
        })
    }
}

#[async_trait]
impl RidLookups for SqliteStore {
    async fn want_rids(
        &self,
        wanted: &[WantedRid],
        by: &str,
        at: Timestamp,
        due_at: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        let mut write = self.begin().await?;
        let mut to_be_made = Vec::new();
        for WantedRid { rid, account, appid, cgi_path, errcode } in wanted {
            let account = account.map(|account| account.0);
            if sqlx::query_scalar(KEPT).bind(rid).bind(account).fetch_one(&mut *write).await? {
                continue;
            }
            sqlx::query(WANT)
                .bind(rid)
                .bind(at.as_millisecond())
                .bind(by)
                .bind(account)
                .bind(appid)
                .bind(cgi_path)
                .bind(errcode)
                .bind(due_at.as_millisecond())
                .execute(&mut *write)
                .await?;
            to_be_made.push(rid.clone());
        }
        write.commit().await?;
        Ok(to_be_made)
    }

    async fn rid_lookup(&self, rid: &str) -> Result<Option<RidLookup>, StoreError> {
        let row: Option<Row> = sqlx::query_as(ONE).bind(rid).fetch_optional(&self.reader).await?;
        row.map(RidLookup::try_from).transpose()
    }

    async fn due_rids(&self, now: Timestamp, limit: i64) -> Result<Vec<RidLookup>, StoreError> {
        let query = sqlx::query_as(DUE).bind(now.as_millisecond()).bind(limit);
        let rows: Vec<Row> = query.fetch_all(&self.reader).await?;
        rows.into_iter().map(RidLookup::try_from).collect()
    }

    async fn rid_untold(&self, lookup: &RidLookup, untold: &RidUntold, at: Timestamp) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query(UNTOLD)
            .bind(&lookup.wanted.rid)
            .bind(&untold.why)
            .bind(untold.due_at.map(Timestamp::as_millisecond))
            .bind(at.as_millisecond())
            .bind(lookup.wanted_at.as_millisecond())
            .bind(lookup.tries)
            .execute(&mut *write)
            .await?;
        Ok(write.commit().await?)
    }

    async fn add_rid_list(&self, rids: &[String], beside: &str, by: &By, at: Timestamp) -> Result<i64, StoreError> {
        let mut write = self.begin().await?;
        let query = sqlx::query_scalar(ADD_LIST).bind(at.as_millisecond()).bind(&by.actor).bind(beside);
        let id: i64 = query.fetch_one(&mut *write).await?;
        for (position, rid) in (0_i64..).zip(rids) {
            sqlx::query(ADD_LINE).bind(id).bind(position).bind(rid).execute(&mut *write).await?;
        }
        let act = Act::on(What::RidLookedUp, format!("list {id}")).after(json!({ "rids": rids }));
        audit::record(&mut write, &self.key, act, by, at).await?;
        write.commit().await?;
        Ok(id)
    }

    async fn rid_list(&self, id: i64) -> Result<Option<RidList>, StoreError> {
        // One look at everything, so that no rid is seen between its look-up and what came of it.
        let mut read = self.reader.begin().await?;
        let list: Option<(i64, String, String)> = sqlx::query_as(LIST).bind(id).fetch_optional(&mut *read).await?;
        let Some((made_at, made_by, beside)) = list else { return Ok(None) };
        let rids: Vec<String> = sqlx::query_scalar(LINES).bind(id).fetch_all(&mut *read).await?;
        let kept: Vec<KeptRow> = sqlx::query_as(LIST_KEPT).bind(id).fetch_all(&mut *read).await?;
        let lookups: Vec<Row> = sqlx::query_as(LIST_LOOKUPS).bind(id).fetch_all(&mut *read).await?;
        let mut by_rid: HashMap<String, RidLine> = HashMap::new();
        let line = |rid: &str| RidLine { rid: rid.to_owned(), kept: None, lookup: None };
        for row in kept {
            // The one looked up last, as everywhere.
            let kept = KeptRid::try_from(row)?;
            let rid = kept.rid.clone();
            by_rid.entry(rid.clone()).or_insert_with(|| line(&rid)).kept = Some(kept);
        }
        for row in lookups {
            let lookup = RidLookup::try_from(row)?;
            let rid = lookup.wanted.rid.clone();
            by_rid.entry(rid.clone()).or_insert_with(|| line(&rid)).lookup = Some(lookup);
        }
        let line = |rid: String| by_rid.remove(&rid).unwrap_or_else(|| line(&rid));
        Ok(Some(RidList { made_at: time(made_at)?, made_by, beside, lines: rids.into_iter().map(line).collect() }))
    }

    async fn take_rid_call(
        &self,
        rid: &str,
        account: AccountId,
        at: Timestamp,
        since: Timestamp,
        limit: i64,
    ) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let taken = sqlx::query(TAKE_CALL)
            .bind(account.0)
            .bind(rid)
            .bind(at.as_millisecond())
            .bind(since.as_millisecond())
            .bind(limit)
            .execute(&mut *write)
            .await?;
        write.commit().await?;
        Ok(taken.rows_affected() > 0)
    }

    async fn last_told(&self) -> Result<Vec<(AccountId, Timestamp)>, StoreError> {
        let rows: Vec<(i64, i64)> = sqlx::query_as(LAST_TOLD).fetch_all(&self.reader).await?;
        rows.into_iter().map(|(account, at)| Ok((AccountId(account), time(at)?))).collect()
    }

    async fn forget_lookups(&self, before: Timestamp) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        for forget in FORGET {
            sqlx::query(forget).bind(before.as_millisecond()).execute(&mut *write).await?;
        }
        Ok(write.commit().await?)
    }
}
