-- What people did. Written in the transaction of the act; nothing is ever changed or removed.
CREATE TABLE audit (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    actor   TEXT    NOT NULL CHECK (length(actor) BETWEEN 1 AND 200),
    -- The API token through which it was done.
    token   TEXT    CHECK (length(token) <= 100),
    address TEXT    CHECK (length(address) <= 60),
    what    TEXT    NOT NULL CHECK (length(what) BETWEEN 1 AND 60),
    subject TEXT    CHECK (length(subject) <= 1000),
    -- How it was and how it is, as JSON, without anything secret.
    before  TEXT    CHECK (json_valid(before)),
    after   TEXT    CHECK (json_valid(after)),
    reason  TEXT    CHECK (length(reason) <= 1000),
    -- HMAC-SHA256 of the line before and of this one, under a key derived from the master key.
    mac     BLOB    NOT NULL CHECK (length(mac) = 32)
) STRICT;

CREATE INDEX audit_by_actor ON audit (actor);

CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_never_shrinks BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
-- Also what replaces a line, which triggers no delete.
CREATE TRIGGER audit_only_grows BEFORE INSERT ON audit
WHEN NEW.id IS NOT (SELECT COALESCE(MAX(id), 0) + 1 FROM audit)
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
