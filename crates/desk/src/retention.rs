//! Deletion by age: what was kept as long as the settings say is deleted in small steps, so that no writer waits for long.
//!
//! The ledger, the audit trail and requests with a note or a ticket are never deleted.

use std::sync::Arc;
use std::time::Duration;

use domain::retention::Aging;
use tokio_util::sync::CancellationToken;

use crate::{Desk, Internal};

/// The time between two looks for what is old.
const LOOKS_EVERY: Duration = Duration::from_hours(1);
/// The largest number of records that one transaction deletes.
const AT_ONCE: i64 = 200;
/// The pause between two such transactions, in which others write.
const PAUSE: Duration = Duration::from_millis(50);

impl Desk {
    /// Deletes what is old, again and again, until `stop`.
    pub async fn run_retention(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            if let Some(Err(error)) = stop.run_until_cancelled(self.delete_old()).await {
                tracing::error!(%error, "old records could not be deleted");
            }
            stop.run_until_cancelled(tokio::time::sleep(LOOKS_EVERY)).await;
        }
    }

    /// Deletes everything that was kept as long as the settings say; how many records.
    ///
    /// # Errors
    /// [`Internal`] where the database fails; what was deleted before stays deleted.
    pub async fn delete_old(&self) -> Result<u64, Internal> {
        let mut all = 0;
        for kind in Aging::ALL {
            let mut deleted = 0;
            loop {
                let step = self.delete_some(kind).await?;
                if step == 0 {
                    break;
                }
                deleted += step;
                tokio::time::sleep(PAUSE).await;
            }
            if deleted > 0 {
                tracing::info!(%kind, deleted, "records were deleted because their retention ended");
            }
            all += deleted;
        }
        Ok(all)
    }

    /// Deletes some old records of a kind; how many. The settings are looked at for each step: an admin may have thought better.
    async fn delete_some(&self, kind: Aging) -> Result<u64, Internal> {
        let Some(kept_for) = self.live().values.retention.kept_for(kind) else { return Ok(0) };
        Ok(self.store.delete_old(kind, self.clock.now() - kept_for, AT_ONCE).await?)
    }
}
