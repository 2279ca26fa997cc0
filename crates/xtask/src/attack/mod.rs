//! `cargo xtask attack`: what strangers, and people who are signed in, can do to a running program; its memory before, at
//! its peak and a minute afterwards, and how long somebody else waits meanwhile; and what a machine can do to it: full disks,
//! files that are gone, kills.
//!
//! Each attack is a file with a constant in [`ATTACKS`]. It gets a program of its own, in a temporary folder.

mod bodies;
mod bystander;
mod connections;
mod crowd;
mod disk_full;
mod killed;
mod lost_file;
mod memory;
mod plan;
mod requests;
mod service;
mod sign_ins;
mod slow;
mod table;
mod target;

use std::path::PathBuf;

use crate::{problem::Problem, tasks, workspace};
use plan::{Attack, Plan};
use table::Table;

/// All attacks.
pub(crate) const ATTACKS: [Attack; 8] = [
    sign_ins::ATTACK,
    bodies::OF_STRANGERS,
    bodies::PASTES,
    connections::ATTACK,
    slow::ATTACK,
    disk_full::ATTACK,
    lost_file::ATTACK,
    killed::ATTACK,
];

/// Runs the attacks that the arguments name, all where they name none.
pub(crate) fn run(arguments: &[&str]) -> Result<(), Problem> {
    let (flags, names): (Vec<&str>, Vec<&str>) =
        arguments.iter().copied().partition(|argument| argument.starts_with('-'));
    if let Some(unknown) = flags.iter().find(|flag| **flag != "--quick") {
        return Err(Problem::Usage(format!("`attack` has no option `{unknown}`, but --quick")));
    }
    let known: Vec<_> = ATTACKS.iter().map(|attack| attack.name).collect();
    if let Some(unknown) = names.iter().find(|name| !known.contains(name)) {
        return Err(Problem::Usage(format!("there is no attack `{unknown}`, but: {}", known.join(", "))));
    }
    // A program that is there already, such as that of a plain build.
    let program = std::env::var_os("WXQUOTA_PROGRAM").map(PathBuf::from);
    if program.is_none() {
        tasks::build()?;
    }
    let plan = Plan::new(program.unwrap_or_else(workspace::program), !flags.is_empty());
    all(&plan, |attack| names.is_empty() || names.contains(&attack.name))
}

/// Runs all attacks for seconds, on the release program that is there.
pub(crate) fn quick(names: &[&str]) -> Result<(), Problem> {
    all(&Plan::new(workspace::program(), true), |attack| names.is_empty() || names.contains(&attack.name))
}

fn all(plan: &Plan, wanted: impl Fn(&Attack) -> bool) -> Result<(), Problem> {
    let mut table = Table::default();
    for attack in ATTACKS.iter().filter(|attack| wanted(attack)) {
        println!("{}: {}", attack.name, attack.what);
        (attack.run)(plan, &mut table)?;
    }
    print!("\n{table}");
    table.problem()
}
