//! Usage states: how much of an interface's daily limit is used, in one word.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::reading::{Failure, Figures, Outcome};
use crate::words::word_enum;

/// The age up to which a good reading counts, where interfaces are read every `interval_hours`: so that one missed reading is
/// no alarm.
pub fn fresh_for(interval_hours: i64) -> SignedDuration {
    SignedDuration::from_hours(interval_hours.saturating_mul(2)) + SignedDuration::from_mins(15)
}

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

/// The state of an interface, and whether its figures are those of a day that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assessment {
    /// The state.
    pub state: UsageState,
    /// Whether a quota day began after the newest good reading, and the day's first is not overdue yet: the old figures say
    /// nothing about the state, which is [`UsageState::Ok`].
    pub new_day: bool,
}

impl Assessment {
    /// The same of an interface of an account that is paused.
    #[must_use]
    pub fn while_paused(self) -> Self {
        Self::of(self.state.while_paused())
    }

    const fn of(state: UsageState) -> Self {
        Self { state, new_day: false }
    }
}

/// The state of an interface from its newest reading and its newest good one.
///
/// `good` is the newest good reading, left out those of [`seems_of_day_before`](crate::reading::seems_of_day_before), with its
/// time; `None` where no reading ever was good. `day_start` is when the quota day that is now began; `None` for a total, which
/// has no reset. `fresh_for` is the age up to which readings count.
pub fn assess(
    newest: Option<Outcome>,
    good: Option<(Timestamp, Figures)>,
    day_start: Option<Timestamp>,
    (now, fresh_for): (Timestamp, SignedDuration),
    thresholds: Thresholds,
) -> Assessment {
    let Some(newest) = newest else { return Assessment::of(UsageState::Never) };
    if newest == Outcome::NoFigure || matches!(newest, Outcome::Failed(failure) if failure.is_unsupported()) {
        return Assessment::of(UsageState::Unsupported);
    }
    let is_recent = |at: Timestamp| now.duration_since(at) <= fresh_for;
    let failed = matches!(newest, Outcome::Failed(_));
    match (good, day_start) {
        (Some((at, _)), Some(start)) if at < start && is_recent(start) && (!failed || is_recent(at)) => {
            Assessment { state: UsageState::Ok, new_day: true }
        }
        (Some((at, figures)), start) if is_recent(at) && start.is_none_or(|start| at >= start) => {
            Assessment::of(by_share(figures, thresholds))
        }
        _ if failed => Assessment::of(UsageState::Failed),
        _ => Assessment::of(UsageState::Stale),
    }
}

/// The failure that a state hides or shows: the newest reading's, where it failed.
pub fn newest_failure(newest: Option<Outcome>) -> Option<Failure> {
    match newest {
        Some(Outcome::Failed(failure)) => Some(failure),
        _ => None,
    }
}

/// Whether nothing is left by these figures.
pub fn is_used_up(figures: Figures) -> bool {
    figures.remain <= 0 || figures.used >= figures.daily_limit
}

pub(crate) fn by_share(figures: Figures, thresholds: Thresholds) -> UsageState {
    if is_used_up(figures) {
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
        assess(
            Some(Outcome::Good(figures)),
            Some((ago(1), figures)),
            None,
            (ago(0), fresh_for(1)),
            Thresholds::default(),
        )
        .state
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
        let state = |newest, minutes| {
            assess(newest, Some((ago(minutes), figures)), None, (ago(0), fresh_for(1)), Thresholds::default()).state
        };
        assert_eq!(state(failed, 135), UsageState::Ok);
        assert_eq!(state(failed, 136), UsageState::Failed);
        assert_eq!(state(Some(Outcome::Good(figures)), 136), UsageState::Stale);
        assert_eq!(assess(failed, None, None, (ago(0), fresh_for(1)), Thresholds::default()).state, UsageState::Failed);
        assert_eq!(assess(None, None, None, (ago(0), fresh_for(1)), Thresholds::default()).state, UsageState::Never);
    }

    #[test]
    fn a_new_day_begins_without_the_figures_of_the_last() {
        let used_up = Figures { daily_limit: 1000, used: 1000, remain: 0 };
        let reset: Timestamp = "2026-11-23T00:00:00+08:00".parse().unwrap();
        let at = |minutes| reset + SignedDuration::from_mins(minutes);
        let assessed = |newest, good, now| {
            let told = assess(
                Some(newest),
                Some((at(good), used_up)),
                Some(reset),
                (at(now), fresh_for(1)),
                Thresholds::default(),
            );
            (told.state, told.new_day)
        };
        let good = Outcome::Good(used_up);
        let failed = Outcome::Failed(Failure::NoAnswer);
        assert_eq!(assessed(good, -10, 0), (UsageState::Ok, true));
        assert_eq!(assessed(good, -10, 135), (UsageState::Ok, true));
        assert_eq!(assessed(good, -10, 136), (UsageState::Stale, false), "the first reading is overdue");
        assert_eq!(assessed(good, -600, 5), (UsageState::Ok, true), "it is due now, whenever the last was");
        assert_eq!(assessed(failed, -10, 5), (UsageState::Ok, true), "one failure is no alarm");
        assert_eq!(assessed(failed, -10, 126), (UsageState::Failed, false));
        assert_eq!(assessed(failed, -200, 5), (UsageState::Failed, false), "it failed before, and still does");
        assert_eq!(assessed(good, 0, 1), (UsageState::Exhausted, false), "read on the new day");
        let total = assess(Some(good), Some((at(-10), used_up)), None, (at(5), fresh_for(1)), Thresholds::default());
        assert_eq!(total, Assessment { state: UsageState::Exhausted, new_day: false });
    }

    #[test]
    fn no_figure_is_unsupported_and_never_exhausted() {
        let unsupported =
            |newest| assess(Some(newest), None, None, (ago(0), fresh_for(1)), Thresholds::default()).state;
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
