//! Readings in SQLite: days packed into one row each, the newest ones in a row beside.

mod add;
mod days;

use std::collections::HashMap;

use async_trait::async_trait;
use data_encoding::HEXUPPER;
use domain::{AccountId, CgiPath, InterfaceId, Reading};
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use self::days::{DAY_MS, damaged, day_of, json_list};
use super::SqliteStore;
use crate::latest::Latest;
use crate::pack::unpack;
use crate::{InterfaceNow, NewSample, SamplerHour, Samples, StoreError};

/// A query of interfaces with their newest readings, as one row of JSON, that ends as told. One row of its own for each
/// interface would be handed from SQLite's thread to ours one by one, which takes longer than everything else.
macro_rules! select_now {
    ($end:literal) => {
        concat!(
            "SELECT json_group_array(json_array(interfaces.id, interfaces.account_id, interfaces.cgi_path,
                        hex(latest.newest), latest.detail, latest.slot) ORDER BY interfaces.id)
             FROM interfaces
             LEFT JOIN latest ON latest.interface_id = interfaces.id ",
            $end
        )
    };
}

const NOW: &str = select_now!(
    "JOIN accounts ON accounts.id = interfaces.account_id
     WHERE interfaces.removed_at IS NULL AND accounts.status <> 'retired'"
);
const NOW_OF_ACCOUNT: &str = select_now!(
    "JOIN accounts ON accounts.id = interfaces.account_id
     WHERE interfaces.account_id = $1 AND interfaces.removed_at IS NULL AND accounts.status <> 'retired'"
);
const NOW_OF_ONE: &str = select_now!("WHERE interfaces.id = $1");
/// One row of JSON too.
const RECENT: &str = "SELECT json_group_array(json_array(interface_id, hex(recent))) FROM latest
     WHERE interface_id IN (SELECT value FROM json_each($1))";
const DAYS: &str =
    "SELECT day, readings FROM sample_days WHERE interface_id = $1 AND day BETWEEN $2 AND $3 ORDER BY day";
const TAKEN: &str = "SELECT COALESCE((SELECT taken FROM readings_taken WHERE account_id = $1 AND day_start = $2), 0)";
const TAKE: &str = "INSERT INTO readings_taken (account_id, day_start, taken) VALUES ($1, $2, $3)
     ON CONFLICT (account_id, day_start) DO UPDATE SET taken = readings_taken.taken + excluded.taken";
const RETURN: &str = "UPDATE readings_taken SET taken = MAX(taken - $3, 0) WHERE account_id = $1 AND day_start = $2";
const ADD_HOUR: &str = "INSERT INTO sampler_hours (hour_ms, good, failed, starved, busy_ms, last_at_ms)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (hour_ms) DO UPDATE SET
         good = sampler_hours.good + excluded.good,
         failed = sampler_hours.failed + excluded.failed,
         starved = sampler_hours.starved + excluded.starved,
         busy_ms = sampler_hours.busy_ms + excluded.busy_ms,
         last_at_ms = CASE WHEN excluded.last_at_ms > sampler_hours.last_at_ms
                           THEN excluded.last_at_ms ELSE sampler_hours.last_at_ms END";
const HOURS: &str = "SELECT hour_ms, good, failed, starved, busy_ms, last_at_ms FROM sampler_hours
     ORDER BY hour_ms DESC LIMIT $1";

/// `id, account_id, cgi_path, newest, detail, slot`; `newest` is packed and in hex, empty where nothing was read.
type NowRow = (i64, i64, String, String, Option<String>, Option<i64>);

fn now((id, account_id, cgi_path, newest, detail, slot): NowRow) -> Result<InterfaceNow, StoreError> {
    let mut now = InterfaceNow {
        id: InterfaceId(id),
        account_id: AccountId(account_id),
        cgi_path: CgiPath::from_stored(cgi_path),
        newest: None,
        detail: None,
        good: None,
        rate_limit: None,
        component_rate_limit: None,
        slot: None,
    };
    if !newest.is_empty() {
        let latest = Latest::unpacked(&bytes(id, &newest)?, detail, slot).map_err(|error| damaged(id, error))?;
        now.newest = Some((latest.newest.at, latest.newest.outcome));
        now.detail = latest.detail;
        now.good = latest.good;
        now.rate_limit = latest.newest.rate_limit;
        now.component_rate_limit = latest.newest.component_rate_limit;
        now.slot = latest.slot;
    }
    Ok(now)
}

/// What `hex()` made of a blob of this interface.
fn bytes(interface: i64, hex: &str) -> Result<Vec<u8>, StoreError> {
    let damaged = |error| StoreError::Inconsistent(format!("interface {interface}: {error}"));
    HEXUPPER.decode(hex.as_bytes()).map_err(damaged)
}

/// The rows in one row of JSON.
fn rows<T: DeserializeOwned>(json: &str) -> Result<Vec<T>, StoreError> {
    serde_json::from_str(json).map_err(|error| StoreError::Inconsistent(error.to_string()))
}

#[async_trait]
impl Samples for SqliteStore {
    async fn add_samples(&self, samples: &[NewSample]) -> Result<(), StoreError> {
        if samples.is_empty() {
            return Ok(());
        }
        let mut write = self.begin().await?;
        add::add(&mut write, samples).await?;
        Ok(write.commit().await?)
    }

    async fn interfaces_now(&self, account: Option<AccountId>) -> Result<Vec<InterfaceNow>, StoreError> {
        let query = match account {
            Some(account) => sqlx::query_scalar(NOW_OF_ACCOUNT).bind(account.0),
            None => sqlx::query_scalar(NOW),
        };
        let json: String = query.fetch_one(&self.reader).await?;
        rows(&json)?.into_iter().map(now).collect()
    }

    async fn interface_now(&self, id: InterfaceId) -> Result<Option<InterfaceNow>, StoreError> {
        let json: String = sqlx::query_scalar(NOW_OF_ONE).bind(id.0).fetch_one(&self.reader).await?;
        rows(&json)?.into_iter().next().map(now).transpose()
    }

    async fn recent(&self, ids: &[InterfaceId]) -> Result<Vec<(InterfaceId, Vec<Reading>)>, StoreError> {
        let list = json_list(ids.iter().map(|id| id.0));
        let json: String = sqlx::query_scalar(RECENT).bind(list).fetch_one(&self.reader).await?;
        let blobs: HashMap<i64, String> = rows(&json)?.into_iter().collect();
        let readings = |id: &InterfaceId| match blobs.get(&id.0) {
            Some(blob) => Ok((*id, unpack(0, &bytes(id.0, blob)?).map_err(|error| damaged(id.0, error))?)),
            None => Ok((*id, Vec::new())),
        };
        ids.iter().map(readings).collect()
    }

    async fn readings(&self, id: InterfaceId, from: Timestamp, to: Timestamp) -> Result<Vec<Reading>, StoreError> {
        let query = sqlx::query_as(DAYS).bind(id.0).bind(day_of(from)).bind(day_of(to));
        let days: Vec<(i64, Vec<u8>)> = query.fetch_all(&self.reader).await?;
        let mut readings = Vec::with_capacity(days.len() * 24);
        for (day, blob) in days {
            readings.extend(unpack(day * DAY_MS, &blob).map_err(|error| damaged(id.0, error))?);
        }
        readings.retain(|reading| from <= reading.at && reading.at < to);
        Ok(readings)
    }

    async fn take_readings(
        &self,
        account: AccountId,
        day_start: Timestamp,
        wanted: i64,
        limit: i64,
    ) -> Result<i64, StoreError> {
        let mut write = self.begin().await?;
        let query = sqlx::query_scalar(TAKEN).bind(account.0).bind(day_start.as_millisecond());
        let taken: i64 = query.fetch_one(&mut *write).await?;
        let granted = wanted.min(limit.saturating_sub(taken)).max(0);
        if granted > 0 {
            let query = sqlx::query(TAKE).bind(account.0).bind(day_start.as_millisecond()).bind(granted);
            query.execute(&mut *write).await?;
        }
        write.commit().await?;
        Ok(granted)
    }

    async fn return_readings(&self, account: AccountId, day_start: Timestamp, count: i64) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        let query = sqlx::query(RETURN).bind(account.0).bind(day_start.as_millisecond()).bind(count.max(0));
        query.execute(&mut *write).await?;
        Ok(write.commit().await?)
    }

    async fn readings_taken(&self, account: AccountId, day_start: Timestamp) -> Result<i64, StoreError> {
        let query = sqlx::query_scalar(TAKEN).bind(account.0).bind(day_start.as_millisecond());
        Ok(query.fetch_one(&self.reader).await?)
    }

    async fn add_sampler_hour(&self, hour: SamplerHour) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query(ADD_HOUR)
            .bind(hour.hour_ms)
            .bind(hour.good)
            .bind(hour.failed)
            .bind(hour.starved)
            .bind(hour.busy_ms)
            .bind(hour.last_at_ms)
            .execute(&mut *write)
            .await?;
        Ok(write.commit().await?)
    }

    async fn sampler_hours(&self, limit: i64) -> Result<Vec<SamplerHour>, StoreError> {
        type Row = (i64, i64, i64, i64, i64, i64);
        let rows: Vec<Row> = sqlx::query_as(HOURS).bind(limit.max(0)).fetch_all(&self.reader).await?;
        let hour = |(hour_ms, good, failed, starved, busy_ms, last_at_ms)| SamplerHour {
            hour_ms,
            good,
            failed,
            starved,
            busy_ms,
            last_at_ms,
        };
        Ok(rows.into_iter().map(hour).collect())
    }
}
