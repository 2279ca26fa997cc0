//! A page that is soon to change looks again by itself.

use leptos::prelude::*;

use crate::islands::LookAgain;

/// Has the page look again every so often, where scripts run. It stands only on pages that are soon to change: where that
/// takes long, the server leaves it out, so that no tab asks for ever.
#[component]
pub fn Again(
    /// How many seconds between.
    seconds: u32,
) -> impl IntoView {
    view! {
        <span data-look-again=seconds hidden></span>
        <LookAgain />
    }
}
