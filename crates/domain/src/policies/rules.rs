//! What people set of a policy, and the check of it right before it clears.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::restraint::Restraint;
use super::trigger::Trigger;
use super::{Mode, Withheld};
use crate::account::{AccountId, InterfaceId};
use crate::cgi_path::CgiPath;
use crate::clears::advice::{FailedCall, Usage, Warning, warnings};
use crate::incidents::is_little_left;
use crate::quota_zone::QuotaZone;
use crate::reading::Figures;

/// What is set of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// What people call it; unique among those that are there.
    pub name: String,
    /// Which accounts it is about; all where none is named.
    pub accounts: Vec<AccountId>,
    /// Which interfaces; all that are watched where none is named.
    pub paths: Vec<CgiPath>,
    /// Which it leaves alone all the same.
    pub excluded: Vec<CgiPath>,
    /// What it waits for.
    pub trigger: Trigger,
    /// What it does then.
    pub mode: Mode,
    /// Within which limits it clears.
    pub restraint: Restraint,
}

impl Rules {
    /// Whether it is about this interface of this account.
    pub fn covers(&self, account: AccountId, path: &CgiPath) -> bool {
        (self.accounts.is_empty() || self.accounts.contains(&account))
            && (self.paths.is_empty() || self.paths.contains(path))
            && !self.excluded.contains(path)
    }
}

/// What keeps a policy from clearing by the reading made right before and by the advice that people are given.
///
/// # Errors
/// The first [`Withheld`] that applies.
pub fn withheld_by_advice(
    rules: &Rules,
    (target, figures): (InterfaceId, Figures),
    runs_out_at: Option<Timestamp>,
    usages: &[Usage],
    failed: &[FailedCall],
    (now, zone): (Timestamp, &QuotaZone),
) -> Result<(), Withheld> {
    let permille = figures.used_permille();
    let is_met = match rules.trigger {
        Trigger::Incident => is_little_left(figures),
        trigger => trigger.is_met(figures, runs_out_at, now, zone),
    };
    if !is_met {
        return Err(Withheld::NotMet { permille });
    }
    // How near the reset is has a limit of its own.
    for warning in warnings(Some(target), usages, failed, Timestamp::MAX, now) {
        match warning {
            Warning::PerMinute(_) => return Err(Withheld::PerMinute),
            Warning::NotLifted { .. } => return Err(Withheld::NotLifted),
            Warning::LowUse { permille } => return Err(Withheld::LowUse { permille }),
            Warning::NoFigures => return Err(Withheld::Unread),
            Warning::ResetsSoon { .. } => {}
        }
    }
    Ok(())
}
