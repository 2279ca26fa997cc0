//! Keeps every age on the page true while it stays open.

use leptos::prelude::*;

/// Rewrites each `<time data-age="unix seconds">` of the page twice a minute, in the words and from the server's time
/// that stand in `data-age-words` and `data-now` of one element.
#[island]
pub fn LiveAge() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    let _ = ages::keep_true();
}

#[cfg(feature = "hydrate")]
mod ages {
    use std::time::Duration;

    use leptos::prelude::{document, set_interval};

    use crate::age::{AgeWords, age};

    const PERIOD: Duration = Duration::from_secs(30);

    /// `None` where the page does not say what it takes.
    pub(super) fn keep_true() -> Option<()> {
        let source = document().query_selector("[data-age-words]").ok()??;
        let words = AgeWords::from_attribute(&source.get_attribute("data-age-words")?)?;
        // Ages are counted by the server's clock, since the browser's may be wrong; only what has passed since the page
        // was opened is the browser's.
        let rendered: i64 = source.get_attribute("data-now")?.parse().ok()?;
        let opened = js_sys::Date::now();
        set_interval(
            move || {
                let elapsed = (js_sys::Date::now() - opened) / 1000.0;
                #[expect(clippy::cast_possible_truncation, reason = "seconds since the page was opened")]
                rewrite(rendered.saturating_add(elapsed as i64), &words);
            },
            PERIOD,
        );
        Some(())
    }

    fn rewrite(now: i64, words: &AgeWords) {
        let Ok(times) = document().query_selector_all("time[data-age]") else { return };
        for i in 0..times.length() {
            let Some(time) = times.item(i).and_then(super::super::element) else { continue };
            let Some(at) = time.get_attribute("data-age").and_then(|at| at.parse::<i64>().ok()) else { continue };
            let text = age(now.saturating_sub(at), words);
            // Left alone where it reads the same, so that a selection survives.
            if time.text_content().as_deref() != Some(&text) {
                time.set_text_content(Some(&text));
            }
        }
    }
}
