//! Why a rid was not told, in the reader's words, and what to do.

use desk::explain::{Problem, explain};
use desk::rids::{Asked, Untold};
use domain::{Failure, Lang};
use leptos::prelude::*;

use crate::components::{Notice, NoticeKind};
use crate::context::{Text, Viewer};
use crate::t;
use crate::words::failures::plain;

/// Headline, cause and next step.
pub(crate) struct UntoldWords {
    /// What happened.
    pub(crate) title: Text,
    why: Text,
    next: Text,
}

impl UntoldWords {
    /// The words for why a rid was not told; `others` is whether there are accounts that were not asked.
    pub(crate) fn of(lang: Lang, untold: &Untold, others: bool) -> Self {
        let (title, why, next) = match untold {
            Untold::NotFound(_) => {
                (t!(lang, "untold-not-found"), t!(lang, "untold-not-found-why"), t!(lang, "untold-not-found-next"))
            }
            Untold::OtherAccount(_) => {
                let next = if others { t!(lang, "untold-other-next") } else { t!(lang, "untold-other-none") };
                (t!(lang, "untold-other"), t!(lang, "untold-other-why"), next)
            }
            Untold::Stranger { appid } => (
                t!(lang, "untold-stranger"),
                t!(lang, "untold-stranger-why", appid = appid.clone()),
                t!(lang, "untold-stranger-next"),
            ),
            Untold::Malformed => {
                (t!(lang, "untold-malformed"), t!(lang, "untold-malformed-why"), t!(lang, "untold-malformed-next"))
            }
            Untold::Expired { .. } => {
                (t!(lang, "untold-expired"), t!(lang, "untold-expired-why"), t!(lang, "untold-expired-next"))
            }
            Untold::SignIn => {
                (t!(lang, "untold-sign-in"), t!(lang, "untold-sign-in-why"), t!(lang, "untold-sign-in-next"))
            }
            Untold::NoAccount => {
                (t!(lang, "untold-no-account"), t!(lang, "untold-no-account-why"), t!(lang, "untold-no-account-next"))
            }
            Untold::Spent(_) => (t!(lang, "untold-spent"), t!(lang, "untold-spent-why"), t!(lang, "untold-spent-next")),
            Untold::Failed => {
                (t!(lang, "untold-failed"), t!(lang, "untold-failed-why"), t!(lang, "untold-failed-next"))
            }
            Untold::Call { problem, .. } => {
                let (title, why, next) = call_words(lang, problem);
                (t!(lang, "untold-call", title = title), why, next)
            }
            Untold::Implausible => {
                (t!(lang, "rid-implausible-title"), t!(lang, "rid-implausible-why"), t!(lang, "untold-malformed-next"))
            }
        };
        Self { title, why, next }
    }
}

/// Title, cause and next step of a look-up that failed.
fn call_words(lang: Lang, problem: &Problem) -> (Text, Text, Text) {
    if let Some(errcode) = problem.failure.errcode() {
        let told = explain(errcode, Some(&problem.endpoint), lang);
        return (format!("{} ({errcode})", told.title).into(), told.cause, told.next_step);
    }
    let (title, why, next) = plain(lang, problem.failure);
    let next = match problem.failure {
        Failure::NoConnection => t!(lang, "untold-connection-next"),
        Failure::NoAnswer => t!(lang, "untold-answer-next"),
        Failure::NoSecret => next,
        Failure::BadAnswer | Failure::Refused(_) | Failure::TokenRefused(_) => t!(lang, "untold-proxy-next"),
    };
    (title, why, next)
}

/// Why the rid was not told, and what to do.
#[component]
pub fn UntoldNotice(
    /// Why.
    untold: Untold,
    /// Whether there are accounts that were not asked.
    others: bool,
    /// Whether the page's headline says already what happened.
    #[prop(optional)]
    headed: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let UntoldWords { title, why, next } = UntoldWords::of(lang, &untold, others);
    let (title, more) = if headed { (why, None) } else { (title, Some(why)) };
    let more = more.map(|more| view! { <p>{more}</p> });
    let kind =
        if matches!(untold, Untold::Call { .. } | Untold::Failed) { NoticeKind::Error } else { NoticeKind::Warning };
    let asked = untold.asked().cloned().map(|asked| view! { <WhoWasAsked asked /> });
    let said = match untold {
        Untold::Call { account, problem, .. } => Some(view! {
            {problem.seen_ip.map(|ip| view! { <p>{t!(lang, "problem-seen-ip")} " " <code>{ip}</code></p> })}
            <p class="secondary">
                {t!(lang, "untold-call-as", name = account)} {t!(lang, "colon")}
                <code class="said">{problem.detail}</code>
            </p>
        }),
        _ => None,
    };
    view! {
        <Notice kind title next>
            {more}
            {asked}
            {said}
        </Notice>
    }
}

/// Which accounts were asked, and which not.
#[component]
fn WhoWasAsked(asked: Asked) -> impl IntoView {
    let lang = Viewer::current().lang;
    let comma = t!(lang, "comma");
    let Asked { tried, unable, spent, unasked } = asked;
    let named = |names: Vec<String>| (!names.is_empty()).then(|| names.join(&comma));
    let tried = named(tried).map(|names| view! { <p class="secondary">{t!(lang, "rid-asked-as", names = names)}</p> });
    let unable = named(unable).map(|names| view! { <p>{t!(lang, "rid-unable", names = names)}</p> });
    let spent = named(spent).map(|names| view! { <p>{t!(lang, "rid-spent", names = names)}</p> });
    let unasked = (unasked > 0).then(|| view! { <p>{t!(lang, "rid-unasked", count = unasked)}</p> });
    view! {
        {tried}
        {unable}
        {spent}
        {unasked}
    }
}
