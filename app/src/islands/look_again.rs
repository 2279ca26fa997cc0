//! Loads a page anew while what it tells of is under way.

use leptos::prelude::*;

/// Loads the page again after a few seconds. It stands only on pages that are soon to change: where that takes long, the
/// server leaves it out, so that no tab asks for ever.
#[island]
pub fn LookAgain() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    set_timeout(
        || {
            let _ = window().location().reload();
        },
        std::time::Duration::from_secs(3),
    );
}
