-- Clears that policies want after a reading and have not decided on yet. Any process adds them, `serve` takes them.

CREATE TABLE wanted_policy_actions (
    policy_id    INTEGER NOT NULL REFERENCES policies (id),
    account_id   INTEGER NOT NULL REFERENCES accounts (id),
    interface_id INTEGER NOT NULL REFERENCES interfaces (id),
    -- When the reading was evaluated that met the policy.
    at           INTEGER NOT NULL,
    PRIMARY KEY (policy_id, interface_id)
) STRICT, WITHOUT ROWID;

-- When a channel's address was set: attempts from before were made to another one.
ALTER TABLE channels ADD COLUMN url_set_at INTEGER NOT NULL DEFAULT 0;
UPDATE channels SET url_set_at = made_at;
