//! One line of input with its label, hint and error.

use leptos::prelude::*;

use crate::components::kept::kept_value;
use crate::context::{Text, Viewer};
use crate::t;

/// What surrounds an input: label above, hint and error below, tied together for those who listen.
#[component]
pub(crate) fn FieldFrame(
    name: Text,
    label: Text,
    hint: Option<Text>,
    error: Option<Text>,
    optional: bool,
    children: Children,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let class = if error.is_some() { "field wrong" } else { "field" };
    view! {
        <div class=class>
            <label for=format!("f-{name}")>
                {label} {optional.then(|| view! { <span class="secondary">{t!(lang, "field-optional")}</span> })}
            </label>
            {children()} {hint.map(|hint| view! { <p class="hint" id=format!("f-{name}-hint")>{hint}</p> })}
            {error.map(|error| view! { <p class="error" id=format!("f-{name}-error")>{error}</p> })}
        </div>
    }
}

/// The ids that describe an input, error first; `None` where nothing does.
pub(crate) fn described_by(name: &str, hint: bool, error: bool) -> Option<String> {
    match (error, hint) {
        (true, true) => Some(format!("f-{name}-error f-{name}-hint")),
        (true, false) => Some(format!("f-{name}-error")),
        (false, true) => Some(format!("f-{name}-hint")),
        (false, false) => None,
    }
}

/// A labelled input. Give `value` what was typed, so that nothing is lost on an error; never for secrets.
#[component]
pub fn Field(
    /// The field's name in the form.
    #[prop(into)]
    name: Text,
    /// What is asked for.
    #[prop(into)]
    label: Text,
    /// What was typed, or the present value.
    #[prop(optional, into)]
    value: Text,
    /// The input's type: `text` unless told.
    #[prop(default = "text")]
    kind: &'static str,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// What is wrong with what was typed, and what to do.
    #[prop(optional_no_strip, into)]
    error: Option<Text>,
    /// An example, shown while it is empty.
    #[prop(optional, into)]
    placeholder: Option<Text>,
    /// For the browser's memory; `off` unless told.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether it may stay empty; says so beside the label.
    #[prop(optional)]
    optional: bool,
    /// Only one of the form's buttons needs it, so the browser does not insist on it.
    #[prop(optional)]
    for_one_button: bool,
    /// In the fixed-width font: ids, paths, keys.
    #[prop(optional)]
    code: bool,
    /// The id of a `<datalist>` with what may be typed.
    #[prop(optional, into)]
    list: Option<Text>,
) -> impl IntoView {
    let described = described_by(&name, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let id = format!("f-{name}");
    let value = if kind == "password" { value } else { kept_value(&name).unwrap_or(value) };
    view! {
        <FieldFrame name=name.clone() label hint error optional>
            <input
                id=id
                name=name
                type=kind
                value=value
                class:code=code
                placeholder=placeholder
                autocomplete=autocomplete
                list=list
                spellcheck=code.then_some("false")
                required=!(optional || for_one_button)
                aria-invalid=invalid
                aria-describedby=described
            />
        </FieldFrame>
    }
}
