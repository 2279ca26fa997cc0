//! Parts of a text as byte ranges: overlaps, words and ends of lines.

use std::ops::Range;

/// The quotation marks that people and programs put around a rid.
pub(super) const QUOTES: &str = "\"'`“”„‘’‚«»‹›「」『』";

/// Whether `at` overlaps one of `spans`, which are in order and do not overlap.
pub(super) fn overlap(spans: &[Range<usize>], at: &Range<usize>) -> bool {
    let first = spans.partition_point(|span| span.end <= at.start);
    spans.get(first).is_some_and(|span| span.start < at.end)
}

/// The start and end of each place of a word, in any case, without a letter or digit before it.
pub(super) fn words<'a>(text: &'a str, word: &'static str) -> impl Iterator<Item = (usize, usize)> + 'a {
    let bytes = text.as_bytes();
    let first = word.as_bytes().first().copied().unwrap_or_default();
    bytes.iter().enumerate().filter_map(move |(start, byte)| {
        let here = byte.eq_ignore_ascii_case(&first)
            && bytes.get(start..start + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes()));
        let begins =
            || start.checked_sub(1).and_then(|at| bytes.get(at)).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        (here && begins()).then_some((start, start + word.len()))
    })
}

/// Whether a character ends a line.
pub(super) fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
