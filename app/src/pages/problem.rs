//! What went wrong between us and WeChat, in the reader's words.

use desk::explain::{explain_failure, seen_ip};
use domain::{Failure, Lang, UsageState};
use leptos::prelude::*;

use crate::components::{Notice, NoticeKind};
use crate::context::{Text, Viewer};
use crate::t;

/// A failed reading in a few words; the address WeChat saw, where it matters.
pub(crate) fn failure_words(lang: Lang, failure: Failure, detail: Option<&str>) -> Text {
    if let (Some(40164), Some(ip)) = (failure.errcode(), detail.and_then(seen_ip)) {
        return t!(lang, "failure-ip", ip = ip.to_string());
    }
    match explain_failure(failure, lang) {
        Some(explanation) => explanation.title,
        None => plain(lang, failure).0,
    }
}

/// Why a row shows no figures; `None` where it shows some.
pub(crate) fn reason_words(
    lang: Lang,
    state: UsageState,
    failure: Option<Failure>,
    detail: Option<&str>,
) -> Option<Text> {
    match (state, failure) {
        (UsageState::Never, _) => Some(t!(lang, "reason-never")),
        (UsageState::Unsupported, None) => Some(t!(lang, "reason-no-figure")),
        (UsageState::Unsupported | UsageState::Failed, Some(failure)) => Some(failure_words(lang, failure, detail)),
        _ => None,
    }
}

/// Title, cause and next step of what has no errcode.
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

/// What failed, why, and what to do; and what WeChat said, for those who want it.
#[component]
pub fn ProblemNotice(
    /// What failed.
    failure: Failure,
    /// What WeChat or the network said, redacted.
    #[prop(optional_no_strip)]
    detail: Option<String>,
    /// As an error, or as a warning beside figures that are still good.
    #[prop(default = NoticeKind::Error)]
    kind: NoticeKind,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (title, why, next) = match explain_failure(failure, lang) {
        Some(explanation) => (explanation.title, explanation.cause, explanation.next_step),
        None => plain(lang, failure),
    };
    let title = match failure.errcode() {
        Some(errcode) => format!("{title} ({errcode})").into(),
        None => title,
    };
    let ip = detail.as_deref().and_then(seen_ip).filter(|_| failure.errcode().is_some());
    view! {
        <Notice kind title why next>
            {ip.map(|ip| view! { <p>{t!(lang, "problem-seen-ip")} " " <code>{ip.to_string()}</code></p> })}
            {detail.map(|detail| {
                view! {
                    <p class="secondary">
                        {t!(lang, "problem-said")} " " <code class="said">{detail}</code>
                    </p>
                }
            })}
        </Notice>
    }
}
