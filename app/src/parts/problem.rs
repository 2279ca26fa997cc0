//! What went wrong between us and WeChat, in the reader's words.

use desk::explain::{explain_failure, seen_ip};
use domain::Failure;
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
            {ip.map(|ip| view! { <SeenIp ip=ip.to_string() /> })}
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
