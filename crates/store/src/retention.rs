//! Deletion of records by age.

use async_trait::async_trait;
use domain::retention::Aging;
use jiff::Timestamp;

use crate::StoreError;

/// Deletion of records by age.
#[async_trait]
pub trait Retained {
    /// Deletes the oldest records of a kind that ended before then, `limit` of them at most, in one transaction; how many those
    /// were. Records that something still needs stay: unfinished ones, decisions that ordered clears, requests with a note or a
    /// ticket, and of each channel the newest attempt.
    async fn delete_old(&self, kind: Aging, before: Timestamp, limit: i64) -> Result<u64, StoreError>;
}
