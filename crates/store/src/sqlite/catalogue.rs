//! The catalogue in the database, renewed from the file that the program carries.

use async_trait::async_trait;
use domain::{CgiPath, Kind};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

use super::{SqliteStore, word};
use crate::{Catalogue, CatalogueEntry, ClearLifts, StoreError};

const CSV: &str = include_str!("../../../../migrations/interfaces.csv");

const ENTRIES: &str = "SELECT cgi_path, category, name_zh, name_en, kinds, usual_for, default_daily_limit, clear_lifts
     FROM catalogue ORDER BY position";
const HASH: &str = "SELECT value FROM meta WHERE key = 'catalogue_sha256'";
const SET_HASH: &str = "INSERT INTO meta (key, value) VALUES ('catalogue_sha256', $1)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value";
const CLEAR: &str = "DELETE FROM catalogue";
const ADD: &str = "INSERT INTO catalogue
         (position, cgi_path, category, name_zh, name_en, kinds, usual_for, default_daily_limit, clear_lifts)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

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
}

impl Line {
    /// The number; `none` and `unknown` are both no number.
    fn limit(&self) -> Option<i64> {
        self.default_daily_limit.parse().ok()
    }

    /// `unreadable` paths have no count that anyone could see lifted.
    fn clear_lifts(&self) -> &str {
        if self.clear_lifts == "unreadable" { "unknown" } else { &self.clear_lifts }
    }
}

/// Brings the table to what the file says, where that changed.
pub(super) async fn renew(write: &mut SqliteConnection) -> Result<(), StoreError> {
    let hash = Sha256::digest(CSV).to_vec();
    let known: Option<Vec<u8>> = sqlx::query_scalar(HASH).fetch_optional(&mut *write).await?;
    if known.as_ref() == Some(&hash) {
        return Ok(());
    }
    sqlx::query(CLEAR).execute(&mut *write).await?;
    for (position, line) in (1_i64..).zip(csv::Reader::from_reader(CSV.as_bytes()).deserialize()) {
        let line: Line = line.map_err(|error| StoreError::Inconsistent(format!("interfaces.csv: {error}")))?;
        sqlx::query(ADD)
            .bind(position)
            .bind(&line.cgi_path)
            .bind(&line.category)
            .bind(&line.name_zh)
            .bind(&line.name_en)
            .bind(&line.kinds)
            .bind(&line.usual_for)
            .bind(line.limit())
            .bind(line.clear_lifts())
            .execute(&mut *write)
            .await?;
    }
    sqlx::query(SET_HASH).bind(hash).execute(write).await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    cgi_path: String,
    category: String,
    name_zh: String,
    name_en: String,
    kinds: String,
    usual_for: String,
    default_daily_limit: Option<i64>,
    clear_lifts: String,
}

impl TryFrom<Row> for CatalogueEntry {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let kinds = |words: &str| -> Result<Vec<Kind>, StoreError> {
            words.split(';').filter(|kind| !kind.is_empty()).map(word).collect()
        };
        Ok(Self {
            cgi_path: CgiPath::from_stored(row.cgi_path),
            category: row.category,
            name_zh: row.name_zh,
            name_en: row.name_en,
            kinds: kinds(&row.kinds)?,
            usual_for: kinds(&row.usual_for)?,
            default_daily_limit: row.default_daily_limit,
            clear_lifts: match row.clear_lifts.as_str() {
                "expected" => ClearLifts::Expected,
                "unlikely" => ClearLifts::Unlikely,
                _ => ClearLifts::Unknown,
            },
        })
    }
}

#[async_trait]
impl Catalogue for SqliteStore {
    async fn catalogue(&self) -> Result<Vec<CatalogueEntry>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(ENTRIES).fetch_all(&self.reader).await?;
        rows.into_iter().map(CatalogueEntry::try_from).collect()
    }
}
