-- A draft may be a file of accounts of up to 1 MiB; the other columns, and what is kept, are as before.
CREATE TABLE larger_drafts (
    -- Random: the form carries it, and it tells nothing.
    id         INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    purpose    TEXT    NOT NULL CHECK (length(purpose) BETWEEN 1 AND 100),
    sealed     BLOB    NOT NULL CHECK (length(sealed) <= 1100000),
    kept_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

INSERT INTO larger_drafts (id, session_id, purpose, sealed, kept_at, expires_at)
SELECT id, session_id, purpose, sealed, kept_at, expires_at FROM drafts;

DROP TABLE drafts;
ALTER TABLE larger_drafts RENAME TO drafts;

CREATE INDEX drafts_by_session ON drafts (session_id);
CREATE INDEX drafts_by_end ON drafts (expires_at);
