//! Secrets that one page shows, held in memory.

use std::collections::HashMap;
use std::fmt;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use sha2::{Digest, Sha256};

use crate::background::lock;
use crate::rids::Revealed;

/// The lifetime of a secret held for its page.
const SECRET_WAITS: SignedDuration = SignedDuration::from_mins(2);

/// Secrets held for the one page that shows them, by session.
#[derive(Default)]
pub(crate) struct OneTimeSecrets {
    pub(super) tokens: Slots<SecretString>,
    pub(super) revealed: Slots<Revealed>,
}

/// One value a session, with the time at which it expires.
pub(super) struct Slots<T>(Mutex<HashMap<[u8; 32], (T, Timestamp)>>);

impl<T> Default for Slots<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Slots<T> {
    pub(super) fn put(&self, session_id: &str, thing: T, now: Timestamp) {
        let mut slots = lock(&self.0);
        slots.retain(|_, (_, until)| *until > now);
        slots.insert(hash(session_id), (thing, now + SECRET_WAITS));
    }

    /// Takes the session's value where `asked_for` accepts it and it has not expired.
    pub(super) fn take(&self, session_id: &str, now: Timestamp, asked_for: impl Fn(&T) -> bool) -> Option<T> {
        let mut slots = lock(&self.0);
        let session = hash(session_id);
        slots.get(&session).filter(|(thing, _)| asked_for(thing))?;
        let (thing, until) = slots.remove(&session)?;
        (until > now).then_some(thing)
    }
}

impl fmt::Debug for OneTimeSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OneTimeSecrets(..)")
    }
}

/// The SHA-256 by which the database identifies a session or an API token.
pub(crate) fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}
