//! Notices: one for each change, with hysteresis, so that a value that moves around a threshold causes no second notice.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clears::{ClearId, ClearState};
use crate::hysteresis::SLACK_PERMILLE;
use crate::ids::id;
use crate::incidents::{Reaction, ReactionReason};
use crate::policies::{BlockedReason, Trigger};
use crate::reading::{Failure, Figures};
use crate::settings::SettingKey;
use crate::usage::{Thresholds, UsageState, by_share};
use crate::words::word_enum;

id! {
    /// A notice's id; never reused, and later ones are larger.
    pub struct NoticeId(pub i64);
}

word_enum! {
    /// Which line an interface's usage has reached and not left, in the order of urgency.
    #[derive(PartialOrd, Ord, Default)]
    pub enum Level {
        /// None.
        #[default]
        Calm = "calm",
        /// The warning line.
        Warning = "warning",
        /// The critical line.
        Critical = "critical",
        /// Nothing is left.
        Exhausted = "exhausted",
    }
}

impl Level {
    /// The state that it looks like.
    pub fn state(self) -> UsageState {
        match self {
            Self::Calm => UsageState::Ok,
            Self::Warning => UsageState::Warning,
            Self::Critical => UsageState::Critical,
            Self::Exhausted => UsageState::Exhausted,
        }
    }

    /// The level after a reading. A line is reached at its value, and left only [`SLACK_PERMILLE`] below it.
    #[must_use]
    pub fn after(self, figures: Figures, thresholds: Thresholds) -> Self {
        let reached = match by_share(figures, thresholds) {
            UsageState::Exhausted => Self::Exhausted,
            UsageState::Critical => Self::Critical,
            UsageState::Warning => Self::Warning,
            _ => Self::Calm,
        };
        let held = Self::ALL.into_iter().rev().find(|level| *level <= self && level.holds(figures, thresholds));
        reached.max(held.unwrap_or_default())
    }

    /// Whether a reading is not yet far enough below the line to have left it.
    fn holds(self, figures: Figures, thresholds: Thresholds) -> bool {
        match self {
            Self::Calm => true,
            Self::Warning => figures.is_used(left_below(thresholds.warning_percent)),
            Self::Critical => figures.is_used(left_below(thresholds.critical_percent)),
            Self::Exhausted => figures.is_used(1000 - SLACK_PERMILLE) || figures.is_left_at_most(SLACK_PERMILLE),
        }
    }
}

/// The share of the limit, in thousandths, below which a line is left: half of it at the least, so that a low one is left too.
fn left_below(percent: i64) -> i64 {
    let line = percent * 10;
    line - SLACK_PERMILLE.min(line / 2)
}

word_enum! {
    /// The severity of a notice; a channel takes notices from one severity on.
    #[derive(PartialOrd, Ord)]
    pub enum Severity {
        /// Good to know.
        Info = "info",
        /// Somebody should look today.
        Warning = "warning",
        /// Somebody should look now.
        Critical = "critical",
    }
}

/// The content of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "kebab-case")]
pub enum NoticeContent {
    /// An interface's usage reached a line, or left one.
    Usage {
        /// The level before.
        before: Level,
        /// The level now.
        now: Level,
        /// What was read.
        figures: Figures,
    },
    /// No reading of an account succeeds any more, or they do again.
    Readings {
        /// Why they fail; `None` where they succeed again.
        failing: Option<Failure>,
    },
    /// What a policy waits for has come.
    PolicyMet {
        /// The policy's name.
        policy: String,
        /// What it waits for.
        trigger: Trigger,
        /// What was read, where a reading met it.
        figures: Option<Figures>,
        /// When the interface runs out, where that met it.
        runs_out_at: Option<Timestamp>,
    },
    /// The condition of a policy is no longer met.
    PolicyOver {
        /// The policy's name.
        policy: String,
    },
    /// A policy has ordered a clear.
    PolicyClears {
        /// The policy's name.
        policy: String,
        /// The clear.
        clear: ClearId,
        /// It resets the whole account.
        whole_account: bool,
    },
    /// A clear was made: what whoever may not see the ledger reads instead of who made it and why. Never stored.
    ClearMade {
        /// The clear.
        clear: ClearId,
        /// It resets the whole account.
        whole_account: bool,
    },
    /// A policy wanted to clear and did not.
    PolicyWithheld {
        /// The policy's name.
        policy: String,
        /// Why it did not.
        why: BlockedReason,
    },
    /// A policy clears no more until somebody resumes it.
    PolicySuspended {
        /// The policy's name.
        policy: String,
        /// The clear that it was suspended by; `None` for a reader who may not know who made it.
        clear: Option<ClearId>,
        /// What that came to; `None` for the same reader.
        state: Option<ClearState>,
    },
    /// A service reported an error.
    Incident {
        /// What WeChat answered to it.
        errcode: i32,
        /// What the desk did.
        reaction: Reaction,
        /// Why that and no more.
        because: ReactionReason,
        /// The clear after which it was reported again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<ClearId>,
    },
    /// Automatic clears were stopped, or go on.
    KillSwitch {
        /// Whether they are stopped.
        on: bool,
        /// Who did it.
        by: String,
        /// Why.
        reason: Option<String>,
    },
    /// Settings were changed so that clears need less confirmation, or more addresses count as ours.
    SettingsLoosened {
        /// Who did it.
        by: String,
        /// What was changed.
        changes: Vec<SettingChange>,
    },
    /// A message was given up: its channel did not take it in time.
    Undelivered {
        /// The channel's name.
        channel: String,
    },
}

/// A change of a setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingChange {
    /// The setting.
    pub setting: SettingKey,
    /// The value before.
    pub before: String,
    /// The value now.
    pub after: String,
}

word_enum! {
    /// The kind of a notice, by which filters and receivers tell notices apart.
    pub enum Event {
        /// A line was reached.
        Threshold = "quota.threshold",
        /// A line was left, and a lower one is still reached.
        Eased = "quota.eased",
        /// The last line was left.
        Recovered = "quota.recovered",
        /// An account cannot be read.
        AccountFailing = "account.failing",
        /// It can be read again.
        AccountRecovered = "account.recovered",
        /// What a policy waits for has come.
        PolicyMet = "policy.met",
        /// The condition of a policy is no longer met.
        PolicyOver = "policy.over",
        /// A policy clears.
        PolicyClears = "policy.clears",
        /// A clear was made, for readers who may not know by whom.
        ClearMade = "clear.made",
        /// A policy wanted to clear and did not.
        PolicyWithheld = "policy.withheld",
        /// A policy is suspended.
        PolicySuspended = "policy.suspended",
        /// A service reported an error.
        Incident = "incident.reported",
        /// Automatic clears were stopped.
        Stopped = "automation.stopped",
        /// Automatic clears go on.
        Resumed = "automation.resumed",
        /// Settings were loosened.
        SettingsLoosened = "settings.loosened",
        /// A message was given up.
        Undelivered = "channel.undelivered",
    }
    unlisted {
        /// Somebody tries a channel; no notice.
        Test = "channel.test",
    }
}

impl NoticeContent {
    /// The kind of the notice.
    pub fn event(&self) -> Event {
        match self {
            Self::Usage { before, now, .. } if now > before => Event::Threshold,
            Self::Usage { now: Level::Calm, .. } => Event::Recovered,
            Self::Usage { .. } => Event::Eased,
            Self::Readings { failing: Some(_) } => Event::AccountFailing,
            Self::Readings { failing: None } => Event::AccountRecovered,
            Self::PolicyMet { .. } => Event::PolicyMet,
            Self::PolicyOver { .. } => Event::PolicyOver,
            Self::PolicyClears { .. } => Event::PolicyClears,
            Self::ClearMade { .. } => Event::ClearMade,
            Self::PolicyWithheld { .. } => Event::PolicyWithheld,
            Self::PolicySuspended { .. } => Event::PolicySuspended,
            Self::Incident { .. } => Event::Incident,
            Self::KillSwitch { on: true, .. } => Event::Stopped,
            Self::KillSwitch { on: false, .. } => Event::Resumed,
            Self::SettingsLoosened { .. } => Event::SettingsLoosened,
            Self::Undelivered { .. } => Event::Undelivered,
        }
    }

    /// The severity. A recovery has that of what it ends, so that whoever was told of the one is told of the other.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Usage { before, now, .. } if *before.max(now) <= Level::Warning => Severity::Warning,
            Self::PolicyMet { .. }
            | Self::PolicyOver { .. }
            | Self::PolicyClears { .. }
            | Self::ClearMade { .. }
            | Self::PolicyWithheld { .. }
            | Self::Incident { .. } => Severity::Warning,
            Self::Usage { .. }
            | Self::Readings { .. }
            | Self::PolicySuspended { .. }
            | Self::KillSwitch { .. }
            | Self::SettingsLoosened { .. }
            | Self::Undelivered { .. } => Severity::Critical,
        }
    }
}

impl NoticeContent {
    /// The content for a reader who may know that a clear was made, but not by whom and why.
    #[must_use]
    pub fn without_who(self) -> Self {
        match self {
            Self::PolicyClears { clear, whole_account, .. } => Self::ClearMade { clear, whole_account },
            Self::PolicyWithheld { policy, why } => Self::PolicyWithheld { policy, why: why.without_clear() },
            Self::PolicySuspended { policy, .. } => Self::PolicySuspended { policy, clear: None, state: None },
            Self::Incident { errcode, reaction, because, after } => {
                Self::Incident { errcode, reaction, because: because.without_who(), after }
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn figures(used: i64) -> Figures {
        Figures { daily_limit: 1000, used, remain: 1000 - used }
    }

    /// From a level, by a reading of so many of 1,000 calls, to a level.
    const TABLE: [(Level, i64, Level); 24] = [
        (Level::Calm, 0, Level::Calm),
        (Level::Calm, 799, Level::Calm),
        (Level::Calm, 800, Level::Warning),
        (Level::Calm, 949, Level::Warning),
        (Level::Calm, 950, Level::Critical),
        (Level::Calm, 999, Level::Critical),
        (Level::Calm, 1000, Level::Exhausted),
        (Level::Calm, 1200, Level::Exhausted),
        (Level::Warning, 799, Level::Warning),
        (Level::Warning, 750, Level::Warning),
        (Level::Warning, 749, Level::Calm),
        (Level::Warning, 950, Level::Critical),
        (Level::Warning, 1000, Level::Exhausted),
        (Level::Critical, 949, Level::Critical),
        (Level::Critical, 900, Level::Critical),
        (Level::Critical, 899, Level::Warning),
        (Level::Critical, 749, Level::Calm),
        (Level::Critical, 1000, Level::Exhausted),
        (Level::Exhausted, 999, Level::Exhausted),
        (Level::Exhausted, 950, Level::Exhausted),
        (Level::Exhausted, 949, Level::Critical),
        (Level::Exhausted, 899, Level::Warning),
        (Level::Exhausted, 749, Level::Calm),
        (Level::Exhausted, 0, Level::Calm),
    ];

    #[test]
    fn a_low_line_is_left_too() {
        for percent in 1..=10 {
            let lines = Thresholds { warning_percent: percent, critical_percent: 100 };
            assert_eq!(Level::Calm.after(figures(percent * 10), lines), Level::Warning, "{percent}");
            assert_eq!(Level::Warning.after(figures(0), lines), Level::Calm, "{percent}");
        }
    }

    #[test]
    fn a_line_is_reached_at_its_value_and_left_well_below_it() {
        for (before, used, after) in TABLE {
            assert_eq!(before.after(figures(used), Thresholds::default()), after, "{before} and {used}");
        }
    }

    #[test]
    fn nothing_left_is_exhausted_whatever_is_used() {
        let none_left = Figures { daily_limit: 1000, used: 400, remain: 0 };
        assert_eq!(Level::Calm.after(none_left, Thresholds::default()), Level::Exhausted);
        let a_little = Figures { remain: 50, ..none_left };
        assert_eq!(Level::Exhausted.after(a_little, Thresholds::default()), Level::Exhausted);
        assert_eq!(Level::Exhausted.after(Figures { remain: 51, ..none_left }, Thresholds::default()), Level::Calm);
    }

    #[test]
    fn events_and_severities_follow_from_the_news() {
        let usage = |before, now| NoticeContent::Usage { before, now, figures: figures(0) };
        let told = |news: &NoticeContent| (news.event(), news.severity());
        assert_eq!(told(&usage(Level::Calm, Level::Warning)), (Event::Threshold, Severity::Warning));
        assert_eq!(told(&usage(Level::Calm, Level::Critical)), (Event::Threshold, Severity::Critical));
        assert_eq!(told(&usage(Level::Critical, Level::Warning)), (Event::Eased, Severity::Critical));
        assert_eq!(told(&usage(Level::Exhausted, Level::Calm)), (Event::Recovered, Severity::Critical));
        assert_eq!(told(&usage(Level::Warning, Level::Calm)), (Event::Recovered, Severity::Warning));
    }

    #[test]
    fn whoever_may_not_see_the_ledger_reads_of_a_clear_and_not_who_made_it() {
        let policy = || "night watch".to_owned();
        let clear = ClearId(7);
        let hidden = NoticeContent::PolicyClears { policy: policy(), clear, whole_account: true }.without_who();
        assert_eq!(hidden, NoticeContent::ClearMade { clear, whole_account: true });
        assert_eq!((hidden.event(), hidden.severity()), (Event::ClearMade, Severity::Warning));
        let suspended =
            NoticeContent::PolicySuspended { policy: policy(), clear: Some(clear), state: Some(ClearState::Unknown) };
        let without = NoticeContent::PolicySuspended { policy: policy(), clear: None, state: None };
        assert_eq!(suspended.without_who(), without);
        let withheld = |why| NoticeContent::PolicyWithheld { policy: policy(), why };
        let its_own = withheld(BlockedReason::Suspended { clear: Some(clear) });
        assert_eq!(its_own.without_who(), withheld(BlockedReason::Suspended { clear: None }));
        let reported =
            |because| NoticeContent::Incident { errcode: 45009, reaction: Reaction::Cleared, because, after: None };
        let by_policy = reported(ReactionReason::ClearUnknown { policy: policy(), clear, figures: figures(1000) });
        let state = ClearState::Unknown;
        assert_eq!(by_policy.without_who(), reported(ReactionReason::ClearVoid { clear, state }));
        let by_policy = reported(ReactionReason::PolicyClears { policy: policy(), figures: figures(1000) });
        assert!(!serde_json::to_string(&by_policy.without_who()).unwrap().contains("night watch"));
        let usage = NoticeContent::Usage { before: Level::Calm, now: Level::Warning, figures: figures(800) };
        assert_eq!(usage.clone().without_who(), usage);
    }

    #[test]
    fn every_word_names_one_event() {
        for event in Event::ALL {
            assert_eq!(event.word().parse::<Event>(), Ok(event));
            assert_eq!(serde_json::to_value(event).unwrap(), event.word());
        }
    }

    proptest! {
        #[test]
        fn the_same_reading_twice_changes_nothing_the_second_time(
            limit in 1_i64..2_000_000, used in 0_i64..3_000_000, before in 0_usize..4,
        ) {
            let figures = Figures { daily_limit: limit, used, remain: (limit - used).max(0) };
            let once = Level::ALL[before].after(figures, Thresholds::default());
            prop_assert_eq!(once.after(figures, Thresholds::default()), once);
        }

        #[test]
        fn a_value_that_trembles_around_a_line_says_nothing_twice(
            line in prop::sample::select(vec![800_i64, 950]), steps in proptest::collection::vec(-20_i64..20, 1..50),
        ) {
            let mut level = Level::Calm.after(figures(line), Thresholds::default());
            let reached = level;
            for step in steps {
                level = level.after(figures((line + step).min(999)), Thresholds::default());
                prop_assert_eq!(level, reached);
            }
        }
    }
}
