//! The last day in the size of a word.

use std::fmt::Write;

use leptos::prelude::*;

use crate::context::Viewer;
use crate::format::grouped;
use crate::t;

/// One reading: when, in Unix seconds, and the calls used; `None` where it failed.
pub type SparkPoint = (i64, Option<i64>);

/// The drawing's units are tenths of a pixel, so that whole numbers are fine enough.
const WIDTH: i64 = 960;
const HEIGHT: i64 = 240;
/// Keeps the line, which is thicker than a point, inside.
const MARGIN: i64 = 20;

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
            <svg class="spark" width="96" height="24" viewBox="0 0 960 240" role="img" aria-label=label>
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
fn curve(points: &[SparkPoint], from: i64, to: i64) -> Curve {
    let top = points.iter().filter_map(|(_, used)| *used).max().unwrap_or(0).max(1);
    let floor = HEIGHT - MARGIN;
    let x = |at: i64| MARGIN + share(at.saturating_sub(from), to.saturating_sub(from), WIDTH - 2 * MARGIN);
    let y = |used: i64| floor - share(used, top, HEIGHT - 2 * MARGIN);
    let mut curve = Curve::default();
    for run in points.split(|(_, used)| used.is_none()) {
        let (Some((first, _)), Some((last, _))) = (run.first(), run.last()) else { continue };
        let begun = curve.line.len();
        for (i, (at, used)) in run.iter().enumerate() {
            let _ = write!(curve.line, "{}{} {}", if i == 0 { 'M' } else { 'L' }, x(*at), y(used.unwrap_or(0)));
        }
        let run_of_line = curve.line.get(begun + 1..).unwrap_or_default();
        let _ = write!(curve.area, "M{} {floor}L{run_of_line}L{} {floor}Z", x(*first), x(*last));
        if run.len() == 1 {
            // With round ends, a line of no length is a dot.
            curve.line.push_str("h0");
        }
    }
    curve
}

/// As much of `length` as `part` is of `whole`; none of it below 0, all of it from `whole` on.
fn share(part: i64, whole: i64, length: i64) -> i64 {
    let whole = i128::from(whole.max(1));
    let share = i128::from(part.max(0)).min(whole) * i128::from(length) / whole;
    i64::try_from(share).unwrap_or(length)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_failed_reading_parts_the_line() {
        let curve = curve(&[(0, Some(0)), (50, Some(10)), (60, None), (100, Some(5))], 0, 100);
        assert_eq!(curve.line, "M20 220L480 20M940 120h0");
        assert_eq!(curve.area, "M20 220L20 220L480 20L480 220ZM940 220L940 120L940 220Z");
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
                let number: i64 = number.parse().unwrap();
                prop_assert!((0..=WIDTH).contains(&number), "{line}");
            }
        }
    }
}
