-- Falls that no clear of ours explains, until they are looked at again and become a guess or nothing.
CREATE TABLE suspicions (
    account_id INTEGER PRIMARY KEY REFERENCES accounts (id),
    seen_at    INTEGER NOT NULL,
    due_at     INTEGER NOT NULL,
    -- What the account's interfaces had used before, as JSON.
    before     TEXT    NOT NULL CHECK (json_valid(before))
) STRICT;
