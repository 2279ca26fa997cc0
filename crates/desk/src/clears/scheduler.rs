//! The scheduler of background work on clears: verifying those that were made, and reading counts again that fell without one.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::{Desk, Internal};

/// The interval at which due work is looked for. Due times are kept in the database, so that they survive a restart.
const BEAT: Duration = Duration::from_secs(2);

impl Desk {
    /// Looks after clears, beat after beat, until `stop`; then lets what is under way end and returns.
    pub async fn run_clear_scheduler(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            self.wait_for_writes(&stop).await;
            if let Err(error) = self.run_due_clear_jobs().await {
                tracing::error!(%error, "clears that are due for verification could not be read");
            }
            stop.run_until_cancelled(tokio::time::sleep(BEAT)).await;
        }
        self.watched().await;
    }

    /// Begins what is due and not under way; gives how much began. Nothing does while its result could not be saved.
    ///
    /// # Errors
    /// [`Internal`] where due work cannot be read.
    pub async fn run_due_clear_jobs(self: &Arc<Self>) -> Result<usize, Internal> {
        if self.write_fault().is_some() {
            return Ok(0);
        }
        Ok(self.begin_checks().await? + self.begin_second_looks().await?)
    }

    /// Waits for what is being looked at.
    pub async fn watched(&self) {
        self.watch.tasks.wait().await;
    }
}
