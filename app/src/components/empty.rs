//! What stands where nothing is yet: what to do next, and the way there.

use leptos::prelude::*;

use crate::context::Text;

/// An empty place that says what to do next and offers it, unless what stands beside it does.
#[component]
pub fn EmptyState(
    /// What is so.
    #[prop(into)]
    title: Text,
    /// What to do, and the button for it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p class="empty-title">{title}</p>
            {children.map(|children| children())}
        </div>
    }
}
