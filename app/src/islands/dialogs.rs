//! Opens a confirmation in place: the page behind a link, as a dialog over this one. Where anything is missing, the link
//! leads to the page as it does without scripts.

use leptos::prelude::*;

/// Serves each `<a data-dialog>`: fetches its page, and shows that page's heading and its part `[data-dialog-part]` in a
/// `<dialog>`. A `[data-dialog-close]` in it closes it, as does Escape.
#[island]
pub fn Dialogs() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    confirmations::serve();
}

#[cfg(feature = "hydrate")]
mod confirmations {
    use leptos::prelude::{document, window, window_event_listener_untyped};
    use leptos::task::spawn_local;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{DomParser, Element, HtmlDialogElement, MouseEvent, Response, SupportedType};

    use super::super::clicked;

    pub(super) fn serve() {
        window_event_listener_untyped("click", |click| {
            if let Some(close) = clicked(&click, "dialog [data-dialog-close]") {
                click.prevent_default();
                if let Ok(Some(dialog)) = close.closest("dialog") {
                    dialog.unchecked_into::<HtmlDialogElement>().close();
                }
                return;
            }
            let Some(link) = clicked(&click, "a[data-dialog]") else { return };
            let plain = click.dyn_ref::<MouseEvent>().is_some_and(|mouse| {
                mouse.button() == 0 && !(mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key() || mouse.alt_key())
            });
            let Some(href) = link.get_attribute("href").filter(|_| plain) else { return };
            click.prevent_default();
            spawn_local(async move {
                if open(&href).await.is_err() {
                    let _ = window().location().set_href(&href);
                }
            });
        });
    }

    /// Whatever goes wrong, the page can still be gone to.
    async fn open(href: &str) -> Result<(), JsValue> {
        let response: Response = JsFuture::from(window().fetch_with_str(href)).await?.dyn_into()?;
        let html = JsFuture::from(response.text()?).await?.as_string().ok_or(JsValue::NULL)?;
        let page = DomParser::new()?.parse_from_string(&html, SupportedType::TextHtml)?;
        let part = page.query_selector("[data-dialog-part]")?.ok_or(JsValue::NULL)?;
        let title = page.query_selector("h1")?.ok_or(JsValue::NULL)?;
        // A second click while the first was on its way.
        if document().query_selector("dialog[open]")?.is_some() {
            return Ok(());
        }
        show(&title.text_content().unwrap_or_default(), &part)
    }

    fn show(title: &str, part: &Element) -> Result<(), JsValue> {
        const TITLE: &str = "dialog-title";
        let body = document().body().ok_or(JsValue::NULL)?;
        // The last one, which was closed.
        if let Some(last) = document().query_selector("dialog")? {
            last.remove();
        }
        let heading = document().create_element("h2")?;
        heading.set_id(TITLE);
        heading.set_text_content(Some(title));
        heading.set_attribute("tabindex", "-1")?;
        let dialog: HtmlDialogElement = document().create_element("dialog")?.dyn_into()?;
        dialog.set_attribute("aria-labelledby", TITLE)?;
        dialog.append_child(&heading)?;
        dialog.append_child(part)?;
        body.append_child(&dialog)?;
        dialog.show_modal()?;
        // Whoever confirms reads from the top; on a phone the field for the reason lies below all that it costs.
        heading.unchecked_into::<web_sys::HtmlElement>().focus()
    }
}
