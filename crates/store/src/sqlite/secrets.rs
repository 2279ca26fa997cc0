//! Secrets on their way into and out of the database; between, they are sealed.

use domain::AccountId;
use rand::rngs::SysRng;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::seal::{Place, SealError};
use crate::{MasterKey, StoreError};

fn place(account: AccountId) -> Place {
    Place { table: "accounts", column: "sealed_secret", row: account.0 }
}

/// Seals an account's AppSecret for its row.
pub(super) fn sealed(key: &MasterKey, account: AccountId, secret: &SecretString) -> Result<Vec<u8>, StoreError> {
    sealed_at(key, place(account), secret)
}

/// Opens the AppSecret of an account's row.
pub(super) fn opened(key: &MasterKey, account: AccountId, sealed: &[u8]) -> Result<SecretString, StoreError> {
    opened_at(key, place(account), sealed)
}

/// Seals a secret for its place, with a nonce from the system.
pub(super) fn sealed_at(key: &MasterKey, place: Place, secret: &SecretString) -> Result<Vec<u8>, StoreError> {
    sealed_bytes(key, place, secret.expose_secret().as_bytes())
}

/// Opens the secret that was sealed for a place.
pub(super) fn opened_at(key: &MasterKey, place: Place, sealed: &[u8]) -> Result<SecretString, StoreError> {
    let plain = key.open(place, sealed)?;
    let text = std::str::from_utf8(&plain).map_err(|_| StoreError::Unsealable)?;
    Ok(SecretString::from(text))
}

/// Seals bytes for their place, with a nonce from the system.
pub(super) fn sealed_bytes(key: &MasterKey, place: Place, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
    Ok(key.seal(place, plain, &mut SysRng)?)
}

/// Opens the bytes that were sealed for a place.
pub(super) fn opened_bytes(key: &MasterKey, place: Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    Ok(key.open(place, sealed)?)
}

impl From<SealError> for StoreError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::Unsealable => Self::Unsealable,
            SealError::NoRandomness => Self::Database(error.to_string()),
        }
    }
}
