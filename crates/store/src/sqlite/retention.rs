//! Deletion by age, in SQLite.

use async_trait::async_trait;
use domain::retention::Aging;
use jiff::Timestamp;

use super::SqliteStore;
use crate::StoreError;
use crate::retention::Retained;
use crate::sqlite::query::{execute, fetch_all, params, to_json};

/// The ids of the oldest records of each kind, and the statements that delete them; `$1` is a JSON list of the ids.
fn statements(kind: Aging) -> (&'static str, &'static [&'static str]) {
    match kind {
        Aging::Messages => (OLD_MESSAGES, &[DELETE_ATTEMPTS, DELETE_MESSAGES]),
        Aging::Notices => (OLD_NOTICES, &[DELETE_ATTEMPTS_OF_NOTICES, DELETE_MESSAGES_OF_NOTICES, DELETE_NOTICES]),
        Aging::Incidents => (OLD_INCIDENTS, &[UNLINK_NOTICES, DELETE_INCIDENTS]),
        Aging::Decisions => (OLD_DECISIONS, &[DELETE_DECISIONS]),
        Aging::Rids => (OLD_RIDS, &[DELETE_RIDS]),
        Aging::Lists => (OLD_LISTS, &[DELETE_LISTS]),
    }
}

/// The newest attempt says how a channel is.
const OLD_MESSAGES: &str = "SELECT id FROM deliveries WHERE ended_at < $1 AND id NOT IN
         (SELECT newest.delivery_id FROM channels JOIN delivery_attempts AS newest ON newest.id =
              (SELECT MAX(id) FROM delivery_attempts WHERE channel_id = channels.id)
          WHERE newest.delivery_id IS NOT NULL)
     ORDER BY ended_at LIMIT $2";
const DELETE_ATTEMPTS: &str = "DELETE FROM delivery_attempts WHERE delivery_id IN (SELECT value FROM json_each($1))";
const DELETE_MESSAGES: &str = "DELETE FROM deliveries WHERE id IN (SELECT value FROM json_each($1))";
/// Attempts that tried a channel belong to no message.
const OLD_TESTS: &str =
    "SELECT id FROM delivery_attempts INDEXED BY delivery_tests_by_age WHERE delivery_id IS NULL AND at < $1 AND id <>
         (SELECT MAX(id) FROM delivery_attempts AS newest WHERE newest.channel_id = delivery_attempts.channel_id)
     ORDER BY at LIMIT $2";
const DELETE_TESTS: &str = "DELETE FROM delivery_attempts WHERE id IN (SELECT value FROM json_each($1))";
/// A notice stays as long as a message of it waits, or says how a channel is.
const OLD_NOTICES: &str = "SELECT id FROM notices WHERE at < $1 AND NOT EXISTS
         (SELECT 1 FROM deliveries WHERE notice_id = notices.id AND
              (state = 'waiting' OR EXISTS (SELECT 1 FROM delivery_attempts WHERE delivery_id = deliveries.id AND id =
                   (SELECT MAX(id) FROM delivery_attempts WHERE channel_id = deliveries.channel_id))))
     ORDER BY at LIMIT $2";
const DELETE_ATTEMPTS_OF_NOTICES: &str = "DELETE FROM delivery_attempts WHERE delivery_id IN
         (SELECT id FROM deliveries WHERE notice_id IN (SELECT value FROM json_each($1)))";
const DELETE_MESSAGES_OF_NOTICES: &str = "DELETE FROM deliveries WHERE notice_id IN (SELECT value FROM json_each($1))";
const DELETE_NOTICES: &str = "DELETE FROM notices WHERE id IN (SELECT value FROM json_each($1))";
/// A report may raise the count of one for minutes after its first; one that is not done is still needed.
const OLD_INCIDENTS: &str = "SELECT id FROM incidents
     WHERE first_at < $1 AND last_at < $1 AND due_at IS NULL AND state IN ('done', 'failed') ORDER BY first_at LIMIT $2";
/// What notices say, they say by themselves.
const UNLINK_NOTICES: &str =
    "UPDATE notices SET incident_id = NULL WHERE incident_id IN (SELECT value FROM json_each($1))";
const DELETE_INCIDENTS: &str = "DELETE FROM incidents WHERE id IN (SELECT value FROM json_each($1))";
/// One that ordered a clear belongs to the ledger, and may suspend its policy.
const OLD_DECISIONS: &str = "SELECT id FROM policy_decisions INDEXED BY policy_decisions_by_age WHERE clear_id IS NULL AND last_at < $1 ORDER BY last_at LIMIT $2";
const DELETE_DECISIONS: &str = "DELETE FROM policy_decisions WHERE id IN (SELECT value FROM json_each($1))";
/// What people wrote is kept with what they wrote it about.
const OLD_RIDS: &str = "SELECT id FROM rids WHERE looked_up_at < $1 AND ticket IS NULL
       AND NOT EXISTS (SELECT 1 FROM rid_notes WHERE rid_id = rids.id)
     ORDER BY looked_up_at LIMIT $2";
const DELETE_RIDS: &str = "DELETE FROM rids WHERE id IN (SELECT value FROM json_each($1))";
const OLD_LISTS: &str = "SELECT id FROM rid_lists WHERE made_at < $1 ORDER BY made_at LIMIT $2";
const DELETE_LISTS: &str = "DELETE FROM rid_lists WHERE id IN (SELECT value FROM json_each($1))";

impl SqliteStore {
    /// Deletes what a query names, `limit` at most; how many those were.
    async fn delete_named(
        &self,
        named: &'static str,
        delete: &[&'static str],
        before: Timestamp,
        limit: i64,
    ) -> Result<u64, StoreError> {
        // Mostly there is nothing, and nothing has to be written.
        let old: Vec<i64> = self.fetch_all(named, params![before, limit.max(0)]).await?;
        if old.is_empty() {
            return Ok(0);
        }
        let mut write = self.begin().await?;
        // Looked at once more: what was old a moment ago may be needed by now.
        let old: Vec<i64> = fetch_all(&mut write, named, params![before, limit.max(0)]).await?;
        let ids = to_json(&old)?;
        let mut deleted = 0;
        for statement in delete.iter().copied() {
            deleted = execute(&mut write, statement, params![ids]).await?;
        }
        write.commit().await?;
        Ok(deleted)
    }
}

#[async_trait]
impl Retained for SqliteStore {
    async fn delete_old(&self, kind: Aging, before: Timestamp, limit: i64) -> Result<u64, StoreError> {
        let (named, delete) = statements(kind);
        let deleted = self.delete_named(named, delete, before, limit).await?;
        if kind != Aging::Messages {
            return Ok(deleted);
        }
        let left = limit.saturating_sub(i64::try_from(deleted).unwrap_or(limit));
        Ok(deleted + self.delete_named(OLD_TESTS, &[DELETE_TESTS], before, left).await?)
    }
}
