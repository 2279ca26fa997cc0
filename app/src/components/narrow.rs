//! A field of the filters above a list.

use leptos::prelude::*;

use crate::context::Text;

/// One field of the filters, which may all stay empty.
#[component]
pub fn Narrow(
    /// The parameter's name.
    name: &'static str,
    /// `search`, which takes the room there is, or another type of input.
    kind: &'static str,
    /// What is asked for.
    #[prop(into)]
    label: Text,
    /// What the list is narrowed by now.
    value: String,
    /// An example.
    #[prop(optional, into)]
    placeholder: Option<Text>,
) -> impl IntoView {
    let id = format!("f-{name}");
    view! {
        <div class=if kind == "search" { "field grow" } else { "field" }>
            <label for=id.clone()>{label}</label>
            <input id=id name=name type=kind value=value placeholder=placeholder />
        </div>
    }
}
