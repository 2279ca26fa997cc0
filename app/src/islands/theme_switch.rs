//! Changes the colours at once, where the form would have to go to the server and back.

use leptos::prelude::*;

/// Serves `<form action="/preferences">`'s buttons named `theme`.
#[island]
pub fn ThemeSwitch() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    colours::serve();
}

#[cfg(feature = "hydrate")]
mod colours {
    use leptos::prelude::{document, window_event_listener_untyped};
    use wasm_bindgen::JsCast;

    const BUTTONS: &str = "button[name=theme]";

    pub(super) fn serve() {
        window_event_listener_untyped("click", |click| {
            let Some(button) = super::super::clicked(&click, BUTTONS) else { return };
            click.prevent_default();
            let theme = button.get_attribute("value").unwrap_or_default();
            wear(&theme);
            mark(&theme);
        });
    }

    /// Changes the page and remembers it as the form would: a cookie for a year, none for the machine's own choice.
    fn wear(theme: &str) {
        let document = document();
        let chosen = matches!(theme, "light" | "dark");
        if let Some(root) = document.document_element() {
            let _ = if chosen { root.set_attribute("data-theme", theme) } else { root.remove_attribute("data-theme") };
        }
        if let Some(document) = document.dyn_ref::<web_sys::HtmlDocument>() {
            let (value, age) = if chosen { (theme, "31536000") } else { ("", "0") };
            let _ = document.set_cookie(&["theme=", value, "; Max-Age=", age, "; Path=/; SameSite=Lax"].concat());
        }
    }

    fn mark(theme: &str) {
        let Ok(buttons) = document().query_selector_all(BUTTONS) else { return };
        for i in 0..buttons.length() {
            if let Some(button) = buttons.item(i).and_then(super::super::element) {
                let pressed = button.get_attribute("value").as_deref() == Some(theme);
                let _ = button.set_attribute("aria-pressed", if pressed { "true" } else { "false" });
            }
        }
    }
}
