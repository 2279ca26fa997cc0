-- Each refresh of a token by force: it ends the token for every service that shares it, and WeChat allows 20 a day.
CREATE TABLE forced_refreshes (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    at         INTEGER NOT NULL
) STRICT;

CREATE INDEX forced_refreshes_by_account ON forced_refreshes (account_id, at);
