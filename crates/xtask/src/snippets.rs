//! `cargo xtask snippets`: each snippet of `server/snippets` reports one error to a demo; together they make one incident.

use std::{
    fmt,
    time::{Duration, Instant},
};

use crate::{
    command::{cargo, command, run},
    demo::Demo,
    problem::Problem,
    setup::languages,
    times::spelled,
    workspace,
};

/// The snippet of one language.
struct Snippet {
    language: &'static str,
    file: &'static str,
    /// The tool that runs it.
    tool: languages::Tool,
    /// The program and the arguments before the file's name.
    starts_with: &'static [&'static str],
}

const SNIPPETS: [Snippet; 5] = [
    Snippet { language: "Java", file: "ReportIncident.java", tool: languages::JAVA, starts_with: &["java"] },
    Snippet { language: "Go", file: "report_incident.go", tool: languages::GO, starts_with: &["go", "run"] },
    Snippet { language: "Python", file: "report_incident.py", tool: languages::PYTHON, starts_with: &["python3"] },
    Snippet { language: "Node", file: "report-incident.mjs", tool: languages::NODE, starts_with: &["node"] },
    Snippet { language: "PHP", file: "report_incident.php", tool: languages::PHP, starts_with: &["php"] },
];

/// The report of each snippet. The Chinese name and the characters that JSON must escape are on purpose.
const REPORT: [&str; 4] = [
    "商城小程序",
    "45009",
    "reach max api daily quota limit, \"频率\" \\ \n rid: 617682e0-09059ac5-34a8e2ea",
    "/wxa/getwxacodeunlimit",
];

/// Runs each snippet once, also after failures of others.
pub(crate) fn run_all() -> Result<(), Problem> {
    // Before minutes of building, so that a missing tool is reported first.
    let tools: Vec<_> = SNIPPETS.iter().map(|snippet| snippet.tool.find()).collect();
    println!("Building the program, unoptimised");
    run(cargo(["build", "--package", "server"]))?;
    let demo = Demo::start("snippets")?;
    let (reporter, support) = (demo.token("reporter")?, demo.token("support")?);

    let mut table = Table::default();
    let mut remedies = Vec::new();
    for (snippet, tool) in SNIPPETS.iter().zip(tools) {
        let outcome = match tool {
            Ok(()) => run_once(snippet, &demo.address, &reporter),
            Err(problem) => {
                remedies.push(problem.to_string());
                Outcome::NotRun
            }
        };
        table.0.push((snippet, outcome));
    }
    print!("\n{table}");
    for remedy in remedies {
        println!("\n{remedy}");
    }
    table.problem()?;
    let count = table.the_incident().and_then(|id| counted(&demo.get(&format!("/api/v1/incidents/{id}"), &support)?));
    match count {
        Some(count) if count == SNIPPETS.len() => {
            println!("  together: one incident, which counts {count}");
            Ok(())
        }
        _ => Err(Problem::Snippets(format!("{} reports are not one incident that counts as many", SNIPPETS.len()))),
    }
}

fn run_once(snippet: &Snippet, address: &str, token: &str) -> Outcome {
    let [program, before @ ..] = snippet.starts_with else { return Outcome::NotRun };
    let mut snippet_run = command(program);
    snippet_run.args(before).arg(workspace::root().join("server/snippets").join(snippet.file)).args(REPORT);
    snippet_run.env("WXQUOTA_URL", format!("http://{address}")).env("WXQUOTA_TOKEN", token);
    // A locale with UTF-8 for the texts of the report, and no proxy for this machine.
    snippet_run.env("LC_ALL", "C.UTF-8").env("no_proxy", "127.0.0.1");
    let started = Instant::now();
    let (said, complained) = match snippet_run.output() {
        Ok(output) => (
            String::from_utf8_lossy(&output.stdout).trim().to_owned(),
            String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        ),
        Err(error) => (String::new(), error.to_string()),
    };
    let took = started.elapsed();
    if said.contains(token) || complained.contains(token) {
        return Outcome::Failed { words: "it printed the token".to_owned(), took };
    }
    match incident(&said) {
        Some((id, count)) => Outcome::Reported { id, count, took },
        None => Outcome::Failed { words: format!("{said}{complained}"), took },
    }
}

/// The outcome of one snippet.
#[derive(Debug)]
enum Outcome {
    Reported { id: u64, count: usize, took: Duration },
    Failed { words: String, took: Duration },
    NotRun,
}

#[derive(Default)]
struct Table(Vec<(&'static Snippet, Outcome)>);

impl Table {
    /// The id of the incident in all answers, where it is the same.
    fn the_incident(&self) -> Option<u64> {
        let mut ids = self.0.iter().map(|(_, outcome)| match outcome {
            Outcome::Reported { id, .. } => Some(*id),
            Outcome::Failed { .. } | Outcome::NotRun => None,
        });
        let first = ids.next()??;
        ids.all(|id| id == Some(first)).then_some(first)
    }

    /// The error that names the snippets that did not report, where there are any.
    fn problem(&self) -> Result<(), Problem> {
        let names = |wanted: fn(&Outcome) -> bool| {
            let found = self.0.iter().filter(|(_, outcome)| wanted(outcome)).map(|(snippet, _)| snippet.language);
            found.collect::<Vec<_>>().join(", ")
        };
        let failed = names(|outcome| matches!(outcome, Outcome::Failed { .. }));
        let not_run = names(|outcome| matches!(outcome, Outcome::NotRun));
        match (failed.is_empty(), not_run.is_empty()) {
            (true, true) => Ok(()),
            (false, true) => Err(Problem::Snippets(format!("these snippets did not report: {failed}"))),
            (true, false) => Err(Problem::Snippets(format!("these snippets could not be run: {not_run}"))),
            (false, false) => Err(Problem::Snippets(format!(
                "these snippets did not report: {failed}; these could not be run: {not_run}"
            ))),
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (Snippet { language, file, .. }, outcome) in &self.0 {
            let (word, took) = match outcome {
                Outcome::Reported { id, count, took } => (format!("incident {id}, count {count}"), spelled(*took)),
                Outcome::Failed { took, .. } => ("FAILED".to_owned(), spelled(*took)),
                Outcome::NotRun => ("not run".to_owned(), String::new()),
            };
            writeln!(out, "  {language:<8} {file:<22} {word:<24} {took:>10}")?;
            if let Outcome::Failed { words, .. } = outcome {
                for line in words.lines() {
                    writeln!(out, "           {line}")?;
                }
            }
        }
        Ok(())
    }
}

/// The id and count in `incident 7, count 3`, the output of each snippet.
fn incident(said: &str) -> Option<(u64, usize)> {
    let (id, count) = said.strip_prefix("incident ")?.split_once(", count ")?;
    Some((id.parse().ok()?, count.parse().ok()?))
}

/// The count in `{"incident":{…}}`. Quotation marks in the reported fields before it are escaped.
fn counted(body: &str) -> Option<usize> {
    let (_, after) = body.split_once("\"count\":")?;
    after.split([',', '}']).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn reported(id: u64, count: usize) -> Outcome {
        Outcome::Reported { id, count, took: Duration::from_millis(1_250) }
    }

    #[test]
    fn what_they_print_and_what_the_desk_answers_is_read() {
        assert_eq!(incident("incident 7, count 3"), Some((7, 3)));
        for other in ["", "incident 7", "incident null, count 3", "Picked up options\nincident 7, count 3"] {
            assert_eq!(incident(other), None, "{other:?}");
        }
        assert_eq!(counted(r#"{"incident":{"id":1,"errmsg":"\"count\":9","count":5,"state":"done"}}"#), Some(5));
        assert_eq!(counted(r#"{"type":"about:blank"}"#), None);
    }

    #[test]
    fn only_all_in_one_incident_is_right() {
        let [java, go, ..] = &SNIPPETS;
        assert_eq!(Table(vec![(java, reported(7, 1)), (go, reported(7, 2))]).the_incident(), Some(7));
        assert_eq!(Table(vec![(java, reported(7, 1)), (go, reported(8, 1))]).the_incident(), None);
        let missing = Table(vec![(java, reported(7, 1)), (go, Outcome::NotRun)]);
        assert_eq!(missing.the_incident(), None);
        assert!(missing.problem().unwrap_err().to_string().contains("could not be run: Go"));
    }

    #[test]
    fn the_table_has_a_row_a_language() {
        let [java, go, python, ..] = &SNIPPETS;
        let failed = Outcome::Failed { words: "HTTP 401".to_owned(), took: Duration::from_millis(250) };
        let table = Table(vec![(java, reported(7, 1)), (go, failed), (python, Outcome::NotRun)]);
        let expected = "  Java     ReportIncident.java    incident 7, count 1           1.2 s\n\
                        \x20 Go       report_incident.go     FAILED                        0.2 s\n\
                        \x20          HTTP 401\n\
                        \x20 Python   report_incident.py     not run                            \n";
        assert_eq!(table.to_string(), expected);
    }

    #[test]
    fn the_readme_links_to_each_and_has_the_python_one_in_full() {
        let read = |path: &str| fs::read_to_string(workspace::root().join(path)).unwrap();
        let readme = read("README.md");
        for snippet in &SNIPPETS {
            assert!(readme.contains(&format!("(server/snippets/{})", snippet.file)), "{}", snippet.language);
        }
        assert!(readme.contains(&read("server/snippets/report_incident.py")));
    }
}
