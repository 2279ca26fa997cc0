//! Passwords: which may be chosen, and their hashes.
//!
//! A hash takes 19 MiB and some tens of milliseconds. It is made on blocking threads, away from those that serve pages; two
//! are made at once, and the networks of clients take turns.

mod hashing;
mod queue;

use std::net::IpAddr;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::easy_passwords::{is_easy, lower};
use crate::errors::PasswordError;
use crate::{Internal, Random};
use hashing::{COST, Cost};
use queue::Queue;

#[cfg(test)]
mod tests;

/// The minimum length of a password, in characters.
pub const SHORTEST: usize = 8;
/// The maximum length of a password, in characters.
pub const LONGEST: usize = 200;

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
    #[error("this password is easy to guess; use three or four unrelated words, or a sentence")]
    TooCommon,
    /// It is the one that was to be replaced.
    #[error("the new password must differ from the current one")]
    Unchanged,
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
    } else if is_easy(password, name) {
        Err(PasswordFault::TooCommon)
    } else {
        Ok(())
    }
}

/// Hashes passwords and compares them with their hashes, a few at once. `address` is that of the client who asks; without
/// one, as from the command line, all share one place among the networks that take turns.
#[derive(Debug)]
pub struct Passwords {
    cost: Cost,
    queue: Queue,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { cost: COST, queue: Queue::default() }
    }
}

impl Passwords {
    /// The hash to store of a password, as a PHC string.
    ///
    /// # Errors
    /// [`PasswordError::Busy`], or the system's failure.
    pub async fn hash(
        &self,
        password: SecretString,
        random: &dyn Random,
        address: Option<IpAddr>,
    ) -> Result<String, PasswordError> {
        let mut salt = [0_u8; 16];
        random.fill(&mut salt)?;
        let cost = self.cost;
        let hashed = self.queue.run(address.map(Into::into), move || hashing::hash(cost, &password, &salt)).await?;
        Ok(hashed.map_err(failed)?)
    }

    /// Whether a password is the one whose hash was stored, at whatever cost it was then made.
    ///
    /// With `None`, where there is no such user, the answer is no, and takes the same work: how long it takes says
    /// nothing of who has an account. A stored text that is no hash fits no password, and is an error in the log.
    ///
    /// # Errors
    /// [`PasswordError::Busy`], or the system's failure.
    pub async fn verify(
        &self,
        password: SecretString,
        stored: Option<String>,
        address: Option<IpAddr>,
    ) -> Result<bool, PasswordError> {
        let cost = self.cost;
        let verify = move || hashing::verify(cost, &password, stored.as_deref());
        let verified = self.queue.run(address.map(Into::into), verify).await?;
        Ok(verified.map_err(failed)?)
    }
}

fn failed(error: argon2::password_hash::Error) -> Internal {
    Internal::Hashing(error.to_string())
}
