//! How an account's token fares, as people are told.

use std::fmt;
use std::str::FromStr;

use domain::Failure;
use jiff::Timestamp;

use crate::error::{CallError, Cause};

/// The states of a token, with the words of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenWord {
    /// None was ever had.
    None,
    /// One is held, and nothing speaks against it.
    Valid,
    /// The last one's time is over and no other could be had for a passing reason.
    Expired,
    /// WeChat refuses the credentials, or every token it gives.
    Refused,
    /// The AppSecret (40243) or the account (50007) is frozen.
    Frozen,
    /// WeChat does not let our address call: 40164, 61004, 45035 and the confirmations of 895xx.
    IpRefused,
}

impl TokenWord {
    /// Every state.
    pub const ALL: [Self; 6] = [Self::None, Self::Valid, Self::Expired, Self::Refused, Self::Frozen, Self::IpRefused];

    /// The word for it in the API and the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::Refused => "refused",
            Self::Frozen => "frozen",
            Self::IpRefused => "ip-refused",
        }
    }

    /// What an errcode says about the account's standing, whichever call it answered.
    pub(super) fn told_by(errcode: i32) -> Option<Self> {
        match errcode {
            40164 | 61004 | 45035 | 89501..=89507 => Some(Self::IpRefused),
            40243 | 50007 => Some(Self::Frozen),
            _ => None,
        }
    }
}

/// A word that names no state of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a token's state is one of: none valid expired refused frozen ip-refused")]
pub struct UnknownTokenWord;

impl FromStr for TokenWord {
    type Err = UnknownTokenWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|state| state.word() == word).ok_or(UnknownTokenWord)
    }
}

impl fmt::Display for TokenWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// How an account's token fares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenState {
    /// In one word.
    pub state: TokenWord,
    /// When the held token ends, or the last one ended.
    pub expires_at: Option<Timestamp>,
    /// What went wrong last; `None` while all is well.
    pub last_failure: Option<Failure>,
    /// The same in words, redacted.
    pub last_error: Option<String>,
}

impl TokenState {
    /// The state before anything is known.
    pub const UNKNOWN: Self = Self { state: TokenWord::None, expires_at: None, last_failure: None, last_error: None };

    pub(super) fn valid(expires_at: Timestamp) -> Self {
        Self { state: TokenWord::Valid, expires_at: Some(expires_at), ..Self::UNKNOWN }
    }

    /// The state after `error` came instead of a token. `expires_at` is the end of the last one had.
    pub(super) fn after_failed_fetch(error: &CallError, expires_at: Option<Timestamp>, now: Timestamp) -> Self {
        let passing = !matches!(&error.cause, Cause::Refused(refusal) if refusal.errcode != -1);
        let state = match (error.errcode().and_then(TokenWord::told_by), expires_at) {
            (Some(word), _) => word,
            (None, _) if !passing => TokenWord::Refused,
            (None, None) => TokenWord::None,
            (None, Some(end)) if end > now => TokenWord::Valid,
            (None, Some(_)) => TokenWord::Expired,
        };
        Self::with_error(state, expires_at, error)
    }

    pub(super) fn with_error(state: TokenWord, expires_at: Option<Timestamp>, error: &CallError) -> Self {
        Self { state, expires_at, last_failure: Some(error.failure()), last_error: Some(error.to_string()) }
    }

    /// The same, a while later: what was valid may have expired.
    #[must_use]
    pub fn at(mut self, now: Timestamp) -> Self {
        if self.state == TokenWord::Valid && self.expires_at.is_some_and(|end| end <= now) {
            self.state = TokenWord::Expired;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_round_trip() {
        for state in TokenWord::ALL {
            assert_eq!(state.word().parse(), Ok(state));
        }
        assert_eq!("good".parse::<TokenWord>(), Err(UnknownTokenWord));
    }
}
