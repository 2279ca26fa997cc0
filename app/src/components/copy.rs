//! A text with a button that copies it.

use leptos::prelude::*;

use crate::context::{Text, Viewer};
use crate::islands::{CopyButton, CopyWords};
use crate::t;

/// An id or a path in the fixed-width font, and, where scripts run, a button that copies it.
#[component]
pub fn Copy(
    /// What is shown and copied.
    #[prop(into)]
    text: Text,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let words = CopyWords { copy: t!(lang, "copy").into(), copied: t!(lang, "copied").into() };
    view! {
        <span class="copyable">
            <code>{text.clone()}</code>
            <CopyButton text=text.into_owned() words />
        </span>
    }
}
