//! The pause after forced refreshes of a token that did not help. A forced refresh ends the token for every service that
//! shares it, so one that changes nothing must not be repeated.

use jiff::{SignedDuration, Timestamp};

/// The time after which a forced refresh that gave no new token is tried once more: WeChat renews no more often (official
/// getStableAccessToken page).
const UNRENEWED_PAUSE: SignedDuration = SignedDuration::from_secs(30);
/// The pause after a forced refresh that did not help; it doubles with each further one.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_mins(30);
/// The longest pause.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(24);

/// The outcome of a forced refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForcedRefreshOutcome {
    /// A call accepted the token.
    Helped,
    /// WeChat gave the refused token again, or answered 45011: another program forced a refresh a moment ago.
    NotRenewed,
    /// A call refused the new token too.
    Refused,
}

/// The pause of an account, with what led to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ForcedRefreshPause {
    /// The number of forced refreshes in a row that did not help.
    pub failures: i64,
    /// Whether the last one gave no new token and may be tried once more.
    pub unrenewed: bool,
    /// The end of the pause; `None` where there is none.
    pub until: Option<Timestamp>,
}

impl ForcedRefreshPause {
    /// The end of the pause, where `now` lies in it. One that lies further ahead than the longest was written under a clock
    /// that has since been set back, and does not count.
    pub fn blocks(&self, now: Timestamp) -> Option<Timestamp> {
        self.until.filter(|until| *until > now && until.duration_since(now) <= LONGEST_PAUSE)
    }

    /// The pause after one more forced refresh.
    #[must_use]
    pub fn after(self, outcome: ForcedRefreshOutcome, now: Timestamp) -> Self {
        match outcome {
            ForcedRefreshOutcome::Helped => Self::default(),
            ForcedRefreshOutcome::NotRenewed if !self.unrenewed => {
                Self { unrenewed: true, until: Some(now + UNRENEWED_PAUSE), ..self }
            }
            ForcedRefreshOutcome::NotRenewed | ForcedRefreshOutcome::Refused => {
                let doubled = 1_i32.checked_shl(u32::try_from(self.failures.clamp(0, 16)).unwrap_or_default());
                let pause = doubled.and_then(|factor| FIRST_PAUSE.checked_mul(factor)).unwrap_or(LONGEST_PAUSE);
                let until = Some(now + pause.min(LONGEST_PAUSE));
                Self { failures: self.failures.saturating_add(1), unrenewed: false, until }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ForcedRefreshOutcome::{Helped, NotRenewed, Refused};
    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_second(1_800_000_000).unwrap()
    }

    fn seconds_after(outcomes: &[ForcedRefreshOutcome]) -> Option<i64> {
        let pause = outcomes.iter().fold(ForcedRefreshPause::default(), |pause, outcome| pause.after(*outcome, now()));
        pause.blocks(now()).map(|until| until.duration_since(now()).as_secs())
    }

    #[test]
    fn a_refused_token_pauses_forced_refreshes_longer_each_time() {
        assert_eq!(seconds_after(&[]), None);
        assert_eq!(seconds_after(&[Refused]), Some(1_800));
        assert_eq!(seconds_after(&[Refused; 2]), Some(3_600));
        assert_eq!(seconds_after(&[Refused; 7]), Some(86_400));
        assert_eq!(seconds_after(&[Refused; 40]), Some(86_400));
        assert_eq!(seconds_after(&[Refused, Refused, Helped]), None);
        assert_eq!(seconds_after(&[Refused, Refused, Helped, Refused]), Some(1_800));
    }

    #[test]
    fn a_token_that_was_not_renewed_is_asked_for_once_more() {
        assert_eq!(seconds_after(&[NotRenewed]), Some(30));
        assert_eq!(seconds_after(&[NotRenewed, NotRenewed]), Some(1_800));
        assert_eq!(seconds_after(&[NotRenewed, Refused]), Some(1_800));
        assert_eq!(seconds_after(&[NotRenewed, NotRenewed, NotRenewed, NotRenewed]), Some(3_600));
        assert_eq!(seconds_after(&[NotRenewed, Helped, NotRenewed]), Some(30));
    }

    #[test]
    fn a_pause_of_another_clock_does_not_count() {
        let pause = ForcedRefreshPause::default().after(Refused, now());
        assert_eq!(pause.blocks(now() + SignedDuration::from_secs(1_800)), None);
        assert_eq!(pause.blocks(now() - SignedDuration::from_hours(48)), None);
    }
}
