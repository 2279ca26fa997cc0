//! What is left of clears: budgets of now, of a month, and the export of a month.

use desk::clears::{AccountBudgets, AccountMonth, MonthReview, PastMonth, UsedClears};
use domain::Scope;
use domain::clears::pace::Pace;
use jiff::Timestamp;

use super::clears::ClearShape;
use super::shapes;

shapes! {
    /// Both budgets of an account.
    struct Budgets (budgets: &desk::clears::Budgets) {
        /// Account-wide clears.
        account: Budget = Budget::of(budgets.of(Scope::Account)),
        /// Single-interface clears.
        interface: Budget = Budget::of(budgets.of(Scope::Interface)),
    }

    /// How many clears of a scope are left.
    struct Budget (budget: &domain::Budget) {
        /// How many there are a period.
        limit: i64 = budget.limit,
        /// `month day`
        period: &'static str = budget.every.word(),
        /// Accepted by WeChat, by us.
        spent: i64 = budget.spent,
        /// Of unknown outcome.
        unknown: i64 = budget.unknown,
        /// Made elsewhere: guessed, told of the time before the desk began, or as many as WeChat's word that none is left says.
        elsewhere: i64 = budget.elsewhere,
        /// What is left.
        left: i64 = budget.left,
        /// Whether `left` is the most there can be: nobody said how many were used before the desk began.
        at_most: bool = budget.at_most,
        /// When the period turns.
        resets_at: Timestamp = budget.resets_at,
        /// Since when clears are counted.
        counted_from: Timestamp = budget.counted_from,
    }

    /// `GET budget`.
    struct BudgetMonth (month: String, budgets: &[AccountBudgets]) {
        /// The quota month, as `2026-11`.
        month: String = month,
        /// By name; retired ones only where the month used some of theirs.
        accounts: Vec<AccountBudget> = budgets.iter().map(AccountBudget::of).collect(),
    }

    /// What a month left of an account's clears.
    struct AccountBudget (budgets: &AccountBudgets) {
        /// The account's id.
        account: i64 = budgets.account.id.0,
        /// The account's name.
        account_name: String = budgets.account.name.clone(),
        /// Its budgets.
        budget: Budgets = Budgets::of(&budgets.budgets),
    }

    /// `/budget/{yyyy-mm}.json`: a month as its page shows it.
    struct MonthShape (review: &MonthReview) {
        /// The quota month, as `2026-11`.
        month: String = review.word.clone(),
        /// Its first instant.
        from: Timestamp = review.period.from,
        /// The first instant after it.
        to: Timestamp = review.period.to,
        /// Whether it was not over when this was written.
        is_now: bool = review.is_now,
        /// What it used of each scope, over all accounts.
        used: BothUsed = BothUsed::of(review.used(Scope::Account), review.used(Scope::Interface)),
        /// By name.
        accounts: Vec<AccountMonthShape> = review.accounts.iter().map(AccountMonthShape::of).collect(),
        /// Everything in its ledger, the oldest first.
        clears: Vec<ClearShape> = review.clears.iter().map(ClearShape::of).collect(),
        /// Months before it of which something is known, the newest first.
        past: Vec<PastMonthShape> = review.past.iter().map(PastMonthShape::of).collect(),
    }

    /// A month of one account.
    struct AccountMonthShape (month: &AccountMonth) {
        /// The account's id.
        account: i64 = month.account.id.0,
        /// The account's name.
        account_name: String = month.account.name.clone(),
        /// The account's appid.
        appid: String = month.account.appid.to_string(),
        /// Its budgets.
        budget: Budgets = Budgets::of(&month.budgets),
        /// How its clears go on.
        pace: BothPaces = BothPaces::of(month),
    }

    /// How the clears of both scopes go on; null where the month says nothing of it.
    struct BothPaces (month: &AccountMonth) {
        /// Account-wide clears.
        account: Option<PaceShape> = month.pace(Scope::Account).map(PaceShape::of),
        /// Single-interface clears.
        interface: Option<PaceShape> = month.pace(Scope::Interface).map(PaceShape::of),
    }

    /// How a month's clears go on, if they go on as they did.
    struct PaceShape (pace: Pace) {
        /// How many more will be used by its end.
        needed: i64 = pace.needed,
        /// How many will have been used by then.
        by_end: i64 = pace.by_end,
        /// Whether as many are left.
        lasts: bool = pace.lasts,
    }

    /// What a month used of both scopes.
    struct BothUsed (account: UsedClears, interface: UsedClears) {
        /// Account-wide clears.
        account: UsedShape = UsedShape::of(account),
        /// Single-interface clears.
        interface: UsedShape = UsedShape::of(interface),
    }

    /// How many clears of a scope were used, and what came of them.
    struct UsedShape (used: UsedClears) {
        /// Accepted by WeChat.
        spent: i64 = used.spent,
        /// Of unknown outcome.
        unknown: i64 = used.unknown,
        /// Made elsewhere.
        elsewhere: i64 = used.elsewhere,
        /// Of those spent.
        did_nothing: i64 = used.did_nothing,
        /// Calls that readings showed to be given back.
        given_back: i64 = used.given_back,
    }

    /// A month before.
    struct PastMonthShape (past: &PastMonth) {
        /// The quota month, as `2026-10`.
        month: String = past.word.clone(),
        /// What it used.
        used: BothUsed = BothUsed::of(past.account, past.interface),
    }
}
