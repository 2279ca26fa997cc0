//! Masks on pages: stored texts hold the English mark, a page shows that of its reader's language.

use std::borrow::Cow;

use app::format;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Lang;
use http::{HeaderMap, StatusCode, header};

/// The most bytes at the beginning of a page among which its language is looked for.
const HEAD: usize = 500;

/// Writes the masks of a page in the language of the page. Pages are whole when they are sent, so nothing waits for this.
pub(crate) async fn translate(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if !is_page(response.headers()) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(page) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let masked = str::from_utf8(&page).map(|html| format::masks(language(html), html));
    let body = match masked {
        Ok(Cow::Owned(translated)) => Body::from(translated),
        Ok(Cow::Borrowed(_)) | Err(_) => return Response::from_parts(parts, Body::from(page)),
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, body)
}

/// Whether an answer is a page.
pub(crate) fn is_page(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

fn language(html: &str) -> Lang {
    let head = &html[..html.floor_char_boundary(HEAD)];
    if head.contains("<html lang=\"zh-CN\"") { Lang::ZhCn } else { Lang::En }
}
