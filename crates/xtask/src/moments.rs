//! `cargo xtask moments`: all tests and the browser tests once under each of a few awkward times of the machine's clock.
//!
//! Tests give programs their clock, so none may notice. Everything is built before, by the true time: cargo compares files'
//! times with the clock.

use std::{
    ffi::OsStr,
    path::PathBuf,
    process::{Command, Stdio},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use crate::{
    command::{cargo, command, run},
    problem::Problem,
    setup::{browser, faketime, npm},
    tasks,
    times::spelled,
    workspace,
};

/// A time at which the tests are run.
struct Moment {
    name: &'static str,
    /// What is special about it, for the heading and the table.
    what: &'static str,
    /// The machine's time when a test program is started, in Unix seconds; it goes on from there at the real pace.
    unix: i64,
    /// What the programs of the browser tests are told beside it.
    environment: &'static [(&'static str, &'static str)],
}

const MOMENTS: [Moment; 5] = [
    Moment { name: "month", what: "00:00:30 on the 1st in Shanghai", unix: 1_796_054_430, environment: &[] },
    Moment { name: "year", what: "the year's last minutes in Shanghai", unix: 1_798_732_560, environment: &[] },
    Moment { name: "leap", what: "29 February, in the evening in Shanghai", unix: 1_835_436_600, environment: &[] },
    Moment { name: "noon", what: "noon in Shanghai", unix: 1_784_088_000, environment: &[] },
    Moment {
        name: "summer",
        what: "the end of summer time in Berlin, where pages show times of",
        unix: 1_792_889_970,
        environment: &[("WXQUOTA_TIME_ZONE", "Europe/Berlin"), ("WXQUOTA_TEST_START", "2026-10-25T08:59:30+08:00")],
    },
];

/// How one half of the tests ended at one moment.
enum Outcome {
    Passed(Duration),
    Failed(Duration),
}

fn names() -> String {
    MOMENTS.map(|moment| moment.name).join(", ")
}

/// All moments, or the one that is named first; what follows a name goes to Playwright. All are tried, whatever becomes of
/// the others.
pub(crate) fn run_all(arguments: &[&str]) -> Result<(), Problem> {
    let (chosen, passed) = match arguments.split_first() {
        None => (MOMENTS.iter().collect(), arguments),
        Some((name, rest)) => {
            let Some(moment) = MOMENTS.iter().find(|moment| moment.name == *name) else {
                return Err(Problem::Usage(format!("`moments` has no moment `{name}`, but: {}", names())));
            };
            (vec![moment], rest.strip_prefix(&["--"]).unwrap_or(rest))
        }
    };
    faketime::tool()?;
    npm::packages()?;
    let chromium = browser::chromium()?;
    tasks::build()?;
    println!("Building the tests");
    let tests = test_programs()?;

    let mut rows = Vec::new();
    for moment in chosen {
        println!("\n== {}: {}", moment.name, moment.what);
        let unit = timed(|| unit(moment, &tests));
        let mut playwright = at(moment, "npx");
        playwright.current_dir(workspace::end2end()).args(["--no-install", "playwright", "test"]).args(passed);
        playwright.env("WXQUOTA_CHROMIUM", &chromium).env("WXQUOTA_PROGRAM", workspace::program());
        rows.push((moment, unit, timed(|| run(playwright))));
    }
    println!("\n  {:<8} {:<24} {:<24}", "moment", "unit and server tests", "browser tests");
    for (moment, unit, browser) in &rows {
        println!("  {:<8} {:<24} {:<24} {}", moment.name, told(unit), told(browser), moment.what);
    }
    let failed = rows.iter().filter(|(_, unit, browser)| [unit, browser].iter().any(|half| is_failed(half)));
    let failed: Vec<_> = failed.map(|(moment, ..)| moment.name).collect();
    if failed.is_empty() { Ok(()) } else { Err(Problem::Moments(failed.join(", "))) }
}

/// Runs `half`; that it failed it has said itself.
fn timed(half: impl FnOnce() -> Result<(), Problem>) -> Outcome {
    let started = Instant::now();
    match half() {
        Ok(()) => Outcome::Passed(started.elapsed()),
        Err(problem) => {
            eprintln!("{problem}");
            Outcome::Failed(started.elapsed())
        }
    }
}

fn is_failed(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Failed(_))
}

fn told(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Passed(took) => format!("passed  {}", spelled(*took)),
        Outcome::Failed(took) => format!("FAILED  {}", spelled(*took)),
    }
}

/// `program` with the machine's clock at a moment. Timers, and how long something took, stay true.
fn at(moment: &Moment, program: impl AsRef<OsStr>) -> Command {
    let mut faked = command("faketime");
    #[expect(
        clippy::disallowed_methods,
        reason = "how far away the moment is can be told by the machine's clock alone"
    )]
    faked.arg("-f").arg(offset(moment.unix, SystemTime::now())).arg(program);
    // The second has waits on a true clock end when they should; without it Chromium takes ten times as long.
    faked.env("FAKETIME_DONT_FAKE_MONOTONIC", "1").env("FAKETIME_FORCE_MONOTONIC_FIX", "0");
    faked.envs(moment.environment.iter().copied());
    faked
}

/// How far `unix` is from now, in faketime's form: the same for all processes that it comes to.
fn offset(unix: i64, now: SystemTime) -> String {
    let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{:+}s", unix.saturating_sub_unsigned(now.as_secs()))
}

/// A built test program, and the folder it is run in.
struct TestProgram {
    file: PathBuf,
    package: PathBuf,
}

fn unit(moment: &Moment, tests: &[TestProgram]) -> Result<(), Problem> {
    let mut failed = None;
    for test in tests {
        let mut program = at(moment, &test.file);
        program.current_dir(&test.package).arg("--quiet").env("CARGO_MANIFEST_DIR", &test.package);
        failed = run(program).err().or(failed);
    }
    failed.map_or(Ok(()), Err)
}

/// What `cargo test --workspace` would run, doc tests left out.
fn test_programs() -> Result<Vec<TestProgram>, Problem> {
    let mut build = cargo(["test", "--workspace", "--no-run", "--message-format", "json-render-diagnostics"]);
    build.stderr(Stdio::inherit());
    let output = build.output().map_err(|source| Problem::NotStarted { program: "cargo".to_owned(), source })?;
    if !output.status.success() {
        return Err(Problem::Failed { tool: "cargo test --no-run".to_owned() });
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().filter_map(test_program).collect())
}

/// The test program that a line of cargo's messages tells of, if it tells of one.
fn test_program(line: &str) -> Option<TestProgram> {
    // Programs that are no tests are told of too.
    let (_, profile) = line.split_once(r#""profile":{"#)?;
    profile.split_once('}').filter(|(profile, _)| profile.contains(r#""test":true"#))?;
    let package = PathBuf::from(text(line, r#""manifest_path":""#)?).parent()?.to_owned();
    Some(TestProgram { file: text(line, r#""executable":""#)?.into(), package })
}

/// The text behind `key` up to the next quote: paths of this workspace need no escapes.
fn text<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let (_, after) = line.split_once(key)?;
    after.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_programs_are_told_from_others() {
        let told = |test: bool| {
            format!(
                r#"{{"reason":"compiler-artifact","manifest_path":"/w/crates/domain/Cargo.toml","profile":{{"opt_level":"0","test":{test}}},"filenames":[],"executable":"/w/target/debug/deps/domain-1"}}"#
            )
        };
        let found = test_program(&told(true)).unwrap();
        assert_eq!(found.file, PathBuf::from("/w/target/debug/deps/domain-1"));
        assert_eq!(found.package, PathBuf::from("/w/crates/domain"));
        assert!(test_program(&told(false)).is_none());
        assert!(test_program(r#"{"reason":"build-finished","success":true}"#).is_none());
    }

    #[test]
    fn a_moment_is_so_far_away() {
        let now = UNIX_EPOCH + Duration::from_secs(1_000);
        assert_eq!([1_000, 1_060, 400].map(|unix| offset(unix, now)), ["+0s", "+60s", "-600s"]);
    }
}
