-- The last run of each of the desk's own tasks.
CREATE TABLE task_runs (
    name       TEXT    NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 60),
    started_at INTEGER NOT NULL,
    ended_at   INTEGER NOT NULL,
    summary    TEXT    NOT NULL CHECK (length(summary) <= 1000),
    error      TEXT    CHECK (length(error) <= 1000)
) STRICT, WITHOUT ROWID;
