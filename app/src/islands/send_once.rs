//! Keeps a second click from sending a form again. The server would make one act of both; this shows that one is enough.

use leptos::prelude::*;

/// Puts the buttons of a form in `[data-send-once]` out of use as soon as it is sent.
#[island]
pub fn SendOnce() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    buttons::serve();
}

#[cfg(feature = "hydrate")]
mod buttons {
    use std::time::Duration;

    use leptos::prelude::{document, set_timeout, window_event_listener_untyped};

    const BUTTONS: &str = "[data-send-once] button";

    pub(super) fn serve() {
        window_event_listener_untyped("submit", |submit| {
            if super::super::clicked(submit.as_ref(), "[data-send-once]").is_some() {
                // What a disabled button says is not sent, so it says it first.
                set_timeout(|| set_disabled(true), Duration::ZERO);
            }
        });
        // A page that is gone back to may come as it was left.
        window_event_listener_untyped("pageshow", |_| set_disabled(false));
    }

    fn set_disabled(disabled: bool) {
        let Ok(buttons) = document().query_selector_all(BUTTONS) else { return };
        for i in 0..buttons.length() {
            if let Some(button) = buttons.item(i).and_then(super::super::element) {
                let _ = button.toggle_attribute_with_force("disabled", disabled);
            }
        }
    }
}
