//! Facts in two columns.

use leptos::prelude::*;

use crate::context::Text;

/// A list of facts; holds [`Fact`]s.
#[component]
pub fn Facts(
    /// Side by side where there is room, each under its name.
    #[prop(optional)]
    wide: bool,
    /// The facts.
    children: Children,
) -> impl IntoView {
    view! { <dl class=if wide { "facts wide" } else { "facts" }>{children()}</dl> }
}

/// One fact: its name, and what it is.
#[component]
pub fn Fact(
    /// What it is about.
    #[prop(into)]
    label: Text,
    /// What is so.
    children: Children,
) -> impl IntoView {
    view! {
        <div>
            <dt>{label}</dt>
            <dd>{children()}</dd>
        </div>
    }
}
