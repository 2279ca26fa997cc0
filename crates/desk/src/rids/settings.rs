//! The settings of the rid desk.

use domain::OurAddresses;

/// The largest number of rids of one paste that are looked up by themselves.
const MAX_LOOKUPS_A_PASTE: usize = 50;

/// The settings of the rid desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RidSettings {
    /// Where our services call from.
    pub ours: OurAddresses,
    /// How many calls a day are made as one account to look rids up.
    pub calls_a_day: i64,
}

impl RidSettings {
    /// How many of an account's calls one person may have made a day: three quarters, so that something is left for others.
    pub fn calls_a_person(&self) -> i64 {
        self.calls_a_day.saturating_mul(3).saturating_add(3) / 4
    }

    /// How many of an account's calls may be made a day for incidents: half, so that the other half is left for people.
    pub fn calls_for_incidents(&self) -> i64 {
        self.calls_a_day / 2
    }

    /// How many rids of one paste are looked up by themselves. A fresh one may take four calls.
    pub fn lookups_a_paste(&self) -> usize {
        usize::try_from(self.calls_a_day / 8).unwrap_or_default().clamp(2, MAX_LOOKUPS_A_PASTE)
    }
}

impl Default for RidSettings {
    fn default() -> Self {
        Self { ours: OurAddresses::default(), calls_a_day: 500 }
    }
}
