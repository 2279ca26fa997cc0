//! Loads a page anew while what it tells of is under way.

use leptos::prelude::*;

/// Loads the page again after a few seconds. It stands only on pages that are still to change.
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
