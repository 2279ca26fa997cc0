//! Requests that were looked up, in SQLite: what is kept of them, what people wrote beside them, and finding them again.

mod limits;
mod lookups;

use async_trait::async_trait;
use constcat::concat;
use domain::audit::AuditAction;
use domain::{AccountId, CgiPath, LimitVerdict};
use jiff::Timestamp;
use serde_json::{Value, json};
use sqlx::{QueryBuilder, Sqlite};

pub(super) use self::limits::{mark_cleared, mark_kind_changed, mark_read};
use super::SqliteStore;
use crate::rids::{
    DetailsOutcome, DueLimit, MAX_NOTES, NewRidDetails, NoteOutcome, RidNote, RidQuery, Rids, StoredRid,
};
use crate::sqlite::query::{FromRow, column, execute, fetch_optional, from_row, params};
use crate::{AuditActor, NewAuditLine, StoreError};
use sqlx::sqlite::SqliteRow;

/// The beginning of a query for the columns of a [`StoredRid`]; a condition or an order follows.
const SELECT: &str =
    "SELECT rids.id, rids.rid, rids.account_id, rids.at, rids.cost_in_ms, rids.request_url, rids.request_body,
            rids.response_body, rids.client_ip, rids.errcode, rids.looked_up_at, rids.looked_up_by,
            rids.cgi_path, rids.limit_hit, rids.limit_left, rids.limit_ended_by, rids.limit_due, rids.ticket, rids.noted_at, rids.noted_by,
            (SELECT text FROM rid_notes WHERE rid_id = rids.id ORDER BY id DESC LIMIT 1) AS newest_note
     FROM rids ";

const KEEP: &str = "INSERT INTO rids (rid, account_id, at, cost_in_ms, request_url, request_body, response_body,
         client_ip, errcode, looked_up_at, looked_up_by, cgi_path, limit_hit, limit_left, limit_ended_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     ON CONFLICT (rid, account_id) DO NOTHING";
const TOLD: &str = "DELETE FROM rid_lookups WHERE rid = $1 AND (account_id IS NULL OR account_id = $2)";
const TELL_PATH: &str =
    "UPDATE rids SET cgi_path = $3, limit_due = limit_due + 1 WHERE rid = $1 AND account_id = $2 AND cgi_path IS NULL";
const ONE: &str =
    concat!(SELECT, "WHERE rid = $1 AND ($2 IS NULL OR account_id = $2) ORDER BY looked_up_at DESC, id DESC LIMIT 1");
const FAILED: &str =
    concat!(SELECT, "WHERE account_id = $1 AND at >= $2 AND errcode <> 0 ORDER BY at DESC, rid DESC LIMIT 100");
const SET_DETAILS: &str = "UPDATE rids SET cgi_path = $3, limit_due = limit_due + (cgi_path IS NOT $3), ticket = $4,
         noted_at = $5, noted_by = $6
     WHERE rid = $1 AND account_id = $2";
const NOTES: &str = "SELECT rid_notes.id, rid_notes.at, rid_notes.by, rid_notes.text
     FROM rid_notes JOIN rids ON rids.id = rid_notes.rid_id WHERE rid = $1 AND account_id = $2 ORDER BY rid_notes.id";
const ADD_NOTE: &str = "INSERT INTO rid_notes (rid_id, at, by, text)
     SELECT id, $3, $4, $5 FROM rids WHERE rid = $1 AND account_id = $2";
/// Absent where no such request is kept.
const COUNT_NOTES: &str = "SELECT (SELECT COUNT(*) FROM rid_notes WHERE rid_id = rids.id)
     FROM rids WHERE rid = $1 AND account_id = $2";
const NOTE: &str = "SELECT rid_notes.id, rid_notes.at, rid_notes.by, rid_notes.text
     FROM rid_notes JOIN rids ON rids.id = rid_notes.rid_id WHERE rid = $1 AND account_id = $2 AND rid_notes.id = $3";
const REMOVE_NOTE: &str = "DELETE FROM rid_notes WHERE id = $1";
const LIMITS_DUE: &str = concat!(SELECT, "WHERE limit_due > 0 ORDER BY id LIMIT $1");

/// The characters of a trigram; shorter words are searched without the index.
const TRIGRAM: usize = 3;

from_row! { StoredRid {
    rid, account_id, at, cost_in_ms, request_url, request_body, response_body, client_ip, errcode, looked_up_at,
    looked_up_by, cgi_path, limit = limit, ticket, details_set = details_set, newest_note,
} }

from_row! { DueLimit { request = StoredRid::from_row, mark: limit_due } }

from_row! { RidNote { id, at, by, text } }

/// The conclusion about the limit that a request hit.
fn limit(row: &SqliteRow) -> Result<Option<LimitVerdict>, StoreError> {
    let Some(limit) = column(row, "limit_hit")? else { return Ok(None) };
    let (left_permille, ended_by) = (column(row, "limit_left")?, column(row, "limit_ended_by")?);
    Ok(Some(LimitVerdict { limit, left_permille, ended_by }))
}

/// When somebody last set interface or ticket, and who did.
fn details_set(row: &SqliteRow) -> Result<Option<(Timestamp, String)>, StoreError> {
    let at: Option<Timestamp> = column(row, "noted_at")?;
    Ok(at.zip(column(row, "noted_by")?))
}

/// The query of a search: a request matches when each word occurs in one of its columns.
fn search(query: &RidQuery) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new(concat!(SELECT, "WHERE 1 = 1"));
    for word in &query.words {
        let like = format!("%{}%", word.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_"));
        sql.push(" AND rids.id IN (");
        if word.chars().count() < TRIGRAM {
            sql.push(
                "SELECT id FROM rids WHERE concat_ws(' ', rid, cgi_path, errcode, ticket, looked_up_by, noted_by,
                     client_ip) LIKE ",
            );
            sql.push_bind(like.clone()).push(r" ESCAPE '\'");
            sql.push(" UNION SELECT rid_id FROM rid_notes WHERE concat_ws(' ', by, text) LIKE ");
            sql.push_bind(like.clone()).push(r" ESCAPE '\'");
        } else {
            let phrase = format!("\"{}\"", word.replace('"', "\"\""));
            sql.push("SELECT rowid FROM rid_words WHERE rid_words MATCH ").push_bind(phrase.clone());
            sql.push(" UNION SELECT rid_id FROM rid_notes WHERE id IN ");
            sql.push("(SELECT rowid FROM rid_note_words WHERE rid_note_words MATCH ").push_bind(phrase).push(")");
        }
        // Names change, so they are no words of the requests themselves.
        sql.push(" UNION SELECT rids.id FROM accounts JOIN rids ON rids.account_id = accounts.id WHERE name LIKE ");
        sql.push_bind(like.clone()).push(r" ESCAPE '\' OR appid LIKE ").push_bind(like.clone()).push(r" ESCAPE '\'");
        sql.push(
            " UNION SELECT rids.id FROM catalogue JOIN rids ON rids.cgi_path = catalogue.cgi_path WHERE name_zh LIKE ",
        );
        sql.push_bind(like.clone()).push(r" ESCAPE '\' OR name_en LIKE ").push_bind(like).push(r" ESCAPE '\'");
        let wanted = word.to_lowercase();
        for (hit, _) in query.hit_texts.iter().filter(|(_, text)| text.to_lowercase().contains(&wanted)) {
            sql.push(" UNION SELECT id FROM rids WHERE limit_hit = ").push_bind(hit.word());
        }
        sql.push(")");
    }
    if let Some(hit) = query.hit {
        sql.push(" AND rids.limit_hit = ").push_bind(hit.word());
    }
    if let Some(group) = query.group {
        sql.push(" AND rids.account_id IN (SELECT account_id FROM group_members WHERE group_id = ");
        sql.push_bind(group.0).push(")");
    }
    if let Some((from, to)) = query.made {
        sql.push(" AND rids.at >= ").push_bind(from.as_millisecond());
        sql.push(" AND rids.at < ").push_bind(to.as_millisecond());
    }
    if let Some(before) = query.before {
        sql.push(" AND rids.id < ").push_bind(before);
    }
    sql.push(" ORDER BY rids.id DESC LIMIT ").push_bind(query.limit.max(0));
    sql
}

/// Interface and ticket as a line of the audit trail shows them.
fn details(path: Option<&CgiPath>, ticket: Option<&str>) -> Value {
    json!({ "cgi_path": path, "ticket": ticket })
}

#[async_trait]
impl Rids for SqliteStore {
    async fn save_rid(&self, kept: &StoredRid) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        let params = params! {
            kept.rid, kept.account_id, kept.at, kept.cost_in_ms, kept.request_url, kept.request_body,
            kept.response_body, kept.client_ip, kept.errcode, kept.looked_up_at, kept.looked_up_by, kept.cgi_path,
            kept.limit.map(|verdict| verdict.limit), kept.limit.and_then(|verdict| verdict.left_permille),
            kept.limit.and_then(|verdict| verdict.ended_by)
        };
        execute(&mut write, KEEP, params).await?;
        execute(&mut write, TOLD, params![kept.rid, kept.account_id]).await?;
        write.commit().await
    }

    async fn kept_rid(&self, rid: &str, account: Option<AccountId>) -> Result<Option<StoredRid>, StoreError> {
        self.fetch_optional(ONE, params![rid, account]).await
    }

    async fn failed_rids(&self, account: AccountId, since: Timestamp) -> Result<Vec<StoredRid>, StoreError> {
        self.fetch_all(FAILED, params![account, since]).await
    }

    async fn search_rids(&self, query: &RidQuery) -> Result<Vec<(i64, StoredRid)>, StoreError> {
        let rows = search(query).build().fetch_all(&self.reader).await?;
        rows.iter().map(|row| Ok((column(row, "id")?, StoredRid::from_row(row)?))).collect()
    }

    async fn set_rid_path(
        &self,
        rid: &str,
        account: AccountId,
        path: &CgiPath,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        if execute(&mut write, TELL_PATH, params![rid, account, path]).await? == 0 {
            return Ok(());
        }
        let act = NewAuditLine::on(AuditAction::RidNoted, rid).after(json!({ "cgi_path": path }));
        write.commit_with(act, by, at).await
    }

    async fn set_rid_details(
        &self,
        rid: &str,
        account: AccountId,
        new: &NewRidDetails,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<DetailsOutcome, StoreError> {
        let mut write = self.begin().await?;
        let old: Option<StoredRid> = fetch_optional(&mut write, ONE, params![rid, account]).await?;
        let Some(old) = old else { return Ok(DetailsOutcome::NotFound) };
        let NewRidDetails { cgi_path, ticket, instead_of } = new;
        if old.version() != *instead_of {
            return Ok(DetailsOutcome::Changed);
        }
        execute(&mut write, SET_DETAILS, params![rid, account, cgi_path, ticket, at, by.actor]).await?;
        let act = NewAuditLine::on(AuditAction::RidNoted, rid)
            .before(details(old.cgi_path.as_ref(), old.ticket.as_deref()))
            .after(details(cgi_path.as_ref(), ticket.as_deref()));
        write.commit_with(act, by, at).await?;
        Ok(DetailsOutcome::Written)
    }

    async fn rid_notes(&self, rid: &str, account: AccountId) -> Result<Vec<RidNote>, StoreError> {
        self.fetch_all(NOTES, params![rid, account]).await
    }

    async fn add_rid_note(
        &self,
        rid: &str,
        account: AccountId,
        text: &str,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<NoteOutcome, StoreError> {
        let mut write = self.begin().await?;
        let count: Option<i64> = fetch_optional(&mut write, COUNT_NOTES, params![rid, account]).await?;
        match count {
            None => return Ok(NoteOutcome::NotFound),
            Some(count) if count >= MAX_NOTES => return Ok(NoteOutcome::TooMany),
            Some(_) => {}
        }
        execute(&mut write, ADD_NOTE, params![rid, account, at, by.actor, text]).await?;
        let act = NewAuditLine::on(AuditAction::RidNoted, rid).after(json!({ "note": text }));
        write.commit_with(act, by, at).await?;
        Ok(NoteOutcome::Added)
    }

    async fn remove_rid_note(
        &self,
        rid: &str,
        account: AccountId,
        note: i64,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let old: Option<RidNote> = fetch_optional(&mut write, NOTE, params![rid, account, note]).await?;
        let Some(old) = old else { return Ok(false) };
        execute(&mut write, REMOVE_NOTE, params![note]).await?;
        let act = NewAuditLine::on(AuditAction::RidNoteRemoved, rid).before(json!({ "note": old.text, "by": old.by }));
        write.commit_with(act, by, at).await?;
        Ok(true)
    }

    async fn due_limits(&self, limit: i64) -> Result<Vec<DueLimit>, StoreError> {
        self.fetch_all(LIMITS_DUE, params![limit]).await
    }

    async fn conclude_limits(&self, concluded: &[(DueLimit, Option<LimitVerdict>)]) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        for (due, verdict) in concluded {
            limits::conclude(&mut write, due, *verdict).await?;
        }
        write.commit().await
    }
}
