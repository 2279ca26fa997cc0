//! Makes the page's print buttons work. They are hidden until then: without scripts the browser's own menu prints.

use leptos::prelude::*;

/// Shows each `<button data-print hidden>` and lets it print the page.
#[island]
pub fn PrintButtons() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    printing::serve();
}

#[cfg(feature = "hydrate")]
mod printing {
    use leptos::prelude::{document, window, window_event_listener_untyped};

    use super::super::{clicked, element};

    const BUTTONS: &str = "button[data-print]";

    pub(super) fn serve() {
        let Ok(buttons) = document().query_selector_all(BUTTONS) else { return };
        for i in 0..buttons.length() {
            if let Some(button) = buttons.item(i).and_then(element) {
                let _ = button.remove_attribute("hidden");
            }
        }
        window_event_listener_untyped("click", |click| {
            if clicked(&click, BUTTONS).is_some() {
                // A browser that cannot print does nothing, as with its own menu.
                let _ = window().print();
            }
        });
    }
}
