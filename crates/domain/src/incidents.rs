//! Errors that services report: what they are about, and what the desk does about them.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::cgi_path::CgiPath;
use crate::clears::{ClearId, ClearState};
use crate::ids::id;
use crate::limit_hit::{MINUTE_LIMIT, QUOTA_LIMIT, UNCOUNTED_LIMIT};
use crate::policies::BlockedReason;
use crate::reading::{Failure, Figures};
use crate::words::word_enum;

/// Reports of the same account, errcode and interface within this time of the first are one incident.
pub const MERGE_WINDOW: SignedDuration = SignedDuration::from_mins(10);
/// An incident about the day's quota is looked into again so long after the last time, while it is still reported: the day's
/// figures and what keeps policies from a clear may have changed.
pub const RECHECK_INTERVAL: SignedDuration = SignedDuration::from_mins(3);
/// An incident that a clear ended is looked into again so long after the clear at the earliest: calls that were under way may
/// still be reported, and the clear's effect is read within this time.
pub const CLEAR_SETTLES: SignedDuration = SignedDuration::from_secs(10);
/// The time after the last report within which a clear's outcome has an incident looked into again; later it is only noted.
pub const STAYS_OPEN: SignedDuration = SignedDuration::from_hours(2);
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
        /// A clear was made, and the error was not reported again after it.
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
    /// 45011: a limit a minute by its errcode. 45009 of an interface that has no other limit.
    MinuteLimit,
    /// 44993: a limit of the interface that quota/get does not count.
    UncountedLimit,
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
        /// Its name; empty for a reader who may not know who made the clear.
        policy: String,
        /// What was read.
        figures: Figures,
    },
    /// A clear that no policy was asked about reset the count after the error.
    ClearedBy {
        /// The clear.
        clear: ClearId,
    },
    /// The error was reported again after a clear, and there is quota left all the same.
    StillCleared {
        /// The clear.
        clear: ClearId,
        /// What was read.
        figures: Figures,
    },
    /// The error was reported again after a clear; that is being looked into.
    ReportedAgain {
        /// The clear.
        clear: ClearId,
    },
    /// The clear that was made did not end it, as far as is known.
    ClearVoid {
        /// The clear.
        clear: ClearId,
        /// Its state.
        state: ClearState,
    },
    /// A policy ordered a clear whose outcome is unknown, and clears no more until a person resumes it.
    ClearUnknown {
        /// The policy's name.
        policy: String,
        /// The clear.
        clear: ClearId,
        /// What was read.
        figures: Figures,
    },
    /// There is quota left now, and nothing shows which limit the calls hit when they were made.
    QuotaBack {
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
    /// WeChat still gives the figures of the day before, which say nothing about the new day.
    NotTurned,
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

impl ReactionReason {
    /// The reason for a reader who may know that a clear was made, but not by whom and why.
    #[must_use]
    pub fn without_who(self) -> Self {
        match self {
            Self::PolicyClears { figures, .. } => Self::PolicyClears { policy: String::new(), figures },
            Self::ClearUnknown { clear, .. } => Self::ClearVoid { clear, state: ClearState::Unknown },
            Self::PolicyWithheld { policy, why } => Self::PolicyWithheld { policy, why: why.without_clear() },
            other => other,
        }
    }
}

/// The category of an errcode, which decides how the desk reacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrcodeCategory {
    /// 45009: the day's quota or the limit per minute.
    Quota,
    /// 45011: the limit per minute.
    Minute,
    /// 44993: a limit that quota/get does not count.
    Uncounted,
    /// 40001, 40014, 42001: the token (official global errcodes).
    Token,
    /// Anything else: it is explained where it is known.
    Other,
}

impl ErrcodeCategory {
    /// The category of an errcode.
    pub fn from_errcode(errcode: i32) -> Self {
        match errcode {
            QUOTA_LIMIT => Self::Quota,
            MINUTE_LIMIT => Self::Minute,
            UNCOUNTED_LIMIT => Self::Uncounted,
            40001 | 40014 | 42001 => Self::Token,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
