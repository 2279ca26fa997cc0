//! Tables for terminals: aligned by columns as a terminal draws them, so that Chinese names take two each.

use std::fmt;

use unicode_width::UnicodeWidthStr;

/// On which side a column's texts stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

/// A heading and rows of texts.
#[derive(Debug)]
pub(crate) struct Table<const N: usize> {
    columns: [(&'static str, Side); N],
    rows: Vec<[String; N]>,
}

impl<const N: usize> Table<N> {
    pub(crate) fn new(columns: [(&'static str, Side); N]) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row. Control characters would break the table, or the terminal, so they are shown as `�`.
    pub(crate) fn row(&mut self, row: [String; N]) {
        self.rows.push(row.map(|text| text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()));
    }
}

impl<const N: usize> fmt::Display for Table<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headings = self.columns.map(|(heading, _)| heading.to_owned());
        let mut widths = headings.clone().map(|heading| heading.width());
        for row in &self.rows {
            for (width, text) in widths.iter_mut().zip(row) {
                *width = (*width).max(text.width());
            }
        }
        for row in std::iter::once(&headings).chain(&self.rows) {
            let mut line = String::new();
            for ((text, width), (_, side)) in row.iter().zip(widths).zip(self.columns) {
                let gap = " ".repeat(width.saturating_sub(text.width()));
                match side {
                    Side::Left => line.extend([text, gap.as_str(), "  "]),
                    Side::Right => line.extend([gap.as_str(), text, "  "]),
                }
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
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
        let mut table = Table::new([("NAME", Side::Left), ("USED", Side::Right), ("STATE", Side::Left)]);
        table.row(["商城小程序".into(), grouped(1_234_567), "ok".into()]);
        table.row(["shop\u{1b}[31m".into(), grouped(-12), "critical".into()]);
        assert_eq!(
            table.to_string(),
            "NAME             USED  STATE\n商城小程序  1,234,567  ok\nshop\u{fffd}[31m         -12  critical\n"
        );
    }
}
