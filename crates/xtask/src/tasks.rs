//! The commands other than `test`.

use std::{os::unix::process::CommandExt as _, process::Stdio};

use crate::{
    command::{cargo, command, run},
    front,
    problem::Problem,
    workspace,
};

/// Builds the release program, with the files for the browser inside.
pub(crate) fn build() -> Result<(), Problem> {
    front::make()?;
    println!("Building the program");
    run(cargo(["build", "--release", "--package", "server", "--features", "embed"]))?;
    println!("Ready: target/release/wxquota");
    Ok(())
}

/// Builds the program and replaces this process by `wxquota demo`, so that signals reach it.
pub(crate) fn demo(arguments: &[&str]) -> Result<(), Problem> {
    build()?;
    let mut demo = command(workspace::program());
    // In the present folder, not that of the sources: `--data-dir` is relative to it.
    if let Ok(here) = std::env::current_dir() {
        demo.current_dir(here);
    }
    demo.arg("demo").args(arguments).stdin(Stdio::inherit());
    Err(Problem::NotStarted { source: demo.exec(), program: "target/release/wxquota".to_owned() })
}

/// Runs the benchmarks. The files for the browser are built first: their size is one of the figures.
pub(crate) fn bench(arguments: &[&str]) -> Result<(), Problem> {
    if let Some((&"forecast", rest)) = arguments.split_first() {
        let mut bench = cargo(["bench", "--package", "domain", "--bench", "forecast", "--"]);
        bench.args(rest);
        return run(bench);
    }
    build()?;
    let mut bench = cargo(["bench", "--package", "server", "--features", "embed", "--bench", "budgets"]);
    if !arguments.is_empty() {
        bench.arg("--").args(arguments);
    }
    run(bench)
}

/// Runs the whole model test, optimised; `test` runs a tenth of it.
pub(crate) fn model(arguments: &[&str]) -> Result<(), Problem> {
    let mut model =
        cargo(["test", "--release", "--package", "desk", "--test", "it", "clears::model", "--", "--nocapture"]);
    if std::env::var_os("WXQUOTA_MODEL_SEQUENCES").is_none() {
        model.env("WXQUOTA_MODEL_SEQUENCES", "2000");
    }
    model.args(arguments);
    run(model)
}

/// The flags of rustc for coverage counters, as cargo-fuzz sets them. No sanitizer, which needs a nightly rustc.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
     -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// Fuzzes the parser of pasted texts, starting from the seeds and the corpus of earlier runs.
pub(crate) fn fuzz(arguments: &[&str]) -> Result<(), Problem> {
    let seconds = match arguments {
        [] => 600,
        [seconds] => {
            seconds.parse::<u32>().map_err(|_| Problem::Usage(format!("{seconds:?} is no number of seconds")))?
        }
        _ => return Err(Problem::Usage("`fuzz` takes a number of seconds at most".to_owned())),
    };
    let (package, target) = (workspace::root().join("crates/fuzz"), workspace::root().join("target/fuzz"));
    let corpus = target.join("corpus");
    std::fs::create_dir_all(&corpus).map_err(Problem::file(&corpus))?;
    // With an explicit target, the flags do not apply to build scripts.
    let mut fuzz = cargo(["run", "--release", "--target", "host-tuple", "--manifest-path"]);
    fuzz.arg(package.join("Cargo.toml")).arg("--target-dir").arg(&target).arg("--");
    fuzz.env("RUSTFLAGS", COVERAGE).arg(&corpus).arg(package.join("seeds"));
    fuzz.args([format!("-max_total_time={seconds}"), "-max_len=4096".to_owned(), "-print_final_stats=1".to_owned()]);
    // The folder for inputs that fail.
    fuzz.arg(format!("-artifact_prefix={}/", target.display()));
    run(fuzz)
}

pub(crate) fn format() -> Result<(), Problem> {
    run(cargo(["fmt", "--all"]))
}
