//! Policies: rules that notify, or clear on their own within limits.

mod restraint;
mod rules;
mod trial;
mod trigger;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clears::ClearId;
use crate::ids::id;
use crate::words::word_enum;

pub use restraint::{Attempt, Facts, PolicyLimits, Quiet, check_limits, scope_of};
pub use rules::{Rules, blocked_by_advice};
pub use trial::{DryRun, DryRunInput, DryRunStep, PastClear, Series, dry_run};
pub use trigger::{MINUTES_A_DAY, Trigger, clock};

/// The longest name of a policy, in characters.
pub const NAME_CHARACTERS: usize = 60;

id! {
    /// A policy's id; never reused.
    pub struct PolicyId(pub i64);
}

word_enum! {
    /// A policy's reaction when its condition is met.
    #[derive(Default)]
    pub enum Mode {
        /// It tells people.
        #[default]
        Notify = "notify",
        /// It clears, within its [`PolicyLimits`], and tells people.
        Clear = "clear",
    }
}

/// Why a policy that wanted to clear did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "withheld", rename_all = "kebab-case")]
pub enum BlockedReason {
    /// All automatic clears are stopped.
    KillSwitch,
    /// It is suspended by what a clear of its own came to.
    Suspended {
        /// That clear; `None` for a reader who may not know who made it.
        clear: Option<ClearId>,
    },
    /// It was changed, paused or removed while it was about to clear.
    Changed,
    /// Its quiet hours.
    QuietHours {
        /// When they end.
        until: Timestamp,
    },
    /// The day's counts begin anew so soon that waiting will do.
    ResetSoon {
        /// When.
        at: Timestamp,
    },
    /// It has tried to clear on the account a short while ago.
    Cooldown {
        /// When it may again.
        until: Timestamp,
    },
    /// It has made as many clears on the account today as it may.
    DayLimit {
        /// How many that are.
        limit: i64,
    },
    /// It has made as many clears on the account this month as it may.
    MonthLimit {
        /// How many that are.
        limit: i64,
    },
    /// Nobody has said how many clears were used this month before the desk began, so it cannot be told whether the reserve
    /// would be touched.
    BudgetUncertain,
    /// One clear more would touch the reserve.
    Reserve {
        /// How many are left.
        left: i64,
        /// How many of them automatics never touch.
        reserve: i64,
    },
    /// Another clear has not settled.
    Open {
        /// That clear.
        clear: ClearId,
    },
    /// No reading could be made right before.
    Unread,
    /// The reading right before shows that what it waits for is not so.
    NotMet {
        /// The share of the limit that is used, in thousandths.
        permille: i64,
    },
    /// Clears do not reset it.
    NotLifted,
    /// Calls failed lately by a limit a minute, which no clear lifts.
    PerMinute,
    /// So little is used that a clear is pointless.
    LowUse {
        /// The share of the limit that is used, in thousandths.
        permille: i64,
    },
    /// WeChat has no figure for the interface, or its account cannot be cleared at all.
    NotClearable,
    /// It ordered a clear, and WeChat did not make it.
    NotAccepted {
        /// That clear.
        clear: ClearId,
    },
}

impl BlockedReason {
    /// The reason without the clear that the policy itself made.
    #[must_use]
    pub fn without_clear(self) -> Self {
        if matches!(self, Self::Suspended { .. }) { Self::Suspended { clear: None } } else { self }
    }

    /// The word for it: decisions with the same one fold.
    pub fn word(self) -> &'static str {
        match self {
            Self::KillSwitch => "kill-switch",
            Self::Suspended { .. } => "suspended",
            Self::Changed => "changed",
            Self::QuietHours { .. } => "quiet-hours",
            Self::ResetSoon { .. } => "reset-soon",
            Self::Cooldown { .. } => "cooldown",
            Self::DayLimit { .. } => "day-limit",
            Self::MonthLimit { .. } => "month-limit",
            Self::BudgetUncertain => "budget-uncertain",
            Self::Reserve { .. } => "reserve",
            Self::Open { .. } => "open",
            Self::Unread => "unread",
            Self::NotMet { .. } => "not-met",
            Self::NotLifted => "not-lifted",
            Self::PerMinute => "per-minute",
            Self::LowUse { .. } => "low-use",
            Self::NotClearable => "not-clearable",
            Self::NotAccepted { .. } => "not-accepted",
        }
    }
}

/// The outcome of a policy's decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// The policy notified people.
    Notified,
    /// The condition that it notified of is no longer met.
    Over,
    /// It ordered a clear.
    Clears {
        /// The clear.
        clear: ClearId,
        /// It resets the whole account.
        whole_account: bool,
    },
    /// The policy wanted to clear and must not.
    #[serde(rename = "withheld")]
    Blocked(BlockedReason),
}

impl Verdict {
    /// The word for it: what folds, and what filters tell apart.
    pub fn word(self) -> &'static str {
        match self {
            Self::Notified => "notified",
            Self::Over => "over",
            Self::Clears { .. } => "clears",
            Self::Blocked(why) => why.word(),
        }
    }
}
