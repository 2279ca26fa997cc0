//! The audit trail in SQLite.

mod keys;
mod records;
mod row;

use std::sync::Arc;

use async_trait::async_trait;
use constcat::concat;
use domain::Actor;
use domain::audit::AuditAction;
use futures::TryStreamExt;
use jiff::Timestamp;
use serde_json::json;
use sqlx::SqliteConnection;

pub(super) use self::keys::hand_over;
use self::keys::{Keys, PURPOSE, SET_HEAD, last};
use self::records::{Awaited, TOKENS_FIELD};
use self::row::{Row, head};
use super::{SqliteStore, Write};
use crate::audit::{Audit, AuditActor, AuditChain, AuditLine, AuditQuery, NewAuditLine};
use crate::sqlite::query::{FromRow, address, execute, fetch_all, fetch_one, fetch_optional, from_row, params};
use crate::{MasterKey, StoreError};

const ADD: &str = "INSERT INTO audit (id, at, actor, token, address, what, subject, before, after, reason, mac)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const TOKENS_WITHOUT_LINES: &str = "SELECT id FROM api_tokens WHERE (name, created_at) NOT IN
         (SELECT subject, at FROM audit WHERE what = 'token-made' AND subject IS NOT NULL) ORDER BY id";
const IS_BEGUN: &str = "SELECT EXISTS (SELECT 1 FROM audit)";
/// Null where there are none.
const NEWEST_RECORD: &str = "SELECT MAX(at) FROM (SELECT MAX(at) AS at FROM audit
     UNION ALL SELECT MAX(created_at) FROM api_tokens UNION ALL SELECT MAX(created_at) FROM users
     UNION ALL SELECT MAX(added_at) FROM accounts)";
const HEAD: &str = "SELECT value FROM meta WHERE key = 'audit_head'";
/// The beginning of a query for the columns of a [`Row`]; a condition or an order follows.
const SELECT: &str = "SELECT id, at, actor, token, address, what, subject, before, after, reason, mac FROM audit ";
const ALL: &str = concat!(SELECT, "ORDER BY id");
const LIST: &str = concat!(
    SELECT,
    "WHERE ($1 IS NULL OR actor = $1)
       AND ($2 IS NULL OR what = $2)
       AND ($3 IS NULL OR instr(lower(COALESCE(subject, '') || ' ' || COALESCE(reason, '')), lower($3)) > 0)
       AND ($4 IS NULL OR at >= $4)
       AND ($5 IS NULL OR at < $5)
       AND ($6 IS NULL OR id < $6)
     ORDER BY id DESC LIMIT $7"
);
const ACTORS: &str = "SELECT DISTINCT actor FROM audit ORDER BY actor";

/// The MAC that stands before the first line.
const NOTHING: [u8; 32] = [0; 32];

from_row! { AuditLine { id, at, actor, token, address = address, what, subject, before, after, reason } }

/// Adds a line, within a transaction.
pub(super) async fn add(
    write: &mut SqliteConnection,
    key: &MasterKey,
    act: NewAuditLine,
    by: &AuditActor,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (last, previous) = last(write).await?.unwrap_or_else(|| (0, NOTHING.to_vec()));
    let row = Row::of(last + 1, at, by, act);
    let key = key.derive(PURPOSE);
    let mac = row.seal(&key, &previous)?;
    let head = head(&key, row.id, &mac);
    let Row { id, at, actor, token, address, what, subject, before, after, reason, .. } = row;
    let params = params![id, at, actor, token, address, what, subject, before, after, reason, mac];
    execute(write, ADD, params).await?;
    execute(write, SET_HEAD, params![head]).await.map(drop)
}

/// Adds a line about the records of a version that wrote no lines, within the transaction of the upgrade: from now on, every token
/// and every trail without a line is one that somebody made by hand.
pub(super) async fn adopt_records(write: &mut SqliteConnection, key: &MasterKey) -> Result<(), StoreError> {
    let tokens: Vec<i64> = fetch_all(write, TOKENS_WITHOUT_LINES, params![]).await?;
    let is_begun: bool = fetch_one(write, IS_BEGUN, params![]).await?;
    let at: Option<Timestamp> = fetch_one(write, NEWEST_RECORD, params![]).await?;
    let Some(at) = at.filter(|_| !is_begun || !tokens.is_empty()) else { return Ok(()) };
    let after = Some(json!({ TOKENS_FIELD: tokens }));
    let act = NewAuditLine { what: AuditAction::RecordsAdopted, subject: None, before: None, after, reason: None };
    add(write, key, act, &AuditActor::from(&Actor::Desk), at).await
}

impl Write {
    /// Adds a line about an act to the audit trail, in the transaction of the act itself.
    pub(super) async fn record(&mut self, act: NewAuditLine, by: &AuditActor, at: Timestamp) -> Result<(), StoreError> {
        let key = Arc::clone(&self.key);
        add(self, &key, act, by, at).await
    }

    /// Adds a line to the audit trail, and commits.
    pub(super) async fn commit_with(
        mut self,
        act: NewAuditLine,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.record(act, by, at).await?;
        self.commit().await
    }
}

#[async_trait]
impl Audit for SqliteStore {
    async fn note(&self, act: NewAuditLine, by: &AuditActor, at: Timestamp) -> Result<(), StoreError> {
        self.begin().await?.commit_with(act, by, at).await
    }

    async fn audit(&self, query: &AuditQuery) -> Result<Vec<AuditLine>, StoreError> {
        let AuditQuery { actor, what, text, from, to, before, limit } = query;
        self.fetch_all(LIST, params![actor, what, text, from, to, before, (*limit).max(0)]).await
    }

    async fn audit_actors(&self) -> Result<Vec<String>, StoreError> {
        self.fetch_all(ACTORS, params![]).await
    }

    async fn audit_chain(&self) -> Result<AuditChain, StoreError> {
        // One transaction, so that a line added meanwhile does not look like a wrong end.
        let mut read = self.reader.begin().await?;
        let kept_head: Option<Vec<u8>> = fetch_optional(&mut read, HEAD, params![]).await?;
        let keys = Keys::of(&mut read, &self.key).await?;
        let mut awaited = Awaited::of(&mut read).await?;
        let (mut last, mut previous) = (0, NOTHING.to_vec());
        let mut rows = sqlx::query(ALL).fetch(&mut *read);
        while let Some(row) = rows.try_next().await? {
            let row = Row::from_row(&row)?;
            if row.id != last + 1 || row.seal(keys.of_line(row.id), &previous)? != row.mac {
                return Ok(AuditChain::Broken { line: row.id });
            }
            awaited.meet(&row);
            (last, previous) = (row.id, row.mac);
        }
        let whole = match kept_head {
            // Whatever is there was written together with a line.
            None => last == 0 && awaited.is_empty(),
            Some(kept) => kept == head(&keys.present, last, &previous),
        };
        if !whole {
            return Ok(AuditChain::Cut { lines: last });
        }
        Ok(awaited.unrecorded().unwrap_or(AuditChain::Whole { lines: last }))
    }
}
