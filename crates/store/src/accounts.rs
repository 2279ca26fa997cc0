//! Accounts, the sealed AppSecret of each, and what is known of their tokens.

use std::net::IpAddr;

use async_trait::async_trait;
use domain::{AccountId, AccountStatus, AppId, CgiPath, Contact, Failure, ForcedRefreshOutcome, Group, GroupId, Kind};
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::{AuditActor, StoreError};

/// How many of those are kept for verifying clears.
pub const RESERVED_READINGS: i64 = 200;

/// An account as it is stored, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id, never reused.
    pub id: AccountId,
    /// The name; unique.
    pub name: String,
    /// The appid, WeChat's id of the account; unique.
    pub appid: AppId,
    /// The kind of account.
    pub kind: Kind,
    /// The status, which says whether the account is read.
    pub status: AccountStatus,
    /// Readings it may have a quota day, [`RESERVED_READINGS`] of them kept for verifying clears.
    pub daily_readings: i64,
    /// Account-wide clears that were used in the quota month of `began_at` before that; `None` until someone says.
    pub cleared_before: Option<i64>,
    /// When the desk began with it; when it began again, where it was retired in between.
    pub began_at: Timestamp,
    /// When it was first added.
    pub added_at: Timestamp,
    /// When its secret was last set; `None` once retired.
    pub secret_set_at: Option<Timestamp>,
    /// Until when WeChat refuses readings of it (44993), where that is so.
    pub starved_until: Option<Timestamp>,
    /// The state of its token.
    pub token: TokenRecord,
    /// Its owner and note.
    pub contact: Contact,
    /// The groups that it is in, by name.
    pub groups: Vec<Group>,
}

impl Account {
    /// Whether it is in a group.
    pub fn is_in(&self, group: GroupId) -> bool {
        self.groups.iter().any(|other| other.id == group)
    }
}

/// The state of an account's token; never the token itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRecord {
    /// `none`, `valid`, `expired`, `refused`, `frozen`, `ip-refused` or `limited`, as of `changed_at`.
    pub state: String,
    /// When the token that was last fetched ends.
    pub expires_at: Option<Timestamp>,
    /// When WeChat last gave a token.
    pub fetched_at: Option<Timestamp>,
    /// The last failure, of the fetch or of a call that refused the token; `None` while there is none.
    pub last_failure: Option<Failure>,
    /// The same in words, redacted.
    pub last_error: Option<String>,
    /// When this was written; `None` where no token was ever fetched.
    pub changed_at: Option<Timestamp>,
}

/// The process that writes down the state of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenWriter {
    /// The one that serves the database: the tokens in use are its own.
    Service,
    /// A command, beside which another process may have a token.
    Command,
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
    /// See [`Account::daily_readings`]; a retired account that is added again keeps its own.
    pub daily_readings: i64,
    /// See [`Account::cleared_before`].
    pub cleared_before: Option<i64>,
    /// Which interfaces to watch from the start.
    pub watch: Vec<CgiPath>,
    /// Checked names of groups to put it in (see `domain::groups::group_name`); those that are not there are added.
    pub groups: Vec<String>,
}

/// A change of a value that may be empty.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Change<T> {
    /// No change.
    #[default]
    Keep,
    /// The new value, which may be empty.
    To(T),
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
    /// Clears used before the desk began; `None` in it where nobody knows.
    pub cleared_before: Change<Option<i64>>,
    /// Another owner and note.
    pub contact: Option<Contact>,
    /// The values over which the others were typed; `None` where that does not matter.
    pub seen: Option<Box<SeenAccount>>,
}

/// The values of an account that a form showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenAccount {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// Its allowance.
    pub daily_readings: i64,
    /// Clears used before the desk began.
    pub cleared_before: Option<i64>,
    /// Its owner and note.
    pub contact: Contact,
}

/// A field of an account that may be edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountField {
    /// Its name.
    Name,
    /// Its kind.
    Kind,
    /// Its allowance.
    DailyReadings,
    /// Clears used before the desk began.
    ClearedBefore,
    /// Its owner.
    Owner,
    /// Its note.
    Note,
}

impl AccountChange {
    /// The change without the values that are still what was seen: those stay as they are `now`, whoever changed them since.
    ///
    /// # Errors
    /// The fields that somebody else changed to other values since they were seen, with their values now.
    pub(crate) fn beside(mut self, now: &Account) -> Result<Self, Vec<(AccountField, String)>> {
        let Some(seen) = self.seen.take() else { return Ok(self) };
        let mut fields = Vec::new();
        let mut field = |field, is_overtaken: bool| fields.extend(is_overtaken.then_some(field));
        if let Some(name) = &mut self.name {
            field(AccountField::Name, merge(name, &seen.name, &now.name));
        }
        if let Some(kind) = &mut self.kind {
            field(AccountField::Kind, merge(kind, &seen.kind, &now.kind));
        }
        if let Some(readings) = &mut self.daily_readings {
            field(AccountField::DailyReadings, merge(readings, &seen.daily_readings, &now.daily_readings));
        }
        if let Change::To(count) = &mut self.cleared_before {
            field(AccountField::ClearedBefore, merge(count, &seen.cleared_before, &now.cleared_before));
        }
        if let Some(Contact { owner, note }) = &mut self.contact {
            field(AccountField::Owner, merge(owner, &seen.contact.owner, &now.contact.owner));
            field(AccountField::Note, merge(note, &seen.contact.note, &now.contact.note));
        }
        if fields.is_empty() { Ok(self) } else { Err(fields.into_iter().map(|field| (field, field.of(now))).collect()) }
    }
}

impl AccountField {
    /// The value of the field, as a form has it.
    fn of(self, account: &Account) -> String {
        match self {
            Self::Name => account.name.clone(),
            Self::Kind => account.kind.word().to_owned(),
            Self::DailyReadings => account.daily_readings.to_string(),
            Self::ClearedBefore => account.cleared_before.map(|count| count.to_string()).unwrap_or_default(),
            Self::Owner => account.contact.owner.clone().unwrap_or_default(),
            Self::Note => account.contact.note.clone().unwrap_or_default(),
        }
    }
}

/// Makes a value the present one where it is still what was seen; whether somebody else changed it to another one otherwise.
fn merge<T: PartialEq + Clone>(to: &mut T, seen: &T, now: &T) -> bool {
    if to == seen {
        to.clone_from(now);
    }
    seen != now && to != now
}

/// WeChat's limits on refreshes of a token by force.
#[derive(Debug, Clone, Copy)]
pub struct ForcedRefreshLimits {
    /// When the quota day began.
    pub day_start: Timestamp,
    /// How many there may be in it.
    pub a_day: usize,
    /// The shortest time between two, also across days.
    pub apart: SignedDuration,
}

/// The outcome of claiming a forced refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForcedRefreshClaim {
    /// The refresh was recorded and may be made.
    Granted,
    /// The day's number of forced refreshes is used up.
    DailyLimit,
    /// The last forced refresh was too recent.
    TooSoon {
        /// When the next is allowed.
        until: Timestamp,
    },
    /// The last ones did not help.
    Paused {
        /// When the next is allowed.
        until: Timestamp,
    },
}

/// An address that WeChat named when it refused a call of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenAddress {
    /// The address.
    pub address: IpAddr,
    /// When it was named first.
    pub first_at: Timestamp,
    /// When it was named last.
    pub last_at: Timestamp,
}

/// The most addresses of an account that are kept.
pub const MOST_SEEN_ADDRESSES: i64 = 10;

/// Why an account was not added or renamed.
#[derive(Debug, thiserror::Error)]
pub enum AddAccountError {
    /// An account that is not retired has this appid.
    #[error("the AppID has already been added as {name:?}")]
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
    #[error("account not found")]
    NoSuchAccount,
    /// Somebody else changed these fields since the form was shown; their values now.
    #[error("somebody else changed the account in the meantime")]
    Overtaken(Vec<(AccountField, String)>),
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
    async fn add_account(&self, new: NewAccount, by: &AuditActor, at: Timestamp) -> Result<AccountId, AddAccountError>;

    /// Every account, retired ones too, by name.
    async fn accounts(&self) -> Result<Vec<Account>, StoreError>;

    /// One account.
    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError>;

    /// The account that `word` is the id, appid or name of; in this order, since names are never numbers or appids.
    async fn find_account(&self, word: &str) -> Result<Option<Account>, StoreError>;

    /// Changes what [`AccountChange`] names.
    ///
    /// # Errors
    /// [`AddAccountError::NameTaken`], [`AddAccountError::NoSuchAccount`], [`AddAccountError::Overtaken`] or the database's
    /// failure.
    async fn change_account(
        &self,
        id: AccountId,
        change: AccountChange,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<(), AddAccountError>;

    /// Pauses or resumes an account that is not retired. False where there is no such account.
    async fn pause_account(
        &self,
        id: AccountId,
        paused: bool,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Retires an account: its sealed secret is overwritten and gone. False where there is no such account.
    async fn retire_account(&self, id: AccountId, by: &AuditActor, at: Timestamp) -> Result<bool, StoreError>;

    /// Seals and keeps another AppSecret. False where the account does not exist or is retired.
    async fn replace_secret(
        &self,
        id: AccountId,
        secret: &SecretString,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// The AppSecret, opened; `None` where the account does not exist or is retired.
    ///
    /// # Errors
    /// [`StoreError::Unsealable`] where the master key does not open it.
    async fn secret(&self, id: AccountId) -> Result<Option<SecretString>, StoreError>;

    /// Every AppSecret that is kept and its account's appid, so that redaction can mask them by value. Those that the
    /// master key does not open are left out.
    async fn all_secrets(&self) -> Result<Vec<(AppId, SecretString)>, StoreError>;

    /// Writes down what is known of an account's token, unless it is retired. What is known already is not written
    /// again, and leaves `changed_at` as it is. A command without a token (`none`, `limited`) says nothing about a valid one
    /// that has not expired, which is kept.
    async fn set_token(&self, id: AccountId, token: &TokenRecord, by: TokenWriter) -> Result<(), StoreError>;

    /// WeChat refuses readings of this account until then (44993), or no longer.
    async fn set_starved_until(&self, id: AccountId, until: Option<Timestamp>) -> Result<(), StoreError>;

    /// Writes down, in one step with counting those there were, that a token is about to be refreshed by force at `at`;
    /// nothing is written where the limits forbid it. Processes that ask at the same time cannot overdraw the limits.
    async fn claim_forced_refresh(
        &self,
        id: AccountId,
        at: Timestamp,
        limits: ForcedRefreshLimits,
    ) -> Result<ForcedRefreshClaim, StoreError>;

    /// Writes down the outcome of a forced refresh; the end of the pause that follows from it, if any.
    async fn record_forced_refresh(
        &self,
        id: AccountId,
        outcome: ForcedRefreshOutcome,
        at: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError>;

    /// Writes down that WeChat named this address when it refused a call, as the account's, where it is one's, and as this
    /// machine's. The newest [`MOST_SEEN_ADDRESSES`] of each are kept.
    async fn record_seen_address(
        &self,
        id: Option<AccountId>,
        address: IpAddr,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// The addresses that WeChat named when it refused calls of the account since `since`, the newest first.
    async fn seen_addresses(&self, id: AccountId, since: Timestamp) -> Result<Vec<SeenAddress>, StoreError>;

    /// The address that WeChat named last when it refused a call, of whichever account; `None` where it named none since
    /// `since`.
    async fn outbound_address(&self, since: Timestamp) -> Result<Option<SeenAddress>, StoreError>;

    /// When tokens of this account were refreshed by force since `since`, oldest first.
    async fn forced_refreshes(&self, id: AccountId, since: Timestamp) -> Result<Vec<Timestamp>, StoreError>;
}
