//! The audit trail in SQLite.

use async_trait::async_trait;
use domain::audit::What;
use futures::TryStreamExt;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde_json::Value;
use sha2::Sha256;
use sqlx::SqliteConnection;

use super::{SqliteStore, clipped, time, user_names};
use crate::audit::{Act, Audit, AuditChain, AuditLine, AuditQuery, By};
use crate::{MasterKey, StoreError};

const LAST: &str = "SELECT id, mac FROM audit ORDER BY id DESC LIMIT 1";
const ADD: &str = "INSERT INTO audit (id, at, actor, token, address, what, subject, before, after, reason, mac)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const SET_HEAD: &str = "INSERT INTO meta (key, value) VALUES ('audit_head', $1)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value";
const HEAD: &str = "SELECT value FROM meta WHERE key = 'audit_head'";
const ALL: &str =
    "SELECT id, at, actor, token, address, what, subject, before, after, reason, mac FROM audit ORDER BY id";
const LIST: &str = "SELECT id, at, actor, token, address, what, subject, before, after, reason, mac FROM audit
     WHERE ($1 IS NULL OR actor = $1)
       AND ($2 IS NULL OR what = $2)
       AND ($3 IS NULL OR instr(lower(COALESCE(subject, '') || ' ' || COALESCE(reason, '')), lower($3)) > 0)
       AND ($4 IS NULL OR at >= $4)
       AND ($5 IS NULL OR at < $5)
       AND ($6 IS NULL OR id < $6)
     ORDER BY id DESC LIMIT $7";
const ACTORS: &str = "SELECT DISTINCT actor FROM audit ORDER BY actor";

/// What the key is derived for.
const PURPOSE: &str = "audit";
/// What the first line follows.
const NOTHING: [u8; 32] = [0; 32];

/// A line in the form in which it is kept and sealed.
#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    at: i64,
    actor: String,
    token: Option<String>,
    address: Option<String>,
    what: String,
    subject: Option<String>,
    before: Option<String>,
    after: Option<String>,
    reason: Option<String>,
    mac: Vec<u8>,
}

impl Row {
    fn of(id: i64, at: Timestamp, by: &By, act: Act) -> Self {
        Self {
            id,
            at: at.as_millisecond(),
            actor: by.actor.clone(),
            token: by.token.clone(),
            address: by.address.map(|address| address.to_string()),
            what: act.what.word().to_owned(),
            subject: act.subject.as_deref().map(clipped).map(str::to_owned),
            before: act.before.map(|before| before.to_string()),
            after: act.after.map(|after| after.to_string()),
            reason: act.reason.as_deref().map(clipped).map(str::to_owned),
            mac: Vec::new(),
        }
    }

    /// The seal of this line after `previous`. A JSON array, so that no text can pass for two fields.
    fn seal(&self, key: &[u8; 32], previous: &[u8]) -> Result<Vec<u8>, StoreError> {
        let fields = (
            (self.id, self.at, &self.actor, &self.token, &self.address),
            (&self.what, &self.subject, &self.before, &self.after, &self.reason),
        );
        let text = serde_json::to_vec(&fields).map_err(|error| StoreError::Inconsistent(error.to_string()))?;
        Ok(sealed(key, &[b"line", previous, &text]))
    }
}

/// What stands beside the trail, so that lines missing at its end are noticed.
fn head(key: &[u8; 32], last: i64, mac: &[u8]) -> Vec<u8> {
    sealed(key, &[b"head", &last.to_be_bytes(), mac])
}

fn sealed(key: &[u8; 32], parts: &[&[u8]]) -> Vec<u8> {
    // A key of any length is taken.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

fn json(text: Option<String>) -> Result<Option<Value>, StoreError> {
    let value = text.map(|text| serde_json::from_str(&text)).transpose();
    value.map_err(|error| StoreError::Inconsistent(error.to_string()))
}

impl TryFrom<Row> for AuditLine {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            at: time(row.at)?,
            actor: row.actor,
            token: row.token,
            address: row.address.and_then(|address| address.parse().ok()),
            what: row.what,
            subject: row.subject,
            before: json(row.before)?,
            after: json(row.after)?,
            reason: row.reason,
        })
    }
}

/// Writes an act down; `write` is the transaction of the act itself.
pub(super) async fn record(
    write: &mut SqliteConnection,
    key: &MasterKey,
    act: Act,
    by: &By,
    at: Timestamp,
) -> Result<(), StoreError> {
    let last: Option<(i64, Vec<u8>)> = sqlx::query_as(LAST).fetch_optional(&mut *write).await?;
    let (last, previous) = last.unwrap_or_else(|| (0, NOTHING.to_vec()));
    let row = Row::of(last + 1, at, by, act);
    let key = key.derive(PURPOSE);
    let mac = row.seal(&key, &previous)?;
    let head = head(&key, row.id, &mac);
    sqlx::query(ADD)
        .bind(row.id)
        .bind(row.at)
        .bind(row.actor)
        .bind(row.token)
        .bind(row.address)
        .bind(row.what)
        .bind(row.subject)
        .bind(row.before)
        .bind(row.after)
        .bind(row.reason)
        .bind(mac)
        .execute(&mut *write)
        .await?;
    sqlx::query(SET_HEAD).bind(head).execute(write).await?;
    Ok(())
}

#[async_trait]
impl Audit for SqliteStore {
    async fn note(&self, act: Act, by: &By, at: Timestamp) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        record(&mut write, &self.key, act, by, at).await?;
        Ok(write.commit().await?)
    }

    async fn audit(&self, query: &AuditQuery) -> Result<Vec<AuditLine>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(LIST)
            .bind(&query.actor)
            .bind(query.what.map(What::word))
            .bind(&query.text)
            .bind(query.from.map(Timestamp::as_millisecond))
            .bind(query.to.map(Timestamp::as_millisecond))
            .bind(query.before)
            .bind(query.limit.max(0))
            .fetch_all(&self.reader)
            .await?;
        rows.into_iter().map(AuditLine::try_from).collect()
    }

    async fn audit_actors(&self) -> Result<Vec<String>, StoreError> {
        Ok(sqlx::query_scalar(ACTORS).fetch_all(&self.reader).await?)
    }

    async fn audit_chain(&self) -> Result<AuditChain, StoreError> {
        // One transaction, so that a line added meanwhile does not look like a wrong end.
        let mut read = self.reader.begin().await?;
        let kept_head: Option<Vec<u8>> = sqlx::query_scalar(HEAD).fetch_optional(&mut *read).await?;
        let key = self.key.derive(PURPOSE);
        let (mut last, mut previous) = (0, NOTHING.to_vec());
        let mut rows = sqlx::query_as::<_, Row>(ALL).fetch(&mut *read);
        while let Some(row) = rows.try_next().await? {
            if row.id != last + 1 || row.seal(&key, &previous)? != row.mac {
                return Ok(AuditChain::Broken { line: row.id });
            }
            (last, previous) = (row.id, row.mac);
        }
        drop(rows);
        let whole = match kept_head {
            // Whoever was added left a line.
            None => last == 0 && !user_names::any(&mut read).await?,
            Some(kept) => kept == head(&key, last, &previous),
        };
        Ok(if whole { AuditChain::Whole { lines: last } } else { AuditChain::Cut { lines: last } })
    }
}
