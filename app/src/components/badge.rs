//! Badges: a state as icon, word and colour together, so that no one of them carries it alone.

use domain::UsageState;
use leptos::prelude::*;

use crate::components::icon::{
    CLOCK, CROSS, DASHED_CIRCLE, DIAMOND, Icon, Outline, SQUARE, STRUCK_CIRCLE, TICK, TRIANGLE,
};
use crate::context::{Text, Viewer};
use crate::format;
use crate::words::usage::state_word;

/// A badge: `▲ critical`.
#[component]
pub fn Badge(
    /// The CSS class that gives it its colours.
    #[prop(into)]
    class: Text,
    /// Its icon.
    icon: Outline,
    /// Its word.
    #[prop(into)]
    word: Text,
    /// What follows the word.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <span class=format!("badge {class}")>
            <Icon outline=icon />
            {word}
            {children.map(|children| children())}
        </span>
    }
}

/// The CSS class that gives a usage state its colours; also on bars, tiles and rows.
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

/// A usage state's icon: ✓ ◆ ▲ ■ ◷ ✕ ⊘ ○.
fn state_icon(state: UsageState) -> Outline {
    match state {
        UsageState::Ok => TICK,
        UsageState::Warning => DIAMOND,
        UsageState::Critical => TRIANGLE,
        UsageState::Exhausted => SQUARE,
        UsageState::Stale => CLOCK,
        UsageState::Failed => CROSS,
        UsageState::Unsupported => STRUCK_CIRCLE,
        UsageState::Never => DASHED_CIRCLE,
    }
}

/// The icon of a usage state.
#[component]
pub fn StateIcon(
    /// Which state.
    state: UsageState,
) -> impl IntoView {
    view! { <Icon outline=state_icon(state) /> }
}

/// A usage state's badge: `▲ critical`, with the share where it is given: `▲ critical 98 %`.
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
        <Badge class=state_class(state) icon=state_icon(state) word=state_word(lang, state)>
            {permille.map(|share| view! { <span class="num">{format::percent(share)}</span> })}
        </Badge>
    }
}
