//! Loads a page anew while what it tells of is under way.

use leptos::prelude::*;

/// Loads the page again, every `data-look-again` seconds; not while somebody types in it or has unfolded something, nor
/// while nobody looks.
#[island]
pub fn LookAgain() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    let _ = again::serve();
}

#[cfg(feature = "hydrate")]
mod again {
    use std::time::Duration;

    use leptos::prelude::{document, set_interval, window};

    /// What a reload would take from somebody.
    const BUSY: &str = "dialog[open], main details[open], main :is(input, textarea, select):focus";

    /// `None` where the page does not say how often.
    pub(super) fn serve() -> Option<()> {
        let source = document().query_selector("[data-look-again]").ok()??;
        let seconds = source.get_attribute("data-look-again")?.parse().ok()?;
        set_interval(look, Duration::from_secs(seconds));
        Some(())
    }

    fn look() {
        let document = document();
        let busy = matches!(document.query_selector(BUSY), Ok(Some(_)));
        if !document.hidden() && !busy {
            let _ = window().location().reload();
        }
    }
}
