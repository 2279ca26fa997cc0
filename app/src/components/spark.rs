//! The last day in the size of a word.

use std::fmt::Write;

use leptos::prelude::*;

use crate::context::Viewer;
use crate::format::grouped;
use crate::t;

/// One reading: when, in Unix seconds, and the calls used; `None` where it failed.
pub type SparkPoint = (i64, Option<i64>);

const WIDTH: f64 = 96.0;
const HEIGHT: f64 = 24.0;
/// Keeps the line, which is thicker than a point, inside.
const MARGIN: f64 = 2.0;

/// A small curve with gaps where readings failed; nothing where none was good.
#[component]
pub fn Sparkline(
    /// The readings in the order of time.
    points: Vec<SparkPoint>,
    /// Where the curve begins, in Unix seconds.
    from: i64,
    /// Where it ends.
    to: i64,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let newest = points.iter().rev().find_map(|(_, used)| *used);
    newest.map(|newest| {
        let label = t!(lang, "spark-label", newest = grouped(newest));
        let Curve { line, area } = curve(&points, from, to);
        view! {
            <svg class="spark" width="96" height="24" viewBox="0 0 96 24" role="img" aria-label=label>
                <path class="area" d=area fill-opacity="0.1" />
                <path class="line" d=line fill="none" stroke="currentColor" />
            </svg>
        }
    })
}

/// What is drawn, as SVG path data.
#[derive(Debug, Default, PartialEq, Eq)]
struct Curve {
    line: String,
    area: String,
}

/// The curve from 0 to the highest reading, one stroke a run of good readings.
#[expect(clippy::cast_precision_loss, reason = "positions on a screen")]
fn curve(points: &[SparkPoint], from: i64, to: i64) -> Curve {
    let top = points.iter().filter_map(|(_, used)| *used).max().unwrap_or(0).max(1) as f64;
    let span = (to.saturating_sub(from)).max(1) as f64;
    let floor = HEIGHT - MARGIN;
    let x = |at: i64| MARGIN + ((at.saturating_sub(from)) as f64 / span).clamp(0.0, 1.0) * (WIDTH - 2.0 * MARGIN);
    let y = |used: i64| floor - (used.max(0) as f64 / top) * (HEIGHT - 2.0 * MARGIN);
    let mut curve = Curve::default();
    for run in points.split(|(_, used)| used.is_none()).filter(|run| !run.is_empty()) {
        let placed: Vec<(f64, f64)> = run.iter().filter_map(|(at, used)| used.map(|used| (x(*at), y(used)))).collect();
        let (Some((first, _)), Some((last, _))) = (placed.first(), placed.last()) else { continue };
        let _ = write!(curve.area, "M{first:.1} {floor:.1}");
        for (i, (x, y)) in placed.iter().enumerate() {
            let _ = write!(curve.line, "{}{x:.1} {y:.1}", if i == 0 { 'M' } else { 'L' });
            let _ = write!(curve.area, "L{x:.1} {y:.1}");
        }
        if placed.len() == 1 {
            // With round ends, a line of no length is a dot.
            curve.line.push_str("h0");
        }
        let _ = write!(curve.area, "L{last:.1} {floor:.1}Z");
    }
    curve
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_failed_reading_parts_the_line() {
        let curve = curve(&[(0, Some(0)), (50, Some(10)), (60, None), (100, Some(5))], 0, 100);
        assert_eq!(curve.line, "M2.0 22.0L48.0 2.0M94.0 12.0h0");
        assert_eq!(curve.area.matches('Z').count(), 2);
    }

    #[test]
    fn nothing_read_draws_nothing() {
        assert_eq!(curve(&[], 0, 100), Curve::default());
        assert_eq!(curve(&[(1, None)], 0, 100), Curve::default());
    }

    proptest! {
        #[test]
        fn it_stays_in_its_frame(points in proptest::collection::vec((any::<i64>(), any::<Option<i64>>()), 0..20), from: i64, to: i64) {
            let line = curve(&points, from, to).line;
            for number in line.split(['M', 'L', ' ', 'h']).filter(|part| !part.is_empty()) {
                let number: f64 = number.parse().unwrap();
                prop_assert!((0.0..=WIDTH).contains(&number), "{line}");
            }
        }
    }
}
