//! Wrong passwords at once: twenty from one address, and sixty from as many.

use std::{
    thread,
    time::{Duration, Instant},
};

use super::{
    bystander::Bystander,
    crowd, memory,
    plan::{Attack, Plan},
    requests,
    table::Table,
    target::Target,
};
use crate::problem::Problem;

pub(super) const ATTACK: Attack =
    Attack { name: "sign-ins", what: "20 and 60 wrong passwords at once, while somebody else signs in", run };

/// How long somebody else may wait to sign in.
const SIGN_IN: Duration = Duration::from_secs(2);

fn run(plan: &Plan, table: &mut Table) -> Result<(), Problem> {
    for (passwords, proxied, what) in [(20, false, "20 from one address"), (60, true, "60 from 60 addresses")] {
        let target = Target::start(&plan.program, ATTACK.name, proxied)?;
        let page = Bystander::start("a page meanwhile", target.others, "/login", requests::forwarded(70_000));
        let (statuses, took) = memory::measured(plan, table, (ATTACK.name, what), &target, || {
            thread::scope(|scope| {
                let attacking = scope.spawn(|| crowd::at_once(passwords, |number| wrong(&target, number)));
                thread::sleep(Duration::from_millis(50));
                let asked = Instant::now();
                let signed_in = target.sign_in();
                let took = signed_in.map(|_| asked.elapsed());
                (attacking.join().unwrap_or_default(), took)
            })
        });
        table.note(ATTACK.name, format!("{what}: answers"), crowd::statuses(&statuses));
        table.at_most(
            ATTACK.name,
            format!("{what}: somebody else who could not sign in"),
            0,
            usize::from(took.is_none()),
            "",
        );
        table.time(ATTACK.name, format!("{what}: somebody else signs in"), SIGN_IN, took.unwrap_or_default());
        page.finish(ATTACK.name, table);
    }
    Ok(())
}

/// Each for another name, so that no name has to wait.
fn wrong(target: &Target, number: usize) -> Option<u16> {
    let name = format!("nobody{number}");
    requests::sign_in(target.attackers, &name, "three blind rats", &requests::forwarded(number))
        .map(|answer| answer.status)
}
