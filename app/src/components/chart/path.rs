//! SVG path data.

use std::fmt::Write;

/// A place in the drawing.
pub(super) type Place = (f64, f64);

/// A line through the places, with round ends a dot where there is only one.
pub(super) fn line(places: &[Place]) -> String {
    let mut d = String::with_capacity(places.len() * 12);
    for (i, (x, y)) in places.iter().enumerate() {
        let _ = write!(d, "{}{x:.1} {y:.1}", if i == 0 { 'M' } else { 'L' });
    }
    if places.len() == 1 {
        d.push_str("h0");
    }
    d
}

/// A line that keeps its height until the next place: for what holds until it changes.
pub(super) fn steps(places: &[Place]) -> String {
    let mut d = String::new();
    for (i, (x, y)) in places.iter().enumerate() {
        let _ = if i == 0 { write!(d, "M{x:.1} {y:.1}") } else { write!(d, "H{x:.1}V{y:.1}") };
    }
    d
}

/// The area between an upper and a lower line that share their x.
pub(super) fn between(upper: &[Place], lower: &[Place]) -> String {
    let mut outline = upper.to_vec();
    outline.extend(lower.iter().rev());
    let mut d = line(&outline);
    if !d.is_empty() {
        d.push('Z');
    }
    d
}
