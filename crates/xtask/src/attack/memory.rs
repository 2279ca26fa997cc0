//! The memory of the program before an attack, at its peak, and afterwards.

use std::thread;

use super::{plan::Plan, requests, table::Table, target::Target};

/// On a small database: at the peak of an attack, a minute afterwards, and some seconds afterwards, in MiB.
const AT_PEAK: usize = 96;
const A_MINUTE_LATER: usize = 48;
const SECONDS_LATER: usize = 64;

/// Attacks, and writes down the memory; `what` names the attack where there are several of a kind.
pub(super) fn measured<T>(
    plan: &Plan,
    table: &mut Table,
    (attack, what): (&'static str, &str),
    target: &Target,
    run: impl FnOnce() -> T,
) -> T {
    // The first page, so that what is made once is there.
    let _ = requests::get(target.others, "/login", "");
    let before = target.memory();
    target.forget_peak();
    let done = run();
    let peak = target.peak();
    thread::sleep(plan.afterwards);
    table.note(attack, format!("{what}: memory before"), format!("{before} MiB"));
    table.at_most(attack, format!("{what}: memory at its peak"), AT_PEAK, peak, " MiB");
    let seconds = plan.afterwards.as_secs();
    let budget = if seconds < 60 { SECONDS_LATER } else { A_MINUTE_LATER };
    table.at_most(attack, format!("{what}: memory {seconds} s later"), budget, target.memory(), " MiB");
    done
}
