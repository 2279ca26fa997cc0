//! `wxquota budget`: what a month leaves of every account's clears.

use domain::Scope;

use super::{Session, print, time, zone_line};
use crate::api::budget::of_month;
use crate::cli::Output;
use crate::failure::CommandError;
use crate::shapes::clears::{Budget, BudgetMonth};
use crate::table::{Side, Table};

pub(crate) async fn run(session: &Session, month: Option<String>, output: Output) -> Result<(), CommandError> {
    let shape = of_month(session.desk(), &session.actor, month).await?;
    print(output, &shape, || {
        if shape.accounts.is_empty() {
            return "No accounts yet: wxquota account add --name N --appid ID --secret-file F".to_owned();
        }
        told(session, &shape)
    })
}

fn told(session: &Session, shape: &BudgetMonth) -> String {
    let (left, right) = (Side::Left, Side::Right);
    let mut table = Table::new([
        ("ACCOUNT", left),
        ("SCOPE", left),
        ("LEFT", right),
        ("LIMIT", right),
        ("SPENT", right),
        ("UNKNOWN", right),
        ("ELSEWHERE", right),
        ("COUNTED FROM", left),
        ("RESETS", left),
    ]);
    let zone = &session.settings.time_zone;
    for account in &shape.accounts {
        for (scope, budget) in
            [(Scope::Account, &account.budget.account), (Scope::Interface, &account.budget.interface)]
        {
            table.row([
                account.account_name.clone(),
                scope.word().to_owned(),
                at_most(budget),
                budget.limit.to_string(),
                budget.spent.to_string(),
                budget.unknown.to_string(),
                budget.elsewhere.to_string(),
                time(Some(budget.counted_from), zone),
                time(Some(budget.resets_at), zone),
            ]);
        }
    }
    format!("Clears of {}\n{table}{}", shape.month, zone_line(zone))
}

fn at_most(budget: &Budget) -> String {
    if budget.at_most { format!("at most {}", budget.left) } else { budget.left.to_string() }
}
