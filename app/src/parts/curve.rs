//! An interface's curve: its points, the limits of a day, and the list of clears below it.

use desk::history::ClearMark;
use domain::{Permission, Reading, paths};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::components::{Point, Time};
use crate::context::Viewer;
use crate::parts::clear_badge::ClearBadge;
use crate::t;
use crate::words::clears::scope_words;

/// The most clears that are listed below the curve.
const MOST_LISTED: usize = 20;

/// The clears that the curve marks, newest first; who and why is told to whoever may see the ledger.
#[component]
pub(crate) fn ClearsShown(
    /// The clears, oldest first.
    clears: Vec<ClearMark>,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let tells = viewer.may(Permission::SeeLedger);
    (!clears.is_empty()).then(|| {
        let items = clears
            .into_iter()
            .rev()
            .take(MOST_LISTED)
            .map(|clear| {
                let scope = scope_words(lang, clear.scope);
                let see = tells.then(|| {
                    view! { <a href=paths::clear(clear.id)>{t!(lang, "confirm-see-it")}</a> }
                });
                view! {
                    <li>
                        <ClearBadge state=clear.state />
                        <Time at=clear.at exact=true />
                        <span class="secondary">{scope}</span>
                        {see}
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="clears-shown" aria-label=t!(lang, "clears-shown")>{items}</ul> }
    })
}

/// The daily limit from each reading on at which it was another one.
pub(crate) fn limits_of(readings: &[Reading], from: Timestamp) -> Vec<(Timestamp, i64)> {
    let mut limits: Vec<(Timestamp, i64)> = Vec::new();
    for (at, figures) in readings.iter().filter_map(|reading| Some((reading.at, reading.outcome.figures()?))) {
        if limits.last().is_none_or(|(_, limit)| *limit != figures.daily_limit) {
            // The first known limit held before it was read, as far as anyone knows.
            limits.push((if limits.is_empty() { from } else { at }, figures.daily_limit));
        }
    }
    limits
}

/// A reading as a point of the curve; without figures where the reading failed.
pub(crate) fn point(reading: &Reading) -> Point {
    Point { at: reading.at, used: reading.outcome.figures().map(|figures| figures.used) }
}
