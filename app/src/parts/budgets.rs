//! How many clears are left: a line for every account, and one account's figures.

use desk::accounts::Account;
use desk::clears::{AccountBudgets, Budgets};
use domain::{AccountId, paths};
use domain::{AccountStatus, Budget, Kind, Lang, Permission, QuotaZone, Scope};
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;

use crate::components::{Cell, Panel, Table};
use crate::context::{Text, Viewer};
use crate::format::grouped;
use crate::t;
use crate::words::clears::{is_at_most, left_words, scope_words};
use crate::words::dates::{month_day, month_name};

/// `Clears left in November  商城小程序 7/10 · 43/50 …`: the accounts that can be cleared.
#[component]
pub fn BudgetLine(
    /// By name.
    budgets: Vec<AccountBudgets>,
    /// In which a month is counted.
    zone: QuotaZone,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let clearable = |of: &AccountBudgets| can_be_cleared(&of.account);
    let shown: Vec<_> = budgets.into_iter().filter(clearable).collect();
    let month = month_before(lang, &zone, shown.first()?.budgets.account.resets_at);
    let may_follow = viewer.may(Permission::SeeLedger);
    let items = shown
        .into_iter()
        .map(|AccountBudgets { account, budgets }| {
            let Budgets { account: all, interface: single, .. } = budgets;
            let (all_words, single_words) = (left_words(lang, &all), left_words(lang, &single));
            let title = t!(lang, "clears-left-title", account = all_words.clone(), interface = single_words.clone());
            let name = if may_follow {
                view! { <a href=paths::clears_of_account(account.id)>{account.name}</a> }.into_any()
            } else {
                account.name.into_any()
            };
            let resets =
                (all.left == 0).then(|| t!(lang, "clears-left-resets", date = month_day(lang, &zone, all.resets_at)));
            view! {
                <li>
                    {name} " "
                    <span class="num" title=title>
                        <span class:none-left={all.left == 0}>{all_words}</span>
                        " · "
                        <span class:none-left={single.left == 0}>{single_words}</span>
                    </span>
                    {resets.map(|resets| view! { " " <span class="secondary">{resets}</span> })}
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <div class="budget-line">
            <span class="secondary">
                {t!(lang, "clears-left-in", month = month)} " " {t!(lang, "clears-left-legend")}
            </span>
            <ul>{items}</ul>
        </div>
    })
}

/// The month that ends at `end`.
fn month_before(lang: Lang, zone: &QuotaZone, end: Timestamp) -> Text {
    month_name(lang, zone, end - SignedDuration::from_secs(1))
}

/// Whether clears of it can be ordered here at all.
pub(crate) fn can_be_cleared(account: &Account) -> bool {
    account.status != AccountStatus::Retired && account.kind != Kind::Platform
}

/// Both budgets of an account, and how they came to be.
#[component]
pub fn BudgetPanel(
    /// Whose.
    account: Account,
    /// Its budgets.
    budgets: Budgets,
    /// In which a month is counted.
    zone: QuotaZone,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let names =
        t!(lang, ["col-scope", "col-left", "col-of", "col-spent", "col-unknown", "col-elsewhere", "col-resets"]);
    let title = t!(lang, "clears-left-in", month = month_before(lang, &zone, budgets.account.resets_at));
    let rows = Scope::ALL
        .into_iter()
        .map(|scope| {
            let [_, left, of, spent, unknown, elsewhere, resets] = names.clone();
            let budget = *budgets.of(scope);
            let back = month_day(lang, &zone, budget.resets_at);
            view! {
                <tr>
                    <Cell main=true>{scope_words(lang, scope)}</Cell>
                    <Cell label=left number=true>
                        <strong class:none-left={budget.left == 0}>{left_alone(lang, &budget)}</strong>
                    </Cell>
                    <Cell label=of number=true>{grouped(budget.limit)}</Cell>
                    <Cell label=spent number=true>{grouped(budget.spent)}</Cell>
                    <Cell label=unknown number=true>{grouped(budget.unknown)}</Cell>
                    <Cell label=elsewhere number=true>{grouped(budget.elsewhere)}</Cell>
                    <Cell label=resets number=true>{back}</Cell>
                </tr>
            }
        })
        .collect_view();
    let untold = budgets.account.at_most && account.cleared_before.is_none();
    let ledger = paths::clears_of_account(account.id);
    let actions = viewer.may(Permission::SeeLedger).then(|| {
        view! {
            <a href=ledger>{t!(lang, "clears-title")}</a>
            <a href=paths::BUDGET>{t!(lang, "budget-of-month")}</a>
        }
        .into_any()
    });
    view! {
        <Panel title actions=actions.into_any() flush=true>
            <Table caption=t!(lang, "clears-title") columns=names.to_vec() figures=1..names.len()>
                {rows}
            </Table>
            {(untold && viewer.may(Permission::Administer)).then(|| view! { <UncountedNote account=account.id /> })}
        </Panel>
    }
}

/// `7`, `at most 7`.
fn left_alone(lang: Lang, budget: &Budget) -> Text {
    if is_at_most(budget) { t!(lang, "budget-left-at-most", left = budget.left) } else { grouped(budget.left).into() }
}

/// Nobody said how many were used before the desk began.
#[component]
fn UncountedNote(account: AccountId) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <p class="panel-foot secondary">
            {t!(lang, "budget-untold")} " "
            <a href=paths::account_settings(account)>{t!(lang, "budget-untold-link")}</a>
        </p>
    }
}
