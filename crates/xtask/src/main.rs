//! Everything one types in this repository. `cargo xtask` alone lists it.
//!
//! Only the standard library, so that the first line appears within seconds of a fresh clone; what is heavy lives in
//! `crates/front` and is built when needed.

mod command;
mod front;
mod moments;
mod problem;
mod setup;
mod snippets;
mod stamp;
mod steps;
mod tasks;
mod times;
mod workspace;

use std::process::ExitCode;

use problem::Problem;

const USAGE: &str = "\
cargo xtask <command>

  demo [ARGS]       build what is missing and start the dashboard on the bundled sandbox; ARGS go to `wxquota demo`
  build             the release program with pages, styles and wasm inside: target/release/wxquota
  front             only the browser's half: target/site
  test              setup, formatting, lints of both halves, all tests, the build, the browser tests
  test STEP [ARGS]  one step of it: setup, fmt, lint, lint-browser, unit, build, browser; ARGS go to the tool behind it
  model [ARGS]      the ledger of clears against 2,000 random sequences, or WXQUOTA_MODEL_SEQUENCES of them
  fuzz [SECONDS]    whatever may be pasted against the rid desk's parser, for 600 seconds unless told
  bench [ARGS]      measure and print each figure beside its budget
  snippets          run each snippet of server/snippets once against the demo
  moments           all tests at each of these times of the machine's clock: month (the 1st has just begun), year (it is
                    about to end), leap (29 February), noon, summer (summer time ends where pages show times of); not
                    part of `test`, since it takes as long five times over
  moments NAME [ARGS]  at one of them; ARGS go to Playwright
  fmt               format the Rust code

What a command needs and does not find (the wasm target, Chromium, fonts, npm packages; a JDK, Go and PHP for
the snippets; faketime for the moments) it installs, saying so.
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
    // `--` may stand before what is passed through, as cargo and npm want it.
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
        "moments" => moments::run_all(rest),
        "snippets" if rest.is_empty() => snippets::run_all(),
        "fmt" if rest.is_empty() => tasks::format(),
        "build" | "front" | "snippets" | "fmt" => Err(Problem::Usage(format!("`{name}` takes no arguments"))),
        unknown => Err(Problem::Usage(format!("there is no command `{unknown}`; `cargo xtask` lists what there is"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_wrong_usage() {
        for line in [&["tset"][..], &["build", "--fast"], &["test", "everything"], &["moments", "dawn"]] {
            let refused = run(line).unwrap_err();
            assert_eq!(refused.exit_status(), 2, "{refused}");
        }
    }

    #[test]
    fn the_list_names_every_step() {
        for step in steps::STEPS {
            assert!(USAGE.contains(step.name), "{}", step.name);
        }
    }
}
