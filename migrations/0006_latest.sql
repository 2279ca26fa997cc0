-- The newest readings of each interface, so that the overview reads one small row each and no history.
CREATE TABLE latest (
    interface_id INTEGER PRIMARY KEY REFERENCES interfaces (id),
    -- The sampler's slot that was last answered.
    slot         INTEGER,
    -- What was said of the newest reading's failure, redacted.
    detail       TEXT CHECK (length(detail) <= 1000),
    -- The newest good reading and the newest one, packed like a day.
    newest       BLOB NOT NULL CHECK (length(newest) > 0),
    -- Every reading of the last day and a bit, packed like a day.
    recent       BLOB NOT NULL CHECK (length(recent) > 0)
) STRICT;
