//! Light, dark, or as the machine is set: a form that posts to `/preferences`; awake, it changes the page at once.

use leptos::prelude::*;

use crate::context::{Theme, Viewer};
use crate::islands::ThemeSwitch;
use crate::t;

/// The choices with their icons' outlines on a grid of 16: a sun, a moon, a screen.
const CHOICES: [(Option<Theme>, &str); 3] = [
    (
        Some(Theme::Light),
        "M8 5a3 3 0 1 0 0 6a3 3 0 0 0 0-6ZM8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.4 1.4M11.6 11.6L13 13M3 13l1.4-1.4M11.6 4.4L13 3",
    ),
    (Some(Theme::Dark), "M13.5 9.5A6 6 0 0 1 6.5 2.5A6 6 0 1 0 13.5 9.5Z"),
    (None, "M2 3h12v8H2ZM6 14h4M8 11v3"),
];

/// The choice of colours.
#[component]
pub(crate) fn Themes() -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let buttons = CHOICES
        .into_iter()
        .map(|(choice, icon)| {
            let word = match choice {
                Some(Theme::Light) => t!(lang, "theme-light"),
                Some(Theme::Dark) => t!(lang, "theme-dark"),
                None => t!(lang, "theme-auto"),
            };
            view! {
                <button
                    name="theme"
                    value=choice.map_or("auto", Theme::word)
                    class="segment"
                    aria-pressed=(choice == viewer.theme).to_string()
                    aria-label=word.clone()
                    title=word
                >
                    <svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
                        <path d=icon fill="none" stroke="currentColor" />
                    </svg>
                </button>
            }
        })
        .collect_view();
    view! {
        <form method="post" action="/preferences" class="segments" aria-label=t!(lang, "theme-label")>
            <input type="hidden" name="back" value=viewer.here() />
            {buttons}
        </form>
        <ThemeSwitch />
    }
}
