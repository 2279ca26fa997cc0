//! What became of a request for a second person, as shape, word and colour together.

use crate::words::clears::request_word;
use domain::clears::RequestState;
use leptos::prelude::*;

use crate::context::Viewer;

/// A request's badge: `◷ waiting`.
#[component]
pub fn RequestBadge(
    /// What became of it.
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
    view! {
        <span class=class>
            <svg class="shape" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
                <path d=outline />
            </svg>
            {request_word(lang, state)}
        </span>
    }
}
