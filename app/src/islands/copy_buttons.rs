//! Makes the page's copy buttons work. They are hidden until then, and stay so where the browser offers no clipboard
//! (plain http, not local).

use leptos::prelude::*;

/// Shows each `<button data-copy="text" data-copied="word" hidden>` and lets it copy its text.
#[island]
pub fn CopyButtons() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    clipboard::serve();
}

#[cfg(feature = "hydrate")]
mod clipboard {
    use std::time::Duration;

    use leptos::prelude::{document, set_timeout, window, window_event_listener_untyped};
    use wasm_bindgen::JsValue;
    use wasm_bindgen_futures::JsFuture;
    use web_sys::Element;

    use super::super::clicked;

    pub(super) fn serve() {
        let clipboard = js_sys::Reflect::get(&window().navigator(), &JsValue::from_str("clipboard"));
        if !clipboard.is_ok_and(|clipboard| clipboard.is_object()) {
            return;
        }
        let Ok(buttons) = document().query_selector_all("button[data-copy]") else { return };
        for i in 0..buttons.length() {
            if let Some(button) = buttons.item(i).and_then(super::super::element) {
                let _ = button.remove_attribute("hidden");
            }
        }
        window_event_listener_untyped("click", |click| {
            if let Some(button) = clicked(&click, "button[data-copy]") {
                copy(button);
            }
        });
    }

    fn copy(button: Element) {
        let attribute = |name| button.get_attribute(name).unwrap_or_default();
        let (text, copied) = (attribute("data-copy"), attribute("data-copied"));
        leptos::task::spawn_local(async move {
            // The person may have forbidden it; the text is on the page to be copied by hand.
            if JsFuture::from(window().navigator().clipboard().write_text(&text)).await.is_ok() {
                let word = button.text_content().unwrap_or_default();
                // A second click within the two seconds must not take the thanks for the word.
                if word != copied {
                    button.set_text_content(Some(&copied));
                    set_timeout(move || button.set_text_content(Some(&word)), Duration::from_secs(2));
                }
            }
        });
    }
}
