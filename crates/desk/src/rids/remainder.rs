//! What a pasted text holds beside whole rids.

use serde::{Deserialize, Serialize};

use super::{ExposedSecret, Platform};

/// The findings in a text beside whole rids, redacted and limited in number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasteRemainder {
    /// How many rids are not listed, because they are too many.
    pub left_out: usize,
    /// The contents of hints.
    pub hints: Vec<String>,
    /// Incomplete rids, as they stand in the text.
    pub incomplete: Vec<String>,
    /// The errcode of the first rid, or of a text without one.
    pub errcode: Option<i32>,
    /// The path that a text without a rid names.
    #[serde(default)]
    pub cgi_path: Option<String>,
    /// The errmsg of a text without a rid, masked.
    #[serde(default)]
    pub errmsg: Option<String>,
    /// The platform that the text is of.
    pub platform: Platform,
    /// Whether nothing follows the word `rid`.
    pub rid_missing: bool,
    /// Whether the text is about a call that WeChat did not answer.
    pub unanswered: bool,
    /// The kinds of live secrets in the text.
    pub exposed: Vec<ExposedSecret>,
}

impl PasteRemainder {
    /// Whether there is nothing to report beside the rids.
    pub fn is_empty(&self) -> bool {
        self.left_out == 0 && self.exposed.is_empty() && !self.has_others()
    }

    /// Whether there are incomplete rids or hints.
    pub fn has_others(&self) -> bool {
        !self.hints.is_empty() || !self.incomplete.is_empty()
    }
}
