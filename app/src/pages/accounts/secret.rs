//! The field for an AppSecret, which may be kept from the last try.

use desk::drafts::DraftMarker;
use leptos::prelude::*;

use crate::components::Field;
use crate::context::{Text, Viewer};
use crate::t;

/// The field; where the secret is kept, it may stay empty, and the form carries the marker.
#[component]
pub fn SecretField(
    /// What is asked for.
    #[prop(into)]
    label: Text,
    /// What is wrong, and what to do.
    error: Option<Text>,
    /// The marker of the kept secret.
    kept: Option<DraftMarker>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let is_kept = kept.is_some();
    let hint = if is_kept { t!(lang, "field-secret-kept") } else { t!(lang, "field-secret-hint") };
    let placeholder = if is_kept { t!(lang, "field-secret-kept-short") } else { Text::default() };
    view! {
        {kept.map(|marker| view! { <input type="hidden" name="kept" value=marker.as_str().to_owned() /> })}
        <Field
            name="secret"
            kind="password"
            label
            code=true
            placeholder
            hint
            error
            for_one_button=is_kept
            autocomplete="new-password"
        />
    }
}
