//! Settings that were changed while wxquota ran, and the warning and critical lines of accounts and interfaces.

use async_trait::async_trait;
use domain::{LinesOf, SettingKey, Thresholds};
use jiff::Timestamp;

use crate::notices::NewNotice;
use crate::{AuditActor, StoreError};

/// A stored value with who set it, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<T> {
    /// The value.
    pub value: T,
    /// Who set it, as the audit trail names them.
    pub by: String,
    /// When it was set.
    pub at: Timestamp,
}

/// Everything that was set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredSettings {
    /// The settings that are not at their default, as text. Names that only a newer wxquota knows are left out.
    pub values: Vec<(SettingKey, Stored<String>)>,
    /// The own lines of accounts and interfaces.
    pub lines: Vec<(LinesOf, Stored<Thresholds>)>,
    /// How many clears a period has had since when, the oldest first.
    pub clear_limits: Vec<ClearLimits>,
}

/// The number of clears of a period, from a time on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClearLimits {
    /// Since when.
    pub at: Timestamp,
    /// Account-wide clears.
    pub account: i64,
    /// Single-interface clears.
    pub interface: i64,
}

/// A change of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingUpdate {
    /// The setting.
    pub key: SettingKey,
    /// The new value; `None` resets it to its default.
    pub to: Option<String>,
    /// The default, as the audit trail shows it.
    pub default: String,
    /// The value that whoever changes it has seen; `None` where that does not matter.
    pub seen: Option<String>,
}

/// The reason why settings were not changed.
#[derive(Debug, thiserror::Error)]
pub enum SettingsChangeError {
    /// Other values than those that were seen are stored by now: these.
    #[error("{0:?} were changed in the meantime")]
    Overtaken(Vec<(SettingKey, String)>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The own lines of an account or an interface as whoever changes them has seen them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenLines {
    /// Whatever they are.
    Any,
    /// These; `None` where there were none.
    Own(Option<Thresholds>),
}

/// The reason why own lines were not set.
#[derive(Debug, thiserror::Error)]
pub enum LinesChangeError {
    /// They are others than those that were seen by now: these.
    #[error("{0:?} were set in the meantime")]
    Overtaken(Option<Thresholds>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Settings.
#[async_trait]
pub trait Settings {
    /// Everything that was set.
    async fn stored_settings(&self) -> Result<StoredSettings, StoreError>;

    /// Changes settings, all of them or none, with a line in the audit trail and the notice, where one is given. False where
    /// all of them are so already; nothing is written then.
    ///
    /// # Errors
    /// [`SettingsChangeError::Overtaken`] where one is neither as it was seen nor as it is to be.
    async fn change_settings(
        &self,
        updates: &[SettingUpdate],
        notice: Option<&NewNotice>,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<bool, SettingsChangeError>;

    /// Records how many clears a period has from now on, where that is another number than the newest one recorded.
    async fn record_clear_limits(&self, limits: ClearLimits) -> Result<(), StoreError>;

    /// Sets the own lines of an account or an interface, or with `None` removes them. False where they are so already, or
    /// where there is no such account or interface.
    ///
    /// # Errors
    /// [`LinesChangeError::Overtaken`] where they are neither as they were seen nor as they are to be.
    async fn set_lines(
        &self,
        of: LinesOf,
        lines: Option<Thresholds>,
        seen: SeenLines,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<bool, LinesChangeError>;
}
