//! Icons of badges, tiles and bands, on a grid of 12. Drawn rather than typed, since fonts disagree about such characters.

use leptos::prelude::*;

/// An icon's outline as SVG path data, and the CSS class that says how it is painted.
pub type Outline = (&'static str, &'static str);

/// ✓
pub const TICK: Outline = ("shape", "M2 6.5L5 9.5L10 3");
/// ✕
pub const CROSS: Outline = ("shape", "M2.5 2.5L9.5 9.5M9.5 2.5L2.5 9.5");
/// ◷
pub const CLOCK: Outline = ("shape", "M6 1A5 5 0 1 0 6 11A5 5 0 1 0 6 1ZM6 3V6H8.5");
/// ⊘
pub const STRUCK_CIRCLE: Outline = ("shape", "M6 1A5 5 0 1 0 6 11A5 5 0 1 0 6 1ZM2.5 9.5L9.5 2.5");
/// ○ with a dashed line
pub const DASHED_CIRCLE: Outline = ("shape dashed", "M6 1A5 5 0 1 0 6 11A5 5 0 1 0 6 1Z");
/// i in a circle
pub const INFO: Outline = ("shape", "M6 1A5 5 0 1 0 6 11A5 5 0 1 0 6 1ZM6 5.5V8.5M6 3.4V3.5");
/// ◆
pub const DIAMOND: Outline = ("shape filled", "M6 .5L11.5 6L6 11.5L.5 6Z");
/// ▲
pub const TRIANGLE: Outline = ("shape filled", "M6 1L11.5 11H.5Z");
/// ■
pub const SQUARE: Outline = ("shape filled", "M1.5 1.5H10.5V10.5H1.5Z");
/// –
pub const BAR: Outline = ("shape", "M2 6H10");
/// A stop sign
pub const STOP: Outline = ("shape", "M4 1H8L11 4V8L8 11H4L1 8V4ZM4 6H8");

/// An icon; what it means stands beside it as a word.
#[component]
pub fn Icon(
    /// Its outline and class.
    outline: Outline,
) -> impl IntoView {
    let (class, path) = outline;
    view! {
        <svg class=class width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
            <path d=path />
        </svg>
    }
}
