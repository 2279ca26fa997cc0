//! A clear that a second person has to agree to.

use domain::clears::{RequestId, RequestState};
use domain::{AccountId, CgiPath, ClearId, InterfaceId, Scope, Via};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A request for a clear as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearRequest {
    /// The id.
    pub id: RequestId,
    /// The account whose counts are to be reset.
    pub account_id: AccountId,
    /// The present name of the account.
    pub account_name: String,
    /// The interface to reset; `None` for all of the account.
    pub interface: Option<(InterfaceId, CgiPath)>,
    /// The credential of the call.
    pub via: Via,
    /// The actor who asked, as the audit trail names them.
    pub actor: String,
    /// The reason.
    pub reason: String,
    /// The reason for overriding a barrier.
    pub override_reason: Option<String>,
    /// Why a person clears although every count that it would reset is near 0.
    pub anyway_reason: Option<String>,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it expires.
    pub expires_at: Timestamp,
    /// The stored state; [`Self::state`] is the one that counts.
    pub written: RequestState,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// The actor who decided it.
    pub decided_by: Option<String>,
    /// The reason of a decline.
    pub decision_reason: Option<String>,
    /// The clear of an approved request.
    pub clear: Option<ClearId>,
}

impl ClearRequest {
    /// The state at `now`.
    pub fn state(&self, now: Timestamp) -> RequestState {
        self.written.at(now, self.expires_at)
    }

    /// The scope of the clear.
    pub fn scope(&self) -> Scope {
        if self.interface.is_some() { Scope::Interface } else { Scope::Account }
    }
}
