//! `wxquota budget`: what a month leaves of every account's clears.

use domain::Scope;

use super::{NO_ACCOUNTS, Session, print, time, zone_line};
use crate::api::budget::of_month;
use crate::cli::Output;
use crate::failure::CommandError;
use crate::shapes::budget::{Budget, BudgetMonth};
use crate::table::Table;

pub(crate) async fn run(session: &Session, month: Option<String>, output: Output) -> Result<(), CommandError> {
    let shape = of_month(session.desk(), &session.actor, month).await?;
    print(output, &shape, || if shape.accounts.is_empty() { NO_ACCOUNTS.to_owned() } else { table(session, &shape) })
}

/// Two rows an account, one for each scope.
fn table(session: &Session, shape: &BudgetMonth) -> String {
    let zone = session.zone();
    let rows = shape.accounts.iter().flat_map(|account| {
        let (name, budgets) = (&account.account_name, &account.budget);
        [(name, Scope::Account, &budgets.account), (name, Scope::Interface, &budgets.interface)]
    });
    let rows: Vec<_> = rows.collect();
    let table = Table::of(&rows)
        .left("ACCOUNT", |(account, ..)| account)
        .left("SCOPE", |(_, scope, _)| scope)
        .right("LEFT", |(.., budget)| left(budget))
        .right("LIMIT", |(.., budget)| budget.limit)
        .right("SPENT", |(.., budget)| budget.spent)
        .right("UNKNOWN", |(.., budget)| budget.unknown)
        .right("ELSEWHERE", |(.., budget)| budget.elsewhere)
        .left("COUNTED FROM", |(.., budget)| time(Some(budget.counted_from), zone))
        .left("RESETS", |(.., budget)| time(Some(budget.resets_at), zone));
    format!("Clears of {}\n{table}{}", shape.month, zone_line(zone))
}

fn left(budget: &Budget) -> String {
    if budget.at_most { format!("at most {}", budget.left) } else { budget.left.to_string() }
}
