//! What is masked in a text.

use std::ops::Range;

/// A part of the text to be replaced.
pub(super) struct Masked {
    /// Where it is, in bytes.
    pub(super) at: Range<usize>,
    /// The quote to put around the mask, as it is spelled there, so that masked JSON is still JSON.
    pub(super) quote: String,
}
