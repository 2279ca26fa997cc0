//! The time left of a request for a second person, and the button that copies its address.

use crate::components::copy::CopyButton;
use crate::context::{DeskAddress, Viewer};
use crate::t;
use desk::clears::ClearRequest;
use domain::paths;
use leptos::prelude::*;

/// How long it waits yet; the exact end as its title.
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

/// Copies the address of a request's page, to be sent to whoever may decide it.
#[component]
pub fn CopyLink(
    /// The request.
    request: ClearRequest,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let desk = use_context::<DeskAddress>().map(|DeskAddress(address)| address).unwrap_or_default();
    view! { <CopyButton text=format!("{desk}{}", paths::clear_request(request.id)) label=t!(lang, "copy-link") /> }
}
