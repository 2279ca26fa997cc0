//! Failed calls to WeChat, kept so that they can be explained in the reader's language.

use domain::Failure;
use serde::{Deserialize, Serialize};
use wechat::CallError;
pub use wechat::errcodes::is_known;
pub use wechat::{
    ClearHelps, Explanation, Who, console_place, customer_sentence, explain, explain_failure, explain_limit,
    official_page, seen_ip,
};

/// A failed call: its failure, and WeChat's or the network's text, redacted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What went wrong.
    pub failure: Failure,
    /// The path of the call that failed, such as `/cgi-bin/stable_token`.
    pub endpoint: String,
    /// What WeChat or the network said, redacted; in WeChat's words.
    pub detail: String,
    /// The address WeChat saw us come from, where it said so (40164, 61004).
    pub seen_ip: Option<String>,
}

impl Problem {
    /// What is kept of a failed call.
    pub fn of(error: &CallError) -> Self {
        Self {
            failure: error.failure(),
            endpoint: error.endpoint.path().to_owned(),
            detail: error.to_string(),
            seen_ip: error.seen_ip().map(|ip| ip.to_string()),
        }
    }
}
