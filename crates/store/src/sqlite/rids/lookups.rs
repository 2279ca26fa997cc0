//! Look-ups of rids, in SQLite.

use async_trait::async_trait;
use domain::AccountId;
use domain::audit::What;
use jiff::Timestamp;
use serde_json::json;

use super::super::{SqliteStore, audit, maybe_time, time};
use super::{KeptRow, select_rids};
use crate::rids::KeptRid;
use crate::rids::lookups::{RidCall, RidLine, RidList, RidLookup, RidLookups, RidUntold, WantedRid};
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
/// What was known of the call before stays known.
const WANT: &str =
    "INSERT INTO rid_lookups (rid, wanted_at, wanted_by, account_id, appid, cgi_path, errcode, tries, due_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8)
     ON CONFLICT (rid) DO UPDATE SET wanted_at = excluded.wanted_at, wanted_by = excluded.wanted_by,
         account_id = excluded.account_id, appid = COALESCE(excluded.appid, appid),
         cgi_path = COALESCE(excluded.cgi_path, cgi_path), errcode = COALESCE(excluded.errcode, errcode),
         tries = 0, due_at = excluded.due_at";
const ONE: &str = select_lookups!("WHERE rid = $1");
const DUE: &str = select_lookups!("WHERE due_at <= $1 ORDER BY due_at, rid LIMIT $2");
const UNTOLD: &str = "UPDATE rid_lookups SET tries = tries + 1, untold = $2, due_at = $3, ended_at = $4 WHERE rid = $1";
const ADD_LIST: &str = "INSERT INTO rid_lists (made_at, made_by, beside) VALUES ($1, $2, $3) RETURNING id";
const ADD_LINE: &str = "INSERT INTO rid_list_lines (list_id, position, rid) VALUES ($1, $2, $3)";
const LIST: &str = "SELECT made_at, made_by, beside FROM rid_lists WHERE id = $1";
const LINES: &str = "SELECT rid FROM rid_list_lines WHERE list_id = $1 ORDER BY position";
const LIST_KEPT: &str =
    select_rids!("WHERE rid IN (SELECT rid FROM rid_list_lines WHERE list_id = $1) ORDER BY looked_up_at, id");
const LIST_LOOKUPS: &str = select_lookups!("WHERE rid IN (SELECT rid FROM rid_list_lines WHERE list_id = $1)");
const ADD_CALL: &str = "INSERT INTO rid_calls (account_id, rid, at, errcode) VALUES ($1, $2, $3, $4)";
const CALLS_SINCE: &str = "SELECT COUNT(*) FROM rid_calls WHERE account_id = $1 AND at >= $2";
const LAST_TOLD: &str = "SELECT account_id, MAX(looked_up_at) FROM rids GROUP BY account_id";
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

    async fn rid_untold(&self, rid: &str, untold: &RidUntold, at: Timestamp) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query(UNTOLD)
            .bind(rid)
            .bind(&untold.why)
            .bind(untold.due_at.map(Timestamp::as_millisecond))
            .bind(at.as_millisecond())
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
        let kept = kept.into_iter().map(KeptRid::try_from).collect::<Result<Vec<_>, _>>()?;
        let lookups = lookups.into_iter().map(RidLookup::try_from).collect::<Result<Vec<_>, _>>()?;
        let line = |rid: String| RidLine {
            // The one looked up last, as everywhere.
            kept: kept.iter().rev().find(|kept| kept.rid == rid).cloned(),
            lookup: lookups.iter().find(|lookup| lookup.wanted.rid == rid).cloned(),
            rid,
        };
        Ok(Some(RidList { made_at: time(made_at)?, made_by, beside, lines: rids.into_iter().map(line).collect() }))
    }

    async fn note_rid_call(&self, rid: &str, call: RidCall) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query(ADD_CALL)
            .bind(call.account_id.0)
            .bind(rid)
            .bind(call.at.as_millisecond())
            .bind(call.errcode)
            .execute(&mut *write)
            .await?;
        Ok(write.commit().await?)
    }

    async fn rid_calls_since(&self, account: AccountId, since: Timestamp) -> Result<i64, StoreError> {
        let query = sqlx::query_scalar(CALLS_SINCE).bind(account.0).bind(since.as_millisecond());
        Ok(query.fetch_one(&self.reader).await?)
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
