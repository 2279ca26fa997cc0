//! A clear: one attempt to reset call counts. Its states, which clears stand in each other's way, and what a month leaves.

mod admission;
pub mod advice;
mod budget;
pub mod elsewhere;
pub mod fall;
pub mod pace;
mod period;
mod request;
pub mod verification;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::account::{UnknownWord, from_word, words};

pub use admission::{Barrier, Friction, Insistence, OpenClear, admit};
pub use budget::{Allotment, Beginning, Budget, Every, Limits, TURNS_WITHIN, Tally};
pub use period::Period;
pub use request::{EXPIRES_AFTER, RequestId, RequestState};

/// The longest reason, in characters.
pub const REASON_CHARACTERS: usize = 500;

/// A clear's id in our database; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClearId(pub i64);

impl fmt::Display for ClearId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a clear resets; each scope has a budget of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Every interface of the account; 10 a month (official clearQuota page).
    Account,
    /// One interface; 50 a month (official clearApiQuota page, newest version).
    Interface,
}

impl Scope {
    /// Both scopes.
    pub const ALL: [Self; 2] = [Self::Account, Self::Interface];

    /// The word for it in the API, the database and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Interface => "interface",
        }
    }
}

/// What a clear proves itself with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Via {
    /// The account's token.
    #[default]
    Token,
    /// Its AppSecret, for when no token can be had. Out of the same budget (official clearQuotaByAppSecret page).
    Secret,
}

impl Via {
    /// Both ways.
    pub const ALL: [Self; 2] = [Self::Token, Self::Secret];

    /// The word for it in the API and the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Secret => "secret",
        }
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

/// How far a clear has come; the last two are of guesses that one was made elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClearState {
    /// Written down; nothing was sent yet.
    Intended,
    /// The call may be on its way.
    Sent,
    /// WeChat said yes.
    Accepted,
    /// Readings are being made to see whether it worked.
    Verifying,
    /// It worked.
    Effective,
    /// It did nothing.
    Ineffective,
    /// WeChat's JSON said no; costs nothing.
    Refused,
    /// No connection ever stood; costs nothing.
    Failed,
    /// Anything else: it may have been carried out or not.
    Unknown,
    /// A guess: somebody cleared elsewhere.
    Elsewhere,
    /// A guess that somebody dismissed.
    Dismissed,
}

impl ClearState {
    /// Every state.
    pub const ALL: [Self; 11] = [
        Self::Intended,
        Self::Sent,
        Self::Accepted,
        Self::Verifying,
        Self::Effective,
        Self::Ineffective,
        Self::Refused,
        Self::Failed,
        Self::Unknown,
        Self::Elsewhere,
        Self::Dismissed,
    ];

    /// The word for it in the API, the database and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Intended => "intended",
            Self::Sent => "sent",
            Self::Accepted => "accepted",
            Self::Verifying => "verifying",
            Self::Effective => "effective",
            Self::Ineffective => "ineffective",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Elsewhere => "elsewhere",
            Self::Dismissed => "dismissed",
        }
    }

    /// Whether its call has not ended.
    pub fn in_flight(self) -> bool {
        matches!(self, Self::Intended | Self::Sent)
    }

    /// Whether it used one of the month's clears for certain.
    pub fn is_spent(self) -> bool {
        matches!(self, Self::Accepted | Self::Verifying | Self::Effective | Self::Ineffective)
    }
}

words!(Scope, Via, ClearState);

#[cfg(test)]
mod tests;
