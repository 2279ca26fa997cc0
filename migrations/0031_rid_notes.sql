-- Notes beside a request: a thread with author and time. A single note that was there becomes the first of it.

CREATE TABLE rid_notes (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    rid_id INTEGER NOT NULL REFERENCES rids (id) ON DELETE CASCADE,
    -- UTC milliseconds.
    at     INTEGER NOT NULL,
    -- The author, as the audit trail names them.
    by     TEXT    NOT NULL CHECK (length(by) BETWEEN 1 AND 200),
    -- Redacted.
    text   TEXT    NOT NULL CHECK (length(text) BETWEEN 1 AND 2000)
) STRICT;
CREATE INDEX rid_notes_by_rid ON rid_notes (rid_id);

INSERT INTO rid_notes (rid_id, at, by, text)
SELECT id, noted_at, noted_by, note FROM rids WHERE note IS NOT NULL AND noted_at IS NOT NULL ORDER BY noted_at, id;

-- The words of a request, without the note, which has words of its own.
DROP TRIGGER rids_added;
DROP TRIGGER rids_removed;
DROP TRIGGER rids_changed;
DROP TABLE rid_words;
ALTER TABLE rids DROP COLUMN note;

CREATE VIRTUAL TABLE rid_words USING fts5 (
    rid, cgi_path, errcode, ticket, looked_up_by, noted_by, client_ip,
    content = 'rids', content_rowid = 'id', tokenize = 'trigram'
);
INSERT INTO rid_words (rid_words) VALUES ('rebuild');

CREATE TRIGGER rids_added AFTER INSERT ON rids BEGIN
    INSERT INTO rid_words (rowid, rid, cgi_path, errcode, ticket, looked_up_by, noted_by, client_ip)
    VALUES (new.id, new.rid, new.cgi_path, new.errcode, new.ticket, new.looked_up_by, new.noted_by, new.client_ip);
END;
CREATE TRIGGER rids_removed AFTER DELETE ON rids BEGIN
    INSERT INTO rid_words (rid_words, rowid, rid, cgi_path, errcode, ticket, looked_up_by, noted_by, client_ip)
    VALUES ('delete', old.id, old.rid, old.cgi_path, old.errcode, old.ticket, old.looked_up_by, old.noted_by,
        old.client_ip);
END;
CREATE TRIGGER rids_changed AFTER UPDATE ON rids BEGIN
    INSERT INTO rid_words (rid_words, rowid, rid, cgi_path, errcode, ticket, looked_up_by, noted_by, client_ip)
    VALUES ('delete', old.id, old.rid, old.cgi_path, old.errcode, old.ticket, old.looked_up_by, old.noted_by,
        old.client_ip);
    INSERT INTO rid_words (rowid, rid, cgi_path, errcode, ticket, looked_up_by, noted_by, client_ip)
    VALUES (new.id, new.rid, new.cgi_path, new.errcode, new.ticket, new.looked_up_by, new.noted_by, new.client_ip);
END;

CREATE VIRTUAL TABLE rid_note_words USING fts5 (
    by, text, content = 'rid_notes', content_rowid = 'id', tokenize = 'trigram'
);
INSERT INTO rid_note_words (rid_note_words) VALUES ('rebuild');
CREATE TRIGGER rid_notes_added AFTER INSERT ON rid_notes BEGIN
    INSERT INTO rid_note_words (rowid, by, text) VALUES (new.id, new.by, new.text);
END;
CREATE TRIGGER rid_notes_removed AFTER DELETE ON rid_notes BEGIN
    INSERT INTO rid_note_words (rid_note_words, rowid, by, text) VALUES ('delete', old.id, old.by, old.text);
END;
