//! `wxquota clears`: the ledger.

use desk::clears::{LedgerError, LedgerQuery};
use jiff::tz::TimeZone;

use super::{Session, print, time, zone_line};
use crate::api::clears::page;
use crate::cli::LedgerFilters;
use crate::failure::CommandError;
use crate::shapes::clears::ClearShape;
use crate::table::{Side, Table};

pub(crate) async fn run(session: &Session, filters: LedgerFilters) -> Result<(), CommandError> {
    let LedgerFilters { account, month, scope, state, actor, limit, cursor, output } = filters;
    let query = LedgerQuery { account, month, scope, state, actor, before: cursor, limit: usize::from(limit) };
    let shape = page(session.desk(), &session.actor, &query).await.map_err(|error| match (error, query.account) {
        (LedgerError::NoSuchAccount, Some(word)) => CommandError::NoSuchAccount(word),
        (error, _) => error.into(),
    })?;
    print(output, &shape, || {
        if shape.clears.is_empty() {
            return "No such clears are in the ledger.".to_owned();
        }
        let zone = &session.settings.time_zone;
        let more = shape.next.as_ref().map(|next| format!("There are older ones: --cursor {next} shows them.\n"));
        format!("{}{}{}", table(&shape.clears, zone), more.unwrap_or_default(), zone_line(zone))
    })
}

fn table(clears: &[ClearShape], zone: &TimeZone) -> Table<9> {
    let (left, right) = (Side::Left, Side::Right);
    let mut table = Table::new([
        ("ID", right),
        ("AT", left),
        ("STATE", left),
        ("ACCOUNT", left),
        ("CLEARED", left),
        ("LEFT", right),
        ("WHO", left),
        ("ERRCODE", right),
        ("REASON", left),
    ]);
    for clear in clears {
        table.row([
            clear.id.to_string(),
            time(Some(clear.at), zone),
            clear.state.clone(),
            clear.account_name.clone(),
            cleared(clear),
            or_dash(clear.budget_left),
            clear.actor.clone().unwrap_or_else(|| "-".to_owned()),
            or_dash(clear.errcode.filter(|errcode| *errcode != 0)),
            clear.reason.as_deref().map_or_else(|| "-".to_owned(), on_one_line),
        ]);
    }
    table
}

/// What it resets, and that it was by AppSecret.
fn cleared(clear: &ClearShape) -> String {
    let what = clear.cgi_path.as_deref().unwrap_or("all interfaces");
    if clear.via.as_deref() == Some("secret") { format!("{what}, by AppSecret") } else { what.to_owned() }
}

fn on_one_line(reason: &str) -> String {
    reason.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn or_dash(number: Option<impl ToString>) -> String {
    number.map_or_else(|| "-".to_owned(), |number| number.to_string())
}
