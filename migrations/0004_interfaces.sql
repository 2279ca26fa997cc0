-- One path on one account. Never deleted: watched again, it goes on with its history.
CREATE TABLE interfaces (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    cgi_path   TEXT    NOT NULL CHECK (length(cgi_path) BETWEEN 2 AND 200 AND cgi_path LIKE '/%'),
    added_at   INTEGER NOT NULL,
    removed_at INTEGER,
    UNIQUE (account_id, cgi_path)
) STRICT;
