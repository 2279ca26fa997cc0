//! What a form leaves for the page that follows it.
//!
//! It lies in a short session, never in an address: an address ends up in histories and logs, and can be forged. A new API
//! token and what is revealed of a request are only ever held in memory.

use std::collections::HashMap;
use std::fmt;
use std::sync::Mutex;

use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use sha2::{Digest, Sha256};

use crate::background::lock;
use crate::rids::{Revealed, Rid};
use crate::{Desk, Internal};

/// How long a message waits for its page.
const WAITS: SignedDuration = SignedDuration::from_mins(10);
/// How long a secret waits for its page.
const SECRET_WAITS: SignedDuration = SignedDuration::from_mins(2);

/// Something on its way to the one page that shows it, by session.
#[derive(Default)]
pub(crate) struct HandedOver {
    tokens: Slots<SecretString>,
    revealed: Slots<Revealed>,
}

/// One thing a session, until when it waits.
struct Slots<T>(Mutex<HashMap<[u8; 32], (T, Timestamp)>>);

impl<T> Default for Slots<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Slots<T> {
    fn put(&self, session_id: &str, thing: T, now: Timestamp) {
        let mut slots = lock(&self.0);
        slots.retain(|_, (_, until)| *until > now);
        slots.insert(hash(session_id), (thing, now + SECRET_WAITS));
    }

    /// What waits for the session, where it is what is asked for; it is gone then.
    fn take(&self, session_id: &str, now: Timestamp, asked_for: impl Fn(&T) -> bool) -> Option<T> {
        let mut slots = lock(&self.0);
        let session = hash(session_id);
        slots.get(&session).filter(|(thing, _)| asked_for(thing))?;
        let (thing, until) = slots.remove(&session)?;
        (until > now).then_some(thing)
    }
}

impl fmt::Debug for HandedOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HandedOver(..)")
    }
}

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
        self.handed.tokens.put(session_id, token, self.clock.now());
    }

    /// Takes the token that was left for this session; a second call finds none.
    pub fn take_token(&self, session_id: &str) -> Option<SecretString> {
        self.handed.tokens.take(session_id, self.clock.now(), |_| true)
    }

    /// Leaves what was revealed of a request for its page, in memory only.
    pub fn hand_over_revealed(&self, session_id: &str, revealed: Revealed) {
        self.handed.revealed.put(session_id, revealed, self.clock.now());
    }

    /// Takes what was revealed of this request to this session; a second call finds nothing.
    pub fn take_revealed(&self, session_id: &str, rid: &Rid) -> Option<Revealed> {
        self.handed.revealed.take(session_id, self.clock.now(), |revealed| revealed.rid == rid.as_str())
    }
}

/// What the database knows a session or an API token by.
pub(crate) fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}
