-- What the program notes about the database itself: a check of the master key, a hash of the catalogue.
CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 60),
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
