//! A clear that a second person has to agree to.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::account::{UnknownWord, from_word};

/// How long a request waits.
pub const EXPIRES_AFTER: SignedDuration = SignedDuration::from_mins(60);

/// A request's id in our database; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestId(pub i64);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequestState {
    /// Nobody has decided yet.
    Waiting,
    /// A second person agreed, and the clear was written down.
    Approved,
    /// A second person said no.
    Declined,
    /// Nobody decided in time.
    Expired,
    /// Whoever asked took it back.
    Withdrawn,
}

impl RequestState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Approved, Self::Declined, Self::Expired, Self::Withdrawn];

    /// The word for it in the API and the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state at `now` of a request that is written down as `self`: time alone ends one that waits.
    #[must_use]
    pub fn at(self, now: Timestamp, expires_at: Timestamp) -> Self {
        if self == Self::Waiting && now >= expires_at { Self::Expired } else { self }
    }
}

impl FromStr for RequestState {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        from_word(word, &Self::ALL, Self::word)
    }
}

impl fmt::Display for RequestState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_waits_for_an_hour() {
        let asked: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let ends = asked + EXPIRES_AFTER;
        let just_before = ends - SignedDuration::from_millis(1);
        assert_eq!(RequestState::Waiting.at(just_before, ends), RequestState::Waiting);
        assert_eq!(RequestState::Waiting.at(ends, ends), RequestState::Expired);
        assert_eq!(RequestState::Approved.at(ends, ends), RequestState::Approved);
        for state in RequestState::ALL {
            assert_eq!(state.word().parse(), Ok(state));
        }
    }
}
