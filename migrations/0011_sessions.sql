-- Browser sessions, named by the SHA-256 of what the cookie holds.
CREATE TABLE sessions (
    id_hash    BLOB    NOT NULL PRIMARY KEY CHECK (length(id_hash) = 32),
    -- A form's outcome, for the next page only.
    flash      TEXT    CHECK (length(flash) <= 100000),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_end ON sessions (expires_at);
