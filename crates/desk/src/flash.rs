//! Flash messages: what a form leaves for the page that follows it.
//!
//! They are kept in a short session, never in an address: addresses end up in histories and logs, and can be forged. New API
//! tokens and revealed requests are held in memory only.

mod one_time;

use data_encoding::BASE64URL_NOPAD;
use jiff::SignedDuration;
use secrecy::SecretString;

pub(crate) use self::one_time::{OneTimeSecrets, hash};
use crate::rids::{Revealed, Rid};
use crate::{Desk, Internal};

/// The lifetime of a flash message.
const WAITS: SignedDuration = SignedDuration::from_mins(10);

impl Desk {
    /// A fresh session id for the cookie; the database only ever sees its hash.
    ///
    /// # Errors
    /// [`Internal::Random`].
    pub fn new_session_id(&self) -> Result<String, Internal> {
        Ok(BASE64URL_NOPAD.encode(&self.random_bytes::<32>()?))
    }

    /// Leaves `message` (codes and typed values, no secrets) for the next page of this session.
    ///
    /// # Errors
    /// [`Internal::Store`].
    pub async fn leave_flash(&self, session_id: &str, message: &str) -> Result<(), Internal> {
        let now = self.clock.now();
        Ok(self.store.put_flash(&hash(session_id), message, now, now + WAITS).await?)
    }

    /// Takes the message that was left for this session; a second call finds none.
    ///
    /// # Errors
    /// [`Internal::Store`].
    pub async fn take_flash(&self, session_id: &str) -> Result<Option<String>, Internal> {
        Ok(self.store.take_flash(&hash(session_id), self.clock.now()).await?)
    }

    /// Leaves a new token for the next page of this session, in memory only.
    pub fn hand_over_token(&self, session_id: &str, token: SecretString) {
        self.one_time_secrets.tokens.put(session_id, token, self.clock.now());
    }

    /// Takes the token that was left for this session; a second call finds none.
    pub fn take_token(&self, session_id: &str) -> Option<SecretString> {
        self.one_time_secrets.tokens.take(session_id, self.clock.now(), |_| true)
    }

    /// Leaves what was revealed of a request for its page, in memory only.
    pub fn hand_over_revealed(&self, session_id: &str, revealed: Revealed) {
        self.one_time_secrets.revealed.put(session_id, revealed, self.clock.now());
    }

    /// Takes what was revealed of this request to this session; a second call finds nothing.
    pub fn take_revealed(&self, session_id: &str, rid: &Rid) -> Option<Revealed> {
        self.one_time_secrets.revealed.take(session_id, self.clock.now(), |revealed| revealed.rid == rid.as_str())
    }
}
