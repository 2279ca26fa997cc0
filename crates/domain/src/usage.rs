//! Usage states: how much of an interface's daily limit is used, in one word.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::reading::{Failure, Figures, Outcome};
use crate::words::word_enum;

/// How old a good reading may be and still count: two hours and a quarter, so that one missed reading is no alarm.
pub const FRESH_FOR: SignedDuration = SignedDuration::from_mins(135);

word_enum! {
    /// The usage state of an interface, in the order of urgency.
    #[derive(PartialOrd, Ord)]
    pub enum UsageState {
        /// Nothing left today.
        Exhausted = "exhausted",
        /// At or above the critical line.
        Critical = "critical",
        /// At or above the warning line.
        Warning = "warning",
        /// The newest reading failed, and there is no fresh good one.
        Failed = "failed",
        /// No fresh good reading, though the newest did not fail.
        Stale = "stale",
        /// Usage is below the warning line.
        Ok = "ok",
        /// Never read.
        Never = "never",
        /// WeChat has no figure for this interface on this account.
        Unsupported = "unsupported",
    }
}

impl UsageState {
    /// The state of an interface that is not read because its account is paused: figures are no longer fresh.
    #[must_use]
    pub fn while_paused(self) -> Self {
        if matches!(self, Self::Never | Self::Unsupported) { self } else { Self::Stale }
    }

    /// Whether the state is told from fresh figures.
    pub fn has_figures(self) -> bool {
        matches!(self, Self::Ok | Self::Warning | Self::Critical | Self::Exhausted)
    }
}

/// The lines at which a share of the daily limit becomes a warning or critical, in percent; a value on the line counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thresholds {
    /// Default 80.
    pub warning_percent: i64,
    /// Default 95.
    pub critical_percent: i64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { warning_percent: 80, critical_percent: 95 }
    }
}

/// The state of an interface from its newest reading and its newest good one.
///
/// `newest` and `good` are when each was read; `good` is `None` where no reading ever was.
pub fn assess(
    newest: Option<Outcome>,
    good: Option<(Timestamp, Figures)>,
    now: Timestamp,
    thresholds: Thresholds,
) -> UsageState {
    let Some(newest) = newest else { return UsageState::Never };
    if newest == Outcome::NoFigure || matches!(newest, Outcome::Failed(failure) if failure.is_unsupported()) {
        return UsageState::Unsupported;
    }
    match good {
        Some((at, figures)) if now.duration_since(at) <= FRESH_FOR => by_share(figures, thresholds),
        _ if matches!(newest, Outcome::Failed(_)) => UsageState::Failed,
        _ => UsageState::Stale,
    }
}

/// The failure that a state hides or shows: the newest reading's, where it failed.
pub fn newest_failure(newest: Option<Outcome>) -> Option<Failure> {
    match newest {
        Some(Outcome::Failed(failure)) => Some(failure),
        _ => None,
    }
}

pub(crate) fn by_share(figures: Figures, thresholds: Thresholds) -> UsageState {
    if figures.remain <= 0 || figures.used >= figures.daily_limit {
        UsageState::Exhausted
    } else if figures.is_used(thresholds.critical_percent * 10) {
        UsageState::Critical
    } else if figures.is_used(thresholds.warning_percent * 10) {
        UsageState::Warning
    } else {
        UsageState::Ok
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-11-22T18:00:00+08:00";

    fn ago(minutes: i64) -> Timestamp {
        NOW.parse::<Timestamp>().unwrap() - SignedDuration::from_mins(minutes)
    }

    fn state_of(used: i64, remain: i64) -> UsageState {
        let figures = Figures { daily_limit: 1000, used, remain };
        assess(Some(Outcome::Good(figures)), Some((ago(1), figures)), ago(0), Thresholds::default())
    }

    #[test]
    fn a_value_on_the_line_counts() {
        assert_eq!(state_of(799, 201), UsageState::Ok);
        assert_eq!(state_of(800, 200), UsageState::Warning);
        assert_eq!(state_of(949, 51), UsageState::Warning);
        assert_eq!(state_of(950, 50), UsageState::Critical);
        assert_eq!(state_of(999, 1), UsageState::Critical);
        assert_eq!(state_of(1000, 0), UsageState::Exhausted);
        assert_eq!(state_of(1000, 7), UsageState::Exhausted, "used reached the limit, whatever remain says");
        assert_eq!(state_of(400, 0), UsageState::Exhausted, "nothing remains, whatever used says");
    }

    #[test]
    fn a_failure_shows_only_when_no_good_reading_is_fresh() {
        let figures = Figures { daily_limit: 1000, used: 10, remain: 990 };
        let failed = Some(Outcome::Failed(Failure::NoAnswer));
        let state = |newest, minutes| assess(newest, Some((ago(minutes), figures)), ago(0), Thresholds::default());
        assert_eq!(state(failed, 135), UsageState::Ok);
        assert_eq!(state(failed, 136), UsageState::Failed);
        assert_eq!(state(Some(Outcome::Good(figures)), 136), UsageState::Stale);
        assert_eq!(assess(failed, None, ago(0), Thresholds::default()), UsageState::Failed);
        assert_eq!(assess(None, None, ago(0), Thresholds::default()), UsageState::Never);
    }

    #[test]
    fn no_figure_is_unsupported_and_never_exhausted() {
        let unsupported = |newest| assess(Some(newest), None, ago(0), Thresholds::default());
        assert_eq!(unsupported(Outcome::NoFigure), UsageState::Unsupported);
        assert_eq!(unsupported(Outcome::Failed(Failure::Refused(76022))), UsageState::Unsupported);
        assert_eq!(unsupported(Outcome::Failed(Failure::Refused(76021))), UsageState::Failed);
    }

    #[test]
    fn words_round_trip() {
        for state in UsageState::ALL {
            assert_eq!(state.word().parse::<UsageState>(), Ok(state));
        }
    }
}
