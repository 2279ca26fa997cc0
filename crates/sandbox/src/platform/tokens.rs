//! Access tokens: issue, succession and expiry.

use std::collections::HashMap;

use rand::{Rng, RngExt};

/// The time for which a superseded token of `/cgi-bin/token` still works, and before whose end a stable token is renewed, in
/// milliseconds.
pub(crate) const OVERLAP_MS: i64 = 300_000;
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const TEXT_LENGTH: usize = 133;

/// The endpoint of a token. The tokens of one endpoint do not affect those of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Family {
    /// `/cgi-bin/token`
    Plain,
    /// `/cgi-bin/stable_token`
    Stable,
    /// `/cgi-bin/component/api_component_token`
    Component,
    /// `/cgi-bin/component/api_authorizer_token`
    Authorizer,
}

#[derive(Debug, Clone)]
struct Issued {
    appid: String,
    family: Family,
    expires_ms: i64,
    /// The time from which a newer token replaces it, in Unix milliseconds.
    superseded_ms: Option<i64>,
}

/// A token in a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) text: String,
    /// The rest of its lifetime, in seconds.
    pub(crate) expires_in: i64,
}

/// The reason why a token is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// Never issued, or superseded: 40001.
    Invalid,
    /// Past its lifetime: 42001.
    Expired,
}

/// The issued tokens of all accounts.
#[derive(Debug, Default)]
pub(crate) struct TokenBook {
    issued: HashMap<String, Issued>,
    latest: HashMap<(String, Family), String>,
}

impl TokenBook {
    /// The account of a token, valid or not.
    pub(crate) fn owner(&self, token: &str) -> Option<&str> {
        self.issued.get(token).map(|issued| issued.appid.as_str())
    }

    /// The account of a token that is valid at `now`.
    pub(crate) fn check(&self, token: &str, now: i64) -> Result<&str, Unusable> {
        let issued = self.issued.get(token).ok_or(Unusable::Invalid)?;
        if issued.superseded_ms.is_some_and(|at| now >= at) {
            Err(Unusable::Invalid)
        } else if now >= issued.expires_ms {
            Err(Unusable::Expired)
        } else {
            Ok(&issued.appid)
        }
    }

    /// Issues a new token. The previous one works for five more minutes, but not beyond its own end.
    pub(crate) fn issue(
        &mut self,
        appid: &str,
        family: Family,
        now: i64,
        lifetime_s: u32,
        rng: &mut impl Rng,
    ) -> Token {
        if let Some(old) = self.latest_mut(appid, family) {
            old.superseded_ms.get_or_insert(now + OVERLAP_MS);
        }
        self.hand_out(appid, family, now, lifetime_s, rng)
    }

    /// The stable token: the same one until five minutes before its end. The previous one works until its own end.
    pub(crate) fn stable(&mut self, appid: &str, now: i64, lifetime_s: u32, rng: &mut impl Rng) -> Token {
        let current = self.latest.get(&(appid.to_owned(), Family::Stable));
        let current = current.and_then(|text| Some((text, self.issued.get(text)?)));
        if let Some((text, issued)) = current
            && issued.superseded_ms.is_none()
            && issued.expires_ms - now > OVERLAP_MS
        {
            return Token { text: text.clone(), expires_in: (issued.expires_ms - now).div_euclid(1000) };
        }
        self.hand_out(appid, Family::Stable, now, lifetime_s, rng)
    }

    /// Issues a new stable token and ends all previous ones.
    pub(crate) fn force_stable(&mut self, appid: &str, now: i64, lifetime_s: u32, rng: &mut impl Rng) -> Token {
        self.kill(appid, now, |family| family == Family::Stable);
        self.hand_out(appid, Family::Stable, now, lifetime_s, rng)
    }

    /// Ends all tokens of an account.
    pub(crate) fn revoke(&mut self, appid: &str, now: i64) {
        self.kill(appid, now, |_| true);
    }

    fn kill(&mut self, appid: &str, now: i64, which: impl Fn(Family) -> bool) {
        for issued in self.issued.values_mut().filter(|issued| issued.appid == appid && which(issued.family)) {
            issued.superseded_ms = Some(issued.superseded_ms.map_or(now, |at| at.min(now)));
        }
    }

    fn latest_mut(&mut self, appid: &str, family: Family) -> Option<&mut Issued> {
        self.issued.get_mut(self.latest.get(&(appid.to_owned(), family))?)
    }

    fn hand_out(&mut self, appid: &str, family: Family, now: i64, lifetime_s: u32, rng: &mut impl Rng) -> Token {
        let text = token_text(rng);
        let expires_ms = now + i64::from(lifetime_s) * 1000;
        let issued = Issued { appid: appid.to_owned(), family, expires_ms, superseded_ms: None };
        self.issued.insert(text.clone(), issued);
        self.latest.insert((appid.to_owned(), family), text.clone());
        Token { text, expires_in: i64::from(lifetime_s) }
    }
}

/// A token text: `NN_` and letters of base64url, 136 characters, as in public samples.
fn token_text(rng: &mut impl Rng) -> String {
    let head = rng.random_range(50..99);
    format!("{head}_{}", random_text(TEXT_LENGTH, rng))
}

/// Random letters of base64url.
pub(super) fn random_text(length: usize, rng: &mut impl Rng) -> String {
    (0..length).map(|_| char::from(ALPHABET[rng.random_range(0..ALPHABET.len())])).collect()
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    const A: &str = "wx0000000000000001";

    #[test]
    fn tokens_look_like_tokens() {
        let text = token_text(&mut StdRng::seed_from_u64(1));
        assert_eq!(text.len(), 136);
        assert!(text.as_bytes()[0].is_ascii_digit() && text.as_bytes()[2] == b'_');
        assert_eq!(text, token_text(&mut StdRng::seed_from_u64(1)));
    }

    #[test]
    fn an_old_plain_token_lives_on_for_five_minutes() {
        let (mut book, mut rng) = (TokenBook::default(), StdRng::seed_from_u64(1));
        let old = book.issue(A, Family::Plain, 0, 7200, &mut rng).text;
        let new = book.issue(A, Family::Plain, 1000, 7200, &mut rng).text;
        assert_eq!(book.check(&old, 300_999), Ok(A));
        assert_eq!(book.check(&old, 301_000), Err(Unusable::Invalid));
        assert_eq!(book.check(&new, 7_200_999), Ok(A));
        assert_eq!(book.check(&new, 7_201_000), Err(Unusable::Expired));
        assert_eq!(book.check("80_x", 0), Err(Unusable::Invalid));
    }

    #[test]
    fn a_stable_token_stays_until_five_minutes_before_its_end() {
        let (mut book, mut rng) = (TokenBook::default(), StdRng::seed_from_u64(1));
        let first = book.stable(A, 0, 7200, &mut rng);
        let again = book.stable(A, 6_855_000, 7200, &mut rng);
        assert_eq!(again, Token { text: first.text.clone(), expires_in: 345 });
        let next = book.stable(A, 6_900_000, 7200, &mut rng);
        assert_ne!(next.text, first.text);
        assert_eq!(book.check(&first.text, 7_199_999), Ok(A), "until its natural end");
        assert_eq!(book.check(&first.text, 7_200_000), Err(Unusable::Expired));
    }

    #[test]
    fn force_kills_the_stable_ones_only() {
        let (mut book, mut rng) = (TokenBook::default(), StdRng::seed_from_u64(1));
        let plain = book.issue(A, Family::Plain, 0, 7200, &mut rng).text;
        let stable = book.stable(A, 0, 7200, &mut rng).text;
        let forced = book.force_stable(A, 10, 7200, &mut rng).text;
        assert_eq!(book.check(&stable, 10), Err(Unusable::Invalid));
        assert_eq!(book.check(&plain, 10), Ok(A));
        assert_eq!(book.stable(A, 20, 7200, &mut rng).text, forced);
        book.revoke(A, 30);
        assert_eq!(book.check(&plain, 30), Err(Unusable::Invalid));
        assert_eq!(book.owner(&plain), Some(A));
        assert_ne!(book.stable(A, 40, 7200, &mut rng).text, forced);
    }
}
