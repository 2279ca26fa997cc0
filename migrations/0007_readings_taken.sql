-- How many readings of an account's allowance are used on the quota day that began at day_start.
CREATE TABLE readings_taken (
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    day_start  INTEGER NOT NULL,
    taken      INTEGER NOT NULL CHECK (taken >= 0),
    PRIMARY KEY (account_id, day_start)
) STRICT, WITHOUT ROWID;
