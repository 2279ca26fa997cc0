//! A month of every account's clears, as its export has it.

use desk::clears::{AccountMonth, MonthReview, PastMonth, Used};
use domain::Scope;
use domain::clears::pace::Pace;
use jiff::Timestamp;
use serde::Serialize;

use super::clears::{Budgets, ClearShape};

/// `/budget/{yyyy-mm}.json`
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MonthShape {
    /// The quota month, as `2026-11`.
    month: String,
    /// Its first instant.
    from: Timestamp,
    /// The first instant after it.
    to: Timestamp,
    /// Whether it was not over when this was written.
    is_now: bool,
    /// What it used of each scope, over all accounts.
    used: BothUsed,
    /// By name.
    accounts: Vec<AccountShape>,
    /// Everything in its ledger, the oldest first.
    clears: Vec<ClearShape>,
    /// Months before it of which something is known, the newest first.
    past: Vec<PastShape>,
}

/// A month of one account.
#[derive(Debug, Clone, Serialize)]
struct AccountShape {
    account: i64,
    account_name: String,
    appid: String,
    budget: Budgets,
    pace: BothPaces,
}

/// How both scopes' clears go on, where that says anything.
#[derive(Debug, Clone, Serialize)]
struct BothPaces {
    account: Option<PaceShape>,
    interface: Option<PaceShape>,
}

/// How a month's clears go on, if they go on as they did.
#[derive(Debug, Clone, Serialize)]
struct PaceShape {
    /// How many more will be used by its end.
    needed: i64,
    /// How many will have been used by then.
    by_end: i64,
    /// Whether as many are left.
    lasts: bool,
}

/// What a month used of both scopes.
#[derive(Debug, Clone, Serialize)]
struct BothUsed {
    account: UsedShape,
    interface: UsedShape,
}

/// How many clears of a scope were used, and what came of them.
#[derive(Debug, Clone, Serialize)]
struct UsedShape {
    spent: i64,
    unknown: i64,
    elsewhere: i64,
    /// Of those spent.
    did_nothing: i64,
    /// Calls that readings showed to be given back.
    given_back: i64,
}

/// A month before.
#[derive(Debug, Clone, Serialize)]
struct PastShape {
    month: String,
    used: BothUsed,
}

impl MonthShape {
    /// A month as its page shows it.
    pub(crate) fn of(review: &MonthReview) -> Self {
        Self {
            month: review.word.clone(),
            from: review.period.from,
            to: review.period.to,
            is_now: review.is_now,
            used: BothUsed {
                account: UsedShape::of(review.used(Scope::Account)),
                interface: UsedShape::of(review.used(Scope::Interface)),
            },
            accounts: review.accounts.iter().map(AccountShape::of).collect(),
            clears: review.clears.iter().map(ClearShape::of).collect(),
            past: review.past.iter().map(PastShape::of).collect(),
        }
    }
}

impl AccountShape {
    fn of(of: &AccountMonth) -> Self {
        let pace = |scope| of.pace(scope).map(PaceShape::of);
        Self {
            account: of.account.id.0,
            account_name: of.account.name.clone(),
            appid: of.account.appid.to_string(),
            budget: Budgets::from(&of.budgets),
            pace: BothPaces { account: pace(Scope::Account), interface: pace(Scope::Interface) },
        }
    }
}

impl PaceShape {
    fn of(Pace { needed, by_end, lasts }: Pace) -> Self {
        Self { needed, by_end, lasts }
    }
}

impl UsedShape {
    fn of(Used { spent, unknown, elsewhere, did_nothing, given_back }: Used) -> Self {
        Self { spent, unknown, elsewhere, did_nothing, given_back }
    }
}

impl PastShape {
    fn of(past: &PastMonth) -> Self {
        let used = BothUsed { account: UsedShape::of(past.account), interface: UsedShape::of(past.interface) };
        Self { month: past.word.clone(), used }
    }
}
