//! The commands of this repository for developers. `cargo xtask` alone lists them.
//!
//! Uses the standard library only, so that it starts within seconds of a fresh clone. What needs dependencies is in
//! `crates/front`, which is built when needed.

mod attack;
mod command;
mod demo;
mod files;
mod front;
mod moments;
mod problem;
mod program;
mod sdks;
mod setup;
mod snippets;
mod stamp;
mod steps;
mod supply;
mod tasks;
mod times;
mod workspace;

use std::process::ExitCode;

use problem::Problem;

const USAGE: &str = "\
cargo xtask <command>

  demo [ARGS]       build the program and start the demo on simulated WeChat accounts; ARGS are passed to `wxquota demo`
  build             build the release program, including pages, styles and wasm: target/release/wxquota
  front             build only the files for the browser (wasm, JavaScript, styles): target/site
  test              run all checks and tests: the steps below, in this order
  test STEP [ARGS]  run one step: setup, fmt, lint, lint-browser, unit, build, attack, browser; ARGS are passed to its tool
  model [ARGS]      test the ledger of clears with 2,000 random sequences (WXQUOTA_MODEL_SEQUENCES sets another number)
  fuzz [SECONDS]    fuzz the parser of pasted texts, for 600 seconds by default
  bench [ARGS]      run the benchmarks and compare each figure with its budget
  bench forecast [--series FILE.csv]
                    test the forecast of run-outs on invented years, or on a file with lines of at,used,daily_limit, beside
                    the straight line through the last three readings
  attack [NAME...]  attack a running program and compare its memory, and how long others wait, with their budgets; all attacks,
                    or those that are named: sign-ins, bodies, pastes, connections, slow, disk-full, lost-file,
                    killed. --quick: for seconds instead of minutes, as in `test`
  snippets          run each example program of server/snippets against a demo
  sdks              run calls of wechatpy and co-wechat-api against `wxquota sandbox`; not part of `test`, because it installs
                    packages of PyPI and npm
  files             export every list as CSV from a demo, in both languages, open each with LibreOffice, and check that its cells
                    are texts, numbers and dates as they should be; not part of `test`, because it installs LibreOffice
  moments           run all tests with the machine's clock at each of: month (the first minutes of a month), year (the last
                    minutes of a year), leap (29 February), noon, summer (end of summer time in the display zone); not
                    part of `test`, because it takes five times as long
  moments NAME [ARGS]  run one of them; ARGS are passed to Playwright
  supply            check the dependencies with cargo-deny (advisories, licences, bans, sources) and list the parts of the
                    program as CycloneDX in target/sbom; not part of `test`, because it installs cargo-deny
  fmt               format the Rust code

Missing tools are installed, with a message: the wasm target, Chromium, fonts and npm packages; a JDK, Go and PHP for
the snippets; faketime for the moments; LibreOffice Calc for the files; the SDKs, in target/sdks; cargo-deny, in target/tools.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\nxtask: {problem}");
            ExitCode::from(problem.exit_status())
        }
    }
}

fn run(arguments: &[&str]) -> Result<(), Problem> {
    let Some((name, rest)) = arguments.split_first() else {
        print!("{USAGE}");
        return Ok(());
    };
    // An optional `--` before the arguments to pass on, as for cargo and npm.
    let passed = rest.strip_prefix(&["--"]).unwrap_or(rest);
    match *name {
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        "demo" => tasks::demo(passed),
        "build" if rest.is_empty() => tasks::build(),
        "front" if rest.is_empty() => front::make(),
        "test" => steps::test(rest),
        "model" => tasks::model(passed),
        "fuzz" => tasks::fuzz(passed),
        "bench" => tasks::bench(passed),
        "attack" => attack::run(rest),
        "moments" => moments::run_all(rest),
        "snippets" if rest.is_empty() => snippets::run_all(),
        "sdks" if rest.is_empty() => sdks::run_all(),
        "files" if rest.is_empty() => files::check_all(),
        "supply" if rest.is_empty() => supply::check(),
        "fmt" if rest.is_empty() => tasks::format(),
        "build" | "front" | "snippets" | "sdks" | "files" | "supply" | "fmt" => {
            Err(Problem::Usage(format!("`{name}` takes no arguments")))
        }
        unknown => Err(Problem::Usage(format!("there is no command `{unknown}`; `cargo xtask` lists what there is"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_wrong_usage() {
        for line in [
            &["tset"][..],
            &["build", "--fast"],
            &["test", "everything"],
            &["moments", "dawn"],
            &["attack", "politely"],
        ] {
            let refused = run(line).unwrap_err();
            assert_eq!(refused.exit_status(), 2, "{refused}");
        }
    }

    #[test]
    fn the_list_names_every_step() {
        for step in steps::STEPS {
            assert!(USAGE.contains(step.name), "{}", step.name);
        }
        for attack in attack::ATTACKS {
            assert!(USAGE.contains(attack.name), "{}", attack.name);
        }
    }
}
