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
    let lang = Viewer::current().lang;
    view! {
        <span class="copyable">
            <code>{text.clone()}</code>
            <button type="button" class="copy" aria-live="polite" data-copy=text data-copied=t!(lang, "copied") hidden>
                {t!(lang, "copy")}
            </button>
        </span>
    }
}
