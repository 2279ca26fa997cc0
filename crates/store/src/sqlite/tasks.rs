//! Task runs in SQLite.

use async_trait::async_trait;

use super::{SqliteStore, clipped, time};
use crate::{StoreError, TaskRun, Tasks};

const SET: &str = "INSERT INTO task_runs (name, started_at, ended_at, summary, error) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (name) DO UPDATE SET started_at = excluded.started_at, ended_at = excluded.ended_at,
         summary = excluded.summary, error = excluded.error";
const ALL: &str = "SELECT name, started_at, ended_at, summary, error FROM task_runs ORDER BY name";

#[derive(sqlx::FromRow)]
struct Row {
    name: String,
    started_at: i64,
    ended_at: i64,
    summary: String,
    error: Option<String>,
}

#[async_trait]
impl Tasks for SqliteStore {
    async fn set_task_run(&self, run: &TaskRun) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query(SET)
            .bind(&run.name)
            .bind(run.started_at.as_millisecond())
            .bind(run.ended_at.as_millisecond())
            .bind(clipped(&run.summary))
            .bind(run.error.as_deref().map(clipped))
            .execute(&mut *write)
            .await?;
        Ok(write.commit().await?)
    }

    async fn task_runs(&self) -> Result<Vec<TaskRun>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(ALL).fetch_all(&self.reader).await?;
        let run = |row: Row| {
            Ok(TaskRun {
                started_at: time(row.started_at)?,
                ended_at: time(row.ended_at)?,
                name: row.name,
                summary: row.summary,
                error: row.error,
            })
        };
        rows.into_iter().map(run).collect()
    }
}
