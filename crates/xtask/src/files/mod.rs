//! `cargo xtask files`: every list as a CSV file, opened with `LibreOffice` in both languages.

mod calc;
mod csv;

use std::{fmt, fs, path::PathBuf};

use crate::{
    command::{cargo, run},
    demo::Demo,
    problem::Problem,
    setup::office,
    workspace,
};
use calc::{Cell, Language};

/// The text in the demo that would be formulas, were they not guarded; of an incident and of a clear.
const FORMULAS: [&str; 2] = ["=1+1 频率;=2+2;\\\"=3 \\n+4 ＝5", "@SUM(1);-1 大促"];

/// A list as a file.
struct List {
    name: &'static str,
    path: &'static str,
    /// What the cells of each column are: `t` texts, `n` numbers, `d` dates with times.
    kinds: &'static str,
}

/// The file of the month that is now in the demo, whose page links it.
const THIS_MONTH: &str = "/budget";

/// The lists that show a planted formula, and a part of it.
const PLANTED: [(&str, &str); 3] = [("incidents", "1+1 频率"), ("clears", "SUM(1)"), ("budget", "SUM(1)")];

const LISTS: [List; 9] = [
    List { name: "overview", path: "/export.csv", kinds: "tttttnnntdtdd" },
    List { name: "accounts", path: "/accounts/export.csv", kinds: "tttttttttdttnnnnnnnnntndntnd" },
    List { name: "readings", path: "/accounts/1/interfaces/1/export.csv?range=30d", kinds: "dtttnnnt" },
    List { name: "clears", path: "/clears/export.csv", kinds: "ndtttttttttttttttnttnnn" },
    List { name: "budget", path: THIS_MONTH, kinds: "ndtttttttttttttttnttnnn" },
    List { name: "incidents", path: "/incidents/export.csv", kinds: "nddntttntttttttntd" },
    List { name: "notices", path: "/notices/export.csv", kinds: "ndttttttttd" },
    List { name: "rids", path: "/rid/export.csv", kinds: "tdtttnttntdttt" },
    List { name: "audit", path: "/audit/export.csv", kinds: "ndttttttt" },
];

/// Exports each list from a demo, opens it, and checks its cells.
pub(crate) fn check_all() -> Result<(), Problem> {
    // Before minutes of building, so that a missing tool is reported first.
    office::calc()?;
    println!("Building the program, unoptimised");
    run(cargo(["build", "--package", "server"]))?;
    let demo = Demo::start("files")?;
    plant_formulas(&demo)?;
    let cookie = demo.sign_in("admin")?;
    let mut table = Table::default();
    for language in Language::ALL {
        let folder = folder(language);
        // A file of an earlier run must not pass for one of this.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).map_err(Problem::file(&folder))?;
        for list in &LISTS {
            download(&demo, &cookie, language, list)?;
        }
        let files: Vec<_> = LISTS.iter().map(|list| file(language, list)).collect();
        println!("Opening {} files in {}", files.len(), language.word());
        calc::open(&files, &folder, language, ',')?;
        let by_semicolons = folder.join("semicolons");
        calc::open(&files, &by_semicolons, language, ';')?;
        for list in &LISTS {
            let faults = check(language, list, &folder, &by_semicolons)?;
            table.0.push(Row { list, language, faults });
        }
    }
    print!("\n{table}");
    table.problem()
}

/// Reports an incident and orders a clear whose texts would be formulas.
fn plant_formulas(demo: &Demo) -> Result<(), Problem> {
    let token = demo.token("lead")?;
    let [errmsg, reason] = FORMULAS;
    let incident = format!(r#"{{"account": 1, "errcode": 40163, "errmsg": "{errmsg}"}}"#);
    let clear = format!(
        r#"{{"account": 1, "scope": "interface", "interface": "/wxa/business/getuserphonenumber", "reason": "{reason}", "confirm": "商城小程序", "override": "{reason}"}}"#
    );
    let headers = format!("Authorization: Bearer {token}\r\nIdempotency-Key: files\r\n");
    for (path, body) in [("/api/v1/incidents", incident), ("/api/v1/clears", clear)] {
        let answer = demo.ask("POST", path, &headers, &body);
        let answer = answer.ok_or_else(|| Problem::Demo(format!("POST {path} was not answered")))?;
        if !(200..300).contains(&answer.status) {
            let said = String::from_utf8_lossy(&answer.body);
            return Err(Problem::Demo(format!("POST {path} was answered with {}: {said}", answer.status)));
        }
    }
    Ok(())
}

fn folder(language: Language) -> PathBuf {
    workspace::target().join("files").join(language.word())
}

fn file(language: Language, list: &List) -> PathBuf {
    folder(language).join(format!("{}.csv", list.name))
}

fn download(demo: &Demo, cookie: &str, language: Language, list: &List) -> Result<(), Problem> {
    let headers = format!("Cookie: lang={}; {cookie}\r\n", language.word());
    let get = |path: &str| {
        let answer = demo.ask("GET", path, &headers, "").filter(|answer| answer.status == 200);
        answer.ok_or_else(|| Problem::Demo(format!("the demo does not answer {path}")))
    };
    let answer = if list.path == THIS_MONTH {
        let page = String::from_utf8_lossy(&get(THIS_MONTH)?.body).into_owned();
        let file = linked_csv(&page).ok_or_else(|| Problem::Demo("the month's page links no file".to_owned()))?;
        get(&file)?
    } else {
        get(list.path)?
    };
    let file = file(language, list);
    fs::write(&file, answer.body).map_err(Problem::file(&file))
}

/// The first CSV file that a page of the budget links.
fn linked_csv(page: &str) -> Option<String> {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links
        .filter(|link| link.starts_with("/budget/"))
        .find(|link| link.strip_suffix(".csv").is_some())
        .map(str::to_owned)
}

/// What is wrong with a file as `LibreOffice` opened it.
fn check(
    language: Language,
    list: &List,
    folder: &std::path::Path,
    by_semicolons: &std::path::Path,
) -> Result<Vec<String>, Problem> {
    let opened = calc::read(folder, list.name)?;
    let text = csv_text(language, list)?;
    let mut faults = faults(list.kinds, &csv::read(&text), &calc::rows(&opened));
    let mut planted = PLANTED.iter().filter(|(name, _)| *name == list.name);
    if planted.any(|(_, part)| !text.contains(part)) {
        faults.push("the planted formula is not in it".to_owned());
    }
    for (opened, how) in [(opened, ""), (calc::read(by_semicolons, list.name)?, ", opened with semicolons")] {
        if opened.contains(calc::FORMULA) {
            faults.push(format!("it has a formula{how}"));
        }
    }
    Ok(faults)
}

fn csv_text(language: Language, list: &List) -> Result<String, Problem> {
    let file = file(language, list);
    fs::read_to_string(&file).map_err(Problem::file(&file))
}

/// Cells that are not what they should be, by what the file says.
fn faults(kinds: &str, file: &[Vec<String>], opened: &[Vec<Cell>]) -> Vec<String> {
    let mut faults = Vec::new();
    if file.len() < 2 {
        // Nothing would be checked.
        faults.push("it has no rows".to_owned());
    }
    if file.len() != opened.len() {
        faults.push(format!("{} lines were opened as {} rows", file.len(), opened.len()));
    }
    for (number, (line, row)) in file.iter().zip(opened).enumerate() {
        if line.len() != kinds.len() {
            faults.push(format!("line {number} has {} cells instead of {}", line.len(), kinds.len()));
            continue;
        }
        for (at, (text, kind)) in line.iter().zip(kinds.chars()).enumerate() {
            let empty = Cell::default();
            let cell = row.get(at).unwrap_or(&empty);
            // The first line holds the heads.
            let expected = match (kind, number) {
                _ if text.is_empty() => "",
                (_, 0) | ('t', _) => "string",
                ('n', _) => "float",
                _ => "date",
            };
            if cell.kind != expected || expected == "string" && cell.text != *text {
                let Cell { kind, text: shown } = cell;
                faults.push(format!("line {number}, column {at}: {text:?} is {kind:?} {shown:?}, not {expected:?}"));
            }
        }
    }
    faults
}

struct Row {
    list: &'static List,
    language: Language,
    faults: Vec<String>,
}

#[derive(Default)]
struct Table(Vec<Row>);

impl Table {
    fn problem(&self) -> Result<(), Problem> {
        if self.0.is_empty() {
            return Err(Problem::Files("no file was checked".to_owned()));
        }
        let failed = self.0.iter().filter(|row| !row.faults.is_empty());
        let names: Vec<_> = failed.map(|row| format!("{} ({})", row.list.name, row.language.word())).collect();
        if names.is_empty() { Ok(()) } else { Err(Problem::Files(names.join(", "))) }
    }
}

/// The faults that are shown of one file.
const MOST_FAULTS: usize = 10;

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Row { list, language, faults } in &self.0 {
            let outcome = if faults.is_empty() { "ok" } else { "FAILED" };
            writeln!(out, "  {:<10} {:<6} {outcome}", list.name, language.word())?;
            for fault in faults.iter().take(MOST_FAULTS) {
                writeln!(out, "                    {fault}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(kind: &'static str, text: &str) -> Cell {
        Cell { kind: kind.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_cell_of_another_kind_is_a_fault() {
        let file = csv::read("名称,n,d\r\na,1,2026-11-30 16:40:00\r\nb,,\r\n");
        let heads = vec![cell("string", "名称"), cell("string", "n"), cell("string", "d")];
        let first = vec![cell("string", "a"), cell("float", "1"), cell("date", "30.11.26")];
        let last = vec![cell("string", "b")];
        let good = [heads.clone(), first.clone(), last.clone()];
        assert_eq!(faults("tnd", &file, &good), Vec::<String>::new());
        let as_text = vec![cell("string", "a"), cell("string", "1"), cell("float", "3")];
        assert_eq!(faults("tnd", &file, &[heads.clone(), as_text, last.clone()]).len(), 2);
        let mangled = vec![cell("string", "名??"), cell("string", "n"), cell("string", "d")];
        assert_eq!(faults("tnd", &file, &[mangled, first, last]).len(), 1);
        assert!(!faults("tnd", &file, std::slice::from_ref(&heads)).is_empty(), "rows are missing");
        assert_eq!(faults("tnd", &file[..1], &[heads]), ["it has no rows"], "heads alone are no list");
        assert_eq!(faults("tnd", &[], &[]), ["it has no rows"]);
    }

    #[test]
    fn a_failed_file_is_named() {
        let row = |faults| Row { list: &LISTS[0], language: Language::Chinese, faults };
        assert!(Table(vec![row(Vec::new())]).problem().is_ok());
        assert!(Table::default().problem().is_err(), "nothing was checked");
        let failed = Table(vec![row(vec!["it has a formula".to_owned()])]);
        assert!(failed.problem().unwrap_err().to_string().ends_with("overview (zh-CN)"));
        assert_eq!(failed.to_string(), "  overview   zh-CN  FAILED\n                    it has a formula\n");
    }
}
