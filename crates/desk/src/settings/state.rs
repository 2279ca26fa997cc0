//! The values that apply now, and their holder.

use std::sync::Arc;

use domain::clears::Limits;
use domain::{LiveValues, SettingKey, UsageLines};
use jiff::Timestamp;
use store::settings::{ClearLimits, Stored, StoredSettings};
use tokio::sync::{Mutex, watch};

use super::Settings;
use crate::clears::ClearSettings;
use crate::rids::RidSettings;

/// The values that apply now: those of the start, and over them what an admin changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Live {
    /// The values of single settings.
    pub values: LiveValues,
    /// The settings of clears.
    pub clears: ClearSettings,
    /// The settings of the rid desk.
    pub rids: RidSettings,
    /// All warning and critical lines.
    pub lines: UsageLines,
    /// What is stored, as far as it applies.
    pub(super) stored: StoredSettings,
    /// The settings whose stored value does not apply.
    pub(super) left_out: Vec<SettingKey>,
}

impl Live {
    /// The stored settings over those of the start. What was given at the start stays as it is; a value that is not valid, or
    /// that does not fit what was given, is left out.
    pub(super) fn of(start: &Settings, mut stored: StoredSettings) -> Self {
        let mut values = start.values();
        let all: Vec<_> = stored.values.iter().map(|(key, _)| *key).collect();
        stored.values.retain(|(key, stored)| start.lock(*key).is_none() && values.set(*key, &stored.value).is_ok());
        if values.check().is_err() {
            values.thresholds = start.thresholds;
            stored.values.retain(|(key, _)| !matches!(key, SettingKey::WarningPercent | SettingKey::CriticalPercent));
        }
        let applies = |key: &SettingKey| stored.values.iter().any(|(other, _)| other == key);
        let left_out = all.into_iter().filter(|key| !applies(key)).collect();
        let mut limits: Limits = start.clears.limits;
        limits.account.limit = values.account_clears;
        limits.interface.limit = values.interface_clears;
        let own = stored.lines.iter().map(|(of, stored)| (*of, stored.value)).collect();
        Self {
            clears: ClearSettings { limits, friction: values.friction, ..start.clears },
            rids: RidSettings { ours: values.ours.clone(), calls_a_day: values.rid_calls_a_day },
            lines: UsageLines { all: values.thresholds, own },
            values,
            stored,
            left_out,
        }
    }

    /// The limits of clears of a time that ended at `end`: those that held then, as far as that was recorded. Those that apply
    /// now where it goes on.
    pub(crate) fn clear_limits(&self, end: Timestamp, now: Timestamp) -> Limits {
        let mut limits = self.clears.limits;
        let recorded = &self.stored.clear_limits;
        // Before the first record, the number was most likely the same.
        let held = recorded.iter().rev().find(|held| held.at < end).or(recorded.first());
        if let Some(held) = held.filter(|_| end <= now) {
            limits.account.limit = held.account;
            limits.interface.limit = held.interface;
        }
        limits
    }

    /// The limits of clears that apply now, where they are not the newest ones recorded.
    pub(super) fn unrecorded_limits(&self, now: Timestamp) -> Option<ClearLimits> {
        let Limits { account, interface } = self.clears.limits;
        let limits = ClearLimits { at: now, account: account.limit, interface: interface.limit };
        let is_newest = |newest: &ClearLimits| (newest.account, newest.interface) == (account.limit, interface.limit);
        (!self.stored.clear_limits.last().is_some_and(is_newest)).then_some(limits)
    }

    /// The stored value of a setting, where it applies.
    pub(super) fn stored(&self, key: SettingKey) -> Option<&Stored<String>> {
        self.stored.values.iter().find(|(other, _)| *other == key).map(|(_, stored)| stored)
    }
}

/// The holder of the values that apply now.
#[derive(Debug)]
pub(crate) struct LiveSettings {
    pub(super) now: watch::Sender<Arc<Live>>,
    /// Held from the look at the database on, so that an older look never replaces a newer one.
    pub(super) turn: Mutex<()>,
}

impl LiveSettings {
    pub(crate) fn new(start: &Settings, stored: StoredSettings) -> Self {
        Self { now: watch::Sender::new(Arc::new(Live::of(start, stored))), turn: Mutex::default() }
    }
}
