//! Sealing of secrets under the master key.
//!
//! XChaCha20-Poly1305, with a key of its own for each purpose (HKDF-SHA256 of the master key). What is sealed is bound
//! to its place by the additional data `table|column|row`: moved to another row, it does not open. A sealed value is
//! `[version][key id, 4 bytes][nonce, 24 bytes][ciphertext and tag]`.

mod file;

use std::fmt;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use rand::TryCryptoRng;
use sha2::Sha256;
use zeroize::Zeroizing;

pub use file::KeyError;
pub(crate) use file::private_folder;

const VERSION: u8 = 1;
const KEY_ID_BYTES: usize = 4;
const NONCE_BYTES: usize = 24;
const HEAD_BYTES: usize = 1 + KEY_ID_BYTES + NONCE_BYTES;

/// The 32 bytes that all secrets in the database hang on. Wiped from memory when dropped.
pub struct MasterKey {
    bytes: Zeroizing<[u8; 32]>,
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(..)")
    }
}

/// Where a sealed value lies, and where alone it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row's id.
    pub row: i64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}|{}|{}", self.table, self.column, self.row)
    }
}

/// Why a value was not sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It was sealed with another key, for another place, or was changed since.
    #[error("an encrypted value cannot be decrypted with this master key")]
    Unsealable,
    /// The system gave no random bytes.
    #[error("the system returned no random bytes")]
    NoRandomness,
}

impl MasterKey {
    /// A key of these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self { bytes: Zeroizing::new(bytes) }
    }

    /// A key of its own for `purpose`; the same each time.
    pub fn derive(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        self.expand(purpose, key.as_mut_slice());
        key
    }

    /// Seals `plain` for `place`, with a nonce from `random`.
    ///
    /// # Errors
    /// [`SealError::NoRandomness`].
    pub fn seal<R: TryCryptoRng>(&self, place: Place, plain: &[u8], random: &mut R) -> Result<Vec<u8>, SealError> {
        let mut sealed = Vec::with_capacity(HEAD_BYTES + plain.len() + 16);
        let mut nonce = [0; NONCE_BYTES];
        random.try_fill_bytes(&mut nonce).map_err(|_| SealError::NoRandomness)?;
        sealed.push(VERSION);
        sealed.extend(self.key_id());
        sealed.extend(nonce);
        let aad = place.to_string();
        let payload = Payload { msg: plain, aad: aad.as_bytes() };
        // It fails only on texts of 256 GB.
        let body = self.cipher().encrypt(&XNonce::from(nonce), payload).map_err(|_| SealError::Unsealable)?;
        sealed.extend(body);
        Ok(sealed)
    }

    /// Opens what [`Self::seal`] sealed for `place`.
    ///
    /// # Errors
    /// [`SealError::Unsealable`].
    pub fn open(&self, place: Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (head, body) = sealed.split_at_checked(HEAD_BYTES).ok_or(SealError::Unsealable)?;
        let (named, nonce) = head.split_at(1 + KEY_ID_BYTES);
        let nonce = <[u8; NONCE_BYTES]>::try_from(nonce).map_err(|_| SealError::Unsealable)?;
        if named[0] != VERSION || named[1..] != self.key_id() {
            return Err(SealError::Unsealable);
        }
        let aad = place.to_string();
        let payload = Payload { msg: body, aad: aad.as_bytes() };
        let plain = self.cipher().decrypt(&XNonce::from(nonce), payload).map_err(|_| SealError::Unsealable)?;
        Ok(Zeroizing::new(plain))
    }

    /// Tells keys apart without telling anything of them.
    fn key_id(&self) -> [u8; KEY_ID_BYTES] {
        let mut id = [0; KEY_ID_BYTES];
        self.expand("key id", &mut id);
        id
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.derive("sealing")).into())
    }

    fn expand(&self, purpose: &str, out: &mut [u8]) {
        let info = [b"wxquota ", purpose.as_bytes()];
        let done = Hkdf::<Sha256>::new(None, self.bytes.as_slice()).expand_multi_info(&info, out);
        debug_assert!(done.is_ok(), "HKDF-SHA256 gives up to 8160 bytes");
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    const SECRET: Place = Place { table: "accounts", column: "sealed_secret", row: 7 };

    fn key(byte: u8) -> MasterKey {
        MasterKey::from_bytes([byte; 32])
    }

    fn sealed() -> Vec<u8> {
        key(1).seal(SECRET, b"0f6e9d", &mut StdRng::seed_from_u64(1)).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_in_its_place_with_its_key_only() {
        let sealed = sealed();
        assert_eq!(key(1).open(SECRET, &sealed).unwrap().as_slice(), b"0f6e9d");
        assert_eq!(key(2).open(SECRET, &sealed), Err(SealError::Unsealable));
        for elsewhere in
            [Place { row: 8, ..SECRET }, Place { column: "token", ..SECRET }, Place { table: "channels", ..SECRET }]
        {
            assert_eq!(key(1).open(elsewhere, &sealed), Err(SealError::Unsealable), "{elsewhere}");
        }
    }

    #[test]
    fn every_byte_counts() {
        let sealed = sealed();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(key(1).open(SECRET, &changed), Err(SealError::Unsealable), "byte {at}");
            assert_eq!(key(1).open(SECRET, &sealed[..at]), Err(SealError::Unsealable), "cut at {at}");
        }
    }

    #[test]
    fn no_nonce_is_used_twice() {
        let mut random = StdRng::seed_from_u64(1);
        let first = key(1).seal(SECRET, b"same", &mut random).unwrap();
        let second = key(1).seal(SECRET, b"same", &mut random).unwrap();
        assert_ne!(first, second);
    }

    #[test]
    fn purposes_have_keys_of_their_own() {
        assert_eq!(key(1).derive("audit"), key(1).derive("audit"));
        assert_ne!(key(1).derive("audit"), key(1).derive("sealing"));
        assert_ne!(key(1).derive("audit"), key(2).derive("audit"));
    }

    #[test]
    fn a_key_does_not_print_itself() {
        assert_eq!(format!("{:?}", key(42)), "MasterKey(..)");
    }
}
