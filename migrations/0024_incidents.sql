-- Errors that services reported, folded, and what was done about them.
CREATE TABLE incidents (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id  INTEGER NOT NULL REFERENCES accounts (id),
    errcode     INTEGER NOT NULL,
    -- As the first of them brought it, redacted.
    errmsg      TEXT    NOT NULL CHECK (length(errmsg) <= 1000),
    cgi_path    TEXT    CHECK (length(cgi_path) BETWEEN 1 AND 200),
    -- The first rid that one of them brought.
    rid         TEXT    CHECK (length(rid) = 26),
    reported_by TEXT    NOT NULL CHECK (length(reported_by) BETWEEN 1 AND 200),
    first_at    INTEGER NOT NULL,
    last_at     INTEGER NOT NULL,
    count       INTEGER NOT NULL CHECK (count > 0),
    state       TEXT    NOT NULL CHECK (state IN ('queued', 'working', 'done', 'failed')),
    reaction    TEXT    NOT NULL CHECK (reaction IN ('none', 'cleared', 'refetch-token', 'token-refreshed', 'per-minute',
                                                     'explained', 'refused-by-policy')),
    -- JSON: why that and no more.
    because     TEXT    NOT NULL CHECK (json_valid(because)),
    clear_id    INTEGER REFERENCES clears (id),
    ended_at    INTEGER,
    CHECK ((state IN ('done', 'failed')) = (ended_at IS NOT NULL))
) STRICT;
CREATE INDEX incidents_by_what ON incidents (account_id, errcode, cgi_path, first_at);
CREATE INDEX incidents_open ON incidents (id) WHERE state IN ('queued', 'working');
