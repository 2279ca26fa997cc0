//! The state of background work on clears.

use domain::{AccountId, ClearId};

use crate::background::{InProgress, Tasks};

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
    pub(super) tasks: Tasks,
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
