-- Accounts. Never deleted: a retired one loses its sealed secret and keeps the rest. Times are UTC milliseconds.
CREATE TABLE accounts (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    name             TEXT    NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 60),
    appid            TEXT    NOT NULL UNIQUE CHECK (length(appid) = 18),
    kind             TEXT    NOT NULL CHECK (kind IN ('mini-program', 'mini-game', 'official-account', 'service-account', 'shop', 'platform', 'other')),
    status           TEXT    NOT NULL CHECK (status IN ('active', 'paused', 'retired')),
    -- Sealed and bound to this row; no version of it is ever written in clear.
    sealed_secret    BLOB,
    secret_set_at    INTEGER,
    daily_readings   INTEGER NOT NULL CHECK (daily_readings BETWEEN 0 AND 10000000),
    cleared_before   INTEGER CHECK (cleared_before BETWEEN 0 AND 1000),
    added_at         INTEGER NOT NULL,
    starved_until    INTEGER,
    token_state      TEXT    NOT NULL DEFAULT 'none'
                             CHECK (token_state IN ('none', 'valid', 'expired', 'refused', 'frozen', 'ip-refused')),
    token_expires_at INTEGER,
    -- Why the last call brought no token or refused it, as one integer (see domain::Failure).
    token_failure    INTEGER,
    token_error      TEXT    CHECK (length(token_error) <= 1000),
    token_changed_at INTEGER,
    CHECK ((status = 'retired') = (sealed_secret IS NULL)),
    CHECK ((sealed_secret IS NULL) = (secret_set_at IS NULL))
) STRICT;
