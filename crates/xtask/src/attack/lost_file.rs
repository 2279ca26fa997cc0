//! A database that somebody moves away while it is served, and moves back.

use std::{fs, time::Duration};

use super::{
    plan::{Attack, Plan},
    service::{Data, Folder, millis},
    table::Table,
};
use crate::problem::Problem;

pub(super) const ATTACK: Attack =
    Attack { name: "lost-file", what: "the database is moved away while incidents are reported, and moved back", run };

/// Within which time it is to be noticed, in milliseconds.
const NOTICED: usize = 60_000;

fn run(plan: &Plan, table: &mut Table) -> Result<(), Problem> {
    let folder = Folder::make(ATTACK.name)?;
    let data = Data::make(&plan.program, &folder.0)?;
    let serving = data.serve(Duration::ZERO)?;
    let [database, away] = ["wxquota.db", "away.db"].map(|name| folder.0.join(name));
    std::thread::sleep(plan.lasts / 3);
    let before = (0..20).filter(|number| serving.report(*number)).count();
    fs::rename(&database, &away).map_err(Problem::file(&database))?;
    let afterwards = (20..40).filter(|number| serving.report(*number)).count();
    let noticed = serving.until(|serving| serving.status("/readyz", "") == 503);
    table.at_most(ATTACK.name, "noticed after", NOTICED, millis(noticed), " ms");
    table.at_most(ATTACK.name, "incidents acknowledged meanwhile", 0, afterwards, "");
    let second = usize::from(
        data.command(&["user", "add", "bob", "--role", "viewer", "--password-file", "-"], "long enough words").is_ok(),
    );
    table.at_most(ATTACK.name, "second databases", 0, second + usize::from(database.exists()), "");
    fs::rename(&away, &database).map_err(Problem::file(&away))?;
    serving.until(|serving| serving.status("/readyz", "") == 200);
    table.note(ATTACK.name, "acknowledged incidents", before.to_string());
    table.at_most(ATTACK.name, "of them lost", 0, before.saturating_sub(serving.incidents()), "");
    Ok(())
}
