-- The ledger. A row is written before its call is made, and is never deleted. Times are UTC milliseconds.
CREATE TABLE clears (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id      INTEGER NOT NULL REFERENCES accounts (id),
    -- The one interface it resets; none where it resets them all.
    interface_id    INTEGER REFERENCES interfaces (id),
    state           TEXT    NOT NULL CHECK (state IN ('intended', 'sent', 'accepted', 'verifying', 'effective', 'ineffective',
                                                      'refused', 'failed', 'unknown', 'elsewhere', 'dismissed')),
    at              INTEGER NOT NULL,
    -- Committed before the connection is opened: what is still intended was never sent.
    sent_at         INTEGER,
    -- When its call ended, or was given up.
    ended_at        INTEGER,
    -- Who, why and how; none of a guess.
    via             TEXT    CHECK (via IN ('token', 'secret')),
    actor           TEXT    CHECK (length(actor) BETWEEN 1 AND 200),
    reason          TEXT    CHECK (length(reason) BETWEEN 1 AND 500),
    -- Why one went on although something stood in the way.
    override_reason TEXT    CHECK (length(override_reason) BETWEEN 1 AND 500),
    -- The same key of the same actor is the same clear; the hash tells whether it is the same request too.
    idempotency_key TEXT    CHECK (length(idempotency_key) BETWEEN 1 AND 255),
    request_hash    BLOB    CHECK (length(request_hash) = 32),
    -- Why its call brought no yes, as one integer (see domain::Failure); what WeChat or the network said, redacted.
    failure         INTEGER,
    errcode         INTEGER,
    errmsg          TEXT    CHECK (length(errmsg) <= 1000),
    rid             TEXT    CHECK (length(rid) = 26),
    -- How many of its scope were left when this was last written.
    budget_left     INTEGER,
    -- What was used then, as JSON.
    usage_before    TEXT    CHECK (json_valid(usage_before)),
    CHECK ((state IN ('elsewhere', 'dismissed')) = (via IS NULL)),
    CHECK ((via IS NULL) = (actor IS NULL)),
    CHECK ((via IS NULL) = (reason IS NULL)),
    CHECK ((idempotency_key IS NULL) = (request_hash IS NULL)),
    CHECK (NOT (via IS 'secret' AND interface_id IS NOT NULL)),
    CHECK ((state IN ('intended', 'sent')) <= (ended_at IS NULL)),
    CHECK (state <> 'intended' OR sent_at IS NULL)
) STRICT;

-- One call of an account at a time, whichever process makes it.
CREATE UNIQUE INDEX clears_in_flight ON clears (account_id) WHERE state IN ('intended', 'sent');
CREATE UNIQUE INDEX clears_by_key ON clears (actor, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX clears_by_account ON clears (account_id, at);

-- What happened to each, in its order.
CREATE TABLE clear_events (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    clear_id INTEGER NOT NULL REFERENCES clears (id),
    at       INTEGER NOT NULL,
    state    TEXT    NOT NULL,
    detail   TEXT    CHECK (length(detail) <= 1000)
) STRICT;

CREATE INDEX clear_events_by_clear ON clear_events (clear_id, id);
