-- Automation: rules that notify or clear on their own, everything they decided, and the switch that stops them.

CREATE TABLE policies (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    -- JSON: what it is about, what it waits for, what it does, within which limits.
    rules      TEXT    NOT NULL CHECK (json_valid(rules)),
    -- Does nothing while it is paused.
    paused     INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
    made_at    INTEGER NOT NULL,
    made_by    TEXT    NOT NULL CHECK (length(made_by) BETWEEN 1 AND 200),
    -- Goes up with each change: whoever decided by older rules clears nothing.
    version    INTEGER NOT NULL DEFAULT 1,
    changed_at INTEGER NOT NULL,
    changed_by TEXT    NOT NULL CHECK (length(changed_by) BETWEEN 1 AND 200),
    -- What its clears came to up to then suspends it no more: when, and the last step of any clear by then.
    resumed_at INTEGER NOT NULL,
    resumed_after INTEGER NOT NULL DEFAULT 0,
    removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX policies_by_name ON policies (name) WHERE removed_at IS NULL;

-- What they decided, the refusals too. Decisions that say the same within a day are one row with a count.
CREATE TABLE policy_decisions (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    policy_id    INTEGER NOT NULL REFERENCES policies (id),
    account_id   INTEGER NOT NULL REFERENCES accounts (id),
    interface_id INTEGER NOT NULL REFERENCES interfaces (id),
    at           INTEGER NOT NULL,
    last_at      INTEGER NOT NULL CHECK (last_at >= at),
    count        INTEGER NOT NULL DEFAULT 1 CHECK (count > 0),
    word         TEXT    NOT NULL CHECK (length(word) BETWEEN 1 AND 40),
    verdict      TEXT    NOT NULL CHECK (json_valid(verdict)),
    -- What the reading said by which it decided, as JSON.
    figures      TEXT    CHECK (json_valid(figures)),
    -- The clear that it ordered, written down in the same transaction.
    clear_id     INTEGER UNIQUE REFERENCES clears (id)
) STRICT;
CREATE INDEX policy_decisions_by_policy ON policy_decisions (policy_id, account_id, at);
CREATE INDEX policy_decisions_by_interface ON policy_decisions (interface_id, id);
CREATE INDEX policy_decisions_that_fold ON policy_decisions (policy_id, interface_id, word, id);
CREATE INDEX policy_decisions_that_clear ON policy_decisions (policy_id, clear_id) WHERE clear_id IS NOT NULL;

-- There is a row while all automatic clears are stopped.
CREATE TABLE kill_switch (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    stopped_at INTEGER NOT NULL,
    stopped_by TEXT    NOT NULL CHECK (length(stopped_by) BETWEEN 1 AND 200),
    reason     TEXT    CHECK (length(reason) BETWEEN 1 AND 500)
) STRICT;
