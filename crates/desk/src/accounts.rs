//! Use cases about accounts: adding, editing, checking, pausing and retiring them.

use std::str::FromStr;

use domain::account::{AppIdError, NameError, UnknownWord, account_name};
use domain::audit::What;
use domain::{AccountId, AccountStatus, Actor, AppId, CgiPath, Kind, May, Outcome, PathError, Repair};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use store::accounts::RESERVED_READINGS;
pub use store::{Account, Change};
use store::{AccountChange, Act, NewAccount, StoreError};
use wechat::Credentials;

use crate::Desk;
use crate::explain::Problem;
use crate::sampling::plan;

/// The form that adds an account, as it was typed.
#[derive(Debug)]
pub struct TypedAccount {
    /// Its name.
    pub name: String,
    /// Its appid.
    pub appid: String,
    /// Its kind's word; empty for `other`.
    pub kind: String,
    /// Its AppSecret.
    pub secret: SecretString,
    /// Paths to watch; none for those that are usual for the kind.
    pub watch: Vec<String>,
    /// Account-wide clears already used this month, where known.
    pub cleared_before: Option<i64>,
}

/// The form that changes an account, as it was typed; a field that is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct TypedChange {
    /// Another name.
    pub name: Option<String>,
    /// Another kind's word.
    pub kind: Option<String>,
    /// Another allowance of readings a day.
    pub daily_readings: Option<i64>,
    /// Account-wide clears used before the desk began; `None` in it where nobody knows.
    pub cleared_before: Change<Option<i64>>,
}

/// The errors of an account form, field by field, all of them at once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "one a field of the form")]
pub struct AccountFaults {
    /// The name.
    pub name: Option<NameFault>,
    /// The appid.
    pub appid: Option<AppIdFault>,
    /// The kind is no kind.
    pub kind: bool,
    /// The secret.
    pub secret: Option<SecretFault>,
    /// The first path that cannot be watched, and why.
    pub path: Option<(String, PathError)>,
    /// More than [`MAX_PATHS`] paths at once.
    pub too_many_paths: bool,
    /// The number of clears is not between 0 and 1,000.
    pub cleared_before: bool,
    /// The allowance of readings is not between 300 and 100,000.
    pub daily_readings: bool,
}

/// An error of a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameFault {
    /// Nothing typed.
    Empty,
    /// More than 60 characters.
    TooLong,
    /// Not one line of visible characters.
    Invisible,
    /// A number or an appid.
    LooksLikeId,
    /// Another account has it.
    Taken,
}

impl From<NameError> for NameFault {
    fn from(error: NameError) -> Self {
        match error {
            NameError::Empty => Self::Empty,
            NameError::TooLong => Self::TooLong,
            NameError::Invisible => Self::Invisible,
            NameError::LooksLikeId => Self::LooksLikeId,
        }
    }
}

/// An error of an appid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AppIdFault {
    /// Not `wx` and 16 hex digits.
    Malformed,
    /// An account that is not retired has it.
    Taken {
        /// That account.
        id: AccountId,
        /// Its name.
        name: String,
    },
}

/// An error of an AppSecret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecretFault {
    /// Nothing typed.
    Empty,
    /// Longer than 256 characters, or with blanks or control characters inside.
    Malformed,
}

impl AccountFaults {
    fn any(&self) -> bool {
        *self != Self::default()
    }
}

impl std::fmt::Display for AccountFaults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = self.name.as_ref().map(|fault| match fault {
            NameFault::Empty => NameError::Empty.to_string(),
            NameFault::TooLong => NameError::TooLong.to_string(),
            NameFault::Invisible => NameError::Invisible.to_string(),
            NameFault::LooksLikeId => NameError::LooksLikeId.to_string(),
            NameFault::Taken => "another account has this name; choose another".to_owned(),
        });
        let appid = self.appid.as_ref().map(|fault| match fault {
            AppIdFault::Malformed => AppIdError.to_string(),
            AppIdFault::Taken { id, name } => {
                format!("this appid is already watched, as {name:?} (account {id}); to change its secret, use `account secret`")
            }
        });
        let kinds = || Kind::ALL.map(Kind::word).join(" ");
        let kind = self.kind.then(|| format!("the kind must be one of: {}", kinds()));
        let secret = self.secret.map(|fault| match fault {
            SecretFault::Empty => "the AppSecret is empty".to_owned(),
            SecretFault::Malformed => "the AppSecret must be one word of at most 256 characters".to_owned(),
        });
        let path = self.path.as_ref().map(|(typed, error)| format!("{typed:?} cannot be watched: {error}"));
        let cleared = self.cleared_before.then(|| "the number of clears used must be between 0 and 1000".to_owned());
        let readings = self.daily_readings.then(|| "the readings a day must be between 300 and 100000".to_owned());
        let too_many = self.too_many_paths.then(|| format!("at most {MAX_PATHS} paths can be added at once"));
        let all: Vec<_> =
            [too_many, name, appid, kind, secret, path, cleared, readings].into_iter().flatten().collect();
        f.write_str(&all.join("; "))
    }
}

use_case_error! {
    /// An error of a use case about accounts; nothing was changed then.
    #[derive(Debug, thiserror::Error)]
    pub enum AccountError: transparent Forbidden {
        /// There is no such account, or it is retired.
        #[error("there is no such account")]
        NoSuchAccount,
        /// What was typed cannot be taken.
        #[error("{0}")]
        Faults(Box<AccountFaults>),
    }
}

impl From<AccountFaults> for AccountError {
    fn from(faults: AccountFaults) -> Self {
        Self::Faults(Box::new(faults))
    }
}

/// An account that was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The account.
    pub id: AccountId,
    /// The paths it watches, each with how it was repaired.
    pub watching: Vec<(CgiPath, Vec<Repair>)>,
}

/// The result of checking an account with WeChat: one token, and one reading where there is an interface to read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckReport {
    /// Why no token could be had; `None` where one was.
    pub token: Option<Problem>,
    /// Which interface was read and what came, where a token was had and an interface was there to read.
    pub reading: Option<(CgiPath, Result<Outcome, Problem>)>,
    /// Nothing was read, because the account's readings of the day are used up.
    pub allowance_spent: bool,
}

impl CheckReport {
    /// Whether a token was had and the reading, if any was made, did not fail for the account's fault.
    pub fn works(&self) -> bool {
        self.token.is_none() && !matches!(&self.reading, Some((_, Err(problem))) if !problem.failure.is_unsupported())
    }
}

/// The maximum number of paths in one form.
pub const MAX_PATHS: usize = 500;

impl Desk {
    /// The account that `word` is the id, appid or name of, for an actor who may see usage.
    ///
    /// # Errors
    /// [`AccountError::NoSuchAccount`], [`AccountError::Forbidden`] or the database's failure.
    pub async fn find_account(&self, actor: &Actor, word: &str) -> Result<Account, AccountError> {
        actor.require(May::SeeUsage, None)?;
        self.store.find_account(word.trim()).await?.ok_or(AccountError::NoSuchAccount)
    }

    /// Every account, retired ones too, by name.
    ///
    /// # Errors
    /// [`AccountError::Forbidden`] or the database's failure.
    pub async fn accounts(&self, actor: &Actor) -> Result<Vec<Account>, AccountError> {
        actor.require(May::SeeUsage, None)?;
        Ok(self.store.accounts().await?)
    }

    /// Asks WeChat whether the typed credentials work, before anything is kept: one token, one reading.
    ///
    /// # Errors
    /// [`AccountError::Faults`] where what was typed cannot even be tried.
    pub async fn try_account(&self, actor: &Actor, typed: &TypedAccount) -> Result<CheckReport, AccountError> {
        actor.require(May::Administer, None)?;
        let new = self.understood(typed).await?;
        self.note(actor, Act::on(What::AccountChecked, format!("{} ({})", new.name, new.appid))).await?;
        let credentials = Credentials { appid: new.appid.clone(), secret: new.secret.clone() };
        let path = new.watch.first().cloned();
        let report = self.ask(&credentials, path).await;
        self.wechat.keeper().forget(&new.appid).await;
        Ok(report)
    }

    /// Adds an account; with no path typed it watches those that the catalogue calls usual for its kind.
    ///
    /// # Errors
    /// [`AccountError::Faults`] with every fault at once; nothing is kept then.
    pub async fn add_account(&self, actor: &Actor, typed: TypedAccount) -> Result<Added, AccountError> {
        actor.require(May::Administer, None)?;
        let new = self.understood(&typed).await?;
        let watching = self.paths_of(&typed)?;
        let (appid, secret) = (new.appid.clone(), new.secret.clone());
        let id = self.store.add_account(new, &actor.into(), self.clock.now()).await.map_err(refused)?;
        self.wechat.held().hold_secret(&appid, &secret);
        self.wechat.keeper().forget(&appid).await;
        self.sampler.wake();
        Ok(Added { id, watching })
    }

    /// Fetches a token and reads one quota of an account, and says what is wrong.
    ///
    /// # Errors
    /// [`AccountError::NoSuchAccount`] for a retired one too.
    pub async fn check_account(&self, actor: &Actor, id: AccountId) -> Result<CheckReport, AccountError> {
        actor.require(May::Administer, Some(id))?;
        let account = self.store.account(id).await?.ok_or(AccountError::NoSuchAccount)?;
        let secret = self.store.secret(id).await?.ok_or(AccountError::NoSuchAccount)?;
        self.note(actor, Act::on(What::AccountChecked, format!("{} ({})", account.name, account.appid))).await?;
        let credentials = Credentials { appid: account.appid.clone(), secret };
        let report = self.ask(&credentials, None).await;
        let interfaces = self.store.interfaces_now(Some(id)).await?;
        let Some(first) = interfaces.into_iter().next().filter(|_| report.token.is_none()) else { return Ok(report) };
        let day = self.settings.quota_zone.day_start(self.clock.now());
        if self.store.take_readings(id, day, 1, plan::sampler_allowance(&account)).await? == 0 {
            return Ok(CheckReport { allowance_spent: true, ..report });
        }
        Ok(CheckReport { reading: Some(self.read_one_quota(&credentials, first.cgi_path).await), ..report })
    }

    /// The account with this id, unless it is retired.
    pub(crate) async fn live_account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        Ok(self.store.account(id).await?.filter(|account| account.status != AccountStatus::Retired))
    }

    /// The account with this id, where it is active: neither paused nor retired.
    pub(crate) async fn active_account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        Ok(self.store.account(id).await?.filter(|account| account.status == AccountStatus::Active))
    }

    /// The account that `word` is the id, appid or name of, unless it is retired.
    pub(crate) async fn live_account_called(&self, word: &str) -> Result<Option<Account>, StoreError> {
        let account = self.store.find_account(word.trim()).await?;
        Ok(account.filter(|account| account.status != AccountStatus::Retired))
    }

    /// Asks for a token, and for the quota of `path` where there is one.
    async fn ask(&self, credentials: &Credentials, path: Option<CgiPath>) -> CheckReport {
        let token = self.wechat.check(credentials).await.err().map(|error| Problem::of(&error));
        let reading = match path.filter(|_| token.is_none()) {
            Some(path) => Some(self.read_one_quota(credentials, path).await),
            None => None,
        };
        CheckReport { token, reading, allowance_spent: false }
    }

    async fn read_one_quota(&self, credentials: &Credentials, path: CgiPath) -> (CgiPath, Result<Outcome, Problem>) {
        let answer = self.wechat.quota_get(credentials, &path).await;
        (path, answer.map(|reply| reply.outcome).map_err(|error| Problem::of(&error)))
    }

    /// Changes the name, kind, allowance of readings or clears used before.
    ///
    /// # Errors
    /// [`AccountError::Faults`] with every fault at once; nothing is changed then.
    pub async fn edit_account(&self, actor: &Actor, id: AccountId, typed: TypedChange) -> Result<(), AccountError> {
        actor.require(May::Administer, Some(id))?;
        let mut faults = AccountFaults::default();
        let TypedChange { name, kind, daily_readings, cleared_before } = typed;
        let name = name.map(|name| account_name(&name).map_err(|error| faults.name = Some(error.into())));
        let kind = kind.map(|word| word.trim().parse().map_err(|UnknownWord { .. }| faults.kind = true));
        faults.daily_readings =
            daily_readings.is_some_and(|readings| !(RESERVED_READINGS + 100..=100_000).contains(&readings));
        faults.cleared_before = matches!(cleared_before, Change::To(Some(count)) if !(0..=1_000).contains(&count));
        let (Ok(name), Ok(kind), false) = (name.transpose(), kind.transpose(), faults.any()) else {
            return Err(faults.into());
        };
        let change = AccountChange { name, kind, daily_readings, cleared_before };
        self.store.change_account(id, change, &actor.into(), self.clock.now()).await.map_err(refused)?;
        self.sampler.allowance_changed(id);
        Ok(())
    }

    /// Replaces the AppSecret; the next reading uses it.
    ///
    /// # Errors
    /// [`AccountError::Faults`] where the secret cannot be one.
    pub async fn replace_secret(
        &self,
        actor: &Actor,
        id: AccountId,
        secret: &SecretString,
    ) -> Result<(), AccountError> {
        actor.require(May::Administer, Some(id))?;
        let secret =
            checked_secret(secret).map_err(|fault| AccountFaults { secret: Some(fault), ..Default::default() })?;
        let account = self.store.account(id).await?.ok_or(AccountError::NoSuchAccount)?;
        if !self.store.replace_secret(id, &secret, &actor.into(), self.clock.now()).await? {
            return Err(AccountError::NoSuchAccount);
        }
        self.wechat.held().hold_secret(&account.appid, &secret);
        self.wechat.keeper().forget(&account.appid).await;
        self.sampler.retry(id);
        Ok(())
    }

    /// Pauses or resumes the readings of an account.
    ///
    /// # Errors
    /// [`AccountError::NoSuchAccount`] for a retired one too.
    pub async fn pause_account(&self, actor: &Actor, id: AccountId, paused: bool) -> Result<(), AccountError> {
        actor.require(May::Administer, Some(id))?;
        if !self.store.pause_account(id, paused, &actor.into(), self.clock.now()).await? {
            return Err(AccountError::NoSuchAccount);
        }
        self.sampler.wake();
        Ok(())
    }

    /// Retires an account: its secret is destroyed, readings stop, its history stays.
    ///
    /// # Errors
    /// [`AccountError::NoSuchAccount`].
    pub async fn retire_account(&self, actor: &Actor, id: AccountId) -> Result<(), AccountError> {
        actor.require(May::Administer, Some(id))?;
        let account = self.store.account(id).await?.ok_or(AccountError::NoSuchAccount)?;
        if !self.store.retire_account(id, &actor.into(), self.clock.now()).await? {
            return Err(AccountError::NoSuchAccount);
        }
        self.wechat.keeper().forget(&account.appid).await;
        self.wechat.held().let_go(&account.appid);
        Ok(())
    }

    fn paths_of(&self, typed: &TypedAccount) -> Result<Vec<(CgiPath, Vec<Repair>)>, AccountFaults> {
        let typed_paths: Vec<_> = typed.watch.iter().filter(|path| !path.trim().is_empty()).collect();
        if typed_paths.len() > MAX_PATHS {
            return Err(AccountFaults { too_many_paths: true, ..Default::default() });
        }
        if typed_paths.is_empty() {
            let kind = Kind::from_str(typed.kind.trim()).unwrap_or(Kind::Other);
            return Ok(self.usual_for(kind).into_iter().map(|path| (path, vec![])).collect());
        }
        typed_paths
            .into_iter()
            .map(|path| self.understood_path(path))
            .collect::<Result<_, _>>()
            .map_err(|fault| AccountFaults { path: Some(fault), ..Default::default() })
    }

    async fn understood(&self, typed: &TypedAccount) -> Result<NewAccount, AccountError> {
        let mut faults = AccountFaults::default();
        let name = account_name(&typed.name).map_err(|error| faults.name = Some(error.into()));
        let appid = typed.appid.parse::<AppId>().map_err(|AppIdError| faults.appid = Some(AppIdFault::Malformed));
        let kind = match typed.kind.trim() {
            "" => Ok(Kind::Other),
            word => word.parse::<Kind>().map_err(|UnknownWord { .. }| faults.kind = true),
        };
        let secret = checked_secret(&typed.secret).map_err(|fault| faults.secret = Some(fault));
        let watch = self.paths_of(typed).map_err(|fault| {
            (faults.path, faults.too_many_paths) = (fault.path, fault.too_many_paths);
        });
        faults.cleared_before = typed.cleared_before.is_some_and(|count| !(0..=1_000).contains(&count));
        if let Ok(name) = &name
            && let Some(other) = self.store.find_account(name).await?
            && appid.as_ref().is_ok_and(|appid| *appid != other.appid)
        {
            faults.name = Some(NameFault::Taken);
        }
        if let Ok(appid) = &appid
            && let Some(taken) = self.store.find_account(appid.as_str()).await?
            && taken.status != AccountStatus::Retired
        {
            faults.appid = Some(AppIdFault::Taken { id: taken.id, name: taken.name });
        }
        match (name, appid, kind, secret, watch) {
            (Ok(name), Ok(appid), Ok(kind), Ok(secret), Ok(watch)) if !faults.any() => Ok(NewAccount {
                name,
                appid,
                kind,
                secret,
                cleared_before: typed.cleared_before,
                watch: watch.into_iter().map(|(path, _)| path).collect(),
            }),
            _ => Err(faults.into()),
        }
    }
}

fn refused(error: store::AddAccountError) -> AccountError {
    let faults = match error {
        store::AddAccountError::AppIdTaken { id, name } => {
            AccountFaults { appid: Some(AppIdFault::Taken { id, name }), ..Default::default() }
        }
        store::AddAccountError::NameTaken { .. } => {
            AccountFaults { name: Some(NameFault::Taken), ..Default::default() }
        }
        store::AddAccountError::NoSuchAccount => return AccountError::NoSuchAccount,
        store::AddAccountError::Store(error) => return error.into(),
    };
    faults.into()
}

/// The secret without the blanks and line end that come with pasting or with a file.
fn checked_secret(secret: &SecretString) -> Result<SecretString, SecretFault> {
    // Some editors put a byte order mark before a file's text.
    let text = secret.expose_secret().trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        Err(SecretFault::Empty)
    } else if text.len() > 256 || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        Err(SecretFault::Malformed)
    } else {
        Ok(text.to_owned().into())
    }
}
