//! The catalogue in the database, renewed from the file that the program carries.

use async_trait::async_trait;
use domain::{Kind, LimitKind};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::SqliteStore;
use crate::sqlite::query::{column, execute, fetch_optional, from_row, params, word};
use crate::{Catalogue, CatalogueEntry, ClearLifts, StoreError};

const CSV: &str = include_str!("../../../../migrations/interfaces.csv");

const ENTRIES: &str = "SELECT cgi_path, category, name_zh, name_en, kinds, usual_for, default_daily_limit, clear_lifts,
         limit_kind
     FROM catalogue ORDER BY position";
const HASH: &str = "SELECT value FROM meta WHERE key = 'catalogue_sha256'";
const SET_HASH: &str = "INSERT INTO meta (key, value) VALUES ('catalogue_sha256', $1)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value";
const CLEAR: &str = "DELETE FROM catalogue";
const ADD: &str = "INSERT INTO catalogue
         (position, cgi_path, category, name_zh, name_en, kinds, usual_for, default_daily_limit, clear_lifts,
          limit_kind)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// A line of `interfaces.csv`; its other columns are for people who keep the file.
#[derive(Debug, Deserialize)]
struct Line {
    cgi_path: String,
    category: String,
    name_zh: String,
    name_en: String,
    kinds: String,
    usual_for: String,
    default_daily_limit: String,
    clear_lifts: String,
    /// `daily`, `total`, or empty.
    limit_kind: String,
}

impl Line {
    /// The number; `none` and `unknown` are both no number.
    fn limit(&self) -> Option<i64> {
        self.default_daily_limit.parse().ok()
    }

    /// The kind of the count; a published daily limit makes it daily.
    fn limit_kind(&self) -> Result<Option<LimitKind>, StoreError> {
        match self.limit_kind.as_str() {
            "" => Ok(self.limit().map(|_| LimitKind::Daily)),
            kind => Ok(Some(word(kind)?)),
        }
    }

    /// `unreadable` paths have no count that anyone could see lifted.
    fn clear_lifts(&self) -> &str {
        if self.clear_lifts == "unreadable" { "unknown" } else { &self.clear_lifts }
    }
}

/// Brings the table to what the file says, where that changed.
pub(super) async fn renew(write: &mut SqliteConnection) -> Result<(), StoreError> {
    let hash = Sha256::digest(CSV).to_vec();
    let known: Option<Vec<u8>> = fetch_optional(write, HASH, params![]).await?;
    if known.as_ref() == Some(&hash) {
        return Ok(());
    }
    execute(write, CLEAR, params![]).await?;
    for (position, line) in (1_i64..).zip(csv::Reader::from_reader(CSV.as_bytes()).deserialize()) {
        let line: Line = line.map_err(|error| StoreError::Inconsistent(format!("interfaces.csv: {error}")))?;
        let params = params! {
            position, line.cgi_path, line.category, line.name_zh, line.name_en, line.kinds, line.usual_for,
            line.limit(), line.clear_lifts(), line.limit_kind()?
        };
        execute(write, ADD, params).await?;
    }
    execute(write, SET_HASH, params![hash]).await?;
    Ok(())
}

from_row! { CatalogueEntry {
    cgi_path, category, name_zh, name_en, kinds = |row| kinds(row, "kinds"),
    usual_for = |row| kinds(row, "usual_for"), default_daily_limit, clear_lifts = clear_lifts,
    limit_kind,
} }

/// The kinds of accounts in a column, which are separated by semicolons.
fn kinds(row: &SqliteRow, name: &str) -> Result<Vec<Kind>, StoreError> {
    let words: String = column(row, name)?;
    words.split(';').filter(|kind| !kind.is_empty()).map(word).collect()
}

fn clear_lifts(row: &SqliteRow) -> Result<ClearLifts, StoreError> {
    let word: String = column(row, "clear_lifts")?;
    Ok(match word.as_str() {
        "expected" => ClearLifts::Expected,
        "unlikely" => ClearLifts::Unlikely,
        _ => ClearLifts::Unknown,
    })
}

#[async_trait]
impl Catalogue for SqliteStore {
    async fn catalogue(&self) -> Result<Vec<CatalogueEntry>, StoreError> {
        self.fetch_all(ENTRIES, params![]).await
    }
}
