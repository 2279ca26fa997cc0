//! Errors that services reported, and what became of them.

use async_trait::async_trait;
use domain::incidents::ReactionReason;
use domain::{AccountId, CgiPath, ClearId, GroupId, IncidentId, IncidentState, LimitHit, Reaction};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::StoreError;
use crate::notices::NewNotice;

/// A report of an error by a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIncident {
    /// The account whose call failed.
    pub account: AccountId,
    /// The errcode that WeChat answered.
    pub errcode: i32,
    /// The errmsg that WeChat answered, redacted.
    pub errmsg: String,
    /// The path of the interface that was called.
    pub cgi_path: Option<CgiPath>,
    /// The call's rid.
    pub rid: Option<String>,
    /// The actor who reports it, as the audit trail names them.
    pub by: String,
    /// When the call failed.
    pub at: Timestamp,
}

/// An incident as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// The id.
    pub id: IncidentId,
    /// The account whose calls failed.
    pub account: AccountId,
    /// The present name of the account.
    pub account_name: String,
    /// The errcode that WeChat answered.
    pub errcode: i32,
    /// The errmsg of the first report, redacted.
    pub errmsg: String,
    /// The path of the interface that was called.
    pub cgi_path: Option<CgiPath>,
    /// The first rid that was reported.
    pub rid: Option<String>,
    /// The actor of the first report, as the audit trail names them.
    pub reported_by: String,
    /// When the first reported call failed.
    pub first_at: Timestamp,
    /// When the last reported call failed.
    pub last_at: Timestamp,
    /// The number of reports.
    pub count: i64,
    /// The state of its processing.
    pub state: IncidentState,
    /// The reaction.
    pub reaction: Reaction,
    /// The reason of the reaction.
    pub because: ReactionReason,
    /// The limit that the calls hit; `None` where they failed for another reason, or nothing is concluded yet.
    pub limit: Option<LimitHit>,
    /// The newest clear that was made because of it, or that reset its count.
    pub clear: Option<ClearId>,
    /// When processing ended.
    pub ended_at: Option<Timestamp>,
}

/// The result of processing an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentEnd {
    /// `done` or `failed`.
    pub state: IncidentState,
    /// The reaction.
    pub reaction: Reaction,
    /// The reason of the reaction.
    pub because: ReactionReason,
    /// The limit that the calls hit.
    pub limit: Option<LimitHit>,
    /// The newest clear that was made because of it, or that reset its count.
    pub clear: Option<ClearId>,
    /// The time from which on one more report has it processed again; `None` never. One that a clear ended is open again at
    /// once, and processed from then on.
    pub again_at: Option<Timestamp>,
}

/// Filters and paging of a list of incidents; `None` does not filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncidentQuery {
    /// Incidents of this account.
    pub account: Option<AccountId>,
    /// Incidents of accounts in this group.
    pub group: Option<GroupId>,
    /// Incidents with this errcode.
    pub errcode: Option<i32>,
    /// Incidents of calls of this interface.
    pub cgi_path: Option<CgiPath>,
    /// Incidents in this state.
    pub state: Option<IncidentState>,
    /// Incidents with this reaction.
    pub reaction: Option<Reaction>,
    /// Incidents with a smaller id than this one.
    pub before: Option<IncidentId>,
    /// The largest number of incidents to return; 0 returns none.
    pub limit: i64,
}

/// Incidents.
#[async_trait]
pub trait Incidents {
    /// Writes reports down, all in one transaction: each becomes an incident, or counts with the one of the same account,
    /// errcode and interface that began at most `within` before it, which may have that processed again
    /// ([`IncidentEnd::again_at`]). One answer each, in their order: the incident, and how often it was reported by then; `None`
    /// where the report would begin an incident and `may_begin`, asked with its place, does not let it.
    async fn report_incidents(
        &self,
        reports: &[&NewIncident],
        within: SignedDuration,
        may_begin: &mut (dyn FnMut(usize) -> bool + Send),
    ) -> Result<Vec<Option<(IncidentId, i64)>>, StoreError>;

    /// The number of incidents that wait, those that are not due yet included, by who reported them ([`NewIncident::by`]).
    async fn queued_incidents(&self) -> Result<Vec<(String, i64)>, StoreError>;

    /// Takes up to `limit` incidents that are due at `now`, and makes them `working`: the oldest of each reporter, then the next
    /// of each, and so on, so that nobody waits for all that somebody else reported before.
    async fn take_incidents(&self, limit: i64, now: Timestamp) -> Result<Vec<Incident>, StoreError>;

    /// Lets those wait again that a desk before this one was working on; how many. Only for the process that holds the
    /// database alone.
    async fn requeue_incidents(&self) -> Result<u64, StoreError>;

    /// Writes down what was done about one that is being worked on, and tells people. False where it is not being worked on, or
    /// where the clear that was to end it has turned out not to: it is processed again then.
    async fn end_incident(
        &self,
        id: IncidentId,
        end: &IncidentEnd,
        notice: Option<&NewNotice>,
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// The incidents that match the query, newest first.
    async fn incidents(&self, query: &IncidentQuery) -> Result<Vec<Incident>, StoreError>;

    /// One incident.
    async fn incident(&self, id: IncidentId) -> Result<Option<Incident>, StoreError>;

    /// The incident before this one of the same account, errcode and interface.
    async fn incident_before(&self, id: IncidentId) -> Result<Option<Incident>, StoreError>;

    /// The number of incidents of an account with one of these errcodes that began at `since` or later.
    async fn incidents_since(&self, account: AccountId, errcodes: &[i32], since: Timestamp) -> Result<i64, StoreError>;
}
