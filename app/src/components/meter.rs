//! How much of a limit is used, as a bar with its warning lines.

use domain::{Figures, Thresholds, UsageState};
use leptos::prelude::*;

use crate::components::badge::state_class;
use crate::context::{Text, Viewer};
use crate::format::{grouped, percent};
use crate::t;

/// A bar filled to the share used, with ticks at the warning and the critical line.
#[component]
pub fn Meter(
    /// The figures.
    figures: Figures,
    /// The state, which gives the colour.
    state: UsageState,
    /// Where the ticks stand.
    #[prop(optional)]
    thresholds: Thresholds,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let permille = figures.used_permille();
    let label = t!(
        lang,
        "meter-label",
        used = grouped(figures.used),
        limit = grouped(figures.daily_limit),
        percent = percent(permille)
    );
    let tick = |at: i64| {
        let x = (at * 10).clamp(0, 1000);
        view! { <path class="tick" d=format!("M{x} 0V8") /> }
    };
    view! {
        <svg
            class=format!("meter {}", state_class(state))
            viewBox="0 0 1000 8"
            height="8"
            preserveAspectRatio="none"
            role="img"
            aria-label=label
        >
            <rect class="track" width="1000" height="8" fill-opacity="0.15" />
            <rect class="fill" width=filled(permille) height="8" />
            {tick(thresholds.warning_percent)}
            {tick(thresholds.critical_percent)}
        </svg>
    }
}

/// The bar's length in thousandths: a little as soon as anything is used, never past the end.
fn filled(permille: i64) -> i64 {
    match permille {
        ..=0 => 0,
        used => used.clamp(6, 1000),
    }
}

/// The bar with its figures; where there are none, the reason in their place.
#[component]
pub fn Usage(
    /// The figures, where there are any.
    figures: Option<Figures>,
    /// The state, which gives the colour.
    state: UsageState,
    /// Where the ticks stand.
    #[prop(optional)]
    thresholds: Thresholds,
    /// Why there are no figures.
    #[prop(optional_no_strip, into)]
    reason: Option<Text>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Some(figures) = figures else {
        let reason = reason.unwrap_or_else(|| t!(lang, "meter-none"));
        return view! { <span class="usage-none">{reason}</span> }.into_any();
    };
    view! {
        <span class="usage">
            <Meter figures state thresholds />
            <span class="num">
                {grouped(figures.used)} <span class="secondary">" / " {grouped(figures.daily_limit)}</span>
            </span>
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn a_bar_shows_a_little_use_and_ends_at_the_limit() {
        assert_eq!([-1, 0, 1, 500, 1000, 4000].map(filled), [0, 0, 6, 500, 1000, 1000]);
    }
}
