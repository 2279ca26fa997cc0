//! A request for a second person: its badge, the time left, and the button that copies its address.

use desk::clears::ClearRequest;
use domain::clears::RequestState;
use domain::paths;
use leptos::prelude::*;

use crate::components::CopyButton;
use crate::context::{DeskAddress, Viewer};
use crate::parts::clear_badge::badge_shape;
use crate::t;
use crate::words::clears::request_word;

/// A request's badge: `◷ waiting`.
#[component]
pub fn RequestBadge(
    /// The request's state.
    state: RequestState,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (class, outline) = match state {
        RequestState::Waiting => ("badge request-waiting", "M6 1A5 5 0 1 0 6 11A5 5 0 1 0 6 1ZM6 3V6H8.5"),
        RequestState::Approved => ("badge request-approved", "M2 6.5L5 9.5L10 3"),
        RequestState::Declined => ("badge request-declined", "M6 1A5 5 0 1 0 6 11A5 5 0 1 0 6 1ZM2.5 9.5L9.5 2.5"),
        RequestState::Expired => ("badge request-expired", "M2 6H10"),
        RequestState::Withdrawn => ("badge request-withdrawn", "M5 2L1.5 5.5L5 9M1.5 5.5H10.5"),
    };
    view! { <span class=class>{badge_shape("shape", outline)} {request_word(lang, state)}</span> }
}

/// The time for which a request still waits; its exact end is the title.
#[component]
pub fn TimeLeft(
    /// A request that waits.
    request: ClearRequest,
) -> impl IntoView {
    let viewer = Viewer::current();
    let formats = viewer.formats();
    let left = formats.span(request.expires_at.duration_since(viewer.now));
    let at = request.expires_at;
    view! {
        <time datetime=at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string() title=formats.exact(at)>
            {t!(viewer.lang, "request-left", span = left)}
        </time>
    }
}

/// A button that copies the address of a request's page, to be sent to whoever may decide it.
#[component]
pub fn CopyLink(
    /// The request.
    request: ClearRequest,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let desk = use_context::<DeskAddress>().map(|DeskAddress(address)| address).unwrap_or_default();
    view! { <CopyButton text=format!("{desk}{}", paths::clear_request(request.id)) label=t!(lang, "copy-link") /> }
}
