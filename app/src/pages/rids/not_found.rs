//! The notice about a rid of which WeChat told no request: why, and what to do.

use desk::explain::{Problem, explain};
use desk::rids::{LookupAttempts, LookupFailure};
use domain::{Failure, Lang};
use leptos::prelude::*;

use crate::components::{Notice, NoticeKind};
use crate::context::{Text, Viewer};
use crate::pages::rids::found_notices::DiagnosisLink;
use crate::parts::seen_ip::SeenIp;
use crate::words::failures::plain;
use crate::{i18n, key, t};

/// The texts about a rid of which WeChat told no request.
pub(crate) struct NotFoundText {
    /// What happened.
    pub(crate) title: Text,
    why: Text,
    next: Text,
}

impl NotFoundText {
    /// The texts about why a rid was not told; `others` is whether there are accounts that were not asked.
    pub(crate) fn new(lang: Lang, untold: &LookupFailure, others: bool) -> Self {
        let keys = match untold {
            LookupFailure::NotFound(_) => {
                [key!("untold-not-found"), key!("untold-not-found-why"), key!("untold-not-found-next")]
            }
            LookupFailure::OtherAccount(_) if others => {
                [key!("untold-other"), key!("untold-other-why"), key!("untold-other-next")]
            }
            LookupFailure::OtherAccount(_) => {
                [key!("untold-other"), key!("untold-other-why"), key!("untold-other-none")]
            }
            LookupFailure::UnknownAppId { appid } => {
                let why = t!(lang, "untold-stranger-why", appid = appid.clone());
                return Self { title: t!(lang, "untold-stranger"), why, next: t!(lang, "untold-stranger-next") };
            }
            LookupFailure::Malformed => {
                [key!("untold-malformed"), key!("untold-malformed-why"), key!("untold-malformed-next")]
            }
            LookupFailure::Expired { .. } => {
                [key!("untold-expired"), key!("untold-expired-why"), key!("untold-expired-next")]
            }
            LookupFailure::SignIn => [key!("untold-sign-in"), key!("untold-sign-in-why"), key!("untold-sign-in-next")],
            LookupFailure::NoOwner => {
                [key!("untold-no-owner"), key!("untold-no-owner-why"), key!("untold-no-owner-next")]
            }
            LookupFailure::NoAccount => {
                [key!("untold-no-account"), key!("untold-no-account-why"), key!("untold-no-account-next")]
            }
            LookupFailure::QuotaUsedUp(_) => {
                [key!("untold-spent"), key!("untold-spent-why"), key!("untold-spent-next")]
            }
            LookupFailure::Failed => [key!("untold-failed"), key!("untold-failed-why"), key!("untold-failed-next")],
            LookupFailure::Call { problem, .. } => {
                let (title, why, next) = call_words(lang, problem);
                return Self { title: t!(lang, "untold-call", title = title), why, next };
            }
            LookupFailure::Implausible => {
                [key!("rid-implausible-title"), key!("rid-implausible-why"), key!("untold-malformed-next")]
            }
        };
        let [title, why, next] = keys.map(|key| i18n::t(lang, key));
        Self { title, why, next }
    }
}

/// Title, cause and next step of a look-up that failed.
fn call_words(lang: Lang, problem: &Problem) -> (Text, Text, Text) {
    if let Some(errcode) = problem.failure.errcode() {
        let explanation = explain(errcode, Some(&problem.endpoint), lang);
        let title = t!(lang, "with-aside", words = explanation.title, aside = errcode.to_string());
        return (title, explanation.cause, explanation.next_step);
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
pub fn NotFoundNotice(
    /// Why.
    untold: LookupFailure,
    /// Whether there are accounts that were not asked.
    others: bool,
    /// Whether the page's headline says already what happened.
    #[prop(optional)]
    headed: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let NotFoundText { title, why, next } = NotFoundText::new(lang, &untold, others);
    let (title, more) = if headed { (why, None) } else { (title, Some(why)) };
    let more = more.map(|more| view! { <p>{more}</p> });
    let kind = if matches!(untold, LookupFailure::Call { .. } | LookupFailure::Failed) {
        NoticeKind::Error
    } else {
        NoticeKind::Warning
    };
    let diagnosis = untold.is_for_wechats_page().then(|| view! { <DiagnosisLink /> });
    let asked = untold.asked().cloned().map(|asked| view! { <AskedAccounts asked /> });
    let answer = match untold {
        LookupFailure::Call { account, problem, .. } => Some(view! {
            {problem.seen_ip.map(|ip| view! { <SeenIp ip /> })}
            // WeChat's words carry the rid of the look-up itself, which is nobody's question.
            <p class="small secondary">
                {t!(lang, "untold-call-as", name = account)} {t!(lang, "colon")}
                <code class="said">{problem.detail}</code>
            </p>
        }),
        _ => None,
    };
    view! {
        <Notice kind title next>
            {more}
            {diagnosis}
            {asked}
            {answer}
        </Notice>
    }
}

/// The accounts that were asked, those that could not be, and how many were not.
#[component]
fn AskedAccounts(asked: LookupAttempts) -> impl IntoView {
    let lang = Viewer::current().lang;
    let comma = t!(lang, "comma");
    let LookupAttempts { tried, unable, spent, own_spent, incidents_spent, unasked } = asked;
    let named = |names: Vec<String>| (!names.is_empty()).then(|| names.join(&comma));
    view! {
        {named(tried).map(|names| view! { <p class="secondary">{t!(lang, "rid-asked-as", names = names)}</p> })}
        {named(unable).map(|names| view! { <p>{t!(lang, "rid-unable", names = names)}</p> })}
        {named(spent).map(|names| view! { <p>{t!(lang, "rid-spent", names = names)}</p> })}
        {named(own_spent).map(|names| view! { <p>{t!(lang, "rid-own-spent", names = names)}</p> })}
        {named(incidents_spent).map(|names| view! { <p>{t!(lang, "rid-incidents-spent", names = names)}</p> })}
        {(unasked > 0).then(|| view! { <p>{t!(lang, "rid-unasked", count = unasked)}</p> })}
    }
}
