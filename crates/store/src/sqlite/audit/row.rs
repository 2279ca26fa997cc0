//! A line of the audit trail as it is stored, and its seal.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;

use crate::StoreError;
use crate::audit::{AuditActor, NewAuditLine};
use crate::sqlite::clipped;
use crate::sqlite::query::from_row;

/// A line in the form in which it is kept and sealed.
pub(super) struct Row {
    pub(super) id: i64,
    pub(super) at: i64,
    pub(super) actor: String,
    pub(super) token: Option<String>,
    pub(super) address: Option<String>,
    pub(super) what: String,
    pub(super) subject: Option<String>,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) mac: Vec<u8>,
}

from_row! { Row { id, at, actor, token, address, what, subject, before, after, reason, mac } }

impl Row {
    pub(super) fn of(id: i64, at: Timestamp, by: &AuditActor, act: NewAuditLine) -> Self {
        Self {
            id,
            at: at.as_millisecond(),
            actor: by.actor.clone(),
            token: by.token.clone(),
            address: by.address.map(|address| address.to_string()),
            what: act.what.word().to_owned(),
            subject: act.subject.as_deref().map(clipped).map(str::to_owned),
            before: act.before.map(|before| before.to_string()),
            after: act.after.map(|after| after.to_string()),
            reason: act.reason.as_deref().map(clipped).map(str::to_owned),
            mac: Vec::new(),
        }
    }

    /// The seal of this line after `previous`. A JSON array, so that no text can pass for two fields.
    pub(super) fn seal(&self, key: &[u8; 32], previous: &[u8]) -> Result<Vec<u8>, StoreError> {
        let fields = (
            (self.id, self.at, &self.actor, &self.token, &self.address),
            (&self.what, &self.subject, &self.before, &self.after, &self.reason),
        );
        let text = serde_json::to_vec(&fields).map_err(|error| StoreError::Inconsistent(error.to_string()))?;
        Ok(sealed(key, &[b"line", previous, &text]))
    }
}

/// The MAC over the last line that is stored beside the trail, so that lines missing at the end are noticed.
pub(super) fn head(key: &[u8; 32], last: i64, mac: &[u8]) -> Vec<u8> {
    sealed(key, &[b"head", &last.to_be_bytes(), mac])
}

fn sealed(key: &[u8; 32], parts: &[&[u8]]) -> Vec<u8> {
    // A key of any length is taken.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}
