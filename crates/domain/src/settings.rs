//! Settings that can be changed while wxquota runs: their values, the text of each, and which changes are sensitive.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::clears::{ConfirmationRules, Limits};
use crate::networks::OurAddresses;
use crate::retention::{MOST_DAYS, Retention};
use crate::usage::Thresholds;
use crate::words::word_enum;

/// The longest text of a setting, in characters.
pub const LONGEST_SETTING: usize = 4_000;
/// The fewest and the most readings a day that an account can have.
pub const FEWEST_READINGS: i64 = 300;
pub const MOST_READINGS: i64 = 100_000;
/// The number that means "never" where a threshold of clears left is typed.
const NEVER: i64 = 0;

word_enum! {
    /// The name of a setting that can be changed while wxquota runs.
    #[derive(PartialOrd, Ord)]
    pub enum SettingKey {
        /// The share of the limit from which usage is a warning.
        WarningPercent = "warning_percent",
        /// The share of the limit from which usage is critical.
        CriticalPercent = "critical_percent",
        /// The number of account-wide clears in a period.
        AccountClears = "account_clears",
        /// The number of single-interface clears in a period.
        InterfaceClears = "interface_clears",
        /// The number of clears left from which the account's name has to be typed.
        NameAskedFrom = "name_asked_from",
        /// The number of clears left from which a second person has to approve.
        SecondPersonFrom = "second_person_from",
        /// The hours between two readings of an interface.
        ReadingIntervalHours = "reading_interval_hours",
        /// The readings a day of accounts that are added from now on.
        ReadingsADay = "readings_a_day",
        /// The number of calls a day that look up rids of an account.
        RidCallsADay = "rid_calls_a_day",
        /// The time zone of displayed times.
        TimeZone = "time_zone",
        /// The addresses from which the team's services call.
        OurAddresses = "our_addresses",
        /// The days that incidents are kept.
        IncidentsKeptDays = "incidents_kept_days",
        /// The days that decisions of policies are kept.
        DecisionsKeptDays = "decisions_kept_days",
        /// The days that notices are kept.
        NoticesKeptDays = "notices_kept_days",
        /// The days that messages to channels are kept.
        MessagesKeptDays = "messages_kept_days",
        /// The days that looked-up requests are kept.
        RidsKeptDays = "rids_kept_days",
        /// The days that pasted lists are kept.
        ListsKeptDays = "lists_kept_days",
    }
}

word_enum! {
    /// A group of settings, which one form changes.
    pub enum SettingGroup {
        /// The warning and critical lines.
        Lines = "lines",
        /// The number of clears.
        Clears = "clears",
        /// The confirmation of clears.
        Friction = "friction",
        /// Readings and lookups: intervals and allowances.
        Calls = "calls",
        /// The display of times.
        Display = "display",
        /// Our own addresses.
        Addresses = "addresses",
        /// Deletion by age.
        Retention = "retention",
    }
}

impl SettingKey {
    /// The group of the setting.
    pub fn group(self) -> SettingGroup {
        match self {
            Self::WarningPercent | Self::CriticalPercent => SettingGroup::Lines,
            Self::AccountClears | Self::InterfaceClears => SettingGroup::Clears,
            Self::NameAskedFrom | Self::SecondPersonFrom => SettingGroup::Friction,
            Self::ReadingIntervalHours | Self::ReadingsADay | Self::RidCallsADay => SettingGroup::Calls,
            Self::TimeZone => SettingGroup::Display,
            Self::OurAddresses => SettingGroup::Addresses,
            Self::IncidentsKeptDays
            | Self::DecisionsKeptDays
            | Self::NoticesKeptDays
            | Self::MessagesKeptDays
            | Self::RidsKeptDays
            | Self::ListsKeptDays => SettingGroup::Retention,
        }
    }

    /// The smallest and the largest number that the setting takes; `None` where it is not a number.
    pub fn range(self) -> Option<(i64, i64)> {
        match self {
            Self::WarningPercent | Self::CriticalPercent => Some((1, 100)),
            Self::AccountClears | Self::InterfaceClears | Self::NameAskedFrom | Self::SecondPersonFrom => {
                Some((0, 1_000))
            }
            Self::ReadingIntervalHours => Some((1, 24)),
            Self::ReadingsADay => Some((FEWEST_READINGS, MOST_READINGS)),
            Self::RidCallsADay => Some((1, 1_000_000)),
            Self::IncidentsKeptDays
            | Self::DecisionsKeptDays
            | Self::NoticesKeptDays
            | Self::MessagesKeptDays
            | Self::RidsKeptDays
            | Self::ListsKeptDays => Some((0, MOST_DAYS)),
            Self::TimeZone | Self::OurAddresses => None,
        }
    }
}

impl SettingGroup {
    /// The settings of the group.
    pub fn keys(self) -> impl Iterator<Item = SettingKey> {
        SettingKey::ALL.into_iter().filter(move |key| key.group() == self)
    }

    /// Whether a change may ask for the password: it can lower the protection of clears or widen what counts as ours.
    pub fn is_sensitive(self) -> bool {
        matches!(self, Self::Addresses | Self::Clears | Self::Friction)
    }
}

/// What is wrong with the value of a setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum SettingFault {
    /// Not a whole number of the range.
    #[error("is not a number from {least} to {most}")]
    Number {
        /// The smallest number that is taken.
        least: i64,
        /// The largest.
        most: i64,
    },
    /// Not the name of a time zone.
    #[error("is not a time zone; write one such as Asia/Shanghai")]
    Zone,
    /// A word that is neither an address nor a network.
    #[error("is neither an address such as 203.0.113.7 nor a network such as 203.0.113.0/24")]
    Address(String),
    /// Longer than [`LONGEST_SETTING`].
    #[error("is longer than {LONGEST_SETTING} characters")]
    TooLong,
    /// The warning line is not below the critical line.
    #[error("must be below the critical line")]
    NotBelow,
}

/// The values of the settings that can be changed while wxquota runs.
#[derive(Debug, Clone, PartialEq)]
pub struct LiveValues {
    /// The warning and critical lines, where neither the account nor the interface has its own.
    pub thresholds: Thresholds,
    /// The number of account-wide clears in a period.
    pub account_clears: i64,
    /// The number of single-interface clears in a period.
    pub interface_clears: i64,
    /// The confirmation that clears need.
    pub friction: ConfirmationRules,
    /// The hours between two readings of an interface.
    pub reading_interval_hours: i64,
    /// The readings a day of accounts that are added from now on.
    pub readings_a_day: i64,
    /// The number of calls a day that look up rids of an account.
    pub rid_calls_a_day: i64,
    /// The time zone of displayed times.
    pub time_zone: TimeZone,
    /// The addresses from which the team's services call.
    pub ours: OurAddresses,
    /// How long records are kept.
    pub retention: Retention,
}

impl Default for LiveValues {
    fn default() -> Self {
        let limits = Limits::default();
        Self {
            thresholds: Thresholds::default(),
            account_clears: limits.account.limit,
            interface_clears: limits.interface.limit,
            friction: ConfirmationRules::default(),
            reading_interval_hours: 1,
            readings_a_day: 3_000,
            rid_calls_a_day: 500,
            time_zone: TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC),
            ours: OurAddresses::default(),
            retention: Retention::default(),
        }
    }
}

impl LiveValues {
    /// The value of a setting as text, as it would be typed.
    pub fn text(&self, key: SettingKey) -> String {
        match key {
            SettingKey::WarningPercent => self.thresholds.warning_percent.to_string(),
            SettingKey::CriticalPercent => self.thresholds.critical_percent.to_string(),
            SettingKey::AccountClears => self.account_clears.to_string(),
            SettingKey::InterfaceClears => self.interface_clears.to_string(),
            SettingKey::NameAskedFrom => self.friction.name_from.max(NEVER).to_string(),
            SettingKey::SecondPersonFrom => self.friction.second_from.max(NEVER).to_string(),
            SettingKey::ReadingIntervalHours => self.reading_interval_hours.to_string(),
            SettingKey::ReadingsADay => self.readings_a_day.to_string(),
            SettingKey::RidCallsADay => self.rid_calls_a_day.to_string(),
            SettingKey::TimeZone => self.time_zone.iana_name().unwrap_or("UTC").to_owned(),
            SettingKey::OurAddresses => self.ours.to_string(),
            SettingKey::IncidentsKeptDays => self.retention.incidents.to_string(),
            SettingKey::DecisionsKeptDays => self.retention.decisions.to_string(),
            SettingKey::NoticesKeptDays => self.retention.notices.to_string(),
            SettingKey::MessagesKeptDays => self.retention.messages.to_string(),
            SettingKey::RidsKeptDays => self.retention.rids.to_string(),
            SettingKey::ListsKeptDays => self.retention.lists.to_string(),
        }
    }

    /// Sets one value from its text. Whether the lines fit each other is for [`Self::check`], since two settings make them.
    ///
    /// # Errors
    /// [`SettingFault`]; the value stays as it is.
    pub fn set(&mut self, key: SettingKey, text: &str) -> Result<(), SettingFault> {
        if text.chars().count() > LONGEST_SETTING {
            return Err(SettingFault::TooLong);
        }
        let text = text.trim();
        match key {
            SettingKey::TimeZone => self.time_zone = TimeZone::get(text).map_err(|_| SettingFault::Zone)?,
            SettingKey::OurAddresses => {
                self.ours = text.parse().map_err(|error: crate::networks::AddressError| {
                    SettingFault::Address(error.word().chars().take(60).collect())
                })?;
            }
            _ => self.set_number(key, number(key, text)?),
        }
        Ok(())
    }

    fn set_number(&mut self, key: SettingKey, number: i64) {
        // With 0 it never begins, also not where none is left.
        let threshold = if number == NEVER { -1 } else { number };
        match key {
            SettingKey::WarningPercent => self.thresholds.warning_percent = number,
            SettingKey::CriticalPercent => self.thresholds.critical_percent = number,
            SettingKey::AccountClears => self.account_clears = number,
            SettingKey::InterfaceClears => self.interface_clears = number,
            SettingKey::NameAskedFrom => self.friction.name_from = threshold,
            SettingKey::SecondPersonFrom => self.friction.second_from = threshold,
            SettingKey::ReadingIntervalHours => self.reading_interval_hours = number,
            SettingKey::ReadingsADay => self.readings_a_day = number,
            SettingKey::RidCallsADay => self.rid_calls_a_day = number,
            SettingKey::IncidentsKeptDays => self.retention.incidents = number,
            SettingKey::DecisionsKeptDays => self.retention.decisions = number,
            SettingKey::NoticesKeptDays => self.retention.notices = number,
            SettingKey::MessagesKeptDays => self.retention.messages = number,
            SettingKey::RidsKeptDays => self.retention.rids = number,
            SettingKey::ListsKeptDays => self.retention.lists = number,
            SettingKey::TimeZone | SettingKey::OurAddresses => {}
        }
    }

    /// Whether the values fit each other.
    ///
    /// # Errors
    /// The setting that does not fit, and why.
    pub fn check(&self) -> Result<(), (SettingKey, SettingFault)> {
        let Thresholds { warning_percent, critical_percent } = self.thresholds;
        if warning_percent < critical_percent {
            Ok(())
        } else {
            Err((SettingKey::WarningPercent, SettingFault::NotBelow))
        }
    }

    /// The settings whose protection is lower in `after`: less confirmation is needed, or more addresses count as ours.
    pub fn loosened(&self, after: &Self) -> Vec<SettingKey> {
        let is_looser = |key: &SettingKey| match key {
            // With more clears by our count, fewer of them are the last ones.
            SettingKey::AccountClears => after.account_clears > self.account_clears,
            SettingKey::InterfaceClears => after.interface_clears > self.interface_clears,
            SettingKey::NameAskedFrom => after.friction.name_from < self.friction.name_from,
            SettingKey::SecondPersonFrom => after.friction.second_from < self.friction.second_from,
            SettingKey::OurAddresses => !after.ours.is_within(&self.ours),
            _ => false,
        };
        SettingKey::ALL.into_iter().filter(is_looser).collect()
    }
}

fn number(key: SettingKey, text: &str) -> Result<i64, SettingFault> {
    let (least, most) = key.range().unwrap_or_default();
    let digits = text.trim_end_matches(['%', '％']).trim_end().replace([',', '，'], "");
    let number = digits.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or(SettingFault::Number { least, most })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_value_is_read_back_from_its_text() {
        let mut values = LiveValues::default();
        for (key, text) in [
            (SettingKey::WarningPercent, "60"),
            (SettingKey::CriticalPercent, "61"),
            (SettingKey::AccountClears, "0"),
            (SettingKey::InterfaceClears, "1000"),
            (SettingKey::NameAskedFrom, "0"),
            (SettingKey::SecondPersonFrom, "2"),
            (SettingKey::ReadingIntervalHours, "24"),
            (SettingKey::ReadingsADay, "300"),
            (SettingKey::RidCallsADay, "1"),
            (SettingKey::TimeZone, "America/New_York"),
            (SettingKey::OurAddresses, "203.0.113.0/24, 198.51.100.7, 2001:db8::/32"),
            (SettingKey::IncidentsKeptDays, "0"),
            (SettingKey::DecisionsKeptDays, "1"),
            (SettingKey::NoticesKeptDays, "90"),
            (SettingKey::MessagesKeptDays, "91"),
            (SettingKey::RidsKeptDays, "36500"),
            (SettingKey::ListsKeptDays, "7"),
        ] {
            values.set(key, text).unwrap();
            assert_eq!(values.text(key), text);
        }
        let mut again = LiveValues::default();
        for key in SettingKey::ALL {
            again.set(key, &values.text(key)).unwrap();
        }
        assert_eq!(again, values);
    }

    #[test]
    fn a_value_as_people_type_it_is_understood() {
        let mut values = LiveValues::default();
        values.set(SettingKey::WarningPercent, " 70 % ").unwrap();
        values.set(SettingKey::CriticalPercent, "90％").unwrap();
        values.set(SettingKey::RidCallsADay, "1,500").unwrap();
        assert_eq!((values.thresholds.warning_percent, values.thresholds.critical_percent), (70, 90));
        assert_eq!(values.rid_calls_a_day, 1_500);
    }

    #[test]
    fn a_value_out_of_range_is_refused_and_changes_nothing() {
        let mut values = LiveValues::default();
        for (key, text) in [
            (SettingKey::WarningPercent, "0"),
            (SettingKey::CriticalPercent, "101"),
            (SettingKey::AccountClears, "-1"),
            (SettingKey::NameAskedFrom, "1001"),
            (SettingKey::ReadingIntervalHours, "0"),
            (SettingKey::ReadingIntervalHours, "25"),
            (SettingKey::ReadingIntervalHours, "1.5"),
            (SettingKey::ReadingsADay, "299"),
            (SettingKey::RidCallsADay, ""),
            (SettingKey::TimeZone, "Nowhere/Land"),
            (SettingKey::TimeZone, ""),
            (SettingKey::OurAddresses, "203.0.113.0/33"),
            (SettingKey::RidsKeptDays, "-1"),
            (SettingKey::ListsKeptDays, "36501"),
        ] {
            assert!(values.set(key, text).is_err(), "{key} {text:?}");
        }
        let long = "1.2.3.4 ".repeat(LONGEST_SETTING);
        assert_eq!(values.set(SettingKey::OurAddresses, &long), Err(SettingFault::TooLong));
        assert_eq!(values, LiveValues::default());
    }

    #[test]
    fn the_warning_line_is_below_the_critical_line() {
        let mut values = LiveValues::default();
        assert_eq!(values.check(), Ok(()));
        values.set(SettingKey::WarningPercent, "95").unwrap();
        assert_eq!(values.check(), Err((SettingKey::WarningPercent, SettingFault::NotBelow)));
    }

    #[test]
    fn less_confirmation_and_more_addresses_are_sensitive() {
        let with = |key, text: &str| {
            let mut values = LiveValues::default();
            values.set(SettingKey::OurAddresses, "203.0.113.0/24").unwrap();
            values.set(key, text).unwrap();
            values
        };
        let before = with(SettingKey::OurAddresses, "203.0.113.0/24");
        for (key, text, sensitive) in [
            (SettingKey::NameAskedFrom, "2", true),
            (SettingKey::NameAskedFrom, "0", true),
            (SettingKey::NameAskedFrom, "4", false),
            (SettingKey::SecondPersonFrom, "0", true),
            (SettingKey::SecondPersonFrom, "2", false),
            (SettingKey::OurAddresses, "203.0.113.0/23", true),
            (SettingKey::OurAddresses, "203.0.113.0/24 198.51.100.7", true),
            (SettingKey::OurAddresses, "203.0.113.7", false),
            (SettingKey::OurAddresses, "", false),
            (SettingKey::WarningPercent, "1", false),
            (SettingKey::AccountClears, "1000", true),
            (SettingKey::AccountClears, "9", false),
            (SettingKey::InterfaceClears, "51", true),
            (SettingKey::InterfaceClears, "49", false),
        ] {
            let loosened = before.loosened(&with(key, text));
            assert_eq!(loosened, if sensitive { vec![key] } else { vec![] }, "{key} {text}");
            assert!(!sensitive || key.group().is_sensitive());
        }
    }

    #[test]
    fn every_setting_belongs_to_one_group() {
        let all: Vec<_> = SettingGroup::ALL.into_iter().flat_map(SettingGroup::keys).collect();
        assert_eq!(all, SettingKey::ALL);
    }

    proptest! {
        #[test]
        fn no_text_is_taken_that_is_not_read_back(text in ".{0,40}", at in 0..SettingKey::ALL.len()) {
            let key = SettingKey::ALL[at];
            let mut values = LiveValues::default();
            if values.set(key, &text).is_ok() {
                let mut again = LiveValues::default();
                again.set(key, &values.text(key)).unwrap();
                prop_assert_eq!(again, values);
            } else {
                prop_assert_eq!(values, LiveValues::default());
            }
        }
    }
}
