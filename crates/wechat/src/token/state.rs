//! The state of an account's token, for the API and the pages.

use std::fmt;
use std::str::FromStr;

use domain::Failure;
use jiff::Timestamp;

use super::cache::TokenCache;
use crate::error::{CallError, Cause};

/// The states of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenStatus {
    /// No token was fetched yet.
    None,
    /// The token has not expired, and no call refused it.
    Valid,
    /// The token has expired or was refused, and a temporary failure prevents another.
    Expired,
    /// WeChat refuses the credentials, or each token that it issues.
    Refused,
    /// The AppSecret (40243) or the account (50007) is frozen.
    Frozen,
    /// WeChat refuses calls from this server's IP address: 40164, 61004, 45035 and the confirmations 89501 to 89507.
    IpRefused,
    /// The token endpoint's own quota is used up: 45009 or 45011.
    Limited,
}

impl TokenStatus {
    /// Every state.
    pub const ALL: [Self; 7] =
        [Self::None, Self::Valid, Self::Expired, Self::Refused, Self::Frozen, Self::IpRefused, Self::Limited];

    /// The value in the API and the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::Refused => "refused",
            Self::Frozen => "frozen",
            Self::IpRefused => "ip-refused",
            Self::Limited => "limited",
        }
    }

    /// The state that an errcode of any call means for the account; `None` where it means none.
    pub(super) fn from_errcode(errcode: i32) -> Option<Self> {
        match errcode {
            40164 | 61004 | 45035 | 89501..=89507 => Some(Self::IpRefused),
            40243 | 50007 => Some(Self::Frozen),
            _ => None,
        }
    }
}

/// The error for a word that is not a state of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a token's state is one of: none valid expired refused frozen ip-refused limited")]
pub struct UnknownTokenStatus;

impl FromStr for TokenStatus {
    type Err = UnknownTokenStatus;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|state| state.word() == word).ok_or(UnknownTokenStatus)
    }
}

impl fmt::Display for TokenStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The state of an account's token, with its end and last failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenState {
    /// The state.
    pub state: TokenStatus,
    /// The end of the token, also one in the past.
    pub expires_at: Option<Timestamp>,
    /// When WeChat last gave this process a token.
    pub fetched_at: Option<Timestamp>,
    /// The last failure; `None` where the last call succeeded.
    pub last_failure: Option<Failure>,
    /// The message of the last failure, redacted.
    pub last_error: Option<String>,
}

impl TokenState {
    /// The state before anything is known.
    pub const UNKNOWN: Self =
        Self { state: TokenStatus::None, expires_at: None, fetched_at: None, last_failure: None, last_error: None };

    /// The state after a call, or a fetch, succeeded.
    pub(super) fn valid(cache: &TokenCache) -> Self {
        let (expires_at, fetched_at) = (cache.expires_at(), cache.fetched_at());
        Self { state: TokenStatus::Valid, expires_at, fetched_at, ..Self::UNKNOWN }
    }

    /// The state after a fetch failed with `error`. A token that a call has refused is as little use as one that has expired.
    pub(super) fn after_failed_fetch(error: &CallError, cache: &TokenCache, now: Timestamp) -> Self {
        let limited = error.is_token_limit();
        let passing = limited || !matches!(&error.cause, Cause::Refused(refusal) if refusal.errcode != -1);
        let state = match error.errcode().and_then(TokenStatus::from_errcode) {
            Some(word) => word,
            None if !passing => TokenStatus::Refused,
            None if cache.usable(now).is_some() && !cache.is_refused() => TokenStatus::Valid,
            None if limited => TokenStatus::Limited,
            None if cache.expires_at().is_none() => TokenStatus::None,
            None => TokenStatus::Expired,
        };
        Self::with_error(state, cache, error)
    }

    pub(super) fn with_error(state: TokenStatus, cache: &TokenCache, error: &CallError) -> Self {
        Self { state, last_failure: Some(error.failure()), last_error: Some(error.to_string()), ..Self::valid(cache) }
    }

    /// The state at a later time: a valid token may have expired.
    #[must_use]
    pub fn at(mut self, now: Timestamp) -> Self {
        if self.state == TokenStatus::Valid && self.expires_at.is_some_and(|end| end <= now) {
            self.state = TokenStatus::Expired;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_round_trip() {
        for state in TokenStatus::ALL {
            assert_eq!(state.word().parse(), Ok(state));
        }
        assert_eq!("good".parse::<TokenStatus>(), Err(UnknownTokenStatus));
    }
}
