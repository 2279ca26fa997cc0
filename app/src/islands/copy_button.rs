//! Copies a text. Hidden until it wakes, and for good where the browser offers no clipboard (plain http, not local).

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the button says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CopyWords {
    /// Before.
    pub copy: String,
    /// For two seconds after.
    pub copied: String,
}

/// A button that copies `text`.
#[island]
pub fn CopyButton(
    /// What is copied.
    text: String,
    /// What the button says.
    words: CopyWords,
) -> impl IntoView {
    let able = RwSignal::new(false);
    let done = RwSignal::new(false);
    Effect::new(move || able.set(clipboard::is_there()));
    let CopyWords { copy, copied } = words;
    view! {
        <button
            type="button"
            class="copy"
            hidden=move || !able.get()
            on:click=move |_| clipboard::write(text.clone(), done)
        >
            <span aria-live="polite">{move || if done.get() { copied.clone() } else { copy.clone() }}</span>
        </button>
    }
}

#[cfg(feature = "hydrate")]
mod clipboard {
    use std::time::Duration;

    use leptos::prelude::*;
    use wasm_bindgen::JsValue;
    use wasm_bindgen_futures::JsFuture;

    /// Browsers leave `navigator.clipboard` undefined on pages they do not deem secure.
    pub(super) fn is_there() -> bool {
        js_sys::Reflect::get(&window().navigator(), &JsValue::from_str("clipboard"))
            .is_ok_and(|clipboard| clipboard.is_object())
    }

    pub(super) fn write(text: String, done: RwSignal<bool>) {
        leptos::task::spawn_local(async move {
            // The person may have forbidden it; the text is on the page to be copied by hand.
            if JsFuture::from(window().navigator().clipboard().write_text(&text)).await.is_ok() {
                done.set(true);
                set_timeout(move || done.set(false), Duration::from_secs(2));
            }
        });
    }
}

#[cfg(not(feature = "hydrate"))]
mod clipboard {
    pub(super) fn is_there() -> bool {
        false
    }

    pub(super) fn write(_: String, _: leptos::prelude::RwSignal<bool>) {}
}
