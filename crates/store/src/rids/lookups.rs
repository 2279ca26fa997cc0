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

/// One rid of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RidLine {
    /// The rid.
    pub rid: String,
    /// The request, where it is stored.
    pub kept: Option<StoredRid>,
    /// The look-up, where the request is not stored.
    pub lookup: Option<RidLookup>,
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

    /// The look-up of a rid, where there is one.
    async fn rid_lookup(&self, rid: &str) -> Result<Option<RidLookup>, StoreError>;

    /// Look-ups that are due, the longest due first.
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
        rids: &[String],
        beside: &str,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<i64, StoreError>;

    /// A list, with what became of its rids by now; of what is kept with an errcode without bodies and URLs.
    async fn rid_list(&self, id: i64) -> Result<Option<RidList>, StoreError>;

    /// Takes one of the `limit` calls that an account may make for rids from `since` on, and writes it down before it is
    /// made; whether there was one.
    async fn take_rid_call(
        &self,
        rid: &str,
        account: AccountId,
        at: Timestamp,
        since: Timestamp,
        limit: i64,
    ) -> Result<bool, StoreError>;

    /// When each account was last told of one of its requests.
    async fn last_rid_answers(&self) -> Result<Vec<(AccountId, Timestamp)>, StoreError>;

    /// Forgets lists, look-ups that are not due any more, and calls from before then.
    async fn forget_lookups(&self, before: Timestamp) -> Result<(), StoreError>;
}
