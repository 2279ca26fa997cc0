//! Errors that services report: what they are about, and what the desk does about them.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::cgi_path::CgiPath;
use crate::ids::id;
use crate::policies::BlockedReason;
use crate::reading::{Failure, Figures};
use crate::words::word_enum;

/// Reports of the same account, errcode and interface within this time of the first are one incident.
pub const MERGE_WINDOW: SignedDuration = SignedDuration::from_mins(10);
/// An incident about the day's quota is looked into again so long after the last time, while it is still reported: the day's
/// figures and what keeps policies from a clear may have changed.
pub const RECHECK_INTERVAL: SignedDuration = SignedDuration::from_mins(3);
/// With so many thousandths of the day left or fewer, a 45009 is of the day's quota: `used` may be off by 1 %
/// (official getApiQuota page).
pub const LITTLE_LEFT_PERMILLE: i64 = 10;

id! {
    /// An incident's id; never reused.
    pub struct IncidentId(pub i64);
}

word_enum! {
    /// The state of an incident's processing.
    pub enum IncidentState {
        /// The incident is recorded and waits.
        Queued = "queued",
        /// The incident is being processed.
        Working = "working",
        /// Processing ended.
        Done = "done",
        /// Processing failed by an error of the desk.
        Failed = "failed",
    }
}

word_enum! {
    /// The reaction to an incident: what the desk did, or tells the service to do.
    #[derive(Default)]
    pub enum Reaction {
        /// Nothing: it is not known what would help.
        #[default]
        None = "none",
        /// A policy ordered a clear.
        Cleared = "cleared",
        /// The service has to fetch its token anew; a token of its own is not ours to renew.
        RefetchToken = "refetch-token",
        /// WeChat refused the very token that it gives, so the desk had it made anew; the service has to fetch it.
        TokenRefreshed = "token-refreshed",
        /// A limit a minute: the service has to call more slowly. Never cleared.
        PerMinute = "per-minute",
        /// It is told what it means and what to do.
        Explained = "explained",
        /// A policy wanted to clear and did not.
        RefusedByPolicy = "refused-by-policy",
    }
}

/// The reason of a [`Reaction`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "kebab-case")]
pub enum ReactionReason {
    /// Nothing is known yet.
    #[default]
    Pending,
    /// The errcode's explanation says all there is to say.
    Known,
    /// The errcode is none that is known.
    Unknown,
    /// 45011: a limit a minute by its errcode.
    MinuteLimit,
    /// 45009 with quota left in the day: a limit a minute.
    QuotaLeft {
        /// What was read.
        figures: Figures,
    },
    /// The day's quota is used up, and no policy is asked about it.
    NoPolicy {
        /// What was read.
        figures: Figures,
    },
    /// A policy was asked, and told people.
    PolicyTold {
        /// Its name.
        policy: String,
        /// What was read.
        figures: Figures,
    },
    /// A policy was asked, and ordered a clear.
    PolicyClears {
        /// Its name.
        policy: String,
        /// What was read.
        figures: Figures,
    },
    /// A policy was asked, and withheld the clear.
    PolicyWithheld {
        /// Its name.
        policy: String,
        /// Why.
        why: BlockedReason,
    },
    /// The report names no interface, and none of the account's is used up as far as is known.
    NoInterface,
    /// The report names no interface, and this one is used up: it may be meant, but nothing is done on a guess.
    Guessed {
        /// Its path.
        cgi_path: CgiPath,
        /// What was read.
        figures: Figures,
    },
    /// The interface that it names is not watched, so it cannot be read.
    NotWatched,
    /// No reading could be made; what was read before is too old to say anything.
    NotRead {
        /// Why, where WeChat or the way to it was the reason; else the day's readings are used up.
        failure: Option<Failure>,
    },
    /// The desk's own token works: the service's is an older one.
    OwnTokenWorks {
        /// Several such reports came within a day: something keeps fetching tokens.
        again: bool,
    },
    /// The desk's own token was refused too, and another one is there now: somebody else has the tokens renewed.
    RenewedElsewhere,
    /// The desk's own token was refused, and WeChat gave it again, so the desk had it made anew.
    Forced,
    /// The desk can have no token either.
    NoToken {
        /// What the token call came to.
        failure: Failure,
    },
    /// The account is not read, so nothing was tried.
    NotActive,
    /// The desk failed itself; its log says how.
    Broken,
}

/// The category of an errcode, which decides how the desk reacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrcodeCategory {
    /// 45009 `reach max api daily quota limit`; some pages use it for a limit a minute too (official global errcodes).
    DayQuota,
    /// 45011 `api minute-quota reach limit` (official global errcodes).
    MinuteQuota,
    /// 40001, 40014, 42001: the token (official global errcodes).
    Token,
    /// Anything else: it is explained where it is known.
    Other,
}

impl ErrcodeCategory {
    /// The category of an errcode.
    pub fn from_errcode(errcode: i32) -> Self {
        match errcode {
            45009 => Self::DayQuota,
            45011 => Self::MinuteQuota,
            40001 | 40014 | 42001 => Self::Token,
            _ => Self::Other,
        }
    }
}

/// Whether so little of the day is left that a 45009 is of the day's quota.
pub fn is_little_left(figures: Figures) -> bool {
    figures.is_left_at_most(LITTLE_LEFT_PERMILLE) || figures.used >= figures.daily_limit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_in_a_hundred_left_is_little() {
        let left = |remain| is_little_left(Figures { daily_limit: 1000, used: 1000 - remain, remain });
        assert_eq!([0, 9, 10, 11, 500].map(left), [true, true, true, false, false]);
        assert!(is_little_left(Figures { daily_limit: 1000, used: 1000, remain: 400 }), "used says so");
    }

    #[test]
    fn every_word_names_one_value() {
        for state in IncidentState::ALL {
            assert_eq!(state.word().parse::<IncidentState>(), Ok(state));
        }
        for reaction in Reaction::ALL {
            assert_eq!(reaction.word().parse::<Reaction>(), Ok(reaction));
            assert_eq!(serde_json::to_value(reaction).unwrap(), reaction.word());
        }
    }
}
