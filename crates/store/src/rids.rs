//! Requests that were looked up by their rid, kept because WeChat forgets them after 7 days, and what people write beside
//! them.

pub mod lookups;

use async_trait::async_trait;
use domain::{AccountId, CgiPath, GroupId, LimitHit, LimitVerdict};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{AuditActor, StoreError};

/// The longest note, in characters.
pub const NOTE_CHARACTERS: usize = 2_000;
/// The largest number of notes beside a request: all of them are on its page, in its ticket text and in the API.
pub const MAX_NOTES: i64 = 100;
/// The longest link to a ticket, in characters.
pub const TICKET_CHARACTERS: usize = 500;

/// A request as it was told, and what people added to it. Whoever keeps it has redacted its texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredRid {
    /// The rid, in its only spelling.
    pub rid: String,
    /// The account that was told, which is the one that made the call.
    pub account_id: AccountId,
    /// When the call was made.
    pub at: Timestamp,
    /// How long it took, in milliseconds.
    pub cost_in_ms: Option<i64>,
    /// The URL's query; WeChat keeps neither host nor path.
    pub request_url: String,
    /// The body that was sent, empty for none.
    pub request_body: String,
    /// The answer.
    pub response_body: String,
    /// Where the call came from.
    pub client_ip: Option<String>,
    /// What it was answered; `None` where it went well, or the answer was no JSON.
    pub errcode: Option<i32>,
    /// When it was looked up.
    pub looked_up_at: Timestamp,
    /// The actor who looked it up, as text.
    pub looked_up_by: String,
    /// The interface that was called, by the text that the rid came in or by a person.
    pub cgi_path: Option<CgiPath>,
    /// The limit that the call hit; `None` where it was refused for another reason, or nothing is concluded yet.
    pub limit: Option<LimitVerdict>,
    /// The address of a ticket, of at most [`TICKET_CHARACTERS`] characters.
    pub ticket: Option<String>,
    /// When a person last set interface or ticket, and who did, as the audit trail names them.
    pub details_set: Option<(Timestamp, String)>,
    /// The text of the newest note.
    pub newest_note: Option<String>,
}

impl StoredRid {
    /// Tells interface and ticket apart from what they were before.
    pub fn version(&self) -> String {
        let set_at = self.details_set.as_ref().map(|(at, _)| at.as_millisecond()).unwrap_or_default();
        format!("{set_at} {}", self.cgi_path.as_ref().map(CgiPath::as_str).unwrap_or_default())
    }
}

/// A note beside a request, redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RidNote {
    /// Its id.
    pub id: i64,
    /// When it was written.
    pub at: Timestamp,
    /// Who wrote it, as the audit trail names them.
    pub by: String,
    /// The text, of at most [`NOTE_CHARACTERS`] characters.
    pub text: String,
}

/// Interface and ticket to store beside a request; they replace those before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewRidDetails {
    /// The interface.
    pub cgi_path: Option<CgiPath>,
    /// The address of a ticket.
    pub ticket: Option<String>,
    /// The [`StoredRid::version`] that the person saw.
    pub instead_of: String,
}

/// The outcome of storing interface and ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DetailsOutcome {
    /// They were stored.
    Written,
    /// Somebody else changed them meanwhile; nothing was written.
    Changed,
    /// No request with this rid is stored for the account.
    NotFound,
}

/// The outcome of adding a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteOutcome {
    /// It was added.
    Added,
    /// There are [`MAX_NOTES`] already; nothing was written.
    TooMany,
    /// No request with this rid is stored for the account.
    NotFound,
}

/// Filters and paging of a search of stored requests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RidQuery {
    /// Each of these somewhere in rid, path or its names, errcode, note, ticket, who, account or address; in any case.
    pub words: Vec<String>,
    /// The texts by which requests at a limit are found as well.
    pub hit_texts: Vec<(LimitHit, String)>,
    /// Requests that hit this limit.
    pub hit: Option<LimitHit>,
    /// Requests of accounts in this group.
    pub group: Option<GroupId>,
    /// Requests made within this time, the end excluded.
    pub made: Option<(Timestamp, Timestamp)>,
    /// Requests with a smaller id than this one.
    pub before: Option<i64>,
    /// The largest number of requests to return; 0 returns none.
    pub limit: i64,
}

/// A request whose limit is to be concluded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueLimit {
    /// The request.
    pub request: StoredRid,
    /// Grows with all that may change the conclusion.
    pub mark: i64,
}

/// Requests by their rids.
#[async_trait]
pub trait Rids {
    /// Keeps a request, and ends its look-up. What is kept of this rid and account already stays as it is, since it cannot
    /// have changed.
    async fn save_rid(&self, kept: &StoredRid) -> Result<(), StoreError>;

    /// The request with this rid, of one account or of any; of several the one looked up last.
    async fn kept_rid(&self, rid: &str, account: Option<AccountId>) -> Result<Option<StoredRid>, StoreError>;

    /// An account's failed requests made from `since` on, the newest first.
    async fn failed_rids(&self, account: AccountId, since: Timestamp) -> Result<Vec<StoredRid>, StoreError>;

    /// Those kept that fit, the newest first, each with what [`RidQuery::before`] takes.
    async fn search_rids(&self, query: &RidQuery) -> Result<Vec<(i64, StoredRid)>, StoreError>;

    /// Writes down the interface of a kept request where none was known, with a line in the audit trail.
    async fn set_rid_path(
        &self,
        rid: &str,
        account: AccountId,
        path: &CgiPath,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Sets interface and ticket of a kept request, with a line in the audit trail.
    async fn set_rid_details(
        &self,
        rid: &str,
        account: AccountId,
        new: &NewRidDetails,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<DetailsOutcome, StoreError>;

    /// The notes beside a kept request, the oldest first.
    async fn rid_notes(&self, rid: &str, account: AccountId) -> Result<Vec<RidNote>, StoreError>;

    /// Adds a note beside a kept request, with a line in the audit trail.
    async fn add_rid_note(
        &self,
        rid: &str,
        account: AccountId,
        text: &str,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<NoteOutcome, StoreError>;

    /// Removes a note beside a kept request, with a line in the audit trail. `false`: there is no such note.
    async fn remove_rid_note(
        &self,
        rid: &str,
        account: AccountId,
        note: i64,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Requests whose limit is to be concluded, or concluded again: after an upgrade, since a reading or a clear came, or since
    /// the interface became known.
    async fn due_limits(&self, limit: i64) -> Result<Vec<DueLimit>, StoreError>;

    /// Writes down the limits that requests hit, in one transaction. What was marked again meanwhile stays as it was, and due.
    async fn conclude_limits(&self, concluded: &[(DueLimit, Option<LimitVerdict>)]) -> Result<(), StoreError>;
}
