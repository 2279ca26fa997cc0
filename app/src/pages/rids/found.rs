//! Findings in a pasted text beside whole rids: incomplete rids, hints, and what the text says as a whole.

use desk::rids::{GroupFault, MAX_LISTED, PasteRemainder, Platform, RidFault, flaws};
use domain::Lang;
use leptos::prelude::*;

use crate::components::{Notice, NoticeKind, Panel};
use crate::context::{Text, Viewer};
use crate::pages::rids::found_notices::{ExposedNotices, TextNotices};
use crate::t;

/// The notice and panel about a text without a whole rid.
#[component]
pub fn FoundNotice(
    /// The findings; `None` where the text is too long to be searched.
    found: Option<PasteRemainder>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Some(found) = found else {
        let (title, next) = (t!(lang, "rids-too-long"), t!(lang, "rids-too-long-next"));
        return view! { <Notice kind=NoticeKind::Error title next /> }.into_any();
    };
    let others = found.has_others().then(|| {
        view! { <FoundPanel title=t!(lang, "rids-found-none-whole") found=found.clone() /> }
    });
    view! {
        <ExposedNotices exposed=found.exposed.clone() />
        <TextNotices found=found.clone() />
        {others}
    }
    .into_any()
}

/// The notice and the panel about what a text held beside the rids that the page shows.
#[component]
pub fn FoundBeside(
    /// The findings.
    found: PasteRemainder,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let left_out = (found.left_out > 0).then(|| {
        let title = t!(lang, "rids-found-many", count = MAX_LISTED + found.left_out, most = MAX_LISTED);
        view! { <Notice kind=NoticeKind::Warning title next=t!(lang, "rids-found-many-next") /> }
    });
    view! {
        <ExposedNotices exposed=found.exposed.clone() />
        {left_out}
        {found.has_others().then(|| view! { <FoundPanel title=t!(lang, "rids-beside") found=found.clone() /> })}
    }
}

/// The panel of texts that are no whole rid.
#[component]
fn FoundPanel(title: Text, found: PasteRemainder) -> impl IntoView {
    view! {
        <Panel title flush=true>
            <Incomplete texts=found.incomplete />
            <Hints texts=found.hints platform=found.platform />
        </Panel>
    }
}

/// Incomplete rids, each with its faults.
#[component]
fn Incomplete(texts: Vec<String>) -> impl IntoView {
    let lang = Viewer::current().lang;
    (!texts.is_empty()).then(|| {
        let lines = texts
            .into_iter()
            .map(|text| {
                let faults = flaws(&text).iter().map(|flaw| flaw_words(lang, flaw)).collect::<Vec<_>>();
                let faults = faults.join(&t!(lang, "sentence-gap"));
                view! {
                    <li>
                        <code>{text}</code>
                        <span class="secondary">{faults}</span>
                    </li>
                }
            })
            .collect_view();
        view! {
            <div class="found-note">
                <h3>{t!(lang, "rids-incomplete")}</h3>
                <ul class="flaws">{lines}</ul>
                <p class="secondary">{t!(lang, "rids-incomplete-why")}</p>
            </div>
        }
    })
}

/// Hints.
#[component]
fn Hints(texts: Vec<String>, platform: Platform) -> impl IntoView {
    let lang = Viewer::current().lang;
    let why = match platform {
        Platform::Wecom => t!(lang, "rids-hints-why-wecom"),
        Platform::Wechat => t!(lang, "rids-hints-why"),
    };
    (!texts.is_empty()).then(|| {
        let texts = texts.into_iter().map(|text| view! { <li><code>{text}</code></li> }).collect_view();
        view! {
            <div class="found-note">
                <h3>{t!(lang, "rids-hints")}</h3>
                <ul>{texts}</ul>
                <p class="secondary">{why}</p>
            </div>
        }
    })
}

fn flaw_words(lang: Lang, flaw: &RidFault) -> Text {
    match *flaw {
        RidFault::NoDashes => t!(lang, "flaw-no-dashes"),
        RidFault::TrailingText => t!(lang, "flaw-more"),
        RidFault::Group { group, fault } => match fault {
            GroupFault::Missing => t!(lang, "flaw-missing", group = group),
            GroupFault::Hidden => t!(lang, "flaw-hidden", group = group),
            GroupFault::NotHex(c) => t!(lang, "flaw-odd", group = group, character = c.to_string()),
            GroupFault::Short(digits) | GroupFault::Long(digits) => {
                t!(lang, "flaw-length", group = group, digits = digits)
            }
        },
    }
}
