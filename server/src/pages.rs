//! The context of each page and form: what is known of the request it answers.

use std::sync::Arc;

use app::context::{DeskAddress, Theme, Viewer};
use app::forms::cookie;
use desk::users::SessionUser;
use domain::Actor;
use http::header::HOST;
use http::request::Parts;
use http::{Extensions, HeaderMap, Uri};
use jiff::tz::TimeZone;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, use_context};

use crate::lang;
use crate::middleware::client_address::client_address;
use crate::middleware::sessions::{HeaderStatus, SignedInUser};
use crate::state::AppState;

/// Gives the components of one request what they are made of: the viewer, the desk, the names of the browser's files.
///
/// Leptos has made a nonce of its own before; the one in the `Content-Security-Policy` is ours, so it is given again.
pub(crate) fn provide(state: &AppState) {
    provide_context(Arc::clone(&state.desk));
    provide_context(state.assets.for_pages());
    provide_context(state.session_cookie());
    provide_context(state.demo_logins.clone());
    provide_context(state.demo_log.clone());
    let Some(parts) = use_context::<Parts>() else { return };
    if let Some(nonce) = parts.extensions.get::<Nonce>() {
        provide_context(nonce.clone());
    }
    provide_context(desk_address(state, &parts.headers));
    viewer(state, &parts.headers, &parts.uri, &parts.extensions).provide();
}

/// The viewer who sent a request with these.
pub(crate) fn viewer(state: &AppState, headers: &HeaderMap, uri: &Uri, extensions: &Extensions) -> Viewer {
    let address = client_address(extensions);
    let signed_in = extensions.get::<SignedInUser>().map(|SignedInUser(who)| Arc::clone(who));
    let preferences = signed_in.as_ref().map(|who| who.user.preferences.clone()).unwrap_or_default();
    Viewer {
        lang: cookie(headers, "lang")
            .and_then(|lang| lang.parse().ok())
            .or(preferences.lang)
            .unwrap_or_else(|| lang::of(headers)),
        theme: cookie(headers, "theme").or(preferences.theme.as_deref()).and_then(Theme::from_cookie),
        display_zone: display_zone(state, signed_in.as_deref()),
        now: state.desk.clock().now(),
        demo_time: state.desk.clock().is_demo(),
        actor: signed_in.as_ref().map_or(Actor::Anonymous { address }, |who| who.actor(address)),
        standing: extensions
            .get::<HeaderStatus>()
            .map(|HeaderStatus(standing)| Arc::clone(standing))
            .unwrap_or_default(),
        signed_in,
        write_fault: state.desk.write_fault(),
        in_clear: state.web.plain_http(),
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
    }
}

/// The zone in which somebody reads times.
fn display_zone(state: &AppState, who: Option<&SessionUser>) -> TimeZone {
    let chosen = who.and_then(|who| who.user.preferences.time_zone.as_deref());
    chosen.and_then(|name| TimeZone::get(name).ok()).unwrap_or_else(|| state.desk.live().values.time_zone.clone())
}

/// The address that people use, as it was told or, on this machine, as they asked for it.
pub(crate) fn desk_address(state: &AppState, headers: &HeaderMap) -> DeskAddress {
    let configured = state.web.public_url.as_ref().map(|url| url.origin().ascii_serialization());
    // Only our own hosts get as far as this.
    let host = || headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    DeskAddress(configured.unwrap_or_else(|| format!("http://{}", host())))
}
