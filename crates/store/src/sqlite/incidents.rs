//! Incidents in SQLite.

use async_trait::async_trait;
use domain::{AccountId, CgiPath, ClearId, IncidentId};
use jiff::{SignedDuration, Timestamp};
use sqlx::SqliteConnection;

use super::columns::{from_json, to_json};
use super::notices::add as add_notice;
use super::{SqliteStore, clipped, maybe_time, time, word};
use crate::StoreError;
use crate::incidents::{Incident, IncidentEnd, IncidentQuery, Incidents, NewIncident};
use crate::notices::NewNotice;

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
/// Whole incidents.
macro_rules! select_incidents {
    ($end:literal) => {
        concat!(
            "SELECT incidents.id, account_id, accounts.name AS account_name, errcode, errmsg, cgi_path, rid, reported_by,
                    first_at, last_at, count, state, reaction, because, clear_id, ended_at
             FROM incidents JOIN accounts ON accounts.id = incidents.account_id ",
            $end
        )
    };
}
const OLDEST: &str = select_incidents!(
    "WHERE incidents.state IN ('queued', 'working') AND incidents.state = 'queued' ORDER BY incidents.id LIMIT $1"
);
const ONE: &str = select_incidents!("WHERE incidents.id = $1");
const LIST: &str = select_incidents!(
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

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    account_id: i64,
    account_name: String,
    errcode: i32,
    errmsg: String,
    cgi_path: Option<String>,
    rid: Option<String>,
    reported_by: String,
    first_at: i64,
    last_at: i64,
    count: i64,
    state: String,
    reaction: String,
    because: String,
    clear_id: Option<i64>,
    ended_at: Option<i64>,
}

impl TryFrom<Row> for Incident {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: IncidentId(row.id),
            account: AccountId(row.account_id),
            account_name: row.account_name,
            errcode: row.errcode,
            errmsg: row.errmsg,
            cgi_path: row.cgi_path.map(CgiPath::from_stored),
            rid: row.rid,
            reported_by: row.reported_by,
            first_at: time(row.first_at)?,
            last_at: time(row.last_at)?,
            count: row.count,
            state: word(&row.state)?,
            reaction: word(&row.reaction)?,
            because: from_json(&row.because)?,
            clear: row.clear_id.map(ClearId),
            ended_at: maybe_time(row.ended_at)?,
        })
    }
}

async fn report(
    write: &mut SqliteConnection,
    report: &NewIncident,
    within: SignedDuration,
) -> Result<(IncidentId, i64), StoreError> {
    let at = report.at.as_millisecond();
    let path = report.cgi_path.as_ref().map(CgiPath::as_str);
    let folded: Option<(i64, i64)> = sqlx::query_as(FOLD)
        .bind(report.account.0)
        .bind(report.errcode)
        .bind(path)
        .bind(at)
        .bind(&report.rid)
        .bind((report.at - within).as_millisecond())
        .bind(report.again_after.map(|time| (report.at - time).as_millisecond()))
        .fetch_optional(&mut *write)
        .await?;
    let (id, count) = match folded {
        Some(folded) => folded,
        None => {
            sqlx::query_as(ADD)
                .bind(report.account.0)
                .bind(report.errcode)
                .bind(clipped(&report.errmsg))
                .bind(path)
                .bind(&report.rid)
                .bind(&report.by)
                .bind(at)
                .fetch_one(write)
                .await?
        }
    };
    Ok((IncidentId(id), count))
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
        Ok(sqlx::query_scalar(QUEUED).fetch_one(&self.reader).await?)
    }

    async fn take_incidents(&self, limit: i64) -> Result<Vec<Incident>, StoreError> {
        // Mostly there is none, and nothing has to be written.
        let waiting: i64 = sqlx::query_scalar(QUEUED).fetch_one(&self.reader).await?;
        if waiting == 0 {
            return Ok(Vec::new());
        }
        let mut write = self.begin().await?;
        let rows: Vec<Row> = sqlx::query_as(OLDEST).bind(limit.max(0)).fetch_all(&mut *write).await?;
        let mut taken = Vec::with_capacity(rows.len());
        for row in rows {
            sqlx::query(WORK).bind(row.id).execute(&mut *write).await?;
            taken.push(Incident { state: domain::IncidentState::Working, ..Incident::try_from(row)? });
        }
        write.commit().await?;
        Ok(taken)
    }

    async fn requeue_incidents(&self) -> Result<u64, StoreError> {
        let mut write = self.begin().await?;
        let done = sqlx::query(REQUEUE).execute(&mut *write).await?;
        write.commit().await?;
        Ok(done.rows_affected())
    }

    async fn end_incident(
        &self,
        id: IncidentId,
        end: &IncidentEnd,
        notice: Option<&NewNotice>,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let done = sqlx::query(END)
            .bind(id.0)
            .bind(end.state.word())
            .bind(end.reaction.word())
            .bind(to_json(&end.because)?)
            .bind(end.clear.map(|clear| clear.0))
            .bind(at.as_millisecond())
            .execute(&mut *write)
            .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some(notice) = notice {
            add_notice(&mut write, notice, at).await?;
        }
        write.commit().await?;
        Ok(true)
    }

    async fn incidents(&self, query: &IncidentQuery) -> Result<Vec<Incident>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(LIST)
            .bind(query.account.map(|id| id.0))
            .bind(query.state.map(domain::IncidentState::word))
            .bind(query.reaction.map(domain::Reaction::word))
            .bind(query.before.map(|id| id.0))
            .bind(query.limit.max(0))
            .fetch_all(&self.reader)
            .await?;
        rows.into_iter().map(Incident::try_from).collect()
    }

    async fn incident(&self, id: IncidentId) -> Result<Option<Incident>, StoreError> {
        let row: Option<Row> = sqlx::query_as(ONE).bind(id.0).fetch_optional(&self.reader).await?;
        row.map(Incident::try_from).transpose()
    }

    async fn incidents_since(&self, account: AccountId, errcodes: &[i32], since: Timestamp) -> Result<i64, StoreError> {
        let query = sqlx::query_scalar(SINCE).bind(account.0).bind(since.as_millisecond());
        Ok(query.bind(to_json(&errcodes)?).fetch_one(&self.reader).await?)
    }
}
