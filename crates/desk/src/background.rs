//! State that background tasks share.

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::JoinHandle;
use tokio_util::task::TaskTracker;

/// Locks a mutex, also where a task panicked while it held it: each change made under these locks is one insertion or removal, so
/// what they guard is whole at any time.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Background tasks that outlive the request that started them, and can be waited for.
#[derive(Debug)]
pub(crate) struct Tasks(TaskTracker);

impl Default for Tasks {
    fn default() -> Self {
        let tracker = TaskTracker::new();
        // Closed trackers still take tasks; only closed ones can be waited for.
        tracker.close();
        Self(tracker)
    }
}

impl Tasks {
    /// Starts a task.
    pub(crate) fn spawn<T: Send + 'static>(&self, task: impl Future<Output = T> + Send + 'static) -> JoinHandle<T> {
        self.0.spawn(task)
    }

    /// Waits until no task is running.
    pub(crate) async fn wait(&self) {
        self.0.wait().await;
    }
}

/// The keys of jobs in progress: of each key one job runs at a time.
#[derive(Debug)]
pub(crate) struct InProgress<K>(Arc<Mutex<HashSet<K>>>);

impl<K> Default for InProgress<K> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K: Copy + Eq + Hash> InProgress<K> {
    /// Claims a key; `None` where a job of it is in progress.
    pub(crate) fn claim(&self, key: K) -> Option<Claim<K>> {
        lock(&self.0).insert(key).then(|| Claim { key, all: Arc::clone(&self.0) })
    }
}

/// A job in progress. It ends when this is dropped, also where its task panics.
#[derive(Debug)]
pub(crate) struct Claim<K: Eq + Hash> {
    /// What the job is about.
    pub(crate) key: K,
    all: Arc<Mutex<HashSet<K>>>,
}

impl<K: Eq + Hash> Drop for Claim<K> {
    fn drop(&mut self) {
        lock(&self.all).remove(&self.key);
    }
}
