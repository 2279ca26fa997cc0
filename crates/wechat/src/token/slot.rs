//! What the keeper remembers of one account. No I/O: only when to do what.

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};

use super::Token;
use crate::calls::token::TokenReply;
use crate::error::{CallError, Cause, HeldBack};

/// WeChat renews a stable token this long before its end (official). Asking earlier gives the same token again, so we
/// ask a little later.
const RENEW_BEFORE_END: SignedDuration = SignedDuration::from_secs(290);
/// The shortest time between two askings for a renewal, should WeChat be late with it.
const RENEW_PAUSE: SignedDuration = SignedDuration::from_secs(60);
/// A token is used at least this long, whatever its reply says of its end: WeChat says itself when it is over (42001).
const SHORTEST_LIFE: SignedDuration = SignedDuration::from_secs(60);
/// A failed fetch is not repeated for this long, …
const FIRST_PAUSE: SignedDuration = SignedDuration::from_mins(1);
/// … then for twice as long each time, up to this …
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(30);
/// … or, where WeChat was merely out of reach, up to this.
const LONGEST_PAUSE_UNREACHED: SignedDuration = SignedDuration::from_mins(5);
/// A recovery that brought nothing is not tried again on the same token for this long.
const FRUITLESS_FOR: SignedDuration = SignedDuration::from_mins(1);
/// After a forced refresh whose token was refused too, the next waits this long, then twice as long each time, …
const FIRST_FORCE_PAUSE: SignedDuration = SignedDuration::from_mins(30);
/// … up to this.
const LONGEST_FORCE_PAUSE: SignedDuration = SignedDuration::from_hours(24);

/// What is remembered of one account.
#[derive(Default)]
pub(super) struct Slot {
    secret: Option<SecretString>,
    held: Option<Held>,
    failure: Option<Failed>,
    fruitless: Option<(Timestamp, HeldBack)>,
    forcing: Forcing,
}

/// A token and its times.
struct Held {
    token: Token,
    expires_at: Timestamp,
    renew_at: Timestamp,
    /// It came of a forced refresh and has not proved itself yet.
    forced: bool,
}

/// A failed fetch.
struct Failed {
    error: CallError,
    at: Timestamp,
    until: Timestamp,
    strikes: u32,
}

/// How forced refreshes fared.
#[derive(Default)]
struct Forcing {
    strikes: u32,
    not_before: Option<Timestamp>,
}

impl Slot {
    /// Forgets everything if `secret` is another than before: what was learned with the old one does not count.
    pub(super) fn serve(&mut self, secret: &SecretString) {
        let same = self.secret.as_ref().is_some_and(|known| known.expose_secret() == secret.expose_secret());
        if !same {
            *self = Self { secret: Some(secret.clone()), ..Self::default() };
        }
    }

    /// The held token, if its time is not over.
    pub(super) fn usable(&self, now: Timestamp) -> Option<&Token> {
        self.held.as_ref().filter(|held| held.expires_at > now).map(|held| &held.token)
    }

    /// When the held token ends, or the last one ended.
    pub(super) fn expires_at(&self) -> Option<Timestamp> {
        self.held.as_ref().map(|held| held.expires_at)
    }

    /// Whether WeChat should be asked for a token now, past failures left aside.
    pub(super) fn needs_fetch(&self, now: Timestamp) -> bool {
        self.held.as_ref().is_none_or(|held| held.renew_at <= now || held.expires_at <= now)
    }

    /// The last fetch's error, while it is too early for another. A failure from the future (the clock was set back)
    /// does not count.
    pub(super) fn paused(&self, now: Timestamp) -> Option<&CallError> {
        self.failure.as_ref().filter(|failed| failed.at <= now && now < failed.until).map(|failed| &failed.error)
    }

    /// Whether the held token is another than `refused`, because someone else recovered already.
    pub(super) fn recovered_from(&self, refused: &Token, now: Timestamp) -> Option<&Token> {
        self.usable(now).filter(|token| !token.is(refused))
    }

    /// Takes in what a fetch brought. Whether it is the token that was held before.
    pub(super) fn fetched(&mut self, reply: TokenReply, forced: bool, now: Timestamp) -> bool {
        let life = SignedDuration::try_from(reply.expires_in).unwrap_or(SHORTEST_LIFE);
        let expires_at = now + life.max(SHORTEST_LIFE);
        let renew_at = (expires_at - RENEW_BEFORE_END).max(now + RENEW_PAUSE);
        let same = self.held.as_ref().is_some_and(|held| held.token.is(&reply.token));
        let forced = forced || (same && self.held.as_ref().is_some_and(|held| held.forced));
        self.held = Some(Held { token: reply.token, expires_at, renew_at, forced });
        self.failure = None;
        if !same {
            self.fruitless = None;
        }
        same
    }

    /// Takes in that a fetch failed.
    pub(super) fn fetch_failed(&mut self, error: CallError, now: Timestamp) {
        let strikes = self.failure.as_ref().map_or(0, |failed| failed.strikes + 1);
        let reached = matches!(error.cause, Cause::Refused(_));
        let longest = if reached { LONGEST_PAUSE } else { LONGEST_PAUSE_UNREACHED };
        let until = now + doubled(FIRST_PAUSE, strikes, longest);
        self.failure = Some(Failed { error, at: now, until, strikes });
    }

    /// Why nobody need try to recover from the refusal of the held token again so soon.
    pub(super) fn fruitless(&self, now: Timestamp) -> Option<&HeldBack> {
        self.fruitless.as_ref().filter(|(at, _)| *at <= now && now < *at + FRUITLESS_FOR).map(|(_, why)| why)
    }

    /// Takes in that a recovery ended without another token.
    pub(super) fn recovery_was_fruitless(&mut self, why: HeldBack, now: Timestamp) {
        self.fruitless = Some((now, why));
    }

    /// When forced refreshes are tried again, if the last one did not help.
    pub(super) fn forcing_waits_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.forcing.not_before.filter(|until| *until > now)
    }

    /// Takes in that a call was answered well with this token.
    pub(super) fn proved(&mut self, token: &Token) {
        if let Some(held) = self.held.as_mut().filter(|held| held.token.is(token)) {
            held.forced = false;
            self.fruitless = None;
            self.forcing = Forcing::default();
        }
    }

    /// Takes in that a recovery's token was refused as well.
    pub(super) fn refused_again(&mut self, token: &Token, now: Timestamp) {
        if self.held.as_ref().is_some_and(|held| held.forced && held.token.is(token)) {
            let pause = doubled(FIRST_FORCE_PAUSE, self.forcing.strikes, LONGEST_FORCE_PAUSE);
            self.forcing = Forcing { strikes: self.forcing.strikes + 1, not_before: Some(now + pause) };
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
    use crate::error::{Reach, Refusal};

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    fn reply(token: &str, seconds: u64) -> TokenReply {
        TokenReply { token: Token::new(token), expires_in: Duration::from_secs(seconds) }
    }

    fn error(errcode: i32) -> CallError {
        let refusal = Refusal { errcode, errmsg: String::new(), rid: None };
        CallError { endpoint: Endpoint::StableToken, reach: Reach::Answered, cause: Cause::Refused(refusal) }
    }

    #[test]
    fn renewal_is_asked_for_when_wechat_has_renewed() {
        let mut slot = Slot::default();
        assert!(slot.needs_fetch(at(0)));
        slot.fetched(reply("a", 7_200), false, at(0));
        assert!(!slot.needs_fetch(at(7_200 - 291)));
        assert!(slot.needs_fetch(at(7_200 - 290)));
        assert!(slot.usable(at(7_199)).is_some());
        assert!(slot.usable(at(7_200)).is_none());
    }

    #[test]
    fn a_late_renewal_or_an_absurd_lifetime_makes_no_hot_loop() {
        let mut slot = Slot::default();
        slot.fetched(reply("a", 200), false, at(0));
        assert!(!slot.needs_fetch(at(59)));
        assert!(slot.needs_fetch(at(60)));
        slot.fetched(reply("a", 0), false, at(60));
        assert!(!slot.needs_fetch(at(119)));
        assert!(slot.needs_fetch(at(120)));
    }

    #[test]
    fn failed_fetches_wait_longer_each_time_up_to_half_an_hour() {
        let mut slot = Slot::default();
        let mut now = 0;
        for minutes in [1, 2, 4, 8, 16, 30, 30] {
            slot.fetch_failed(error(40125), at(now));
            assert!(slot.paused(at(now + minutes * 60 - 1)).is_some(), "{minutes}");
            assert!(slot.paused(at(now + minutes * 60)).is_none(), "{minutes}");
            now += minutes * 60;
        }
        assert!(slot.paused(at(now - 1_800 - 1)).is_none(), "the clock was set back before the failure");
        slot.fetched(reply("a", 7_200), false, at(now));
        slot.fetch_failed(error(40125), at(now));
        assert!(slot.paused(at(now + 60)).is_none(), "a good fetch starts the count anew");
    }

    #[test]
    fn an_unreachable_wechat_is_tried_every_five_minutes() {
        let mut slot = Slot::default();
        let timeout = CallError { cause: Cause::Timeout, reach: Reach::SentNoAnswer, ..error(0) };
        for _ in 0..10 {
            slot.fetch_failed(timeout.clone(), at(0));
        }
        assert!(slot.paused(at(299)).is_some());
        assert!(slot.paused(at(300)).is_none());
    }

    #[test]
    fn another_secret_starts_afresh() {
        let mut slot = Slot::default();
        slot.serve(&"old".into());
        slot.fetch_failed(error(40125), at(0));
        slot.serve(&"old".into());
        assert!(slot.paused(at(1)).is_some());
        slot.serve(&"new".into());
        assert!(slot.paused(at(1)).is_none());
    }

    #[test]
    fn forcing_that_does_not_help_waits_longer_each_time() {
        let mut slot = Slot::default();
        slot.fetched(reply("a", 7_200), true, at(0));
        slot.refused_again(&Token::new("a"), at(0));
        assert_eq!(slot.forcing_waits_until(at(1)), Some(at(1_800)));
        slot.refused_again(&Token::new("a"), at(1_800));
        assert_eq!(slot.forcing_waits_until(at(1_801)), Some(at(1_800 + 3_600)));
        slot.proved(&Token::new("a"));
        assert_eq!(slot.forcing_waits_until(at(1_801)), None);
    }
}
