//! The commands that are not `test`.

use std::{os::unix::process::CommandExt as _, process::Stdio};

use crate::{
    command::{cargo, command, run},
    front,
    problem::Problem,
    workspace,
};

/// The release program, with everything inside.
pub(crate) fn build() -> Result<(), Problem> {
    front::make()?;
    println!("Building the program");
    run(cargo(["build", "--release", "--package", "server", "--features", "embed"]))?;
    println!("Ready: target/release/wxquota");
    Ok(())
}

/// Becomes `wxquota demo`, so that a stop meant for it reaches it.
pub(crate) fn demo(arguments: &[&str]) -> Result<(), Problem> {
    build()?;
    let mut demo = command(workspace::program());
    // Where it is started from, not where the sources are: `--data-dir` is the person's own folder.
    if let Ok(here) = std::env::current_dir() {
        demo.current_dir(here);
    }
    demo.arg("demo").args(arguments).stdin(Stdio::inherit());
    Err(Problem::NotStarted { source: demo.exec(), program: "target/release/wxquota".to_owned() })
}

/// Each figure beside its budget. The browser's half is built first: its size is one of them.
pub(crate) fn bench(arguments: &[&str]) -> Result<(), Problem> {
    build()?;
    let mut bench = cargo(["bench", "--package", "server", "--features", "embed", "--bench", "budgets"]);
    if !arguments.is_empty() {
        bench.arg("--").args(arguments);
    }
    run(bench)
}

/// The model test in full, optimised; `test` runs a tenth of it.
pub(crate) fn model(arguments: &[&str]) -> Result<(), Problem> {
    let mut model =
        cargo(["test", "--release", "--package", "desk", "--test", "it", "clears::model", "--", "--nocapture"]);
    if std::env::var_os("WXQUOTA_MODEL_SEQUENCES").is_none() {
        model.env("WXQUOTA_MODEL_SEQUENCES", "2000");
    }
    model.args(arguments);
    run(model)
}

pub(crate) fn format() -> Result<(), Problem> {
    run(cargo(["fmt", "--all"]))
}
