//! The badge of a clear's state, as shape, word and colour together.

use crate::words::clears::clear_word;
use domain::ClearState;
use leptos::prelude::*;

use crate::context::{Text, Viewer};

/// The CSS class that gives a state its colours; also on the marks of a budget.
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

/// A state's shape on a grid of 12, as a class and a path: ○ → ● ◷ ✓ ✕ ⊘ – ? ⇄ and a circle struck out.
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

/// A shape as an image of 12 by 12 pixels, for a badge whose word says the same: its class and its path.
pub(crate) fn badge_shape(class: impl Into<Text>, outline: &'static str) -> impl IntoView {
    let class: Text = class.into();
    view! {
        <svg class=class width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
            <path d=outline />
        </svg>
    }
}

/// A clear's badge: `● accepted`.
#[component]
pub fn ClearBadge(
    /// The clear's state.
    state: ClearState,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (class, outline) = clear_shape(state);
    view! {
        <span class=format!("badge {}", clear_class(state))>
            {badge_shape(class, outline)} {clear_word(lang, state)}
        </span>
    }
}
