//! `wxquota clears`: the ledger.

use desk::clears::{LedgerError, LedgerQuery};

use super::{Session, or_dash, print, time, zone_line};
use crate::api::clears::page;
use crate::cli::LedgerFilters;
use crate::failure::CommandError;
use crate::shapes::clears::ClearShape;
use crate::table::Table;

pub(crate) async fn run(session: &Session, filters: LedgerFilters) -> Result<(), CommandError> {
    let LedgerFilters { account, month, scope, state, actor, limit, cursor, output } = filters;
    let query =
        LedgerQuery { account, group: None, month, scope, state, actor, before: cursor, limit: usize::from(limit) };
    let shape = page(session.desk(), &session.actor, &query).await.map_err(|error| match (error, query.account) {
        (LedgerError::NoSuchAccount, Some(word)) => CommandError::NoSuchAccount(word),
        (error, _) => error.into(),
    })?;
    print(output, &shape, || {
        if shape.clears.is_empty() {
            return "No clears found.".to_owned();
        }
        let zone = session.zone();
        let table = Table::of(&shape.clears)
            .right("ID", |clear| clear.id)
            .left("AT", |clear| time(Some(clear.at), zone))
            .left("STATE", |clear| clear.state)
            .left("ACCOUNT", |clear| &clear.account_name)
            .left("CLEARED", cleared)
            .right("LEFT", |clear| or_dash(clear.budget_left))
            .left("WHO", |clear| or_dash(clear.actor.as_ref()))
            .right("ERRCODE", |clear| or_dash(clear.errcode.filter(|errcode| *errcode != 0)))
            .left("REASON", |clear| or_dash(clear.reason.as_deref().map(on_one_line)));
        let more = shape.next.as_ref().map(|next| format!("Show older clears with --cursor {next}\n"));
        format!("{table}{}{}", more.unwrap_or_default(), zone_line(zone))
    })
}

/// The interface that a clear resets, and whether it was made by AppSecret.
fn cleared(clear: &ClearShape) -> String {
    let what = clear.cgi_path.as_deref().unwrap_or("all interfaces");
    if clear.via == Some("secret") { format!("{what}, with AppSecret") } else { what.to_owned() }
}

fn on_one_line(reason: &str) -> String {
    reason.split_whitespace().collect::<Vec<_>>().join(" ")
}
