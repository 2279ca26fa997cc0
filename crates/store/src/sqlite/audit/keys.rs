//! The keys that lines of the audit trail are sealed with: the present one, and those of master keys before it.
//!
//! A line never changes, so where the master key is replaced, the key of the lines so far is kept, sealed with the new master
//! key. Later lines are sealed with a key of the new one; since each also seals the line before it, whoever has only an old key
//! cannot change old lines unnoticed.

use sqlx::SqliteConnection;
use zeroize::Zeroizing;

use super::row::head;
use crate::seal::Place;
use crate::sqlite::query::{execute, fetch_optional, params};
use crate::sqlite::secrets::{opened_bytes, sealed_bytes};
use crate::{MasterKey, StoreError};

/// The purpose that the key of a master key is derived for.
pub(super) const PURPOSE: &str = "audit";

const LAST: &str = "SELECT id, mac FROM audit ORDER BY id DESC LIMIT 1";
/// Keeps the MAC over the last line, by the present key.
pub(super) const SET_HEAD: &str = "INSERT INTO meta (key, value) VALUES ('audit_head', $1)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value";
const FORMER: &str = "SELECT value FROM meta WHERE key = 'audit_keys'";
const SET_FORMER: &str = "INSERT INTO meta (key, value) VALUES ('audit_keys', $1)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value";
const PLACE: Place = Place { table: "meta", column: "audit_keys", row: 0 };

/// The bytes of a former key in the database: its last line, and the key.
const ENTRY: usize = 8 + 32;

type Key = Zeroizing<[u8; 32]>;

/// The keys of all lines.
pub(super) struct Keys {
    /// Former keys with the last line that each sealed, the oldest first.
    former: Vec<(i64, Key)>,
    pub(super) present: Key,
}

impl Keys {
    pub(super) async fn of(read: &mut SqliteConnection, master: &MasterKey) -> Result<Self, StoreError> {
        Ok(Self { former: former(read, master).await?, present: master.derive(PURPOSE) })
    }

    /// The key that a line was sealed with.
    pub(super) fn of_line(&self, line: i64) -> &[u8; 32] {
        let former = self.former.iter().find(|(last, _)| line <= *last).map(|(_, key)| key);
        former.unwrap_or(&self.present)
    }
}

/// The id and the MAC of the last line.
pub(super) async fn last(read: &mut SqliteConnection) -> Result<Option<(i64, Vec<u8>)>, StoreError> {
    fetch_optional(read, LAST, params![]).await
}

async fn former(read: &mut SqliteConnection, master: &MasterKey) -> Result<Vec<(i64, Key)>, StoreError> {
    let sealed: Option<Vec<u8>> = fetch_optional(read, FORMER, params![]).await?;
    let Some(sealed) = sealed else { return Ok(Vec::new()) };
    let kept = opened_bytes(master, PLACE, &sealed)?;
    let entry = |entry: &[u8]| {
        let (line, key) = entry.split_at_checked(8)?;
        let mut bytes = Key::default();
        bytes.copy_from_slice(key);
        Some((i64::from_be_bytes(line.try_into().ok()?), bytes))
    };
    Ok(kept.chunks_exact(ENTRY).filter_map(entry).collect())
}

/// Hands the trail over to another master key, within the transaction that seals everything else with it.
///
/// # Errors
/// [`StoreError::Unsealable`] where `before` is not the key of the database.
pub(in crate::sqlite) async fn hand_over(
    write: &mut SqliteConnection,
    before: &MasterKey,
    after: &MasterKey,
) -> Result<(), StoreError> {
    let Some((line, mac)) = last(write).await? else { return Ok(()) };
    let mut keys = former(write, before).await?;
    keys.push((line, before.derive(PURPOSE)));
    let mut kept = Zeroizing::new(Vec::with_capacity(keys.len() * ENTRY));
    for (line, key) in &keys {
        kept.extend(line.to_be_bytes());
        kept.extend(key.as_slice());
    }
    execute(write, SET_FORMER, params![sealed_bytes(after, PLACE, &kept)?]).await?;
    execute(write, SET_HEAD, params![head(&after.derive(PURPOSE), line, &mac)]).await.map(drop)
}
