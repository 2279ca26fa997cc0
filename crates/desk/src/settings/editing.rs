//! The page of the system settings, and changes on it.

use domain::notices::SettingChange;
use domain::{
    AccountId, AccountStatus, Actor, CgiPath, InterfaceId, LinesOf, LiveValues, NoticeContent, Permission,
    SettingFault, SettingKey, Thresholds,
};
use jiff::Timestamp;
use secrecy::SecretString;
use store::Account;
use store::notices::NewNotice;
use store::settings::{SettingUpdate, SettingsChangeError, Stored};

use super::{GivenSetting, Layer, Origin};
use crate::Desk;
use crate::policies::ChangeOutcome;
use crate::users::{ConfirmError, SessionUser, TooManyAttempts};

use_case_error! {
    /// An error of seeing or changing settings; nothing was changed then.
    #[derive(Debug, thiserror::Error)]
    pub enum SettingsError: transparent Forbidden, Busy {
        /// Values cannot be taken.
        #[error("{0:?}")]
        Faults(Vec<(SettingKey, SettingFault)>),
        /// The setting was given at the start, which is stronger.
        #[error("{} is set by {}", .0, .1.name)]
        Locked(SettingKey, Origin),
        /// Somebody else changed settings since they were shown: these, to these values.
        #[error("the settings were changed in the meantime")]
        Overtaken(Vec<(SettingKey, String)>),
        /// The change needs the password.
        #[error("this change needs your password")]
        PasswordMissing,
        /// The password is another one.
        #[error("the password is another one")]
        PasswordWrong,
        /// Too many attempts at the password failed.
        #[error(transparent)]
        Wait(#[from] TooManyAttempts),
    }
}

impl From<ConfirmError> for SettingsError {
    fn from(error: ConfirmError) -> Self {
        match error {
            ConfirmError::Missing => Self::PasswordMissing,
            ConfirmError::Wrong => Self::PasswordWrong,
            ConfirmError::Wait(wait) => wait.into(),
            ConfirmError::Busy => Self::Busy,
            ConfirmError::Internal(error) => Self::Internal(error),
        }
    }
}

impl From<SettingsChangeError> for SettingsError {
    fn from(error: SettingsChangeError) -> Self {
        match error {
            SettingsChangeError::Overtaken(values) => Self::Overtaken(values),
            SettingsChangeError::Store(error) => error.into(),
        }
    }
}

/// A setting as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedSetting {
    /// The setting.
    pub key: SettingKey,
    /// The value, as typed.
    pub text: String,
    /// The value that the form showed, which must still be the one that applies; `None` where any may be replaced.
    pub seen: Option<String>,
}

impl From<(SettingKey, String)> for TypedSetting {
    fn from((key, text): (SettingKey, String)) -> Self {
        Self { key, text, seen: None }
    }
}

/// The source of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The start: default, demo, file, environment or flag.
    Start(Origin),
    /// The page of the system settings.
    Page {
        /// Who set it, as the audit trail names them.
        by: String,
        /// When.
        at: Timestamp,
    },
}

/// A setting that can be changed on the page, unless it is locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeableSetting {
    /// The setting.
    pub key: SettingKey,
    /// The value that applies.
    pub value: String,
    /// The value to which it can be reset.
    pub default: String,
    /// Where the value comes from.
    pub source: Source,
}

impl ChangeableSetting {
    /// Where it is set more strongly than by the page, if it is.
    pub fn lock(&self) -> Option<&Origin> {
        match &self.source {
            Source::Start(origin) if origin.layer.is_stronger_than_the_page() => Some(origin),
            _ => None,
        }
    }
}

/// The own lines of an account or an interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnLines {
    /// The account, and its name.
    pub account: (AccountId, String),
    /// The interface, where the lines are not those of the whole account.
    pub interface: Option<(InterfaceId, CgiPath)>,
    /// The lines.
    pub lines: Thresholds,
}

/// The page of the system settings.
#[derive(Debug, Clone)]
pub struct SettingsPage {
    /// The settings that can be changed on it.
    pub changeable: Vec<ChangeableSetting>,
    /// The other settings.
    pub fixed: Vec<GivenSetting>,
    /// The own lines of accounts and interfaces.
    pub lines: Vec<OwnLines>,
}

impl Desk {
    /// Every setting with its value and its source.
    ///
    /// # Errors
    /// [`SettingsError::Forbidden`] or the database's failure.
    pub async fn system_settings(&self, actor: &Actor) -> Result<SettingsPage, SettingsError> {
        actor.require(Permission::SeeLedger, None)?;
        self.refresh_settings().await?;
        let (live, defaults) = (self.live(), self.settings.values());
        let setting = |key: SettingKey| ChangeableSetting {
            key,
            value: live.values.text(key),
            default: defaults.text(key),
            source: match live.stored(key) {
                Some(Stored { by, at, .. }) => Source::Page { by: by.clone(), at: *at },
                None => Source::Start(self.origin(key)),
            },
        };
        let is_fixed = |given: &&GivenSetting| given.name.parse::<SettingKey>().is_err();
        Ok(SettingsPage {
            changeable: SettingKey::ALL.into_iter().map(setting).collect(),
            fixed: self.settings.given.iter().filter(is_fixed).cloned().collect(),
            lines: self.own_lines().await?,
        })
    }

    /// Where a setting was given at the start.
    fn origin(&self, key: SettingKey) -> Origin {
        let default = || Origin { layer: Layer::Default, name: key.word().to_owned() };
        self.settings.origin(key).cloned().unwrap_or_else(default)
    }

    async fn own_lines(&self) -> Result<Vec<OwnLines>, SettingsError> {
        let live = self.live();
        let accounts = self.store.accounts().await?;
        let mut own = Vec::new();
        for (of, Stored { value: lines, .. }) in &live.stored.lines {
            let (account, interface) = match of {
                LinesOf::Account(account) => (*account, None),
                LinesOf::Interface(id) => match self.store.interface(*id).await? {
                    Some(interface) => (interface.account_id, Some((*id, interface.cgi_path))),
                    None => continue,
                },
            };
            let is_kept = |one: &&Account| one.id == account && one.status != AccountStatus::Retired;
            let Some(account) = accounts.iter().find(is_kept) else { continue };
            own.push(OwnLines { account: (account.id, account.name.clone()), interface, lines: *lines });
        }
        own.sort_by(|a, b| (&a.account.1, &a.interface).cmp(&(&b.account.1, &b.interface)));
        Ok(own)
    }

    /// Resets a setting to its default; as [`Desk::change_settings`]. `seen` is the value that was shown.
    ///
    /// # Errors
    /// [`SettingsError`].
    pub async fn reset_setting(
        &self,
        actor: &Actor,
        key: SettingKey,
        seen: Option<String>,
        confirmation: Option<(&SessionUser, SecretString)>,
    ) -> Result<ChangeOutcome, SettingsError> {
        let text = self.settings.values().text(key);
        self.change_settings(actor, &[TypedSetting { key, text, seen }], confirmation).await
    }

    /// Changes settings to the values that were typed, all of them or none. A value that is typed as it was seen stays as it
    /// is, whatever others made of it meanwhile. A change that lowers the protection of clears or widens what counts as ours
    /// is confirmed by the password of whoever makes it, and is announced.
    ///
    /// # Errors
    /// [`SettingsError`].
    pub async fn change_settings(
        &self,
        actor: &Actor,
        typed: &[TypedSetting],
        confirmation: Option<(&SessionUser, SecretString)>,
    ) -> Result<ChangeOutcome, SettingsError> {
        actor.require(Permission::Administer, None)?;
        self.refresh_settings().await?;
        let (live, defaults) = (self.live(), self.settings.values());
        let mut after = live.values.clone();
        let (mut faults, mut changed) = (Vec::new(), Vec::new());
        for setting in typed {
            let TypedSetting { key, text, seen } = setting;
            if let Some(origin) = self.settings.lock(*key) {
                return Err(SettingsError::Locked(*key, origin.clone()));
            }
            let mut alone = live.values.clone();
            match alone.set(*key, text) {
                Err(fault) => faults.push((*key, fault)),
                Ok(()) if seen.as_ref() == Some(&alone.text(*key)) => {}
                Ok(()) => {
                    let _ = after.set(*key, text);
                    changed.push(setting);
                }
            }
        }
        if faults.is_empty() {
            faults.extend(after.check().err());
        }
        if !faults.is_empty() {
            return Err(SettingsError::Faults(faults));
        }
        overtaken(&live.values, &after, &changed)?;
        let loosened = live.values.loosened(&after);
        if !loosened.is_empty() {
            let (who, password) = confirmation.ok_or(SettingsError::PasswordMissing)?;
            self.confirm(who, actor, password).await?;
        }
        let update = |setting: &&TypedSetting| {
            let key = setting.key;
            // What is stored and does not apply was not seen.
            let seen = setting.seen.clone().filter(|_| !live.left_out.contains(&key));
            let (to, default) = (after.text(key), defaults.text(key));
            SettingUpdate { key, to: (to != default).then_some(to), default, seen }
        };
        let updates: Vec<_> = changed.iter().map(update).collect();
        let notice = (!loosened.is_empty()).then(|| {
            let change = |setting: &SettingKey| SettingChange {
                setting: *setting,
                before: told(&live.values.text(*setting), *setting),
                after: told(&after.text(*setting), *setting),
            };
            let content = NoticeContent::SettingsLoosened {
                by: actor.to_string(),
                changes: loosened.iter().map(change).collect(),
            };
            NewNotice::of(content)
        });
        // The number of clears that holds so far, before another one takes its place.
        self.record_clear_limits().await?;
        let changed = self.store.change_settings(&updates, notice.as_ref(), &actor.into(), self.clock.now()).await?;
        self.refresh_after_change().await;
        if let Err(error) = self.record_clear_limits().await {
            // The process that serves does it later.
            tracing::error!(%error, "the changed number of clears could not be recorded yet");
        }
        if notice.is_some() {
            self.outbox.ring();
        }
        Ok(if changed { ChangeOutcome::Done } else { ChangeOutcome::Unchanged })
    }
}

/// Whether others changed settings since they were seen; the store looks again in the step that writes.
fn overtaken(now: &LiveValues, after: &LiveValues, changed: &[&TypedSetting]) -> Result<(), SettingsError> {
    let is_overtaken = |setting: &&&TypedSetting| {
        let text = now.text(setting.key);
        setting.seen.as_ref().is_some_and(|seen| *seen != text) && text != after.text(setting.key)
    };
    let others: Vec<_> = changed.iter().filter(is_overtaken).map(|it| (it.key, now.text(it.key))).collect();
    if others.is_empty() { Ok(()) } else { Err(SettingsError::Overtaken(others)) }
}

/// A value as a notice shows it: of addresses nothing, since notices leave wxquota.
fn told(text: &str, key: SettingKey) -> String {
    if key == SettingKey::OurAddresses { String::new() } else { text.to_owned() }
}
