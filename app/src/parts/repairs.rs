//! How typed paths were repaired.

use domain::{Lang, Repair};
use leptos::prelude::*;

use crate::context::{Text, Viewer};
use crate::t;

/// How typed paths were repaired.
#[component]
pub fn Repairs(
    /// The paths as they are watched, and what was changed.
    repairs: Vec<(String, Vec<Repair>)>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    (!repairs.is_empty()).then(|| {
        let lines = repairs
            .into_iter()
            .map(|(path, repairs)| {
                let words: Vec<_> = repairs.into_iter().map(|repair| repair_words(lang, repair)).collect();
                view! {
                    <li>
                        <code>{path}</code>
                        {format!("{}{}", t!(lang, "colon"), words.join(&t!(lang, "comma")))}
                    </li>
                }
            })
            .collect_view();
        view! {
            <p>{t!(lang, "repairs-title")}</p>
            <ul>{lines}</ul>
        }
    })
}

fn repair_words(lang: Lang, repair: Repair) -> Text {
    match repair {
        Repair::Trimmed => t!(lang, "repair-trimmed"),
        Repair::HostRemoved => t!(lang, "repair-host-removed"),
        Repair::QueryCut => t!(lang, "repair-query-cut"),
        Repair::SlashAdded => t!(lang, "repair-slash-added"),
        Repair::SpellingMatched => t!(lang, "repair-spelling-matched"),
    }
}
