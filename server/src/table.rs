//! Tables for terminals: aligned by columns as a terminal draws them, so that Chinese names take two each.

use std::fmt::{self, Display};

use domain::visible;
use unicode_width::UnicodeWidthStr;

/// A heading, and a row of texts for each of `rows`; columns are added from left to right.
#[derive(Debug)]
pub(crate) struct Table<'a, T> {
    rows: &'a [T],
    columns: Vec<Column>,
}

/// The texts of a column, its heading first, and on which side they stand.
#[derive(Debug)]
struct Column {
    texts: Vec<String>,
    on_the_right: bool,
}

impl<'a, T> Table<'a, T> {
    pub(crate) fn of(rows: &'a [T]) -> Self {
        Self { rows, columns: Vec::new() }
    }

    /// Adds a column whose texts stand on the left.
    pub(crate) fn left<D: Display>(self, heading: &str, text: impl Fn(&'a T) -> D) -> Self {
        self.column(heading, text, false)
    }

    /// Adds a column whose texts stand on the right, as numbers do.
    pub(crate) fn right<D: Display>(self, heading: &str, text: impl Fn(&'a T) -> D) -> Self {
        self.column(heading, text, true)
    }

    /// Hidden characters would break the table, or steer the terminal, so they are named.
    fn column<D: Display>(mut self, heading: &str, text: impl Fn(&'a T) -> D, on_the_right: bool) -> Self {
        let texts = self.rows.iter().map(|row| visible::line(&text(row).to_string()).into_owned());
        let texts = std::iter::once(heading.to_owned()).chain(texts).collect();
        self.columns.push(Column { texts, on_the_right });
        self
    }
}

impl<T> Display for Table<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = vec![String::new(); self.rows.len() + 1];
        for Column { texts, on_the_right } in &self.columns {
            let width = texts.iter().map(|text| text.width()).max().unwrap_or_default();
            for (line, text) in lines.iter_mut().zip(texts) {
                let gap = " ".repeat(width - text.width());
                line.extend(if *on_the_right { [&gap, text, "  "] } else { [text, gap.as_str(), "  "] });
            }
        }
        lines.iter().try_for_each(|line| writeln!(f, "{}", line.trim_end()))
    }
}

/// A number with its thousands parted: `1,234,567`.
pub(crate) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    format!("{}{}", if number < 0 { "-" } else { "" }, groups.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_names_keep_the_columns_straight() {
        let rows = [("商城小程序", 1_234_567, "ok"), ("shop\u{1b}[31m", -12, "critical")];
        let table =
            Table::of(&rows).left("NAME", |row| row.0).right("USED", |row| grouped(row.1)).left("STATE", |row| row.2);
        assert_eq!(
            table.to_string(),
            "NAME                   USED  STATE\n商城小程序        1,234,567  ok\nshop[U+001B][31m        -12  critical\n"
        );
    }
}
