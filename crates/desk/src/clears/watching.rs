//! What the desk does about clears by itself, on one beat: it looks for the effect of those that were made, and looks again
//! where counts fell without one.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::{AccountId, ClearId};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::{Desk, Internal};

/// How often it looks for what is due. What is due when is in the database, so that a restart forgets nothing.
const BEAT: Duration = Duration::from_secs(2);

/// One thing to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Job {
    /// What a clear did.
    Check(ClearId),
    /// Whether an account's counts stayed low.
    LookAgain(AccountId),
}

/// What is being looked at; a slow account holds up itself alone.
#[derive(Debug)]
pub(crate) struct Watch {
    under_way: Arc<Mutex<HashSet<Job>>>,
    tasks: TaskTracker,
}

impl Default for Watch {
    fn default() -> Self {
        let tasks = TaskTracker::new();
        // Closed trackers still take tasks; only closed ones can be waited for.
        tasks.close();
        Self { under_way: Arc::default(), tasks }
    }
}

/// Ends a job when it is dropped, also where the task panics.
struct UnderWay(Arc<Mutex<HashSet<Job>>>, Job);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.1);
    }
}

impl Watch {
    /// Begins a job in a task of its own, unless it is under way already; whether it began.
    pub(super) fn begin(&self, job: Job, task: impl Future<Output = ()> + Send + 'static) -> bool {
        if !self.under_way.lock().unwrap_or_else(PoisonError::into_inner).insert(job) {
            return false;
        }
        let under_way = UnderWay(Arc::clone(&self.under_way), job);
        self.tasks.spawn(async move {
            let _under_way = under_way;
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
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(BEAT) => {}
            }
        }
        self.watched().await;
    }

    /// Begins what is due and not under way; gives how much began.
    ///
    /// # Errors
    /// [`Internal`] where it cannot be told what is due.
    pub async fn watch_beat(self: &Arc<Self>) -> Result<usize, Internal> {
        Ok(self.begin_checks().await? + self.begin_looking_again().await?)
    }

    /// Waits for what is being looked at.
    pub async fn watched(&self) {
        self.watch.tasks.wait().await;
    }
}
