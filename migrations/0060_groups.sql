-- Groups of accounts, which lists are filtered by. The key is the name without differences of capitals and width.
CREATE TABLE account_groups (
    -- Never reused, since rules and addresses name it.
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    name_key TEXT    NOT NULL UNIQUE,
    added_at INTEGER NOT NULL
) STRICT;

-- Which accounts are in which groups.
CREATE TABLE group_members (
    group_id   INTEGER NOT NULL REFERENCES account_groups (id),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (group_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX group_members_by_account ON group_members (account_id);
