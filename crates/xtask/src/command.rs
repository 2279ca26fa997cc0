//! Other programs: how they are started, run and printed.

use std::{
    ffi::OsStr,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{problem::Problem, workspace};

/// The prefixes of the environment variables that cargo sets for this program's own package. Passed on, they would make
/// build scripts that watch them run again after each change between a plain `cargo` and `cargo xtask`.
const OWN_PACKAGE: [&str; 5] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_NAME", "CARGO_PRIMARY_"];

/// A command that runs `program` in the workspace's root, without input from the terminal.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace::root()).stdin(Stdio::null()).env("CARGO_TARGET_DIR", workspace::target());
    for (name, _) in std::env::vars_os() {
        if is_about_own_package(&name) {
            command.env_remove(name);
        }
    }
    command
}

fn is_about_own_package(variable: &OsStr) -> bool {
    variable.to_str().is_some_and(|name| OWN_PACKAGE.iter().any(|own| name.starts_with(own)))
}

/// A command for the cargo that runs this program.
pub(crate) fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut cargo = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(arguments);
    cargo
}

/// Runs a command to its end, with the output of this program.
///
/// # Errors
/// [`Problem::NotStarted`], and [`Problem::Failed`] where its exit status is not 0.
pub(crate) fn run(mut command: Command) -> Result<(), Problem> {
    let status = command.status().map_err(|source| not_started(&command, source))?;
    if status.success() { Ok(()) } else { Err(Problem::Failed { tool: shown(&command) }) }
}

/// The standard output of a command, trimmed; `None` where it cannot be started or fails.
pub(crate) fn output_of(mut command: Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a command succeeds within `limit`. It is killed where it takes longer.
pub(crate) fn succeeds_within(mut command: Command, limit: Duration) -> bool {
    const PAUSE: Duration = Duration::from_millis(50);
    let started = Instant::now();
    let Ok(mut child) = command.spawn() else { return false };
    while started.elapsed() < limit {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => thread::sleep(PAUSE),
            Err(_) => break,
        }
    }
    // Both fail only where the process has ended already.
    let _ = child.kill();
    let _ = child.wait();
    false
}

/// Whether a program of this name is on the PATH.
pub(crate) fn is_on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// The command as a person types it: the program without its folder, no environment.
pub(crate) fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

fn not_started(command: &Command, source: std::io::Error) -> Problem {
    Problem::NotStarted { program: command.get_program().to_string_lossy().into_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_typed() {
        let mut typed = Command::new("/usr/bin/cargo");
        typed.args(["test", "--workspace"]);
        assert_eq!(shown(&typed), "cargo test --workspace");
    }

    #[test]
    fn what_hangs_is_ended() {
        let mut hangs = Command::new("sleep");
        hangs.arg("60");
        assert!(!succeeds_within(hangs, Duration::from_millis(1)));
        assert!(succeeds_within(Command::new("true"), Duration::from_mins(1)));
        assert!(!succeeds_within(Command::new("false"), Duration::from_mins(1)));
        assert!(!succeeds_within(Command::new("/no/such/program"), Duration::from_mins(1)));
    }

    #[test]
    fn a_failure_names_the_command() {
        let mut fails = Command::new("false");
        fails.arg("--really");
        let problem = run(fails).unwrap_err().to_string();
        assert!(problem.contains("`false --really` failed"), "{problem}");
    }

    #[test]
    fn what_cargo_says_of_this_package_is_not_passed_on() {
        for (name, own) in [("CARGO_PKG_NAME", true), ("CARGO_MANIFEST_DIR", true), ("CARGO", false), ("PATH", false)] {
            assert_eq!(is_about_own_package(name.as_ref()), own, "{name}");
        }
        let started = cargo(["check"]);
        let removed = |name: &OsStr| started.get_envs().any(|(key, value)| key == name && value.is_none());
        assert!(std::env::vars_os().filter(|(name, _)| is_about_own_package(name)).all(|(name, _)| removed(&name)));
    }
}
