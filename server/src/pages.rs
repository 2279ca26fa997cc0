//! What each page and each form is told about the request it answers.

use app::context::{Theme, Viewer};
use app::forms::cookie;
use app::i18n::negotiate;
use domain::{Actor, Lang};
use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;
use http::request::Parts;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, use_context};

use crate::state::AppState;

/// Gives the components of one request what they are made of: the viewer, the desk, the names of the browser's files.
///
/// Leptos has made a nonce of its own before; the one in the `Content-Security-Policy` is ours, so it is given again.
pub(crate) fn provide(state: &AppState) {
    provide_context(std::sync::Arc::clone(&state.desk));
    provide_context(state.assets.for_pages());
    let Some(parts) = use_context::<Parts>() else { return };
    if let Some(nonce) = parts.extensions.get::<Nonce>() {
        provide_context(nonce.clone());
    }
    Viewer {
        lang: lang(&parts.headers),
        theme: cookie(&parts.headers, "theme").and_then(Theme::from_cookie),
        display_zone: state.display_zone.clone(),
        now: state.desk.clock().now(),
        actor: Actor::Local,
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
    }
    .provide();
}

/// The language of an answer.
pub(crate) fn lang(headers: &HeaderMap) -> Lang {
    let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    negotiate(cookie(headers, "lang"), accepted)
}
