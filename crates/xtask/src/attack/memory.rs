//! The memory of the program before an attack, at its peak, and afterwards.

use std::thread;

use super::{plan::Plan, requests, table::Table, target::Target};

/// On a small database: at the peak of an attack, and a minute afterwards, in MiB.
const AT_PEAK: usize = 96;
const AFTERWARDS: usize = 48;

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
    table.at_most(attack, format!("{what}: memory {seconds} s later"), AFTERWARDS, target.memory(), " MiB");
    done
}
