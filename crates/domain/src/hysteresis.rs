//! Hysteresis: a value reaches a line at once and leaves it only well below, so that small changes around the line count once.

/// How far below a line a value must fall before the line counts as left, in thousandths of the limit.
pub const SLACK_PERMILLE: i64 = 50;
