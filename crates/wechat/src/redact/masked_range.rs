//! The ranges of a text that are masked.

use std::ops::Range;

/// A range of the text to be replaced by [`MASK`](super::MASK).
pub(super) struct MaskedRange {
    pub(super) at: Range<usize>,
    /// The quotation mark to put around the mask, with the escapes of its surroundings, so that masked JSON is still JSON.
    pub(super) quote: String,
}
