//! Draws a chart that has been laid out: once for a desk, once for a phone; the style sheet shows the one that fits.

use domain::Lang;
use leptos::prelude::*;

use crate::components::chart::layout::{ChartModel, PlacedMarker, Size, Summary, forecast_end, layout, summary};
use crate::components::chart::{Chart, MarkerKind};
use crate::context::{Text, Viewer};
use crate::format::{Formats, grouped, percent};
use crate::t;

const WIDE: Size = Size { width: 1200.0, height: 320.0, time_labels: 8 };
const NARROW: Size = Size { width: 360.0, height: 260.0, time_labels: 4 };

/// The chart with its legend. A table of the same readings belongs beside it, for those who do not see it.
#[component]
pub fn DayChart(
    /// What it shows.
    chart: Chart,
    /// What it is of: the interface's name.
    #[prop(into)]
    title: Text,
    /// Tells several charts of one page apart.
    #[prop(default = "chart")]
    id: &'static str,
    /// Why there is nothing to see, where there is nothing; else that there are no readings yet.
    #[prop(optional_no_strip)]
    empty: Option<Text>,
) -> impl IntoView {
    let viewer = Viewer::current();
    let formats = viewer.formats();
    let summary = summary(&chart);
    let words = words(&formats, &chart, summary);
    let empty = summary.newest.is_none().then(|| empty.unwrap_or_else(|| t!(viewer.lang, "chart-empty")));
    let drawing = |size: Size, class: &'static str| {
        let model = layout(&chart, size, &viewer.display_zone, viewer.lang);
        drawing(model, size, class, format!("{id}-{class}"), title.clone(), words.clone(), empty.clone())
    };
    view! {
        <figure class="chart">
            {drawing(WIDE, "wide")} {drawing(NARROW, "narrow")} <figcaption>{legend(&formats, &chart, summary)}</figcaption>
        </figure>
    }
}

fn words(formats: &Formats<'_>, chart: &Chart, summary: Summary) -> Text {
    let (from, to) = (formats.exact(chart.from), formats.exact(chart.to));
    let (Some(newest), Some(highest)) = (summary.newest, summary.highest) else {
        return t!(formats.lang, "chart-desc-empty", from = from, to = to);
    };
    t!(
        formats.lang,
        "chart-desc",
        from = from,
        to = to,
        newest = grouped(newest),
        highest = grouped(highest),
        limit = summary.limit.map_or_else(|| "–".to_owned(), grouped),
        gaps = summary.gaps
    )
}

fn drawing(
    model: ChartModel,
    size: Size,
    class: &'static str,
    id: String,
    title: Text,
    words: Text,
    empty: Option<Text>,
) -> impl IntoView {
    let (left, top, right, bottom) = model.plot;
    let values = model.values.into_iter().map(|tick| {
        let (line, y) = (format!("M{left} {:.1}H{right}", tick.at), format!("{:.1}", tick.at + 4.0));
        view! {
            <path class="grid" d=line stroke="currentColor" stroke-opacity="0.1" />
            <text class="axis" x=left - 8.0 y=y text-anchor="end">
                {tick.label}
            </text>
        }
    });
    let times = model.times.into_iter().map(|tick| {
        // The first and the last would hang over the edges.
        let anchor = if tick.at < left + 16.0 {
            "start"
        } else if tick.at > right - 16.0 {
            "end"
        } else {
            "middle"
        };
        view! {
            <text class="axis" x=format!("{:.1}", tick.at) y=size.height - 6.0 text-anchor=anchor>
                {tick.label}
            </text>
        }
    });
    let gaps = model.gaps.into_iter().map(|(from, to)| {
        let (x, width) = (format!("{from:.1}"), format!("{:.1}", (to - from).max(1.0)));
        view! { <rect class="gap" x=x y=top width=width height=bottom - top fill-opacity="0.06" /> }
    });
    let newest = model.newest.map(|(x, y)| {
        view! { <circle class="newest" cx=format!("{x:.1}") cy=format!("{y:.1}") r="4" /> }
    });
    let markers = model.markers.into_iter().map(|marker| marker_view(marker, bottom));
    let empty = empty.map(|text| {
        view! {
            <text class="chart-empty" x=f64::midpoint(left, right) y=f64::midpoint(top, bottom) text-anchor="middle">
                {text}
            </text>
        }
    });
    view! {
        <svg
            class=class
            viewBox=format!("0 0 {} {}", size.width, size.height)
            role="img"
            aria-labelledby=format!("{id}-title")
            aria-describedby=format!("{id}-desc")
        >
            <title id=format!("{id}-title")>{title}</title>
            <desc id=format!("{id}-desc")>{words}</desc>
            {values.collect_view()}
            {times.collect_view()}
            {gaps.collect_view()}
            <path class="usual" d=model.usual fill-opacity="0.15" />
            <path class="line warning" d=model.warning fill="none" stroke="currentColor" stroke-dasharray="1 4" />
            <path class="line critical" d=model.critical fill="none" stroke="currentColor" stroke-dasharray="1 4" />
            <path class="limit" d=model.limit fill="none" stroke="currentColor" stroke-dasharray="6 4" />
            <path class="area" d=model.area fill-opacity="0.08" />
            <path class="forecast" d=model.forecast fill="none" stroke="currentColor" stroke-dasharray="2 4" />
            <path class="used" d=model.used fill="none" stroke="currentColor" stroke-width="2" />
            {newest}
            {markers.collect_view()}
            {empty}
        </svg>
    }
    .into_any()
}

fn marker_view(marker: PlacedMarker, bottom: f64) -> impl IntoView {
    let text = marker.text.map(|(x, y, ends)| {
        let (x, anchor) = if ends { (x - 8.0, "end") } else { (x + 8.0, "start") };
        view! {
            <text class="marker-text" x=format!("{x:.1}") y=y text-anchor=anchor>
                {marker.label}
            </text>
        }
    });
    let begin = marker.text.map_or(8.0, |(_, y, _)| y - 4.0);
    let symbol = match marker.kind {
        MarkerKind::Clear => "m-3 -4h6v8h-6z",
        MarkerKind::Notice => "m0 -4a4 4 0 1 0 0.01 0z",
        MarkerKind::LimitChanged => "m0 -5l5 5l-5 5l-5 -5z",
        MarkerKind::Reset => "m-4 -3h8l-4 7z",
        MarkerKind::Call => "m0 -4l4 8h-8z",
        MarkerKind::Campaign => "m-1 -5l7 3.5l-7 3.5v4h-2v-11z",
    };
    view! {
        <g class=marker_class(marker.kind)>
            <path class="marker-line" d=format!("M{:.1} {begin:.1}V{bottom:.1}", marker.x) stroke="currentColor" />
            <path class="marker-shape" d=format!("M{:.1} {begin:.1}{symbol}", marker.x) />
            {text}
        </g>
    }
}

fn marker_class(kind: MarkerKind) -> &'static str {
    match kind {
        MarkerKind::Clear => "marker clear",
        MarkerKind::Notice => "marker told",
        MarkerKind::LimitChanged => "marker limit-changed",
        MarkerKind::Reset => "marker reset",
        MarkerKind::Call => "marker call",
        MarkerKind::Campaign => "marker campaign",
    }
}

/// The name of the warning or the critical line, with its share.
fn line_words(lang: Lang, chart: &Chart, critical: bool) -> Text {
    let lines = chart.lines.unwrap_or_default();
    if critical {
        t!(lang, "chart-critical", share = percent(lines.critical_percent * 10))
    } else {
        t!(lang, "chart-warning", share = percent(lines.warning_percent * 10))
    }
}

/// What each line and area means; only what is there.
fn legend(formats: &Formats<'_>, chart: &Chart, summary: Summary) -> impl IntoView + use<> {
    let lang = formats.lang;
    let marked = |kind| chart.markers.iter().any(|marker| marker.kind == kind);
    let has_lines = chart.lines.is_some() && !chart.limits.is_empty();
    let entries = [
        (summary.newest.is_some(), "key-used", t!(lang, "chart-used")),
        (!chart.usual.is_empty(), "key-usual", t!(lang, "chart-usual")),
        (!chart.limits.is_empty(), "key-limit", t!(lang, "chart-limit")),
        (has_lines, "key-line warning", line_words(lang, chart, false)),
        (has_lines, "key-line critical", line_words(lang, chart, true)),
        (forecast_end(chart).is_some(), "key-forecast", t!(lang, "chart-forecast")),
        (summary.gaps > 0, "key-gap", t!(lang, "chart-failed")),
        (marked(MarkerKind::Clear), "key-clear", t!(lang, "chart-clear")),
        (marked(MarkerKind::Notice), "key-notice", t!(lang, "chart-notice")),
        (marked(MarkerKind::LimitChanged), "key-limit-changed", t!(lang, "chart-limit-changed")),
        (marked(MarkerKind::Reset), "key-reset", t!(lang, "chart-reset")),
        (marked(MarkerKind::Call), "key-call", t!(lang, "chart-call")),
        (marked(MarkerKind::Campaign), "key-campaign", t!(lang, "chart-campaign")),
    ];
    let items = entries
        .into_iter()
        .filter(|(there, ..)| *there)
        .map(|(_, key, word)| {
            view! {
                <li>
                    <span class=format!("key {key}") aria-hidden="true"></span>
                    {word}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="legend">{items}</ul> }
}
