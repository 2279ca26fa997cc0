//! A moment: how long ago, and exactly when.

use jiff::Timestamp;
use leptos::prelude::*;

use crate::context::Viewer;

/// What a [`Time`] reads as; the exact time is in its title either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Reads {
    #[default]
    Relative,
    Exact,
    Clock,
}

/// `3 min ago`, with the exact time as its title and on focus. Where scripts run the page's `LiveAge` keeps it true.
#[component]
pub fn Time(
    /// When.
    at: Timestamp,
    /// The exact time as the text: for tables of history.
    #[prop(optional)]
    exact: bool,
    /// The time of day as the text (with the date, where that is another): for what is to come.
    #[prop(optional)]
    clock: bool,
    /// Out of the order of tabs: in long tables, where a detail page tells the same.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let viewer = Viewer::current();
    let formats = viewer.formats();
    let reads = match (exact, clock) {
        (true, _) => Reads::Exact,
        (_, true) => Reads::Clock,
        _ => Reads::Relative,
    };
    let title = formats.exact(at);
    let text = match reads {
        Reads::Relative => formats.relative(at),
        Reads::Exact => title.clone(),
        Reads::Clock => formats.clock(at),
    };
    let age = (reads == Reads::Relative).then(|| at.as_second());
    let focusable = !quiet && reads != Reads::Exact;
    view! {
        <time
            datetime=at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
            title=(reads != Reads::Exact).then_some(title)
            data-age=age
            tabindex=focusable.then_some("0")
        >
            {text}
        </time>
    }
}

/// A moment in a table of history: `2026-11-22 18:05:11`. The zone stands in the page's foot, and in the title.
#[component]
pub fn Moment(
    /// When.
    at: Timestamp,
) -> impl IntoView {
    let viewer = Viewer::current();
    let local = at.to_zoned(viewer.display_zone.clone());
    view! {
        <time
            class="num"
            datetime=at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
            title=viewer.formats().exact(at)
        >
            {local.strftime("%Y-%m-%d %H:%M:%S").to_string()}
        </time>
    }
}
