//! A request for a clear.

use domain::clears::{RequestId, RequestState};
use domain::{AccountId, CgiPath, ClearId, InterfaceId, Scope, Via};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A request as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearRequest {
    /// Its id.
    pub id: RequestId,
    /// Whose calls are to be reset.
    pub account_id: AccountId,
    /// What that account is called now.
    pub account_name: String,
    /// The one interface; `None` for all of them.
    pub interface: Option<(InterfaceId, CgiPath)>,
    /// How.
    pub via: Via,
    /// Who asked, as records name them.
    pub actor: String,
    /// Why.
    pub reason: String,
    /// Why one would go on although something stands in the way.
    pub override_reason: Option<String>,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Until when it waits.
    pub expires_at: Timestamp,
    /// What is written down of it; see [`Self::state`].
    pub written: RequestState,
    /// When somebody decided it.
    pub decided_at: Option<Timestamp>,
    /// Who did.
    pub decided_by: Option<String>,
    /// Why it was declined.
    pub decision_reason: Option<String>,
    /// The clear it became.
    pub clear: Option<ClearId>,
}

impl ClearRequest {
    /// What has become of it by `now`.
    pub fn state(&self, now: Timestamp) -> RequestState {
        self.written.at(now, self.expires_at)
    }

    /// What is to be reset.
    pub fn scope(&self) -> Scope {
        if self.interface.is_some() { Scope::Interface } else { Scope::Account }
    }
}
