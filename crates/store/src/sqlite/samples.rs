//! Readings in SQLite: days packed into one row each, the newest ones in a row beside.

mod add;
mod days;

use std::collections::HashMap;

use async_trait::async_trait;
use constcat::concat;
use data_encoding::HEXUPPER;
use domain::{AccountId, CgiPath, InterfaceId, LimitKind, Reading};
use jiff::Timestamp;

pub(super) use self::days::DAY_MS;
use self::days::{damaged, day_of, json_list};
use super::SqliteStore;
use crate::latest::Latest;
use crate::pack::unpack;
use crate::sqlite::query::{execute, fetch_one, from_json, from_row, params};
use crate::{InterfaceNow, NewSample, SamplerHour, Samples, StoreError};

/// The beginning of a query for interfaces with their newest readings, as one row of JSON; a condition follows. One row for
/// each interface would be handed from SQLite's thread to ours one by one, which takes longer than everything else.
const SELECT: &str = "SELECT json_group_array(json_array(interfaces.id, interfaces.account_id, interfaces.cgi_path,
                hex(latest.newest), latest.detail, latest.slot,
                interfaces.limit_kind_seen, interfaces.limit_kind_set) ORDER BY interfaces.id)
     FROM interfaces
     LEFT JOIN latest ON latest.interface_id = interfaces.id ";

const NOW: &str = concat!(
    SELECT,
    "JOIN accounts ON accounts.id = interfaces.account_id
     WHERE interfaces.removed_at IS NULL AND accounts.status <> 'retired'"
);
const NOW_OF_ACCOUNT: &str = concat!(
    SELECT,
    "JOIN accounts ON accounts.id = interfaces.account_id
     WHERE interfaces.account_id = $1 AND interfaces.removed_at IS NULL AND accounts.status <> 'retired'"
);
const NOW_OF_ONE: &str = concat!(SELECT, "WHERE interfaces.id = $1");
/// One row of JSON too.
const RECENT: &str = "SELECT json_group_array(json_array(interface_id, hex(recent))) FROM latest
     WHERE interface_id IN (SELECT value FROM json_each($1))";
const DAYS: &str =
    "SELECT day, readings FROM sample_days WHERE interface_id = $1 AND day BETWEEN $2 AND $3 ORDER BY day";
const NEWEST_DAYS: &str = "SELECT day, readings FROM sample_days WHERE interface_id = $1 AND day BETWEEN $2 AND $3
     ORDER BY day DESC LIMIT $4";
const TAKEN: &str = "SELECT COALESCE((SELECT taken FROM readings_taken WHERE account_id = $1 AND day_start = $2), 0)";
const TAKEN_FOR_INCIDENTS: &str =
    "SELECT COALESCE((SELECT for_incidents FROM readings_taken WHERE account_id = $1 AND day_start = $2), 0)";
/// `$4` of them are for incidents.
const TAKE: &str = "INSERT INTO readings_taken (account_id, day_start, taken, for_incidents) VALUES ($1, $2, $3, $4)
     ON CONFLICT (account_id, day_start) DO UPDATE SET taken = readings_taken.taken + excluded.taken,
         for_incidents = readings_taken.for_incidents + excluded.for_incidents";
const RETURN: &str = "UPDATE readings_taken SET taken = MAX(taken - $3, 0), for_incidents = MAX(for_incidents - $4, 0)
     WHERE account_id = $1 AND day_start = $2";
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

/// `id, account_id, cgi_path, newest, detail, slot, limit_kind_seen, limit_kind_set`; `newest` is packed and in hex, empty
/// where nothing was read.
type NowRow = (i64, i64, String, String, Option<String>, Option<i64>, Option<LimitKind>, Option<LimitKind>);

fn now(
    (id, account_id, cgi_path, newest, detail, slot, limit_kind_seen, limit_kind_set): NowRow,
) -> Result<InterfaceNow, StoreError> {
    let latest = match newest.as_str() {
        "" => None,
        hex => Some(Latest::unpacked(&bytes(id, hex)?, detail, slot).map_err(|error| damaged(id, error))?),
    };
    let newest = latest.as_ref().map(|latest| latest.newest);
    Ok(InterfaceNow {
        id: InterfaceId(id),
        account_id: AccountId(account_id),
        cgi_path: CgiPath::from_stored(cgi_path),
        newest: newest.map(|newest| (newest.at, newest.outcome)),
        good: latest.as_ref().and_then(|latest| latest.good),
        rate_limit: newest.and_then(|newest| newest.rate_limit),
        component_rate_limit: newest.and_then(|newest| newest.component_rate_limit),
        slot: latest.as_ref().and_then(|latest| latest.slot),
        detail: latest.and_then(|latest| latest.detail),
        limit_kind_seen,
        limit_kind_set,
    })
}

/// The bytes of an interface's blob, decoded from what SQLite's `hex()` made of it.
fn bytes(interface: i64, hex: &str) -> Result<Vec<u8>, StoreError> {
    let damaged = |error| StoreError::Inconsistent(format!("interface {interface}: {error}"));
    HEXUPPER.decode(hex.as_bytes()).map_err(damaged)
}

/// The readings of an interface in `[from, to)` out of its packed days, in the order of these.
fn unpacked(
    id: InterfaceId,
    days: Vec<(i64, Vec<u8>)>,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<Reading>, StoreError> {
    let mut readings = Vec::with_capacity(days.len() * 24);
    for (day, blob) in days {
        readings.extend(unpack(day * DAY_MS, &blob).map_err(|error| damaged(id.0, error))?);
    }
    readings.retain(|reading| from <= reading.at && reading.at < to);
    Ok(readings)
}

from_row! { SamplerHour { hour_ms, good, failed, starved, busy_ms, last_at_ms } }

#[async_trait]
impl Samples for SqliteStore {
    async fn add_samples(&self, samples: &[NewSample]) -> Result<(), StoreError> {
        if samples.is_empty() {
            return Ok(());
        }
        let mut write = self.begin().await?;
        add::add(&mut write, samples).await?;
        write.commit().await
    }

    async fn interfaces_now(&self, account: Option<AccountId>) -> Result<Vec<InterfaceNow>, StoreError> {
        let json: String = match account {
            Some(account) => self.fetch_one(NOW_OF_ACCOUNT, params![account]).await?,
            None => self.fetch_one(NOW, params![]).await?,
        };
        from_json::<Vec<_>>(&json)?.into_iter().map(now).collect()
    }

    async fn interface_now(&self, id: InterfaceId) -> Result<Option<InterfaceNow>, StoreError> {
        let json: String = self.fetch_one(NOW_OF_ONE, params![id]).await?;
        from_json::<Vec<_>>(&json)?.into_iter().next().map(now).transpose()
    }

    async fn recent(&self, ids: &[InterfaceId]) -> Result<Vec<(InterfaceId, Vec<Reading>)>, StoreError> {
        let list = json_list(ids.iter().map(|id| id.0));
        let json: String = self.fetch_one(RECENT, params![list]).await?;
        let blobs: HashMap<i64, String> = from_json::<Vec<_>>(&json)?.into_iter().collect();
        let readings = |id: &InterfaceId| match blobs.get(&id.0) {
            Some(blob) => Ok((*id, unpack(0, &bytes(id.0, blob)?).map_err(|error| damaged(id.0, error))?)),
            None => Ok((*id, Vec::new())),
        };
        ids.iter().map(readings).collect()
    }

    async fn readings(&self, id: InterfaceId, from: Timestamp, to: Timestamp) -> Result<Vec<Reading>, StoreError> {
        unpacked(id, self.fetch_all(DAYS, params![id, day_of(from), day_of(to)]).await?, from, to)
    }

    async fn newest_readings(
        &self,
        id: InterfaceId,
        from: Timestamp,
        to: Timestamp,
        days: i64,
    ) -> Result<Vec<Reading>, StoreError> {
        let params = params![id, day_of(from), day_of(to), days.max(2)];
        let mut days: Vec<(i64, Vec<u8>)> = self.fetch_all(NEWEST_DAYS, params).await?;
        days.reverse();
        let mut readings = unpacked(id, days, from, to)?;
        readings.reverse();
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
        let taken: i64 = fetch_one(&mut write, TAKEN, params![account, day_start]).await?;
        let granted = wanted.min(limit.saturating_sub(taken)).max(0);
        if granted > 0 {
            execute(&mut write, TAKE, params![account, day_start, granted, 0_i64]).await?;
        }
        write.commit().await?;
        Ok(granted)
    }

    async fn take_readings_for_incidents(
        &self,
        account: AccountId,
        day_start: Timestamp,
        wanted: i64,
        limit: i64,
        limit_of_incidents: i64,
    ) -> Result<i64, StoreError> {
        let mut write = self.begin().await?;
        let taken: i64 = fetch_one(&mut write, TAKEN, params![account, day_start]).await?;
        let for_incidents: i64 = fetch_one(&mut write, TAKEN_FOR_INCIDENTS, params![account, day_start]).await?;
        let left = limit.saturating_sub(taken).min(limit_of_incidents.saturating_sub(for_incidents));
        let granted = wanted.min(left).max(0);
        if granted > 0 {
            execute(&mut write, TAKE, params![account, day_start, granted, granted]).await?;
        }
        write.commit().await?;
        Ok(granted)
    }

    async fn return_readings(&self, account: AccountId, day_start: Timestamp, count: i64) -> Result<(), StoreError> {
        self.execute(RETURN, params![account, day_start, count.max(0), 0_i64]).await.map(drop)
    }

    async fn return_readings_for_incidents(
        &self,
        account: AccountId,
        day_start: Timestamp,
        count: i64,
    ) -> Result<(), StoreError> {
        let count = count.max(0);
        self.execute(RETURN, params![account, day_start, count, count]).await.map(drop)
    }

    async fn readings_taken(&self, account: AccountId, day_start: Timestamp) -> Result<i64, StoreError> {
        self.fetch_one(TAKEN, params![account, day_start]).await
    }

    async fn add_sampler_hour(&self, hour: SamplerHour) -> Result<(), StoreError> {
        let SamplerHour { hour_ms, good, failed, starved, busy_ms, last_at_ms } = hour;
        self.execute(ADD_HOUR, params![hour_ms, good, failed, starved, busy_ms, last_at_ms]).await.map(drop)
    }

    async fn sampler_hours(&self, limit: i64) -> Result<Vec<SamplerHour>, StoreError> {
        self.fetch_all(HOURS, params![limit.max(0)]).await
    }
}
