//! What a text holds that is no whole rid, and what can be said of it all the same.

use desk::explain::explain;
use desk::rids::{Beside, Flaw, GroupFault, MAX_LISTED, flaws};
use domain::Lang;
use leptos::prelude::*;

use crate::components::{Notice, NoticeKind, Panel};
use crate::context::{Text, Viewer};
use crate::t;

/// What a text holds that has no whole rid.
#[component]
pub fn FoundNotice(
    /// What is in it; `None` where it is too long to be searched.
    found: Option<Beside>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Some(found) = found else {
        let (title, next) = (t!(lang, "rids-too-long"), t!(lang, "rids-too-long-next"));
        return view! { <Notice kind=NoticeKind::Error title next /> }.into_any();
    };
    let errcode = found.errcode.map(|errcode| view! { <Errcode errcode /> });
    if !found.has_others() {
        let (title, next) = (t!(lang, "rids-nothing"), t!(lang, "rids-nothing-next"));
        return view! {
            <Notice kind=NoticeKind::Warning title next />
            {errcode}
        }
        .into_any();
    }
    view! {
        <Panel title=t!(lang, "rids-found-none-whole") flush=true>
            <Incomplete texts=found.incomplete />
            <Hints texts=found.hints />
        </Panel>
        {errcode}
    }
    .into_any()
}

/// What else stood in the text whose rids the page shows.
#[component]
pub fn FoundBeside(
    /// What it held.
    found: Beside,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let many = (found.left_out > 0).then(|| {
        let title = t!(lang, "rids-found-many", count = MAX_LISTED + found.left_out, most = MAX_LISTED);
        view! { <Notice kind=NoticeKind::Warning title next=t!(lang, "rids-found-many-next") /> }
    });
    let others = found.has_others().then(|| {
        view! {
            <Panel title=t!(lang, "rids-beside") flush=true>
                <Incomplete texts=found.incomplete />
                <Hints texts=found.hints />
            </Panel>
        }
    });
    view! {
        {many}
        {others}
    }
}

/// What an errcode means that stood in a text without a rid.
#[component]
fn Errcode(errcode: i32) -> impl IntoView {
    let lang = Viewer::current().lang;
    let told = explain(errcode, None, lang);
    let title = t!(lang, "rids-errcode", errcode = errcode.to_string(), title = told.title);
    view! { <Notice kind=NoticeKind::Info title why=told.cause next=told.next_step /> }
}

/// What was meant as a rid, and which part of it is at fault.
#[component]
fn Incomplete(texts: Vec<String>) -> impl IntoView {
    let lang = Viewer::current().lang;
    (!texts.is_empty()).then(|| {
        let lines = texts
            .into_iter()
            .map(|text| {
                let faults = flaws(&text).iter().map(|flaw| flaw_words(lang, flaw)).collect::<Vec<_>>();
                let faults = faults.join(&t!(lang, "flaw-gap"));
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

/// What stood in hints of the old kind.
#[component]
fn Hints(texts: Vec<String>) -> impl IntoView {
    let lang = Viewer::current().lang;
    (!texts.is_empty()).then(|| {
        let texts = texts.into_iter().map(|text| view! { <li><code>{text}</code></li> }).collect_view();
        view! {
            <div class="found-note">
                <h3>{t!(lang, "rids-hints")}</h3>
                <ul>{texts}</ul>
                <p class="secondary">{t!(lang, "rids-hints-why")}</p>
            </div>
        }
    })
}

fn flaw_words(lang: Lang, flaw: &Flaw) -> Text {
    match *flaw {
        Flaw::NoDashes => t!(lang, "flaw-no-dashes"),
        Flaw::More => t!(lang, "flaw-more"),
        Flaw::Group { group, fault } => match fault {
            GroupFault::Missing => t!(lang, "flaw-missing", group = group),
            GroupFault::Hidden => t!(lang, "flaw-hidden", group = group),
            GroupFault::Odd(c) => t!(lang, "flaw-odd", group = group, character = c.to_string()),
            GroupFault::Short(digits) | GroupFault::Long(digits) => {
                t!(lang, "flaw-length", group = group, digits = digits)
            }
        },
    }
}
