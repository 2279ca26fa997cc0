//! The day's curve: use from 0 to the limit, over what is usual, with what happened marked.
//!
//! [`Chart`] says what is to be seen, `layout` places it, `view` draws it.

mod axes;
mod layout;
mod path;
pub mod view;

use domain::Thresholds;
use jiff::Timestamp;

pub use view::DayChart;

/// One reading; `used` is `None` where it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// When it was read.
    pub at: Timestamp,
    /// Calls used by then.
    pub used: Option<i64>,
}

/// What is usual at a time of the day, moved onto the day that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// When.
    pub at: Timestamp,
    /// The lowest usual use.
    pub low: i64,
    /// The highest.
    pub high: i64,
}

/// What can be marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkerKind {
    /// A clear, ours or another's.
    Clear,
    /// People were told that a line was reached.
    Notice,
    /// WeChat changed the daily limit.
    LimitChanged,
    /// The quota day turned.
    Reset,
    /// A call was made that is looked at.
    Call,
    /// A planned campaign starts.
    Campaign,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: MarkerKind,
    /// A few words for it.
    pub label: String,
}

/// All that a chart shows. Lists are in the order of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Where it begins.
    pub from: Timestamp,
    /// Where it ends.
    pub to: Timestamp,
    /// The readings.
    pub readings: Vec<Point>,
    /// The usual range; may be empty.
    pub usual: Vec<Band>,
    /// The daily limit from each moment on; may be empty.
    pub limits: Vec<(Timestamp, i64)>,
    /// The warning and critical lines, as shares of the limit; `None` where none apply.
    pub lines: Option<Thresholds>,
    /// What happened.
    pub markers: Vec<Marker>,
    /// When nothing will be left by the present pace.
    pub forecast: Option<Timestamp>,
}
