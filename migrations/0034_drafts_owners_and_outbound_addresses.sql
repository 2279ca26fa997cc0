-- What somebody typed and may go on with: the secret of a form that was refused, and the fields of a form that was posted
-- after its session had ended. Sealed and bound to its row; it goes with its session.
CREATE TABLE drafts (
    -- Random: the form carries it, and it tells nothing.
    id         INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    purpose    TEXT    NOT NULL CHECK (length(purpose) BETWEEN 1 AND 100),
    sealed     BLOB    NOT NULL CHECK (length(sealed) <= 100000),
    kept_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX drafts_by_session ON drafts (session_id);
CREATE INDEX drafts_by_end ON drafts (expires_at);

-- The addresses that WeChat named when it refused a call of this machine, whichever account it was for.
CREATE TABLE outbound_addresses (
    address  TEXT    PRIMARY KEY CHECK (length(address) BETWEEN 2 AND 45),
    first_at INTEGER NOT NULL,
    last_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO outbound_addresses (address, first_at, last_at)
    SELECT address, MIN(first_at), MAX(last_at) FROM seen_addresses GROUP BY address;

-- Who to call about an account or an interface, and what uses it.
ALTER TABLE accounts ADD COLUMN owner TEXT CHECK (length(owner) BETWEEN 1 AND 60);
ALTER TABLE accounts ADD COLUMN note TEXT CHECK (length(note) BETWEEN 1 AND 500);
ALTER TABLE interfaces ADD COLUMN owner TEXT CHECK (length(owner) BETWEEN 1 AND 60);
ALTER TABLE interfaces ADD COLUMN note TEXT CHECK (length(note) BETWEEN 1 AND 500);
