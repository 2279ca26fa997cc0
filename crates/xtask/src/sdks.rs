//! `cargo xtask sdks`: well-known SDKs call the sandbox, and every answer has to be one that they can read.

use std::{
    fmt,
    io::{BufRead as _, BufReader, Lines},
    process::{Child, ChildStdout, Command, Stdio},
};

use crate::{
    command::{cargo, command, run},
    problem::Problem,
    setup::sdks as setup,
    workspace,
};

/// Runs the calls of each SDK, also after failures of others.
pub(crate) fn run_all() -> Result<(), Problem> {
    // Before minutes of building, so that a missing tool is reported first.
    let (python, packages) = (setup::python()?, setup::node()?);
    println!("Building the program, unoptimised");
    run(cargo(["build", "--package", "server"]))?;
    let mut wechatpy = command(python);
    wechatpy.arg(setup::sources().join("wechatpy_calls.py"));
    let mut co_wechat_api = command("node");
    co_wechat_api.arg(setup::sources().join("co_wechat_api_calls.cjs")).env("NODE_PATH", packages);
    let mut table = Table::default();
    for (sdk, mut calls) in [("wechatpy", wechatpy), ("co-wechat-api", co_wechat_api)] {
        // One each, since a clear of one would be seen by the other.
        let sandbox = StandIn::start()?;
        calls.arg(&sandbox.address).env("LC_ALL", "C.UTF-8").env("NO_PROXY", "127.0.0.1");
        table.add(sdk, calls)?;
    }
    print!("\n{table}");
    table.problem()
}

/// A call of an SDK, and what it made of the answer.
#[derive(Debug, PartialEq)]
struct Row {
    sdk: &'static str,
    call: String,
    /// What the SDK did not like; `None` where all is well.
    error: Option<String>,
}

#[derive(Default)]
struct Table(Vec<Row>);

impl Table {
    fn add(&mut self, sdk: &'static str, mut calls: Command) -> Result<(), Problem> {
        let program = calls.get_program().to_string_lossy().into_owned();
        let output = calls.output().map_err(|source| Problem::NotStarted { program, source })?;
        let said = String::from_utf8_lossy(&output.stdout);
        let rows: Vec<_> = said.lines().filter_map(|line| row(sdk, line)).collect();
        let all_well = rows.iter().all(|row| row.error.is_none());
        self.0.extend(rows);
        if all_well && !output.status.success() {
            let error = Some(String::from_utf8_lossy(&output.stderr).trim().to_owned());
            self.0.push(Row { sdk, call: "all calls".to_owned(), error });
        }
        Ok(())
    }

    fn problem(&self) -> Result<(), Problem> {
        let failed = self.0.iter().filter(|row| row.error.is_some()).count();
        match failed {
            0 => Ok(()),
            1 => Err(Problem::Sdks("1 call has an answer that its SDK cannot read".to_owned())),
            _ => Err(Problem::Sdks(format!("{failed} calls have an answer that their SDK cannot read"))),
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Row { sdk, call, error } in &self.0 {
            writeln!(out, "  {sdk:<14} {call:<26} {}", if error.is_some() { "FAILED" } else { "ok" })?;
            for line in error.iter().flat_map(|error| error.lines()) {
                writeln!(out, "                 {line}")?;
            }
        }
        Ok(())
    }
}

/// The row of a line `call<TAB>ok or error<TAB>detail`.
fn row(sdk: &'static str, line: &str) -> Option<Row> {
    let (call, outcome) = line.split_once('\t')?;
    let error = match outcome.split_once('\t').unwrap_or((outcome, "")) {
        ("ok", _) => None,
        (_, detail) => Some(detail.to_owned()),
    };
    Some(Row { sdk, call: call.to_owned(), error })
}

/// A running `wxquota sandbox` on a free port.
struct StandIn {
    /// `http://127.0.0.1:<port>`
    address: String,
    process: Child,
    /// The output, kept open: a program that cannot print ends.
    _output: Lines<BufReader<ChildStdout>>,
}

impl StandIn {
    fn start() -> Result<Self, Problem> {
        let mut sandbox = command(workspace::debug_program());
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(|name| name.starts_with("WXQUOTA_")) {
                sandbox.env_remove(name);
            }
        }
        sandbox.args(["sandbox", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped());
        let not_started = |source| Problem::NotStarted { program: "wxquota sandbox".to_owned(), source };
        let mut process = sandbox.spawn().map_err(not_started)?;
        let silent = || Problem::Sdks("the sandbox did not start; its output is above".to_owned());
        let mut output = BufReader::new(process.stdout.take().ok_or_else(silent)?).lines();
        let mut lines = output.by_ref().map_while(Result::ok);
        let address = lines.find_map(|line| line.strip_prefix("The sandbox is at ").map(str::to_owned));
        let stand_in = Self { address: address.unwrap_or_default(), process, _output: output };
        if stand_in.address.is_empty() { Err(silent()) } else { Ok(stand_in) }
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        // They fail only where the process has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_and_an_error_ends_with_status_1() {
        let ok = row("wechatpy", "token\tok").unwrap();
        assert_eq!(ok, Row { sdk: "wechatpy", call: "token".to_owned(), error: None });
        let bad = row("wechatpy", "ticket\terror\tKeyError: 'ticket'").unwrap();
        assert_eq!(bad.error.as_deref(), Some("KeyError: 'ticket'"));
        assert_eq!(row("wechatpy", "a warning"), None);
        let table = Table(vec![ok, bad]);
        assert_eq!(table.problem().unwrap_err().exit_status(), 1);
        let shown = "  wechatpy       token                      ok\n\
                     \x20 wechatpy       ticket                     FAILED\n\
                     \x20                KeyError: 'ticket'\n";
        assert_eq!(table.to_string(), shown);
    }

    #[test]
    fn a_script_that_breaks_off_is_an_error() {
        let mut table = Table::default();
        let mut breaks = command("sh");
        breaks.args(["-c", "printf 'token\\tok\\n'; echo broken >&2; exit 3"]);
        table.add("wechatpy", breaks).unwrap();
        assert_eq!(table.0.len(), 2);
        assert_eq!(table.0[1].error.as_deref(), Some("broken"));
        assert!(table.problem().is_err());
    }
}
