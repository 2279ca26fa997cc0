//! A word of WeChat's, linked to its place in the glossary.

use domain::paths;
use leptos::prelude::*;

/// A word, or a sentence that uses it, as an unobtrusive link to its explanation.
#[component]
pub fn Term(
    /// The word, as the glossary's addresses have it.
    word: &'static str,
    /// The text of the link.
    children: Children,
) -> impl IntoView {
    view! {
        <a class="term" href=paths::glossary_term(word)>
            {children()}
        </a>
    }
}
