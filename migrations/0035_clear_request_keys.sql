-- Further idempotency keys of a request for a clear: the keys of orders of the same clear that came while it waited. Such an order
-- leads to the request, and so does every repetition of it.
CREATE TABLE clear_request_keys (
    actor           TEXT    NOT NULL CHECK (length(actor) BETWEEN 1 AND 200),
    idempotency_key TEXT    NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 255),
    request_hash    BLOB    NOT NULL CHECK (length(request_hash) = 32),
    request_id      INTEGER NOT NULL REFERENCES clear_requests (id),
    PRIMARY KEY (actor, idempotency_key)
) STRICT, WITHOUT ROWID;
