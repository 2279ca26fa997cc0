//! Texts about rids and their requests.

use desk::explain::{Explanation, explain};
use desk::rids::{LookedUp, RequestContext};
use domain::{AddressOwner, CgiPath, Lang};

use crate::context::Text;
use crate::t;

/// The errcode of the limit per minute.
const PER_MINUTE: i32 = 45011;
/// From how many milliseconds on a call is slow, and very slow.
const SLOW_MS: i64 = 1_000;
const VERY_SLOW_MS: i64 = 3_000;

/// The explanation of a call's answer, by the figures around it where they say more than the errcode: 45009 with quota left
/// was the limit per minute, which has an explanation of its own.
pub(crate) fn explained(lang: Lang, request: &LookedUp, around: &RequestContext) -> Option<Explanation> {
    match around.left_permille(request) {
        Some(_) => Some(explain(PER_MINUTE, request.kept.cgi_path.as_ref().map(CgiPath::as_str), lang)),
        None => request.explanation(lang),
    }
}

/// The title of a call's answer.
pub(crate) fn answer_words(lang: Lang, request: &LookedUp) -> Text {
    match request.explanation(lang) {
        Some(explanation) => explanation.title,
        None if answered_well(&request.kept.response_body) => t!(lang, "rid-succeeded"),
        None => t!(lang, "rid-no-errcode"),
    }
}

/// The title of a request: its answer by the figures around it, with the name of the interface where that is known.
pub(crate) fn request_words(lang: Lang, request: &LookedUp, around: &RequestContext, interface: Option<&Text>) -> Text {
    let answer =
        explained(lang, request, around).map_or_else(|| answer_words(lang, request), |explanation| explanation.title);
    match interface {
        Some(name) => t!(lang, "rid-title-of", name = name.to_string(), answer = answer),
        None => answer,
    }
}

/// Whether an answer without an errcode, or with that of success, is one of WeChat's: a JSON object. What is masked in it
/// is quoted, so that it still is.
pub(crate) fn answered_well(answer: &str) -> bool {
    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(answer).is_ok()
}

/// The pace of a call that took so many milliseconds: usual, slow or very slow.
pub(crate) fn pace_words(lang: Lang, ms: i64) -> Text {
    match ms {
        ..SLOW_MS => t!(lang, "pace-usual"),
        SLOW_MS..VERY_SLOW_MS => t!(lang, "pace-slow"),
        _ => t!(lang, "pace-very-slow"),
    }
}

/// The owner of an IP address: ours, perhaps ours, or not ours.
pub(crate) fn whose_words(lang: Lang, whose: AddressOwner) -> Text {
    match whose {
        AddressOwner::Ours => t!(lang, "whose-ours"),
        AddressOwner::PerhapsOurs => t!(lang, "whose-perhaps"),
        AddressOwner::NotOurs => t!(lang, "whose-not-ours"),
    }
}
