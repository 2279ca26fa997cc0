//! Texts that no spreadsheet takes for a formula, a number or a date.
//!
//! A file of commas is opened by some with semicolons or tabs as separators, as their system's settings say; then every text
//! after one, or after a line break, may begin a cell too.

use std::borrow::Cow;
use std::net::IpAddr;

use desk::rids::Rid;

/// Marks a text that a spreadsheet shows as it is.
const MARK: char = '\'';

/// Whether a cell with this beginning is a formula, or may become one.
fn begins_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\t' | '\r')
}

/// Whether a cell may begin after this, with other separators than ours.
fn separates(c: char) -> bool {
    matches!(c, ';' | '\t' | '\r' | '\n')
}

/// What does not keep a formula from being one: blanks, and quotation marks around it.
fn is_passed_over(c: char) -> bool {
    c == '"' || c.is_whitespace() && !begins_formula(c) && !separates(c)
}

/// The words in dates, times and numbers, as spreadsheets read them in English and Chinese.
const VALUE_WORDS: [&str; 36] = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "am",
    "pm",
    "e",
    "true",
    "false",
    "年",
    "月",
    "日",
    "时",
    "分",
    "秒",
    "上午",
    "下午",
];

/// Whether a whole cell may be taken for a number, a date, a time or a truth value: `3/4`, `1-2`, `007`, `5月3日`. Addresses
/// and rids never are.
fn is_taken_for_a_value(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    if matches!(text.as_str(), "true" | "false") {
        return true;
    }
    let is_sign = |c: char| c.is_whitespace() || "/-.:,%¥￥$€'".contains(c);
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    text.contains(char::is_numeric)
        && text.chars().all(|c| c.is_alphanumeric() || is_sign(c))
        && words.all(|word| VALUE_WORDS.contains(&word))
        && text.parse::<IpAddr>().is_err()
        && text.parse::<Rid>().is_err()
}

/// A text with a mark before everything that may be taken for a formula, and before one that may be taken for a value. The
/// latter is no danger, so it is marked only where it is the whole cell.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    if is_taken_for_a_value(text) { format!("{MARK}{text}").into() } else { without_formulas(text) }
}

/// A text with a mark before everything that may be taken for a formula.
fn without_formulas(text: &str) -> Cow<'_, str> {
    let mut begins = true;
    let mut marked = String::new();
    let mut copied = 0;
    for (at, c) in text.char_indices() {
        if begins && text[at..].trim_start_matches(is_passed_over).starts_with(begins_formula) {
            marked.push_str(&text[copied..at]);
            marked.push(MARK);
            copied = at;
        }
        begins = separates(c);
    }
    if copied == 0 && marked.is_empty() {
        return text.into();
    }
    marked.push_str(&text[copied..]);
    marked.into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_text_begins_a_formula() {
        for formula in
            ["=1+1", "+1", "-a", "@SUM(1)", "\tx", "\rx", "＝1", "＋1", "－a", "＠x", " =1", "\"=1", "\u{3000}＝1"]
        {
            assert_eq!(guarded(formula), format!("'{formula}"));
            assert_eq!(guarded(&format!("a;{formula}")), format!("a;'{formula}"));
        }
        for text in ["", "商城 = 小店", "'=1", "{\"a\":\"=1\"}", "a;b", "a; b=1", "a,=1", "–"] {
            assert_eq!(guarded(text), text);
        }
        for (text, expected) in [
            ("\n=1", "\n'=1"),
            ("\t=1", "'\t'=1"),
            ("a;=1;;+2\r\n@x\t-3", "a;'=1;;'+2\r\n'@x\t'-3"),
            ("a;\"=1", "a;'\"=1"),
        ] {
            assert_eq!(guarded(text), expected);
        }
    }

    #[test]
    fn no_text_becomes_a_number_or_a_date() {
        for value in [
            "3/4",
            "1-1",
            "2026-11-30",
            "12:30",
            "007",
            "1e5",
            "95 %",
            "1,234",
            "3-Apr",
            "May 5",
            "5月3日",
            "下午 3 时",
            "１２/３",
            "TRUE",
            "false",
            "-1",
            "$5",
            "1234567890123456789",
        ] {
            assert_eq!(guarded(value), format!("'{value}"));
        }
        for text in [
            "203.0.113.7",
            "2001:db8::1",
            "61768200-09059005-34082000",
            "617682e0-09059ac5-34a8e2ea",
            "wx5a0d0000000000a1",
            "3 年级",
            "v2",
            "1 of 2",
            "第 3 次",
            "大促 3/4",
            "may",
            "12,345 次",
            "–",
            "a1",
            "10 min",
        ] {
            assert_eq!(guarded(text), text);
        }
    }

    proptest! {
        #[test]
        fn whatever_separates_cells_none_is_a_formula(text in "[=+@＝ab;,\t\r\n\" '-]{0,24}") {
            let guarded = guarded(&text);
            for separators in [&[','][..], &[';', '\n', '\r'], &['\t', '\n', '\r'], &[';', '\t', '\r', '\n']] {
                // Commas are ours: a text with one is quoted.
                let cells: Vec<&str> =
                    if separators == [','] { vec![&guarded] } else { guarded.split(separators).collect() };
                for cell in cells {
                    let bare = cell.trim_matches(['"', ' ']);
                    prop_assert!(!bare.starts_with(['=', '+', '-', '@', '＝']), "{cell:?} of {guarded:?}");
                }
            }
            // Only marks were added.
            let mut rest = guarded.chars();
            for c in text.chars() {
                prop_assert!(rest.by_ref().find(|other| *other == c || *other != MARK) == Some(c));
            }
            prop_assert!(rest.all(|c| c == MARK));
        }
    }
}
