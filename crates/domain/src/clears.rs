//! A clear: one attempt to reset call counts. Its states, which clears stand in each other's way, and what a month leaves.

mod admission;
pub mod advice;
mod budget;
pub mod elsewhere;
pub mod fall;
pub mod pace;
mod period;
mod request;
pub mod totals;
pub mod verification;

use crate::ids::id;
use crate::words::word_enum;

pub use admission::{Barrier, ConfirmationRules, Confirmations, OpenClear, admit};
pub use budget::{Allotment, Beginning, Budget, Limits, PERIOD_TURN_TOLERANCE, ResetInterval, Tally};
pub use period::Period;
pub use request::{EXPIRES_AFTER, RequestId, RequestState};

/// The longest reason, in characters.
pub const REASON_CHARACTERS: usize = 500;

id! {
    /// A clear's id in our database; never reused.
    pub struct ClearId(pub i64);
}

word_enum! {
    /// What a clear resets; each scope has a budget of its own.
    #[derive(PartialOrd, Ord)]
    pub enum Scope {
        /// Every interface of the account; 10 a month (official clearQuota page).
        Account = "account",
        /// One interface; 50 a month (official clearApiQuota page, newest version).
        Interface = "interface",
    }
}

word_enum! {
    /// The credential of the call that clears.
    #[derive(Default)]
    pub enum Via {
        /// The account's token.
        #[default]
        Token = "token",
        /// Its AppSecret, for when no token can be had. Out of the same budget (official clearQuotaByAppSecret page).
        Secret = "secret",
    }
}

/// Where the AppSecret of a clear goes. The official page contradicts itself: its table has it in the body, its example in
/// the query; the channels page says query, and SDKs exist for both. Which it is, is learned an account at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SecretForm {
    /// A JSON body, which keeps the secret out of URLs.
    #[default]
    Body,
    /// The query, with an empty body.
    Query,
}

impl SecretForm {
    /// The other one: to be tried where WeChat says that it read nothing (41002, 41004), and so spent nothing.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Body => Self::Query,
            Self::Query => Self::Body,
        }
    }
}

word_enum! {
    /// The state of a clear; the last two are of guesses that a clear was made elsewhere.
    pub enum ClearState {
        /// The clear is recorded; nothing was sent yet.
        Intended = "intended",
        /// The call may be on its way.
        Sent = "sent",
        /// WeChat accepted the call.
        Accepted = "accepted",
        /// Readings are being made to see whether it worked.
        Verifying = "verifying",
        /// The counts fell: the clear worked.
        Effective = "effective",
        /// The counts did not fall: the clear did nothing.
        Ineffective = "ineffective",
        /// WeChat's JSON refused the call; no clear was used.
        Refused = "refused",
        /// No connection could be opened; no clear was used.
        Failed = "failed",
        /// The outcome is unknown: the clear may have been carried out or not.
        Unknown = "unknown",
        /// A guess: somebody cleared elsewhere.
        Elsewhere = "elsewhere",
        /// A guess that somebody dismissed.
        Dismissed = "dismissed",
    }
}

impl ClearState {
    /// Whether its call has not ended.
    pub fn in_flight(self) -> bool {
        matches!(self, Self::Intended | Self::Sent)
    }

    /// Whether it used one of the month's clears for certain.
    pub fn is_spent(self) -> bool {
        matches!(self, Self::Accepted | Self::Verifying | Self::Effective | Self::Ineffective)
    }
}

#[cfg(test)]
mod tests;
