//! `cargo xtask test`: the steps, in the order in which they fail soonest.

use std::time::Instant;

use crate::{
    command::{cargo, command, run},
    problem::Problem,
    setup::{browser, npm, wasm},
    tasks,
    times::{Outcome, Times, spelled},
    workspace,
};

/// One step, which can also be run alone.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    /// What it looks at, for the heading.
    what: &'static str,
    /// Takes what is passed through to the tool behind it.
    run: fn(&[&str]) -> Result<(), Problem>,
}

/// All of them.
pub(crate) const STEPS: [Step; 7] = [
    Step { name: "setup", what: "what the other steps need of this machine", run: set_up },
    Step { name: "fmt", what: "formatting", run: formatting },
    Step { name: "lint", what: "lints of the server's half", run: lint_server },
    Step { name: "lint-browser", what: "lints of the browser's half", run: lint_browser },
    Step { name: "unit", what: "unit, store, wire and page tests", run: unit },
    Step { name: "build", what: "the release program", run: |_| tasks::build() },
    Step { name: "browser", what: "pages in Chromium, with and without scripts", run: in_the_browser },
];

/// All steps, or the one that is named first.
pub(crate) fn test(arguments: &[&str]) -> Result<(), Problem> {
    let Some((name, rest)) = arguments.split_first() else { return all() };
    let Some(step) = STEPS.iter().find(|step| step.name == *name) else {
        let names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        return Err(Problem::Usage(format!("`test` has no step `{name}`, but: {}", names.join(", "))));
    };
    if step.name == "browser" {
        tasks::build()?;
    }
    (step.run)(rest.strip_prefix(&["--"]).unwrap_or(rest))
}

/// Stops at the first that fails: what comes after would fail for the same reason, later.
fn all() -> Result<(), Problem> {
    let mut times = Times::default();
    let mut failed = None;
    for (number, step) in STEPS.iter().enumerate() {
        if failed.is_some() {
            times.add(step.name, Outcome::NotRun);
            continue;
        }
        println!("\n== {} of {}: {} ({})", number + 1, STEPS.len(), step.name, step.what);
        let started = Instant::now();
        let outcome = (step.run)(&[]);
        let took = started.elapsed();
        println!("-- {}: {}", step.name, spelled(took));
        match outcome {
            Ok(()) => times.add(step.name, Outcome::Passed(took)),
            Err(cause) => {
                times.add(step.name, Outcome::Failed(took));
                failed = Some(Problem::Step { step: step.name, cause: Box::new(cause) });
            }
        }
    }
    print!("\n{times}");
    failed.map_or(Ok(()), Err)
}

/// First, so that a machine on which something cannot be had says so before it has built for minutes.
fn set_up(_: &[&str]) -> Result<(), Problem> {
    wasm::toolchain()?;
    browser::chromium()?;
    browser::chinese_font()?;
    npm::packages()
}

fn formatting(passed: &[&str]) -> Result<(), Problem> {
    let mut check = cargo(["fmt", "--all", "--check"]);
    check.args(passed);
    run(check)
}

fn lint_server(passed: &[&str]) -> Result<(), Problem> {
    let mut clippy = cargo(["clippy", "--workspace", "--all-targets"]);
    clippy.args(passed).args(["--", "-D", "warnings"]);
    run(clippy)
}

/// On the host's target, which needs no wasm std and finds the same.
fn lint_browser(passed: &[&str]) -> Result<(), Problem> {
    let mut clippy = cargo(["clippy", "--package", "app", "--no-default-features", "--features", "hydrate"]);
    clippy.args(passed).args(["--", "-D", "warnings"]);
    run(clippy)
}

fn unit(passed: &[&str]) -> Result<(), Problem> {
    let mut test = cargo(["test", "--workspace"]);
    test.args(passed);
    run(test)
}

fn in_the_browser(passed: &[&str]) -> Result<(), Problem> {
    let chromium = browser::chromium()?;
    npm::packages()?;
    let mut types = command("npx");
    types.current_dir(workspace::end2end()).args(["--no-install", "tsc", "--noEmit"]);
    run(types)?;
    let mut playwright = command("npx");
    playwright.current_dir(workspace::end2end()).args(["--no-install", "playwright", "test"]).args(passed);
    playwright.env("WXQUOTA_CHROMIUM", chromium).env("WXQUOTA_PROGRAM", workspace::program());
    run(playwright)
}
