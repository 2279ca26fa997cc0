//! Parts of a page: a bordered section, and one that folds.

use leptos::prelude::*;

use crate::context::Text;

/// A section with a border and a heading.
#[component]
pub fn Panel(
    /// The heading.
    #[prop(optional, into)]
    title: Option<Text>,
    /// Buttons or links beside the heading.
    #[prop(optional)]
    actions: Option<AnyView>,
    /// Without padding: for a table that fills it.
    #[prop(optional)]
    flush: bool,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let head = title.map(|title| {
        view! {
            <header class="panel-head">
                <h2>{title}</h2>
                {actions.map(|actions| view! { <div class="actions">{actions}</div> })}
            </header>
        }
    });
    view! {
        <section class=if flush { "panel flush" } else { "panel" }>
            {head} <div class="panel-body">{children()}</div>
        </section>
    }
}

/// What is there for those who want it.
#[component]
pub fn Details(
    /// What it is about.
    #[prop(into)]
    summary: Text,
    /// Whether it stands open.
    #[prop(optional)]
    open: bool,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="panel details" open=open>
            <summary>{summary}</summary>
            <div class="panel-body">{children()}</div>
        </details>
    }
}
