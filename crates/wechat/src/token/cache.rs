//! The cached token of one account, and the schedule of its renewals and retries. No I/O.

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};

use super::Token;
use crate::calls::token::TokenReply;
use crate::error::{CallError, Cause, ForcedRefreshDenied};

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
/// The pause after a recovery that gave no other token.
const FAILED_RECOVERY_PAUSE: SignedDuration = SignedDuration::from_mins(1);
/// The pause after a forced refresh whose token was refused too; it doubles with each further refusal.
const FIRST_FORCED_PAUSE: SignedDuration = SignedDuration::from_mins(30);
/// The longest pause after such a forced refresh.
const LONGEST_FORCED_PAUSE: SignedDuration = SignedDuration::from_hours(24);

/// The cached token of one account, with its failures.
#[derive(Default)]
pub(super) struct TokenCache {
    secret: Option<SecretString>,
    held: Option<CachedToken>,
    failure: Option<FailedFetch>,
    failed_recovery: Option<(Timestamp, ForcedRefreshDenied)>,
    forced: ForcedRefreshes,
}

/// A token, its end and the time of its renewal.
struct CachedToken {
    token: Token,
    expires_at: Timestamp,
    renew_at: Timestamp,
    /// Whether it is from a forced refresh and no call has succeeded with it yet.
    forced: bool,
}

/// A failed fetch.
struct FailedFetch {
    error: CallError,
    at: Timestamp,
    until: Timestamp,
    failures: u32,
}

/// The forced refreshes whose tokens were refused, in a row.
#[derive(Default)]
struct ForcedRefreshes {
    failures: u32,
    not_before: Option<Timestamp>,
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
        let forced = forced || (same && self.held.as_ref().is_some_and(|held| held.forced));
        self.held = Some(CachedToken { token: reply.token.clone(), expires_at, renew_at, forced });
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

    /// The reason of the last failed recovery, during the pause after it.
    pub(super) fn failed_recovery(&self, now: Timestamp) -> Option<&ForcedRefreshDenied> {
        self.failed_recovery
            .as_ref()
            .filter(|(at, _)| *at <= now && now < *at + FAILED_RECOVERY_PAUSE)
            .map(|(_, why)| why)
    }

    /// Records a recovery that gave no other token.
    pub(super) fn record_failed_recovery(&mut self, why: ForcedRefreshDenied, now: Timestamp) {
        self.failed_recovery = Some((now, why));
    }

    /// The end of the pause after a forced refresh that did not help; `None` outside such a pause.
    pub(super) fn forced_refresh_blocked_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.forced.not_before.filter(|until| *until > now)
    }

    /// Records a successful call with this token.
    pub(super) fn record_accepted(&mut self, token: &Token) {
        if let Some(held) = self.held.as_mut().filter(|held| held.token.is(token)) {
            held.forced = false;
            self.failed_recovery = None;
            self.forced = ForcedRefreshes::default();
        }
    }

    /// Records that WeChat refused this token, which counts where it is from a forced refresh.
    pub(super) fn record_refused(&mut self, token: &Token, now: Timestamp) {
        if self.held.as_ref().is_some_and(|held| held.forced && held.token.is(token)) {
            let pause = doubled(FIRST_FORCED_PAUSE, self.forced.failures, LONGEST_FORCED_PAUSE);
            self.forced = ForcedRefreshes { failures: self.forced.failures + 1, not_before: Some(now + pause) };
        }
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
    fn forcing_that_does_not_help_waits_longer_each_time() {
        let mut cache = TokenCache::default();
        cache.record_fetched(&reply("a", 7_200), true, at(0));
        cache.record_refused(&Token::new("a"), at(0));
        assert_eq!(cache.forced_refresh_blocked_until(at(1)), Some(at(1_800)));
        cache.record_refused(&Token::new("a"), at(1_800));
        assert_eq!(cache.forced_refresh_blocked_until(at(1_801)), Some(at(1_800 + 3_600)));
        cache.record_accepted(&Token::new("a"));
        assert_eq!(cache.forced_refresh_blocked_until(at(1_801)), None);
    }
}
