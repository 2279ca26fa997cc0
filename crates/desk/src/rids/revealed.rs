//! A request as it is revealed.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A request with its personal data; tokens and secrets stay masked. It is shown on one page, and not kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revealed {
    /// The rid.
    pub rid: String,
    /// Why it was revealed.
    pub reason: String,
    /// The URL's query.
    pub request_url: String,
    /// The body that was sent.
    pub request_body: String,
    /// The answer.
    pub response_body: String,
}

impl fmt::Debug for Revealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Revealed").field("rid", &self.rid).finish_non_exhaustive()
    }
}
