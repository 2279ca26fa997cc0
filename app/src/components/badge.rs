//! A usage state as shape, word and colour together, so that no one of them carries it alone.

use crate::words::usage::state_word;
use domain::UsageState;
use leptos::prelude::*;

use crate::context::Viewer;
use crate::format;

/// The CSS class that gives a state its colours; also on bars, tiles and rows.
pub(crate) fn state_class(state: UsageState) -> &'static str {
    match state {
        UsageState::Exhausted => "state-exhausted",
        UsageState::Critical => "state-critical",
        UsageState::Warning => "state-warning",
        UsageState::Failed => "state-failed",
        UsageState::Stale => "state-stale",
        UsageState::Ok => "state-ok",
        UsageState::Never => "state-never",
        UsageState::Unsupported => "state-unsupported",
    }
}

/// A state's shape on a grid of 12: ✓ ◆ ▲ ■ ◷ ✕ ⊘ ○. Drawn rather than typed, since fonts disagree about them.
#[component]
pub fn Shape(
    /// Which state.
    state: UsageState,
) -> impl IntoView {
    let (class, outline) = match state {
        UsageState::Ok => ("shape", "M2 6.5L5 9.5L10 3"),
        UsageState::Warning => ("shape filled", "M6 .5L11.5 6L6 11.5L.5 6Z"),
        UsageState::Critical => ("shape filled", "M6 1L11.5 11H.5Z"),
        UsageState::Exhausted => ("shape filled", "M1.5 1.5H10.5V10.5H1.5Z"),
        UsageState::Stale => ("shape", "M6 1A5 5 0 1 0 6 11A5 5 0 1 0 6 1ZM6 3V6H8.5"),
        UsageState::Failed => ("shape", "M2.5 2.5L9.5 9.5M9.5 2.5L2.5 9.5"),
        UsageState::Unsupported => ("shape", "M6 1A5 5 0 1 0 6 11A5 5 0 1 0 6 1ZM2.5 9.5L9.5 2.5"),
        UsageState::Never => ("shape dashed", "M6 1A5 5 0 1 0 6 11A5 5 0 1 0 6 1Z"),
    };
    view! {
        <svg class=class width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
            <path d=outline />
        </svg>
    }
}

/// A state's badge: `▲ critical`, with the share where it is given: `▲ critical 98 %`.
#[component]
pub fn StateBadge(
    /// Which state.
    state: UsageState,
    /// The share used, in thousandths.
    #[prop(optional_no_strip, into)]
    permille: Option<i64>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <span class=format!("badge {}", state_class(state))>
            <Shape state />
            {state_word(lang, state)}
            {permille.map(|share| view! { <span class="num">{format::percent(share)}</span> })}
        </span>
    }
}
