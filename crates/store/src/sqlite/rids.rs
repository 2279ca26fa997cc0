//! Requests that were looked up, in SQLite.

use async_trait::async_trait;
use domain::AccountId;
use jiff::Timestamp;

use super::{SqliteStore, time};
use crate::{KeptRid, Rids, StoreError};

const KEEP: &str = "INSERT INTO rids (rid, account_id, at, cost_in_ms, request_url, request_body, response_body,
         client_ip, errcode, looked_up_at, looked_up_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (rid, account_id) DO NOTHING";
const ONE: &str = "SELECT rid, account_id, at, cost_in_ms, request_url, request_body, response_body, client_ip,
         errcode, looked_up_at, looked_up_by
     FROM rids WHERE rid = $1 AND ($2 IS NULL OR account_id = $2)
     ORDER BY looked_up_at DESC, account_id LIMIT 1";
const NEWEST: &str = "SELECT rid, account_id, at, cost_in_ms, request_url, request_body, response_body, client_ip,
         errcode, looked_up_at, looked_up_by
     FROM rids ORDER BY looked_up_at DESC, rid DESC, account_id LIMIT $1";
const FAILED: &str = "SELECT rid, account_id, at, cost_in_ms, request_url, request_body, response_body, client_ip,
         errcode, looked_up_at, looked_up_by
     FROM rids WHERE account_id = $1 AND at >= $2 AND errcode <> 0 ORDER BY at DESC, rid DESC LIMIT 100";

#[derive(sqlx::FromRow)]
struct Row {
    rid: String,
    account_id: i64,
    at: i64,
    cost_in_ms: Option<i64>,
    request_url: String,
    request_body: String,
    response_body: String,
    client_ip: Option<String>,
    errcode: Option<i32>,
    looked_up_at: i64,
    looked_up_by: String,
}

impl TryFrom<Row> for KeptRid {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            rid: row.rid,
            account_id: AccountId(row.account_id),
            at: time(row.at)?,
            cost_in_ms: row.cost_in_ms,
            request_url: row.request_url,
            request_body: row.request_body,
            response_body: row.response_body,
            client_ip: row.client_ip,
            errcode: row.errcode,
            looked_up_at: time(row.looked_up_at)?,
            looked_up_by: row.looked_up_by,
        })
    }
}

#[async_trait]
impl Rids for SqliteStore {
    async fn keep_rid(&self, kept: &KeptRid) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query(KEEP)
            .bind(&kept.rid)
            .bind(kept.account_id.0)
            .bind(kept.at.as_millisecond())
            .bind(kept.cost_in_ms)
            .bind(&kept.request_url)
            .bind(&kept.request_body)
            .bind(&kept.response_body)
            .bind(&kept.client_ip)
            .bind(kept.errcode)
            .bind(kept.looked_up_at.as_millisecond())
            .bind(&kept.looked_up_by)
            .execute(&mut *write)
            .await?;
        Ok(write.commit().await?)
    }

    async fn kept_rid(&self, rid: &str, account: Option<AccountId>) -> Result<Option<KeptRid>, StoreError> {
        let row: Option<Row> =
            sqlx::query_as(ONE).bind(rid).bind(account.map(|id| id.0)).fetch_optional(&self.reader).await?;
        row.map(KeptRid::try_from).transpose()
    }

    async fn failed_rids(&self, account: AccountId, since: Timestamp) -> Result<Vec<KeptRid>, StoreError> {
        let query = sqlx::query_as(FAILED).bind(account.0).bind(since.as_millisecond());
        let rows: Vec<Row> = query.fetch_all(&self.reader).await?;
        rows.into_iter().map(KeptRid::try_from).collect()
    }

    async fn kept_rids(&self, limit: u32) -> Result<Vec<KeptRid>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(NEWEST).bind(limit).fetch_all(&self.reader).await?;
        rows.into_iter().map(KeptRid::try_from).collect()
    }
}
