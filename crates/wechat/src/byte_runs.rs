//! Runs of bytes: the longest stretches of a text whose bytes are all of one kind.

use std::ops::Range;

/// The longest runs of bytes for which `belongs` holds, in order. Where `belongs` holds for ASCII only, runs of a UTF-8 text
/// start and end between characters.
pub(crate) fn runs(bytes: &[u8], belongs: fn(u8) -> bool) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + bytes.get(at..)?.iter().position(|byte| belongs(*byte))?;
        at = start + run_length(&bytes[start..], belongs);
        Some(start..at)
    })
}

/// The length of the run at the beginning of `bytes`, in bytes.
pub(crate) fn run_length(bytes: &[u8], belongs: fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !belongs(*byte)).unwrap_or(bytes.len())
}
