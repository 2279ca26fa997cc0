//! What each page and each form is told about the request it answers.

use std::sync::Arc;

use app::context::{Theme, Viewer};
use app::forms::cookie;
use app::i18n::negotiate;
use domain::{Actor, Lang};
use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;
use http::request::Parts;
use jiff::tz::TimeZone;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, use_context};

use crate::middleware::address::ClientAddress;
use crate::middleware::signed_in::Person;
use crate::state::AppState;

/// Gives the components of one request what they are made of: the viewer, the desk, the names of the browser's files.
///
/// Leptos has made a nonce of its own before; the one in the `Content-Security-Policy` is ours, so it is given again.
pub(crate) fn provide(state: &AppState) {
    provide_context(Arc::clone(&state.desk));
    provide_context(state.assets.for_pages());
    provide_context(state.session_cookie());
    provide_context(state.demo_logins.clone());
    let Some(parts) = use_context::<Parts>() else { return };
    if let Some(nonce) = parts.extensions.get::<Nonce>() {
        provide_context(nonce.clone());
    }
    let address = parts.extensions.get::<ClientAddress>().and_then(|ClientAddress(address)| *address);
    let signed_in = parts.extensions.get::<Person>().map(|Person(who)| Arc::clone(who));
    let preferences = signed_in.as_ref().map(|who| who.user.preferences.clone()).unwrap_or_default();
    let zone = preferences.time_zone.and_then(|name| TimeZone::get(&name).ok());
    Viewer {
        lang: cookie(&parts.headers, "lang")
            .and_then(|lang| lang.parse().ok())
            .or(preferences.lang)
            .unwrap_or_else(|| lang(&parts.headers)),
        theme: cookie(&parts.headers, "theme").or(preferences.theme.as_deref()).and_then(Theme::from_cookie),
        display_zone: zone.unwrap_or_else(|| state.display_zone.clone()),
        now: state.desk.clock().now(),
        actor: signed_in.as_ref().map_or(Actor::Nobody { address }, |who| who.actor(address)),
        signed_in,
        in_clear: state.web.plain_http(),
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
