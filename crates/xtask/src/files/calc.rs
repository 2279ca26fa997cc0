//! CSV files as `LibreOffice` Calc opens them: converted to flat XML, whose cells say what they are.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
};

use crate::{
    command::{command, run},
    problem::Problem,
    setup::office,
};

/// The mark of a cell that is a formula.
pub(super) const FORMULA: &str = "table:formula=";

/// A language in which files are exported and opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Chinese,
    English,
}

impl Language {
    pub(super) const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// The word for it in wxquota's cookie.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// The number of its locale, by which `LibreOffice` reads numbers and dates.
    fn number(self) -> u16 {
        match self {
            Self::Chinese => 2052,
            Self::English => 1033,
        }
    }
}

/// A cell: `string`, `float`, `date`, or nothing where it is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) kind: String,
    pub(super) text: String,
}

/// Opens files whose cells are separated by `separator`, and writes each as flat XML into `into`.
pub(super) fn open(files: &[PathBuf], into: &Path, language: Language, separator: char) -> Result<(), Problem> {
    let number = language.number();
    // UTF-8 (76), from the first line, dates are recognised, and so would formulas be (the last word): a file is to be safe
    // whatever people choose.
    let options = format!("{},34,76,1,,{number},false,true,false,false,false,-1,true", u32::from(separator));
    // A profile of its own, so that an office that is open is not in the way.
    let profile = into.join("profile");
    let mut office = command(office::PROGRAM);
    office.arg(format!("-env:UserInstallation=file://{}", profile.display()));
    office.args(["--headless", "--norestore", "--convert-to", "fods:OpenDocument Spreadsheet Flat XML"]);
    office.arg(format!("--infilter=Text - txt - csv (StarCalc):{options}"));
    office.arg("--outdir").arg(into).args(files).stdout(Stdio::null());
    run(office)
}

/// The flat XML of the file of this name.
pub(super) fn read(folder: &Path, name: &str) -> Result<String, Problem> {
    let file = folder.join(format!("{name}.fods"));
    fs::read_to_string(&file).map_err(Problem::file(&file))
}

/// The rows of the first sheet, each without empty cells at its end, and without empty rows at the sheet's end.
pub(super) fn rows(xml: &str) -> Vec<Vec<Cell>> {
    let sheet = xml.split_once("<table:table ").map_or("", |(_, sheet)| sheet);
    let sheet = sheet.split_once("</table:table>").map_or(sheet, |(sheet, _)| sheet);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let (mut row, mut cell, mut repeated): (Vec<Cell>, Option<Cell>, usize) = (Vec::new(), None, 1);
    let mut rows_repeated = 1;
    // Between the paragraphs of a cell there are only the blanks that lay the XML out.
    let mut in_paragraph = false;
    for part in sheet.split('<') {
        let (tag, text) = part.split_once('>').unwrap_or(("", part));
        let is_whole = tag.ends_with('/');
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        match (tag.strip_prefix('/').unwrap_or(name), tag.starts_with('/')) {
            ("table:table-row", false) => rows_repeated = count(tag, "table:number-rows-repeated"),
            ("table:table-row", true) => {
                while row.last().is_some_and(|cell| cell.kind.is_empty()) {
                    row.pop();
                }
                let row = std::mem::take(&mut row);
                // The last row is repeated to the end of the sheet.
                rows.extend(std::iter::repeat_n(row.clone(), if row.is_empty() { 1 } else { rows_repeated }));
            }
            ("table:table-cell", false) => {
                repeated = count(tag, "table:number-columns-repeated");
                let new = Cell { kind: attribute(tag, "office:value-type").to_owned(), text: String::new() };
                if is_whole { row.extend(std::iter::repeat_n(new, repeated.min(1024))) } else { cell = Some(new) }
            }
            ("table:table-cell", true) => row.extend(std::iter::repeat_n(cell.take().unwrap_or_default(), repeated)),
            ("text:p", false) => {
                in_paragraph = !is_whole;
                if cell.as_ref().is_some_and(|cell| !cell.text.is_empty()) {
                    push(&mut cell, "\n");
                }
            }
            ("text:p", true) => in_paragraph = false,
            ("text:s", false) => push(&mut cell, &" ".repeat(count(tag, "text:c"))),
            ("text:tab", false) => push(&mut cell, "\t"),
            _ => {}
        }
        if in_paragraph {
            push(&mut cell, &plain(text));
        }
    }
    while rows.last().is_some_and(Vec::is_empty) {
        rows.pop();
    }
    rows
}

fn push(cell: &mut Option<Cell>, text: &str) {
    if let Some(cell) = cell {
        cell.text.push_str(text);
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
    let value = tag.split_once(&format!(" {name}=\"")).map_or("", |(_, value)| value);
    value.split('"').next().unwrap_or_default()
}

/// A number among a tag's attributes; 1 where there is none.
fn count(tag: &str, name: &str) -> usize {
    attribute(tag, name).parse().unwrap_or(1)
}

fn plain(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    text.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_with_their_kinds() {
        let xml = r#"<office:body><table:table table:name="a"><table:table-column table:number-columns-repeated="3"/>
            <table:table-row table:style-name="ro1"><table:table-cell office:value-type="string" calcext:value-type="string">
                <text:p>a &amp;amp; b</text:p>
                <text:p>x<text:s text:c="2"/>y</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"/><table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell></table:table-row>
            <table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="date" table:number-columns-repeated="2"><text:p>d</text:p></table:table-cell></table:table-row>
            <table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
            </table:table></office:body>"#;
        let cell = |kind: &str, text: &str| Cell { kind: kind.to_owned(), text: text.to_owned() };
        let date = cell("date", "d");
        let first = vec![cell("string", "a &amp; b\nx  y"), Cell::default(), Cell::default(), cell("float", "3")];
        assert_eq!(rows(xml), [first, vec![date.clone(), date.clone()], vec![date.clone(), date]]);
    }
}
