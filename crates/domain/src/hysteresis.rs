//! Lines that a value reaches at once and leaves only well below, so that one that trembles on a line says nothing twice.

use crate::reading::Figures;

/// How far below a line a value must fall before the line counts as left, in thousandths of the limit.
pub const SLACK_PERMILLE: i64 = 50;

/// Whether so many thousandths of the limit are used, or more.
pub(crate) fn is_used(figures: Figures, permille: i64) -> bool {
    i128::from(figures.used) * 1000 >= i128::from(figures.daily_limit) * i128::from(permille)
}
