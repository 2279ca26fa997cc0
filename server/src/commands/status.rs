//! `wxquota status`: the overview, one row an interface.

use desk::overview::OverviewQuery;

use super::{Session, or_dash, time};
use crate::api::interfaces::worst_first;
use crate::cli::Output;
use crate::failure::CommandError;
use crate::shapes::interfaces::{InterfaceShape, Interfaces};
use crate::table::grouped;

/// The text in place of the overview where nothing is watched.
const EMPTY: &str = "No interfaces are watched yet: wxquota account add --name N --appid ID --secret-file F";

pub(crate) async fn run(session: &Session, output: Output) -> Result<(), CommandError> {
    let rows = worst_first(session.desk(), &session.actor, OverviewQuery::default()).await?;
    let shape = Interfaces::of(&rows, None);
    session.print_rows(output, &shape, &shape.interfaces, EMPTY, |table| {
        table
            .left("STATE", |row| row.state)
            .left("ACCOUNT", |row| &row.account_name)
            .left("INTERFACE", |row| &row.cgi_path)
            .right("USED", |row| or_dash(row.used.map(grouped)))
            .right("LIMIT", |row| or_dash(row.daily_limit.map(grouped)))
            .left("COUNT", |row| row.limit_kind)
            .right("LEFT", |row| or_dash(row.remain.map(grouped)))
            .left("RUNS OUT", |row| time(row.exhausts_at, session.zone()))
            .left("READ", |row| time(row.sampled_at, session.zone()))
            .left("REASON", reason)
    })
}

/// Why a row has no fresh figures, for people.
fn reason(row: &InterfaceShape) -> &str {
    match row.reason.as_deref() {
        Some("new-day") if row.used_up_yesterday => "new day, no reading yet; used up yesterday",
        Some("new-day") => "new day, no reading yet",
        reason => reason.unwrap_or_default(),
    }
}
