//! What a form leaves for the page that follows it.
//!
//! It lies in a short session, never in an address: an address ends up in histories and logs, and can be forged. A new API
//! token is only ever held in memory.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use sha2::{Digest, Sha256};

use crate::{Desk, Internal};

/// How long a message waits for its page.
const WAITS: SignedDuration = SignedDuration::from_mins(10);
/// How long a secret waits for its page.
const SECRET_WAITS: SignedDuration = SignedDuration::from_mins(2);

/// Secrets on their way to the one page that shows them, by session.
#[derive(Default)]
pub(crate) struct Handed(Mutex<HashMap<[u8; 32], (SecretString, Timestamp)>>);

impl fmt::Debug for Handed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handed(..)")
    }
}

impl Desk {
    /// A fresh session id for the cookie; the database only ever sees its hash.
    ///
    /// # Errors
    /// [`Internal::Random`].
    pub fn new_session_id(&self) -> Result<String, Internal> {
        let mut bytes = [0_u8; 32];
        self.random.fill(&mut bytes)?;
        Ok(BASE64URL_NOPAD.encode(&bytes))
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

    /// Leaves a secret for the next page of this session, in memory only.
    pub fn hand_over(&self, session_id: &str, secret: SecretString) {
        let now = self.clock.now();
        let mut handed = self.handed.0.lock().unwrap_or_else(PoisonError::into_inner);
        handed.retain(|_, (_, until)| *until > now);
        handed.insert(hash(session_id), (secret, now + SECRET_WAITS));
    }

    /// Takes the secret that was left for this session; a second call finds none.
    pub fn take_handed(&self, session_id: &str) -> Option<SecretString> {
        let mut handed = self.handed.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (secret, until) = handed.remove(&hash(session_id))?;
        (until > self.clock.now()).then_some(secret)
    }
}

/// What the database knows a session or an API token by.
pub(crate) fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}
