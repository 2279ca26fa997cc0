//! The desk's own tasks: when each last ran, how long it took, what went wrong.

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::StoreError;

/// The last run of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRun {
    /// The task's name.
    pub name: String,
    /// When the run began.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Timestamp,
    /// A summary of what it did; redacted.
    pub summary: String,
    /// The error, redacted; `None` after a successful run.
    pub error: Option<String>,
}

/// Task runs.
#[async_trait]
pub trait Tasks {
    /// Stores a run, replacing the task's last one.
    async fn set_task_run(&self, run: &TaskRun) -> Result<(), StoreError>;

    /// The last run of every task, by name.
    async fn task_runs(&self) -> Result<Vec<TaskRun>, StoreError>;
}
