use jiff::SignedDuration;
use proptest::prelude::*;

use super::super::{Band, Marker, Point};
use super::*;

const SIZE: Size = Size { width: 960.0, height: 320.0, time_labels: 8 };

fn at(hour: i64) -> Timestamp {
    "2026-11-22T00:00:00+08:00".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hour)
}

fn day(readings: &[(i64, Option<i64>)]) -> Chart {
    Chart {
        from: at(0),
        to: at(24),
        readings: readings.iter().map(|(hour, used)| Point { at: at(*hour), used: *used }).collect(),
        usual: Vec::new(),
        limits: vec![(at(0), 1_000)],
        lines: None,
        markers: Vec::new(),
        forecast: None,
    }
}

fn place(chart: &Chart) -> ChartModel {
    layout(chart, SIZE, &TimeZone::fixed(jiff::tz::offset(8)), Lang::En)
}

#[test]
fn the_curve_runs_from_nothing_to_the_limit() {
    let model = place(&day(&[(0, Some(0)), (12, Some(500)), (24, Some(1_000))]));
    let (left, top, right, bottom) = model.plot;
    assert_eq!((left, top, right, bottom), (44.0, 8.0, 948.0, 296.0));
    assert_eq!(model.used, "M44.0 296.0L496.0 160.2L948.0 24.3");
    assert_eq!(model.limit, "M44.0 24.3H948.0V24.3");
    assert_eq!(model.newest.map(|(x, _)| x), Some(right));
}

#[test]
fn a_failed_reading_leaves_a_gap_and_never_a_zero() {
    let chart = day(&[(0, Some(0)), (6, Some(100)), (7, None), (8, None), (9, Some(300)), (10, Some(400)), (11, None)]);
    let model = place(&chart);
    assert_eq!(model.used.matches('M').count(), 2);
    assert_eq!(model.gaps.len(), 2);
    assert_eq!(model.gaps[0], (270.0, 383.0), "from the last good reading to the next");
    assert_eq!(summary(&chart), Summary { newest: Some(400), highest: Some(400), limit: Some(1_000), gaps: 2 });
}

#[test]
fn a_fall_within_a_point_of_width_shows_both_its_ends() {
    let mut chart = day(&[(0, Some(0))]);
    let reading = |second, used| Point { at: at(12) + SignedDuration::from_secs(second), used: Some(used) };
    chart.readings.extend([reading(0, 900), reading(10, 950), reading(20, 3), reading(30, 5)]);
    let model = place(&chart);
    assert_eq!(model.used.matches('L').count(), 2, "the highest and the last: {}", model.used);
    let (_, y) = model.newest.unwrap();
    assert!(y > model.plot.3 - 5.0, "the newest reading is the one after the fall");
}

#[test]
fn use_beyond_the_limit_is_seen() {
    let model = place(&day(&[(0, Some(0)), (12, Some(2_000))]));
    let (_, y) = model.newest.unwrap();
    assert!(y > model.plot.1 && y < model.plot.1 + 20.0);
    assert_eq!(model.values.last().map(|tick| tick.label.as_str()), Some("2k"));
}

#[test]
fn a_year_of_readings_is_thinned_without_losing_a_peak() {
    let mut chart = day(&[]);
    chart.to = at(24 * 365);
    chart.readings = (0..24 * 365)
        .map(|hour| Point { at: at(hour), used: Some(if hour == 5_000 { 999 } else { hour % 24 }) })
        .collect();
    let model = place(&chart);
    assert!(model.used.matches('L').count() < 2_000);
    let peak = Scale::new(&chart, SIZE, 0).y(999);
    assert!(model.used.contains(&format!(" {peak:.1}")));
}

#[test]
fn a_changed_limit_is_a_step() {
    let mut chart = day(&[(0, Some(0))]);
    chart.limits = vec![(at(0), 500), (at(12), 1_000)];
    assert_eq!(place(&chart).limit, "M44.0 160.2H496.0V24.3H948.0V24.3");
}

#[test]
fn markers_that_meet_get_a_line_each_and_stay_inside() {
    let mut chart = day(&[]);
    let marker = |hour, label: &str| Marker { at: at(hour), kind: MarkerKind::Clear, label: label.to_owned() };
    chart.markers = vec![marker(10, "clear"), marker(11, "limit 50,000 → 100,000"), marker(24, "重置")];
    let model = place(&chart);
    let text = |i: usize| model.markers[i].text.unwrap();
    assert!((text(0).1 - text(1).1).abs() > 10.0, "two lines");
    assert!(text(2).2, "the last one ends at its line");
    assert!(model.plot.1 >= 8.0 + 2.0 * LANE);
}

#[test]
fn the_forecast_runs_from_the_newest_reading_to_the_limit() {
    let mut chart = day(&[(0, Some(0)), (12, Some(500))]);
    chart.forecast = Some(at(18));
    assert_eq!(place(&chart).forecast, "M496.0 160.2L722.0 24.3");
    chart.readings.clear();
    assert_eq!(place(&chart).forecast, "", "nothing to start from");
}

fn reading() -> impl Strategy<Value = (i64, Option<i64>)> {
    (-50..80_i64, proptest::option::of(any::<i64>()))
}

proptest! {
    #[test]
    fn everything_stays_inside_and_nothing_panics(
        mut readings in proptest::collection::vec(reading(), 0..40),
        usual in proptest::collection::vec((0..24_i64, any::<i64>(), any::<i64>()), 0..10),
        limits in proptest::collection::vec((-5..30_i64, any::<i64>()), 0..3),
        markers in proptest::collection::vec((-5..30_i64, "\\PC{0,60}"), 0..9),
        length in -5..100_i64,
        forecast in proptest::option::of(-100..100_i64),
    ) {
        readings.sort_by_key(|(hour, _)| *hour);
        let chart = Chart {
            from: at(0),
            to: at(length),
            readings: readings.into_iter().map(|(hour, used)| Point { at: at(hour), used }).collect(),
            usual: usual.into_iter().map(|(hour, low, high)| Band { at: at(hour), low, high }).collect(),
            limits: limits.into_iter().map(|(hour, limit)| (at(hour), limit)).collect(),
            lines: None,
            markers: markers.into_iter().map(|(hour, label)| Marker { at: at(hour), kind: MarkerKind::Reset, label }).collect(),
            forecast: forecast.map(at),
        };
        let model = place(&chart);
        for d in [&model.used, &model.usual, &model.limit, &model.area, &model.forecast] {
            for number in d.split(|c: char| c.is_ascii_alphabetic() || c == ' ').filter(|part| !part.is_empty()) {
                let number: f64 = number.parse().unwrap();
                prop_assert!((0.0..=SIZE.width).contains(&number), "{d}");
            }
        }
        let good_runs = chart.readings.iter()
            .filter(|point| (chart.from..=chart.to).contains(&point.at))
            .collect::<Vec<_>>()
            .chunk_by(|a, b| a.used.is_some() == b.used.is_some())
            .filter(|run| run[0].used.is_some())
            .count();
        prop_assert!(model.used.matches('M').count() <= good_runs);
        prop_assert!(model.gaps.iter().all(|(from, to)| from <= to));
        prop_assert!(model.markers.iter().all(|marker| marker.text.is_none_or(|(x, y, _)| x <= SIZE.width && y < model.plot.1 + 1.0)));
    }
}
