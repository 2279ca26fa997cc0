//! What is left of clears: budgets of now, of a month, and the export of a month.

use desk::clears::{AccountBudgets, AccountMonth, MonthReview, PastMonth};
use domain::Scope;
use domain::clears::pace::Pace;
use domain::clears::totals::{ClearUse, UsedClears};
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

    /// The budget of clears of one scope.
    struct Budget (budget: &domain::Budget) {
        /// The number of clears per period.
        limit: i64 = budget.limit,
        /// `month day`
        period: &'static str = budget.every.word(),
        /// Clears of ours that WeChat accepted.
        spent: i64 = budget.spent,
        /// Clears with an unknown outcome.
        unknown: i64 = budget.unknown,
        /// Clears made elsewhere: suspected, entered for the time before wxquota was set up, or inferred when WeChat
        /// answers that none is left.
        elsewhere: i64 = budget.elsewhere,
        /// The number of clears left.
        left: i64 = budget.left,
        /// Whether `left` is an upper bound, because the number of clears used before wxquota was set up is unknown.
        at_most: bool = budget.at_most,
        /// The time when the period ends.
        resets_at: Timestamp = budget.resets_at,
        /// The time from which clears are counted.
        counted_from: Timestamp = budget.counted_from,
    }

    /// `GET budget`.
    struct BudgetMonth (month: String, budgets: &[AccountBudgets]) {
        /// The quota month, such as `2026-11`.
        month: String = month,
        /// Sorted by name; retired accounts only if they used clears in the month.
        accounts: Vec<AccountBudget> = budgets.iter().map(AccountBudget::of).collect(),
    }

    /// The budgets of an account in a month.
    struct AccountBudget (budgets: &AccountBudgets) {
        /// The ID of the account.
        account: i64 = budgets.account.id.0,
        /// The name of the account.
        account_name: String = budgets.account.name.clone(),
        /// The budgets.
        budget: Budgets = Budgets::of(&budgets.budgets),
    }

    /// `/budget/{yyyy-mm}.json`: a month as its page shows it. The filters of the page apply to `clears` and `beside_ledger`.
    struct MonthShape (review: &MonthReview, beside: &[ClearUse]) {
        /// The quota month, such as `2026-11`.
        month: String = review.word.clone(),
        /// The start of the month.
        from: Timestamp = review.period.from,
        /// The end of the month (excluded).
        to: Timestamp = review.period.to,
        /// Whether the month is not over yet.
        is_now: bool = review.is_now,
        /// The usage per scope over all accounts.
        used: BothUsed = BothUsed::of(review.used(Scope::Account), review.used(Scope::Interface)),
        /// Sorted by name.
        accounts: Vec<AccountMonthShape> = review.accounts.iter().map(AccountMonthShape::of).collect(),
        /// The clears of the month, oldest first.
        clears: Vec<ClearShape> = review.clears.iter().map(ClearShape::of).collect(),
        /// Clears that the budgets count although the ledger does not contain them.
        beside_ledger: Vec<BesideLedger> = beside.iter().map(BesideLedger::of).collect(),
        /// Previous months with data, newest first.
        past: Vec<PastMonthShape> = review.past.iter().map(PastMonthShape::of).collect(),
    }

    /// Clears of an account that its budget counts beside the ledger: entered for the time before wxquota was set up, or
    /// inferred when WeChat answers that none is left.
    struct BesideLedger (counted: &ClearUse) {
        /// The ID of the account.
        account: i64 = counted.account.0,
        /// `account interface`
        scope: &'static str = counted.scope.word(),
        /// The number of clears.
        count: i64 = counted.used.all(),
    }

    /// The month of one account.
    struct AccountMonthShape (month: &AccountMonth) {
        /// The ID of the account.
        account: i64 = month.account.id.0,
        /// The name of the account.
        account_name: String = month.account.name.clone(),
        /// The AppID of the account.
        appid: String = month.account.appid.to_string(),
        /// The budgets.
        budget: Budgets = Budgets::of(&month.budgets),
        /// The forecast.
        pace: BothPaces = BothPaces::of(month),
    }

    /// The forecast for both scopes; null if there is not enough data.
    struct BothPaces (month: &AccountMonth) {
        /// Account-wide clears.
        account: Option<PaceShape> = month.pace(Scope::Account).map(PaceShape::of),
        /// Single-interface clears.
        interface: Option<PaceShape> = month.pace(Scope::Interface).map(PaceShape::of),
    }

    /// The forecast for the rest of the month at the current pace.
    struct PaceShape (pace: Pace) {
        /// The number of clears that will still be used.
        needed: i64 = pace.needed,
        /// The predicted total at the end of the month.
        by_end: i64 = pace.by_end,
        /// Whether enough clears are left.
        lasts: bool = pace.lasts,
    }

    /// The usage of a month in both scopes.
    struct BothUsed (account: UsedClears, interface: UsedClears) {
        /// Account-wide clears.
        account: UsedShape = UsedShape::of(account),
        /// Single-interface clears.
        interface: UsedShape = UsedShape::of(interface),
    }

    /// The clears of one scope and their results.
    struct UsedShape (used: UsedClears) {
        /// Clears that WeChat accepted.
        spent: i64 = used.spent,
        /// Clears with an unknown outcome.
        unknown: i64 = used.unknown,
        /// Clears made elsewhere.
        elsewhere: i64 = used.elsewhere,
        /// Clears without effect, as part of `spent`.
        did_nothing: i64 = used.did_nothing,
        /// The number of restored calls according to readings.
        given_back: i64 = used.given_back,
    }

    /// A previous month.
    struct PastMonthShape (past: &PastMonth) {
        /// The quota month, such as `2026-10`.
        month: String = past.word.clone(),
        /// The usage.
        used: BothUsed = BothUsed::of(past.account, past.interface),
    }
}
