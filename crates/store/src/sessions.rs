//! Browser sessions: for now anonymous and short, to carry a form's outcome to the page that follows.

use async_trait::async_trait;
use jiff::Timestamp;

use crate::StoreError;

/// Sessions, named by the SHA-256 of what the cookie holds.
#[async_trait]
pub trait Sessions {
    /// Leaves a message for the next page of this session, making the session where it does not exist; an older message
    /// is replaced. Sessions that ended before `at` are removed.
    async fn put_flash(
        &self,
        id_hash: &[u8; 32],
        flash: &str,
        at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Takes the message; a second call finds none.
    async fn take_flash(&self, id_hash: &[u8; 32], at: Timestamp) -> Result<Option<String>, StoreError>;
}
