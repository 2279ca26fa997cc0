//! The cached token of one account, and the schedule of its renewals and retries. No I/O.

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};

use super::Token;
use crate::calls::token::TokenReply;
use crate::error::{CallError, Cause};

/// The time before a token's end at which it is renewed. WeChat renews a stable token 300 s before its end (official);
/// a fetch before that gives the same token again, so this is a little later.
const RENEW_BEFORE_END: SignedDuration = SignedDuration::from_secs(290);
/// The shortest time between two fetches for a renewal, where WeChat renews late.
const RENEW_PAUSE: SignedDuration = SignedDuration::from_secs(60);
/// The shortest time for which a token is used, also where the reply has less: WeChat itself reports its end (42001).
const SHORTEST_LIFE: SignedDuration = SignedDuration::from_secs(60);
/// The pause after a first failed fetch; it doubles with each further failure.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_mins(1);
/// The longest pause after a failed fetch.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(30);
/// The longest pause after a failed fetch where WeChat could not be reached.
const LONGEST_PAUSE_UNREACHED: SignedDuration = SignedDuration::from_mins(5);
/// The longest pause after a recovery that gave no other token.
const FAILED_RECOVERY_PAUSE: SignedDuration = SignedDuration::from_mins(1);

/// The cached token of one account, with its failures.
#[derive(Default)]
pub(super) struct TokenCache {
    secret: Option<SecretString>,
    held: Option<CachedToken>,
    failure: Option<FailedFetch>,
    failed_recovery: Option<FailedRecovery>,
}

/// A token, its end and the time of its renewal.
struct CachedToken {
    token: Token,
    expires_at: Timestamp,
    renew_at: Timestamp,
    /// Whether it is from a forced refresh and no call has refused it yet.
    forced: bool,
    /// Whether a call has succeeded with it.
    accepted: bool,
    /// Whether the last call with it was refused because of it.
    refused: bool,
    /// When WeChat last gave it.
    fetched_at: Timestamp,
}

/// A failed fetch.
struct FailedFetch {
    error: CallError,
    at: Timestamp,
    until: Timestamp,
    failures: u32,
}

/// A recovery that gave no other token than the refused one.
struct FailedRecovery {
    error: CallError,
    at: Timestamp,
    until: Timestamp,
}

impl TokenCache {
    /// Resets the cache where `secret` is another than before.
    pub(super) fn use_secret(&mut self, secret: &SecretString) {
        let same = self.secret.as_ref().is_some_and(|known| known.expose_secret() == secret.expose_secret());
        if !same {
            *self = Self { secret: Some(secret.clone()), ..Self::default() };
        }
    }

    /// The cached token, if it has not expired.
    pub(super) fn usable(&self, now: Timestamp) -> Option<&Token> {
        self.held.as_ref().filter(|held| held.expires_at > now).map(|held| &held.token)
    }

    /// The end of the cached token, also one in the past.
    pub(super) fn expires_at(&self) -> Option<Timestamp> {
        self.held.as_ref().map(|held| held.expires_at)
    }

    /// When WeChat last gave a token.
    pub(super) fn fetched_at(&self) -> Option<Timestamp> {
        self.held.as_ref().map(|held| held.fetched_at)
    }

    /// Whether the last call with the cached token was refused because of it.
    pub(super) fn is_refused(&self) -> bool {
        self.held.as_ref().is_some_and(|held| held.refused)
    }

    /// Whether a token should be fetched now, failures left aside.
    pub(super) fn needs_fetch(&self, now: Timestamp) -> bool {
        self.held.as_ref().is_none_or(|held| held.renew_at <= now || held.expires_at <= now)
    }

    /// The error of the last fetch, during the pause after it. A failure from the future (the clock was set back) does not
    /// count.
    pub(super) fn recent_failure(&self, now: Timestamp) -> Option<&CallError> {
        self.failure.as_ref().filter(|failed| failed.at <= now && now < failed.until).map(|failed| &failed.error)
    }

    /// The cached token, where it is another than `refused` because another call has recovered already.
    pub(super) fn replacement_for(&self, refused: &Token, now: Timestamp) -> Option<&Token> {
        self.usable(now).filter(|token| !token.is(refused))
    }

    /// Records the reply of a fetch.
    pub(super) fn record_fetched(&mut self, reply: &TokenReply, forced: bool, now: Timestamp) {
        let life = SignedDuration::try_from(reply.expires_in).unwrap_or(SHORTEST_LIFE);
        let expires_at = now + life.max(SHORTEST_LIFE);
        let renew_at = (expires_at - RENEW_BEFORE_END).max(now + RENEW_PAUSE);
        let same = self.held.as_ref().is_some_and(|held| held.token.is(&reply.token));
        let known = self.held.as_ref().filter(|_| same);
        let forced = forced || known.is_some_and(|held| held.forced);
        let accepted = known.is_some_and(|held| held.accepted);
        let refused = known.is_some_and(|held| held.refused);
        let token = reply.token.clone();
        self.held = Some(CachedToken { token, expires_at, renew_at, forced, accepted, refused, fetched_at: now });
        self.failure = None;
        if !same {
            self.failed_recovery = None;
        }
    }

    /// Records a failed fetch.
    pub(super) fn record_failed_fetch(&mut self, error: CallError, now: Timestamp) {
        let failures = self.failure.as_ref().map_or(0, |failed| failed.failures + 1);
        let reached = matches!(error.cause, Cause::Refused(_));
        let longest = if reached { LONGEST_PAUSE } else { LONGEST_PAUSE_UNREACHED };
        let until = now + doubled(FIRST_PAUSE, failures, longest);
        self.failure = Some(FailedFetch { error, at: now, until, failures });
    }

    /// The error of the last failed recovery, during the pause after it.
    pub(super) fn failed_recovery(&self, now: Timestamp) -> Option<&CallError> {
        self.failed_recovery
            .as_ref()
            .filter(|failed| failed.at <= now && now < failed.until)
            .map(|failed| &failed.error)
    }

    /// Records a recovery that gave no other token, and that forced refreshes are paused until `until`.
    pub(super) fn record_failed_recovery(&mut self, error: CallError, until: Option<Timestamp>, now: Timestamp) {
        let longest = now + FAILED_RECOVERY_PAUSE;
        let until = until.map_or(longest, |until| until.min(longest));
        self.failed_recovery = Some(FailedRecovery { error, at: now, until });
    }

    /// Records a successful call with this token. Whether it was the first.
    pub(super) fn record_accepted(&mut self, token: &Token) -> bool {
        let Some(held) = self.held.as_mut().filter(|held| held.token.is(token)) else { return false };
        self.failed_recovery = None;
        held.refused = false;
        !std::mem::replace(&mut held.accepted, true)
    }

    /// Marks this token as refused.
    pub(super) fn mark_refused(&mut self, token: &Token) {
        if let Some(held) = self.held.as_mut().filter(|held| held.token.is(token)) {
            held.refused = true;
        }
    }

    /// Records that WeChat refused this token once more. Whether that is the first refusal of a token from a forced refresh.
    pub(super) fn record_refused(&mut self, token: &Token) -> bool {
        self.mark_refused(token);
        self.held.as_mut().filter(|held| held.token.is(token)).is_some_and(|held| std::mem::take(&mut held.forced))
    }
}

/// `first`, doubled `times` times, at most `longest`.
fn doubled(first: SignedDuration, times: u32, longest: SignedDuration) -> SignedDuration {
    1_i32
        .checked_shl(times.min(16))
        .and_then(|factor| first.checked_mul(factor))
        .map_or(longest, |pause| pause.min(longest))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::endpoint::Endpoint;
    use crate::error::{Refusal, RequestProgress};

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    fn reply(token: &str, seconds: u64) -> TokenReply {
        TokenReply { token: Token::new(token), expires_in: Duration::from_secs(seconds) }
    }

    fn error(errcode: i32) -> CallError {
        let refusal = Refusal { errcode, errmsg: String::new(), rid: None };
        CallError { endpoint: Endpoint::StableToken, reach: RequestProgress::Answered, cause: Cause::Refused(refusal) }
    }

    #[test]
    fn renewal_is_asked_for_when_wechat_has_renewed() {
        let mut cache = TokenCache::default();
        assert!(cache.needs_fetch(at(0)));
        cache.record_fetched(&reply("a", 7_200), false, at(0));
        assert!(!cache.needs_fetch(at(7_200 - 291)));
        assert!(cache.needs_fetch(at(7_200 - 290)));
        assert!(cache.usable(at(7_199)).is_some());
        assert!(cache.usable(at(7_200)).is_none());
    }

    #[test]
    fn a_late_renewal_or_an_absurd_lifetime_makes_no_hot_loop() {
        let mut cache = TokenCache::default();
        cache.record_fetched(&reply("a", 200), false, at(0));
        assert!(!cache.needs_fetch(at(59)));
        assert!(cache.needs_fetch(at(60)));
        cache.record_fetched(&reply("a", 0), false, at(60));
        assert!(!cache.needs_fetch(at(119)));
        assert!(cache.needs_fetch(at(120)));
    }

    #[test]
    fn failed_fetches_wait_longer_each_time_up_to_half_an_hour() {
        let mut cache = TokenCache::default();
        let mut now = 0;
        for minutes in [1, 2, 4, 8, 16, 30, 30] {
            cache.record_failed_fetch(error(40125), at(now));
            assert!(cache.recent_failure(at(now + minutes * 60 - 1)).is_some(), "{minutes}");
            assert!(cache.recent_failure(at(now + minutes * 60)).is_none(), "{minutes}");
            now += minutes * 60;
        }
        assert!(cache.recent_failure(at(now - 1_800 - 1)).is_none(), "the clock was set back before the failure");
        cache.record_fetched(&reply("a", 7_200), false, at(now));
        cache.record_failed_fetch(error(40125), at(now));
        assert!(cache.recent_failure(at(now + 60)).is_none(), "a good fetch starts the count anew");
    }

    #[test]
    fn an_unreachable_wechat_is_tried_every_five_minutes() {
        let mut cache = TokenCache::default();
        let timeout = CallError { cause: Cause::Timeout, reach: RequestProgress::SentNoAnswer, ..error(0) };
        for _ in 0..10 {
            cache.record_failed_fetch(timeout.clone(), at(0));
        }
        assert!(cache.recent_failure(at(299)).is_some());
        assert!(cache.recent_failure(at(300)).is_none());
    }

    #[test]
    fn another_secret_starts_afresh() {
        let mut cache = TokenCache::default();
        cache.use_secret(&"old".into());
        cache.record_failed_fetch(error(40125), at(0));
        cache.use_secret(&"old".into());
        assert!(cache.recent_failure(at(1)).is_some());
        cache.use_secret(&"new".into());
        assert!(cache.recent_failure(at(1)).is_none());
    }

    #[test]
    fn the_first_refusal_of_a_forced_token_is_told_apart() {
        let mut cache = TokenCache::default();
        cache.record_fetched(&reply("a", 7_200), true, at(0));
        cache.record_fetched(&reply("a", 7_000), false, at(0));
        assert!(!cache.record_refused(&Token::new("b")));
        assert!(cache.record_refused(&Token::new("a")));
        assert!(!cache.record_refused(&Token::new("a")));
        cache.record_fetched(&reply("b", 7_200), false, at(0));
        assert!(!cache.record_refused(&Token::new("b")));
    }

    #[test]
    fn the_first_success_of_a_token_is_told_apart() {
        let mut cache = TokenCache::default();
        cache.record_fetched(&reply("a", 7_200), false, at(0));
        assert!(cache.record_accepted(&Token::new("a")));
        cache.record_fetched(&reply("a", 7_000), false, at(0));
        assert!(!cache.record_accepted(&Token::new("a")));
        cache.record_fetched(&reply("b", 7_200), false, at(0));
        assert!(!cache.record_accepted(&Token::new("a")) && cache.record_accepted(&Token::new("b")));
    }

    #[test]
    fn a_failed_recovery_is_shared_for_a_minute_at_most() {
        let mut cache = TokenCache::default();
        cache.record_fetched(&reply("a", 7_200), false, at(0));
        cache.record_failed_recovery(error(40001), Some(at(30)), at(0));
        assert!(cache.failed_recovery(at(29)).is_some() && cache.failed_recovery(at(30)).is_none());
        for until in [Some(at(1_800)), None] {
            cache.record_failed_recovery(error(40001), until, at(0));
            assert!(cache.failed_recovery(at(59)).is_some() && cache.failed_recovery(at(60)).is_none());
        }
        cache.record_fetched(&reply("b", 7_200), false, at(1));
        assert!(cache.failed_recovery(at(1)).is_none(), "another token is another matter");
    }
}
