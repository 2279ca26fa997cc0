//! Usage states as words.

use domain::{Lang, UsageState};

use crate::context::Text;
use crate::t;

/// The word for a state.
pub fn state_word(lang: Lang, state: UsageState) -> Text {
    match state {
        UsageState::Exhausted => t!(lang, "state-exhausted"),
        UsageState::Critical => t!(lang, "state-critical"),
        UsageState::Warning => t!(lang, "state-warning"),
        UsageState::Failed => t!(lang, "state-failed"),
        UsageState::Stale => t!(lang, "state-stale"),
        UsageState::Ok => t!(lang, "state-ok"),
        UsageState::Never => t!(lang, "state-never"),
        UsageState::Unsupported => t!(lang, "state-unsupported"),
    }
}
