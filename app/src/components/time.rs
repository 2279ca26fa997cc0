//! A moment: how long ago, and exactly when.

use jiff::Timestamp;
use leptos::prelude::*;

use crate::context::Viewer;

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
    let title = formats.exact(at);
    let text = match (exact, clock) {
        (true, _) => title.clone(),
        (_, true) => formats.clock(at),
        _ => formats.relative(at),
    };
    view! {
        <time
            datetime=datetime(at)
            title=(!exact).then_some(title)
            data-age=(!exact && !clock).then(|| at.as_second())
            tabindex=(!quiet && !exact).then_some("0")
        >
            {text}
        </time>
    }
}

/// A moment as the machine-readable attribute of `<time>`.
fn datetime(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A [`Time`], or a dash where there is no moment.
#[component]
pub fn TimeOrDash(
    /// When.
    at: Option<Timestamp>,
    /// As [`Time`] has it.
    #[prop(optional)]
    clock: bool,
    /// As [`Time`] has it.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    match at {
        Some(at) => view! { <Time at clock quiet /> }.into_any(),
        None => view! { <span class="secondary">"–"</span> }.into_any(),
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
        <time class="num" datetime=datetime(at) title=viewer.formats().exact(at)>
            {local.strftime("%Y-%m-%d %H:%M:%S").to_string()}
        </time>
    }
}
