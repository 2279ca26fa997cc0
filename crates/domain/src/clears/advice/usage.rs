//! The use of an interface, as far as advice goes by it, and whether a clear resets its count.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::account::InterfaceId;
use crate::limits::LimitKind;
use crate::reading::NEAR_ZERO_PERMILLE;
use crate::usage::UsageState;

/// From this share of the limit on, in thousandths, a 45009 may be of the day's quota: `used` may be off by 1 %.
const USED_UP_PERMILLE: i64 = 990;

/// Whether a clear resets an interface's count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResetEffect {
    /// The last clear of it that could be verified did.
    Proved,
    /// The catalogue expects it.
    Expected,
    /// Nobody knows.
    Unknown,
    /// The catalogue doubts it, such as for totals over a lifetime.
    Unlikely,
    /// The last clear of it that could be verified did not.
    Disproved,
    /// Its count is a total, which no clear lowers.
    Total,
}

impl ResetEffect {
    /// What the interface's own newest evidence says; else what the same path's on another account makes likely; else the
    /// catalogue's guess.
    #[must_use]
    pub fn learned(self, own: Option<bool>, of_another: Option<bool>) -> Self {
        match (own, of_another) {
            (Some(true), _) => Self::Proved,
            (Some(false), _) => Self::Disproved,
            (None, Some(true)) => Self::Expected,
            (None, Some(false)) => Self::Unlikely,
            (None, None) => self,
        }
    }

    /// The same of a count of this kind: no clear lowers a total, whatever earlier ones seemed to do.
    #[must_use]
    pub fn of_count(self, kind: LimitKind) -> Self {
        match kind {
            LimitKind::Daily => self,
            LimitKind::Total => Self::Total,
        }
    }

    /// Whether a clear may help.
    pub fn may_help(self) -> bool {
        !matches!(self, Self::Unlikely | Self::Disproved | Self::Total)
    }
}

/// An interface of the account, as far as advice goes by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// The interface.
    pub interface: InterfaceId,
    /// Its state.
    pub state: UsageState,
    /// The share of its limit that is used, in thousandths; `None` where no figures of this quota day are known.
    pub used_permille: Option<i64>,
    /// When it was read, where such figures are known.
    pub read_at: Option<Timestamp>,
    /// Whether a clear resets it.
    pub lifts: ResetEffect,
}

impl Usage {
    /// Whether its count is a total: no clear is to be offered or advised for it.
    pub fn is_total(&self) -> bool {
        self.lifts == ResetEffect::Total
    }

    /// Whether it is so near its limit, by figures of today, that somebody may want it cleared.
    pub fn is_pressing(&self) -> bool {
        let near = matches!(self.state, UsageState::Exhausted | UsageState::Critical | UsageState::Warning);
        near && self.used_permille.is_some()
    }

    /// Whether hardly anything is used, by figures of today.
    pub(super) fn is_near_zero(&self) -> bool {
        self.used_permille.is_some_and(|permille| permille < NEAR_ZERO_PERMILLE)
    }

    /// Whether a clear may reset a count of it that is not known.
    pub(super) fn may_be_used(&self) -> bool {
        self.used_permille.is_none() && self.lifts.may_help() && self.state != UsageState::Unsupported
    }

    /// Whether its limit is used up, as far as `used` can be trusted.
    pub(super) fn is_used_up(&self) -> bool {
        self.used_permille.is_some_and(|used| used >= USED_UP_PERMILLE || self.state == UsageState::Exhausted)
    }

    pub(super) fn urgency(&self) -> (UsageState, std::cmp::Reverse<Option<i64>>, InterfaceId) {
        (self.state, std::cmp::Reverse(self.used_permille), self.interface)
    }
}
