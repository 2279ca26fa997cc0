//! Counts down to the moment at which something may be tried again.

use leptos::prelude::*;

/// Rewrites the text of `[data-count-down="seconds left"]` each second: its `data-words`, with the time left in place of
/// `{left}`; and at the end its `data-over`.
#[island]
pub fn CountDown() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    let _ = wait::count();
}

#[cfg(feature = "hydrate")]
mod wait {
    use std::time::Duration;

    use leptos::prelude::{document, set_interval};

    use crate::age::minutes_and_seconds;

    const PERIOD: Duration = Duration::from_secs(1);

    /// `None` where the page has nothing that counts down.
    pub(super) fn count() -> Option<()> {
        let element = document().query_selector("[data-count-down]").ok()??;
        let left: i64 = element.get_attribute("data-count-down")?.parse().ok()?;
        let (words, over) = (element.get_attribute("data-words")?, element.get_attribute("data-over")?);
        // Only what has passed since the page was opened is the browser's: its clock may be wrong.
        let opened = js_sys::Date::now();
        set_interval(
            move || {
                let passed = (js_sys::Date::now() - opened) / 1000.0;
                #[expect(clippy::cast_possible_truncation, reason = "seconds since the page was opened")]
                let left = left.saturating_sub(passed as i64);
                let text = if left > 0 { words.replace("{left}", &minutes_and_seconds(left)) } else { over.clone() };
                if element.text_content().as_deref() != Some(&text) {
                    element.set_text_content(Some(&text));
                }
            },
            PERIOD,
        );
        Some(())
    }
}
