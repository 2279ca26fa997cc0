//! Task runs in SQLite.

use async_trait::async_trait;

use super::{SqliteStore, clipped};
use crate::sqlite::query::{from_row, params};
use crate::{StoreError, TaskRun, Tasks};

const SET: &str = "INSERT INTO task_runs (name, started_at, ended_at, summary, error) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (name) DO UPDATE SET started_at = excluded.started_at, ended_at = excluded.ended_at,
         summary = excluded.summary, error = excluded.error";
const ALL: &str = "SELECT name, started_at, ended_at, summary, error FROM task_runs ORDER BY name";

from_row! { TaskRun { name, started_at, ended_at, summary, error } }

#[async_trait]
impl Tasks for SqliteStore {
    async fn set_task_run(&self, run: &TaskRun) -> Result<(), StoreError> {
        let TaskRun { name, started_at, ended_at, summary, error } = run;
        let error = error.as_deref().map(clipped);
        self.execute(SET, params![name, started_at, ended_at, clipped(summary), error]).await.map(drop)
    }

    async fn task_runs(&self) -> Result<Vec<TaskRun>, StoreError> {
        self.fetch_all(ALL, params![]).await
    }
}
