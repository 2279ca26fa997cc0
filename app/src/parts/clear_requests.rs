//! A request for a second person: its badge, the time left, and the button that copies its address.

use desk::clears::ClearRequest;
use domain::clears::RequestState;
use domain::paths;
use leptos::prelude::*;

use crate::components::icon::{BAR, CLOCK, STRUCK_CIRCLE, TICK};
use crate::components::{Badge, CopyButton};
use crate::context::{DeskAddress, Viewer};
use crate::t;
use crate::words::clears::request_word;

/// A request's badge: `◷ waiting`.
#[component]
pub fn RequestBadge(
    /// The request's state.
    state: RequestState,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (class, icon) = match state {
        RequestState::Waiting => ("request-waiting", CLOCK),
        RequestState::Approved => ("request-approved", TICK),
        RequestState::Declined => ("request-declined", STRUCK_CIRCLE),
        RequestState::Expired => ("request-expired", BAR),
        RequestState::Withdrawn => ("request-withdrawn", ("shape", "M5 2L1.5 5.5L5 9M1.5 5.5H10.5")),
    };
    view! { <Badge class icon word=request_word(lang, state) /> }
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
