//! How far a clear has come, as shape, word and colour together.

use crate::words::clears::clear_word;
use domain::ClearState;
use leptos::prelude::*;

use crate::context::Viewer;

/// The CSS class that gives it its colours; also on the marks of a budget.
pub(crate) fn clear_class(state: ClearState) -> &'static str {
    match state {
        ClearState::Intended => "clear-intended",
        ClearState::Sent => "clear-sent",
        ClearState::Accepted => "clear-accepted",
        ClearState::Verifying => "clear-verifying",
        ClearState::Effective => "clear-effective",
        ClearState::Ineffective => "clear-ineffective",
        ClearState::Refused => "clear-refused",
        ClearState::Failed => "clear-failed",
        ClearState::Unknown => "clear-unknown",
        ClearState::Elsewhere => "clear-elsewhere",
        ClearState::Dismissed => "clear-dismissed",
    }
}

/// Its shape on a grid of 12, as a class and a path: ○ → ● ◷ ✓ ✕ ⊘ – ? ⇄ and a circle struck out.
pub(crate) fn clear_shape(state: ClearState) -> (&'static str, &'static str) {
    match state {
        ClearState::Intended => ("shape dashed", "M6 1A5 5 0 1 0 6 11A5 5 0 1 0 6 1Z"),
        ClearState::Sent => ("shape", "M1.5 6H10.5M7 2.5L10.5 6L7 9.5"),
        ClearState::Accepted => ("shape filled", "M6 1.5A4.5 4.5 0 1 0 6 10.5A4.5 4.5 0 1 0 6 1.5Z"),
        ClearState::Verifying => ("shape", "M6 1A5 5 0 1 0 6 11A5 5 0 1 0 6 1ZM6 3V6H8.5"),
        ClearState::Effective => ("shape", "M2 6.5L5 9.5L10 3"),
        ClearState::Ineffective => ("shape", "M2.5 2.5L9.5 9.5M9.5 2.5L2.5 9.5"),
        ClearState::Refused => ("shape", "M6 1A5 5 0 1 0 6 11A5 5 0 1 0 6 1ZM2.5 9.5L9.5 2.5"),
        ClearState::Failed => ("shape", "M2 6H10"),
        ClearState::Unknown => ("shape", "M3.5 4A2.5 2.5 0 1 1 6 6.5V8M6 10.4V10.5"),
        ClearState::Elsewhere => ("shape", "M1 4H11M8.5 1.5L11 4M11 8H1M3.5 10.5L1 8"),
        ClearState::Dismissed => ("shape dashed", "M6 1A5 5 0 1 0 6 11A5 5 0 1 0 6 1ZM2.5 9.5L9.5 2.5"),
    }
}

#[component]
fn ClearShape(state: ClearState) -> impl IntoView {
    let (class, outline) = clear_shape(state);
    view! {
        <svg class=class width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
            <path d=outline />
        </svg>
    }
}

/// A clear's badge: `● accepted`.
#[component]
pub fn ClearBadge(
    /// How far it has come.
    state: ClearState,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <span class=format!("badge {}", clear_class(state))>
            <ClearShape state />
            {clear_word(lang, state)}
        </span>
    }
}
