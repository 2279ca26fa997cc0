//! Figures at a glance.

use domain::UsageState;
use leptos::prelude::*;

use crate::components::badge::{StateIcon, state_class};
use crate::context::{Text, Viewer};
use crate::format::grouped;
use crate::words::usage::state_word;

/// A row of tiles.
#[component]
pub fn Tiles(
    /// [`Tile`]s or [`Stat`]s.
    children: Children,
) -> impl IntoView {
    view! { <div class="tiles">{children()}</div> }
}

/// How many interfaces are in a state; leads to them, and back to all where they are shown already.
#[component]
pub fn Tile(
    /// Which state.
    state: UsageState,
    /// How many.
    count: i64,
    /// The page filtered to them, or, where it is, unfiltered.
    #[prop(into)]
    href: Text,
    /// Whether the page shows only them.
    #[prop(optional)]
    selected: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let quiet = if count == 0 { "tile none" } else { "tile" };
    view! {
        <a class=format!("{quiet} {}", state_class(state)) href=href aria-current=selected.then_some("true")>
            <span class="figure num">{grouped(count)}</span>
            <span class="tile-word">
                <StateIcon state />
                {state_word(lang, state)}
            </span>
        </a>
    }
}

/// One figure with what it means.
#[component]
pub fn Stat(
    /// What it is.
    #[prop(into)]
    label: Text,
    /// The figure, unit included.
    #[prop(into)]
    value: Text,
    /// What else is to be known of it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="tile stat">
            <span class="tile-word">{label}</span>
            <span class="figure num">{value}</span>
            {children.map(|children| view! { <span class="secondary">{children()}</span> })}
        </div>
    }
}
