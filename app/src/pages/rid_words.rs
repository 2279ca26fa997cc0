//! A rid and its request in the reader's words.

use desk::Desk;
use desk::explain::{Explanation, explain};
use desk::rids::{DatedRid, KeptRid, LookedUp, Rid, Surroundings};
use domain::{AccountStatus, CgiPath, Lang, Whose};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::components::{Choice, Time};
use crate::context::{Text, Viewer};
use crate::pages::clear_words::path_name;
use crate::t;

/// The errcode of the limit per minute.
const PER_MINUTE: i32 = 45011;
/// From how many milliseconds on a call is slow, and very slow.
const SLOW_MS: i64 = 1_000;
const VERY_SLOW_MS: i64 = 3_000;

/// The page of a rid.
pub(crate) fn page_of_rid(rid: &Rid) -> String {
    format!("/rid/{rid}")
}

/// What a call's answer means, by the figures around it where they say more than the errcode: 45009 with quota left was the
/// limit per minute, which has an explanation of its own.
pub(crate) fn explained(lang: Lang, request: &LookedUp, around: &Surroundings) -> Option<Explanation> {
    match around.left_permille(request) {
        Some(_) => Some(explain(PER_MINUTE, request.kept.cgi_path.as_ref().map(CgiPath::as_str), lang)),
        None => request.explanation(lang),
    }
}

/// A headline for what the call was answered.
pub(crate) fn answer_words(lang: Lang, request: &LookedUp) -> Text {
    match request.explanation(lang) {
        Some(explanation) => explanation.title,
        None if answered_well(&request.kept.response_body) => t!(lang, "rid-succeeded"),
        None => t!(lang, "rid-no-errcode"),
    }
}

/// The same by the figures around it, with the interface's name, where that is known.
pub(crate) fn request_words(lang: Lang, request: &LookedUp, around: &Surroundings, interface: Option<&Text>) -> Text {
    let answer = explained(lang, request, around).map_or_else(|| answer_words(lang, request), |told| told.title);
    match interface {
        Some(name) => t!(lang, "rid-title-of", name = name.to_string(), answer = answer),
        None => answer,
    }
}

/// The name of the interface that was called; its path where the catalogue has none.
pub(crate) fn interface_of(desk: &Desk, lang: Lang, kept: &KeptRid) -> Option<Text> {
    kept.cgi_path.as_ref().map(|path| path_name(desk, lang, path).into())
}

/// Whether an answer without an errcode, or with that of success, is one of WeChat's: a JSON object. What is masked in it
/// is quoted, so that it still is.
pub(crate) fn answered_well(answer: &str) -> bool {
    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(answer).is_ok()
}

/// Whether so many milliseconds are long for a call.
pub(crate) fn pace_words(lang: Lang, ms: i64) -> Text {
    match ms {
        ..SLOW_MS => t!(lang, "pace-usual"),
        SLOW_MS..VERY_SLOW_MS => t!(lang, "pace-slow"),
        _ => t!(lang, "pace-very-slow"),
    }
}

/// Whose an address is.
pub(crate) fn whose_words(lang: Lang, whose: Whose) -> Text {
    match whose {
        Whose::Ours => t!(lang, "whose-ours"),
        Whose::PerhapsOurs => t!(lang, "whose-perhaps"),
        Whose::NotOurs => t!(lang, "whose-not-ours"),
    }
}

/// `3 h ago`, and until when WeChat tells the call.
#[component]
pub(crate) fn Standing(
    /// The rid.
    dated: DatedRid,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    if dated.implausible {
        let title = t!(lang, "rid-implausible-title");
        return view! {
            <span class="chip" title=title>
                {t!(lang, "rid-implausible")}
            </span>
        }
        .into_any();
    }
    if dated.expired {
        return view! { <span class="chip">{t!(lang, "rid-expired")}</span> }.into_any();
    }
    let span = viewer.formats().span(dated.expires_at.duration_since(viewer.now));
    view! { <span class="chip">{t!(lang, "rid-expires-in", span = span)}</span> }.into_any()
}

/// When the call was made, exactly and as an age.
#[component]
pub(crate) fn Called(
    /// When.
    at: Timestamp,
) -> impl IntoView {
    view! {
        <span class="called">
            <Time at exact=true />
            <span class="secondary">
                <Time at />
            </span>
        </span>
    }
}

/// The accounts that can be asked, after the choice that leaves it to the desk.
pub(crate) fn account_choices(lang: Lang, accounts: &[desk::accounts::Account]) -> Vec<Choice> {
    let named = accounts.iter().filter(|account| account.status != AccountStatus::Retired).map(|account| {
        let label: Text = match account.status {
            AccountStatus::Paused => t!(lang, "rids-account-paused", name = account.name.clone()),
            _ => account.name.clone().into(),
        };
        Choice::new(account.id.to_string(), label)
    });
    std::iter::once(Choice::new("", t!(lang, "rids-any-account"))).chain(named).collect()
}
