//! Incidents in SQLite.

use async_trait::async_trait;
use constcat::concat;
use domain::{AccountId, IncidentId, IncidentState};
use jiff::{SignedDuration, Timestamp};
use sqlx::SqliteConnection;

use super::notices::add as add_notice;
use super::{SqliteStore, clipped};
use crate::StoreError;
use crate::incidents::{Incident, IncidentEnd, IncidentQuery, Incidents, NewIncident};
use crate::notices::NewNotice;
use crate::sqlite::query::{execute, fetch_all, fetch_one, fetch_optional, from_row, params, to_json};

/// The newest of the same account, errcode and interface, where it began recently enough.
const FOLD: &str = "UPDATE incidents SET count = count + 1, last_at = MAX(last_at, $4), rid = COALESCE(rid, $5),
         state = CASE WHEN state = 'done' AND ended_at <= $7 AND reaction <> 'cleared' THEN 'queued' ELSE state END,
         ended_at = CASE WHEN state = 'done' AND ended_at <= $7 AND reaction <> 'cleared' THEN NULL ELSE ended_at END
     WHERE id = (SELECT id FROM incidents
                 WHERE account_id = $1 AND errcode = $2 AND cgi_path IS $3 AND first_at >= $6 AND first_at <= $4
                 ORDER BY id DESC LIMIT 1)
     RETURNING id, count";
const ADD: &str =
    "INSERT INTO incidents (account_id, errcode, errmsg, cgi_path, rid, reported_by, first_at, last_at, count,
         state, reaction, because)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 1, 'queued', 'none', '{\"because\":\"pending\"}') RETURNING id, count";
const QUEUED: &str = "SELECT COUNT(*) FROM incidents WHERE state IN ('queued', 'working') AND state = 'queued'";
/// The beginning of a query for the columns of an [`Incident`]; a condition or an order follows.
const SELECT: &str =
    "SELECT incidents.id, account_id, accounts.name AS account_name, errcode, errmsg, cgi_path, rid, reported_by,
            first_at, last_at, count, state, reaction, because, clear_id, ended_at
     FROM incidents JOIN accounts ON accounts.id = incidents.account_id ";
const OLDEST: &str = concat!(
    SELECT,
    "WHERE incidents.state IN ('queued', 'working') AND incidents.state = 'queued' ORDER BY incidents.id LIMIT $1"
);
const ONE: &str = concat!(SELECT, "WHERE incidents.id = $1");
const LIST: &str = concat!(
    SELECT,
    "WHERE ($1 IS NULL OR account_id = $1) AND ($2 IS NULL OR state = $2) AND ($3 IS NULL OR reaction = $3)
       AND ($4 IS NULL OR incidents.id < $4)
     ORDER BY incidents.id DESC LIMIT $5"
);
const WORK: &str = "UPDATE incidents SET state = 'working' WHERE id = $1 AND state = 'queued'";
const REQUEUE: &str = "UPDATE incidents SET state = 'queued' WHERE state = 'working'";
const END: &str = "UPDATE incidents SET state = $2, reaction = $3, because = $4, clear_id = $5, ended_at = $6
     WHERE id = $1 AND state = 'working'";
const SINCE: &str = "SELECT COUNT(*) FROM incidents WHERE account_id = $1 AND first_at >= $2
     AND errcode IN (SELECT value FROM json_each($3))";

from_row! { Incident {
    id, account: account_id, account_name, errcode, errmsg, cgi_path, rid, reported_by, first_at, last_at, count,
    state, reaction, because, clear: clear_id, ended_at,
} }

async fn report(
    write: &mut SqliteConnection,
    report: &NewIncident,
    within: SignedDuration,
) -> Result<(IncidentId, i64), StoreError> {
    let NewIncident { account, errcode, errmsg, cgi_path, rid, by, at, again_after } = report;
    let ended_before = again_after.map(|time| *at - time);
    let params = params![account, errcode, cgi_path, at, rid, *at - within, ended_before];
    match fetch_optional(write, FOLD, params).await? {
        Some(folded) => Ok(folded),
        None => fetch_one(write, ADD, params![account, errcode, clipped(errmsg), cgi_path, rid, by, at]).await,
    }
}

#[async_trait]
impl Incidents for SqliteStore {
    async fn report_incidents(
        &self,
        reports: &[NewIncident],
        within: SignedDuration,
    ) -> Result<Vec<(IncidentId, i64)>, StoreError> {
        let mut write = self.begin().await?;
        let mut told = Vec::with_capacity(reports.len());
        for new in reports {
            told.push(report(&mut write, new, within).await?);
        }
        write.commit().await?;
        Ok(told)
    }

    async fn queued_incidents(&self) -> Result<i64, StoreError> {
        self.fetch_one(QUEUED, params![]).await
    }

    async fn take_incidents(&self, limit: i64) -> Result<Vec<Incident>, StoreError> {
        // Mostly there is none, and nothing has to be written.
        if self.queued_incidents().await? == 0 {
            return Ok(Vec::new());
        }
        let mut write = self.begin().await?;
        let mut taken: Vec<Incident> = fetch_all(&mut write, OLDEST, params![limit.max(0)]).await?;
        for incident in &mut taken {
            execute(&mut write, WORK, params![incident.id]).await?;
            incident.state = IncidentState::Working;
        }
        write.commit().await?;
        Ok(taken)
    }

    async fn requeue_incidents(&self) -> Result<u64, StoreError> {
        self.execute(REQUEUE, params![]).await
    }

    async fn end_incident(
        &self,
        id: IncidentId,
        end: &IncidentEnd,
        notice: Option<&NewNotice>,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let IncidentEnd { state, reaction, because, clear } = end;
        if execute(&mut write, END, params![id, state, reaction, because, clear, at]).await? == 0 {
            return Ok(false);
        }
        if let Some(notice) = notice {
            add_notice(&mut write, notice, at).await?;
        }
        write.commit().await?;
        Ok(true)
    }

    async fn incidents(&self, query: &IncidentQuery) -> Result<Vec<Incident>, StoreError> {
        self.fetch_all(LIST, params![query.account, query.state, query.reaction, query.before, query.limit.max(0)])
            .await
    }

    async fn incident(&self, id: IncidentId) -> Result<Option<Incident>, StoreError> {
        self.fetch_optional(ONE, params![id]).await
    }

    async fn incidents_since(&self, account: AccountId, errcodes: &[i32], since: Timestamp) -> Result<i64, StoreError> {
        self.fetch_one(SINCE, params![account, since, to_json(&errcodes)?]).await
    }
}
