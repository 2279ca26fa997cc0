//! `kill -9` in a loop, and a clock that is set ahead and back between starts.

use std::time::Duration;

use super::{
    plan::{Attack, Plan},
    service::{Data, Folder},
    table::Table,
};
use crate::problem::Problem;

pub(super) const ATTACK: Attack = Attack {
    name: "killed",
    what: "kill -9 in a loop while incidents are reported, with steps of the clock between",
    run,
};

const DAY: u64 = 24 * 3600;
/// How far the clock is ahead at each start, in days; it is set back again and again.
const AHEAD: [u64; 5] = [0, 100, 1, 30, 0];

fn run(plan: &Plan, table: &mut Table) -> Result<(), Problem> {
    let folder = Folder::make(ATTACK.name)?;
    let data = Data::make(&plan.program, &folder.0)?;
    let rounds = usize::try_from(plan.lasts.as_secs()).unwrap_or(6).clamp(6, 40);
    let (mut acknowledged, mut refused, mut lost) = (0, 0, 0);
    for round in 0..rounds {
        let mut serving = data.serve(Duration::from_secs(AHEAD[round % AHEAD.len()] * DAY))?;
        lost = lost.max(acknowledged_but_gone(acknowledged, serving.incidents()));
        refused += usize::from(serving.sign_in().1.is_none());
        // At another moment of a write each time.
        let pause = Duration::from_millis(200 + 37 * u64::try_from(round).unwrap_or_default());
        let (more, ()) = serving.while_reporting(1000 * round, || std::thread::sleep(pause));
        acknowledged += more;
        serving.kill();
    }
    let serving = data.serve(Duration::ZERO)?;
    lost = lost.max(acknowledged_but_gone(acknowledged, serving.incidents()));
    table.note(ATTACK.name, "kills", rounds.to_string());
    table.note(ATTACK.name, "acknowledged incidents", acknowledged.to_string());
    table.at_most(ATTACK.name, "of them lost", 0, lost, "");
    table.at_most(ATTACK.name, "refused sign-ins", 0, refused, "");
    let checked = data.command(&["check"], "");
    let broken =
        checked.err().filter(|error| error.to_string().contains("database") || error.to_string().contains("audit"));
    table.at_most(ATTACK.name, "checks that find damage", 0, usize::from(broken.is_some()), "");
    Ok(())
}

fn acknowledged_but_gone(acknowledged: usize, there: usize) -> usize {
    acknowledged.saturating_sub(there)
}
