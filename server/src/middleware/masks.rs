//! What is written anew on every page: masks, of which stored texts hold the English mark and a page shows that of its reader's
//! language; and hidden characters, which could make a text read other than it is, and are named.

use std::borrow::Cow;

use app::format;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::{Lang, visible};
use http::{HeaderMap, StatusCode, header};
use leptos::nonce::Nonce;

/// The most bytes at the beginning of a page among which its language is looked for.
const HEAD: usize = 500;

/// Writes the masks of a page in the language of the page, and names hidden characters. Pages are whole when they are sent, so
/// nothing waits for this.
pub(crate) async fn translate(request: Request, next: Next) -> Response {
    let nonce = request.extensions().get::<Nonce>().map(ToString::to_string);
    let response = next.run(request).await;
    if !is_page(response.headers()) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(page) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let shown = str::from_utf8(&page).map(|html| shown(language(html), html, nonce.as_deref()));
    let body = match shown {
        Ok(Cow::Owned(html)) => Body::from(html),
        Ok(Cow::Borrowed(_)) | Err(_) => return Response::from_parts(parts, Body::from(page)),
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, body)
}

/// A page as its reader sees it. The names of hidden characters hold nothing that means something in HTML or in JSON within it.
fn shown<'a>(lang: Lang, html: &'a str, nonce: Option<&str>) -> Cow<'a, str> {
    let masked = format::masks(lang, html);
    let named = changed(masked, visible::text);
    // Leptos writes the nonce into this attribute of preloads, where it allows nothing, and can be read by style sheets and
    // scripts, from which browsers hide that of a script.
    let leaked = nonce.map(|nonce| format!(" crossorigin=\"{nonce}\""));
    match leaked.filter(|leaked| named.contains(leaked)) {
        Some(leaked) => named.replace(&leaked, " crossorigin=\"\"").into(),
        None => named,
    }
}

/// A text after another change; what stays as it is is not copied.
fn changed(text: Cow<'_, str>, change: impl Fn(&str) -> Cow<'_, str>) -> Cow<'_, str> {
    let changed = match change(&text) {
        Cow::Borrowed(_) => None,
        Cow::Owned(changed) => Some(changed),
    };
    changed.map_or(text, Cow::Owned)
}

/// Whether an answer is a page.
pub(crate) fn is_page(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

fn language(html: &str) -> Lang {
    let head = &html[..html.floor_char_boundary(HEAD)];
    if head.contains("<html lang=\"zh-CN\"") { Lang::ZhCn } else { Lang::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_named_and_masks_translated() {
        let html = "<p title=\"a\u{202e}b\">token=‹masked› \u{1b}[31m\n</p>";
        assert_eq!(shown(Lang::ZhCn, html, None), "<p title=\"a[U+202E]b\">token=‹已脱敏› [U+001B][31m\n</p>");
        assert!(matches!(shown(Lang::En, "<p>商城 🛒</p>\n", Some("x")), Cow::Borrowed(_)));
    }

    #[test]
    fn a_nonce_stands_on_scripts_alone() {
        let html = "<link rel=\"preload\" crossorigin=\"n0nce\"><script nonce=\"n0nce\"></script>";
        let clean = "<link rel=\"preload\" crossorigin=\"\"><script nonce=\"n0nce\"></script>";
        assert_eq!(shown(Lang::En, html, Some("n0nce")), clean);
    }
}
