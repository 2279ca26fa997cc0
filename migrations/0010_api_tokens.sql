-- API tokens, kept as SHA-256.
CREATE TABLE api_tokens (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    name         TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    role         TEXT    NOT NULL CHECK (role IN ('viewer', 'support', 'lead', 'admin', 'reporter')),
    hash         BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    made_by      TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    last_used_at INTEGER,
    revoked_at   INTEGER
) STRICT;

-- A revoked token gives its name back.
CREATE UNIQUE INDEX api_tokens_live_name ON api_tokens (name) WHERE revoked_at IS NULL;
