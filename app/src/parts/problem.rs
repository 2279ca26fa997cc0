//! What went wrong between us and WeChat, in the reader's words.

use std::net::IpAddr;

use desk::explain::{explain_failure, seen_ip};
use domain::{Failure, Kind};
use leptos::prelude::*;

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::parts::seen_ip::SeenIp;
use crate::t;
use crate::words::failures::plain;

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
    /// The account's kind, where it is known.
    #[prop(optional_no_strip)]
    account_kind: Option<Kind>,
    /// The addresses from which WeChat refused the account's calls lately, where it names one now.
    #[prop(optional)]
    addresses: Vec<IpAddr>,
    /// What the reader may do at once.
    #[prop(optional_no_strip)]
    action: Option<AnyView>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let explanation = explain_failure(failure, lang).map(|explanation| match account_kind {
        Some(kind) => explanation.for_kind(kind, lang),
        None => explanation,
    });
    let (title, why, next) = match explanation {
        Some(explanation) => (explanation.title, explanation.cause, explanation.next_step),
        None => plain(lang, failure),
    };
    let title = match failure.errcode() {
        Some(errcode) => t!(lang, "with-aside", words = title, aside = errcode.to_string()),
        None => title,
    };
    let ip = detail.as_deref().and_then(seen_ip).filter(|_| failure.errcode().is_some());
    view! {
        <Notice kind title why next>
            {ip.map(|ip| view! { <SeenIp ip=ip.to_string() /> })}
            {ip.map(|_| view! { <ChangingAddress addresses /> })}
            {action}
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

/// The notice that the address this machine leaves by changes, where WeChat named several.
#[component]
pub fn ChangingAddress(
    /// The addresses that WeChat named, the newest first.
    addresses: Vec<IpAddr>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    (addresses.len() > 1).then(|| {
        let all = addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(&t!(lang, "comma"));
        view! { <p>{t!(lang, "problem-addresses-change", addresses = all)}</p> }
    })
}
