-- What people are told, where it goes, and what became of it.

-- What is known of each thing that news is told of, where it is not calm: so that a change is told once, across restarts.
CREATE TABLE standings (
    subject    TEXT    NOT NULL PRIMARY KEY CHECK (length(subject) BETWEEN 1 AND 100),
    -- Whose; none of a policy as a whole.
    account_id INTEGER REFERENCES accounts (id),
    level      TEXT    NOT NULL CHECK (length(level) BETWEEN 1 AND 40),
    since      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX standings_by_account ON standings (account_id);

CREATE TABLE notices (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    at           INTEGER NOT NULL,
    event        TEXT    NOT NULL CHECK (length(event) BETWEEN 1 AND 40),
    severity     TEXT    NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
    account_id   INTEGER REFERENCES accounts (id),
    interface_id INTEGER REFERENCES interfaces (id),
    policy_id    INTEGER REFERENCES policies (id),
    incident_id  INTEGER REFERENCES incidents (id),
    clear_id     INTEGER REFERENCES clears (id),
    -- JSON: what happened, without words of any language.
    news         TEXT    NOT NULL CHECK (json_valid(news))
) STRICT;
CREATE INDEX notices_by_interface ON notices (interface_id, at);
CREATE INDEX notices_by_incident ON notices (incident_id) WHERE incident_id IS NOT NULL;

-- Up to which notice each user has read.
CREATE TABLE notices_read (
    user_id INTEGER PRIMARY KEY REFERENCES users (id),
    up_to   INTEGER NOT NULL
) STRICT;

CREATE TABLE channels (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    name          TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    -- Both sealed: whoever knows the address may write to it.
    sealed_url    BLOB    NOT NULL,
    sealed_secret BLOB    NOT NULL,
    -- The address as people may see it, and its host.
    masked_url    TEXT    NOT NULL CHECK (length(masked_url) BETWEEN 1 AND 300),
    host          TEXT    NOT NULL CHECK (length(host) BETWEEN 1 AND 255),
    -- It takes notices from this severity on.
    severity      TEXT    NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
    paused        INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
    made_at       INTEGER NOT NULL,
    made_by       TEXT    NOT NULL CHECK (length(made_by) BETWEEN 1 AND 200),
    removed_at    INTEGER
) STRICT;
CREATE UNIQUE INDEX channels_by_name ON channels (name) WHERE removed_at IS NULL;

-- Hosts inside private networks, or without TLS, that an admin lets channels call.
CREATE TABLE allowed_hosts (
    host       TEXT    NOT NULL PRIMARY KEY CHECK (length(host) BETWEEN 1 AND 255),
    allowed_at INTEGER NOT NULL,
    allowed_by TEXT    NOT NULL CHECK (length(allowed_by) BETWEEN 1 AND 200)
) STRICT, WITHOUT ROWID;

-- The outbox: written in the transaction of its notice.
CREATE TABLE deliveries (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    -- The same each time it is sent, so that a receiver can tell that it has it.
    uuid       TEXT    NOT NULL UNIQUE CHECK (length(uuid) = 36),
    channel_id INTEGER NOT NULL REFERENCES channels (id),
    notice_id  INTEGER NOT NULL REFERENCES notices (id),
    state      TEXT    NOT NULL CHECK (state IN ('waiting', 'delivered', 'dead')),
    tries      INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
    made_at    INTEGER NOT NULL,
    due_at     INTEGER,
    ended_at   INTEGER,
    CHECK ((state = 'waiting') = (due_at IS NOT NULL)),
    CHECK ((state = 'waiting') = (ended_at IS NULL))
) STRICT;
CREATE INDEX deliveries_due ON deliveries (due_at) WHERE state = 'waiting';
CREATE INDEX deliveries_by_channel ON deliveries (channel_id, id);
CREATE INDEX deliveries_waiting ON deliveries (channel_id) WHERE state = 'waiting';
CREATE INDEX deliveries_dead ON deliveries (channel_id) WHERE state = 'dead';

-- Each time something was sent, or could not be; tests have no delivery.
CREATE TABLE delivery_attempts (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    channel_id  INTEGER NOT NULL REFERENCES channels (id),
    delivery_id INTEGER REFERENCES deliveries (id),
    at          INTEGER NOT NULL,
    took_ms     INTEGER NOT NULL CHECK (took_ms >= 0),
    delivered   INTEGER NOT NULL CHECK (delivered IN (0, 1)),
    -- JSON: what came of it.
    outcome     TEXT    NOT NULL CHECK (json_valid(outcome))
) STRICT;
CREATE INDEX delivery_attempts_by_channel ON delivery_attempts (channel_id, id);
