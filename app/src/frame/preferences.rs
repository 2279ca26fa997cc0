//! Language and theme: forms that post to `/preferences`. Where scripts run, a theme changes the page at once.

use domain::{Lang, paths};
use leptos::prelude::*;

use crate::context::{Text, Theme, Viewer};
use crate::islands::ThemeSwitch;
use crate::t;

/// A form of buttons side by side, which goes back to this page.
#[component]
fn PreferenceForm(
    /// What is chosen, for those who listen.
    label: Text,
    /// The buttons.
    children: Children,
) -> impl IntoView {
    view! {
        <form method="post" action=paths::POST_PREFERENCES class="segments" aria-label=label>
            <input type="hidden" name="back" value=Viewer::current().here() />
            {children()}
        </form>
    }
}

/// The choice of a language.
#[component]
pub(crate) fn LanguageSwitch() -> impl IntoView {
    let lang = Viewer::current().lang;
    let buttons = Lang::ALL
        .into_iter()
        .map(|offered| {
            let name = match offered {
                Lang::ZhCn => t!(lang, "language-zh"),
                Lang::En => t!(lang, "language-en"),
            };
            view! {
                <button
                    class="segment"
                    name="lang"
                    value=offered.word()
                    lang=offered.html_tag()
                    aria-pressed=(offered == lang).to_string()
                >
                    {name}
                </button>
            }
        })
        .collect_view();
    view! { <PreferenceForm label=t!(lang, "language-label")>{buttons}</PreferenceForm> }
}

/// The themes with their icons' outlines on a grid of 16: a sun, a moon, a screen.
const THEMES: [(Option<Theme>, &str); 3] = [
    (
        Some(Theme::Light),
        "M8 5a3 3 0 1 0 0 6a3 3 0 0 0 0-6ZM8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.4 1.4M11.6 11.6L13 13M3 13l1.4-1.4M11.6 4.4L13 3",
    ),
    (Some(Theme::Dark), "M13.5 9.5A6 6 0 0 1 6.5 2.5A6 6 0 1 0 13.5 9.5Z"),
    (None, "M2 3h12v8H2ZM6 14h4M8 11v3"),
];

/// The choice of a theme: light, dark, or as the machine is set.
#[component]
pub(crate) fn Themes() -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let buttons = THEMES
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
        <PreferenceForm label=t!(lang, "theme-label")>{buttons}</PreferenceForm>
        <ThemeSwitch />
    }
}
