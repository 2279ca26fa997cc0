//! Accounts, the sealed AppSecret of each, and what is known of their tokens.

use async_trait::async_trait;
use domain::{AccountId, AccountStatus, AppId, CgiPath, Kind};
use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::StoreError;

/// Readings of quota an account may have a quota day, unless set otherwise.
pub const DEFAULT_DAILY_READINGS: i64 = 3_000;
/// How many of those are kept for verifying clears.
pub const RESERVED_READINGS: i64 = 200;

/// An account as it is kept, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id, never reused.
    pub id: AccountId,
    /// What people call it; unique.
    pub name: String,
    /// WeChat's id of it; unique.
    pub appid: AppId,
    /// What sort of account it is.
    pub kind: Kind,
    /// Whether it is read.
    pub status: AccountStatus,
    /// Readings it may have a quota day, [`RESERVED_READINGS`] of them kept for verifying clears.
    pub daily_readings: i64,
    /// Account-wide clears that were used, in the month it was added, before the desk began; `None` until someone says.
    pub cleared_before: Option<i64>,
    /// When it was first added.
    pub added_at: Timestamp,
    /// When its secret was last set; `None` once retired.
    pub secret_set_at: Option<Timestamp>,
    /// Until when WeChat refuses readings of it (44993), where that is so.
    pub starved_until: Option<Timestamp>,
    /// What is known of its token.
    pub token: TokenRecord,
}

/// What is known of an account's token; never the token itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRecord {
    /// `none`, `valid`, `expired`, `refused`, `frozen` or `ip-refused`, as of `changed_at`.
    pub state: String,
    /// When the token that was last fetched ends.
    pub expires_at: Option<Timestamp>,
    /// The errcode of the last failed fetch; `None` after a good one or where WeChat gave none.
    pub last_errcode: Option<i32>,
    /// What went wrong last, redacted; `None` after a good fetch.
    pub last_error: Option<String>,
    /// When this was written; `None` where no token was ever fetched.
    pub changed_at: Option<Timestamp>,
}

/// An account to add.
#[derive(Debug)]
pub struct NewAccount {
    /// A checked name (see `domain::account::account_name`).
    pub name: String,
    /// Its appid.
    pub appid: AppId,
    /// Its kind.
    pub kind: Kind,
    /// Its AppSecret; sealed before it is written.
    pub secret: SecretString,
    /// See [`Account::cleared_before`].
    pub cleared_before: Option<i64>,
    /// Which interfaces to watch from the start.
    pub watch: Vec<CgiPath>,
}

/// What may be edited of an account; `None` leaves it as it is.
#[derive(Debug, Default, Clone)]
pub struct AccountChange {
    /// A checked name.
    pub name: Option<String>,
    /// Another kind.
    pub kind: Option<Kind>,
    /// Another allowance.
    pub daily_readings: Option<i64>,
    /// Clears used before the desk began.
    pub cleared_before: Option<i64>,
}

/// Why an account was not added or renamed.
#[derive(Debug, thiserror::Error)]
pub enum AddAccountError {
    /// An account that is not retired has this appid.
    #[error("the appid is already watched, as {name:?}")]
    AppIdTaken {
        /// The account that has it.
        id: AccountId,
        /// That account's name.
        name: String,
    },
    /// Another account, perhaps a retired one, has this name.
    #[error("the name is taken")]
    NameTaken {
        /// The account that has it.
        id: AccountId,
    },
    /// There is no such account.
    #[error("there is no such account")]
    NoSuchAccount,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Accounts.
#[async_trait]
pub trait Accounts {
    /// Adds an account with its first interfaces. The appid of a retired account makes that one active again, with the
    /// new name, kind and secret; its history goes on.
    ///
    /// # Errors
    /// [`AddAccountError`]; nothing is written then.
    async fn add_account(&self, new: NewAccount, at: Timestamp) -> Result<AccountId, AddAccountError>;

    /// Every account, retired ones too, by name.
    async fn accounts(&self) -> Result<Vec<Account>, StoreError>;

    /// One account.
    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError>;

    /// The account that `word` is the id, appid or name of; in this order, since names are never numbers or appids.
    async fn find_account(&self, word: &str) -> Result<Option<Account>, StoreError>;

    /// Changes what [`AccountChange`] names.
    ///
    /// # Errors
    /// [`AddAccountError::NameTaken`], [`AddAccountError::NoSuchAccount`] or the database's failure.
    async fn change_account(&self, id: AccountId, change: AccountChange) -> Result<(), AddAccountError>;

    /// Pauses or resumes an account that is not retired. False where there is no such account.
    async fn pause_account(&self, id: AccountId, paused: bool) -> Result<bool, StoreError>;

    /// Retires an account: its sealed secret is overwritten and gone. False where there is no such account.
    async fn retire_account(&self, id: AccountId) -> Result<bool, StoreError>;

    /// Seals and keeps another AppSecret. False where the account does not exist or is retired.
    async fn replace_secret(&self, id: AccountId, secret: &SecretString, at: Timestamp) -> Result<bool, StoreError>;

    /// The AppSecret, opened; `None` where the account does not exist or is retired.
    ///
    /// # Errors
    /// [`StoreError::Unsealable`] where the master key does not open it.
    async fn secret(&self, id: AccountId) -> Result<Option<SecretString>, StoreError>;

    /// Every AppSecret that is kept, so that redaction can mask them by value.
    async fn all_secrets(&self) -> Result<Vec<SecretString>, StoreError>;

    /// Writes down what is known of an account's token.
    async fn set_token(&self, id: AccountId, token: &TokenRecord) -> Result<(), StoreError>;

    /// WeChat refuses readings of this account until then (44993), or no longer.
    async fn set_starved_until(&self, id: AccountId, until: Option<Timestamp>) -> Result<(), StoreError>;

    /// Writes down that a token was refreshed by force.
    async fn add_forced_refresh(&self, id: AccountId, at: Timestamp) -> Result<(), StoreError>;

    /// When tokens of this account were refreshed by force since `since`, oldest first.
    async fn forced_refreshes(&self, id: AccountId, since: Timestamp) -> Result<Vec<Timestamp>, StoreError>;
}
