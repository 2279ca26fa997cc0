//! Passwords: which may be chosen, and their hashes.
//!
//! A hash takes 19 MiB and some tens of milliseconds. It is made on blocking threads, away from those that serve pages, and
//! only a few are made at once.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{self, PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use crate::errors::PasswordError;
use crate::{Internal, Random};

#[cfg(test)]
mod tests;

/// The minimum length of a password, in characters.
pub const SHORTEST: usize = 8;
/// The maximum length of a password, in characters.
pub const LONGEST: usize = 200;

/// The maximum number of hashes made at once, and of those waiting.
const AT_ONCE: usize = 2;
const WAITING: usize = 32;

/// The salt for passwords of unknown users. It protects nothing.
const NOBODYS_SALT: [u8; 16] = *b"nobody's own one";

/// Some of the world's commonest passwords that are long enough, in lower case.
const COMMON: [&str; 24] = [
    "password",
    "password1",
    "password123",
    "p@ssw0rd",
    "passw0rd",
    "12345678",
    "123456789",
    "1234567890",
    "987654321",
    "123123123",
    "147258369",
    "qwerty123",
    "qwertyuiop",
    "1q2w3e4r",
    "1qaz2wsx",
    "iloveyou",
    "sunshine",
    "abc12345",
    "a1234567",
    "a123456789",
    "qq123456",
    "woaini1314",
    "admin123",
    "administrator",
];

/// An error of a chosen password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum PasswordFault {
    /// Fewer than [`SHORTEST`] characters.
    #[error("a password must have at least {SHORTEST} characters")]
    TooShort,
    /// More than [`LONGEST`] characters.
    #[error("a password must have at most {LONGEST} characters")]
    TooLong,
    /// It is the user's name, but for upper and lower case.
    #[error("the password must differ from the user's name")]
    IsTheName,
    /// One character, again and again.
    #[error("the password must not be one repeated character")]
    OneCharacter,
    /// One of those that are tried first.
    #[error("this is one of the most common passwords; choose another")]
    TooCommon,
}

/// Whether a user named `name` may choose this password. Blanks around it belong to it.
///
/// # Errors
/// [`PasswordFault`].
pub fn check_password(password: &SecretString, name: &str) -> Result<(), PasswordFault> {
    // Compared character by character: a copy in lower case would stay behind in memory.
    let password = password.expose_secret();
    let mut characters = password.chars();
    let length = password.chars().count();
    if length < SHORTEST {
        Err(PasswordFault::TooShort)
    } else if length > LONGEST {
        Err(PasswordFault::TooLong)
    } else if lower(password).eq(lower(name)) {
        Err(PasswordFault::IsTheName)
    } else if characters.next().is_some_and(|first| characters.all(|other| other == first)) {
        Err(PasswordFault::OneCharacter)
    } else if COMMON.iter().any(|common| lower(password).eq(common.chars())) {
        Err(PasswordFault::TooCommon)
    } else {
        Ok(())
    }
}

fn lower(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

/// The cost parameters of a hash.
#[derive(Debug, Clone, Copy)]
struct Cost {
    memory_kib: u32,
    passes: u32,
}

/// The minimum that OWASP's Password Storage Cheat Sheet recommends for argon2id.
const COST: Cost = Cost { memory_kib: 19 * 1024, passes: 2 };

impl Cost {
    fn argon2(self) -> password_hash::Result<Argon2<'static>> {
        let params = Params::new(self.memory_kib, self.passes, 1, None)?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

/// Hashes passwords and compares them with their hashes, a few at once.
#[derive(Debug)]
pub struct Passwords {
    cost: Cost,
    line: Line,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { cost: COST, line: Line::default() }
    }
}

impl Passwords {
    /// The hash to store of a password, as a PHC string.
    ///
    /// # Errors
    /// [`PasswordError::Busy`], or the system's failure.
    pub async fn hash(&self, password: SecretString, random: &dyn Random) -> Result<String, PasswordError> {
        let mut salt = [0_u8; 16];
        random.fill(&mut salt)?;
        let cost = self.cost;
        let hashed = self.line.run(move || hash(cost, &password, &salt)).await?;
        Ok(hashed.map_err(failed)?.to_string())
    }

    /// Whether a password is the one whose hash was stored, at whatever cost it was then made.
    ///
    /// With `None`, where there is no such user, the answer is no, and takes the same work: how long it takes says
    /// nothing of who has an account. A stored text that is no hash fits no password, and is an error in the log.
    ///
    /// # Errors
    /// [`PasswordError::Busy`], or the system's failure.
    pub async fn verify(&self, password: SecretString, stored: Option<String>) -> Result<bool, PasswordError> {
        let cost = self.cost;
        let verified = self.line.run(move || verify(cost, &password, stored.as_deref())).await?;
        Ok(verified.map_err(failed)?)
    }
}

fn hash(cost: Cost, password: &SecretString, salt: &[u8; 16]) -> password_hash::Result<PasswordHash> {
    cost.argon2()?.hash_password_with_salt(password.expose_secret().as_bytes(), salt)
}

fn verify(cost: Cost, password: &SecretString, stored: Option<&str>) -> password_hash::Result<bool> {
    if let Some(stored) = stored {
        match fits(password, stored) {
            Ok(fits) => return Ok(fits),
            Err(error @ password_hash::Error::OutOfMemory) => return Err(error),
            Err(error) => tracing::error!(%error, "a stored password hash cannot be read"),
        }
    }
    hash(cost, password, &NOBODYS_SALT).map(|_| false)
}

/// Whether the password matches this hash, which holds its own cost parameters.
fn fits(password: &SecretString, stored: &str) -> password_hash::Result<bool> {
    let stored = PasswordHash::new(stored)?;
    if stored.hash.is_none() {
        return Err(password_hash::Error::EncodingInvalid);
    }
    match Argon2::default().verify_password(password.expose_secret().as_bytes(), &stored) {
        Ok(()) => Ok(true),
        Err(password_hash::Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(error),
    }
}

fn failed(error: password_hash::Error) -> Internal {
    Internal::Hashing(error.to_string())
}

/// The queue for the threads that hash.
#[derive(Debug)]
struct Line {
    /// Everybody within, waiting or being served.
    places: Arc<Semaphore>,
    /// Those being served.
    threads: Arc<Semaphore>,
}

impl Default for Line {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE + WAITING)), threads: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Line {
    /// Does `work` on a thread of its own when its turn comes.
    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, PasswordError> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| PasswordError::Busy)?;
        let thread = Arc::clone(&self.threads).acquire_owned().await.map_err(broken)?;
        let span = tracing::Span::current();
        let working = tokio::task::spawn_blocking(move || {
            let done = span.in_scope(work);
            // Work that was begun goes on where its caller went away, and takes its room until it ends.
            drop((thread, place));
            done
        });
        Ok(working.await.map_err(broken)?)
    }
}

fn broken(error: impl ToString) -> Internal {
    Internal::task(error)
}
