-- What the sampler did in each hour.
CREATE TABLE sampler_hours (
    hour_ms    INTEGER PRIMARY KEY,
    good       INTEGER NOT NULL CHECK (good >= 0),
    failed     INTEGER NOT NULL CHECK (failed >= 0),
    starved    INTEGER NOT NULL CHECK (starved >= 0),
    busy_ms    INTEGER NOT NULL CHECK (busy_ms >= 0),
    last_at_ms INTEGER NOT NULL
) STRICT;
