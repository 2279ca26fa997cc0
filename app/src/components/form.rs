//! A form that posts, and comes back with a redirect.

use leptos::prelude::*;

use crate::context::Text;

/// A plain form; a server function's address is its action.
#[component]
pub fn Form(
    /// Where it posts.
    #[prop(into)]
    action: Text,
    /// In one line, for a form that is a single button.
    #[prop(optional)]
    inline: bool,
    /// Its id, for fields that stand outside of it.
    #[prop(optional, into)]
    id: Option<Text>,
    /// Fields and buttons.
    children: Children,
) -> impl IntoView {
    view! {
        <form id=id method="post" action=action class=if inline { "inline" } else { "form" }>
            {children()}
        </form>
    }
}
