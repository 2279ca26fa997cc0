//! Choosing one of a few, each with what it means.

use leptos::prelude::*;

use crate::components::field::described_by;
use crate::components::kept::kept_value;
use crate::context::Text;

/// One choice of [`Radios`].
#[derive(Debug, Clone)]
pub struct Radio {
    /// What the form sends.
    pub value: Text,
    /// What people read.
    pub label: Text,
    /// What choosing it means.
    pub hint: Text,
}

/// A choice of one, all of them in sight.
#[component]
pub fn Radios(
    /// The field's name in the form.
    #[prop(into)]
    name: Text,
    /// What is asked for.
    #[prop(into)]
    legend: Text,
    /// What can be chosen.
    choices: Vec<Radio>,
    /// The value that is chosen.
    #[prop(optional, into)]
    selected: Text,
    /// What is wrong with the choice.
    #[prop(optional_no_strip, into)]
    error: Option<Text>,
) -> impl IntoView {
    let described = described_by(&name, false, error.is_some());
    let (id, error_id) = (format!("f-{name}"), format!("f-{name}-error"));
    let selected = kept_value(&name).unwrap_or(selected);
    let choices = choices
        .into_iter()
        .map(|Radio { value, label, hint }| {
            let checked = value == selected;
            view! {
                <label class="check">
                    <input type="radio" name=name.clone() value=value checked=checked required />
                    <span>{label} <span class="hint">{hint}</span></span>
                </label>
            }
        })
        .collect_view();
    let class = if error.is_some() { "field wrong" } else { "field" };
    view! {
        <fieldset id=id class=class aria-describedby=described>
            <legend>{legend}</legend>
            <div class="radios">{choices}</div>
            {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
        </fieldset>
    }
}
