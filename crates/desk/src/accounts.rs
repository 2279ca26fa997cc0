//! Use cases about accounts: adding, editing, checking, pausing and retiring them.

mod addresses;
mod bulk;
mod faults;
mod form;

use std::net::IpAddr;

pub use addresses::RefusedAddress;
pub use bulk::Selection;
use domain::audit::AuditAction;
use domain::contact::{NOTE_CHARACTERS, OWNER_CHARACTERS};
use domain::{AccountId, AccountStatus, Actor, CgiPath, Contact, Kind, Outcome, Permission, Repair};
pub use faults::{AccountFaults, AppIdFault, MAX_PATHS, NameFault, PLATFORMS_ARE_NOT_SUPPORTED, SecretFault};
use form::checked_secret;
pub use form::{TypedAccount, TypedChange, TypedContact};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
pub use store::{Account, AccountField, Change, SeenAccount, SeenAddress};
use store::{NewAuditLine, StoreError};
use wechat::Credentials;

use crate::Desk;
use crate::explain::Problem;
use crate::sampling::plan;

use_case_error! {
    /// An error of a use case about accounts; nothing was changed then.
    #[derive(Debug, thiserror::Error)]
    pub enum AccountError: transparent Forbidden {
        /// There is no such account, or it is retired.
        #[error("account not found")]
        NoSuchAccount,
        /// The form has errors.
        #[error("{0}")]
        Faults(Box<AccountFaults>),
    }
}

impl From<Box<AccountFaults>> for AccountError {
    fn from(faults: Box<AccountFaults>) -> Self {
        Self::Faults(faults)
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
    /// The account's kind.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// The addresses from which WeChat refused the account's calls lately, the newest first, where it refused one now.
    #[serde(default)]
    pub addresses: Vec<IpAddr>,
}

impl CheckReport {
    /// The call that failed: the token's, or else the reading's.
    pub fn problem(&self) -> Option<&Problem> {
        let reading = || self.reading.as_ref().and_then(|(_, reading)| reading.as_ref().err());
        self.token.as_ref().or_else(reading)
    }

    /// Whether a token was had and the reading, if any was made, did not fail for the account's fault.
    pub fn works(&self) -> bool {
        self.token.is_none() && !matches!(&self.reading, Some((_, Err(problem))) if !problem.failure.is_unsupported())
    }
}

impl Desk {
    /// The account that `word` is the id, appid or name of, for an actor who may see usage.
    ///
    /// # Errors
    /// [`AccountError::NoSuchAccount`], [`AccountError::Forbidden`] or the database's failure.
    pub async fn find_account(&self, actor: &Actor, word: &str) -> Result<Account, AccountError> {
        actor.require(Permission::SeeUsage, None)?;
        self.store.find_account(word.trim()).await?.ok_or(AccountError::NoSuchAccount)
    }

    /// Every account, retired ones too, by name.
    ///
    /// # Errors
    /// [`AccountError::Forbidden`] or the database's failure.
    pub async fn accounts(&self, actor: &Actor) -> Result<Vec<Account>, AccountError> {
        actor.require(Permission::SeeUsage, None)?;
        Ok(self.store.accounts().await?)
    }

    /// Asks WeChat whether the typed credentials work, before anything is kept: one token, one reading.
    ///
    /// # Errors
    /// [`AccountError::Faults`] where what was typed cannot even be tried.
    pub async fn try_account(&self, actor: &Actor, typed: &TypedAccount) -> Result<CheckReport, AccountError> {
        actor.require(Permission::Administer, None)?;
        let new = self.understood(typed).await?;
        self.note(actor, NewAuditLine::on(AuditAction::AccountChecked, format!("{} ({})", new.name, new.appid)))
            .await?;
        let credentials = Credentials { appid: new.appid.clone(), secret: new.secret.clone() };
        let path = new.watch.first().cloned();
        let report = self.ask(&credentials, path).await;
        self.wechat.keeper().forget(&new.appid).await;
        Ok(CheckReport { kind: Some(new.kind), ..report })
    }

    /// Adds an account; with no path typed it watches those that the catalogue calls usual for its kind.
    ///
    /// # Errors
    /// [`AccountError::Faults`] with every fault at once; nothing is kept then.
    pub async fn add_account(&self, actor: &Actor, typed: TypedAccount) -> Result<Added, AccountError> {
        actor.require(Permission::Administer, None)?;
        let new = self.understood(&typed).await?;
        let watching = self.paths_of(&typed)?;
        let (appid, secret) = (new.appid.clone(), new.secret.clone());
        let id = self.store.add_account(new, &actor.into(), self.clock.now()).await.map_err(refused)?;
        self.wechat.held().add_secret(&appid, &secret);
        self.wechat.keeper().forget(&appid).await;
        self.sampler.wake();
        Ok(Added { id, watching })
    }

    /// Fetches a token and reads one quota of an account, and says what is wrong.
    ///
    /// # Errors
    /// [`AccountError::NoSuchAccount`] for a retired one too.
    pub async fn check_account(&self, actor: &Actor, id: AccountId) -> Result<CheckReport, AccountError> {
        actor.require(Permission::Administer, Some(id))?;
        let account = self.store.account(id).await?.ok_or(AccountError::NoSuchAccount)?;
        let secret = self.store.secret(id).await?.ok_or(AccountError::NoSuchAccount)?;
        self.note(
            actor,
            NewAuditLine::on(AuditAction::AccountChecked, format!("{} ({})", account.name, account.appid)),
        )
        .await?;
        let credentials = Credentials { appid: account.appid.clone(), secret };
        let report = CheckReport { kind: Some(account.kind), ..self.ask(&credentials, None).await };
        let report = self.with_addresses(id, report).await?;
        let interfaces = self.store.interfaces_now(Some(id)).await?;
        let Some(first) = interfaces.into_iter().next().filter(|_| report.token.is_none()) else { return Ok(report) };
        let day = self.settings.quota_zone.day_start(self.clock.now());
        if self.store.take_readings(id, day, 1, plan::sampler_allowance(&account)).await? == 0 {
            return Ok(CheckReport { allowance_spent: true, ..report });
        }
        let reading = Some(self.read_one_quota(&credentials, first.cgi_path).await);
        Ok(self.with_addresses(id, CheckReport { reading, ..report }).await?)
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
        CheckReport { token, reading, ..CheckReport::default() }
    }

    async fn read_one_quota(&self, credentials: &Credentials, path: CgiPath) -> (CgiPath, Result<Outcome, Problem>) {
        let answer = self.wechat.quota_get(credentials, &path).await;
        (path, answer.map(|reply| reply.outcome).map_err(|error| Problem::of(&error)))
    }

    /// Changes the name, kind, allowance of readings, clears used before, or owner and note.
    ///
    /// # Errors
    /// [`AccountError::Faults`] with every fault at once; nothing is changed then.
    pub async fn edit_account(&self, actor: &Actor, id: AccountId, typed: TypedChange) -> Result<(), AccountError> {
        actor.require(Permission::Administer, Some(id))?;
        let account = self.store.account(id).await?.ok_or(AccountError::NoSuchAccount)?;
        let change = typed.into_change(&account, self.most_clears_a_month(), |contact| self.masked_contact(contact))?;
        self.store.change_account(id, change, &actor.into(), self.clock.now()).await.map_err(refused)?;
        self.sampler.allowance_changed(id);
        Ok(())
    }

    /// The contact without tokens and secrets. Telephone numbers stay: they are what it is for.
    pub(crate) fn masked_contact(&self, contact: Contact) -> Contact {
        let redactor = self.redactor().showing_personal_data();
        let masked = |text: String, most: usize| redactor.redact(&text).chars().take(most).collect();
        Contact {
            owner: contact.owner.map(|owner| masked(owner, OWNER_CHARACTERS)),
            note: contact.note.map(|note| masked(note, NOTE_CHARACTERS)),
        }
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
        actor.require(Permission::Administer, Some(id))?;
        let secret =
            checked_secret(secret).map_err(|fault| AccountFaults { secret: Some(fault), ..Default::default() })?;
        let account = self.store.account(id).await?.ok_or(AccountError::NoSuchAccount)?;
        if !self.store.replace_secret(id, &secret, &actor.into(), self.clock.now()).await? {
            return Err(AccountError::NoSuchAccount);
        }
        self.wechat.held().add_secret(&account.appid, &secret);
        self.wechat.keeper().forget(&account.appid).await;
        self.sampler.retry(id);
        Ok(())
    }

    /// Pauses or resumes the readings of an account.
    ///
    /// # Errors
    /// [`AccountError::NoSuchAccount`] for a retired one too.
    pub async fn pause_account(&self, actor: &Actor, id: AccountId, paused: bool) -> Result<(), AccountError> {
        actor.require(Permission::Administer, Some(id))?;
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
        actor.require(Permission::Administer, Some(id))?;
        let account = self.store.account(id).await?.ok_or(AccountError::NoSuchAccount)?;
        if !self.store.retire_account(id, &actor.into(), self.clock.now()).await? {
            return Err(AccountError::NoSuchAccount);
        }
        self.wechat.keeper().forget(&account.appid).await;
        self.wechat.held().remove(&account.appid);
        Ok(())
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
        store::AddAccountError::Overtaken(overtaken) => AccountFaults { overtaken, ..Default::default() },
        store::AddAccountError::NoSuchAccount => return AccountError::NoSuchAccount,
        store::AddAccountError::Store(error) => return error.into(),
    };
    faults.into()
}
