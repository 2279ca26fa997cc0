//! Incidents in SQLite.

use async_trait::async_trait;
use constcat::concat;
use domain::incidents::ReactionReason;
use domain::{AccountId, ClearId, ClearState, IncidentId, IncidentState, Reaction};
use jiff::{SignedDuration, Timestamp};
use sqlx::SqliteConnection;

use super::notices::add as add_notice;
use super::{SqliteStore, clipped};
use crate::StoreError;
use crate::incidents::{Incident, IncidentEnd, IncidentQuery, Incidents, NewIncident};
use crate::notices::NewNotice;
use crate::sqlite::query::{execute, fetch_all, fetch_one, fetch_optional, from_row, params, to_json};
use crate::sqlite::reconsider::{after_clear, is_void};

/// The newest of the same account, errcode and interface, where it began recently enough.
const TO_FOLD: &str = "SELECT id, state, reaction, clear_id, again_at FROM incidents
     WHERE account_id = $1 AND errcode = $2 AND cgi_path IS $3 AND first_at >= $5 AND first_at <= $4
     ORDER BY id DESC LIMIT 1";
const FOLD: &str = "UPDATE incidents SET count = count + 1, last_at = MAX(last_at, $2), rid = COALESCE(rid, $3)
     WHERE id = $1 RETURNING id, count";
/// The clear did not last: what was said of it does not hold any more.
const REOPEN: &str =
    "UPDATE incidents SET state = 'working', due_at = $2, ended_at = NULL, reaction = 'none', because = $3
     WHERE id = $1";
/// What was said stands until it is looked into.
const AGAIN: &str = "UPDATE incidents SET state = 'queued', due_at = 0, ended_at = NULL WHERE id = $1";
const ADD: &str =
    "INSERT INTO incidents (account_id, errcode, errmsg, cgi_path, rid, reported_by, first_at, last_at, due_at, count,
         state, reaction, because)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 0, 1, 'queued', 'none', '{\"because\":\"pending\"}') RETURNING id, count";
const QUEUED: &str = "SELECT reported_by, COUNT(*) FROM incidents WHERE due_at IS NOT NULL GROUP BY reported_by";
/// The beginning of a query for the columns of an [`Incident`]; a condition or an order follows.
const SELECT: &str =
    "SELECT incidents.id, incidents.account_id, accounts.name AS account_name, incidents.errcode, incidents.errmsg,
            incidents.cgi_path, incidents.rid, incidents.reported_by, incidents.first_at, incidents.last_at,
            incidents.count, incidents.state, incidents.reaction, incidents.because, incidents.limit_hit,
            incidents.clear_id, incidents.ended_at
     FROM incidents JOIN accounts ON accounts.id = incidents.account_id ";
const DUE: &str = concat!(
    SELECT,
    "JOIN (SELECT id, ROW_NUMBER() OVER (PARTITION BY reported_by ORDER BY id) AS turn
           FROM incidents WHERE due_at <= $2) AS due ON due.id = incidents.id
     ORDER BY due.turn, incidents.id LIMIT $1"
);
const ONE: &str = concat!(SELECT, "WHERE incidents.id = $1");
const LIST: &str = concat!(
    SELECT,
    "WHERE ($1 IS NULL OR account_id = $1) AND ($2 IS NULL OR state = $2) AND ($3 IS NULL OR reaction = $3)
       AND ($4 IS NULL OR incidents.id < $4) AND ($6 IS NULL OR errcode = $6) AND ($7 IS NULL OR cgi_path = $7)
       AND ($8 IS NULL OR account_id IN (SELECT account_id FROM group_members WHERE group_id = $8))
     ORDER BY incidents.id DESC LIMIT $5"
);
const BEFORE: &str = concat!(
    SELECT,
    "JOIN incidents AS later ON later.id = $1
     WHERE incidents.id < later.id AND incidents.account_id = later.account_id AND incidents.errcode = later.errcode
       AND incidents.cgi_path IS later.cgi_path
     ORDER BY incidents.id DESC LIMIT 1"
);
const WORK: &str = "UPDATE incidents SET state = 'working', due_at = NULL WHERE id = $1";
const REQUEUE: &str = "UPDATE incidents SET state = 'queued', due_at = 0 WHERE state = 'working' AND due_at IS NULL";
const END: &str =
    "UPDATE incidents SET state = $2, reaction = $3, because = $4, limit_hit = $5, clear_id = $6, again_at = $7,
         ended_at = $8
     WHERE id = $1 AND state = 'working' AND due_at IS NULL";
const STATE_OF_CLEAR: &str = "SELECT state FROM clears WHERE id = $1";
const SINCE: &str = "SELECT COUNT(*) FROM incidents WHERE account_id = $1 AND first_at >= $2
     AND errcode IN (SELECT value FROM json_each($3))";

from_row! { Incident {
    id, account: account_id, account_name, errcode, errmsg, cgi_path, rid, reported_by, first_at, last_at, count,
    state, reaction, because, limit: limit_hit, clear: clear_id, ended_at,
} }

/// An incident that a report may count with.
struct Foldable {
    id: IncidentId,
    state: IncidentState,
    reaction: Reaction,
    clear: Option<ClearId>,
    again_at: Option<Timestamp>,
}

from_row! { Foldable { id, state, reaction, clear: clear_id, again_at } }

async fn report(
    write: &mut SqliteConnection,
    report: &NewIncident,
    within: SignedDuration,
    may_begin: impl FnOnce() -> bool,
) -> Result<Option<(IncidentId, i64)>, StoreError> {
    let NewIncident { account, errcode, errmsg, cgi_path, rid, by, at } = report;
    let params = params![account, errcode, cgi_path, at, *at - within];
    let Some(folded): Option<Foldable> = fetch_optional(write, TO_FOLD, params).await? else {
        if !may_begin() {
            return Ok(None);
        }
        return fetch_one(write, ADD, params![account, errcode, clipped(errmsg), cgi_path, rid, by, at])
            .await
            .map(Some);
    };
    if let Some(again_at) = folded.again_at.filter(|_| folded.state == IncidentState::Done) {
        match folded.clear.filter(|_| folded.reaction == Reaction::Cleared) {
            Some(clear) => {
                let because = ReactionReason::ReportedAgain { clear };
                execute(write, REOPEN, params![folded.id, again_at.max(*at), because]).await?;
            }
            None if again_at <= *at => {
                execute(write, AGAIN, params![folded.id]).await?;
            }
            None => {}
        }
    }
    fetch_one(write, FOLD, params![folded.id, at, rid]).await.map(Some)
}

#[async_trait]
impl Incidents for SqliteStore {
    async fn report_incidents(
        &self,
        reports: &[&NewIncident],
        within: SignedDuration,
        may_begin: &mut (dyn FnMut(usize) -> bool + Send),
    ) -> Result<Vec<Option<(IncidentId, i64)>>, StoreError> {
        let mut write = self.begin().await?;
        let mut told = Vec::with_capacity(reports.len());
        for (place, new) in reports.iter().enumerate() {
            told.push(report(&mut write, new, within, || may_begin(place)).await?);
        }
        write.commit().await?;
        Ok(told)
    }

    async fn queued_incidents(&self) -> Result<Vec<(String, i64)>, StoreError> {
        self.fetch_all(QUEUED, params![]).await
    }

    async fn take_incidents(&self, limit: i64, now: Timestamp) -> Result<Vec<Incident>, StoreError> {
        // Mostly there is none, and nothing has to be written.
        if self.queued_incidents().await?.is_empty() {
            return Ok(Vec::new());
        }
        let mut write = self.begin().await?;
        let mut taken: Vec<Incident> = fetch_all(&mut write, DUE, params![limit.max(0), now]).await?;
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
        let IncidentEnd { state, reaction, because, limit, clear, again_at } = end;
        let params = params![id, state, reaction, because, limit, clear, again_at, at];
        if execute(&mut write, END, params).await? == 0 {
            return Ok(false);
        }
        // Its outcome may have come while this was looked into.
        if let Some(clear) = clear.filter(|_| *reaction == Reaction::Cleared) {
            let state: ClearState = fetch_one(&mut write, STATE_OF_CLEAR, params![clear]).await?;
            if is_void(state) {
                after_clear(&mut write, clear, state, at).await?;
                write.commit().await?;
                return Ok(false);
            }
        }
        if let Some(notice) = notice {
            add_notice(&mut write, notice, at).await?;
        }
        write.commit().await?;
        Ok(true)
    }

    async fn incidents(&self, query: &IncidentQuery) -> Result<Vec<Incident>, StoreError> {
        let IncidentQuery { account, group, errcode, cgi_path, state, reaction, before, limit } = query;
        self.fetch_all(LIST, params![account, state, reaction, before, limit.max(&0), errcode, cgi_path, group]).await
    }

    async fn incident(&self, id: IncidentId) -> Result<Option<Incident>, StoreError> {
        self.fetch_optional(ONE, params![id]).await
    }

    async fn incident_before(&self, id: IncidentId) -> Result<Option<Incident>, StoreError> {
        self.fetch_optional(BEFORE, params![id]).await
    }

    async fn incidents_since(&self, account: AccountId, errcodes: &[i32], since: Timestamp) -> Result<i64, StoreError> {
        self.fetch_one(SINCE, params![account, since, to_json(&errcodes)?]).await
    }
}
