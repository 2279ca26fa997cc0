//! The scheduler of background work on clears: verifying those that were made, and reading counts again that fell without one.

use std::sync::Arc;
use std::time::Duration;

use domain::{AccountId, ClearId};
use tokio_util::sync::CancellationToken;

use crate::background::{InProgress, Tasks};
use crate::{Desk, Internal};

/// The interval at which due work is looked for. Due times are kept in the database, so that they survive a restart.
const BEAT: Duration = Duration::from_secs(2);

/// A job of the scheduler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Job {
    /// What a clear did.
    Check(ClearId),
    /// Whether an account's counts stayed low.
    LookAgain(AccountId),
}

/// The jobs in progress, each in a task of its own: a slow account delays itself alone.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    in_progress: InProgress<Job>,
    tasks: Tasks,
}

impl Watch {
    /// Starts a job in a task of its own, unless it is in progress already; gives whether it started.
    pub(super) fn begin(&self, job: Job, task: impl Future<Output = ()> + Send + 'static) -> bool {
        let Some(claim) = self.in_progress.claim(job) else { return false };
        self.tasks.spawn(async move {
            let _claim = claim;
            task.await;
        });
        true
    }
}

impl Desk {
    /// Looks after clears, beat after beat, until `stop`; then lets what is under way end and returns.
    pub async fn watch_clears(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(error) = self.watch_beat().await {
                tracing::error!(%error, "what is to be looked at of clears could not be told");
            }
            stop.run_until_cancelled(tokio::time::sleep(BEAT)).await;
        }
        self.watched().await;
    }

    /// Begins what is due and not under way; gives how much began.
    ///
    /// # Errors
    /// [`Internal`] where due work cannot be read.
    pub async fn watch_beat(self: &Arc<Self>) -> Result<usize, Internal> {
        Ok(self.begin_checks().await? + self.begin_second_looks().await?)
    }

    /// Waits for what is being looked at.
    pub async fn watched(&self) {
        self.watch.tasks.wait().await;
    }
}
