//! Settings in SQLite.

use async_trait::async_trait;
use domain::audit::AuditAction;
use domain::{AccountId, CgiPath, InterfaceId, LinesOf, SettingKey, Thresholds};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::notices::add as add_notice;
use super::{SqliteStore, accounts};
use crate::notices::NewNotice;
use crate::settings::{
    ClearLimits, LinesChangeError, SeenLines, SettingUpdate, Settings, SettingsChangeError, Stored, StoredSettings,
};
use crate::sqlite::query::{FromRow, column, execute, fetch_all, fetch_optional, params};
use crate::{AuditActor, NewAuditLine, StoreError};

const VALUES: &str = "SELECT key, value, set_by, set_at FROM settings ORDER BY key";
const VALUE: &str = "SELECT value FROM settings WHERE key = $1";
const SET: &str = "INSERT INTO settings (key, value, set_by, set_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (key) DO UPDATE SET value = $2, set_by = $3, set_at = $4";
const RESET: &str = "DELETE FROM settings WHERE key = $1";
const CLEAR_LIMITS: &str = "SELECT at, account_limit, interface_limit FROM clear_limits ORDER BY at, id";
const ADD_CLEAR_LIMITS: &str = "INSERT INTO clear_limits (at, account_limit, interface_limit) VALUES ($1, $2, $3)";
const LINES: &str = "SELECT account_id, interface_id, warning, critical, set_by, set_at FROM usage_lines ORDER BY id";
const OWN_LINES: &str = "SELECT warning, critical FROM usage_lines WHERE account_id IS $1 AND interface_id IS $2";
const REMOVE_LINES: &str = "DELETE FROM usage_lines WHERE account_id IS $1 AND interface_id IS $2";
const ADD_LINES: &str = "INSERT INTO usage_lines (account_id, interface_id, warning, critical, set_by, set_at)
     VALUES ($1, $2, $3, $4, $5, $6)";
const INTERFACE: &str = "SELECT account_id, cgi_path FROM interfaces WHERE id = $1";
const ACCOUNT: &str = "SELECT id FROM accounts WHERE id = $1";

/// The columns `account_id` and `interface_id` of lines.
fn columns(of: LinesOf) -> (Option<AccountId>, Option<InterfaceId>) {
    match of {
        LinesOf::Account(id) => (Some(id), None),
        LinesOf::Interface(id) => (None, Some(id)),
    }
}

impl FromRow for (LinesOf, Stored<Thresholds>) {
    fn from_row(row: &SqliteRow) -> Result<Self, StoreError> {
        let (account, interface): (Option<AccountId>, Option<InterfaceId>) =
            (column(row, "account_id")?, column(row, "interface_id")?);
        let of = account.map(LinesOf::Account).or(interface.map(LinesOf::Interface));
        let of = of.ok_or_else(|| StoreError::Inconsistent("lines of nothing".to_owned()))?;
        let value = Thresholds { warning_percent: column(row, "warning")?, critical_percent: column(row, "critical")? };
        Ok((of, Stored { value, by: column(row, "set_by")?, at: column(row, "set_at")? }))
    }
}

/// The account that lines belong to or whose interface has them, and the interface's path; `None` where there is no such thing.
async fn target(db: &mut SqliteConnection, of: LinesOf) -> Result<Option<(AccountId, Option<CgiPath>)>, StoreError> {
    match of {
        LinesOf::Account(id) => {
            let found: Option<AccountId> = fetch_optional(db, ACCOUNT, params![id]).await?;
            Ok(found.map(|id| (id, None)))
        }
        LinesOf::Interface(id) => {
            let found: Option<(AccountId, CgiPath)> = fetch_optional(db, INTERFACE, params![id]).await?;
            Ok(found.map(|(account, path)| (account, Some(path))))
        }
    }
}

/// How many clears a period has had since when, the oldest first.
async fn clear_limits(db: &mut SqliteConnection) -> Result<Vec<ClearLimits>, StoreError> {
    let rows: Vec<(Timestamp, i64, i64)> = fetch_all(db, CLEAR_LIMITS, params![]).await?;
    Ok(rows.into_iter().map(|(at, account, interface)| ClearLimits { at, account, interface }).collect())
}

/// Lines as a line of the audit trail shows them.
fn told(path: Option<&CgiPath>, lines: Option<Thresholds>) -> Value {
    json!({
        "path": path,
        "warning_percent": lines.map(|lines| lines.warning_percent),
        "critical_percent": lines.map(|lines| lines.critical_percent),
    })
}

#[async_trait]
impl Settings for SqliteStore {
    async fn stored_settings(&self) -> Result<StoredSettings, StoreError> {
        // One transaction, so that values and lines are of one moment.
        let mut read = self.reader.begin().await?;
        let values: Vec<(String, String, String, Timestamp)> = fetch_all(&mut read, VALUES, params![]).await?;
        let known = |(key, value, by, at): (String, String, String, Timestamp)| {
            Some((key.parse::<SettingKey>().ok()?, Stored { value, by, at }))
        };
        let lines = fetch_all(&mut read, LINES, params![]).await?;
        let clear_limits = clear_limits(&mut read).await?;
        Ok(StoredSettings { values: values.into_iter().filter_map(known).collect(), lines, clear_limits })
    }

    async fn change_settings(
        &self,
        updates: &[SettingUpdate],
        notice: Option<&NewNotice>,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<bool, SettingsChangeError> {
        let mut write = self.begin().await?;
        let (mut before, mut after) = (Map::new(), Map::new());
        let (mut resets_only, mut overtaken) = (true, Vec::new());
        for SettingUpdate { key, to, default, seen } in updates {
            let word = key.word();
            let stored: Option<String> = fetch_optional(&mut write, VALUE, params![word]).await?;
            if stored == *to {
                continue;
            }
            let now = stored.as_ref().unwrap_or(default);
            if seen.as_ref().is_some_and(|seen| seen != now) {
                overtaken.push((*key, now.clone()));
            }
            match to {
                Some(value) => execute(&mut write, SET, params![word, value, by.actor, at]).await?,
                None => execute(&mut write, RESET, params![word]).await?,
            };
            resets_only &= to.is_none();
            before.insert(word.to_owned(), Value::from(stored.unwrap_or_else(|| default.clone())));
            after.insert(word.to_owned(), Value::from(to.clone().unwrap_or_else(|| default.clone())));
        }
        if !overtaken.is_empty() {
            return Err(SettingsChangeError::Overtaken(overtaken));
        }
        if after.is_empty() {
            return Ok(false);
        }
        let what = if resets_only { AuditAction::SettingsReset } else { AuditAction::SettingsChanged };
        let (before, after) = (Some(before.into()), Some(after.into()));
        write.record(NewAuditLine { what, subject: None, before, after, reason: None }, by, at).await?;
        if let Some(notice) = notice {
            add_notice(&mut write, notice, at).await?;
        }
        write.commit().await?;
        Ok(true)
    }

    async fn record_clear_limits(&self, limits: ClearLimits) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        let newest = clear_limits(&mut write).await?.pop();
        if newest.is_some_and(|newest| (newest.account, newest.interface) == (limits.account, limits.interface)) {
            return Ok(());
        }
        execute(&mut write, ADD_CLEAR_LIMITS, params![limits.at, limits.account, limits.interface]).await?;
        write.commit().await
    }

    async fn set_lines(
        &self,
        of: LinesOf,
        lines: Option<Thresholds>,
        seen: SeenLines,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<bool, LinesChangeError> {
        let mut write = self.begin().await?;
        let Some((account_id, path)) = target(&mut write, of).await? else { return Ok(false) };
        let (account, interface) = columns(of);
        let stored: Option<(i64, i64)> = fetch_optional(&mut write, OWN_LINES, params![account, interface]).await?;
        let before = stored.map(|(warning_percent, critical_percent)| Thresholds { warning_percent, critical_percent });
        if before == lines {
            return Ok(false);
        }
        if matches!(seen, SeenLines::Own(own) if own != before) {
            return Err(LinesChangeError::Overtaken(before));
        }
        execute(&mut write, REMOVE_LINES, params![account, interface]).await?;
        if let Some(Thresholds { warning_percent, critical_percent }) = lines {
            let params = params![account, interface, warning_percent, critical_percent, by.actor, at];
            execute(&mut write, ADD_LINES, params).await?;
        }
        let what = if lines.is_some() { AuditAction::LinesSet } else { AuditAction::LinesReset };
        let subject = accounts::subject_of(&mut write, account_id).await?;
        // The path names what the lines belong to, so it stands on one side only.
        let act = NewAuditLine::on(what, subject).before(told(None, before)).after(told(path.as_ref(), lines));
        write.commit_with(act, by, at).await?;
        Ok(true)
    }
}
