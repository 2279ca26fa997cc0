//! Look-ups of rids: those that are to be made, those that came to nothing, lists of many, and the calls made for them.

use async_trait::async_trait;
use domain::AccountId;
use jiff::Timestamp;

use super::KeptRid;
use crate::{By, StoreError};

/// A look-up somebody wants made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedRid {
    /// The rid, in its only spelling.
    pub rid: String,
    /// The one account to ask; `None` leaves that to the desk.
    pub account: Option<AccountId>,
    /// The appid that stood near it.
    pub appid: Option<String>,
    /// The path that stood near it; also one that is never told.
    pub cgi_path: Option<String>,
    /// The errcode that stood near it.
    pub errcode: Option<i32>,
}

/// The newest look-up of a rid that WeChat has not told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RidLookup {
    /// What is wanted.
    pub wanted: WantedRid,
    /// Since when.
    pub wanted_at: Timestamp,
    /// By whom, as text.
    pub wanted_by: String,
    /// How often it was made.
    pub tries: u32,
    /// When it is made next; `None` where it is not.
    pub due_at: Option<Timestamp>,
    /// Why the last one came to nothing, as the desk writes it; and when that was.
    pub untold: Option<(String, Timestamp)>,
}

/// How a look-up that came to nothing goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RidUntold {
    /// Why it came to nothing, as the desk writes it.
    pub why: String,
    /// When it is made again; `None` where it is not.
    pub due_at: Option<Timestamp>,
}

/// Rids that were pasted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RidList {
    /// When.
    pub made_at: Timestamp,
    /// By whom, as text.
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
    /// What it was, where that is kept.
    pub kept: Option<KeptRid>,
    /// What is becoming of it, where it is not.
    pub lookup: Option<RidLookup>,
}

/// Look-ups of rids.
#[async_trait]
pub trait RidLookups {
    /// Has these looked up from `due_at` on, anew where they were before; those kept already are left out. Tells which are
    /// to be made.
    async fn want_rids(
        &self,
        wanted: &[WantedRid],
        by: &str,
        at: Timestamp,
        due_at: Timestamp,
    ) -> Result<Vec<String>, StoreError>;

    /// The look-up of a rid, where there is one.
    async fn rid_lookup(&self, rid: &str) -> Result<Option<RidLookup>, StoreError>;

    /// Look-ups that are due, the longest due first.
    async fn due_rids(&self, now: Timestamp, limit: i64) -> Result<Vec<RidLookup>, StoreError>;

    /// Writes down that a look-up came to nothing, unless it was wanted anew meanwhile.
    async fn rid_untold(&self, lookup: &RidLookup, untold: &RidUntold, at: Timestamp) -> Result<(), StoreError>;

    /// Makes a list of rids, with what else their text held, redacted, and a line in the audit trail that names the rids;
    /// its id.
    async fn add_rid_list(&self, rids: &[String], beside: &str, by: &By, at: Timestamp) -> Result<i64, StoreError>;

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
    async fn last_told(&self) -> Result<Vec<(AccountId, Timestamp)>, StoreError>;

    /// Forgets lists, look-ups that are not due any more, and calls from before then.
    async fn forget_lookups(&self, before: Timestamp) -> Result<(), StoreError>;
}
