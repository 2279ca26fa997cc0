//! Facts in two columns.

use jiff::Timestamp;
use leptos::prelude::*;

use crate::components::time::Time;
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

/// A fact that is a moment; nothing where there is none.
#[component]
pub fn TimeFact(
    /// What it is about.
    #[prop(into)]
    label: Text,
    /// When.
    #[prop(into)]
    at: Option<Timestamp>,
    /// The time of day as the text, as [`Time`] has it.
    #[prop(optional)]
    clock: bool,
) -> impl IntoView {
    at.map(|at| {
        view! {
            <Fact label>
                <Time at clock />
            </Fact>
        }
    })
}
