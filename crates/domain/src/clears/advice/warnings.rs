//! Why a clear may be pointless.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::usage::{ResetEffect, Usage};
use crate::account::InterfaceId;
use crate::cgi_path::CgiPath;
use crate::limit_hit::{LimitHit, MINUTE_LIMIT};
use crate::words::word_enum;

/// With the day's reset so near, waiting for it may do.
pub const RESETS_SOON: SignedDuration = SignedDuration::from_hours(1);

/// A call that failed lately, as a rid or a service told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedCall {
    /// What WeChat answered.
    pub errcode: i32,
    /// The call's rid.
    pub rid: String,
    /// When it was made.
    pub at: Timestamp,
    /// The path that was called; `None` where nobody knows, since WeChat does not tell.
    pub cgi_path: Option<CgiPath>,
    /// The account's interface of that path, where it is watched.
    pub interface: Option<InterfaceId>,
    /// The limit that it hit, as it was concluded; `None` where it failed for another reason.
    pub limit: Option<LimitHit>,
}

impl FailedCall {
    /// Whether it may have been of `target`; of the whole account, where there is none.
    fn may_be_of(&self, target: Option<InterfaceId>) -> bool {
        target.is_none() || self.cgi_path.is_none() || self.interface == target
    }

    /// Whether it shows that an interface may have been used up since it was read.
    fn outdates(&self, usage: &Usage) -> bool {
        let may_be_of = self.cgi_path.is_none() || self.interface == Some(usage.interface);
        let by_quota = matches!(self.limit, Some(LimitHit::DayQuota | LimitHit::NotKnown));
        by_quota && may_be_of && usage.read_at.is_some_and(|read_at| read_at < self.at)
    }

    /// Whether it failed at a limit per minute, and nothing shows that the day's quota was used up since. Of a call of unknown
    /// path, any interface that is used up may have been the one.
    fn is_by_minute(&self, usages: &[Usage]) -> bool {
        if self.limit != Some(LimitHit::PerMinute) || self.errcode == MINUTE_LIMIT {
            return self.limit == Some(LimitHit::PerMinute);
        }
        let mut called = usages
            .iter()
            .filter(|usage| self.cgi_path.is_none() || self.interface == Some(usage.interface))
            .filter(|usage| usage.used_permille.is_some())
            .peekable();
        called.peek().is_some() && !called.any(Usage::is_used_up)
    }
}

/// Why a clear may be pointless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// The counts begin anew soon by themselves.
    ResetsSoon {
        /// When.
        at: Timestamp,
    },
    /// Calls failed by a limit a minute, which no clear lifts.
    PerMinute(FailedCall),
    /// Calls failed by a limit that quota/get does not count, which no clear lifts.
    Uncounted(FailedCall),
    /// Clears do not reset it.
    NotLifted {
        /// By the last result; else by the catalogue's guess.
        proved: bool,
    },
    /// Every count that it would reset is near 0.
    Pointless {
        /// The largest share of a limit that is used among them, in thousandths.
        permille: i64,
    },
    /// Little is used.
    LowUse {
        /// The largest share of a limit that is used, in thousandths.
        permille: i64,
    },
    /// No figures of this quota day are known.
    NoFigures,
}

impl Warning {
    /// Its word in the API and the ledger.
    pub fn word(&self) -> ClearWarning {
        match self {
            Self::Pointless { .. } => ClearWarning::Pointless,
            Self::LowUse { .. } => ClearWarning::LowUse,
            Self::NoFigures => ClearWarning::NoFigures,
            Self::NotLifted { .. } => ClearWarning::NotLifted,
            Self::PerMinute(_) => ClearWarning::PerMinute,
            Self::Uncounted(_) => ClearWarning::Uncounted,
            Self::ResetsSoon { .. } => ClearWarning::ResetsSoon,
        }
    }
}

word_enum! {
    /// What spoke against a clear when it was ordered.
    pub enum ClearWarning {
        /// Every count that it would reset was near 0.
        Pointless = "pointless",
        /// Little was used.
        LowUse = "low-use",
        /// No figures of that quota day were known.
        NoFigures = "no-figures",
        /// Clears do not reset it, or are not expected to.
        NotLifted = "not-lifted",
        /// Calls failed at a limit per minute, which no clear lifts.
        PerMinute = "per-minute",
        /// Calls failed at a limit that quota/get does not count, which no clear lifts.
        Uncounted = "uncounted",
        /// The day's reset was less than an hour away.
        ResetsSoon = "resets-soon",
        /// Another clear of some of the same counts had not settled.
        ClearOpen = "clear-open",
    }
}

/// Why a clear of `target`, or of the whole account, may be pointless. `failed` are the account's calls that failed lately,
/// the newest first; those of other interfaces than `target` say nothing.
pub fn warnings(
    target: Option<InterfaceId>,
    usages: &[Usage],
    failed: &[FailedCall],
    resets_at: Timestamp,
    now: Timestamp,
) -> Vec<Warning> {
    let mut of_target: Vec<_> =
        usages.iter().filter(|usage| target.is_none_or(|target| usage.interface == target)).copied().collect();
    // A total has no say in what a clear resets, unless there is nothing else.
    if of_target.iter().any(|usage| !usage.is_total()) {
        of_target.retain(|usage| !usage.is_total());
    }
    let mut of_this = failed.iter().filter(|call| call.may_be_of(target));
    let by_minute = of_this.clone().find(|call| call.is_by_minute(usages)).cloned().map(Warning::PerMinute);
    let uncounted = of_this.find(|call| call.limit == Some(LimitHit::Uncounted)).cloned().map(Warning::Uncounted);
    let mut warnings: Vec<_> = by_minute.into_iter().chain(uncounted).collect();
    // Only what is in use, or named, is worth the word.
    let matters = |usage: &&Usage| target.is_some() || usage.used_permille.is_some_and(|permille| permille > 0);
    let mut concerned = of_target.iter().filter(matters).peekable();
    if concerned.peek().is_some() && concerned.clone().all(|usage| !usage.lifts.may_help()) {
        warnings.push(Warning::NotLifted { proved: concerned.all(|usage| usage.lifts == ResetEffect::Disproved) });
    }
    if resets_at.duration_since(now) <= RESETS_SOON {
        warnings.push(Warning::ResetsSoon { at: resets_at });
    }
    warnings.extend(low_use(target.is_none(), &of_target, failed));
    warnings
}

/// How little the counts are used that a clear would reset, where that speaks against it; `whole`: of the whole account. Where
/// one of them is not known, or was refused since it was read, nothing is said of how little.
fn low_use(whole: bool, usages: &[Usage], failed: &[FailedCall]) -> Option<Warning> {
    let known: Vec<_> = usages.iter().filter(|usage| usage.used_permille.is_some()).collect();
    // Of the whole account, what clears do not reset is no reason to clear.
    let reset: Vec<_> = known.iter().copied().filter(|usage| !whole || usage.lifts.may_help()).collect();
    let counted = if reset.is_empty() { known } else { reset };
    let Some(permille) = counted.iter().filter_map(|usage| usage.used_permille).max() else {
        return Some(Warning::NoFigures);
    };
    let is_outdated = || counted.iter().any(|usage| failed.iter().any(|call| call.outdates(usage)));
    if counted.iter().any(|usage| usage.is_pressing()) {
        None
    } else if usages.iter().any(Usage::may_be_used) || is_outdated() {
        Some(Warning::NoFigures)
    } else if counted.iter().all(|usage| usage.is_near_zero()) {
        Some(Warning::Pointless { permille })
    } else {
        Some(Warning::LowUse { permille })
    }
}
