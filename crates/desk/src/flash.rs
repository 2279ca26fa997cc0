//! The message that a form leaves for the page that follows it.
//!
//! It lies in a short anonymous session, never in an address: an address ends up in histories and logs, and can be forged.

use data_encoding::BASE64URL_NOPAD;
use jiff::SignedDuration;
use sha2::{Digest, Sha256};

use crate::{Desk, Internal};

/// How long a message waits for its page.
const WAITS: SignedDuration = SignedDuration::from_mins(10);

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
}

fn hash(session_id: &str) -> [u8; 32] {
    Sha256::digest(session_id.as_bytes()).into()
}
