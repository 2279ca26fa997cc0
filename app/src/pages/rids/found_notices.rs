//! Notices about a whole pasted text: a live secret in it, another platform, a call without an answer, a rid that is missing.

use desk::explain::console_place;
use desk::rids::{ExposedSecret, PasteRemainder, Platform};
use domain::{LimitHit, paths};
use leptos::prelude::*;

use crate::components::{Notice, NoticeKind};
use crate::context::{Viewer, encode};
use crate::pages::rids::verdict::{TextVerdict, WecomVerdict};
use crate::t;

/// The link to WeChat's own page on the call behind a rid, where our accounts cannot know it.
#[component]
pub fn DiagnosisLink() -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <p>
            <a href=paths::WECHAT_DIAGNOSIS rel="noreferrer">
                {t!(lang, "rid-diagnosis")}
            </a>
        </p>
    }
}

/// One notice for each kind of live secret that stood in the text.
#[component]
pub fn ExposedNotices(
    /// The kinds.
    exposed: Vec<ExposedSecret>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    exposed
        .into_iter()
        .map(|secret| {
            let (kind, title, why, next) = match secret {
                ExposedSecret::AppSecret => (
                    NoticeKind::Error,
                    t!(lang, "rids-exposed-secret"),
                    t!(lang, "rids-exposed-kept-nowhere"),
                    t!(lang, "rids-exposed-secret-next", place = console_place(None, lang)),
                ),
                ExposedSecret::AuthorizationCode => (
                    NoticeKind::Warning,
                    t!(lang, "rids-exposed-code"),
                    t!(lang, "rids-exposed-kept-nowhere"),
                    t!(lang, "rids-exposed-code-next"),
                ),
                ExposedSecret::AccessToken => (
                    NoticeKind::Info,
                    t!(lang, "rids-exposed-token"),
                    t!(lang, "rids-exposed-kept-nowhere"),
                    t!(lang, "rids-exposed-token-next"),
                ),
            };
            view! { <Notice kind title why next /> }
        })
        .collect_view()
}

/// What a text without a whole rid says: of which platform it is, its errcode, why there is no rid, and what to copy next time.
#[component]
pub fn TextNotices(
    /// The findings.
    found: PasteRemainder,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    if found.platform == Platform::Wecom {
        return view! { <WecomNotice errcode=found.errcode /> }.into_any();
    }
    let missing = found.rid_missing.then(|| {
        let (title, why) = (t!(lang, "rids-missing"), t!(lang, "rids-missing-why"));
        view! { <Notice kind=NoticeKind::Warning title why next=t!(lang, "rids-missing-next") /> }
    });
    let unanswered = found.unanswered.then(|| {
        let (title, why) = (t!(lang, "rids-unanswered"), t!(lang, "rids-unanswered-why"));
        view! { <Notice kind=NoticeKind::Warning title why next=t!(lang, "rids-unanswered-next") /> }
    });
    let nothing = (!found.has_others() && !found.rid_missing && !found.unanswered).then(|| {
        let title = if found.errcode.is_some() { t!(lang, "rids-code-only") } else { t!(lang, "rids-nothing") };
        let kind = if found.errcode.is_some() { NoticeKind::Info } else { NoticeKind::Warning };
        view! { <Notice kind title next=t!(lang, "rids-nothing-next") /> }
    });
    let verdict = found.errcode.map(|errcode| {
        // When the call was made is not known.
        view! { <TextVerdict errcode path=found.cgi_path.clone() errmsg=found.errmsg.clone() is_today=true alone=true /> }
    });
    let usage = found.errcode.filter(|errcode| LimitHit::is_of(*errcode)).and(found.cgi_path);
    view! {
        {nothing}
        {verdict}
        {usage.map(|path| view! { <UsageLink path /> })}
        {missing}
        {unanswered}
    }
    .into_any()
}

/// The link to the usage of an interface in every account, for a limit that an unknown account hit.
#[component]
fn UsageLink(path: String) -> impl IntoView {
    let lang = Viewer::current().lang;
    let href = format!("{}?q={}", paths::OVERVIEW, encode(&path));
    view! {
        <p>
            <a href=href>{t!(lang, "rid-usage-everywhere")}</a>
        </p>
    }
}

/// The error of another platform, with the page that explains it there.
#[component]
fn WecomNotice(errcode: Option<i32>) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <WecomVerdict errcode />
        <p>
            <a href=paths::wecom_error(errcode) rel="noreferrer">
                {t!(lang, "rids-wecom-page")}
            </a>
        </p>
    }
}
