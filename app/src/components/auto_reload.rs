//! Reloading of a page that is soon to change.

use leptos::prelude::*;

use crate::islands::LookAgain;

/// Reloads the page at an interval, where scripts run. It is placed only on pages that are soon to change: where that takes
/// long, the server leaves it out, so that no tab asks for ever.
#[component]
pub fn AutoReload(
    /// The interval, in seconds.
    seconds: u32,
) -> impl IntoView {
    view! {
        <span data-look-again=seconds hidden></span>
        <LookAgain />
    }
}
