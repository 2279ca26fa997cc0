-- Who else agreed to a clear, and whether an admin went on without a second person.
ALTER TABLE clears ADD COLUMN approved_by TEXT CHECK (length(approved_by) BETWEEN 1 AND 200);
ALTER TABLE clears ADD COLUMN glass_broken INTEGER NOT NULL DEFAULT 0 CHECK (glass_broken IN (0, 1));
-- Who settled or dismissed one.
ALTER TABLE clear_events ADD COLUMN actor TEXT CHECK (length(actor) BETWEEN 1 AND 200);

-- Clears that wait for a second person, and what became of them. Never deleted. Times are UTC milliseconds.
CREATE TABLE clear_requests (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id      INTEGER NOT NULL REFERENCES accounts (id),
    interface_id    INTEGER REFERENCES interfaces (id),
    via             TEXT    NOT NULL CHECK (via IN ('token', 'secret')),
    actor           TEXT    NOT NULL CHECK (length(actor) BETWEEN 1 AND 200),
    reason          TEXT    NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    override_reason TEXT    CHECK (length(override_reason) BETWEEN 1 AND 500),
    idempotency_key TEXT    NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 255),
    request_hash    BLOB    NOT NULL CHECK (length(request_hash) = 32),
    asked_at        INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL CHECK (expires_at > asked_at),
    -- Past expires_at one that waits has expired, which is not written down.
    state           TEXT    NOT NULL CHECK (state IN ('waiting', 'approved', 'declined', 'withdrawn')),
    decided_at      INTEGER,
    decided_by      TEXT    CHECK (length(decided_by) BETWEEN 1 AND 200),
    decision_reason TEXT    CHECK (length(decision_reason) BETWEEN 1 AND 500),
    clear_id        INTEGER UNIQUE REFERENCES clears (id),
    -- When whoever asked saw what became of it.
    seen_at         INTEGER,
    CHECK ((state = 'waiting') = (decided_at IS NULL)),
    CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
    CHECK ((state = 'approved') = (clear_id IS NOT NULL)),
    CHECK (state <> 'approved' OR decided_by <> actor),
    CHECK (state <> 'withdrawn' OR decided_by = actor)
) STRICT;

CREATE UNIQUE INDEX clear_requests_by_key ON clear_requests (actor, idempotency_key);
CREATE INDEX clear_requests_waiting ON clear_requests (expires_at) WHERE state = 'waiting';
CREATE INDEX clear_requests_unseen ON clear_requests (actor) WHERE seen_at IS NULL;
