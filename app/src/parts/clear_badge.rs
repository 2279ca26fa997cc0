//! The badge of a clear's state, as shape, word and colour together.

use domain::ClearState;
use leptos::prelude::*;

use crate::components::Badge;
use crate::components::icon::{BAR, CLOCK, CROSS, DASHED_CIRCLE, Outline, STRUCK_CIRCLE, TICK};
use crate::context::Viewer;
use crate::words::clears::clear_word;

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

/// A state's icon on a grid of 12: ○ → ● ◷ ✓ ✕ ⊘ – ? ⇄ and a circle struck out.
pub(crate) fn clear_icon(state: ClearState) -> Outline {
    match state {
        ClearState::Intended => DASHED_CIRCLE,
        ClearState::Sent => ("shape", "M1.5 6H10.5M7 2.5L10.5 6L7 9.5"),
        ClearState::Accepted => ("shape filled", "M6 1.5A4.5 4.5 0 1 0 6 10.5A4.5 4.5 0 1 0 6 1.5Z"),
        ClearState::Verifying => CLOCK,
        ClearState::Effective => TICK,
        ClearState::Ineffective => CROSS,
        ClearState::Refused => STRUCK_CIRCLE,
        ClearState::Failed => BAR,
        ClearState::Unknown => ("shape", "M3.5 4A2.5 2.5 0 1 1 6 6.5V8M6 10.4V10.5"),
        ClearState::Elsewhere => ("shape", "M1 4H11M8.5 1.5L11 4M11 8H1M3.5 10.5L1 8"),
        ClearState::Dismissed => ("shape dashed", "M6 1A5 5 0 1 0 6 11A5 5 0 1 0 6 1ZM2.5 9.5L9.5 2.5"),
    }
}

/// A clear's badge: `● accepted`.
#[component]
pub fn ClearBadge(
    /// The clear's state.
    state: ClearState,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! { <Badge class=clear_class(state) icon=clear_icon(state) word=clear_word(lang, state) /> }
}
