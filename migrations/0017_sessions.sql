-- Browser sessions, named by the SHA-256 of what the cookie holds. Those without a user carry a form's outcome only.
DROP TABLE sessions;
CREATE TABLE sessions (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    id_hash      BLOB    NOT NULL UNIQUE CHECK (length(id_hash) = 32),
    user_id      INTEGER REFERENCES users (id),
    -- A form's outcome, for the next page only.
    flash        TEXT    CHECK (length(flash) <= 100000),
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    -- When it ends unless it is used again.
    expires_at   INTEGER NOT NULL,
    -- The user's rights have changed: the next request gets another id.
    renew        INTEGER NOT NULL DEFAULT 0 CHECK (renew IN (0, 1)),
    address      TEXT    CHECK (length(address) <= 60),
    user_agent   TEXT    CHECK (length(user_agent) <= 300)
) STRICT;

CREATE INDEX sessions_by_end ON sessions (expires_at);
CREATE INDEX sessions_by_user ON sessions (user_id) WHERE user_id IS NOT NULL;

-- A token never may more than the user who made it; none where a command made it.
ALTER TABLE api_tokens ADD COLUMN made_by_user INTEGER REFERENCES users (id);
