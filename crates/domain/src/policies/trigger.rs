//! What a policy waits for.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::hysteresis::SLACK_PERMILLE;
use crate::quota_zone::QuotaZone;
use crate::reading::Figures;

/// How many minutes a day has; a time of day is a number below it.
pub const MINUTES_A_DAY: i64 = 24 * 60;
/// How much later than its time an interface must be expected to run out before "runs out before" counts as over.
const LATER: SignedDuration = SignedDuration::from_mins(30);

/// What a policy waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "trigger", rename_all = "kebab-case")]
pub enum Trigger {
    /// So much of the day's limit is used, or more.
    Used {
        /// In percent, 1 to 100.
        percent: i64,
    },
    /// Nothing is left.
    Exhausted,
    /// By the pace of the day's last three good readings it runs out by this time.
    RunsOutBefore {
        /// A time of the quota day, in minutes since its start.
        minute: i64,
    },
    /// A service reports 45009, and little is left.
    Incident,
}

impl Trigger {
    /// The word for it in forms.
    pub fn word(self) -> &'static str {
        match self {
            Self::Used { .. } => "used",
            Self::Exhausted => "exhausted",
            Self::RunsOutBefore { .. } => "runs-out-before",
            Self::Incident => "incident",
        }
    }

    /// As records have it: `used 95`, `runs-out-before 18:00`.
    pub fn record(self) -> String {
        match self {
            Self::Used { percent } => format!("{} {percent}", self.word()),
            Self::RunsOutBefore { minute } => format!("{} {}", self.word(), clock(minute)),
            Self::Exhausted | Self::Incident => self.word().to_owned(),
        }
    }

    /// The trigger that [`Self::record`] wrote; `None` where it wrote none such.
    pub fn from_record(text: &str) -> Option<Self> {
        let (word, value) = text.split_once(' ').unwrap_or((text, ""));
        let trigger = match word {
            "used" => Self::Used { percent: value.parse().ok()? },
            "exhausted" => Self::Exhausted,
            "runs-out-before" => {
                let (hour, minute) = value.split_once(':')?;
                let hours = hour.parse::<i64>().ok().filter(|hour| *hour < 24)?;
                Self::RunsOutBefore { minute: hours * 60 + minute.parse::<i64>().ok()? }
            }
            "incident" => Self::Incident,
            _ => return None,
        };
        (trigger.record() == text).then_some(trigger)
    }

    /// Whether it can be met by a total, which does not run out within a day.
    pub fn holds_for_totals(self) -> bool {
        !matches!(self, Self::RunsOutBefore { .. })
    }

    /// Whether a good reading, made at `at`, is what it waits for; a value on the line is. `runs_out_at` is when nothing will
    /// be left ([`crate::forecast::forecast`]).
    pub fn is_met(self, figures: Figures, runs_out_at: Option<Timestamp>, at: Timestamp, zone: &QuotaZone) -> bool {
        match self {
            Self::Used { percent } => figures.is_used(percent * 10) || is_exhausted(figures),
            Self::Exhausted => is_exhausted(figures),
            Self::RunsOutBefore { minute } => {
                let by = zone.day_start(at) + SignedDuration::from_mins(minute);
                let runs_out_at = if is_exhausted(figures) { Some(at) } else { runs_out_at };
                runs_out_at.is_some_and(|out| out <= by)
            }
            Self::Incident => false,
        }
    }

    /// Whether what was met once is so still: it is over only well on the other side of the line.
    pub fn is_still_met(
        self,
        figures: Figures,
        runs_out_at: Option<Timestamp>,
        at: Timestamp,
        zone: &QuotaZone,
    ) -> bool {
        let is_met = self.is_met(figures, runs_out_at, at, zone);
        is_met
            || match self {
                Self::Used { percent } => figures.is_used(percent * 10 - SLACK_PERMILLE),
                Self::Exhausted => figures.is_used(1000 - SLACK_PERMILLE),
                Self::RunsOutBefore { minute } => {
                    let by = zone.day_start(at) + SignedDuration::from_mins(minute) + LATER;
                    runs_out_at.is_some_and(|out| out <= by)
                }
                Self::Incident => false,
            }
    }
}

/// A time of day out of the minutes since its start, as forms and records have it: `18:05`.
pub fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn is_exhausted(figures: Figures) -> bool {
    figures.remain <= 0 || figures.used >= figures.daily_limit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> Timestamp {
        format!("2026-11-22T{time}:00+08:00").parse().unwrap()
    }

    fn figures(used: i64) -> Figures {
        Figures { daily_limit: 1000, used, remain: 1000 - used }
    }

    fn met(trigger: Trigger, used: i64, out: Option<&str>) -> (bool, bool) {
        let zone = QuotaZone::default();
        let (out, now) = (out.map(at), at("10:00"));
        (trigger.is_met(figures(used), out, now, &zone), trigger.is_still_met(figures(used), out, now, &zone))
    }

    #[test]
    fn a_share_counts_on_the_line_and_until_well_below() {
        let trigger = Trigger::Used { percent: 95 };
        assert_eq!(met(trigger, 949, None), (false, true));
        assert_eq!(met(trigger, 950, None), (true, true));
        assert_eq!(met(trigger, 899, None), (false, false));
        assert_eq!(met(Trigger::Used { percent: 100 }, 1000, None), (true, true));
        assert_eq!(met(Trigger::Exhausted, 999, None), (false, true));
        assert_eq!(met(Trigger::Exhausted, 949, None), (false, false));
    }

    #[test]
    fn what_is_recorded_is_read_back() {
        for (trigger, text) in [
            (Trigger::Used { percent: 95 }, "used 95"),
            (Trigger::Exhausted, "exhausted"),
            (Trigger::RunsOutBefore { minute: 6 * 60 + 5 }, "runs-out-before 06:05"),
            (Trigger::Incident, "incident"),
        ] {
            assert_eq!(trigger.record(), text);
            assert_eq!(Trigger::from_record(text), Some(trigger));
        }
        for other in
            ["", "used", "used 9 5", "exhausted 1", "runs-out-before 1", "runs-out-before 99999999999999999:00"]
        {
            assert_eq!(Trigger::from_record(other), None, "{other}");
        }
    }

    #[test]
    fn running_out_by_a_time_counts_on_the_minute() {
        let trigger = Trigger::RunsOutBefore { minute: 18 * 60 };
        assert_eq!(met(trigger, 500, Some("18:00")), (true, true));
        assert_eq!(met(trigger, 500, Some("18:01")), (false, true));
        assert_eq!(met(trigger, 500, Some("18:31")), (false, false));
        assert_eq!(met(trigger, 500, None), (false, false));
        assert_eq!(met(trigger, 1000, None), (true, true), "it has run out by then");
    }

    #[test]
    fn what_has_run_out_after_the_time_did_not_run_out_before_it() {
        let trigger = Trigger::RunsOutBefore { minute: 9 * 60 };
        assert_eq!(met(trigger, 1000, None), (false, false));
    }
}
