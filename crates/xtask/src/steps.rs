//! `cargo xtask test`: the steps, the quickest first.

use std::time::Instant;

use crate::{
    attack,
    command::{cargo, command, run},
    problem::Problem,
    setup::{browser, npm, wasm},
    tasks,
    times::{Outcome, Times, spelled},
    workspace,
};

/// A step, which can also be run alone.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    /// The description in the heading.
    what: &'static str,
    /// The function, with the arguments to pass to the tool.
    run: fn(&[&str]) -> Result<(), Problem>,
}

/// All steps.
pub(crate) const STEPS: [Step; 8] = [
    Step { name: "setup", what: "install missing tools", run: set_up },
    Step { name: "fmt", what: "formatting of the Rust code", run: formatting },
    Step { name: "lint", what: "clippy for the server", run: lint_server },
    Step { name: "lint-browser", what: "clippy for the browser code", run: lint_browser },
    Step { name: "unit", what: "all Rust tests", run: unit },
    Step { name: "build", what: "release build", run: |_| tasks::build() },
    Step { name: "attack", what: "quick attacks on the release program", run: attack::quick },
    Step { name: "browser", what: "browser tests in Chromium, with and without JavaScript", run: in_the_browser },
];

/// Runs all steps, or the one that the first argument names.
pub(crate) fn test(arguments: &[&str]) -> Result<(), Problem> {
    let Some((name, rest)) = arguments.split_first() else { return all() };
    let Some(step) = STEPS.iter().find(|step| step.name == *name) else {
        let names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        return Err(Problem::Usage(format!("`test` has no step `{name}`, but: {}", names.join(", "))));
    };
    if ["attack", "browser"].contains(&step.name) {
        tasks::build()?;
    }
    (step.run)(rest.strip_prefix(&["--"]).unwrap_or(rest))
}

/// Runs all steps up to the first that fails, and prints the times.
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

/// Installs all tools, before minutes of building, so that a missing one is reported first.
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

/// Runs clippy for the host's target, which needs no wasm std and finds the same.
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
