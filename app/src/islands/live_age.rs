//! Keeps every age on the page true while it stays open.

use leptos::prelude::*;

use crate::age::AgeWords;

/// Rewrites each `<time data-age="unix seconds">` of the page twice a minute. Once a page; shows nothing itself.
#[island]
pub fn LiveAge(
    /// The server's time when it rendered the page, in Unix seconds: ages are counted by the server's clock, since the
    /// browser's may be wrong.
    now: i64,
    /// The words for ages.
    words: AgeWords,
) -> impl IntoView {
    Effect::new(move || ages::keep_true(now, words.clone()));
}

#[cfg(feature = "hydrate")]
mod ages {
    use std::time::Duration;

    use leptos::prelude::{document, set_interval};
    use wasm_bindgen::JsCast;

    use crate::age::{AgeWords, age};

    const PERIOD: Duration = Duration::from_secs(30);

    pub(super) fn keep_true(rendered: i64, words: AgeWords) {
        let opened = js_sys::Date::now();
        let update = move || {
            let elapsed = (js_sys::Date::now() - opened) / 1000.0;
            #[expect(clippy::cast_possible_truncation, reason = "seconds since the page was opened")]
            rewrite(rendered + elapsed as i64, &words);
        };
        update();
        set_interval(update, PERIOD);
    }

    fn rewrite(now: i64, words: &AgeWords) {
        let Ok(times) = document().query_selector_all("time[data-age]") else { return };
        for i in 0..times.length() {
            let Some(time) = times.item(i).and_then(|node| node.dyn_into::<web_sys::Element>().ok()) else { continue };
            let Some(at) = time.get_attribute("data-age").and_then(|at| at.parse::<i64>().ok()) else { continue };
            let text = age(now.saturating_sub(at), words);
            // Left alone where it reads the same, so that a selection survives.
            if time.text_content().as_deref() != Some(&text) {
                time.set_text_content(Some(&text));
            }
        }
    }
}

#[cfg(not(feature = "hydrate"))]
mod ages {
    pub(super) fn keep_true(_: i64, _: crate::age::AgeWords) {}
}
