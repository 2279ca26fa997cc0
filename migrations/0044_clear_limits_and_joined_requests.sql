-- How many clears WeChat gives an account in a period, from each time on at which that number changed: the budget of a month
-- that is over is counted by the number that held in it.
CREATE TABLE clear_limits (
    id              INTEGER PRIMARY KEY,
    at              INTEGER NOT NULL,
    account_limit   INTEGER NOT NULL CHECK (account_limit >= 0),
    interface_limit INTEGER NOT NULL CHECK (interface_limit >= 0)
) STRICT;

-- When whoever ordered the same clear saw what became of the request; NULL until then.
ALTER TABLE clear_request_keys ADD COLUMN seen_at INTEGER;
