//! Requests that were looked up by their rid, kept because WeChat forgets them after 7 days.

use async_trait::async_trait;
use domain::AccountId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::StoreError;

/// A request as it was told. Whoever keeps it has redacted its texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptRid {
    /// The rid, in its only spelling.
    pub rid: String,
    /// The account that was told, which is the one that made the call.
    pub account_id: AccountId,
    /// When the call was made.
    pub at: Timestamp,
    /// How long it took, in milliseconds.
    pub cost_in_ms: Option<i64>,
    /// The URL's query.
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
}

/// Requests by their rids.
#[async_trait]
pub trait Rids {
    /// Keeps a request. What is kept of this rid and account already stays as it is: it cannot have changed.
    async fn keep_rid(&self, kept: &KeptRid) -> Result<(), StoreError>;

    /// The request with this rid, of one account or of any; of several the one looked up last.
    async fn kept_rid(&self, rid: &str, account: Option<AccountId>) -> Result<Option<KeptRid>, StoreError>;

    /// An account's failed requests made from `since` on, the newest first.
    async fn failed_rids(&self, account: AccountId, since: Timestamp) -> Result<Vec<KeptRid>, StoreError>;

    /// Those looked up last, the newest first.
    async fn kept_rids(&self, limit: u32) -> Result<Vec<KeptRid>, StoreError>;
}
