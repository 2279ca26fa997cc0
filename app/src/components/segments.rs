//! A choice between views of one thing, as links: 24 h | 7 d | 30 d | 1 y.

use leptos::prelude::*;

use crate::context::Text;

/// One view.
#[derive(Debug, Clone)]
pub struct Segment {
    /// What it is called.
    pub label: Text,
    /// Its address; [`Viewer::link_with`](crate::context::Viewer::link_with) makes it.
    pub href: String,
    /// Whether it is the one being shown.
    pub current: bool,
}

/// Links side by side, the current one marked.
#[component]
pub fn Segments(
    /// What is chosen here, for those who listen.
    #[prop(into)]
    label: Text,
    /// The views.
    items: Vec<Segment>,
) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|item| {
            view! {
                <a class="segment" href=item.href aria-current=item.current.then_some("true")>
                    {item.label}
                </a>
            }
        })
        .collect_view();
    view! {
        <nav class="segments" aria-label=label>
            {items}
        </nav>
    }
}
