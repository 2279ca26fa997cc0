//! Whether the master key is the one that the secrets in this database are sealed with.

use std::path::Path;

use rand::rngs::SysRng;
use sqlx::SqliteConnection;

use super::failure::not_opened;
use crate::seal::Place;
use crate::{KeyError, MasterKey, OpenError, StoreError};

const KEY_CHECK: &str = "SELECT value FROM meta WHERE key = 'key_check'";
const SET_KEY_CHECK: &str = "INSERT INTO meta (key, value) VALUES ('key_check', $1)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value";
const ANY_SEALED: &str = "SELECT EXISTS (SELECT 1 FROM accounts WHERE sealed_secret IS NOT NULL)
     OR EXISTS (SELECT 1 FROM audit)";

/// Where the sealed text lies whose opening proves the key.
const PLACE: Place = Place { table: "meta", column: "key_check", row: 0 };
const TEXT: &[u8] = b"wxquota";

/// Gives the key that fits the database; makes one where nothing is sealed yet, neither a secret nor a line of the audit
/// trail, and never where something is.
pub(super) async fn agree(write: &mut SqliteConnection, file: &Path, key_file: &Path) -> Result<MasterKey, OpenError> {
    let failed = |error: sqlx::Error| not_opened(file, &error);
    let anything_sealed: bool = sqlx::query_scalar(ANY_SEALED).fetch_one(&mut *write).await.map_err(failed)?;
    let check: Option<Vec<u8>> = sqlx::query_scalar(KEY_CHECK).fetch_optional(&mut *write).await.map_err(failed)?;
    let key = MasterKey::load_or_create(key_file, !anything_sealed)?;
    let opens = |key: &MasterKey| {
        check.as_ref().is_some_and(|check| key.open(PLACE, check).is_ok_and(|text| text.as_slice() == TEXT))
    };
    if opens(&key) {
        return Ok(key);
    }
    if anything_sealed {
        // A replacement of the key that was broken off after its transaction: the new key still has to take its place.
        if let Some(key) = MasterKey::pending(key_file)?.filter(opens) {
            MasterKey::put_in_place(key_file)?;
            return Ok(key);
        }
        return Err(KeyError::Wrong { file: key_file.to_owned() }.into());
    }
    let other = |reason: String| OpenError::Other { file: file.to_owned(), reason };
    set(write, &key).await.map_err(|error| other(error.to_string()))?;
    Ok(key)
}

/// Makes a key the one that fits the database.
pub(super) async fn set(write: &mut SqliteConnection, key: &MasterKey) -> Result<(), StoreError> {
    let check = key.seal(PLACE, TEXT, &mut SysRng)?;
    sqlx::query(SET_KEY_CHECK).bind(check).execute(write).await?;
    Ok(())
}

/// Whether a key is the one that a database is sealed with; nothing is changed. Any key fits where nothing is sealed.
pub(super) async fn fits(read: &mut SqliteConnection, key: &MasterKey) -> Result<bool, StoreError> {
    let check: Option<Vec<u8>> = sqlx::query_scalar(KEY_CHECK).fetch_optional(&mut *read).await?;
    Ok(check.is_none_or(|check| key.open(PLACE, &check).is_ok_and(|text| text.as_slice() == TEXT)))
}
