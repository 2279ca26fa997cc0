-- Settings that were changed on the page of the system settings; one without a row is at its default.

CREATE TABLE settings (
    key    TEXT    NOT NULL PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 60),
    value  TEXT    NOT NULL CHECK (length(value) <= 10000),
    set_by TEXT    NOT NULL CHECK (length(set_by) BETWEEN 1 AND 200),
    set_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Warning and critical lines, in percent of the limit, of an account or of an interface; the more specific ones apply.
CREATE TABLE usage_lines (
    id           INTEGER PRIMARY KEY,
    account_id   INTEGER UNIQUE REFERENCES accounts (id),
    interface_id INTEGER UNIQUE REFERENCES interfaces (id),
    warning      INTEGER NOT NULL CHECK (warning >= 1),
    critical     INTEGER NOT NULL CHECK (critical BETWEEN 1 AND 100),
    set_by       TEXT    NOT NULL CHECK (length(set_by) BETWEEN 1 AND 200),
    set_at       INTEGER NOT NULL,
    CHECK ((account_id IS NULL) <> (interface_id IS NULL)),
    CHECK (warning < critical)
) STRICT;
