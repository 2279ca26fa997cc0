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

/// Has rustc count which code each input reaches; what cargo-fuzz sets too. No sanitizer, which would take a nightly rustc.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
     -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// The parser of pasted texts against inputs that grow out of the seeds and of those kept from earlier runs.
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
    // For a target that is named, the flags are not those of build scripts too.
    let mut fuzz = cargo(["run", "--release", "--target", "host-tuple", "--manifest-path"]);
    fuzz.arg(package.join("Cargo.toml")).arg("--target-dir").arg(&target).arg("--");
    fuzz.env("RUSTFLAGS", COVERAGE).arg(&corpus).arg(package.join("seeds"));
    fuzz.args([format!("-max_total_time={seconds}"), "-max_len=4096".to_owned(), "-print_final_stats=1".to_owned()]);
    // What fails is kept where it was found.
    fuzz.arg(format!("-artifact_prefix={}/", target.display()));
    run(fuzz)
}

pub(crate) fn format() -> Result<(), Problem> {
    run(cargo(["fmt", "--all"]))
}
