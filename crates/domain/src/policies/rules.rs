//! The rules of a policy, and the check of its condition right before it clears.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::restraint::PolicyLimits;
use super::trigger::Trigger;
use super::{BlockedReason, Mode};
use crate::account::{AccountId, InterfaceId};
use crate::cgi_path::CgiPath;
use crate::clears::advice::{FailedCall, Usage, Warning, warnings};
use crate::limit_hit::is_little_left;
use crate::quota_zone::QuotaZone;
use crate::reading::Figures;

/// The rules of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// The name; unique among policies that are not removed.
    pub name: String,
    /// The accounts that the policy covers; empty covers all.
    pub accounts: Vec<AccountId>,
    /// The paths of the interfaces that it covers; empty covers all that are watched.
    pub paths: Vec<CgiPath>,
    /// The paths of interfaces that it does not cover in any case.
    pub excluded: Vec<CgiPath>,
    /// The condition that it waits for.
    pub trigger: Trigger,
    /// The mode: what it does when the condition is met.
    pub mode: Mode,
    /// The limits within which it clears.
    pub restraint: PolicyLimits,
}

impl Rules {
    /// Whether the policy covers this interface of this account.
    pub fn covers(&self, account: AccountId, path: &CgiPath) -> bool {
        (self.accounts.is_empty() || self.accounts.contains(&account))
            && (self.paths.is_empty() || self.paths.contains(path))
            && !self.excluded.contains(path)
    }
}

/// What keeps a policy from clearing by the reading made right before and by the advice that people are given.
///
/// # Errors
/// The first [`BlockedReason`] that applies.
pub fn blocked_by_advice(
    rules: &Rules,
    (target, figures): (InterfaceId, Figures),
    runs_out_at: Option<Timestamp>,
    usages: &[Usage],
    failed: &[FailedCall],
    (now, zone): (Timestamp, &QuotaZone),
) -> Result<(), BlockedReason> {
    let permille = figures.used_permille();
    let is_met = match rules.trigger {
        Trigger::Incident => is_little_left(figures),
        trigger => trigger.is_met(figures, runs_out_at, now, zone),
    };
    if !is_met {
        return Err(BlockedReason::NotMet { permille });
    }
    // How near the reset is has a limit of its own.
    for warning in warnings(Some(target), usages, failed, Timestamp::MAX, now) {
        match warning {
            Warning::PerMinute(_) => return Err(BlockedReason::PerMinute),
            Warning::NotLifted { .. } => return Err(BlockedReason::NotLifted),
            Warning::Pointless { permille } | Warning::LowUse { permille } => {
                return Err(BlockedReason::LowUse { permille });
            }
            Warning::NoFigures => return Err(BlockedReason::Unread),
            // Nor does a limit of another kind say that the counted quota is not used up.
            Warning::ResetsSoon { .. } | Warning::Uncounted(_) => {}
        }
    }
    Ok(())
}
