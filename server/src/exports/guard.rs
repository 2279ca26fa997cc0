//! Texts that no spreadsheet takes for a formula.
//!
//! A file of commas is opened by some with semicolons or tabs as separators, as their system's settings say; then every text
//! after one, or after a line break, may begin a cell too.

use std::borrow::Cow;

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

/// A text with a mark before everything that may be taken for a formula.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
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
            ["=1+1", "+1", "-1", "@SUM(1)", "\tx", "\rx", "＝1", "＋1", "－1", "＠x", " =1", "\"=1", "\u{3000}＝1"]
        {
            assert_eq!(guarded(formula), format!("'{formula}"));
            assert_eq!(guarded(&format!("a;{formula}")), format!("a;'{formula}"));
        }
        for text in ["", "商城 = 小店", "'=1", "1-1", "{\"a\":\"=1\"}", "a;b", "a; b=1", "a,=1", "2026-11-30", "–"]
        {
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
