//! What a form leaves for the page that follows it.
//!
//! It lies in a short session, never in an address: an address ends up in histories and logs, and can be forged. A new API
//! token and what is revealed of a request are only ever held in memory.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use sha2::{Digest, Sha256};

use crate::rids::Revealed;
use crate::{Desk, Internal};

/// How long a message waits for its page.
const WAITS: SignedDuration = SignedDuration::from_mins(10);
/// How long a secret waits for its page.
const SECRET_WAITS: SignedDuration = SignedDuration::from_mins(2);

/// What is handed to one page, which shows it once.
#[derive(Debug)]
pub enum Handed {
    /// A new API token.
    Token(SecretString),
    /// A request with its personal data.
    Revealed(Box<Revealed>),
}

/// What is on its way to the one page that shows it, by session.
#[derive(Default)]
pub(crate) struct HandedOver(Mutex<HashMap<[u8; 32], (Handed, Timestamp)>>);

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

    /// Leaves something for the next page of this session, in memory only.
    pub fn hand_over(&self, session_id: &str, handed: Handed) {
        let now = self.clock.now();
        let mut all = self.handed.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, (_, until)| *until > now);
        all.insert(hash(session_id), (handed, now + SECRET_WAITS));
    }

    /// Takes the token that was left for this session; a second call finds none.
    pub fn take_token(&self, session_id: &str) -> Option<SecretString> {
        match self.take_handed(session_id, |handed| matches!(handed, Handed::Token(_)))? {
            Handed::Token(token) => Some(token),
            Handed::Revealed(_) => None,
        }
    }

    /// Takes the request that was revealed to this session; a second call finds none.
    pub fn take_revealed(&self, session_id: &str) -> Option<Revealed> {
        match self.take_handed(session_id, |handed| matches!(handed, Handed::Revealed(_)))? {
            Handed::Revealed(revealed) => Some(*revealed),
            Handed::Token(_) => None,
        }
    }

    /// Takes what was left for this session, where it is what the page shows.
    fn take_handed(&self, session_id: &str, shown: fn(&Handed) -> bool) -> Option<Handed> {
        let mut all = self.handed.0.lock().unwrap_or_else(PoisonError::into_inner);
        let session = hash(session_id);
        all.get(&session).filter(|(handed, _)| shown(handed))?;
        let (handed, until) = all.remove(&session)?;
        (until > self.clock.now()).then_some(handed)
    }
}

/// What the database knows a session or an API token by.
pub(crate) fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}
