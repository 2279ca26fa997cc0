//! Several lines of input; the only place that may write `<textarea>`, which leptos 0.8 does not escape.

use leptos::prelude::*;

use crate::components::field::{FieldFrame, described_by};
use crate::components::kept::kept_value;
use crate::context::Text;

/// A labelled input of several lines.
#[component]
pub fn TextArea(
    /// The field's name in the form.
    #[prop(into)]
    name: Text,
    /// What is asked for.
    #[prop(into)]
    label: Text,
    /// What was typed, or the present value.
    #[prop(optional, into)]
    value: Text,
    /// How many lines stand open.
    #[prop(default = 4)]
    rows: u32,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// What is wrong with what was typed, and what to do.
    #[prop(optional_no_strip, into)]
    error: Option<Text>,
    /// An example, shown while it is empty.
    #[prop(optional, into)]
    placeholder: Option<Text>,
    /// Whether it may stay empty; says so beside the label.
    #[prop(optional)]
    optional: bool,
    /// In the fixed-width font: paths, logs.
    #[prop(optional)]
    code: bool,
    /// The id of its form, where it stands outside of it.
    #[prop(optional, into)]
    form: Option<Text>,
) -> impl IntoView {
    let described = described_by(&name, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let id = format!("f-{name}");
    let value = kept_value(&name).unwrap_or(value);
    // A first line break would be swallowed by the browser, so one is put before what was typed.
    let escaped = format!("\n{}", html_escape::encode_text(&value));
    view! {
        <FieldFrame name=name.clone() label hint error optional>
            <textarea
                id=id
                name=name
                form=form
                rows=rows
                class:code=code
                placeholder=placeholder
                spellcheck=code.then_some("false")
                required=!optional
                aria-invalid=invalid
                aria-describedby=described
                inner_html=escaped
            ></textarea>
        </FieldFrame>
    }
}
