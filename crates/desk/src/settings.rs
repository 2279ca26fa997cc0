//! Settings: those given at the start, and those that an admin changes while wxquota runs.
//!
//! Use cases read the values that apply from [`Desk::live`], never from the start's settings. A change on the page holds at once;
//! one by another process within [`REFRESH_EVERY`].

mod editing;
mod lines;
mod live;
mod state;

use std::sync::Arc;

use domain::retention::Retention;
use domain::{LiveValues, QuotaZone, SettingKey, Thresholds};
use jiff::tz::TimeZone;

pub use editing::{ChangeableSetting, OwnLines, SettingsError, SettingsPage, Source, TypedSetting};
pub use lines::{LinesError, LinesFaults, LinesView};
pub use live::REFRESH_EVERY;
pub use state::Live;
pub(crate) use state::LiveSettings;
pub use store::settings::{SeenLines, Stored};

use crate::channels::MessageWords;
use crate::clears::ClearSettings;
use crate::observer::Observer;
use crate::outbound::OutboundCalls;
use crate::rids::RidSettings;

/// The settings of the desk as they are given at the start.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where WeChat's day and month turn.
    pub quota_zone: QuotaZone,
    /// From which share on an interface is in warning or critical.
    pub thresholds: Thresholds,
    /// How many clears there are, and how long an order waits.
    pub clears: ClearSettings,
    /// How the rid desk works.
    pub rids: RidSettings,
    /// The hours between two readings of an interface.
    pub reading_interval_hours: i64,
    /// The readings a day of accounts that are added from now on.
    pub readings_a_day: i64,
    /// The time zone of displayed times.
    pub time_zone: TimeZone,
    /// How long records are kept.
    pub retention: Retention,
    /// The address by which people reach the desk, for links in messages that leave it; `None` where it is not set.
    pub address: Option<String>,
    /// The way of outgoing calls.
    pub outbound: OutboundCalls,
    /// The words of messages to robots; `None` for one plain English sentence.
    pub message_words: Option<Arc<dyn MessageWords>>,
    /// The observer of what the desk does.
    pub observer: Option<Arc<dyn Observer>>,
    /// Every setting as it was given, for the page of the system settings.
    pub given: Vec<GivenSetting>,
}

impl Default for Settings {
    fn default() -> Self {
        let values = LiveValues::default();
        Self {
            quota_zone: QuotaZone::default(),
            thresholds: values.thresholds,
            clears: ClearSettings::default(),
            rids: RidSettings::default(),
            reading_interval_hours: values.reading_interval_hours,
            readings_a_day: values.readings_a_day,
            time_zone: values.time_zone,
            retention: values.retention,
            address: None,
            outbound: OutboundCalls::default(),
            message_words: None,
            observer: None,
            given: Vec::new(),
        }
    }
}

/// The place where a setting was given at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// Nowhere: its default applies.
    Default,
    /// `wxquota demo`, which brings its own database, key, WeChat and addresses.
    Demo,
    /// The configuration file.
    File,
    /// An environment variable.
    Environment,
    /// A flag of the command line.
    Flag,
}

impl Layer {
    /// Whether a value that was given there cannot be changed on the page of the system settings.
    pub fn is_stronger_than_the_page(self) -> bool {
        !matches!(self, Self::Default | Self::Demo)
    }
}

/// The origin of a setting's value at the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The place.
    pub layer: Layer,
    /// The setting's name there, such as `WXQUOTA_TIME_ZONE` or `--time-zone`.
    pub name: String,
}

/// A setting as it was given at the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenSetting {
    /// Its name, such as `time_zone`.
    pub name: String,
    /// Its value without secrets; `None` where it is not set.
    pub value: Option<String>,
    /// Where the value comes from.
    pub origin: Origin,
}

impl Settings {
    /// The values of the start of the settings that can be changed while wxquota runs.
    pub fn values(&self) -> LiveValues {
        LiveValues {
            thresholds: self.thresholds,
            account_clears: self.clears.limits.account.limit,
            interface_clears: self.clears.limits.interface.limit,
            friction: self.clears.friction,
            reading_interval_hours: self.reading_interval_hours,
            readings_a_day: self.readings_a_day,
            rid_calls_a_day: self.rids.calls_a_day,
            time_zone: self.time_zone.clone(),
            ours: self.rids.ours.clone(),
            retention: self.retention,
        }
    }

    /// Where a setting was given at the start, so that it cannot be changed while wxquota runs; `None` where it was not.
    pub fn lock(&self, key: SettingKey) -> Option<&Origin> {
        self.origin(key).filter(|origin| origin.layer.is_stronger_than_the_page())
    }

    /// The origin of a setting's value at the start; `None` where the list of given settings does not have it.
    pub fn origin(&self, key: SettingKey) -> Option<&Origin> {
        self.given.iter().find(|given| given.name == key.word()).map(|given| &given.origin)
    }
}
