//! Adding readings: everything they touch is read at once, changed here, and written row by row.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

use super::days::{DAY_MS, damaged, day_of, json_list};
use crate::latest::{Latest, insert, recent_with};
use crate::pack::{pack, unpack};
use crate::sqlite::clipped;
use crate::sqlite::query::{execute, fetch_all, params};
use crate::sqlite::reconsider::after_readings;
use crate::{NewSample, StoreError};

const LATEST: &str = "SELECT interface_id, newest, recent, detail, slot FROM latest
     WHERE interface_id IN (SELECT value FROM json_each($1))";
const SET_LATEST: &str = "INSERT INTO latest (interface_id, newest, recent, detail, slot) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (interface_id) DO UPDATE SET
         newest = excluded.newest, recent = excluded.recent, detail = excluded.detail, slot = excluded.slot";
/// `$1` is a list of interfaces and their days: `[[interface, day], …]`. A cross join keeps SQLite from walking all days.
const DAYS: &str = "SELECT sample_days.interface_id, sample_days.day, sample_days.readings
     FROM json_each($1) AS wanted
     CROSS JOIN sample_days ON sample_days.interface_id = json_extract(wanted.value, '$[0]')
                           AND sample_days.day = json_extract(wanted.value, '$[1]')";
const SET_DAY: &str = "INSERT INTO sample_days (interface_id, day, readings) VALUES ($1, $2, $3)
     ON CONFLICT (interface_id, day) DO UPDATE SET readings = excluded.readings";

/// Samples by the rows they go to.
type Grouped<'a, K> = BTreeMap<K, Vec<&'a NewSample>>;

fn grouped<K: Ord>(samples: &[NewSample], key: impl Fn(&NewSample) -> K) -> Grouped<'_, K> {
    let mut groups = BTreeMap::new();
    for sample in samples {
        groups.entry(key(sample)).or_insert_with(Vec::new).push(sample);
    }
    groups
}

pub(super) async fn add(write: &mut SqliteConnection, samples: &[NewSample]) -> Result<(), StoreError> {
    add_to_days(write, &grouped(samples, |sample| (sample.interface.0, day_of(sample.reading.at)))).await?;
    add_to_latest(write, &grouped(samples, |sample| sample.interface.0)).await?;
    after_readings(write, samples).await
}

async fn add_to_days(write: &mut SqliteConnection, groups: &Grouped<'_, (i64, i64)>) -> Result<(), StoreError> {
    let wanted: Vec<_> = groups.keys().map(|(interface, day)| format!("[{interface},{day}]")).collect();
    let wanted = format!("[{}]", wanted.join(","));
    let rows: Vec<(i64, i64, Vec<u8>)> = fetch_all(write, DAYS, params![wanted]).await?;
    let mut known: BTreeMap<_, _> = rows.into_iter().map(|(interface, day, blob)| ((interface, day), blob)).collect();
    for (&(interface, day), samples) in groups {
        let base = day * DAY_MS;
        let mut readings = match known.remove(&(interface, day)) {
            Some(blob) => unpack(base, &blob).map_err(|error| damaged(interface, error))?,
            None => Vec::new(),
        };
        let before = readings.len();
        for sample in samples {
            insert(&mut readings, sample.reading);
        }
        if readings.len() > before {
            execute(write, SET_DAY, params![interface, day, pack(base, &readings)]).await?;
        }
    }
    Ok(())
}

async fn add_to_latest(write: &mut SqliteConnection, groups: &Grouped<'_, i64>) -> Result<(), StoreError> {
    type Row = (i64, Vec<u8>, Vec<u8>, Option<String>, Option<i64>);
    let list = json_list(groups.keys().copied());
    let rows: Vec<Row> = fetch_all(write, LATEST, params![list]).await?;
    let mut known: BTreeMap<_, _> = rows.into_iter().map(|row| (row.0, row)).collect();
    for (&interface, samples) in groups {
        let (latest, recent) = match known.remove(&interface) {
            Some((_, newest, recent, detail, slot)) => (Latest::unpacked(&newest, detail, slot).map(Some), recent),
            None => (Ok(None), Vec::new()),
        };
        let latest = latest.map_err(|error| damaged(interface, error))?;
        let latest = samples.iter().fold(latest, |latest, sample| {
            Some(latest.map_or_else(|| Latest::first(sample), |latest| latest.and(sample)))
        });
        let Some(latest) = latest else { continue };
        let recent = recent_with(&recent, samples, latest.newest.at).map_err(|error| damaged(interface, error))?;
        let detail = latest.detail.as_deref().map(clipped);
        execute(write, SET_LATEST, params![interface, latest.packed(), recent, detail, latest.slot]).await?;
    }
    Ok(())
}
