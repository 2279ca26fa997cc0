//! Errors that services reported, and what became of them.

use async_trait::async_trait;
use domain::incidents::Because;
use domain::{AccountId, CgiPath, ClearId, IncidentId, IncidentState, Reaction};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::StoreError;
use crate::notices::NewNotice;

/// An error that a service reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIncident {
    /// Whose call it was.
    pub account: AccountId,
    /// What WeChat answered.
    pub errcode: i32,
    /// The same in its words, redacted.
    pub errmsg: String,
    /// The interface that was called.
    pub cgi_path: Option<CgiPath>,
    /// The call's rid.
    pub rid: Option<String>,
    /// Who reports it, as text.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Where it is part of an incident that was looked into so long ago, and no clear came of that, it is looked into again.
    pub again_after: Option<SignedDuration>,
}

/// An incident as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Its id.
    pub id: IncidentId,
    /// Whose calls failed.
    pub account: AccountId,
    /// What that account is called now.
    pub account_name: String,
    /// What WeChat answered.
    pub errcode: i32,
    /// The same in its words, of the first report, redacted.
    pub errmsg: String,
    /// The interface that was called.
    pub cgi_path: Option<CgiPath>,
    /// The first rid that was reported.
    pub rid: Option<String>,
    /// Who reported it first, as text.
    pub reported_by: String,
    /// When it was reported first.
    pub first_at: Timestamp,
    /// When last.
    pub last_at: Timestamp,
    /// How often.
    pub count: i64,
    /// How far the desk has come.
    pub state: IncidentState,
    /// What it did.
    pub reaction: Reaction,
    /// Why that and no more.
    pub because: Because,
    /// The clear that a policy ordered.
    pub clear: Option<ClearId>,
    /// When the desk was done.
    pub ended_at: Option<Timestamp>,
}

/// How the desk ends with an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentEnd {
    /// `done` or `failed`.
    pub state: IncidentState,
    /// What it did.
    pub reaction: Reaction,
    /// Why that and no more.
    pub because: Because,
    /// The clear that a policy ordered.
    pub clear: Option<ClearId>,
}

/// Which incidents are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IncidentQuery {
    /// Only this account's.
    pub account: Option<AccountId>,
    /// Only those in this state.
    pub state: Option<IncidentState>,
    /// Only with this reaction.
    pub reaction: Option<Reaction>,
    /// Only those before this one.
    pub before: Option<IncidentId>,
    /// At most so many; 0 for none.
    pub limit: i64,
}

/// Incidents.
#[async_trait]
pub trait Incidents {
    /// Writes reports down, all in one transaction: each becomes an incident, or counts with the one of the same account,
    /// errcode and interface that began at most `within` before it. One answer each, in their order: the incident, and how
    /// often it was reported by then.
    async fn report_incidents(
        &self,
        reports: &[NewIncident],
        within: SignedDuration,
    ) -> Result<Vec<(IncidentId, i64)>, StoreError>;

    /// How many wait to be looked into.
    async fn queued_incidents(&self) -> Result<i64, StoreError>;

    /// Takes up to `limit` of those that wait, the oldest first; they are `working` from then on.
    async fn take_incidents(&self, limit: i64) -> Result<Vec<Incident>, StoreError>;

    /// Lets those wait again that a desk before this one was working on; how many. Only for the process that holds the
    /// database alone.
    async fn requeue_incidents(&self) -> Result<u64, StoreError>;

    /// Writes down what was done about one that is being worked on, and tells people. False where it is not.
    async fn end_incident(
        &self,
        id: IncidentId,
        end: &IncidentEnd,
        notice: Option<&NewNotice>,
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Incidents, the newest first.
    async fn incidents(&self, query: &IncidentQuery) -> Result<Vec<Incident>, StoreError>;

    /// One.
    async fn incident(&self, id: IncidentId) -> Result<Option<Incident>, StoreError>;

    /// How many incidents of an account with one of these errcodes began since then.
    async fn incidents_since(&self, account: AccountId, errcodes: &[i32], since: Timestamp) -> Result<i64, StoreError>;
}
