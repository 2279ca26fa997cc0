//! Look-ups of rids: those that are to be made, those that came to nothing, lists of many, and the calls made for them.

use async_trait::async_trait;
use domain::AccountId;
use jiff::Timestamp;

use super::StoredRid;
use crate::{AuditActor, StoreError};

/// A look-up to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestedRid {
    /// The rid, in its only spelling.
    pub rid: String,
    /// The one account to ask; `None` leaves that to the desk.
    pub account: Option<AccountId>,
    /// The appid that the text held near the rid.
    pub appid: Option<String>,
    /// The path that the text held near the rid; also one whose quota WeChat does not tell.
    pub cgi_path: Option<String>,
    /// The errcode that the text held near the rid.
    pub errcode: Option<i32>,
}

/// The newest look-up of a rid for which WeChat has returned no request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RidLookup {
    /// The rid and what is known of its call.
    pub wanted: RequestedRid,
    /// When the look-up was asked for.
    pub wanted_at: Timestamp,
    /// Who asked for it, as the audit trail names them.
    pub wanted_by: String,
    /// The number of tries.
    pub tries: u32,
    /// When it is tried next; `None` for never.
    pub due_at: Option<Timestamp>,
    /// The reason why the last try failed, in the form that the desk stores, and when it failed.
    pub untold: Option<(String, Timestamp)>,
}

/// A failed try of a look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedLookup {
    /// The reason of the failure, in the form that the desk stores.
    pub why: String,
    /// When it is tried again; `None` for never.
    pub due_at: Option<Timestamp>,
}

/// A list of rids that were pasted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RidList {
    /// When it was pasted.
    pub made_at: Timestamp,
    /// Who pasted it, as the audit trail names them.
    pub made_by: String,
    /// What else the text held, as the desk writes it.
    pub beside: String,
    /// The rids, in the order of the text.
    pub lines: Vec<RidLine>,
}

/// A rid of a new list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRidLine {
    /// The rid.
    pub rid: String,
    /// What the text says of it, as the desk writes it, redacted.
    pub near: String,
}

/// One rid of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RidLine {
    /// The rid.
    pub rid: String,
    /// What the text says of it, as the desk writes it; `None` in lists of older versions.
    pub near: Option<String>,
    /// The request, where it is stored.
    pub kept: Option<StoredRid>,
    /// The look-up, where the request is not stored.
    pub lookup: Option<RidLookup>,
}

/// A call that is about to be made to look a rid up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewRidCall<'a> {
    /// The rid.
    pub rid: &'a str,
    /// The account that makes the call.
    pub account: AccountId,
    /// Who has it made, as the audit trail names them.
    pub by: &'a str,
    /// When.
    pub at: Timestamp,
    /// From when on calls count.
    pub since: Timestamp,
    /// The largest number of calls of the account since then.
    pub limit: i64,
    /// The largest number of them that one person, or the desk itself, has made; `None` without a limit.
    pub limit_of_one: Option<i64>,
}

/// Whether a call may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallTaken {
    /// It may.
    Taken,
    /// The account has used up its calls.
    AccountSpent,
    /// The person has used up their share of the account's calls.
    PersonSpent,
}

/// The calls of one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RidCalls {
    /// The account.
    pub account: AccountId,
    /// All of them.
    pub all: i64,
    /// Those that the person in question had made.
    pub own: i64,
}

/// Look-ups of rids.
#[async_trait]
pub trait RidLookups {
    /// Has these looked up from `due_at` on, anew where they were before; those kept already are left out. Tells which are
    /// to be made.
    async fn request_rid_lookups(
        &self,
        wanted: &[RequestedRid],
        by: &str,
        at: Timestamp,
        due_at: Timestamp,
    ) -> Result<Vec<String>, StoreError>;

    /// Writes down look-ups that are not made, each with the reason in the form that the desk stores; those kept already are left
    /// out.
    async fn refuse_rid_lookups(
        &self,
        refused: &[(RequestedRid, String)],
        by: &str,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// The look-up of a rid, where there is one.
    async fn rid_lookup(&self, rid: &str) -> Result<Option<RidLookup>, StoreError>;

    /// Look-ups that are due: those that people asked for before those of the desk itself, of each the longest due first.
    async fn due_rid_lookups(&self, now: Timestamp, limit: i64) -> Result<Vec<RidLookup>, StoreError>;

    /// Writes down that a look-up came to nothing, unless it was wanted anew meanwhile.
    async fn rid_lookup_failed(
        &self,
        lookup: &RidLookup,
        untold: &FailedLookup,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Makes a list of rids, with what else their text held, redacted, and a line in the audit trail that names the rids;
    /// its id.
    async fn add_rid_list(
        &self,
        lines: &[NewRidLine],
        beside: &str,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<i64, StoreError>;

    /// A list, with what became of its rids by now; of what is kept with an errcode without bodies and URLs.
    async fn rid_list(&self, id: i64) -> Result<Option<RidList>, StoreError>;

    /// Takes one of the calls that an account may make for rids, and writes it down before it is made.
    async fn take_rid_call(&self, call: &NewRidCall<'_>) -> Result<CallTaken, StoreError>;

    /// The calls made for rids from `since` on, of each account that made any.
    async fn rid_calls(&self, since: Timestamp, by: &str) -> Result<Vec<RidCalls>, StoreError>;

    /// When each account was last told of one of its requests.
    async fn last_rid_answers(&self) -> Result<Vec<(AccountId, Timestamp)>, StoreError>;

    /// Forgets look-ups that are not due any more, and calls from before then.
    async fn forget_lookups(&self, before: Timestamp) -> Result<(), StoreError>;
}
