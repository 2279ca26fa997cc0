-- The rid desk: what people add to a request, words to find it by, look-ups that are to be made, lists of many, and the
-- calls that were made for them.

-- With an id of its own, which the words are kept by.
CREATE TABLE rids_with_ids (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    rid           TEXT    NOT NULL CHECK (length(rid) = 26),
    -- The account that was told, which is the one that made the call.
    account_id    INTEGER NOT NULL REFERENCES accounts (id),
    -- When the call was made. Times are UTC milliseconds.
    at            INTEGER NOT NULL,
    cost_in_ms    INTEGER CHECK (cost_in_ms >= 0),
    -- The URL's query; WeChat keeps neither host nor path.
    request_url   TEXT    NOT NULL,
    request_body  TEXT    NOT NULL,
    response_body TEXT    NOT NULL,
    client_ip     TEXT,
    -- What the call was answered; absent where it went well, or the answer was no JSON.
    errcode       INTEGER,
    looked_up_at  INTEGER NOT NULL,
    looked_up_by  TEXT    NOT NULL,
    -- The interface, by the text that the rid came in or by a person.
    cgi_path      TEXT    CHECK (length(cgi_path) BETWEEN 1 AND 200),
    note          TEXT    CHECK (length(note) BETWEEN 1 AND 2000),
    ticket        TEXT    CHECK (length(ticket) BETWEEN 1 AND 500),
    noted_at      INTEGER,
    noted_by      TEXT    CHECK (length(noted_by) BETWEEN 1 AND 200),
    UNIQUE (rid, account_id),
    CHECK ((noted_at IS NULL) = (noted_by IS NULL))
) STRICT;

INSERT INTO rids_with_ids (rid, account_id, at, cost_in_ms, request_url, request_body, response_body, client_ip, errcode,
    looked_up_at, looked_up_by)
SELECT rid, account_id, at, cost_in_ms, request_url, request_body, response_body, client_ip, errcode, looked_up_at,
    looked_up_by
FROM rids ORDER BY looked_up_at, rid, account_id;

DROP TABLE rids;
ALTER TABLE rids_with_ids RENAME TO rids;
CREATE INDEX rids_newest ON rids (looked_up_at);
CREATE INDEX rids_by_account ON rids (account_id, at);
CREATE INDEX rids_told_last ON rids (account_id, looked_up_at);
CREATE INDEX rids_by_path ON rids (cgi_path);

-- Trigrams, since words are parts of paths, of numbers, and Chinese.
CREATE VIRTUAL TABLE rid_words USING fts5 (
    rid, cgi_path, errcode, note, ticket, looked_up_by, noted_by, client_ip,
    content = 'rids', content_rowid = 'id', tokenize = 'trigram'
);
INSERT INTO rid_words (rid_words) VALUES ('rebuild');

CREATE TRIGGER rids_added AFTER INSERT ON rids BEGIN
    INSERT INTO rid_words (rowid, rid, cgi_path, errcode, note, ticket, looked_up_by, noted_by, client_ip)
    VALUES (new.id, new.rid, new.cgi_path, new.errcode, new.note, new.ticket, new.looked_up_by, new.noted_by,
        new.client_ip);
END;
CREATE TRIGGER rids_removed AFTER DELETE ON rids BEGIN
    INSERT INTO rid_words (rid_words, rowid, rid, cgi_path, errcode, note, ticket, looked_up_by, noted_by, client_ip)
    VALUES ('delete', old.id, old.rid, old.cgi_path, old.errcode, old.note, old.ticket, old.looked_up_by,
        old.noted_by, old.client_ip);
END;
CREATE TRIGGER rids_changed AFTER UPDATE ON rids BEGIN
    INSERT INTO rid_words (rid_words, rowid, rid, cgi_path, errcode, note, ticket, looked_up_by, noted_by, client_ip)
    VALUES ('delete', old.id, old.rid, old.cgi_path, old.errcode, old.note, old.ticket, old.looked_up_by,
        old.noted_by, old.client_ip);
    INSERT INTO rid_words (rowid, rid, cgi_path, errcode, note, ticket, looked_up_by, noted_by, client_ip)
    VALUES (new.id, new.rid, new.cgi_path, new.errcode, new.note, new.ticket, new.looked_up_by, new.noted_by,
        new.client_ip);
END;

-- The newest look-up of a rid that WeChat has not told: what is known of the call, when it is made next, and why it came to
-- nothing. Gone once the request is kept.
CREATE TABLE rid_lookups (
    rid        TEXT    PRIMARY KEY CHECK (length(rid) = 26),
    wanted_at  INTEGER NOT NULL,
    wanted_by  TEXT    NOT NULL CHECK (length(wanted_by) BETWEEN 1 AND 200),
    -- The one account to ask, where somebody chose it.
    account_id INTEGER REFERENCES accounts (id),
    -- What the text told that the rid came in.
    appid      TEXT    CHECK (length(appid) BETWEEN 1 AND 64),
    cgi_path   TEXT    CHECK (length(cgi_path) BETWEEN 1 AND 200),
    errcode    INTEGER,
    tries      INTEGER NOT NULL CHECK (tries >= 0),
    -- When it is made next; absent where it is not.
    due_at     INTEGER,
    -- JSON: why the last one came to nothing.
    untold     TEXT,
    ended_at   INTEGER,
    CHECK ((untold IS NULL) = (ended_at IS NULL)),
    CHECK (due_at IS NOT NULL OR untold IS NOT NULL)
) STRICT;
CREATE INDEX rid_lookups_due ON rid_lookups (due_at) WHERE due_at IS NOT NULL;

-- Rids that were pasted together.
CREATE TABLE rid_lists (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    made_at INTEGER NOT NULL,
    made_by TEXT    NOT NULL CHECK (length(made_by) BETWEEN 1 AND 200),
    -- JSON: what else their text held, redacted.
    beside  TEXT    NOT NULL
) STRICT;
CREATE TABLE rid_list_lines (
    list_id  INTEGER NOT NULL REFERENCES rid_lists (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    rid      TEXT    NOT NULL CHECK (length(rid) = 26),
    PRIMARY KEY (list_id, position)
) STRICT, WITHOUT ROWID;

-- Calls made to look rids up, which count against what a day allows.
CREATE TABLE rid_calls (
    id         INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    rid        TEXT    NOT NULL CHECK (length(rid) = 26),
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX rid_calls_by_account ON rid_calls (account_id, at);
