//! Places everything a chart shows. Pure: the same chart, size and zone give the same drawing.

use domain::{Lang, Thresholds};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::components::chart::axes::{moments, round_steps};
use crate::components::chart::path::{Place, between, line, steps};
use crate::components::chart::{Chart, MarkerKind};
use crate::format::short;

/// How large the drawing is, in its own points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
    /// About how many labels the time axis has room for.
    pub(super) time_labels: i32,
}

const LEFT: f64 = 44.0;
const RIGHT: f64 = 12.0;
const BOTTOM: f64 = 24.0;
/// One line of markers' labels.
const LANE: f64 = 16.0;
/// More lines of labels than this would leave no chart; further labels are dropped, their lines stay.
const LANES: usize = 3;
/// Air above the highest line.
const HEADROOM: f64 = 1.06;

/// A label on an axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    pub(super) at: f64,
    pub(super) label: String,
}

/// A marker's place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PlacedMarker {
    pub(super) x: f64,
    pub(super) kind: MarkerKind,
    pub(super) label: String,
    /// Where the label stands, if there is room for it: x, y, and whether it ends there rather than begins.
    pub(super) text: Option<(f64, f64, bool)>,
}

/// What is drawn, as SVG path data and places.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ChartModel {
    /// The plot's edges: left, top, right, bottom.
    pub(super) plot: (f64, f64, f64, f64),
    pub(super) values: Vec<Tick>,
    pub(super) times: Vec<Tick>,
    pub(super) usual: String,
    /// One stroke a run of good readings.
    pub(super) used: String,
    pub(super) area: String,
    pub(super) limit: String,
    /// The warning line.
    pub(super) warning: String,
    /// The critical line.
    pub(super) critical: String,
    pub(super) forecast: String,
    /// From x to x, where readings failed.
    pub(super) gaps: Vec<(f64, f64)>,
    pub(super) newest: Option<Place>,
    pub(super) markers: Vec<PlacedMarker>,
}

/// What a chart says in words and in its legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Summary {
    pub(super) newest: Option<i64>,
    pub(super) highest: Option<i64>,
    pub(super) limit: Option<i64>,
    pub(super) gaps: usize,
}

/// What is to be said of the chart.
pub(super) fn summary(chart: &Chart) -> Summary {
    let used = || chart.readings.iter().filter_map(|point| point.used);
    let failed_runs = chart.readings.chunk_by(|a, b| a.used.is_some() == b.used.is_some());
    Summary {
        newest: used().next_back(),
        highest: used().max(),
        limit: chart.limits.last().map(|(_, limit)| *limit),
        gaps: failed_runs.filter(|run| run.first().is_some_and(|point| point.used.is_none())).count(),
    }
}

/// Places everything.
pub(super) fn layout(chart: &Chart, size: Size, zone: &TimeZone, lang: Lang) -> ChartModel {
    let (lanes, markers) = markers(chart, size);
    let scale = Scale::new(chart, size, lanes);
    let (left, top, right, bottom) = (LEFT, scale.top, scale.right, scale.bottom);
    let readings = thinned(chart, &scale);
    let runs: Vec<Vec<Place>> = readings
        .split(|(_, used)| used.is_none())
        .map(|run| run.iter().filter_map(|(x, used)| used.map(|used| (*x, scale.y(used)))).collect())
        .filter(|run: &Vec<Place>| !run.is_empty())
        .collect();
    let floor = |run: &[Place]| run.iter().map(|(x, _)| (*x, bottom)).collect::<Vec<_>>();
    let newest = runs.last().and_then(|run| run.last()).copied();
    let usual_edge = |edge: fn(&super::Band) -> i64| -> Vec<Place> {
        chart.usual.iter().map(|band| (scale.x(band.at), scale.y(edge(band)))).collect()
    };
    let values =
        round_steps(scale.highest, 5).into_iter().map(|value| Tick { at: scale.y(value), label: short(lang, value) });
    let times = moments(chart.from, chart.to, zone, size.time_labels);
    ChartModel {
        plot: (left, top, right, bottom),
        values: values.collect(),
        times: times.into_iter().map(|(at, label)| Tick { at: scale.x(at), label }).collect(),
        usual: between(&usual_edge(|band| band.high), &usual_edge(|band| band.low)),
        used: runs.iter().map(|run| line(run)).collect(),
        area: runs.iter().filter(|run| run.len() > 1).map(|run| between(run, &floor(run))).collect(),
        limit: share_of_limit(chart, &scale, 100),
        warning: line_at(chart, &scale, |lines| lines.warning_percent),
        critical: line_at(chart, &scale, |lines| lines.critical_percent),
        forecast: forecast(chart, &scale, newest),
        gaps: gaps(&readings, left),
        newest,
        markers,
    }
}

/// From moments and calls to places.
struct Scale {
    from: Timestamp,
    span: f64,
    /// The highest value that is shown.
    highest: i64,
    top: f64,
    right: f64,
    bottom: f64,
}

#[expect(clippy::cast_precision_loss, reason = "positions on a screen")]
impl Scale {
    fn new(chart: &Chart, size: Size, lanes: usize) -> Self {
        let used = chart.readings.iter().filter_map(|point| point.used);
        let usual = chart.usual.iter().map(|band| band.high);
        let limits = chart.limits.iter().map(|(_, limit)| *limit);
        Self {
            from: chart.from,
            span: (chart.to.duration_since(chart.from).as_millis() as f64).max(1.0),
            highest: used.chain(usual).chain(limits).max().unwrap_or(0).max(1),
            top: 8.0 + lanes as f64 * LANE,
            right: size.width - RIGHT,
            bottom: size.height - BOTTOM,
        }
    }

    fn x(&self, at: Timestamp) -> f64 {
        let share = at.duration_since(self.from).as_millis() as f64 / self.span;
        LEFT + share.clamp(0.0, 1.0) * (self.right - LEFT)
    }

    fn y(&self, value: i64) -> f64 {
        let share = value.max(0) as f64 / (self.highest as f64 * HEADROOM);
        self.bottom - share.min(1.0) * (self.bottom - self.top)
    }
}

/// The readings by their place, at most two a point of width: the highest, so that no peak is lost, and the last, so that
/// a fall shows at once.
fn thinned(chart: &Chart, scale: &Scale) -> Vec<(f64, Option<i64>)> {
    let in_range = chart.readings.iter().filter(|point| (chart.from..=chart.to).contains(&point.at));
    let placed: Vec<_> = in_range.map(|point| (scale.x(point.at), point.used)).collect();
    let mut kept = Vec::new();
    for column in placed.chunk_by(|(x, _), (next, _)| next.floor() <= x.floor()) {
        let good = || column.iter().filter(|(_, used)| used.is_some());
        match (good().max_by_key(|(_, used)| *used), good().next_back()) {
            (Some(highest), Some(last)) if highest != last => kept.extend([*highest, *last]),
            (_, Some(last)) => kept.push(*last),
            _ => kept.extend(column.first()),
        }
    }
    kept
}

/// From the last good place before a failure to the next good one after it.
fn gaps(readings: &[(f64, Option<i64>)], left: f64) -> Vec<(f64, f64)> {
    let mut gaps: Vec<(f64, f64)> = Vec::new();
    let mut good = left;
    let mut open = false;
    for (x, used) in readings {
        match (used, open) {
            (None, false) => {
                gaps.push((good, *x));
                open = true;
            }
            (_, true) => {
                if let Some((_, end)) = gaps.last_mut() {
                    *end = *x;
                }
            }
            (Some(_), false) => {}
        }
        if used.is_some() {
            good = *x;
            open = false;
        }
    }
    gaps
}

/// One of the lines, where there are any.
fn line_at(chart: &Chart, scale: &Scale, percent: fn(Thresholds) -> i64) -> String {
    chart.lines.map(|lines| share_of_limit(chart, scale, percent(lines))).unwrap_or_default()
}

/// A share of the limit as steps, from the plot's left edge to its right one.
fn share_of_limit(chart: &Chart, scale: &Scale, percent: i64) -> String {
    let share = |limit: i64| limit.saturating_mul(percent) / 100;
    let mut places: Vec<Place> =
        chart.limits.iter().map(|(at, limit)| (scale.x(*at), scale.y(share(*limit)))).collect();
    if let Some(first) = places.first_mut() {
        first.0 = LEFT;
    }
    if let Some((_, y)) = places.last().copied() {
        places.push((scale.right, y));
    }
    steps(&places)
}

/// Where the line of the forecast ends: the predicted moment, after the newest good reading, at the limit.
pub(super) fn forecast_end(chart: &Chart) -> Option<(Timestamp, i64)> {
    let newest = chart.readings.iter().rfind(|point| point.used.is_some())?.at;
    let (_, limit) = chart.limits.last()?;
    chart.forecast.filter(|at| *at > newest).map(|at| (at, *limit))
}

/// From the newest reading up to the limit, where a forecast says when.
fn forecast(chart: &Chart, scale: &Scale, newest: Option<Place>) -> String {
    match (forecast_end(chart), newest) {
        (Some((at, limit)), Some(newest)) => line(&[newest, (scale.x(at), scale.y(limit))]),
        _ => String::new(),
    }
}

/// How many lines of labels are needed, and where each marker stands.
fn markers(chart: &Chart, size: Size) -> (usize, Vec<PlacedMarker>) {
    let scale = Scale::new(chart, size, 0);
    let mut ends = [f64::MIN; LANES];
    let mut lanes = 0;
    let shown = chart.markers.iter().filter(|marker| (chart.from..=chart.to).contains(&marker.at));
    let placed = shown
        .map(|marker| {
            let x = scale.x(marker.at);
            let width = text_width(&marker.label);
            let ends_there = x + width + 4.0 > size.width;
            let begin = if ends_there { x - width } else { x };
            let lane = ends.iter().position(|end| *end + 8.0 <= begin).filter(|_| begin >= 0.0);
            let text = lane.map(|lane| {
                ends[lane] = begin + width;
                lanes = lanes.max(lane + 1);
                #[expect(clippy::cast_precision_loss, reason = "one of three")]
                (x, 12.0 + lane as f64 * LANE, ends_there)
            });
            PlacedMarker { x, kind: marker.kind, label: marker.label.clone(), text }
        })
        .collect();
    (lanes, placed)
}

/// About how wide a label is at 12 points: Chinese characters are square, others take half.
fn text_width(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 6.5 } else { 12.0 }).sum::<f64>() + 12.0
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
