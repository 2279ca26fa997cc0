//! Known devices: a signed cookie shows that a browser has signed in as a user before.
//!
//! The cookie lets nobody in. It has the browser's failed attempts at that user's password counted for themselves, so that
//! strangers keep no user from a device of theirs. It holds an entry for each of the users who signed in last: a random id, and
//! a signature that binds it to the user and their present password. Nothing in it names the user.

use data_encoding::BASE64URL_NOPAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use store::User;

use crate::{Desk, Internal};

/// The maximum number of entries; those of users who signed in longest ago make room.
const MOST_ENTRIES: usize = 8;
/// The length of an id and of a signature, in bytes.
const ID: usize = 16;
const SIGNATURE: usize = 32;
/// What is between two entries.
const BETWEEN: &str = ".";

/// The id and the signature of an entry; `None` for what is none.
fn parts(entry: &str) -> Option<([u8; ID], [u8; SIGNATURE])> {
    let bytes = BASE64URL_NOPAD.decode(entry.as_bytes()).ok()?;
    let (id, signature) = bytes.split_at_checked(ID)?;
    Some((id.try_into().ok()?, signature.try_into().ok()?))
}

/// The entries of a cookie, as many as it may have.
fn entries(cookie: &str) -> impl Iterator<Item = &str> {
    cookie.split(BETWEEN).filter(|entry| parts(entry).is_some()).take(MOST_ENTRIES)
}

impl Desk {
    /// The name of the device under which its failures at this user's password are counted; `None` where the cookie does not
    /// know the user, or only under another password.
    pub(super) fn known_device(&self, user: &User, cookie: Option<&SecretString>) -> Option<String> {
        let entry = entries(cookie?.expose_secret()).find(|entry| self.is_entry_of(user, entry))?;
        Some(format!("device:{entry}"))
    }

    fn is_entry_of(&self, user: &User, entry: &str) -> bool {
        let Some((id, signature)) = parts(entry) else { return false };
        let expected = self.store.device_signature(user, &id);
        // Hashes are compared, so that how long it takes says nothing about how much of a guess was right.
        expected.is_some_and(|expected| Sha256::digest(expected) == Sha256::digest(signature))
    }

    /// The value of the cookie of a browser in which this user has just typed the password; `old` is the value it had.
    ///
    /// # Errors
    /// [`Internal::Random`].
    pub fn remember_device(&self, user: &User, old: Option<&str>) -> Result<SecretString, Internal> {
        let others = || entries(old.unwrap_or_default());
        let own = match others().find(|entry| self.is_entry_of(user, entry)) {
            Some(known) => known.to_owned(),
            None => self.new_entry(user)?,
        };
        let rest = others().filter(|entry| *entry != own).take(MOST_ENTRIES - 1);
        let all: Vec<_> = std::iter::once(own.as_str()).chain(rest).collect();
        Ok(all.join(BETWEEN).into())
    }

    fn new_entry(&self, user: &User) -> Result<String, Internal> {
        let id = self.random_bytes::<ID>()?;
        let signature = self.store.device_signature(user, &id).unwrap_or_default();
        Ok(BASE64URL_NOPAD.encode(&[&id[..], &signature].concat()))
    }
}
