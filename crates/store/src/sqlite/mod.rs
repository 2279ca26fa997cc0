//! The store on SQLite.

use std::path::Path;

use async_trait::async_trait;
use domain::{AccountId, CgiPath, InterfaceId, Reading};
use jiff::Timestamp;
use secrecy::SecretString;

use crate::*;

/// What opening may make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// Makes the folder, the database and the key where they are missing.
    CreateIfMissing,
    /// The database must be there.
    MustExist,
}

/// The store on SQLite.
#[derive(Debug)]
pub struct SqliteStore {}

impl SqliteStore {
    /// Opens the database at `url` (`sqlite://` and a path) with the key in `key_file`.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(url: &str, key_file: &Path, mode: OpenMode) -> Result<Self, OpenError> {
        let _ = (url, key_file, mode);
        Ok(Self {})
    }

    /// Opens or makes a database and key in `dir`; for tests.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open_in(dir: &Path) -> Result<Self, OpenError> {
        Self::open(
            &format!("sqlite://{}", dir.join("wxquota.db").display()),
            &dir.join("master.key"),
            OpenMode::CreateIfMissing,
        )
        .await
    }
}

fn later<T>() -> Result<T, StoreError> {
    Err(StoreError::Database("under construction".into()))
}

#[async_trait]
impl Accounts for SqliteStore {
    async fn add_account(&self, new: NewAccount, at: Timestamp) -> Result<AccountId, AddAccountError> {
        let _ = (new, at);
        Err(later::<()>().map_or_else(AddAccountError::from, |()| AddAccountError::NoSuchAccount))
    }
    async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let _ = ();
        later()
    }
    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        let _ = (id,);
        later()
    }
    async fn find_account(&self, word: &str) -> Result<Option<Account>, StoreError> {
        let _ = (word,);
        later()
    }
    async fn change_account(&self, id: AccountId, change: AccountChange) -> Result<(), AddAccountError> {
        let _ = (id, change);
        Err(later::<()>().map_or_else(AddAccountError::from, |()| AddAccountError::NoSuchAccount))
    }
    async fn pause_account(&self, id: AccountId, paused: bool) -> Result<bool, StoreError> {
        let _ = (id, paused);
        later()
    }
    async fn retire_account(&self, id: AccountId) -> Result<bool, StoreError> {
        let _ = (id,);
        later()
    }
    async fn replace_secret(&self, id: AccountId, secret: &SecretString, at: Timestamp) -> Result<bool, StoreError> {
        let _ = (id, secret, at);
        later()
    }
    async fn secret(&self, id: AccountId) -> Result<Option<SecretString>, StoreError> {
        let _ = (id,);
        later()
    }
    async fn all_secrets(&self) -> Result<Vec<SecretString>, StoreError> {
        let _ = ();
        later()
    }
    async fn set_token(&self, id: AccountId, token: &TokenRecord) -> Result<(), StoreError> {
        let _ = (id, token);
        later()
    }
    async fn set_starved_until(&self, id: AccountId, until: Option<Timestamp>) -> Result<(), StoreError> {
        let _ = (id, until);
        later()
    }
    async fn add_forced_refresh(&self, id: AccountId, at: Timestamp) -> Result<(), StoreError> {
        let _ = (id, at);
        later()
    }
    async fn forced_refreshes(&self, id: AccountId, since: Timestamp) -> Result<Vec<Timestamp>, StoreError> {
        let _ = (id, since);
        later()
    }
}

#[async_trait]
impl Interfaces for SqliteStore {
    async fn watch(&self, account: AccountId, paths: &[CgiPath], at: Timestamp) -> Result<Vec<Watched>, StoreError> {
        let _ = (account, paths, at);
        later()
    }
    async fn unwatch(&self, id: InterfaceId, at: Timestamp) -> Result<bool, StoreError> {
        let _ = (id, at);
        later()
    }
    async fn interface(&self, id: InterfaceId) -> Result<Option<Interface>, StoreError> {
        let _ = (id,);
        later()
    }
    async fn interfaces_of(&self, account: AccountId) -> Result<Vec<Interface>, StoreError> {
        let _ = (account,);
        later()
    }
}

#[async_trait]
impl Samples for SqliteStore {
    async fn add_samples(&self, samples: &[NewSample]) -> Result<(), StoreError> {
        let _ = (samples,);
        later()
    }
    async fn interfaces_now(&self, account: Option<AccountId>) -> Result<Vec<InterfaceNow>, StoreError> {
        let _ = (account,);
        later()
    }
    async fn interface_now(&self, id: InterfaceId) -> Result<Option<InterfaceNow>, StoreError> {
        let _ = (id,);
        later()
    }
    async fn recent(&self, ids: &[InterfaceId]) -> Result<Vec<(InterfaceId, Vec<Reading>)>, StoreError> {
        let _ = (ids,);
        later()
    }
    async fn readings(&self, id: InterfaceId, from: Timestamp, to: Timestamp) -> Result<Vec<Reading>, StoreError> {
        let _ = (id, from, to);
        later()
    }
    async fn take_readings(
        &self,
        account: AccountId,
        day_start: Timestamp,
        wanted: i64,
        limit: i64,
    ) -> Result<i64, StoreError> {
        let _ = (account, day_start, wanted, limit);
        later()
    }
    async fn readings_taken(&self, account: AccountId, day_start: Timestamp) -> Result<i64, StoreError> {
        let _ = (account, day_start);
        later()
    }
    async fn add_sampler_hour(&self, hour: SamplerHour) -> Result<(), StoreError> {
        let _ = (hour,);
        later()
    }
    async fn sampler_hours(&self, limit: i64) -> Result<Vec<SamplerHour>, StoreError> {
        let _ = (limit,);
        later()
    }
}

#[async_trait]
impl Catalogue for SqliteStore {
    async fn catalogue(&self) -> Result<Vec<CatalogueEntry>, StoreError> {
        let _ = ();
        later()
    }
}

#[async_trait]
impl ApiTokens for SqliteStore {
    async fn add_token(&self, new: NewApiToken, at: Timestamp) -> Result<Option<i64>, StoreError> {
        let _ = (new, at);
        later()
    }
    async fn tokens(&self) -> Result<Vec<ApiToken>, StoreError> {
        let _ = ();
        later()
    }
    async fn token_by_hash(&self, hash: &[u8; 32]) -> Result<Option<ApiToken>, StoreError> {
        let _ = hash;
        later()
    }
    async fn token_used(&self, id: i64, at: Timestamp) -> Result<(), StoreError> {
        let _ = (id, at);
        later()
    }
    async fn revoke_token(&self, name: &str, at: Timestamp) -> Result<bool, StoreError> {
        let _ = (name, at);
        later()
    }
}

#[async_trait]
impl Sessions for SqliteStore {
    async fn put_flash(
        &self,
        id_hash: &[u8; 32],
        flash: &str,
        at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let _ = (id_hash, flash, at, expires_at);
        later()
    }
    async fn take_flash(&self, id_hash: &[u8; 32], at: Timestamp) -> Result<Option<String>, StoreError> {
        let _ = (id_hash, at);
        later()
    }
}

#[async_trait]
impl Tasks for SqliteStore {
    async fn set_task_run(&self, run: &TaskRun) -> Result<(), StoreError> {
        let _ = (run,);
        later()
    }
    async fn task_runs(&self) -> Result<Vec<TaskRun>, StoreError> {
        let _ = ();
        later()
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn ping(&self) -> Result<(), StoreError> {
        later()
    }
    async fn backup(&self, file: &Path) -> Result<(), StoreError> {
        let _ = file;
        later()
    }
    async fn close(&self) {}
}
