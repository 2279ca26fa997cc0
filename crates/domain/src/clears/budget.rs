//! What a period leaves of an account's clears, by the ledger and by what was told.

use jiff::{SignedDuration, Timestamp};

use super::Scope;
use super::period::Period;
use crate::quota_zone::QuotaZone;
use crate::words::word_enum;

/// How long after the turn of a period by our clock WeChat may still count in the one before: no page says when it turns.
pub const PERIOD_TURN_TOLERANCE: SignedDuration = SignedDuration::from_hours(1);

word_enum! {
    /// How often clears can be made anew. Newest pages count both scopes by the month, older pages the single interfaces by the
    /// day (official clearApiQuota pages), so it is a setting.
    #[derive(Default)]
    pub enum ResetInterval {
        /// Each quota month.
        #[default]
        Month = "month",
        /// Each quota day.
        Day = "day",
    }
}

impl ResetInterval {
    /// The period that holds `at`.
    pub fn period(self, zone: &QuotaZone, at: Timestamp) -> Period {
        match self {
            Self::Month => zone.month(at),
            Self::Day => Period { from: zone.day_start(at), to: zone.next_reset(at) },
        }
    }
}

/// How many clears a scope has, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allotment {
    /// How many.
    pub limit: i64,
    /// How often.
    pub every: ResetInterval,
}

/// How many clears each scope has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Of the whole account.
    pub account: Allotment,
    /// Of single interfaces.
    pub interface: Allotment,
}

impl Limits {
    /// That of one scope.
    pub fn of(self, scope: Scope) -> Allotment {
        match scope {
            Scope::Account => self.account,
            Scope::Interface => self.interface,
        }
    }
}

impl Default for Limits {
    /// 10 and 50 a month (official clearQuota and clearApiQuota pages, newest versions).
    fn default() -> Self {
        let a_month = |limit| Allotment { limit, every: ResetInterval::Month };
        Self { account: a_month(10), interface: a_month(50) }
    }
}

/// What a period's ledger says of one scope of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Clears that WeChat accepted, whatever they did.
    pub spent: i64,
    /// Clears of which nobody knows whether they were carried out.
    pub unknown: i64,
    /// Guesses, not dismissed, that one was made elsewhere.
    pub guessed: i64,
    /// Of the spent ones, those made before [`Beginning::at`], by a desk that was retired since.
    pub spent_before: i64,
    /// Whether WeChat said that none is left (48006).
    pub said_spent: bool,
    /// Whether it said so within [`PERIOD_TURN_TOLERANCE`] of the period's start, and accepted none since: it may have meant the
    /// period before.
    pub said_early: bool,
}

/// Since when an account's clears are in our ledger, and how many were used before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beginning {
    /// When the desk began, or began again.
    pub at: Timestamp,
    /// Account-wide clears used before that, in the same month; `None` until someone says.
    pub cleared_before: Option<i64>,
}

/// What is left of a period's clears of one scope, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// How many there are a period.
    pub limit: i64,
    /// What the period is.
    pub every: ResetInterval,
    /// Used for certain.
    pub spent: i64,
    /// Perhaps used: nobody knows whether they were carried out.
    pub unknown: i64,
    /// Used elsewhere, as far as is guessed, told, or follows from WeChat's word that none is left.
    pub elsewhere: i64,
    /// What remains, never below 0.
    pub left: i64,
    /// WeChat said this period that none is left.
    pub said_spent: bool,
    /// It said so right after the period turned, and may have meant the one before: [`Tally::said_early`].
    pub said_early: bool,
    /// Some may have been used before the desk began, and nobody said how many: `left` is the most there can be.
    pub at_most: bool,
    /// When the next period begins.
    pub resets_at: Timestamp,
    /// Since when we count: the period's start, or when the desk began in it.
    pub counted_from: Timestamp,
}

impl Budget {
    /// Counts what is left. Account-wide clears used before the desk began count as made elsewhere, in that month only, as
    /// far as they are not in the ledger of a desk before; a 48006 counts as many more as bring it to 0.
    pub fn count(scope: Scope, allotment: Allotment, tally: Tally, period: Period, beginning: Beginning) -> Self {
        let Allotment { limit, every } = allotment;
        let told = beginning.cleared_before.filter(|_| scope == Scope::Account && period.holds(beginning.at));
        let before = told.map_or(0, |count| (count - tally.spent_before).max(0));
        let known = tally.spent + tally.unknown + tally.guessed + before;
        let unseen = if tally.said_spent || tally.said_early { (limit - known).max(0) } else { 0 };
        Self {
            limit,
            every,
            spent: tally.spent,
            unknown: tally.unknown,
            elsewhere: tally.guessed + before + unseen,
            left: (limit - known - unseen).max(0),
            said_spent: tally.said_spent,
            said_early: tally.said_early && !tally.said_spent,
            at_most: period.from < beginning.at && told.is_none() && !tally.said_spent,
            resets_at: period.to,
            counted_from: beginning.at.clamp(period.from, period.to),
        }
    }

    /// Takes over how many were used in another stretch, such as the month of a budget that is counted by the day.
    pub fn take_counts(&mut self, of: &Self) {
        self.spent = of.spent;
        self.unknown = of.unknown;
        self.elsewhere = of.elsewhere;
    }

    /// Whether none is left for certain, by WeChat's own word: it said so, or accepted as many as there are.
    pub fn is_spent_for_certain(&self) -> bool {
        self.said_spent || self.spent >= self.limit
    }
}
