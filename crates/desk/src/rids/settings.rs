//! The settings of the rid desk.

use domain::OurAddresses;
use jiff::SignedDuration;

/// The settings of the rid desk.
#[derive(Debug, Clone)]
pub struct RidSettings {
    /// Where our services call from.
    pub ours: OurAddresses,
    /// How long requests are kept; `None` for ever.
    pub kept_for: Option<SignedDuration>,
    /// How many calls a day are made as one account to look rids up.
    pub calls_a_day: i64,
}

impl Default for RidSettings {
    fn default() -> Self {
        Self { ours: OurAddresses::default(), kept_for: None, calls_a_day: 500 }
    }
}
