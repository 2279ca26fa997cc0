//! Texts of limited length.

/// The longest text of an error or a summary that is kept, in characters.
const LONGEST_TEXT: usize = 1000;

/// As much of a text as is kept.
pub(super) fn clipped(text: &str) -> &str {
    text.char_indices().nth(LONGEST_TEXT).map_or(text, |(end, _)| &text[..end])
}
