//! A text with a button that copies it.

use leptos::prelude::*;

use crate::context::{Text, Viewer};
use crate::t;

/// An id or a path in the fixed-width font, and, where scripts run, a button that copies it.
#[component]
pub fn Copy(
    /// What is shown and copied.
    #[prop(into)]
    text: Text,
) -> impl IntoView {
    view! {
        <span class="copyable">
            <code>{text.clone()}</code>
            <CopyButton text />
        </span>
    }
}

/// A button that copies a text which stands beside it; hidden where scripts do not run.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: Text,
    /// What it says, where that is more than "copy".
    #[prop(optional, into)]
    label: Option<Text>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <button type="button" class="copy" aria-live="polite" data-copy=text data-copied=t!(lang, "copied") hidden>
            {label.unwrap_or_else(|| t!(lang, "copy"))}
        </button>
    }
}
