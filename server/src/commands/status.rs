//! `wxquota status`: the overview, one row an interface.

use super::{Session, print, time, zone_line};
use crate::api::interfaces::worst_first;
use crate::cli::Output;
use crate::failure::CommandError;
use crate::shapes::{InterfaceShape, Interfaces};
use crate::table::{Side, Table, grouped};

pub(crate) async fn run(session: &Session, output: Output) -> Result<(), CommandError> {
    let rows = worst_first(session.desk(), &session.actor, None, None, "").await?;
    let shape = Interfaces { interfaces: rows.iter().map(InterfaceShape::of).collect(), next: None };
    print(output, &shape, || {
        if shape.interfaces.is_empty() {
            return "Nothing is watched yet: wxquota account add --name N --appid ID --secret-file F".to_owned();
        }
        let (left, right) = (Side::Left, Side::Right);
        let mut table = Table::new([
            ("STATE", left),
            ("ACCOUNT", left),
            ("INTERFACE", left),
            ("USED", right),
            ("LIMIT", right),
            ("LEFT", right),
            ("RUNS OUT", left),
            ("READ", left),
            ("REASON", left),
        ]);
        let zone = &session.settings.time_zone;
        let figure = |figure: Option<i64>| figure.map_or_else(|| "-".to_owned(), grouped);
        for row in &shape.interfaces {
            table.row([
                row.state.clone(),
                row.account_name.clone(),
                row.cgi_path.clone(),
                figure(row.used),
                figure(row.daily_limit),
                figure(row.remain),
                time(row.exhausts_at, zone),
                time(row.sampled_at, zone),
                row.reason.clone().unwrap_or_default(),
            ]);
        }
        format!("{table}{}", zone_line(&session.settings.time_zone))
    })
}
