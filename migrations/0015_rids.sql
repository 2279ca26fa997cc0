-- Requests that were looked up by their rid; WeChat forgets them after 7 days. Texts are redacted before they get here.
CREATE TABLE rids (
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
    UNIQUE (rid, account_id)
) STRICT;

CREATE INDEX rids_newest ON rids (looked_up_at);
