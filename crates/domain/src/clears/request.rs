//! A clear that a second person has to agree to.

use crate::ids::id;
use crate::words::word_enum;
use jiff::{SignedDuration, Timestamp};

/// How long a request waits.
pub const EXPIRES_AFTER: SignedDuration = SignedDuration::from_mins(60);

id! {
    /// A request's id in our database; never reused.
    pub struct RequestId(pub i64);
}

word_enum! {
    /// What became of a request.
    pub enum RequestState {
        /// Nobody has decided yet.
        Waiting = "waiting",
        /// A second person agreed, and the clear was written down.
        Approved = "approved",
        /// A second person said no.
        Declined = "declined",
        /// Nobody decided in time.
        Expired = "expired",
        /// Whoever asked took it back.
        Withdrawn = "withdrawn",
    }
}

impl RequestState {
    /// The state at `now` of a request that is written down as `self`: time alone ends one that waits.
    #[must_use]
    pub fn at(self, now: Timestamp, expires_at: Timestamp) -> Self {
        if self == Self::Waiting && now >= expires_at { Self::Expired } else { self }
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
