//! Failed readings and calls as words.

use desk::explain::{explain_failure, seen_ip};
use desk::overview::Row;
use domain::{Failure, Lang, UsageState};

use crate::context::Text;
use crate::t;

/// A failed reading in a few words; the address WeChat saw, where it matters.
pub(crate) fn failure_words(lang: Lang, failure: Failure, detail: Option<&str>) -> Text {
    if let (Some(40164 | 61004 | 45035), Some(ip)) = (failure.errcode(), detail.and_then(seen_ip)) {
        return t!(lang, "failure-ip", ip = ip.to_string());
    }
    match explain_failure(failure, lang) {
        Some(explanation) => explanation.title,
        None => plain(lang, failure).0,
    }
}

/// Why a row shows no figures; `None` where it shows some.
pub(crate) fn reason_words(lang: Lang, row: &Row) -> Option<Text> {
    match (row.state, row.failure) {
        _ if row.used_up_yesterday => Some(t!(lang, "reason-new-day-used-up")),
        _ if row.new_day => Some(t!(lang, "reason-new-day")),
        (UsageState::Never, _) => Some(t!(lang, "reason-never")),
        (UsageState::Unsupported, None) => Some(t!(lang, "reason-no-figure")),
        (UsageState::Unsupported | UsageState::Failed, Some(failure)) => {
            Some(failure_words(lang, failure, row.detail.as_deref()))
        }
        _ => None,
    }
}

/// The title, cause and next step of a failure without an errcode.
pub(crate) fn plain(lang: Lang, failure: Failure) -> (Text, Text, Text) {
    match failure {
        Failure::NoConnection => (
            t!(lang, "failure-no-connection"),
            t!(lang, "failure-no-connection-why"),
            t!(lang, "failure-no-connection-next"),
        ),
        Failure::NoAnswer => {
            (t!(lang, "failure-no-answer"), t!(lang, "failure-no-answer-why"), t!(lang, "failure-no-answer-next"))
        }
        Failure::NoSecret => {
            (t!(lang, "failure-no-secret"), t!(lang, "failure-no-secret-why"), t!(lang, "failure-no-secret-next"))
        }
        Failure::BadAnswer | Failure::Refused(_) | Failure::TokenRefused(_) => {
            (t!(lang, "failure-bad-answer"), t!(lang, "failure-bad-answer-why"), t!(lang, "failure-bad-answer-next"))
        }
    }
}
