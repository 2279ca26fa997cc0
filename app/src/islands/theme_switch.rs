//! Light, dark, or as the machine is set. A plain form that posts to `/preferences`; awake, it changes the page at once.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeChoice {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// Whichever the machine prefers.
    Auto,
}

impl ThemeChoice {
    /// In the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::Auto];

    /// The word for it in the form and the cookie.
    pub fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Auto => "auto",
        }
    }

    /// The icon's outline on a grid of 16: a sun, a moon, a half-filled disc.
    fn icon(self) -> &'static str {
        match self {
            Self::Light => {
                "M8 5a3 3 0 1 0 0 6a3 3 0 0 0 0-6ZM8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.4 1.4M11.6 11.6L13 13M3 13l1.4-1.4M11.6 4.4L13 3"
            }
            Self::Dark => "M13.5 9.5A6 6 0 0 1 6.5 2.5A6 6 0 1 0 13.5 9.5Z",
            Self::Auto => "M2 3h12v8H2ZM6 14h4M8 11v3",
        }
    }
}

/// What the choices are called.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ThemeWords {
    /// What is chosen here.
    pub label: String,
    /// In the order of [`ThemeChoice::ALL`].
    pub choices: [String; 3],
}

/// The choice of colours.
#[island]
pub fn ThemeSwitch(
    /// What is chosen now.
    chosen: ThemeChoice,
    /// What the choices are called.
    words: ThemeWords,
    /// The page to come back to.
    back: String,
) -> impl IntoView {
    let chosen = RwSignal::new(chosen);
    let buttons = ThemeChoice::ALL
        .into_iter()
        .zip(words.choices)
        .map(|(choice, word)| {
            view! {
                <button
                    name="theme"
                    value=choice.word()
                    class="segment"
                    aria-pressed=move || (chosen.get() == choice).to_string()
                    aria-label=word.clone()
                    title=word.clone()
                    on:click=move |click| {
                        click.prevent_default();
                        chosen.set(choice);
                        page::wear(choice);
                    }
                >
                    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
                        <path d=choice.icon() />
                    </svg>
                </button>
            }
        })
        .collect_view();
    view! {
        <form method="post" action="/preferences" class="segments" role="group" aria-label=words.label>
            <input type="hidden" name="back" value=back />
            {buttons}
        </form>
    }
}

#[cfg(feature = "hydrate")]
mod page {
    use leptos::prelude::document;
    use wasm_bindgen::JsCast;

    use super::ThemeChoice;

    /// Changes the page and remembers it as the form would: a cookie for a year.
    pub(super) fn wear(choice: ThemeChoice) {
        let document = document();
        if let Some(root) = document.document_element() {
            let _ = match choice {
                ThemeChoice::Auto => root.remove_attribute("data-theme"),
                chosen => root.set_attribute("data-theme", chosen.word()),
            };
        }
        if let Some(document) = document.dyn_ref::<web_sys::HtmlDocument>() {
            let _ = document.set_cookie(&format!("theme={}; Path=/; Max-Age=31536000; SameSite=Lax", choice.word()));
        }
    }
}

#[cfg(not(feature = "hydrate"))]
mod page {
    pub(super) fn wear(_: super::ThemeChoice) {}
}
