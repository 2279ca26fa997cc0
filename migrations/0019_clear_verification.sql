-- Clears whose effect is still being looked for; a row goes when that ends. Times are UTC milliseconds.
CREATE TABLE verifications (
    clear_id INTEGER PRIMARY KEY REFERENCES clears (id),
    -- When the next readings are to be made.
    due_at   INTEGER NOT NULL
) STRICT;

-- Those accepted in the last 36 minutes by the version before this one.
INSERT INTO verifications (clear_id, due_at)
SELECT id, ended_at FROM clears
WHERE state = 'accepted' AND ended_at > (CAST(strftime('%s', 'now') AS INTEGER) - 36 * 60) * 1000;

-- What was used after a clear, by its newest reading of each interface.
CREATE TABLE clear_effects (
    clear_id     INTEGER NOT NULL REFERENCES clears (id),
    interface_id INTEGER NOT NULL REFERENCES interfaces (id),
    read_at      INTEGER NOT NULL,
    daily_limit  INTEGER NOT NULL,
    used         INTEGER NOT NULL,
    remain       INTEGER NOT NULL,
    -- A reading showed a fall, and of how many calls the first such one.
    fell         INTEGER NOT NULL CHECK (fell IN (0, 1)),
    given_back   INTEGER CHECK (given_back > 0),
    -- Whether this tells, for later advice, if clears reset the interface.
    tells        INTEGER NOT NULL DEFAULT 0 CHECK (tells IN (0, 1)),
    PRIMARY KEY (clear_id, interface_id),
    CHECK ((given_back IS NOT NULL) = fell)
) STRICT, WITHOUT ROWID;

CREATE INDEX clear_effects_that_tell ON clear_effects (interface_id, clear_id) WHERE tells = 1;

CREATE INDEX rids_by_account ON rids (account_id, at);
