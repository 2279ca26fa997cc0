//! Parts of a text, as ranges of bytes: runs, words and lines.

use std::ops::Range;

/// Whether `at` shares anything with one of `spans`, which are in order and apart.
pub(super) fn overlap(spans: &[Range<usize>], at: &Range<usize>) -> bool {
    let first = spans.partition_point(|span| span.end <= at.start);
    spans.get(first).is_some_and(|span| span.start < at.end)
}

/// The longest runs of bytes that `belongs` takes. It must take ASCII only, so that runs end where characters do.
pub(super) fn runs(text: &str, belongs: fn(u8) -> bool) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + bytes.get(at..)?.iter().position(|byte| belongs(*byte))?;
        at = start + run_length(&bytes[start..], belongs);
        Some(start..at)
    })
}

/// How many bytes from the start `belongs` takes.
pub(super) fn run_length(bytes: &[u8], belongs: fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !belongs(*byte)).unwrap_or(bytes.len())
}

/// Where a word starts and ends, in whatever case, with no letter or digit before it.
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

/// Whether a line ends at a character.
pub(super) fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
